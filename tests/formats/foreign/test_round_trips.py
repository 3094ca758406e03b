"""A map to a format and back is the same map, or the report names what differs, all of it."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import maps

from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.core.record import fields_of
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.drafting import draft_of
from sysmap.formats.foreign.making import make
from sysmap.formats.foreign.porting import import_contents, write_foreign
from sysmap.formats.foreign.registry import Recognised, format_named, formats

CARRY_ALL = ("graphml", "gexf", "gml", "json", "dot", "kumu", "prsm", "drawio", "canvas")
"""Formats with room for attributes on everything."""
HAVE_PLACES = {"canvas"}
"""Formats that cannot leave a place open."""


@settings(max_examples=40)
@given(map_=maps(most=4))
def test_a_draft_holds_a_whole_map(map_: Map) -> None:
    if not map_.factors:
        return
    back = make(draft_of(map_, "nowhere"), "x", id=map_.id).map
    assert _lost(map_, back) == set()


@pytest.mark.parametrize("name", CARRY_ALL)
@given(data=st.data())
def test_a_format_with_room_for_everything_gives_everything_back(name: str, data: st.DataObject) -> None:
    map_ = data.draw(maps(most=3))
    if not map_.factors:
        return
    written = write_foreign(map_, "x", name)
    told = {one.about for one in written.remarks if one.bucket == "dropped"}
    assert told <= {"label", "notes", "title", "map", "why", "theme"} | ({"position"} if name in HAVE_PLACES else set()), written


@pytest.mark.parametrize("name", [one.name for one in formats() if one.write])
@settings(max_examples=10)
@given(data=st.data())
def test_the_report_names_all_that_differs(name: str, data: st.DataObject) -> None:
    map_ = data.draw(maps(kind="map", most=3))
    if not map_.factors:
        return
    written = write_foreign(map_, "x", name)
    format_ = format_named(name)
    back = import_contents([Recognised(Content("x", written.data), format_, "")], id=map_.id).map
    named: dict[str, set[str]] = {}
    for one in written.remarks:
        named.setdefault(one.about, set()).update(one.items)
    renamed = named.get("id", set()) | named.get("link id", set())
    for collection, id_, field in _lost(map_, back):
        whole = {"factors": "factor", "links": "link"}.get(collection, collection)
        label = map_.factors[id_].label if collection == "factors" else id_
        assert (id_ in renamed or {id_, label} & named.get(whole, set()) or id_ in named.get(field, set())
                or field in named.get("map", set()) or _joins(map_, id_, renamed)), (collection, id_, field, written)


def _joins(map_: Map, link: str, renamed: set[str]) -> bool:
    """Whether a link joins factors that have another id now, and so another one itself."""
    return link in map_.links and bool({map_.links[link].from_, map_.links[link].to} & renamed)


def _lost(map_: Map, back: Map) -> set[tuple[str, str, str]]:
    """What is otherwise, element by element and field by field: a comparison of its own, apart from the report's."""
    found: set[tuple[str, str, str]] = set()
    for spec in fields_of(Map):
        one, two = getattr(map_, spec.name), getattr(back, spec.name)
        if spec.shape.kind != "collection":
            if one != two and one not in (None, (), {}) and spec.name not in ("id", "x"):
                found.add(("", "", spec.key))
            continue
        for id_, element in one.items():
            if id_ not in two:
                found.add((spec.name, id_, ""))
                continue
            for field in dataclasses.fields(element):
                was, now = getattr(element, field.name), getattr(two[id_], field.name)
                if was != now and was not in (None, (), {}) and field.name != "x":
                    found.add((spec.name, id_, "from" if field.name == "from_" else field.name))
    return found


@pytest.mark.parametrize("label", ["\r", " ", "<br>"])
@pytest.mark.parametrize("name", CARRY_ALL)
def test_a_factor_whose_label_shows_nothing_comes_back(name: str, label: str) -> None:
    map_ = Map(id="a", title="no", factors={"a": Factor(id="a", label="no"), "b": Factor(id="b", label=label)})
    written = write_foreign(map_, "x", name)
    assert {one.about for one in written.remarks if one.bucket == "dropped"} <= ({"position"} if name in HAVE_PLACES else set()), written


@pytest.mark.parametrize("name", CARRY_ALL)
def test_a_carriage_return_of_the_map_comes_back(name: str) -> None:
    map_ = Map(id="a", title="no", factors={"a": Factor(id="a", label="no", x={"\r": None, "b": ["\r"]})})
    written = write_foreign(map_, "x", name)
    assert {one.about for one in written.remarks if one.bucket == "dropped"} <= ({"position"} if name in HAVE_PLACES else set()), written
