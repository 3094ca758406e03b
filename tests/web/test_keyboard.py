"""The whole page by the keyboard alone, with the picture not seen: every control is reached with Tab and says its name."""

from collections.abc import Callable
from pathlib import Path

from tests.web.pages import CARE, OLDER, THEORY
from tests.web.screen import Screen

from sysmap.formats.read import read_text
from sysmap.views.page import render_page

NAME = """() => {
    const one = document.activeElement;
    const label = one.labels && one.labels.length ? one.labels[0].textContent : "";
    const of = one.getAttribute("aria-labelledby");
    const panel = of && "panel " + document.getElementById(of).textContent;
    const name = one.getAttribute("aria-label") || panel || label || one.textContent || one.placeholder || "";
    return name.trim().replace(/\\s+/g, " ");
}"""


class Keys:
    """Somebody who has a keyboard and no pointer."""

    def __init__(self, screen: Screen) -> None:
        self.page = screen.page

    def to(self, name: str) -> None:
        """Press Tab until the control of that name has the focus."""
        for _ in range(150):
            if str(self.page.evaluate(NAME)).startswith(name):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {name!r}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def use(self, name: str) -> None:
        self.to(name)
        self.press("Enter")


def test_questions_filters_looks_and_views_by_keys_alone(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    keys = Keys(screen)
    keys.to("Show the panel")
    keys.press("Enter")
    keys.to("Details")
    keys.press("ArrowRight")
    keys.to("What follows if this changes?")
    keys.press("ArrowDown", "ArrowDown", "ArrowDown")
    keys.to("From")
    screen.page.keyboard.type("budget")
    keys.press("Enter")
    keys.to("To")
    screen.page.keyboard.type("beds")
    keys.press("Enter")
    assert "2 influence paths of at most 6 links" in screen.result()
    assert "2 influence paths of at most 6 links" in screen.announced()
    keys.to("Links at most")
    keys.press("Home")
    assert "of at most 1 link; the shortest has 3." in screen.result()

    keys.to("Ask")
    keys.press("ArrowRight")
    keys.to("Colour of the boxes")
    screen.page.keyboard.type("Control")
    assert screen.view()["colour"] == "control"
    keys.to("Money")
    keys.press("Space")
    assert screen.view()["filter"] == {"theme": ["money"]}
    keys.use("Drop the filter")

    keys.to("Show")
    keys.press("ArrowRight")
    keys.use("What fills the wards")
    keys.use("Next")
    assert "Health only 2 of 3" in " ".join(screen.page.locator(".tour").inner_text().split())
    keys.use("Leave the tour")
    keys.use("Back")
    assert screen.view()["saved"] == "health"


def test_files_tables_and_text_by_keys_alone(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    keys = Keys(screen)
    keys.use("Tables")
    keys.to("Rows that hold")
    screen.page.keyboard.type("staff")
    keys.use("Factor")
    assert "1 row of 6" in screen.text()
    keys.to("Save as CSV")
    with screen.page.expect_download() as saved:
        keys.press("Enter")
    assert "Staff in home care" in Path(saved.value.path()).read_text(encoding="utf-8")
    keys.use("Outline")
    keys.use("Visits a week")
    assert screen.heading() == "Visits a week"
    keys.use("What follows")
    assert "What “Visits a week” influences" in screen.looking_at()
    for button, ending in (("Picture as SVG", ".svg"), ("Picture as PNG", ".png"), ("Data of the map", ".json")):
        if button == "Picture as SVG":
            keys.to("Ask")
            keys.press("ArrowRight", "ArrowRight")
        keys.to(button)
        with screen.page.expect_download() as saved:
            keys.press("Enter")
        assert saved.value.suggested_filename.endswith(ending)


def test_versions_by_keys_alone_keep_the_place(open_page: Callable[..., Screen]) -> None:
    screen = open_page(render_page(read_text(THEORY).map, before=read_text(OLDER).map))
    keys = Keys(screen)
    keys.use("Difference")
    assert screen.view()["version"] == "difference"
    assert screen.page.evaluate(NAME) == "Difference"
    keys.use("old")
    assert screen.view()["version"] == "before"
    assert screen.page.evaluate(NAME) == "old"
