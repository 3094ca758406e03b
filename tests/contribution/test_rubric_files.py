"""A rubric of one's own: a file, a register, a score in its words; and what is said of one that cannot work."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysmap.checks import check_document
from sysmap.contribution.base import Element, EvidenceBase, gather
from sysmap.contribution.catalogue import rule_for, rules
from sysmap.contribution.conditions import parse
from sysmap.contribution.rubric_check import check_rubric
from sysmap.contribution.score_margin import what_would_change
from sysmap.contribution.scoring import score_elements
from sysmap.core.evidence import Bearing, EffectSize, Evidence, Item
from sysmap.core.library import Rubric
from sysmap.formats.read import read_text

ROOT = Path(__file__).parents[2]

TWO_SCHOOLS = """
sysmap: 1
kind: rubric
id: two-schools
title: Seen in two schools
rubric_version: 1
levels: [{id: not-yet, label: Not yet}, {id: seen, label: Seen}]
options: {enough: {question: How many?, resolution: Two., value: 2, choices: [1, 2, 3]}}
counts: {schools: {direction: supports, strength: moderate}, against: {direction: contradicts}}
steps:
  - {level: seen, reason: enough, when: schools >= $enough and against = 0, say: "{schools:school|schools} saw {action} at work."}
  - {level: not-yet, reason: too-few}
