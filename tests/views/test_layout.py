"""Layouts of small maps whose answer one can see."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import replace
from math import dist
from pathlib import Path

import pytest
from tests.views.drawn import kept_order, map_of, overlapping, run_through

from sysmap.core.map import Map
from sysmap.formats.read import read_file
from sysmap.views.layout import layout_of
from sysmap.views.layout.net import net_of
from sysmap.views.layout.order import barycentre_only, count_crossings, minimise_crossings

ROOT = Path(__file__).resolve().parents[2]
THEORIES = sorted(ROOT.glob("toc/*.yaml"))
MAPS = sorted(ROOT.glob("maps/*.yaml"))


def test_columns_follow_the_order_of_the_layers_and_empty_layers_take_no_room() -> None:
    layout = layout_of(map_of("""
        layers:
          - {id: activity, label: Activities}
          - {id: output, label: Outputs}
          - {id: outcome, label: Outcomes}
        factors:
          trust: {label: Trust, layer: outcome}
          visits: {label: Visits, layer: activity}
        links:
          - {from: visits, to: trust, polarity: positive}
    """))
    assert layout.engine == "layers"
    assert layout.columns == (("visits",), ("trust",))
    assert [header.id for header in layout.headers] == ["layer:activity", "layer:outcome"]
    assert layout.boxes["visits"].y == layout.boxes["trust"].y
    assert layout.routes["visits->trust"].kind == "forward"


def test_two_links_that_would_cross_do_not() -> None:
    layout = layout_of(map_of("""
        layers: [{id: one, label: One}, {id: two, label: Two}]
        factors:
          a: {label: A, layer: one}
          b: {label: B, layer: one}
          c: {label: C, layer: two}
          d: {label: D, layer: two}
        links:
          - {from: a, to: d}
          - {from: b, to: c}
    """))
    assert layout.crossings == 0


def test_a_link_over_a_column_keeps_a_place_of_its_own_there() -> None:
    layout = layout_of(map_of("""
        layers: [{id: one, label: One}, {id: two, label: Two}, {id: three, label: Three}]
        factors:
          a: {label: A, layer: one}
          b: {label: B, layer: two}
          c: {label: C, layer: three}
        links:
          - {from: a, to: b}
          - {from: b, to: c}
          - {from: a, to: c}
    """))
    assert layout.routes["a->c"].kind == "long"
    assert run_through(layout) == []


def test_feedback_runs_around_the_columns() -> None:
    layout = layout_of(map_of("""
        layers: [{id: one, label: One}, {id: two, label: Two}]
        factors:
          a: {label: A, layer: one}
          b: {label: B, layer: two}
        links:
          - {from: a, to: b}
          - {from: b, to: a, kind: feedback}
    """))
    back = layout.routes["b->a"]
    lowest = max(box.area.bottom for box in layout.boxes.values())
    highest = min(header.area.top for header in layout.headers)
    assert back.kind == "back"
    assert max(y for _, y in back.points()) > lowest or min(y for _, y in back.points()) < highest


def test_a_group_link_joins_the_headers_and_is_not_spread() -> None:
    layout = layout_of(map_of("""
        layers: [{id: input, label: Inputs}, {id: activity, label: Activities}]
        factors:
          money: {label: Money, layer: input}
          staff: {label: Staff, layer: input}
          visits: {label: Visits, layer: activity}
        links:
          - {from: "layer:input", to: "layer:activity", polarity: positive}
    """))
    assert list(layout.routes) == ["layer:input->layer:activity"]
    start, end = (header.area for header in layout.headers)
    path = layout.routes["layer:input->layer:activity"].path
    assert path[0][0] == start.right
    assert path[-1][0] == end.left


def test_a_few_factors_without_a_layer_stand_below_the_columns() -> None:
    layout = layout_of(map_of("""
        layers: [{id: one, label: One}, {id: two, label: Two}]
        factors:
          a: {label: A, layer: one}
          b: {label: B, layer: two}
          weather: {label: Weather}
        links:
          - {from: a, to: b}
          - {from: weather, to: b}
    """))
    assert layout.boxes["weather"].area.top > layout.boxes["b"].area.bottom
    assert layout.boxes["weather"].x == layout.boxes["a"].x
    assert [header.lines for header in layout.headers if header.kind == "band"] == [("In no layer",)]


def test_a_map_runs_from_left_to_right_by_trophic_level_and_parks_what_nobody_linked() -> None:
    layout = layout_of(map_of("""
        factors:
          c: {label: Overspend}
          b: {label: Pressure on services}
          a: {label: Inflation}
          z: {label: Weather}
        links:
          - {from: a, to: b, polarity: positive}
          - {from: b, to: c, polarity: positive}
    """, kind="map"))
    assert layout.engine == "trophic"
    assert layout.columns == (("a",), ("b",), ("c",), ("z",))
    assert [header.kind for header in layout.headers] == ["parked"]
    assert layout.boxes["z"].y > max(layout.boxes[id_].y for id_ in "abc")


def test_bands_give_each_set_of_actors_a_row() -> None:
    layout = layout_of(map_of("""
        actors: {LA: {label: LA}, ICS: {label: ICS}}
        layers: [{id: one, label: One}, {id: two, label: Two}]
        factors:
          a: {label: A, layer: one, whose: [LA]}
          b: {label: B, layer: two, whose: [ICS]}
          c: {label: C, layer: two, whose: [LA]}
        links:
          - {from: a, to: b}
          - {from: a, to: c}
    """), bands=True)
    rows = {" ".join(header.lines): header.panel for header in layout.headers if header.kind == "band"}
    assert list(rows) == ["LA", "ICS"]
    assert rows["LA"].bottom <= rows["ICS"].top
    for id_, row in (("a", "LA"), ("b", "ICS"), ("c", "LA")):
        assert rows[row].top <= layout.boxes[id_].area.top
        assert layout.boxes[id_].area.bottom <= rows[row].bottom


def test_a_process_has_what_helps_above_its_steps_and_what_hinders_below() -> None:
    layout = layout_of(map_of("""
        layers: [{id: fieldwork, label: Fieldwork}]
        factors:
          lateness: {label: Late timetable, layer: fieldwork, role: barrier}
          visit: {label: Visit, layer: fieldwork, role: stage}
          drop-ins: {label: Drop-in sessions, layer: fieldwork, role: enabler}
        links:
          - {from: drop-ins, to: visit, polarity: positive}
          - {from: lateness, to: visit, polarity: negative}
    """, kind="process"))
    assert layout.engine == "process"
    y = {id_: box.y for id_, box in layout.boxes.items()}
    assert y["drop-ins"] < y["visit"] < y["lateness"]
    assert [header.lines for header in layout.headers if header.kind == "band"] == [("Enablers",), ("Steps",), ("Barriers",)]


def test_rows_instead_of_columns() -> None:
    layout = layout_of(map_of("""
        layers: [{id: one, label: One}, {id: two, label: Two}]
        factors:
          a: {label: A, layer: one}
          b: {label: B, layer: two}
        links:
          - {from: a, to: b}
    """), direction="down")
    assert layout.boxes["a"].y < layout.boxes["b"].y
    assert layout.boxes["a"].x == layout.boxes["b"].x
    assert layout.routes["a->b"].path[-1][1] == layout.boxes["b"].area.top


def test_a_factor_put_by_hand_stays_and_the_next_one_makes_room() -> None:
    theory = map_of("""
        layers: [{id: one, label: One}, {id: two, label: Two}]
        factors:
          a: {label: A, layer: one}
          b: {label: B, layer: two}
          c: {label: C, layer: two}
        links:
          - {from: a, to: b}
          - {from: a, to: c}
    """)
    free = layout_of(theory)
    there = (free.boxes["b"].x, free.boxes["b"].y)
    layout = layout_of(theory, positions={"c": there})
    assert (layout.boxes["c"].x, layout.boxes["c"].y) == there
    assert overlapping(layout) == []


def test_a_label_of_ten_thousand_characters_gets_a_box_like_others() -> None:
    map_ = map_of("factors: {long: {label: word}, wide: {label: W}}", kind="map")
    labels = {"long": "word " * 2000, "wide": "W" * 300}
    layout = layout_of(dataclasses.replace(map_, factors={
        id_: dataclasses.replace(factor, label=labels[id_]) for id_, factor in map_.factors.items()}))
    assert layout.boxes["long"].cut
    assert layout.boxes["long"].lines[-1].endswith("…")
    assert layout.boxes["long"].height < 250
    assert layout.boxes["wide"].width < 250


def test_a_link_whose_end_is_missing_is_named_not_lost() -> None:
    layout = layout_of(Map(id="m", title="t", links=map_of("""
        factors: {a: {label: A}, b: {label: B}}
        links:
          - {from: a, to: b}
    """, kind="map").links))
    assert layout.left_out == ("a->b",)


@pytest.mark.parametrize("path", [*THEORIES, *MAPS], ids=lambda path: path.stem)
def test_the_repository_s_own_maps_are_laid_out_cleanly(path: Path) -> None:
    for direction in ("right", "down"):
        layout = layout_of(read_file(path).map, direction=direction)  # type: ignore[arg-type]
        assert overlapping(layout) == []
        assert run_through(layout) == []
        assert layout.left_out == ()
        assert not any(box.cut for box in layout.boxes.values())


@pytest.mark.parametrize("path", [*THEORIES, *MAPS], ids=lambda path: path.stem)
def test_adding_a_factor_reshuffles_nothing(path: Path) -> None:
    whole = read_file(path).map
    for new in list(whole.factors)[::7]:
        before = layout_of(replace(
            whole, factors={id_: f for id_, f in whole.factors.items() if id_ != new},
            links={id_: link for id_, link in whole.links.items() if new not in (link.from_, link.to)}))
        after = layout_of(whole, previous=before)
        places = [{id_: box.y for id_, box in layout.boxes.items()} for layout in (before, after)]
        assert kept_order(places[0], places[1], after.columns) == 1.0


def test_a_level_half_way_between_columns_goes_to_the_same_one_whatever_the_order_of_the_file() -> None:
    map_ = map_of("""
        factors: {a: {label: A}, b: {label: B}, c: {label: C}, d: {label: D}, e: {label: E}}
        links: [{from: a, to: b}, {from: b, to: c}, {from: c, to: d}, {from: a, to: e}, {from: e, to: d}]
    """, kind="map")
    columns = [tuple(sorted(column)) for column in layout_of(map_).columns]
    for order in itertools.permutations(map_.factors):
        turned = replace(map_, factors={id_: map_.factors[id_] for id_ in order})
        assert [tuple(sorted(column)) for column in layout_of(turned).columns] == columns


@pytest.mark.parametrize("path", THEORIES, ids=lambda path: path.stem)
def test_fewer_links_cross_than_after_plain_barycentre_sweeps(path: Path) -> None:
    theory = read_file(path).map
    columns = [sorted(f.id for f in theory.factors.values() if f.layer == layer) for layer in theory.layers]
    at = {id_: number for number, column in enumerate(columns) for id_ in column}
    wires = [(link.id, link.from_, link.to) for link in theory.links.values()
             if link.from_ in at and link.to in at and at[link.from_] != at[link.to]]
    net = net_of(columns, wires, {})
    plain = count_crossings(net, barycentre_only(net))
    minimise_crossings(net)
    assert count_crossings(net) <= plain


def test_hand_set_places_too_near_for_our_boxes_are_spread_and_stay_as_they_lay() -> None:
    layout = layout_of(map_of("""
        factors:
          a: {label: Waiting times for care at home, position: {x: 0, y: 0}}
          b: {label: Staff who leave the sector, position: {x: 60, y: 10}}
          c: {label: Trust, position: {x: 600, y: 400}}
        links:
          - {from: a, to: b}
    """, kind="map"))
    assert overlapping(layout) == []
    a, b, c = (layout.boxes[id_] for id_ in "abc")
    assert (c.x - a.x) / (b.x - a.x) == pytest.approx(10, rel=0.01)
    assert (c.y - a.y) / (b.y - a.y) == pytest.approx(40, rel=0.01)


def test_a_factor_put_far_off_by_a_slip_of_the_hand_does_not_make_specks_of_the_others() -> None:
    layout = layout_of(map_of("""
        factors:
          a: {label: A, position: {x: 0, y: 0}}
          b: {label: B, position: {x: 300, y: 0}}
          c: {label: C, position: {x: 600, y: 200}}
          d: {label: D, position: {x: 90000, y: 100}}
    """, kind="map"))
    assert [(layout.boxes[id_].x, layout.boxes[id_].y) for id_ in "abc"] == [(0, 0), (300, 0), (600, 200)]
    assert layout.boxes["d"].x == 3100
    assert layout.bounds.width < 4000


def test_the_frame_of_factors_without_links_stands_around_those_that_nobody_put_elsewhere() -> None:
    layout = layout_of(map_of("""
        factors:
          a: {label: A, position: {x: 0, y: 0}}
          b: {label: B, position: {x: 300, y: 90}}
          c: {label: C, position: {x: 600, y: 0}}
          d: {label: D}
        links:
          - {from: a, to: b}
    """, kind="map"))
    [frame] = layout.headers
    assert [id_ for id_, box in layout.boxes.items() if box.area.overlaps(frame.panel)] == ["d"]
    assert frame.panel.top > layout.boxes["b"].area.bottom


def test_a_frame_without_anything_to_frame_is_not_drawn() -> None:
    layout = layout_of(map_of("""
        factors:
          a: {label: A, position: {x: 0, y: 0}}
          b: {label: B, position: {x: 300, y: 90}}
          c: {label: C, position: {x: 600, y: 0}}
        links:
          - {from: a, to: b}
    """, kind="map"))
    assert layout.headers == ()


@pytest.mark.parametrize("engine", ["trophic", "force"])
@pytest.mark.parametrize("place", ["", ", position: {x: 40, y: 40}"])
def test_links_from_a_factor_to_itself_have_curves_of_their_own(engine: str, place: str) -> None:
    layout = layout_of(map_of(f"""
        factors:
          a: {{label: A{place}}}
          b: {{label: B}}
        links:
          - {{id: one, from: a, to: a, polarity: positive}}
          - {{id: two, from: a, to: a, polarity: negative}}
          - {{from: a, to: b}}
    """, kind="map"), engine=engine)  # type: ignore[arg-type]
    one, two = (layout.routes[id_].points() for id_ in ("one", "two"))
    assert dist(one[len(one) // 2], two[len(two) // 2]) > 10
    assert dist(layout.routes["one"].sign_at, layout.routes["two"].sign_at) > 10
