"""Coding documents in the browser, with the keyboard alone: choose a passage, code it, claim that A causes B, take back, compare."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sysmap.core.evidence import Evidence
from sysmap.core.map import Map
from sysmap.formats.read import read_file

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "web" / "vendor" / "axe.min.js"
TALK = """Interview with the head of a school kitchen

Interviewer: What changed when meals became free?

Kitchen head: More children come. 🙂 We cook for two hundred now, and the queue is longer.

Interviewer: And in class?

Kitchen head: Teachers tell us that children who eat are awake in the afternoon. Attendance is up as well.
"""


@pytest.fixture
def meals(tmp_path: Path) -> Path:
    folder = tmp_path / "meals"
    shutil.copytree(ROOT / "docs" / "examples" / "school-meals", folder)
    (folder / "documents").mkdir()
    (folder / "documents" / "kitchen.txt").write_text(TALK, encoding="utf-8")
    return folder


def serve(folder: Path, *more: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-m", "sysmap", "evidence", "code", "documents", "--no-open", *more], cwd=folder,
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://\S+", said)
    assert found, said
    return process, found.group()


@pytest.fixture
def desk(browser: Browser, meals: Path) -> Iterator[tuple[Page, Path]]:
    process, link = serve(meals, "--map", "school-meals-2025", "--coder", "evaluator")
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" and "409" not in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(link)
        yield page, meals
        context.close()
        assert complaints == []
    finally:
        process.terminate()
        process.wait(timeout=20)
        assert process.stdout is not None
        process.stdout.close()


def axe(page: Page) -> list[str]:
    page.evaluate(f"window.axe || (() => {{{AXE.read_text(encoding='utf-8')}}})(); 0")
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like where somebody asked for it."""
    if folder := os.environ.get("SYSMAP_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")


def register(folder: Path, name: str = "london-2023-2025") -> Evidence:
    document = read_file(folder / "toc" / "evidence" / f"{name}.yaml").document
    assert isinstance(document, Evidence)
    return document


def test_the_whole_task_with_the_keyboard_alone(desk: tuple[Page, Path]) -> None:
    page, folder = desk
    before = (folder / "toc" / "evidence" / "london-2023-2025.yaml").read_text(encoding="utf-8")
    text = page.get_by_role("group", name="Text of the document")
    expect(text).to_be_focused(timeout=30_000)
    assert axe(page) == []
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".passage")).to_contain_text("More children come.")
    page.keyboard.press("Enter")
    page.keyboard.type("take sch")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What does the passage do?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("mod")
    page.get_by_label("Who says it?").focus()
    page.keyboard.type("head of a kitchen")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Coded on More pupils take school meals.")).to_be_visible()
    expect(text).to_be_focused()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("c")
    page.keyboard.type("kitchens")
    page.keyboard.press("Enter")
    page.keyboard.type("Queue at lunch")
    page.keyboard.press("Enter")
    expect(page.get_by_text("the link is new in the map")).to_be_visible()
    assert axe(page) == []
    picture(page, "coding")

    coded = register(folder)
    first, second = coded.items["kitchen-1"], coded.items["kitchen-2"]
    assert (first.bears_on[0].element, first.bears_on[0].direction, first.bears_on[0].strength) == ("uptake", "supports", "moderate")
    assert (first.informant, first.coder, first.quote) == ("head of a kitchen", "evaluator", None)
    assert first.passages[0].words == "More children come."
    assert second.bears_on[0].element == "kitchens->queue-at-lunch"
    assert second.informant == "head of a kitchen", "who says it is remembered for the speaker"
    assert TALK[second.passages[0].start or 0:].startswith("🙂 We cook for two hundred now, and the queue is longer.")
    assert second.passages[0].words == "🙂 We cook for two hundred now, and the queue is"
    after = (folder / "toc" / "evidence" / "london-2023-2025.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip()), "what stood there stays byte for byte"
    theory = read_file(folder / "toc" / "school-meals-2025.yaml").document
    assert isinstance(theory, Map)
    assert theory.links["kitchens->queue-at-lunch"].basis == "stated"

    page.keyboard.press("u")
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert "kitchen-2" not in register(folder).items
    assert (folder / "documents" / "kitchen.txt").read_text(encoding="utf-8") == TALK


def test_a_second_coder_is_compared_with_the_first_and_a_changed_document_is_found_again(desk: tuple[Page, Path]) -> None:
    page, folder = desk
    text = page.get_by_role("group", name="Text of the document")
    expect(text).to_be_focused(timeout=30_000)

    def code(steps: int, what: str) -> None:
        text.focus()
        page.keyboard.press("Escape")
        for _ in range(steps):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.keyboard.type(what)
        page.keyboard.press("Enter")
        expect(page.locator(".meant")).to_contain_text("Chosen")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Coded on")).to_be_visible()
        expect(text).to_be_focused()
        page.evaluate("document.querySelector('p[role=status]').textContent = ''")

    code(3, "take sch")
    code(7, "attend")
    page.get_by_role("button", name="Start a register for a second coder").click()
    expect(page.get_by_text("The second coder chooses it above.")).to_be_visible(timeout=20_000)
    page.get_by_label("Register that the codes go into").select_option("toc/evidence/londons-offers-to-all-pupils-second-coder.yaml")
    expect(page.get_by_text("0 per cent of the text is coded")).to_be_visible(timeout=20_000)
    expect(page.locator("mark.own")).to_have_count(0)
    code(3, "kitchens")
    expect(page.locator("mark.own")).to_have_count(1)
    page.get_by_label("Show what others coded").check()
    expect(page.locator("mark.other")).not_to_have_count(0)
    page.get_by_text("Compared with London's offers to all pupils").click()
    expect(page.get_by_text("0 of 2 directions agree")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("alone"))).to_be_visible()
    assert axe(page) == []
    picture(page, "coding-agreement")
    again = register(folder, "londons-offers-to-all-pupils-second-coder")
    assert again.codes_again == "london-2023-2025"
    assert list(again.items) == ["kitchen-1"], "the same passage has the same id"

    changed = "A title page\n\n" + TALK.replace("More children come.", "Many more children come.").replace("Attendance is up as well.", "")
    (folder / "documents" / "kitchen.txt").write_text(changed, encoding="utf-8")
    page.get_by_label("Register that the codes go into").select_option("toc/evidence/london-2023-2025.yaml")
    expect(page.get_by_text("One passage is no longer in the document")).to_be_visible(timeout=20_000)


