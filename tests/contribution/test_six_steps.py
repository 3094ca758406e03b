"""The six steps of contribution analysis on a small theory: what they lack, the review in the middle, the plan that comes of it."""

from __future__ import annotations

from sysmap.contribution.base import gather
from sysmap.contribution.six_steps import six_steps
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.formats.read import read_text

THEORY = """sysmap: 1
kind: theory
id: breakfast
title: A breakfast club
aim: Pupils learn better.
layers:
  - {id: activity, label: Activities, stage: activity}
  - {id: early, label: Early outcomes, stage: outcome}
factors:
  club: {label: Breakfast club, layer: activity}
  arrive: {label: Pupils arrive on time, layer: early}
links:
  - {from: club, to: arrive, polarity: positive, assumptions: [early-enough]}
assumptions:
  early-enough: {label: The club opens early enough, status: untested}
rivals:
  buses: {label: The buses run better, about: [arrive]}
claims:
  on-time:
    label: The club gets pupils to school on time
    covers: [arrive, club->arrive]
    rivals: [buses]
REVIEWS
"""
REVIEWS = """    reviews:
      - {by: panel, round: first, verdict: falls, why: Only the club says so.}
      - by: panel
        round: second
        verdict: needs-evidence
        why: Nobody asked the bus company.
        wanted: [Timetables of the bus company]
        due: 2024-06
        owner: evaluator"""


def steps(reviews: str = ""):
    map_ = read_text(THEORY.replace("REVIEWS", reviews)).map
    seen = Item(id="north", statement="More are on time.", cases=("north",), bears_on=(Bearing(element="arrive", direction="supports"),))
    return six_steps(map_, gather([Evidence(id="r", title="R", items={"north": seen})]))


def test_each_step_says_what_there_is_and_what_it_lacks() -> None:
    found = steps()
    assert [(step.number, step.title) for step in found.steps] == [
        (1, "Set out the question"), (2, "Develop the theory and its rivals"), (3, "Gather the evidence there is"),
        (4, "Put the story together and question it"), (5, "Seek what is missing"), (6, "Revise and strengthen the story")]
    assert found.steps[0].there == ("Pupils learn better.",)
    assert found.steps[1].lacking == ()
    assert found.steps[2].there == ("1 item of evidence.",)
    assert found.steps[3].lacking == ("Nobody has reviewed “The club gets pupils to school on time”.",)
    assert found.steps[5].lacking == ("1 claim is not settled by a review.",)


def test_the_latest_review_holds_and_what_it_wants_leads_the_plan() -> None:
    found = steps(REVIEWS)
    assert "it needs more evidence (panel), second: Nobody asked the bus company." in found.steps[3].there[0]
    assert found.steps[4].there == ("“The club gets pupils to school on time”: Timetables of the bus company",)
    first = found.plan[0]
    assert (first.claim, first.wanted, first.owner, first.due) == ("on-time", "Timetables of the bus company", "evaluator", "2024-06")
    assert first.why == "asked for in the review: Nobody asked the bus company."
    assert len(found.plan) > 1
    assert found.to_json()["claims"][0]["review"]["verdict"] == "needs-evidence"


def test_a_review_that_stands_settles_its_claim() -> None:
    found = steps("    reviews: [{by: panel, verdict: stands, why: Two sources agree.}]")
    assert found.steps[5].there == ("“The club gets pupils to school on time”: it stands (panel): Two sources agree.",)
    assert found.steps[5].lacking == ()


def test_a_theory_without_claims_says_so() -> None:
    map_ = read_text(THEORY.partition("claims:")[0]).map
    found = six_steps(map_, gather([]))
    assert "It states no contribution claim." in found.steps[0].lacking
    assert found.steps[3].lacking == ("There is no claim to question.",)
    assert found.plan == ()
