"""The page answers as the Python analysis does: the same questions put to both, the answers compared as values."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from tests import strategies
from tests.benchmarks.maps import map_text

from sysmap.analysis.chains import GRADES
from sysmap.core.map import Map
from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace
from sysmap.questions.downstream import downstream
from sysmap.questions.ego import ego
from sysmap.questions.intersection import intersection
from sysmap.questions.loops import loops
from sysmap.questions.must_pass import must_pass
from sysmap.questions.paths import paths
from sysmap.questions.registry.answer import Answer
from sysmap.questions.upstream import upstream
from sysmap.views.bundle import bundle
from sysmap.views.document import to_plain

# Parallel links that agree and that conflict, a loop, a link to itself, a link of a whole layer, an association, and
# elements that are retired, anticipated or inferred.
TANGLED = """\
sysmap: 1
kind: theory
id: tangled
title: Everything that makes an answer hard
layers: [{id: input, label: Inputs}, {id: work, label: Work}]
factors:
  money: {label: Money, layer: input}
  people: {label: People, layer: input}
  visits: {label: Visits, layer: work}
  talks: {label: Talks, layer: work, status: anticipated}
  trust: {label: Trust}
  falls: {label: Falls}
  old: {label: Old scheme, status: retired}
links:
  - {from: "layer:input", to: "layer:work", polarity: positive}
  - {from: visits, to: trust, polarity: positive, strength: strong}
  - {id: tiring, from: visits, to: trust, polarity: negative, strength: weak}
  - {from: talks, to: trust, polarity: positive, strength: medium, delay: long, basis: inferred}
  - {from: trust, to: visits, polarity: positive, delay: short}
  - {from: trust, to: falls, polarity: mixed}
  - {from: visits, to: falls, polarity: negative, status: anticipated}
  - {from: falls, to: money, polarity: unknown}
  - {from: trust, to: trust, polarity: positive}
  - {from: old, to: falls, polarity: negative}
  - {from: people, to: talks, polarity: positive, kind: association}