def test_the_mouse_and_a_document_from_somewhere_else(desk: tuple[Page, Path], tmp_path: Path) -> None:
    page, folder = desk
    letter = tmp_path / "letter.md"
    letter.write_text("# Letter\n\nFamilies *save* money. They told us.\n", encoding="utf-8")
    page.get_by_label("Bring a document").set_input_files(str(letter))
    expect(page.locator("#document")).to_have_value("documents/letter.md", timeout=20_000)
    expect(page.get_by_text("They told us.")).to_be_visible(timeout=20_000)
    page.evaluate("""() => {
        const row = [...document.querySelectorAll('[data-start]')].find((one) => one.textContent.startsWith('Families'));
        getSelection().setBaseAndExtent(row.firstChild, 0, row.firstChild, 22);
    }""")
    page.locator(".paper").dispatch_event("mouseup")
    expect(page.locator(".passage")).to_contain_text("Families *save* money.")
    suggested = page.get_by_role("group", name="Suggestions")
    expect(suggested).to_contain_text("you decide")
    suggested.get_by_role("button", name="Families save money", exact=True).click()
    expect(page.locator(".meant")).to_contain_text("Families save money")
    assert "letter-1" not in register(folder).items, "a suggestion is not accepted by itself"
    page.locator("#as-claim").check()
    page.get_by_role("option", name="A free meal is offered").click()
    page.get_by_role("option", name="Families save money").click()
    expect(page.get_by_text("Coded on")).to_be_visible(timeout=20_000)
    item = register(folder).items["letter-1"]
    assert item.bears_on[0].element == "offer->savings"
    assert item.passages[0].at == "paragraph 2"
    page.get_by_label("Bring a document").set_input_files({"name": "x.docx", "mimeType": "application/zip", "buffer": b"PK\x03\x04 no"})
    expect(page.get_by_text("no Word document")).to_be_visible(timeout=20_000)
    assert not (folder / "documents" / "x.docx").exists()


@pytest.mark.parametrize(("path", "key", "status"), [
    ("/api/coding/start", "", 403), ("/api/coding/start", "wrong", 403), ("/api/coding/start", "right", 200),
    ("/api/coding/document?map=THEORY&register=REGISTER&document=documents/kitchen.txt", "right", 200),
    ("/api/coding/document?map=THEORY&register=REGISTER&document=../secret.txt", "right", 409),
    ("/api/coding/document?map=../secret.yaml&register=REGISTER&document=documents/kitchen.txt", "right", 409),
    ("/api/coding/document?map=THEORY&register=../secret.yaml&document=documents/kitchen.txt", "right", 409),
    ("/api/coding/code", "right", 405),
])
def test_only_who_has_the_key_and_only_documents_that_were_named(meals: Path, path: str, key: str, status: int) -> None:
    (meals.parent / "secret.txt").write_text("Nobody reads this.", encoding="utf-8")
    process, link = serve(meals, "--map", "school-meals-2025")
    try:
        path = path.replace("THEORY", "toc/school-meals-2025.yaml").replace("REGISTER", "toc/evidence/london-2023-2025.yaml")
        base, right = link.partition("/code")[0], link.rpartition("#")[2]
        asked = urllib.request.Request(base + path, headers={"X-Sysmap-Key": right if key == "right" else key})  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
                got = answer.status
        except urllib.error.HTTPError as error:
            with error:
                got = error.code
        assert got == status
    finally:
        process.terminate()
        process.wait(timeout=20)
        assert process.stdout is not None
        process.stdout.close()
