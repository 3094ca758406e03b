"""Texts, frames and pictures behind a map: in figure and page at their places, never in an answer, withheld where they are internal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.strategies import PICTURES
from tests.views.drawn import drawings, map_of

import sysmap as sm
from sysmap.core.edit import Set, apply
from sysmap.core.levels import Level, at_level
from sysmap.core.map import Map
from sysmap.formats.read import read_text
from sysmap.formats.tidy import text_of
from sysmap.views.layout import layout_of
from sysmap.views.scene import groups_of, scene_of, tint_of
from sysmap.views.style import COLOURS, TINTS
from sysmap.views.svg import svg_of

BODY = f"""
factors:
  pay: {{label: Pay, theme: money, position: {{x: 0, y: 0}}}}
  staff: {{label: Staff, theme: people, position: {{x: 400, y: 0}}}}
links: [{{from: pay, to: staff, polarity: positive}}]
colours:
  - {{name: people, colour: red}}
background:
  - {{id: ask, kind: text, label: "What keeps\\nstaff here?", position: {{x: 200, y: -200}}, width: 300, size: large}}
  - {{id: ours, kind: frame, label: In our hands, position: {{x: 0, y: 0}}, width: 260, height: 160, colour: teal}}
  - {{id: county, kind: picture, label: The county, position: {{x: 200, y: 0}}, width: 900, height: 600, image: "{PICTURES[0]}", internal: true}}
"""


def a_map() -> Map:
    return map_of(BODY, kind="map")


def test_they_stand_at_their_places_with_the_picture_lowest_and_inside_the_bounds() -> None:
    scene = scene_of(a_map(), layout_of(a_map()))
    assert [one.placed.id for one in scene.background] == ["county", "ours", "ask"]
    ours = scene.background[1]
    assert (ours.placed.x, ours.placed.y, ours.placed.width, ours.tint) == (0, 0, 260, COLOURS["teal"])
    assert scene.background[2].placed.lines == ("What keeps", "staff here?")
    assert (scene.bounds.left, scene.bounds.right) == (-262, 662)


def test_a_figure_holds_them_as_text_and_picture() -> None:
    svg = svg_of(a_map(), layout_of(a_map()))
    assert "In our hands" in svg
    assert f'href="{PICTURES[0]}"' in svg
    assert "<title>The county</title>" in svg


@pytest.mark.parametrize("level", ["client", "public"])
def test_what_is_internal_is_in_no_export_for_others(level: Level) -> None:
    kept = at_level(a_map(), level)
    assert list(kept.background) == ["ask", "ours"]
    assert PICTURES[0] not in svg_of(kept, layout_of(kept))


def test_no_question_and_no_place_of_a_factor_knows_of_them() -> None:
    bare = map_of(BODY.split("colours:")[0], kind="map")
    assert sm.upstream(a_map(), "staff").data() == sm.upstream(bare, "staff").data()
    assert layout_of(a_map()).boxes == layout_of(bare).boxes


def test_where_nobody_placed_a_factor_nothing_stands_behind() -> None:
    map_ = map_of(BODY.replace(", position: {x: 0, y: 0}}\n", "}\n", 1).replace(", position: {x: 400, y: 0}}", "}"), kind="map")
    assert layout_of(map_).background == ()


def test_where_boxes_had_to_be_spread_a_frame_is_spread_with_them() -> None:
    map_ = map_of(BODY.replace("x: 400", "x: 30"), kind="map")
    layout = layout_of(map_)
    pay, ours = layout.boxes["pay"], next(one for one in layout.background if one.id == "ours")
    assert (ours.x, ours.y) == pytest.approx((pay.x, pay.y), abs=0.02)
    assert ours.width > 260


def test_a_chosen_colour_is_that_themes_and_the_others_get_what_is_left() -> None:
    groups = groups_of(a_map())
    assert tint_of(groups, "people") == COLOURS["red"]
    assert tint_of(groups, "money") == COLOURS["blue"]
    factors = "".join(f"  f{i}: {{label: F, theme: t{i}}}\n" for i in range(9))
    many = map_of(f"factors:\n{factors}" + "colours: [{name: t3, colour: red}]\n", kind="map")
    assert [tint_of(groups_of(many), f"t{i}") for i in range(9)] == [*TINTS[-1:] * 3, COLOURS["red"], *TINTS[-1:] * 5]


def test_only_what_a_gate_lets_in_is_ever_shown_as_a_picture() -> None:
    map_ = map_of(BODY, kind="map")
    loose = apply(map_, Set("background", "county", "image", "https://elsewhere.example/a.png"), trusted=True)
    assert "elsewhere" not in svg_of(loose, layout_of(loose))


def test_they_are_written_and_read_again() -> None:
    assert read_text(text_of(a_map(), "map")).map == a_map()


@settings(max_examples=40)
@given(map_=drawings(positions=True))
def test_the_picture_holds_all_of_them(map_: Map) -> None:
    layout = layout_of(map_)
    for one in layout.background:
        assert layout.bounds.left <= one.area.left
        assert one.area.right <= layout.bounds.right
        assert layout.bounds.top <= one.area.top
        assert one.area.bottom <= layout.bounds.bottom