"""


def rubric(text: str = TWO_SCHOOLS) -> Rubric:
    reading = read_text(text)
    assert not reading.problems, reading.problems
    assert isinstance(reading.document, Rubric)
    return reading.document


def said(*schools: str, direction: str = "supports", **more: object) -> list[Item]:
    return [Item(id=f"{direction}-{school}", statement=f"Told in {school}.", cases=(school,), audience=("school",),
                 bears_on=(Bearing(element="meals", direction=direction, strength="moderate"),), **more)  # type: ignore[arg-type]
            for school in schools]


def base(*items: Item) -> EvidenceBase:
    return gather([Evidence(id="r", title="R", items={item.id: item for item in items})])


def test_a_rubric_with_its_own_levels_scores_and_says_what_would_change_it() -> None:
    rule, _ = rule_for("two-schools", [rubric()])
    found = rule.score(Element(id="meals"), base(*said("hill", "lake")))
    assert (found.score, found.reasons[0]) == ("Seen", "2 schools saw the programme at work.")
    assert (found.rubric, found.version, found.options) == ("two-schools", "1", {"enough": "2"})
    assert rule.score(Element(id="meals"), base(*said("hill"))).score == "Not yet"
    assert rule.score(Element(id="meals"), base(*said("hill")), {"enough": "1"}).score == "Seen"
    assert rule.score(Element(id="meals"), base()).score == "No evidence yet"
    what = what_would_change(rule, Element(id="meals"), base(*said("hill", "lake")))  # type: ignore[arg-type]
    assert (what.margin, [flip.text for flip in what.flips]) == (1, [
        "a further school contradicts it -> Not yet", "hill takes back its support -> Not yet"])
    [scored] = score_elements([Element(id="meals")], base(*said("hill", "lake")), rule)
    assert scored.proposal.margin == 1


def test_the_rubric_of_the_manual_is_this_one() -> None:
    shown = re.search(r"```yaml\n(sysmap: 1\nkind: rubric\n.*?)```", (ROOT / "docs/rubrics.md").read_text(), re.DOTALL)
    assert shown is not None
    mine = rubric(shown.group(1))
    assert check_document(mine) == []
    assert (mine.counts, mine.steps) == (rubric().counts, rubric().steps)


@pytest.mark.parametrize(("was", "now", "code", "says"), [
    ("schools >= $enough", "school >= $enough", "R01", "There is no count or fact “school”."),
    ("schools >= $enough", "schools >= $enuff", "R01", "There is no setting $enuff."),
    ("schools >= $enough", "schools >= (2", "R01", "A bracket is not closed."),
    ("level: not-yet, reason", "level: not-jet, reason", "R01", "There is no level not-jet."),
    ("strength: moderate", "strength: medium", "R02", "asks for the strength medium"),
    ("{schools:school|schools} saw", "{pupils} saw", "R01", "There is no count or fact “pupils”."),
    ("schools >= $enough", "schools >= 1 and schools < 1", "R06", "never gives seen"),
    ("  - {level: not-yet, reason: too-few}\n", "", "R08", "No step fits this body of evidence: nothing that counts."),
    ("value: 2, choices", "value: 7, choices", "R02", "none of its choices"),
])
def test_what_cannot_work_is_said_with_the_nearest_word_or_an_example(was: str, now: str, code: str, says: str) -> None:
    assert was in TWO_SCHOOLS
    found = check_document(rubric(TWO_SCHOOLS.replace(was, now)))
    assert any(p.code == code and says in p.message for p in found), found
    assert all(p.hint for p in found)


def test_two_levels_at_once_are_said_with_an_example() -> None:
    text = TWO_SCHOOLS.replace("steps:", "order: exclusive\nsteps:").replace("reason: too-few", "reason: too-few, when: schools <= 2")
    [found] = check_rubric(rubric(text))
    assert (found.code, found.message) == ("R07", "One body of evidence gives both seen and not-yet: schools 2.")
    text = TWO_SCHOOLS.replace("reason: too-few", "reason: too-few, when: schools = 0")
    assert ("R08", "No step fits this body of evidence: schools 1.") in [(p.code, p.message) for p in check_rubric(rubric(text))]


@pytest.mark.parametrize("rule", [r for r in rules().values() if r.rubric.steps], ids=lambda r: r.id)
def test_every_shipped_rubric_can_work(rule) -> None:
    assert check_rubric(rule.rubric) == []


def study(id_: str, direction: str, design: str, quality: str = "high", low: float = 0.1, high: float = 0.3) -> Item:
    return Item(id=id_, statement=f"{id_} found it.", study_design=design, quality=quality,  # type: ignore[arg-type]
                effect=EffectSize(value=(low + high) / 2, low=low, high=high), audience=("researchers",),
                bears_on=(Bearing(element="meals", direction=direction, strength="strong"),))  # type: ignore[arg-type]


@pytest.mark.parametrize(("studies", "certainty"), [
    ([study("a", "supports", "randomised-trial"), study("b", "supports", "randomised-trial")], "High"),
    ([study("a", "supports", "randomised-trial")], "Moderate"),
    ([study("a", "supports", "randomised-trial", "low"), study("b", "supports", "randomised-trial", "low")], "Moderate"),
    ([study("a", "supports", "before-after"), study("b", "supports", "before-after")], "Low"),
    ([study("a", "supports", "cohort"), study("b", "contradicts", "cohort")], "Very low"),
    ([study(c, "supports", "quasi-experiment") for c in "abc"], "Moderate"),
    ([study("a", "supports", "randomised-trial", low=-0.1), study("b", "neutral", "randomised-trial", low=-0.2)], "Low"),
])
def test_certainty_begins_with_designs_and_doubts_lower_it(studies: list[Item], certainty: str) -> None:
    assert rules()["certainty"].score(Element(id="meals", kind="link"), base(*studies)).score == certainty


def test_the_neutral_rule_names_no_client() -> None:
    found = rules()["contribution"].score(Element(id="meals", whose=("schools",)), base(
        *said("hill", "lake", "wood"), *(dataclasses.replace(i, audience=("parents",), id=f"p-{i.id}") for i in said("x"))))
    assert found.score == "Supported"
    assert found.reasons == ("4 cases support it, 4 of them with moderate support or more (1 parents and 3 schools).",)


numbers = st.integers(0, 6)


@given(numbers, numbers, st.sampled_from(["1/2", "2/3", "0.75"]))
def test_conditions_compare_exactly(support: int, against: int, below: str) -> None:
    """Against Python's own arithmetic on whole numbers."""
    read = parse("against >= 1 and support / (support + against) < $below", {"support", "against"}, {"below": ()})
    assert not read.wrong
    top, bottom = {"1/2": (1, 2), "2/3": (2, 3), "0.75": (3, 4)}[below]
    expected = against >= 1 and support * bottom < top * (support + against)
    assert bool(read.run({"support": support, "against": against, "$below": below})) is expected


@given(st.text(alphabet="ab $()<>=-+*/0123.ndort", max_size=30))
def test_no_text_breaks_the_language(text: str) -> None:
    read = parse(text, {"a", "b"}, {"a": ("1",)})
    assert read.wrong or read.run({"a": 1, "b": 2, "$a": "1"}) is not NotImplemented
