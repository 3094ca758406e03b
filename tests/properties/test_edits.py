"""Random edits of random maps, in files as people type them."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authors import typed
from tests.strategies import documents, edits, maps

from sysmap.checks import check
from sysmap.core.edit import apply, inverse
from sysmap.core.kinds import KINDS
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.core.record import fields_of
from sysmap.formats import save
from sysmap.formats.edits import edit_from, edit_plain
from sysmap.formats.read import Reading, read_text
from sysmap.formats.save import revised
from sysmap.formats.tidy import comments_in, format_text

seeds = st.integers(0, 10**9)
ONE_OF_EACH = [kind for kind, cls in KINDS.items() if cls is not Map or kind == "theory"]


@given(st.data())
def test_an_edit_and_its_inverse_restore_the_map(data: st.DataObject) -> None:
    map_ = data.draw(maps())
    edit = data.draw(edits(map_))
    try:
        after = apply(map_, edit)
    except Refused:
        return
    undone = apply(after, inverse(map_, edit))
    assert undone == map_
    assert orders(undone) == orders(map_)


@given(st.data())
def test_an_edit_sent_as_plain_data_is_the_same_edit(data: st.DataObject) -> None:
    map_ = data.draw(maps())
    edit = data.draw(edits(map_))
    assert edit_from(edit_plain(edit)) == edit


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@given(data=st.data(), seed=seeds)
def test_formatting_keeps_content_and_comments_and_changes_nothing_the_second_time(
    kind: str, data: st.DataObject, seed: int
) -> None:
    document = data.draw(documents(kind))
    text = typed(document, kind, seed)
    assert read(text).document == document
    tidy = format_text(text)
    assert read(tidy).document == document
    assert sorted(comments_in(tidy)) == sorted(comments_in(text))
    assert format_text(tidy) == tidy


@given(data=st.data(), seed=seeds)
def test_saving_an_edit_changes_what_it_says_and_nothing_else(data: st.DataObject, seed: int) -> None:
    """Three edits in a row, without reading the file again in between, as an editor does."""
    map_ = data.draw(maps())
    reading = read(typed(map_, map_.kind, seed))
    for _ in range(3):
        try:
            after = apply(reading.map, data.draw(edits(reading.map)))
        except Refused:
            continue
        reading = saved(reading, after)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@given(data=st.data(), seed=seeds)
def test_any_document_can_take_the_place_of_another_of_its_kind(kind: str, data: st.DataObject, seed: int) -> None:
    saved(read(typed(data.draw(documents(kind)), kind, seed)), data.draw(documents(kind)))


@given(data=st.data(), seed=seeds)
def test_the_order_in_a_file_changes_no_finding(data: st.DataObject, seed: int) -> None:
    """Only on which of two likes a finding sits follows from what comes first."""
    map_ = data.draw(maps(most=8))
    mixed = shuffled(map_, random.Random(seed))
    assert mixed == map_
    assert sorted(found.code for found in check(mixed)) == sorted(found.code for found in check(map_))


def read(text: str) -> Reading:
    reading = read_text(text, "map.yaml")
    assert reading.problems == []
    return reading


def saved(before: Reading, document: Any) -> Reading:
    """What a file holds after a change, having checked that nothing else in it moved."""
    recheck, save._RECHECK_BELOW = save._RECHECK_BELOW, 0
    try:
        after = revised(before, document)
    finally:
        save._RECHECK_BELOW = recheck
    fresh = read(after.text)
    assert fresh.document == document
    assert orders(fresh.document) == orders(document)
    assert sorted(comments_in(after.text)) == sorted(comments_in(before.text))
    assert after.sections == fresh.sections
    for spec in fields_of(type(document)):
        section = before.sections.get(spec.key)
        if section is None:
            continue
        old, new = getattr(before.document, spec.name), getattr(document, spec.name)
        if old == new and (spec.shape.kind != "collection" or list(old) == list(new)):
            assert lines(fresh, spec.key) == lines(before, spec.key)
        elif spec.shape.kind == "collection" and section.style == "block":
            for id_ in section.elements:
                if id_ in new and new[id_] == old[id_]:
                    assert lines(fresh, spec.key, id_) == lines(before, spec.key, id_)
    return after


def lines(reading: Reading, key: str, id_: str | None = None) -> str:
    """The whole lines in which a top-level key or one of its elements stands."""
    section = reading.sections[key]
    start, end = (section.start, section.end) if id_ is None else section.elements[id_]
    stop = reading.text.find("\n", end)
    return reading.text[reading.text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(reading.text)].rstrip()


def orders(document: Any) -> dict[str, list[str]]:
    return {spec.name: list(getattr(document, spec.name)) for spec in fields_of(type(document))
            if spec.shape.kind == "collection"}


def shuffled(map_: Map, rng: random.Random) -> Map:
    """The same map with the elements of every collection in another order, layers excepted: theirs means something."""
    changed = {}
    for spec in fields_of(Map):
        if spec.shape.kind == "collection" and spec.name != "layers":
            ids = list(getattr(map_, spec.name))
            rng.shuffle(ids)
            changed[spec.name] = {id_: getattr(map_, spec.name)[id_] for id_ in ids}
    return dataclasses.replace(map_, **changed)
