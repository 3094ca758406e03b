"""The pyvis network of a map in a browser without a network: as a file, and as a notebook shows it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.web.pages import EVIDENCE, THEORY

from sysmap.formats.read import read_text
from sysmap.notebook.study import Study
from sysmap.project import Project

HOSTILE = THEORY.replace("label: Better local care", "label: '<img src=x onerror=alert(1)> href'")


def opened(browser: Browser, html: str, folder: Path) -> tuple[Page, list[str]]:
    """The page offline, with everything it asks for or complains of."""
    asked: list[str] = []
    page = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith(("file:", "about:", "data:")) else None)
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.on("console", lambda said: asked.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    file = folder / "opened.html"
    file.write_text(html, encoding="utf-8")
    page.goto(file.as_uri())
    return page, asked


def hover(page: Page, factor: str) -> str:
    """What the tooltip of a factor says."""
    page.wait_for_function("typeof network === 'object' && network.getScale() > 0")
    page.wait_for_timeout(300)
    x, y = page.evaluate("""factor => {
        const at = network.canvasToDOM(network.getPosition(factor));
        const frame = document.querySelector("canvas").getBoundingClientRect();
        return [frame.left + at.x, frame.top + at.y];
    }""", factor)
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    tip = page.locator(".vis-tooltip")
    tip.wait_for(state="visible")
    return tip.inner_text()


@pytest.mark.parametrize("how", ["written", "shown"])
def test_it_is_drawn_without_a_network_and_says_evidence_and_score(browser: Browser, tmp_path: Path, how: str) -> None:
    net = Study(Project.of(read_text(THEORY).map, [read_text(EVIDENCE).document])).to_pyvis()
    if how == "written":
        net.write_html(str(tmp_path / "map.html"))
        html = (tmp_path / "map.html").read_text(encoding="utf-8")
    else:
        html = net.generate_html(notebook=True)
    page, asked = opened(browser, html, tmp_path)
    said = hover(page, "better")
    assert "A plan was made after the report." in said
    assert "Score: " in said
    written = page.evaluate("network.body.data.edges.get().map((edge) => edge.label).sort()")
    assert written == ["+", "±"]
    ink = page.evaluate("""() => {
        const canvas = document.querySelector("canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let dark = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i] && data[i - 1] + data[i - 2] + data[i - 3] < 600) dark++;
        return dark;
    }""")
    assert ink > 500
    assert asked == []


def test_a_notebook_shows_it_in_a_frame_of_its_own(browser: Browser, tmp_path: Path) -> None:
    net = Study(Project.of(read_text(THEORY).map)).to_pyvis(height="420px")
    page, asked = opened(browser, f"<!DOCTYPE html><body>{net._repr_html_()}</body>", tmp_path)
    frame = page.frame_locator("iframe")
    frame.locator("canvas").wait_for()
    box = page.locator("iframe").bounding_box()
    assert box
    assert box["height"] >= 420
    assert asked == []


def test_a_hostile_label_stays_text(browser: Browser, tmp_path: Path) -> None:
    net = Study(Project.of(read_text(HOSTILE).map)).to_pyvis(heading="<script>alert(2)</script>")
    page, asked = opened(browser, net.generate_html(), tmp_path)
    assert "<img src=x onerror=alert(1)> href" in hover(page, "better")
    assert page.locator("img").count() == 0
    assert asked == []
