"""The protocol's stored examples: written by the server's own code, understood by the browser's."""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from tests.workshop.conftest import Place
from tests.workshop.protocol import faults
from tests.workshop.rooms import Desk

from sysmap.core.edit import apply
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.formats.edits import edit_from
from sysmap.views.document import to_plain
from sysmap.workshop.answers import ANSWERS, _question
from sysmap.workshop.protocol.from_browser import QUESTIONS, AskFile, AskMerge, AskQuestion, AskSlips, AskTables, read_message

EXAMPLES = Path(__file__).parent / "examples"
EDITS: list[dict[str, Any]] = [
    {"do": "add", "in": "factors", "element": {"id": "pay", "label": "Staff pay", "whose": []}},
    {"do": "add", "in": "factors", "element": {"id": "first", "label": "First", "focal": False}, "before": "waits"},
    {"do": "add", "in": "links", "element": {"from": "pay", "to": "staff"}},
    {"do": "add", "in": "links", "element": {"id": "twin", "from": "pay", "to": "staff", "polarity": "negative",
                                             "why": "They say so"}},
    {"do": "set", "in": "links", "id": "pay->staff", "field": "polarity", "value": "positive"},
    {"do": "set", "in": "links", "id": "pay->staff", "field": "polarity", "value": None},
    {"do": "set", "in": "factors", "id": "pay", "field": "position", "value": {"x": 10.5, "y": -20.0}},
    {"do": "set", "in": "factors", "id": "pay", "field": "aliases", "value": ["Wages", "Salaries"]},
    {"do": "set", "in": "factors", "id": "pay", "field": "aliases", "value": []},
    {"do": "set", "in": "factors", "id": "pay", "field": "notes", "value": [{"text": "Said twice", "by": "nurses"}]},
    {"do": "set", "in": "factors", "id": "pay", "field": "vulnerability", "value": 0},
    {"do": "set", "in": "", "id": "", "field": "title", "value": "Another title"},
    {"do": "move", "in": "factors", "id": "staff", "before": "first"},
    {"do": "remove", "in": "links", "id": "twin"},
    {"do": "batch", "label": "both", "edits": [{"do": "remove", "in": "links", "id": "pay->staff"},
                                               {"do": "remove", "in": "factors", "id": "pay"}]},
]


def a_map() -> Map:
    factors = {i: Factor(id=i, label=i.capitalize()) for i in ("waits", "staff")}
    return Map(id="town", title="Town", factors=factors, links={"l": Link(id="l", from_="staff", to="waits")})


def edit_examples() -> dict[str, Any]:
    """Edits one after the other, each with the map it leaves."""
    map_ = a_map()
    steps = []
    for edit in EDITS:
        map_ = apply(map_, edit_from(edit))
        steps.append({"edit": edit, "map": to_plain(map_), "order": list(map_.factors)})
    return {"map": to_plain(a_map()), "steps": steps}


def entry_examples() -> dict[str, Any]:
    """A short session: what was asked, what everybody was told, and the map at the end."""
    desk = Desk(a_map())
    start = desk.room.revision
    places = {id_: list(place) for id_, place in desk.room.places.items()}
    desk.factor("bo", "Staff pay")
    desk.link("bo", "staff-pay", "staff")
    desk.ask("ann", "relabel", id="waits", label="Waiting times")
    desk.ask("eve", "merge", keep="staff", drop="staff-pay")
    desk.ask("eve", "undo")
    desk.ask("cy", "note", id="waits", text="Since the spring", **{"in": "factors"})
    desk.ask("ann", "ballot", about="factors", budget=3, question="What matters?")
    desk.ask("vi", "vote", ballot="vote-1", element="waits", dots=2)
    desk.ask("ann", "count", ballot="vote-1")
    told = [desk.room.told(entry) for entry in desk.room.entries[start:]]
    return {"revision": start, "map": to_plain(a_map()), "places": places, "entries": told, "end": to_plain(desk.room.map)}


def stored(name: str, made: dict[str, Any]) -> dict[str, Any]:
    """The example as stored; SYSMAP_WRITE_EXAMPLES=1 writes it anew."""
    path = EXAMPLES / f"{name}.json"
    if os.environ.get("SYSMAP_WRITE_EXAMPLES"):
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def test_the_stored_examples_are_what_the_server_says() -> None:
    for name, made in (("edits", edit_examples()), ("entries", entry_examples())):
        assert json.loads(json.dumps(made)) == stored(name, made)


def test_the_schema_and_the_browsers_types_are_as_published() -> None:
    root = Path(__file__).resolve().parents[2]
    make = runpy.run_path(str(root / "docs" / "generate.py"))
    for file, made in (("docs/workshop-protocol.schema.json", "protocol_schema_json"),
                       ("src/sysmap/web/workshop/protocol.d.ts", "protocol_d_ts")):
        assert (root / file).read_text(encoding="utf-8") == make[made](), "run: make docs"


