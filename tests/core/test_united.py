"""Laws of merging and splitting: nothing said is lost. Each holds of every field that a record declares, today's and later ones."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sysmap.core.compound import merge_factors, split_factor
from sysmap.core.edit import Set, apply
from sysmap.core.elements import Assumption, Factor, Layer, Link, Score
from sysmap.core.map import Map
from sysmap.core.merge import merge_maps
from sysmap.core.record import FieldSpec, Shape, fields_of
from sysmap.formats.read import read_text

OF_FACTOR = [spec for spec in fields_of(Factor) if spec.merge != "own"]
OF_LINK = [spec for spec in fields_of(Link) if spec.merge != "own" and spec.name != "polarity"]


def two_values(spec: FieldSpec) -> tuple[Any, Any]:
    """Two values of a field that differ."""
    shape = spec.shape
    low = int(spec.low or 0)
    if shape.kind == "record":
        assert shape.of is not None
        needed = [inner for inner in fields_of(shape.of) if inner.required]
        made = [shape.of(**{inner.name: two_values(inner)[at] for inner in needed}) for at in (0, 1)]
        return made[0], made[1]
    if shape.kind == "records":
        one, two = two_values(dataclasses.replace(spec, shape=Shape("record", of=shape.of)))
        return (one,), (two,)
    return {
        "text": ("one wording", "two wordings"), "texts": (("one wording",), ("two wordings",)), "flag": (False, True),
        "whole": (low, low + 1), "number": (1.0, 2.0), "extra": ({"ours": "one wording"}, {"ours": "two wordings"}),
    }.get(shape.kind) or (shape.choices[0], shape.choices[1])


def words(value: Any) -> list[str]:
    """What of a value has to be found again."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [word for spec in fields_of(type(value)) if getattr(value, spec.name)
                for word in words(getattr(value, spec.name))]
    if isinstance(value, dict):
        return [word for one in value.values() for word in words(one)]
    return [word for one in value for word in words(one)] if isinstance(value, tuple) else [str(value)]


def holds(spec: FieldSpec, now: Any, value: Any) -> bool:
    """Whether a field that is now so holds this value, alone or among others."""
    if isinstance(value, tuple):
        return set(map(repr, value)) <= set(map(repr, now))
    return bool(now == value) or (spec.merge == "any" and now is True)


def is_kept(spec: FieldSpec, element: Any, value: Any) -> bool:
    """Whether an element still says this, in its field, as an alias or in a note."""
    texts = " ".join(note.text for note in element.notes)
    return (holds(spec, getattr(element, spec.name), value) or value in getattr(element, "aliases", ())
            or all(word in texts for word in words(value)))


def pair(collection: str, spec: FieldSpec, one: Any, two: Any) -> Map:
    """Two factors, each with a link to a third, of which the factors (or the links) say something in one field."""
    factors = {id_: Factor(id=id_, label=id_.capitalize()) for id_ in ("pay", "wages", "staff")}
    links = {f"{id_}->staff": Link(id=f"{id_}->staff", from_=id_, to="staff") for id_ in ("pay", "wages")}
    there = ("one wording", "two wordings")
    map_ = Map(kind="map", id="m", title="M", factors=factors, links=links,
               layers={id_: Layer(id=id_, label=id_) for id_ in there},
               assumptions={id_: Assumption(id=id_, label=id_) for id_ in there})
    first, second = ("pay", "wages") if collection == "factors" else ("pay->staff", "wages->staff")
    elements = dict(getattr(map_, collection))
    for id_, value in ((first, one), (second, two)):
        elements[id_] = dataclasses.replace(elements[id_], **{spec.name: value})
    return dataclasses.replace(map_, **{collection: elements})


@pytest.mark.parametrize(("collection", "spec"), [
    *(pytest.param("factors", spec, id=f"factor {spec.key}") for spec in OF_FACTOR),
    *(pytest.param("links", spec, id=f"link {spec.key}") for spec in OF_LINK)])
def test_whatever_either_of_two_merged_factors_said_is_kept_united_or_told(collection: str, spec: FieldSpec) -> None:
    one, two = two_values(spec)
    for mine, theirs in ((spec.default, two), (one, spec.default), (one, two)):
        before = pair(collection, spec, mine, theirs)
        after = apply(before, merge_factors(before, "pay", "wages"))
        now = after.factors["pay"] if collection == "factors" else next(iter(after.links.values()))
        for value in (mine, theirs):
            if value == spec.default:
                continue
            found = [is_kept(spec, link, value) for link in after.links.values()] if collection == "links" else []
            assert is_kept(spec, now, value) or any(found) or spec.merge == "first", (spec.key, value, now)


def test_only_a_place_on_the_page_is_given_up_without_a_word() -> None:
    given_up = [spec.key for cls in (Factor, Link) for spec in fields_of(cls) if spec.merge == "first"]
    assert given_up == ["position"]


@pytest.mark.parametrize(("collection", "spec"), [
    *(pytest.param("factors", spec, id=f"factor {spec.key}") for spec in OF_FACTOR),
    *(pytest.param("links", spec, id=f"link {spec.key}") for spec in (*OF_LINK, fields_of(Link)[3]))])
