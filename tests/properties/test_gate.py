"""One gate for every value: what a field does not take is told at every door, whichever way it comes in.

The fields and their extremes are made from the records, so that a new field is tried from the day it is declared.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sysmap.core.edit import Set, apply
from sysmap.core.elements import Factor, Link
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.edits import edit_from
from sysmap.formats.evidence_sheet import HEADS, import_register
from sysmap.formats.house import quoted
from sysmap.formats.plain import field_from
from sysmap.formats.read import read_text
from sysmap.notebook.build import from_frames

HIDDEN = {"a control character": "Beds \x1b[31m", "a vertical tab": "Beds\x0b free", "a line separator": "two\u2028lines",
          "a direction override": "\u202egnol", "a zero width space": "Sta\u200bff", "a joiner in a word": "Sta\u200dff",
          "a byte order mark": "\ufeffStaff", "a tag": "Staff\U000e0041"}
TOLD = {"F13", "S03", "S05", "S08", "S09", "S10"}


def extremes(spec: FieldSpec) -> Iterator[tuple[str, Any]]:
    """What a field does not take, as plain data, each with what it is."""
    shape = spec.shape
    if shape.kind in ("text", "texts"):
        for name, text in {**HIDDEN, "too long": "x" * (spec.longest + 1)}.items():
            yield name, text if shape.kind == "text" else ["Beds", text]
    elif shape.kind in ("whole", "number"):
        for name, number in (("infinite", float("inf")), ("no number", float("nan")), ("as far as floats go", 1.7e308),
                             ("below", (spec.low or 0) - 1), ("above", (spec.high or 0) + 1)):
            if not ((name == "below" and spec.low is None) or (name == "above" and spec.high is None)):
                yield name, number
    elif shape.kind in ("record", "records"):
        assert shape.of is not None
        needed = {inner.key: 0 if inner.shape.kind == "number" else (inner.shape.choices or ("one",))[0]
                  for inner in fields_of(shape.of) if inner.required}
        for inner in fields_of(shape.of):
            for name, value in extremes(inner) if inner.shape.of is None else ():
                yield f"{inner.key} {name}", {**needed, inner.key: value}
    elif shape.kind == "extra" and spec.private != "own":
        yield "infinite", {"at": [float("inf"), 0]}
        if spec.high is not None:
            yield "as far as floats go", {"at": [1.7e308, 0]}
        yield "hidden", {"of": "Sta\u200bff"}


def fields(cls: type, *, without: tuple[str, ...] = ("id", "from", "to")) -> list[Any]:
    return [pytest.param(spec, value, id=f"{spec.key}: {name}") for spec in fields_of(cls) if spec.key not in without
            for name, value in extremes(spec)]


def written(value: Any) -> str:
    """Plain data as YAML on one line, every sign that cannot be seen escaped."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, float):
        return {"inf": "1e999", "nan": ".nan"}.get(str(value), repr(value))
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def loosely(cls: type, spec: FieldSpec, value: Any) -> Any:
    """The value as somebody may have it in Python, without anything that looked at it."""
    if spec.shape.kind in ("whole", "number"):
        return value
    if spec.shape.kind == "record":
        assert spec.shape.of is not None
        return spec.shape.of(**value)
    if spec.shape.kind == "records" and any(isinstance(one, float) for one in value.values()):
        assert spec.shape.of is not None
        names = {inner.key: inner.name for inner in fields_of(spec.shape.of)}
        return (spec.shape.of(**{names[key]: one for key, one in value.items()}),)
    return field_from(cls, spec.name, value, trusted=True)


def codes(error: Refused) -> set[str]:
    return {problem.code for problem in error.problems}


def map_text(collection: str, spec: FieldSpec, value: Any) -> str:
    given = {"factors": {}, "links": {}, "": {}}
    given[collection] = {spec.key: value}
    return "\n".join([
        "sysmap: 1", "kind: map", *(f"{key}: {written(one)}" for key, one in {"id": "m", "title": "M", **given[""]}.items()),
        f"factors: {{a: {written({'label': 'A', **given['factors']})}, b: {{label: B}}}}",
        f"links: [{written({'from': 'a', 'to': 'b', **given['links']})}]", ""])


