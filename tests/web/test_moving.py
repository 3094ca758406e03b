"""Two versions as one moving picture: what went is struck out, what stays moves, what came fades in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect
from tests.web.pages import OLDER, THEORY
from tests.web.screen import Screen

from sysmap.cli import cli
from sysmap.core.diff import diff
from sysmap.formats.read import read_text
from sysmap.project import Project
from sysmap.views.file_page import page_of
from sysmap.views.page import page_content, render_page

SCENE = """() => {
    const { boxes, links } = window.sysmap.picture.scene();
    const seen = (one) => [one.presence, one.struck || 0, one.badge ? one.badge.text : one.note || ""];
    return { boxes: Object.fromEntries(boxes.map((box) => [box.id, [box.box.x, box.box.y, box.label, ...seen(box)]])),
        links: Object.fromEntries(links.map((link) => [link.id, [link.path, ...seen(link)]])) };
}"""


def small() -> str:
    return render_page(read_text(THEORY).map, before=read_text(OLDER).map)


@pytest.fixture(scope="module")
def theories() -> str:
    return page_of(Project.open("cqc-system-assessment-2025"), before=Project.open("cqc-system-assessment-2024").map)


def to(screen: Screen, place: float) -> dict[str, Any]:
    """Put the slider somewhere and see what is drawn."""
    screen.page.get_by_role("slider").evaluate("(one, at) => { one.value = at; one.dispatchEvent(new Event('input')); }", str(place))
    scene: dict[str, Any] = screen.page.evaluate(SCENE)
    return scene


def test_what_goes_is_struck_out_what_stays_is_reworded_and_what_comes_fades_in(open_page: Callable[..., Screen]) -> None:
    screen = open_page(small())
    screen.page.get_by_role("button", name="Moving picture").click()
    now = lambda place: {id_: box[2:] for id_, box in to(screen, place)["boxes"].items()}  # noqa: E731
    assert now(0) == {"report": ["Report", 1, 0, ""], "rating": ["Overall rating", 1, 0, ""], "better": ["Better local care", 1, 0, ""]}
    assert now(0.5)["rating"] == ["Overall rating", 1, 0.5, "gone"]
    assert now(1)["rating"] == ["Overall rating", 1, 1, "gone"]
    assert 0 < now(1.2)["rating"][1] < 1
    assert now(2) == {"report": ["Assessment report", 1, 0, "changed"], "better": ["Better local care", 1, 0, ""]}
    assert now(2.5)["advice"] == ["Advice on good practice", 0.5, 0, "new"]
    assert now(3) == {"report": ["Assessment report", 1, 0, "changed"], "advice": ["Advice on good practice", 1, 0, "new"],
                      "better": ["Better local care", 1, 0, ""]}


def test_it_begins_with_the_one_version_and_ends_with_the_other(open_page: Callable[..., Screen], theories: str) -> None:
    screen = open_page(theories, size=(1440, 900))
    after = screen.page.evaluate(SCENE)
    screen.page.get_by_role("group", name="Version").get_by_role("button", name="2024").click()
    before = screen.page.evaluate(SCENE)
    screen.press("Moving picture")
    places = lambda scene: {id_: box[:3] for id_, box in scene["boxes"].items()}  # noqa: E731
    curves = lambda scene: {id_: link[0] for id_, link in scene["links"].items()}  # noqa: E731
    first, last = to(screen, 0), to(screen, 3)
    assert (places(first), curves(first).keys()) == (places(before), curves(before).keys())
    assert (places(last), curves(last).keys()) == (places(after), curves(after).keys())
    between = to(screen, 1.7)["boxes"]
    kept = places(before).keys() & places(after).keys()
    for id_ in kept:
        for axis in (0, 1):
            low, high = sorted((before["boxes"][id_][axis], after["boxes"][id_][axis]))
            assert low - 0.01 <= between[id_][axis] <= high + 0.01


def test_it_plays_to_the_end_and_can_be_stopped(open_page: Callable[..., Screen]) -> None:
    screen = open_page(small(), fragment="#version=moving")
    slider = screen.page.get_by_role("slider", name="From old to new")
    screen.press("Play")
    expect(slider).not_to_have_value("0")
    screen.press("Stop")
    stopped = float(slider.input_value())
    screen.page.wait_for_timeout(200)
    assert 0 < float(slider.input_value()) == stopped < 3
    screen.press("Play")
    expect(screen.page.get_by_role("button", name="From the beginning")).to_be_visible(timeout=15_000)
    expect(screen.page.get_by_role("status")).to_have_text(
        "Step 3 of 3. What came, marked as new: 1 factor and 1 link. This is new.")


def test_who_wants_no_motion_gets_three_steps(open_page: Callable[..., Screen]) -> None:
    screen = open_page(small(), fragment="#version=moving", context={"reduced_motion": "reduce"})
    slider = screen.page.get_by_role("slider")
    for step in ("1", "2", "3"):
        screen.page.get_by_role("button", name="Next step").click()
        assert slider.input_value() == step
    screen.press("From the beginning")
    assert slider.input_value() == "0"


def test_it_is_worked_by_keyboard_and_says_where_it_is(open_page: Callable[..., Screen]) -> None:
    screen = open_page(small(), fragment="#version=moving")
    slider = screen.page.get_by_role("slider")
    slider.focus()
    screen.page.keyboard.press("ArrowRight")
    assert slider.input_value() == "0.25"
    assert slider.get_attribute("aria-valuetext") == "Step 1 of 3. What went, struck out: 1 factor and 1 link."
    screen.page.keyboard.press("End")
    assert slider.input_value() == "3"
    screen.page.keyboard.press("Home")
    expect(screen.page.get_by_role("status")).to_have_text("old, as it was.")


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_axe_finds_nothing(
    open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]], theories: str, size: tuple[int, int],
) -> None:
    screen = open_page(theories, size=size)
    screen.page.get_by_role("button", name="Moving picture").click()
    assert axe(screen) == []
    to(screen, 2.5)
    assert axe(screen) == []
    wide = screen.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]


def test_the_changes_stand_beside_it_in_the_words_of_the_comparison(open_page: Callable[..., Screen], theories: str) -> None:
    screen = open_page(theories)
    screen.page.get_by_role("button", name="Moving picture").click()
    said = " ".join(screen.page.locator("#panel-details").inner_text().split())
    found = diff(Project.open("cqc-system-assessment-2024").map, Project.open("cqc-system-assessment-2025").map)
    assert found.changes
    for change in found.changes:
        assert " ".join(change.sentence.split()) in said
    assert screen.fragment() == "version=moving&side=on"
    screen.press("Back")
    assert screen.page.locator(".moving").count() == 0


def test_a_saved_picture_shows_what_is_seen(open_page: Callable[..., Screen]) -> None:
    screen = open_page(small(), fragment="#version=moving&panel=share")
    to(screen, 1.1)
    with screen.page.expect_download() as saved:
        screen.page.get_by_role("button", name="SVG").click()
    written = " ".join(re.findall(r"<text[^>]*>([^<]*)", saved.value.path().read_text(encoding="utf-8")))
    assert "Overall rating" in written
    assert "Advice on" not in written


def test_a_page_of_one_version_carries_none_of_it() -> None:
    one = render_page(read_text(THEORY).map)
    assert "Moving picture" not in one
    assert ".moving-ways" not in one
    assert "layoutBetween" not in one
    two = small()
    assert all(word in two for word in ("Moving picture", ".moving-ways", "layoutBetween"))


def test_what_both_versions_have_stands_where_it_stood() -> None:
    content = page_content(Project.open("cqc-system-assessment-2025").map, before=Project.open("cqc-system-assessment-2024").map)
    boxes = [content[of]["layout"]["boxes"] if of else content["layout"]["boxes"] for of in ("before", None)]
    kept = boxes[0].keys() & boxes[1].keys()
    height = content["layout"]["bounds"]["bottom"]
    moved = sorted(abs(boxes[0][id_]["y"] - boxes[1][id_]["y"]) for id_ in kept)
    assert moved[len(moved) // 2] < height / 20


def test_render_says_that_an_earlier_version_is_at_hand(tmp_path: Path) -> None:
    offered = CliRunner().invoke(cli, ["render", "cqc-system-assessment-2025", "-o", str(tmp_path)])
    assert "--before cqc-system-assessment-2024 shows both, and what changed as one moving picture" in offered.stderr
    taken = CliRunner().invoke(cli, ["render", "cqc-system-assessment-2025", "--before", "cqc-system-assessment-2024", "-o", str(tmp_path)])
    assert "Note" not in taken.stderr
