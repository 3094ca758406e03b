"""What holds for the layout of every map."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.views.drawn import drawings, overlapping, run_through

from sysmap.core.map import Map
from sysmap.views.layout import layout_of
from sysmap.views.layout.boxes import PADDING
from sysmap.views.layout.hand import reconciled
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
def test_hand_set_positions_are_kept_to_the_last_digit_where_their_boxes_clear_each_other(map_: Map, engine: str) -> None:
    layout = layout_of(map_, engine=engine)  # type: ignore[arg-type]
    hand = {id_: position for id_ in layout.boxes if (position := map_.factors[id_].position)}
    assert {id_ for id_, box in layout.boxes.items() if box.fixed} == set(hand)
    areas = {id_: replace(layout.boxes[id_], x=at.x, y=at.y).area for id_, at in hand.items()}
    if not any(areas[a].overlaps(areas[b]) for a, b in combinations(areas, 2)):
        assert all((layout.boxes[id_].x, layout.boxes[id_].y) == (at.x, at.y) for id_, at in hand.items())


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.tuples(st.integers(-400, 400), st.integers(-400, 400)), min_size=1))
def test_places_that_are_too_near_are_spread_and_who_stands_left_of_or_above_whom_stays(places: dict[str, tuple[int, int]]) -> None:
    sizes = dict.fromkeys(places, (60.0, 20.0))
    found = reconciled(places, sizes)
    for a, b in combinations(places, 2):
        dx, dy = (found[b][axis] - found[a][axis] for axis in (0, 1))
        assert abs(dx) >= 60.0 - 0.02 or abs(dy) >= 20.0 - 0.02
        near = abs(places[b][0] - places[a][0]) <= 17 and abs(places[b][1] - places[a][1]) <= 7
        if not any(abs(places[d][0] - places[c][0]) <= 17 and abs(places[d][1] - places[c][1]) <= 7 for c, d in combinations(places, 2)):
            assert not near
            assert (dx > 0, dx < 0) == (places[b][0] > places[a][0], places[b][0] < places[a][0])
            assert (dy > 0, dy < 0) == (places[b][1] > places[a][1], places[b][1] < places[a][1])


@given(drawings(positions=True), ENGINES, DIRECTIONS)
def test_a_frame_stands_around_what_it_frames_and_around_nothing_else(map_: Map, engine: str, direction: str) -> None:
    layout = layout_of(map_, engine=engine, direction=direction)  # type: ignore[arg-type]
    if not any(box.fixed for box in layout.boxes.values()):
        return
    linked = {end for route in layout.routes.values() for end in (route.from_, route.to) if route.from_ != route.to}
    for header in layout.headers:
        if header.kind == "band" or (header.panel.width < header.width + 1 and header.panel.height < header.height + 1):
            continue  # bands are mixed on purpose; a header whose factors stand among others frames its own words only
        members = {id_ for id_ in layout.boxes if (
            f"layer:{map_.factors[id_].layer or ''}" == header.id if header.kind == "layer"
            else id_ not in linked and not layout.boxes[id_].fixed)}
        inside = {id_ for id_, box in layout.boxes.items() if box.area.overlaps(header.panel)}
        assert inside == members


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
