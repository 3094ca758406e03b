"""Wording of items: what is called observed and was only hoped for."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.checks import check_document
from sysmap.checks.passages import conditional_words
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.uses import Uses
from sysmap.formats.read import read_file, read_text


def found(statement: str, kind: str = "observed", direction: str = "supports") -> list[str]:
    item = Item(id="one", statement=statement, kind=kind, bears_on=(Bearing(element="a", direction=direction),))  # type: ignore[arg-type]
    return [p.code for p in check_document(Evidence(id="r", title="R", items={"one": item})) if p.code == "I05"]


@pytest.mark.parametrize("statement", [
    "The report may lead to plans.", "Plans might follow.", "Being assessed could add stress where money is short.",
    "A head finds the club could help more.",
    "Many hope that the club could help.", "It has the potential to help.", "Schools hope for calmer mornings.",
    "It is expected to help.", "It is too early to see effects."])
def test_an_observed_item_in_conditional_words_is_noted(statement: str) -> None:
    assert found(statement) == ["I05"]
    assert found(statement, kind="anticipated") == []


@pytest.mark.parametrize("statement", [
    "In May 2024 a plan was made.", "They could not read the timetable.", "Plans were made.",
    "Several on the team would have liked more training.", "Staff would welcome longer visits.",
    "Some sent more than 500 papers, which nobody could review in full.", "Few could speak about the report.",
    "One office could hardly get the data in time.", "A head could tell the school's story properly.",
    "Staff used the form to learn what inspectors would look at.", "Scoring was explained so that nobody would think it unfair.",
    "Staff came worried and went content: they might come again."])
def test_what_was_seen_is_not(statement: str) -> None:
    assert found(statement) == []


def test_an_item_that_is_context_is_left_alone() -> None:
    assert found("The report may lead to plans.", direction="context") == []


def test_few_of_what_was_seen_in_the_registers_is_called_conditional_and_most_of_what_was_expected_is() -> None:
    """Counted by hand on all registers: of 25 notes before, 18 were wrong; now one of seven is."""
    documents = [read_file(path).document for path in sorted(Path("toc/evidence").glob("*.yaml"))]
    items = [item for one in documents if isinstance(one, Evidence) for item in one.items.values()]
    seen = [item.id for item in items if item.kind == "observed" and conditional_words(item.statement)
            and any(b.direction in ("supports", "contradicts") for b in item.bears_on)]
    assert {"c05-stress-and-workload", "manp-too-much-guidance", "mani-inspectors-short-of-time", "manr-same-challenges"} <= set(seen)
    assert len(seen) <= 8
    expected = [item for item in items if item.kind != "observed"]
    assert sum(conditional_words(item.statement) is not None for item in expected) >= len(expected) // 4


THEORY = """
sysmap: 1
kind: theory
id: club
title: Breakfast club
layers:
  - {id: early, label: Early outcomes, stage: outcome}
factors:
  trust: {label: Trust of parents, layer: early}
  framework: {label: The school's plan, layer: early}
"""


@pytest.mark.parametrize(("statement", "noted"), [
    ("Parents trust the head, whose school has plans that work.", True),
    ("Parents trust the head and the plan of the school.", True),
    ("Parents trust the head.", False),
])
def test_a_passage_that_speaks_of_a_factor_in_other_forms_of_its_words_is_noted(statement: str, noted: bool) -> None:
    item = Item(id="one", statement=statement, bears_on=(Bearing(element="trust", direction="supports"),))
    register = Evidence(id="r", title="R", items={"one": item})
    codes = [p.code for p in check_document(read_text(THEORY).map, Uses((register,)))]
    assert ("I06" in codes) is noted
