"""What the picture writes and draws: whole labels or numbers, signs in rings, rows of actors, links it cannot hold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.web.screen import Screen

from sysmap.formats.read import read_file, read_text
from sysmap.project import Project
from sysmap.views.file_page import page_of
from sysmap.views.page import page_content, render_page

ROOT = Path(__file__).parents[2]
MAPS = sorted([*ROOT.glob("toc/*.yaml"), *ROOT.glob("maps/*.yaml")])

ROWS = """\
sysmap: 1
kind: theory
id: rows
title: Who does what
layers: [{id: doing, label: Doing}, {id: change, label: Change}]
actors: {council: {label: Council}, carers: {label: Carers}}
factors:
  money: {label: Money for short breaks, layer: doing, whose: [council]}
  rest: {label: Rest for carers, layer: change, whose: [carers]}
  trust: {label: Trust, layer: change}
links:
  - {from: money, to: rest, polarity: positive}
  - {from: money, to: trust, polarity: negative}
views:
  - {id: who, label: Who does what, style: {bands: true}}
"""

LOOSE_ENDS = """\
sysmap: 1
kind: map
id: loose
title: Loose ends
factors:
  a: {label: Beds}
  b: {label: Staff}
  gone: {label: Old ward, status: retired}
links:
  - {from: a, to: b, polarity: positive}
  - {from: a, to: gone, polarity: negative}
