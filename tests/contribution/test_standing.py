"""Where a score stands: its rule, its other readings, what is published, and what it hangs on."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st
from tests.contribution.made import CASES, PROFILE, RULE, item
from tests.contribution.test_report import study

from sysmap.contribution.base import Element, EvidenceBase, gather
from sysmap.contribution.score_standing import standing_of
from sysmap.contribution.scoring import score_elements, score_map
from sysmap.core.evidence import Evidence, Item

PLANS = Element(id="plans", label="Plans", whose=("LA",))


def two_registers(first: list[Item], second: list[Item]) -> EvidenceBase:
    return gather([Evidence(id="visits", title="Visits", items={i.id: i for i in first}),
                   Evidence(id="calls", title="Calls in spring", items={i.id: i for i in second})], [CASES], PROFILE)


def test_a_score_says_which_register_and_case_it_hangs_on() -> None:
    base = two_registers([item("a", cases=("la1",)), item("b", cases=("la2",))], [item("c", cases=("la3",))])
    [found] = score_elements([PLANS], base, RULE)
    assert found.standing is not None
    assert found.proposal.score == "Achieved"
    assert found.standing.readings == {"literal": "Achieved"}
    assert {(o.kind, o.id, o.score) for o in found.standing.left_out} == {
        ("register", "visits", "Partially achieved"), ("register", "calls", "Partially achieved"),
        *(("case", f"la{n}", "Partially achieved") for n in (1, 2, 3))}
    assert found.standing.sentences[0] == (
        "Proposed by cqc-contribution version 1, calibrated reading; settings fitted to these six published scores.")
    assert "Without one of the registers “Calls in spring” or “Visits” it would be Partially achieved." in found.standing.sentences


def test_the_literal_reading_was_fitted_to_nothing() -> None:
    base = two_registers([item("a", cases=("la1",))], [])
    [found] = score_elements([PLANS], base, RULE, variant="literal")
    assert found.standing is not None
    assert found.standing.fitted is None
    assert list(found.standing.readings) == ["calibrated"]


def test_without_the_pilot_register_the_framework_is_partially_achieved() -> None:
    """The dependence that the report's own data have is shown beside the score."""
    map_, base, _, rule = study()
    found = {s.element.id: s.standing for s in score_map(map_, base, rule).outcomes}["performance-framework"]
    assert found is not None
    assert ("cqc-2023-la-pilots", "Partially achieved") in [(o.id, o.score) for o in found.left_out if o.kind == "register"]
    assert (found.readings, found.published) == ({"literal": "Inconclusive"}, "Achieved")


coded = st.lists(st.tuples(st.sampled_from(["la1", "la2", "la3", "ics1"]), st.sampled_from(["supports", "contradicts"]),
                           st.sampled_from(["ann", "bo"])), min_size=1, max_size=6)


@given(coded, coded)
def test_leaving_out_is_scoring_what_is_left(first, second) -> None:
    """Against gathering the rest anew."""
    def items(prefix: str, body) -> list[Item]:
        return [dataclasses.replace(item(f"{prefix}{n}", says, cases=(case,)), coder=coder)
                for n, (case, says, coder) in enumerate(body)]

    one, two = items("a", first), items("b", second)
    base = two_registers(one, two)
    now = RULE.score(PLANS, base)
    shown = {(o.kind, o.id): o.score for o in standing_of(PLANS, base, RULE, now).left_out}
    for kind, name, left in [("register", "visits", ([], two)), ("register", "calls", (one, [])), *(
            ("case", case, tuple([i for i in part if case not in i.cases] for part in (one, two)))
            for case in {i.cases[0] for i in (*one, *two)}), *(
            ("coder", coder, tuple([i for i in part if i.coder != coder] for part in (one, two)))
            for coder in {i.coder for i in (*one, *two)})]:
        number = len({s.register if kind == "register" else s.item.coder if kind == "coder" else s.item.cases[0]
                      for s in base.on("plans")})
        after = RULE.score(PLANS, two_registers(*left))
        expected = after.score if after.level != now.level and number > 1 else None
        if base.on("plans") and (left[0] or left[1]):
            assert shown.get((kind, name)) == expected
