"""Wording of items: what is called observed and was only hoped for."""

from __future__ import annotations

import pytest

from sysmap.checks import check_document
from sysmap.core.evidence import Bearing, Evidence, Item


def found(statement: str, kind: str = "observed", direction: str = "supports") -> list[str]:
    item = Item(id="one", statement=statement, kind=kind, bears_on=(Bearing(element="a", direction=direction),))  # type: ignore[arg-type]
    return [p.code for p in check_document(Evidence(id="r", title="R", items={"one": item})) if p.code == "I05"]


@pytest.mark.parametrize("statement", [
    "The report may lead to plans.", "Plans might follow.", "It has the potential to help.", "Schools hope for calmer mornings.",
    "It is expected to help.", "It is too early to see effects."])
def test_an_observed_item_in_conditional_words_is_noted(statement: str) -> None:
    assert found(statement) == ["I05"]
    assert found(statement, kind="anticipated") == []


@pytest.mark.parametrize("statement", ["In May 2024 a plan was made.", "They could not read the timetable.", "Plans were made."])
def test_what_was_seen_is_not(statement: str) -> None:
    assert found(statement) == []


def test_an_item_that_is_context_is_left_alone() -> None:
    assert found("The report may lead to plans.", direction="context") == []