def test_each_question_is_answered_as_its_type_says() -> None:
    """The function that answers and the published type of the answer are one."""
    assert {**{kind: get_type_hints(run)["return"] for kind, run in ANSWERS.items()}, AskQuestion: get_type_hints(_question)["return"]} == {
        kind: kind.answer for kind in QUESTIONS.values() if not issubclass(kind, AskTables | AskMerge | AskFile | AskSlips)}


@pytest.mark.parametrize("message", [
    {"type": "hello", "code": "CODE", "since": 3},
    {"type": "do", "id": "c001", "do": "vote", "data": {"ballot": "v", "element": "e", "dots": 1}},
    {"type": "here", "at": [1, 2], "view": [0, 0, 1]}, {"type": "ask", "n": 1, "what": "question", "name": "loops"}, {"type": "ping"}])
def test_what_a_browser_says_is_read_as_the_schema_has_it(message: dict[str, Any]) -> None:
    assert faults("FromBrowser", message) == []
    assert read_message(message) is not None


@pytest.mark.parametrize(("message", "wrong"), [
    ({"type": "do", "id": "c001", "do": "vote", "data": {"ballot": "v", "dots": 1}}, "element"),
    ({"type": "here", "at": [1, "x"]}, "at"), ({"type": "hello", "kode": "CODE"}, "kode"), ({"type": "hallo"}, "hallo"),
    ({"type": "ask", "n": 1, "what": "at"}, "revision"), ({"type": "share", "view": [0, 1]}, "view")])
def test_a_message_that_is_none_of_the_protocol_is_found_out(message: dict[str, Any], wrong: str) -> None:
    found = faults("FromBrowser", message)
    assert found
    assert wrong in found[0]


def test_the_browser_applies_edits_as_the_server_does(workshop: Callable[..., Place]) -> None:
    page = workshop().guest("Ann", host=True)
    examples = stored("edits", edit_examples())
    got = page.evaluate(
        """async (examples) => {
            const {applyEdit} = await import("/web/workshop/edits.js");
            let map = examples.map;
            return examples.steps.map(({edit}) => {
                map = applyEdit(map, edit);
                return {map, order: Object.keys(map.factors)};
            });
        }""", examples)
    assert got == [{"map": step["map"], "order": step["order"]} for step in examples["steps"]]


def test_the_browser_takes_a_session_as_the_server_had_it(workshop: Callable[..., Place]) -> None:
    page = workshop().guest("Ann", host=True)
    examples = stored("entries", entry_examples())
    got = page.evaluate(
        """async (examples) => {
            const {Replica} = await import("/web/workshop/replica.js");
            const copy = new Replica();
            copy.reset(examples.map, examples.revision, examples.places);
            const all = examples.entries.every((entry) => copy.take(entry, "ann"));
            const again = copy.take(examples.entries[0], "ann");
            return {all, map: copy.map, again, missing: copy.take({...examples.entries[0], revision: 999}, "ann")};
        }""", examples)
    assert got == {"all": True, "map": examples["end"], "again": True, "missing": False}


def test_typed_text_becomes_factors_and_links(workshop: Callable[..., Place]) -> None:
    page = workshop().guest("Ann", host=True)
    ask = """async (text) => (await import("/web/workshop/typing.js")).parseTyped(text)"""
    assert page.evaluate(ask, "Staff pay") == {"factors": ["Staff pay"], "links": []}
    assert page.evaluate(ask, "A -> B +\nB → C because they meet\nC -> A -> D -")["links"] == [
        {"from": "A", "to": "B", "polarity": "positive"},
        {"from": "B", "to": "C", "polarity": "unknown", "why": "they meet"},
        {"from": "C", "to": "A", "polarity": "negative"}, {"from": "A", "to": "D", "polarity": "negative"}]
    assert page.evaluate(ask, "- Waits\n  - Vacancies +\n    - Pay -\n  - Demand\n1. Trust") == {
        "factors": ["Waits", "Vacancies", "Pay", "Demand", "Trust"],
        "links": [{"from": "Vacancies", "to": "Waits", "polarity": "positive"},
                  {"from": "Pay", "to": "Vacancies", "polarity": "negative"},
                  {"from": "Demand", "to": "Waits", "polarity": "unknown"}]}
    ids = page.evaluate("""async (labels) => {
        const {freeId} = await import("/web/workshop/typing.js");
        const taken = new Set();
        return labels.map((label) => { const id = freeId(label, taken); taken.add(id); return id; });
    }""", ["Café hours", "Café hours", "2 nurses", "不", "no", "x" * 90])
    desk = Desk()
    for label, id_ in zip(["Café hours", "Café hours", "2 nurses", "不", "no", "x" * 90], ids, strict=True):
        desk.factor("ann", label, id_)
    assert ids == ["cafe-hours", "cafe-hours-2", "f-2-nurses", "factor", "f-no", "x" * 40]
