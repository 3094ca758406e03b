"""Two names for one factor."""

from __future__ import annotations

import pytest
from tests.checks.helpers import found, messages

from sysmap.core.near_duplicates import key_of, near_duplicates


@pytest.mark.parametrize(("one", "two"), [
    ("Waiting list for care", "Waiting lists for care"),
    ("Organisation of services", "The organization of services"),
    ("Staff well-being", "Staff well being"),
    ("Access to primary care", "Access to primary care services"),
    ("Trust between partner organisations", "Trust between partner organisations locally"),
    ("Carers' health", "Carer health"),
])
def test_names_that_are_probably_one_factor(one, two):
    assert list(near_duplicates({"a": [key_of(one)], "b": [key_of(two)]})) == [("a", "b")]


@pytest.mark.parametrize(("one", "two"), [
    ("NHS budgetary system", "LA budgetary system"),
    ("Availability of formal care", "Availability of informal care"),
    ("Health inequality", "Wealth inequality"),
    ("Quality of care", "Quality of social care"),
    ("Level of trust in place 1", "Level of trust in place 2"),
    ("Level of trust in place", "Level of trust in place 2"),
    ("Shared care records in use", "Shared care records not in use"),
    ("Waiting times for planned care in North Birmingham", "Waiting times for planned care in South Birmingham"),
])
def test_names_that_look_alike_and_are_two_factors(one, two):
    assert list(near_duplicates({"a": [key_of(one)], "b": [key_of(two)]})) == []


def test_an_alias_of_one_is_the_label_of_another():
    assert messages("""
        factors:
          parity: {label: Parity of esteem, aliases: [Equal footing]}
          footing: {label: Equal footing}
    """, "M08") == ["“Equal footing” may be the same factor as “Parity of esteem”."]


def test_in_a_theory_only_the_same_label_counts():
    text = """
        factors:
          here: {label: Improved quality of local care}
          there: {label: Improved quality of local care services}
          again: {label: improved quality of local care}
    """
    assert [p.element for p in found(text, "M08", kind="theory")] == ["again"]


def test_in_a_process_the_same_barrier_may_come_up_at_two_stages():
    text = """
        layers: [{id: one, label: One}, {id: two, label: Two}]
        factors:
          a: {label: Time, layer: one}
          b: {label: Time, layer: two}
    """
    assert found(text, "M08", kind="process") == []
    more = text.rstrip() + "\n          c: {label: Time, layer: two}\n"
    assert [p.element for p in found(more, "M08", kind="process")] == ["c"]


def test_many_factors_with_one_label_are_each_told_once():
    text = "factors:\n" + "".join(f"  f{i}: {{label: Trust}}\n" for i in range(10))
    assert len(found(text, "M08")) == 9