"""


SIGNS = {"+", "−", "±", "?", "⇄"}


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
@pytest.mark.parametrize("size", [(390, 844), (1280, 800), (1920, 1080)], ids=["phone", "laptop", "projector"])
def test_a_label_is_written_whole_or_as_a_number_and_never_cut(
    open_page: Callable[..., Screen], path: Path, size: tuple[int, int],
) -> None:
    map_ = read_file(path).map
    screen = open_page(render_page(map_), size=size)
    if size[0] < 500:
        screen.read_as("Picture")
    lettering = screen.lettering()
    written = [text for text, _ in lettering]
    assert not [text for text in written if "…" in text]
    assert [(text, letters) for text, letters in lettering if letters < 10.99 and text not in SIGNS] == []
    labels = {factor.label for factor in map_.factors.values() if factor.status != "retired"}
    numbers = screen.page.locator(".numbers .number")
    if screen.page.locator(".numbers-room").is_visible():
        listed = {numbers.nth(i).text_content() or "" for i in range(numbers.count())}
        assert len(listed) == numbers.count() >= len(labels)
        assert {text for text in written if text.isdigit()} == {text for text in listed if text.isdigit()}
        return
    said = "".join("".join(written).split())
    seen = screen.page.evaluate("""() => {
        const { left, right, top, bottom } = document.querySelector(".picture canvas").getBoundingClientRect();
        const { picture } = window.sysmap;
        if (picture.scale() * picture.scene().font.size < 8) return [];
        return picture.scene().boxes.filter(({ box }) => {
            const a = picture.toScreen(box.x - box.width / 2, box.y - box.height / 2);
            const b = picture.toScreen(box.x + box.width / 2, box.y + box.height / 2);
            return a.x >= left && b.x <= right && a.y >= top && b.y <= bottom;
        }).map(({ label }) => label);
    }""")
    assert [label for label in seen if "".join(label.split()) not in said] == []
    assert len(seen) > len(labels) / 4 or len({*written} - {*SIGNS}) > 5


def test_scores_are_read_in_the_picture_at_first_sight(open_page: Callable[..., Screen]) -> None:
    project = Project.open(ROOT / "toc" / "cqc-system-assessment-2025.yaml")
    screen = open_page(page_of(project), size=(1366, 768))
    scores = [(text, letters) for text, letters in screen.lettering() if text.strip("()") in {"Achieved", "Partially achieved", "Not achieved"}]
    assert len(scores) >= 6
    assert min(letters for _, letters in scores) > 10.99


def test_the_list_says_what_the_numbers_stand_for_and_leads_there(open_page: Callable[..., Screen]) -> None:
    screen = open_page(render_page(read_file(ROOT / "toc" / "cqc-system-assessment-2024.yaml").map), size=(1280, 800))
    assert not screen.page.locator(".numbers-room").is_visible()
    screen.press("Fit the whole map into the frame")
    screen.page.get_by_text("What the numbers stand for (33 factors)").click()
    screen.page.locator(".numbers").get_by_role("button", name="Outputs", exact=True).click()
    assert screen.heading() == "Outputs"
    for _ in range(3):
        screen.picture_key("+")
    screen.page.locator(".numbers-room").wait_for(state="hidden", timeout=10_000)
    assert "Outputs" in " ".join(screen.written())


def test_a_row_for_each_set_of_actors_by_switch_link_and_saved_view(open_page: Callable[..., Screen]) -> None:
    screen = open_page(ROWS)
    assert screen.header_lines() == [["Doing"], ["Change"]]
    screen.open_panel("Show")
    screen.page.get_by_label("A row for each set of actors").check()
    assert {"Council", "Carers", "Doing", "Change", "Actor not said"} <= {" ".join(lines) for lines in screen.header_lines()}
    assert screen.page.evaluate("document.activeElement.id") == "bands"
    assert "rows=actors" in screen.fragment()
    screen.click_factor("rest")
    assert screen.heading() == "Rest for carers"
    screen.press("Back")
    screen.press("Back")
    assert screen.view()["bands"] is False
    assert open_page(ROWS, fragment="#rows=actors").view()["bands"] is True
    assert open_page(ROWS, view="who").view()["bands"] is True


def test_rows_are_offered_only_where_actors_differ() -> None:
    assert "bands" in page_content(read_text(ROWS).map)
    assert "bands" not in page_content(read_text(ROWS.replace("whose: [carers]", "status: observed")
                                                 .replace("whose: [council]", "status: observed")).map)
    assert "bands" not in page_content(read_text(LOOSE_ENDS).map)


def test_links_that_cannot_be_drawn_are_said(open_page: Callable[..., Screen]) -> None:
    screen = open_page(LOOSE_ENDS)
    assert "Not drawn: 1 link" in screen.legend()
    said = screen.details()
    assert "Links that cannot be drawn (1)" in said
    assert "“Old ward” is retired." in said
    screen.page.emulate_media(media="print")
    screen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = screen.page.locator(".printed").text_content() or ""
    assert "1 link not drawn" in paper
    assert "Links that cannot be drawn (1)" in paper


def test_signs_stand_in_rings_in_the_saved_picture_too(open_page: Callable[..., Screen]) -> None:
    screen = open_page(ROWS)
    screen.open_panel("Views and files")
    with screen.page.expect_download() as saved:
        screen.press("Picture as SVG")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert text.count('r="5.6"') == 4  # two links, and a sample of each sign in the legend


def test_the_panel_gives_its_room_to_the_picture_and_comes_back(open_page: Callable[..., Screen]) -> None:
    screen = open_page(ROWS)
    assert not screen.page.locator(".side").is_visible()
    screen.show_panel()
    assert screen.fragment() == "side=on"
    narrow = screen.page.locator(".picture").bounding_box()
    screen.press("Hide the panel")
    wide = screen.page.locator(".picture").bounding_box()
    assert narrow
    assert wide
    assert wide["width"] > narrow["width"] + 250
    assert screen.page.evaluate("document.activeElement.textContent") == "Show the panel"
    assert screen.fragment() == ""
    screen.page.keyboard.press("Enter")
    assert screen.page.locator("#panel-details").is_visible()
    assert screen.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Hide the panel"


def test_the_tour_has_the_whole_width_and_goes_on_by_the_keyboard(open_page: Callable[..., Screen]) -> None:
    screen = open_page(render_page(read_file(ROOT / "maps" / "bsol-ics-2024.yaml").map))
    screen.open_panel("Views and files")
    screen.press("Start the tour")
    assert not screen.page.locator(".side").is_visible()
    said = []
    for _ in range(5):
        said.append(" ".join((screen.page.locator(".tour strong").text_content() or "").split()))
        screen.page.keyboard.press("Enter")
    assert said == ["What the room talked about", "What would bring parity", "What waiting takes away",
                    "What keeps social care out", "What comes from outside"]
    screen.press("Leave the tour")
    assert screen.page.locator(".side").is_visible()


@pytest.mark.parametrize(("name", "fragment", "size"), [
    ("toc/provider-interactions", "#rows=actors", (1280, 800)),
    ("maps/la-assessment-process", "#side=off", (1280, 800)),
    ("maps/la-assessment-process", "#view=fieldwork&ask=up&of=site-visit&steps=1", (390, 844)),
    ("toc/cqc-system-assessment-2025", "#panel=show&colour=score&size=in", (1920, 1080)),
    ("maps/bsol-ics-2024", "#tab=tables", (320, 256)),
])
def test_axe_finds_nothing_on_the_real_pages(
    open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]], name: str, fragment: str, size: tuple[int, int],
) -> None:
    screen = open_page(render_page(read_file(ROOT / f"{name}.yaml").map), fragment=fragment, size=size)
    if screen.page.locator(".numbers-room").is_visible():
        screen.page.locator(".numbers summary").click()
    assert axe(screen) == []


def test_a_map_of_hundreds_of_factors_says_something_however_far_away_it_is_seen(open_page: Callable[..., Screen]) -> None:
    factors = "".join(f"  f{i}: {{label: Factor number {i}, position: {{x: {i % 20 * 900}, y: {i // 20 * 700}}}}}\n" for i in range(360))
    links = "".join(f"  - {{from: f{i}, to: f7, polarity: positive}}\n" for i in range(20, 60))
    head = "sysmap: 1\nkind: map\nid: big\ntitle: Big\nfactors:\n"
    screen = open_page(f"{head}{factors}links:\n{links}", size=(390, 844))
    screen.read_as("Picture")
    written = screen.written()
    assert "Factor number 7" in written
    assert len(written) > 5
