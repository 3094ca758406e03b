"""Every reader: high contrast, forced colours, 400 % zoom, phones, and axe-core on each state."""

from collections.abc import Callable

import pytest
from tests.web.pages import CARE, EVIDENCE, OLDER, THEORY
from tests.web.screen import Screen

from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace
from sysmap.views.page import render_page

STATES = {
    "reach": "panel=ask&ask=up&of=wards&steps=2&factor=falls",
    "several": "panel=ask&ask=down&of=budget,staff&combine=intersection",
    "paths": "panel=ask&ask=paths&from=budget&to=wards&pick=0",
    "must": "panel=ask&ask=must&from=budget&to=wards",
    "loops": "panel=ask&ask=loops&tab=outline",
    "filter": "panel=show&only-theme=health&others=hide&colour=control&size=importance",
    "tables": "tab=tables&panel=share&only-theme=people&factor=staff",
    "tour": "view=beds&link=visits-%3Efalls",
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(
    open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]], state: str,
) -> None:
    assert axe(open_page(CARE, fragment="#" + STATES[state])) == []


@pytest.mark.parametrize("version", ["before", "difference"])
def test_axe_finds_nothing_in_two_versions_with_evidence(
    open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]], version: str,
) -> None:
    register = read_text(EVIDENCE).document
    assert register is not None
    html = render_page(read_text(THEORY).map, before=read_text(OLDER).map, uses=[register])
    assert axe(open_page(html, fragment=f"#version={version}&factor=better")) == []


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (390, 844), (640, 512)])
def test_nothing_needs_scrolling_sideways_on_small_screens(open_page: Callable[..., Screen], size: tuple[int, int]) -> None:
    """320 by 256 is a 1280 by 1024 screen at 400 % zoom."""
    for state in ["", "#" + STATES["paths"], "#" + STATES["filter"], "#tab=outline", "#" + STATES["tour"]]:
        screen = open_page(CARE, size=size, fragment=state)
        wide = screen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], state
    screen = open_page(CARE, size=size, fragment="#tab=tables")
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_finger_can_read_and_ask_on_a_phone(open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]]) -> None:
    screen = open_page(CARE, size=(390, 844), context={"has_touch": True, "is_mobile": True})
    assert screen.view()["tab"] == "outline"
    assert "Falls at home" in screen.text()
    screen.read_as("Picture")
    screen.page.touchscreen.tap(*screen.place_of("falls"))
    assert screen.heading() == "Falls at home"
    screen.page.get_by_role("button", name="What leads to it").tap()
    assert "What influences “Falls at home”" in screen.looking_at()
    assert axe(screen) == []


def test_targets_are_large_enough_for_a_finger(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#" + STATES["several"])
    small = screen.page.evaluate("""() => [...document.querySelectorAll("button, input, select, summary")]
        .filter((one) => one.offsetParent && !one.closest("[hidden]"))
        .map((one) => [one.outerHTML.slice(0, 80), one.closest("label") || one])
        .map(([name, one]) => [name, one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)""")
    assert small == []


@pytest.mark.parametrize("context", [{"contrast": "more"}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_the_readers_settings_are_followed(
    open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]], context: dict[str, str],
) -> None:
    screen = open_page(CARE, context=context, fragment="#factor=falls")
    assert screen.dark_pixels() > 500
    assert axe(screen) == []
    if "contrast" in context:
        line = screen.page.evaluate("window.sysmap.picture.scene().boxById.get('budget').line")
        assert line in {"rgb(0, 0, 0)", "#000000", "#000"}


def test_high_contrast_can_be_switched_on(open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]]) -> None:
    screen = open_page(CARE)
    screen.open_panel("Show")
    screen.page.get_by_label("High contrast").check()
    assert screen.page.evaluate("window.sysmap.picture.scene().boxById.get('budget').line") in {"#000000", "#000"}
    assert axe(screen) == []


def test_the_repositorys_pages_open_and_axe_finds_nothing(
    open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]], workspace: Workspace,
) -> None:
    for path in workspace.maps():
        loaded = workspace.load(path)
        screen = open_page(render_page(loaded.reading.map, uses=loaded.used))
        assert screen.heading() == loaded.reading.map.title
        assert screen.dark_pixels() > 2000
        assert axe(screen) == [], path.name
