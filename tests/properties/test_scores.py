"""What holds for every body of evidence: order and repeats do not matter, more support never lowers the counts."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contribution.made import CASES, PROFILE, RULE

from sysmap.contribution.base import Element, gather
from sysmap.contribution.case_counting import speakers_of
from sysmap.contribution.score_margin import what_would_change
from sysmap.core.evidence import Bearing, Evidence, Item

ELEMENT = Element(id="plans", whose=("ICS", "LA"))

bearings = st.builds(
    Bearing, element=st.just("plans"), direction=st.sampled_from(["supports", "contradicts", "alternative", "context"]),
    strength=st.sampled_from(["weak", "moderate", "strong", None]))
items = st.builds(
    Item, id=st.just("x"), statement=st.sampled_from(["a", "b", "c", "d"]),
    kind=st.sampled_from(["observed", "observed", "anticipated", "hypothetical"]),
    cases=st.lists(st.sampled_from(sorted(CASES.cases)), max_size=3, unique=True).map(tuple),
    audience=st.lists(st.sampled_from(["ICS", "LA", "national", "CQC", "researchers"]), max_size=3, unique=True).map(tuple),
    round=st.lists(st.sampled_from(["pilot", "formal"]), max_size=2, unique=True).map(tuple),
    number=st.one_of(st.none(), st.integers(0, 5)), event=st.sampled_from([None, None, "audits"]),
    source_type=st.sampled_from([None, "interview", "survey"]), bears_on=st.tuples(bearings))
bodies = st.lists(items, max_size=9)
variants = st.sampled_from(["calibrated", "literal"])
units = st.sampled_from([{}, {"unit": "audience"}, {"unit": "participant"}, {"unnamed-cases": "each-item"},
                         {"mixed-case": "stronger"}, {"mixed-case": "neither"}, {"survey": "one-case"}])


def base_of(body: list[Item], split: int = 0):
    named = [dataclasses.replace(item, id=f"i{n:02}") for n, item in enumerate(body)]
    parts = [named[:split], named[split:]] if split else [named]
    return gather([Evidence(id=f"r{n}", title="R", items={i.id: i for i in part}) for n, part in enumerate(parts)], [CASES], PROFILE)


@given(bodies, st.randoms(use_true_random=False), variants, units, st.integers(0, 3))
def test_neither_order_nor_register_matters(body, random, variant, options, split) -> None:
    found = RULE.score(ELEMENT, base_of(body), options, variant)
    named = [dataclasses.replace(item, id=f"i{n:02}") for n, item in enumerate(body)]
    random.shuffle(named)
    parts = [named[:split], named[split:]]
    base = gather([Evidence(id=f"r{n}", title="R", items={i.id: i for i in p}) for n, p in enumerate(parts)], [CASES], PROFILE)
    assert RULE.score(ELEMENT, base, options, variant) == found


@given(bodies, st.data(), variants, units)
def test_repeats_change_nothing_but_the_list_of_ignored_items(body, data, variant, options) -> None:
    found = RULE.score(ELEMENT, base_of(body), options, variant)
    again = data.draw(st.lists(st.sampled_from(body), max_size=4)) if body else []
    repeated = RULE.score(ELEMENT, base_of([*body, *again]), options, variant)
    assert (repeated.score, repeated.counts, repeated.used, repeated.reasons) == (
        found.score, found.counts, found.used, found.reasons)


@given(bodies, variants)
def test_every_item_is_used_or_ignored_with_a_reason(body, variant) -> None:
    base = base_of(body)
    found = RULE.score(ELEMENT, base, variant=variant)
    assert sorted({*found.used, *(i.id for i in found.ignored)}) == sorted(base.items)
    assert all(i.why for i in found.ignored)


@given(bodies)
def test_the_count_is_the_smallest_that_satisfies_every_item(body) -> None:
    """Against brute force: the smallest set of cases, out of five of each kind and round, that every item allows."""
    base = base_of(body)
    chosen = {"same-event": "each", "survey": "ignored"}
    asked = []
    for said in base.on("plans"):
        if said.item.kind != "observed" or said.bearing.direction != "supports" or said.item.number == 0 \
                or said.item.source_type == "survey" or (set(said.item.audience) == {"researchers"} and not said.item.cases):
            continue
        asked += speakers_of(said, base)
    named = {s for s, _ in asked if s.case}
    wants = [(s, n) for s, n in asked if not s.case]
    tally = RULE.fold(ELEMENT, base, RULE.plan(chosen, "literal")).tally
    assert tally.count("p") == _smallest(named, wants)


def _smallest(named, wants) -> int:
    """Add cases one by one, the kind that helps most requests first; exact for requests nested as these are."""
    kinds = [(a, r) for a in ("ICS", "LA", "national", "CQC", "researchers") for r in ("pilot", "formal")]

    def met(chosen, want) -> bool:
        speaker, number = want
        fits = sum(1 for a, r in chosen if (not speaker.audience or a in speaker.audience.split("+"))
                   and (speaker.round is None or r == speaker.round or (r is None)))
        return fits >= number

    start = [(s.audience, s.round) for s in named]
    best = [0, 99]

    def search(chosen, at) -> None:
        if len(chosen) >= best[1]:
            return
        open_ = [w for w in wants if not met(chosen, w)]
        if not open_:
            best[1] = len(chosen)
            return
        speaker = open_[0][0]
        for a, r in kinds:
            if (not speaker.audience or a in speaker.audience.split("+")) and speaker.round in (None, r):
                search([*chosen, (a, r)], at + 1)

    if len(wants) > 4 or sum(n for _, n in wants) > 6:
        return _by_rule(named, wants)
    search(start, 0)
    return best[1]


def _by_rule(named, wants) -> int:
    from sysmap.contribution.case_counting import Tally

    tally = Tally()
    for s, n in [*((s, 1) for s in named), *wants]:
        tally.add(s, n, "supports", 1)
    return tally.count("p")


@settings(max_examples=40, deadline=None)
@given(bodies, variants)
def test_what_would_change_tells_the_truth(body, variant) -> None:
    """Every single addition it lists, carried out as an item of a new case, gives the score it promises."""
    base = base_of(body)
    found = what_would_change(RULE, ELEMENT, base, variant=variant)
    for flip in found.flips:
        if len(flip.moves) != 1 or flip.moves[0].do != "comes" or flip.moves[0].audience == "researchers":
            continue
        move = flip.moves[0]
        new = Item(id="new", statement="new", cases=("somewhere-new",), audience=(move.audience,),  # type: ignore[arg-type]
                   round=("further",), bears_on=(Bearing(element="plans", direction=move.direction or "supports",
                                                        strength=move.strength or "moderate"),))  # type: ignore[arg-type]
        assert RULE.score(ELEMENT, base_of([*body, new]), variant=variant).level == flip.level
