"""What is private stays private, whatever people do to a map."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.strategies import edits

from sysmap.core.compound import merge_factors, split_factor
from sysmap.core.edit import Batch, Edit, Set, apply, inverse
from sysmap.core.elements import Factor, Link, Note
from sysmap.core.levels import at_level
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Refused
from sysmap.formats.plain import plain
from sysmap.formats.read import read_text

PRIVATE = "hushed"
"""Stands in every text of what is private, and nowhere else."""


@st.composite
def maps_with_secrets(draw: st.DrawFn) -> Map:
    """Maps in which some factors, links and notes are internal."""
    ids = [f"f{number}" for number in range(draw(st.integers(2, 5)))]
    factors, links = {}, {}
    for id_ in ids:
        private = draw(st.booleans())
        word = f"{PRIVATE} {id_}" if private else f"open {id_}"
        factors[id_] = Factor(id=id_, label=word, aliases=(f"{word} too",), definition=f"{word} means this",
                              internal=private or None, notes=notes(draw, private), owner=word)
    for start in ids:
        for end in draw(st.lists(st.sampled_from(ids), unique=True, max_size=3)):
            private = draw(st.booleans())
            if start != end:
                links[link_id(start, end)] = Link(
                    id=link_id(start, end), from_=start, to=end, internal=private or None, notes=notes(draw, private),
                    polarity=draw(st.sampled_from(["positive", "negative"])), why=PRIVATE if private else "open")
    return Map(kind="map", id="m", title="M", factors=factors, links=links)


def notes(draw: st.DrawFn, private: bool) -> tuple[Note, ...]:
    own = (Note(text=PRIVATE if private else "open"),)
    return (*own, Note(text=PRIVATE, internal=True)) if draw(st.booleans()) else own


def gives_away(edit: Edit) -> bool:
    """Whether somebody says in so many words that something is private no longer."""
    if isinstance(edit, Batch):
        return any(gives_away(part) for part in edit.edits)
    return isinstance(edit, Set) and (edit.field == "internal" or edit.field == "notes")


@st.composite
def gestures(draw: st.DrawFn, map_: Map) -> Edit:
    ids = list(map_.factors)
    does = draw(st.sampled_from(["merge", "merge", "split", "edit"])) if len(ids) > 1 else "edit"
    if does == "edit":
        edit = draw(edits(map_))
        assume(not gives_away(edit))
        return edit
    one = draw(st.sampled_from(ids))
    if does == "merge":
        return merge_factors(map_, one, draw(st.sampled_from([id_ for id_ in ids if id_ != one])))
    where = {link: [draw(st.integers(0, 1))] for link in map_.links}
    return split_factor(map_, one, ["First", "Second"], where, lambda label, taken: f"{one}x{len(taken)}")


@settings(max_examples=150)
@given(st.data())
def test_no_edit_brings_out_what_is_private(data: st.DataObject) -> None:
    map_ = data.draw(maps_with_secrets())
    undo: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 6))):
        if undo and data.draw(st.booleans()):
            edit = undo.pop()
        else:
            edit = data.draw(gestures(map_))
        try:
            after = apply(map_, edit)
        except Refused:
            continue
        undo.append(inverse(map_, edit))
        map_ = after
        for level in ("client", "public"):
            assert PRIVATE not in published(map_, level)


def published(map_: Map, level: Any) -> str:
    return json.dumps(plain(at_level(map_, level)))


def test_a_log_entry_names_no_private_factor_in_any_field() -> None:
    map_ = read_text("""
sysmap: 1
kind: map
id: m
title: M
factors:
  buses: Buses
  jobs: Jobs
  closure: {label: Closure of Ward 9, internal: true}
links: [{from: closure, to: jobs}]
changes:
  - {id: c1, kind: relabel, elements: [buses, closure], reason: Clearer}
  - {id: c2, kind: remove, elements: [closure], reason: Not agreed}
  - {id: c3, kind: unlink, element: buses->closure, reason: No evidence}
views:
  - {id: all, label: All, filter: {factors: [closure]}}
waive: [{code: W24, element: closure->jobs, reason: Seen}]
""").map
    assert map_ is not None
    public = at_level(map_, "public")
    assert "closure" not in json.dumps(plain(public))
    assert [(one.id, one.elements) for one in public.changes.values()] == [("c1", ("buses",))]
