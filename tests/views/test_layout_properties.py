"""What holds for the layout of every map."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.views.drawn import drawings, overlapping, run_through

from sysmap.core.map import Map
from sysmap.views.layout import layout_of
from sysmap.views.layout.boxes import PADDING
from sysmap.views.layout.model import CAPTION_SIZE, FONT_SIZE, LINE_HEIGHT
from sysmap.views.layout.text import text_width

ENGINES = st.sampled_from(["auto", "layers", "trophic", "process", "force"])
DIRECTIONS = st.sampled_from(["right", "down"])


@given(drawings(positions=True), ENGINES, DIRECTIONS, st.booleans())
def test_no_two_boxes_share_room(map_: Map, engine: str, direction: str, bands: bool) -> None:
    layout = layout_of(map_, engine=engine, direction=direction, bands=bands)  # type: ignore[arg-type]
    assert overlapping(layout) == []


@given(drawings(), ENGINES, DIRECTIONS)
def test_every_factor_has_a_box_that_holds_its_label(map_: Map, engine: str, direction: str) -> None:
    layout = layout_of(map_, engine=engine, direction=direction)  # type: ignore[arg-type]
    assert list(layout.boxes) == [f.id for f in map_.factors.values() if f.status != "retired"]
    for box in layout.boxes.values():
        inside = box.width - 2 * PADDING + 0.51
        assert all(text_width(line, FONT_SIZE) <= inside for line in box.lines)
        assert all(text_width(line, CAPTION_SIZE, bold=True) <= inside for line in box.caption)
        assert (len(box.lines) * FONT_SIZE + len(box.caption) * CAPTION_SIZE) * LINE_HEIGHT <= box.height


@given(drawings(), ENGINES, DIRECTIONS)
def test_every_link_is_drawn_from_edge_to_edge_or_named_as_left_out(map_: Map, engine: str, direction: str) -> None:
    layout = layout_of(map_, engine=engine, direction=direction)  # type: ignore[arg-type]
    shown = {link.id for link in map_.links.values() if link.status != "retired"}
    assert set(layout.routes) | set(layout.left_out) == shown
    assert not set(layout.routes) & set(layout.left_out)
    areas = {id_: box.area for id_, box in layout.boxes.items()} | {header.id: header.area for header in layout.headers}
    assert all(route.from_ in areas and route.to in areas for route in layout.routes.values())
    for route in layout.routes.values():
        for end, (x, y) in ((route.from_, route.path[0]), (route.to, route.path[-1])):
            a = areas[end]
            assert a.left - 0.1 <= x <= a.right + 0.1
            assert a.top - 0.1 <= y <= a.bottom + 0.1


@given(drawings(plain_labels=True), st.booleans(), DIRECTIONS)
def test_no_link_of_a_layered_map_runs_through_a_foreign_box(map_: Map, bands: bool, direction: str) -> None:
    layout = layout_of(map_, engine="layers", bands=bands, direction=direction)  # type: ignore[arg-type]
    assert run_through(layout) == []


@given(drawings(plain_labels=True))
def test_no_link_of_a_map_in_levels_runs_through_a_foreign_box(map_: Map) -> None:
    assert run_through(layout_of(map_, engine="trophic")) == []


@given(drawings(positions=True), ENGINES)
def test_hand_set_positions_are_kept_to_the_last_digit(map_: Map, engine: str) -> None:
    layout = layout_of(map_, engine=engine)  # type: ignore[arg-type]
    for id_, box in layout.boxes.items():
        position = map_.factors[id_].position
        assert box.fixed == (position is not None)
        if position:
            assert (box.x, box.y) == (position.x, position.y)


@given(drawings(positions=True), ENGINES, DIRECTIONS)
def test_the_bounds_hold_everything(map_: Map, engine: str, direction: str) -> None:
    layout = layout_of(map_, engine=engine, direction=direction)  # type: ignore[arg-type]
    b = layout.bounds
    areas = [box.area for box in layout.boxes.values()] + [h.area for h in layout.headers] + [h.panel for h in layout.headers]
    points = [point for route in layout.routes.values() for point in route.points()]
    points += [corner for a in areas for corner in ((a.left, a.top), (a.right, a.bottom))]
    assert all(b.left <= x <= b.right and b.top <= y <= b.bottom for x, y in points)


@given(drawings(), ENGINES, st.randoms(use_true_random=False))
def test_the_order_of_links_in_the_file_changes_nothing(map_: Map, engine: str, chance: random.Random) -> None:
    links = list(map_.links.items())
    chance.shuffle(links)
    one = layout_of(map_, engine=engine)  # type: ignore[arg-type]
    two = layout_of(replace(map_, links=dict(links)), engine=engine)  # type: ignore[arg-type]
    assert one.boxes == two.boxes
    assert one.routes == two.routes
    assert one.headers == two.headers


@given(drawings(plain_labels=True), st.randoms(use_true_random=False))
def test_the_order_of_factors_in_the_file_only_settles_ties(map_: Map, chance: random.Random) -> None:
    factors = list(map_.factors.items())
    chance.shuffle(factors)
    one = layout_of(map_)
    two = layout_of(replace(map_, factors=dict(factors)))
    assert one.crossings == two.crossings
    assert [set(column) for column in one.columns] == [set(column) for column in two.columns]


@pytest.mark.parametrize("engine", ["layers", "trophic", "force"])
@given(map_=drawings(positions=True))
def test_the_same_map_gives_the_same_layout_as_plain_json(engine: str, map_: Map) -> None:
    one = json.dumps(layout_of(map_, engine=engine).to_json(), allow_nan=False)  # type: ignore[arg-type]
    assert one == json.dumps(layout_of(map_, engine=engine).to_json(), allow_nan=False)  # type: ignore[arg-type]


@given(drawings(), ENGINES, DIRECTIONS)
def test_a_layout_can_follow_any_earlier_one(map_: Map, engine: str, direction: str) -> None:
    fewer = replace(map_, factors=dict(list(map_.factors.items())[1:]))
    before = layout_of(fewer, engine=engine, direction=direction)  # type: ignore[arg-type]
    after = layout_of(map_, engine=engine, direction=direction, previous=before)  # type: ignore[arg-type]
    assert overlapping(after) == []
    assert set(after.boxes) >= set(before.boxes)