def a_map() -> Map:
    return read_text(map_text("", fields_of(Map)[2], "M")).map


DOORS = [*(("factors", "a", Factor, one) for one in fields(Factor)), *(("links", "a->b", Link, one) for one in fields(Link)),
         *(("", "", Map, one) for one in fields(Map, without=("id", "kind")))]


def each(*, collections: tuple[str, ...] = ("factors", "links", "")) -> Any:
    return pytest.mark.parametrize(("collection", "id_", "spec", "value"), [
        pytest.param(collection, id_, *one.values, id=f"{cls.__name__} {one.id}") for collection, id_, cls, one in DOORS
        if collection in collections])


@each()
def test_a_file(collection: str, id_: str, spec: FieldSpec, value: Any) -> None:
    reading = read_text(map_text(collection, spec, value))
    assert reading.document is not None
    [problem] = reading.problems
    assert problem.code in TOLD
    assert problem.place.line
    assert problem.hint


@each()
def test_an_edit_from_the_network(collection: str, id_: str, spec: FieldSpec, value: Any) -> None:
    with pytest.raises(Refused) as told:
        edit_from({"do": "set", "in": collection, "id": id_, "field": spec.name, "value": value})
    assert codes(told.value) <= TOLD


@each()
def test_an_edit_in_python(collection: str, id_: str, spec: FieldSpec, value: Any) -> None:
    cls = {"factors": Factor, "links": Link, "": Map}[collection]
    loose = loosely(cls, spec, value)
    with pytest.raises(Refused) as told:
        apply(a_map(), Set(collection, id_, spec.name, loose))
    assert codes(told.value) <= TOLD
    if not spec.ref:
        assert apply(a_map(), Set(collection, id_, spec.name, loose), trusted=True) != a_map()


@pytest.mark.parametrize(("spec", "value"), [
    *(one for one in fields(Item) if one.values[0].key in HEADS),
    *(one for one in fields(Bearing) if one.values[0].key in HEADS)])
def test_a_spreadsheet(spec: FieldSpec, value: Any, tmp_path: Path) -> None:
    if spec.shape.kind == "record":
        value = "; ".join(f"{key}: {one}" for key, one in value.items())
    elif spec.shape.kind == "records":
        value = next(text for text in value.values() if text != "one")
    text = "; ".join(value) if isinstance(value, list) else str(value)
    if not text.strip() or text in ("Beds", "no number"):
        return
    row = {"id": "i", "statement": "Beds were free.", "kind": "observed", "element": "a", "direction": "supports", spec.key: text}
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row.keys(), row.values()])
    with pytest.raises(Refused) as told:
        import_register(Evidence(id="r", title="R"), tmp_path / "r.csv")
    assert codes(told.value) <= {*TOLD, "F57", "F58"}
    assert all(problem.place.line for problem in told.value.problems)


@each(collections=("factors", "links"))
def test_a_table_of_a_notebook(collection: str, id_: str, spec: FieldSpec, value: Any) -> None:
    if spec.shape.kind in ("record", "records"):
        return
    value = "; ".join(value) if isinstance(value, list) else value
    if isinstance(value, float) and value != value:
        return  # an empty cell
    of_factor = {"id": "a", "label": "A", **({spec.key: value} if collection == "factors" else {})}
    of_link = {"from": "a", "to": "b", **({spec.key: value} if collection == "links" else {})}
    with pytest.raises(Refused) as told:
        from_frames(pd.DataFrame([of_factor, {"id": "b", "label": "B"}]), pd.DataFrame([of_link]), id="m", title="M")
    assert codes(told.value) <= {*TOLD, "E02"}


@each(collections=("",))
def test_what_a_notebook_says_of_the_map(collection: str, id_: str, spec: FieldSpec, value: Any) -> None:
    if spec.name == "title":
        given = {"title": value}
    else:
        given = {"title": "M", spec.name: loosely(Map, spec, value)}
    with pytest.raises(Refused) as told:
        from_frames(pd.DataFrame([{"id": "a", "label": "A"}]), pd.DataFrame(columns=["from", "to"]), id="m", **given)
    assert codes(told.value) <= TOLD