@pytest.mark.parametrize("added", [True, False], ids=["both added it", "both changed it"])
def test_whatever_two_tables_said_stands_or_is_a_choice(collection: str, spec: FieldSpec, added: bool) -> None:
    base = pair("factors", fields_of(Factor)[1], "Pay", "Wages")
    id_ = "pay" if collection == "factors" else "pay->staff"
    said = two_values(spec)
    copies = [(table, apply(base, Set(collection, id_, spec.name, value))) for table, value in zip("AB", said, strict=True)]
    if added:
        base = dataclasses.replace(base, factors={} if collection == "factors" else base.factors, links={})
    merged = merge_maps(base, copies)
    now = getattr(merged.map, collection)[id_]
    offered = [choice.value for conflict in merged.conflicts for choice in conflict.choices]
    apart = [one.label for one in merged.map.factors.values()] if spec.name == "label" else []
    for value in said:
        assert holds(spec, getattr(now, spec.name), value) or value in offered or value in apart or spec.merge == "first"
    assert apply(base, merged.batch) == merged.map


@pytest.mark.parametrize("spec", OF_FACTOR, ids=lambda spec: spec.key)
def test_each_part_of_a_split_factor_says_what_the_whole_said(spec: FieldSpec) -> None:
    value = two_values(spec)[1]
    before = pair("factors", spec, value, spec.default)
    after = apply(before, split_factor(before, "pay", ["Pay of nurses", "Pay of carers"], {"pay->staff": [0, 1]},
                                       lambda label, taken: "carers"))
    parts = [after.factors["pay"], after.factors["carers"]]
    if spec.name == "label":
        assert [part.label for part in parts] == ["Pay of nurses", "Pay of carers"]
        assert parts[0].aliases == (value,)
    elif spec.name in ("aliases", "position"):
        assert holds(spec, getattr(parts[0], spec.name), value)
    else:
        assert [getattr(part, spec.name) for part in parts] == [value, value]


def test_a_link_split_off_with_a_part_is_still_covered_by_its_claim() -> None:
    before = read_text(HOME_CARE).map
    after = apply(before, split_factor(before, "wages", ["Wages of nurses", "Wages of carers"], {"wages->staff": [1]},
                                       lambda label, taken: "carers"))
    assert after.claims["c"].covers == ("carers->staff", "wages")
    assert set(after.links) == {"pay->staff", "wages->pay", "carers->staff"}


def test_two_links_given_to_one_part_stay_two() -> None:
    before = read_text(HOME_CARE.replace("claims:", "  - {id: again, from: wages, to: staff, polarity: negative}\nclaims:")).map
    after = apply(before, split_factor(before, "wages", ["Wages of nurses", "Wages of carers"],
                                       {"wages->staff": [1], "again": [1]}, lambda label, taken: "carers"))
    assert {link.polarity for link in after.links.values() if link.from_ == "carers"} == {"positive", "negative"}


HOME_CARE = """
sysmap: 1
kind: map
id: home-care
title: Home care
factors:
  pay: {label: Pay, importance: 2, score: {label: moderate}}
  wages: {label: Wages, importance: 3, owner: Personnel, score: {label: strong, reason: Seen in May}}
  staff: {label: Number of care workers}
links:
  - {from: pay, to: staff, polarity: positive, strength: weak}
  - {from: wages, to: staff, polarity: positive, strength: strong, why: People said so., x: {ours: 1}}
  - {from: wages, to: pay, polarity: positive, why: Wages are most of pay., cite: {source: a, at: p. 1}}
claims:
  c: {label: It helped., covers: [wages->staff, wages]}
views:
  - {id: v, label: Wages, query: {upstream: wages, steps: 2}, positions: {wages: [1, 2]}}
waive:
  - {code: W24, element: wages, reason: It is so.}
"""


def test_what_cannot_stand_twice_is_kept_in_a_note_that_never_leaves_the_team() -> None:
    before = read_text(HOME_CARE).map
    after = apply(before, merge_factors(before, "pay", "wages"))
    assert after.factors["pay"].owner == "Personnel"
    assert after.factors["pay"].score == Score(label="moderate")
    assert [(note.text, note.kind, note.internal) for note in after.factors["pay"].notes] == [
        ("“Wages” was merged into this factor and said otherwise: importance: 3; score: label strong, reason Seen in May.",
         "conflict", True),
        ("The link “Wages” → “Pay” went when the two became one; it said: polarity: positive; why: Wages are most of pay.",
         "conflict", True)]
    assert [cite.source for cite in after.factors["pay"].notes[1].cite] == ["a"]
    link = after.links["pay->staff"]
    assert (link.why, link.x, link.strength) == ("People said so.", {"ours": 1}, "weak")
    assert [note.text for note in link.notes] == [
        "The link “Wages” → “Number of care workers” was merged into this one and said otherwise: strength: strong."]


def test_what_named_a_merged_factor_or_its_links_names_what_they_became() -> None:
    before = read_text(HOME_CARE).map
    after = apply(before, merge_factors(before, "pay", "wages"))
    assert after.claims["c"].covers == ("pay->staff", "pay")
    assert (after.views["v"].query, after.views["v"].positions) == ({"upstream": "pay", "steps": 2}, {"pay": [1, 2]})
    assert after.waive[0].element == "pay"


def test_a_private_factor_makes_the_one_it_is_merged_into_private() -> None:
    before = read_text(HOME_CARE.replace("owner: Personnel", "internal: true")).map
    assert apply(before, merge_factors(before, "pay", "wages")).factors["pay"].internal is True


def test_links_of_another_kind_are_not_one_claim() -> None:
    before = read_text(HOME_CARE.replace("strength: strong", "kind: association")).map
    after = apply(before, merge_factors(before, "pay", "wages"))
    assert sorted(link.kind or "influence" for link in after.links.values()) == ["association", "influence"]