"""


@pytest.fixture(scope="module")
def asked(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.evaluate(bundle("ask/all.js", "globalThis.answer = answer"))
    yield page
    page.close()


def questions(map_: Map, seed: int) -> list[dict[str, Any]]:
    """Each kind of question about a few factors of the map."""
    rng = random.Random(seed)
    ids = [factor.id for factor in map_.factors.values() if factor.status != "retired"]
    found: list[dict[str, Any]] = [{"ask": "loops", "most": 5, "limit": 50}]
    for _ in range(5):
        x, y = rng.sample(ids, 2)
        found += [{"ask": "reach", "direction": way, "of": [x], "steps": n} for way in ("up", "down") for n in (1, 3, None)]
        found += [
            {"ask": "reach", "direction": "around", "of": [x], "steps": 2},
            {"ask": "reach", "direction": "down", "of": [x, y], "steps": None},
            {"ask": "reach", "direction": "up", "of": [x, y], "steps": 3, "combine": "intersection"},
            {"ask": "paths", "from": x, "to": y, "most": 5, "limit": 50},
            {"ask": "paths", "from": x, "to": y, "most": 4, "limit": 3, "by": "evidence"},
            {"ask": "paths", "from": x, "to": y, "most": 4, "limit": 50, "by": "shortest"},
            {"ask": "must-pass", "from": x, "to": y},
            {"ask": "loops", "most": 5, "through": x, "limit": 50},
        ]
    return found


def asked_of_python(map_: Map, q: dict[str, Any], grades: dict[str, str] | None) -> Answer:
    """The answer of `sysmap.questions` to a question put to the page."""
    if q["ask"] == "reach":
        ask = {"up": upstream, "down": downstream, "around": ego}[q["direction"]]
        found: Answer = (intersection(*(ask(map_, one, q["steps"]) for one in q["of"])) if "combine" in q
                         else ask(map_, q["of"], q["steps"]))
    elif q["ask"] == "paths":
        found = paths(map_, q["from"], q["to"], q["most"], limit=q["limit"], by=q.get("by", "weakest-link"), grades=grades)
    elif q["ask"] == "loops":
        found = loops(map_, q["most"], through=q.get("through"), limit=q["limit"])
    else:
        found = must_pass(map_, q["from"], q["to"])
    return found.with_grades(grades)


def python_says(map_: Map, q: dict[str, Any]) -> Any:
    if q["ask"] == "reach":
        ask = {"up": upstream, "down": downstream, "around": ego}[q["direction"]]
        if "combine" in q:
            part = intersection(*(ask(map_, one, q["steps"]) for one in q["of"]))
            return {"factors": [[id_, steps] for id_, steps in part.factors.items()], "links": list(part.links)}
        part = ask(map_, q["of"], q["steps"])
        return {"factors": [[id_, steps] for id_, steps in part.factors.items()], "links": list(part.links),
                "frontier": list(part.frontier), "loopsBack": list(part.looped)}
    if q["ask"] == "paths":
        ways = paths(map_, q["from"], q["to"], q["most"], limit=q["limit"])
        return {"count": ways.count, "shortest": ways.shortest, "found": [
            [list(p.factors), p.polarity, list(p.links), list(p.parallel_links), p.weakest, list(p.why), p.inferred, p.anticipated,
             list(p.mechanisms), list(p.group_links)] for p in ways.found]}
    if q["ask"] == "loops":
        rings = loops(map_, q["most"], through=q.get("through"), limit=q["limit"])
        return {"count": rings.count, "kinds": {kind: n for kind, n in rings.kinds.items() if n},
                "found": [[list(one.factors), one.kind, list(one.chain.links), list(one.names)] for one in rings.found]}
    need = must_pass(map_, q["from"], q["to"])
    return {"reachable": need.reachable, "factors": list(need.factors), "links": list(need.links),
            "cutFactors": need.cut_factors and list(need.cut_factors), "cutLinks": need.cut_links and list(need.cut_links)}


def page_says(q: dict[str, Any], told: dict[str, Any]) -> Any:
    if q["ask"] == "reach":
        if "combine" in q:
            return {"factors": told["factors"], "links": told["links"]}
        return {key: told[key] for key in ("factors", "links", "frontier", "loopsBack")}
    if q["ask"] == "paths":
        keys = ("factors", "polarity", "links", "beside", "weakest", "why", "inferred", "anticipated", "mechanisms", "groups")
        return {"count": told["count"], "shortest": told["shortest"],
                "found": [[path[key] for key in keys] for path in told["found"]]}
    if q["ask"] == "loops":
        return {"count": told["count"], "kinds": {kind: n for kind, n in told["kinds"].items() if n},
                "found": [[one[key] for key in ("factors", "kind", "links", "names")] for one in told["found"]]}
    return {key: told[key] for key in ("reachable", "factors", "links", "cutFactors", "cutLinks")}


def compare(asked: Page, map_: Map, seed: int = 1, grades: dict[str, str] | None = None) -> None:
    """Put the same questions to both: the values are equal, and so are the words."""
    put = questions(map_, seed)
    told = asked.evaluate("([map, list, grades]) => list.map((question) => answer(map, question, grades))",
                          [to_plain(map_), put, grades or {}])
    for question, answer in zip(put, told, strict=True):
        if "by" not in question:
            expected = json.loads(json.dumps(python_says(map_, question)))
            assert page_says(question, answer) == expected, question
        assert answer["words"] == asked_of_python(map_, question, grades).explain(), question


@pytest.mark.parametrize("seed", range(4))
def test_a_tangled_map_gets_the_same_answers(asked: Page, seed: int) -> None:
    compare(asked, read_text(TANGLED).map, seed)


@pytest.mark.parametrize("size", [(12, 30), (30, 75), (60, 150)])
def test_made_up_maps_get_the_same_answers(asked: Page, size: tuple[int, int]) -> None:
    compare(asked, read_text(map_text(*size)).map)


def test_the_repositorys_maps_get_the_same_answers(asked: Page, workspace: Workspace) -> None:
    for path in workspace.maps():
        compare(asked, workspace.read(path).map)


@given(strategies.maps(most=7), st.data())
def test_random_maps_get_the_same_answers_in_the_same_words(asked: Page, map_: Map, data: st.DataObject) -> None:
    assume(sum(factor.status != "retired" for factor in map_.factors.values()) > 1)
    grades = data.draw(st.dictionaries(st.sampled_from(sorted(map_.links)), st.sampled_from(GRADES)) if map_.links else st.just({}))
    compare(asked, map_, grades=grades or None)


def test_an_answer_says_how_well_its_links_are_evidenced(asked: Page) -> None:
    told = asked.evaluate("([map, q, grades]) => answer(map, q, grades)",
                          [to_plain(read_text(TANGLED).map), {"ask": "must-pass", "from": "trust", "to": "money"}, {"falls->money": "weak"}])
    assert told["words"].endswith("The link used is without a sign. The evidence for the link used is weak.")


def test_a_map_too_dense_to_count_says_at_least(asked: Page) -> None:
    map_ = read_text(map_text(40, 500)).map
    told = asked.evaluate("([map, q]) => answer(map, q)",
                          [to_plain(map_), {"ask": "paths", "from": "f0", "to": "f39", "most": 12, "patience": 1000}])
    assert told["counted"] is False
    assert told["count"] == 1000
