"""All rules together: order, waivers, bounds, and maps that would make a careless rule hang."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.helpers import map_of

from sysmap.checks import MOST, RULES, check
from sysmap.core.elements import Factor, Layer, Link
from sysmap.core.map import Map, link_id

LACK = "factors:\n  trust: {label: Lack of trust}\n  time: {label: Lack of time}\n"


def waived(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(p.code, p.element, p.waived) for p in check(map_of(text)) if p.code in ("M02", "V01", "V02")]


def test_a_waiver_without_an_element_holds_for_the_whole_file():
    assert waived(LACK + "waive: [{code: M02, reason: The group's own words}]\n") == [
        ("M02", "trust", "The group's own words"), ("M02", "time", "The group's own words")]


def test_a_waiver_for_one_element_leaves_the_others():
    assert waived(LACK + "waive: [{code: M02, element: time, reason: Its own words}]\n") == [
        ("M02", "trust", None), ("M02", "time", "Its own words")]


def test_a_waiver_that_meets_nothing_is_told_and_one_without_a_reason_is_refused():
    text = LACK + """
waive:
  - {code: M02, element: tmie, reason: Their words}
  - {code: M02, reason: " "}
  - {code: W07, reason: Not asked here}
  - {code: M99, reason: No such rule}
  - {code: E06, reason: Asked again where scores are worked out}
"""
    found = [(p.code, p.message) for p in check(map_of(text)) if p.code in ("V01", "V02")]
    assert found == [
        ("V01", "The waiver of M02 for “tmie” meets no finding."),
        ("V02", "The waiver of M02 gives no reason, and is not applied."),
        ("V01", "The waiver of W07 meets no finding; that rule is not put to a map."),
        ("V01", "There is no rule “M99” to waive."),
    ]
    assert [p.waived for p in check(map_of(text)) if p.code == "M02"] == [None, None]


def test_findings_come_by_rule_and_then_in_the_order_of_the_map():
    problems = check(map_of(LACK + "links: [{from: trust, to: tmie}, {from: time, to: time}]\n"))
    order = list(RULES)
    assert [order.index(p.code) for p in problems] == sorted(order.index(p.code) for p in problems)
    assert [p.element for p in problems if p.code == "M02"] == ["trust", "time"]


def test_a_rule_lists_its_first_findings_and_says_how_many_more():
    text = "factors:\n" + "".join(f"  f{i}: {{label: Lack of thing {i}}}\n" for i in range(80))
    problems = [p for p in check(map_of(text + "waive: [{code: M02, element: f1, reason: So said}]\n")) if p.code == "M02"]
    assert len([p for p in problems if p.waived is None]) == MOST + 1
    assert problems[-1].message == "… and 29 more like these."
    assert [p.element for p in problems if p.waived] == ["f1"]


def test_a_map_with_nothing_in_it_is_asked_in_every_kind():
    assert {p.code for p in check(map_of("", "theory"))} == {"E02"}
    assert check(map_of("", "map")) == check(map_of("", "process")) == []


def test_links_between_whole_layers_are_followed_through_the_layer_not_spread_out():
    size = 3_000
    layers = {id_: Layer(id=id_, label=id_, stage=stage)
              for id_, stage in (("a", "activity"), ("b", "outcome"), ("c", "impact"))}
    factors = {f"f{i}": Factor(id=f"f{i}", label=f"Thing {i}", layer="abc"[i % 3]) for i in range(size)}
    ends = [("layer:a", "layer:b"), ("layer:b", "layer:c"), ("layer:c", "layer:a"), ("layer:b", "layer:b")]
    ends += [("layer:a", f"f{i}") for i in range(size)] + [(f"f{i}", "layer:b") for i in range(size)]
    links = {link_id(*pair): Link(id=link_id(*pair), from_=pair[0], to=pair[1]) for pair in ends}
    for kind in ("theory", "map", "process"):
        codes = {p.code for p in check(Map(kind=kind, id="m", title="M", layers=layers, factors=factors, links=links))}
        assert not codes & {"E03", "E04", "M12"}


def test_a_dense_map_and_a_long_chain_come_to_an_end():
    dense = {f"f{i}": Factor(id=f"f{i}", label=f"Thing {i}") for i in range(200)}
    pairs = [(a, b) for a in dense for b in dense if a != b]
    chain = {f"f{i}": Factor(id=f"f{i}", label=f"Thing {i}") for i in range(5_000)}
    steps = [(f"f{i}", f"f{i + 1}") for i in range(4_999)]
    for factors, ends in ((dense, pairs), (chain, steps)):
        links = {link_id(*pair): Link(id=link_id(*pair), from_=pair[0], to=pair[1]) for pair in ends}
        for kind in ("theory", "map"):
            assert check(Map(kind=kind, id="m", title="M", factors=factors, links=links))


LABELS = st.sampled_from(["Trust", "Lack of trust", "Staff recruitment and retention", "Brexit", "Trust", "Better care",
                          "Quality of care", "Nurses", "x" * 700, "and", ""])


@settings(max_examples=80, deadline=None)
@given(st.lists(LABELS, min_size=1, max_size=8), st.data(), st.sampled_from(["theory", "map", "process"]))
def test_the_order_of_the_file_changes_no_finding(labels, data, kind):
    layers = {id_: Layer(id=id_, label=id_, stage=stage, sphere=sphere) for id_, stage, sphere in (
        ("a", "activity", "control"), ("b", "outcome", "direct-influence"), ("c", "impact", "indirect-influence"))}
    factors = [Factor(id=f"f{i}", label=label, layer=data.draw(st.sampled_from(["a", "b", "c", None])))
               for i, label in enumerate(labels)]
    ends = st.sampled_from([f.id for f in factors] + ["layer:a", "layer:b", "nowhere"])
    links = [Link(id=f"k{i}", from_=from_, to=to, polarity=polarity) for i, (from_, to, polarity) in enumerate(data.draw(
        st.lists(st.tuples(ends, ends, st.sampled_from(["positive", "negative", "unknown"])), max_size=12)))]
    mixed = random.Random(data.draw(st.integers(0, 9)))
    found = []
    for _ in range(2):
        map_ = Map(kind=kind, id="m", title="M", layers=layers, factors={f.id: f for f in factors},
                   links={link.id: link for link in links})
        found.append(sorted(p.code for p in check(map_)))
        mixed.shuffle(factors)
        mixed.shuffle(links)
    assert found[0] == found[1]
