"""Gaps, the plan of what to look for, and the contribution story."""

from __future__ import annotations

import dataclasses
import json

import pytest
from tests.contribution.made import base_of, item
from tests.contribution.test_report import study

from sysmap.contribution.gaps import gaps, must_pass_links, plan
from sysmap.contribution.story import story
from sysmap.core.evidence import Bearing
from sysmap.core.library import Measure, Named, ResearchFramework, ResearchItem, ResearchQuestion
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.read import read_text


def theory(extra: str = "") -> Map:
    reading = read_text(f"""
sysmap: 1
kind: theory
id: t
title: T
layers:
  - {{id: activity, label: Activities, stage: activity}}
  - {{id: early, label: Early outcomes, stage: outcome}}
factors:
  report: {{label: Report, layer: activity}}
  visit: {{label: Visit, layer: activity}}
  plans: {{label: Plans, layer: early, whose: [ICS, LA]}}
  change: {{label: Change, layer: early}}
links:
  - {{from: report, to: plans, polarity: positive}}
  - {{from: visit, to: plans, polarity: positive}}
  - {{from: plans, to: change, polarity: positive}}
{extra}""")
    assert not reading.problems
    return reading.map


def kinds(map_: Map, base, element: str) -> list[str]:
    return [gap.kind for gap in gaps(map_, base) if gap.element == element]


@pytest.mark.parametrize(("items", "found"), [
    ([], ["no-evidence"]),
    ([item("hope", kind="anticipated", audience=("LA",))], ["not-seen"]),
    ([item("a", cases=("la1",))], ["one-sided", "one-case", "unheard"]),
    ([item("a", cases=("la1",)), item("b", cases=("la2",))], ["one-sided", "one-audience", "unheard"]),
    ([item("a", cases=("la1",)), item("b", cases=("ics1",))], ["one-sided"]),
    ([item("a", cases=("la1",)), item("b", "contradicts", cases=("ics1",))], ["unheard"]),
    ([item("a", cases=("la1",)), item("b", cases=("ics1",)), item("c", "contradicts", cases=("cqc",))], []),
])
def test_what_is_missing_on_an_outcome(items: list, found: list[str]) -> None:
    assert kinds(theory(), base_of(*items), "plans") == found


def test_old_evidence() -> None:
    base = base_of(item("a", cases=("la1",), date="2019"), item("b", "contradicts", cases=("ics1",), date="2020-05"))
    assert "old" in kinds(theory("review_from: 2023-10"), base, "plans")
    assert "old" not in kinds(theory("review_from: 2020"), base, "plans")
    assert "old" not in kinds(theory(), base, "plans")


def test_links_that_every_path_uses() -> None:
    assert must_pass_links(theory()) == {"plans": [], "change": ["plans->change"]}
    missing = [gap for gap in gaps(theory(), base_of()) if gap.kind == "must-pass"]
    assert [gap.element for gap in missing] == ["plans->change"]
    covered = base_of(item("x", on="plans->change", cases=("la1",)))
    assert not [gap for gap in gaps(theory(), covered) if gap.kind == "must-pass"]


def test_the_plan_shows_measures_holes_and_what_nobody_asks() -> None:
    framework = ResearchFramework(
        id="f", title="F", kinds={"interviews": Named(id="interviews", label="Interviews")},
        questions={"q": ResearchQuestion(id="q", label="Does it work?")},
        items={"one": ResearchItem(id="one", label="Plans", question="q", about=("t/plans",), measures=(
            Measure(text="Plans that cite the report.", sources=("interviews",)), Measure(text="Dates of plans."))),
            "two": ResearchItem(id="two", label="Visits", question="q", about=("t/visit",))})
    rows = plan(theory(), base_of(item("a", cases=("la1",))), [framework])
    assert [(r.element, r.measure, r.sources, r.items, r.hole) for r in rows] == [
        ("plans", "Plans that cite the report.", ("Interviews",), 1, ""),
        ("plans", "Dates of plans.", (), 1, "no kind of source"), ("visit", "", (), 0, "no measure"),
        ("report", "", (), 0, "no row asks about it"), ("change", "", (), 0, "no row asks about it")]
    assert "one-case" in rows[0].gaps


def test_the_story_of_a_claim() -> None:
    map_ = theory("""
rivals: {planned: {label: It was planned already, about: [plans]}, money: {label: There was new money, about: [plans]}}
assumptions: {read: {label: Reports are read, status: partly}}
claims: {works: {label: Reports lead to plans, covers: [report->plans, plans, read], rivals: [planned, money]}}
""")
    base = base_of(
        item("yes", cases=("la1",)), item("no", "contradicts", cases=("la2",)), item("hope", kind="anticipated", cases=("la3",)),
        item("else", "alternative", cases=("ics1",)), item("read-it", on="read", cases=("la1",)))
    found = story(map_, "works", base)
    assert [t.id for t in found.happened] == ["yes"]
    assert [t.id for t in found.against] == ["no"]
    assert [t.id for t in found.expected] == ["hope"]
    assert [t.id for t in found.others] == ["else"]
    assert [(id_, looked) for id_, _, looked in found.rivals] == [("planned", False), ("money", False)]
    assert found.assumptions == (("read", "Reports are read.", "partly", 1, 0),)
    assert found.proposal.score == "No evidence yet", "nothing bears on the claim itself"
    assert [heading for heading, _ in found.sections()][-1] == "Gaps"
    json.dumps(found.to_json())


def test_a_rival_is_looked_into_where_an_item_speaks_for_it_by_name() -> None:
    map_ = theory("rivals: {planned: {label: Planned, about: [plans]}}\n"
                  "claims: {works: {label: W, covers: [plans], rivals: [planned]}}\n")
    spoken = item("else", cases=("ics1",))
    spoken = dataclasses.replace(spoken, bears_on=(Bearing(element="plans", direction="alternative", rivals=("planned",)),))
    assert story(map_, "works", base_of(spoken)).rivals == (("planned", "Planned", True),)


def test_an_unknown_claim_is_refused_with_the_nearest() -> None:
    map_, base, _, _ = study()
    with pytest.raises(Refused) as refused:
        story(map_, "leads-to-improvements", base)
    assert "leads-to-improvement" in refused.value.problems[0].hint


def test_the_published_theory_has_its_gaps() -> None:
    map_, base, _, _ = study()
    found = {(gap.kind, gap.element) for gap in gaps(map_, base)}
    assert ("unheard", "insight") in found
    assert ("no-evidence", "reinforced-by-understanding") in found
    assert not any(kind == "no-evidence" and element == "improvements" for kind, element in found)
