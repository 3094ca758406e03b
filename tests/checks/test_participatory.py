"""The checking round of a systems map."""

from __future__ import annotations

from tests.checks.helpers import found, messages

THREE = """
    factors: {trust: Trust, sharing: Sharing of records, quality: Quality of care}
    links:
      - {from: trust, to: sharing, polarity: positive}
      - {from: sharing, to: quality, polarity: positive}
"""


def test_a_chain_of_the_other_sign_is_another_influence():
    for polarity, number in (("positive", 1), ("unknown", 1), ("mixed", 1), ("negative", 0)):
        text = THREE + f"      - {{from: trust, to: quality, polarity: {polarity}}}\n"
        assert len(found(text, "M11")) == number, polarity
    assert messages(THREE + "      - {from: trust, to: quality, polarity: positive}\n", "M11") == [
        "“Trust” → “Quality of care” is drawn directly and also by way of “Sharing of records”."]


def test_islands_are_factors_and_parts_but_an_association_joins():
    text = """
        factors: {a: A, b: B, c: C, d: D, e: E, f: F}
        links:
          - {from: a, to: b}
          - {from: c, to: d}
          - {from: a, to: f, kind: association}
    """
    assert messages(text, "M12") == [
        "“E” is joined to nothing.",
        "The map falls into 2 parts that no link joins: “A” with 2 more and “C” with 1 more.",
    ]
    assert messages(text, "M12", kind="process") == ["“E” is joined to nothing."]
    assert messages("factors: {a: A}\n", "M12") == []


def test_a_link_to_a_whole_layer_joins_its_factors():
    assert messages("""
        layers: [{id: out, label: Outside}]
        factors: {inflation: {label: Inflation, layer: out}, age: {label: Age, layer: out}, budget: Budget}
        links: [{from: "layer:out", to: budget}]
    """, "M12") == []


def test_a_cause_from_outside_or_with_a_story_needs_none():
    assert [p.element for p in found("""
        factors:
          inflation: {label: Inflation, control: none}
          weather: {label: Weather, role: context}
          told: {label: Told, definition: Somebody said what it is}
          silent: Silent
          budget: {label: Budget, focal: true}
        links:
          - {from: inflation, to: budget}
          - {from: weather, to: budget}
          - {from: told, to: budget}
          - {from: silent, to: budget}
    """, "M13")] == ["silent"]


def test_dead_ends_are_what_the_map_is_not_about():
    text = THREE.replace("quality: Quality of care", "quality: {label: Quality of care, focal: true}, end: End")
    text += "      - {from: sharing, to: end}\n"
    assert [p.element for p in found(text, "M14")] == ["end"]


def test_one_finding_names_the_factors_and_links_where_something_is_not_said():
    assert messages(THREE, "M07") == [
        "3 of 3 factors have no definition: “Trust”, “Sharing of records” and “Quality of care”."]
    text = THREE.replace("to: sharing, polarity: positive", "to: sharing")
    assert messages(text, "M10") == ["1 of 2 links has no sign: “Trust” → “Sharing of records”."]


def test_a_note_that_defines_a_factor_is_a_definition():
    assert messages("factors: {a: {label: A, notes: {text: How much of it there is, kind: definition}}}\n", "M07") == []


def test_feedback_through_a_whole_layer_is_feedback():
    text = """
        layers: [{id: care, label: Care}]
        factors: {a: {label: A, layer: care}, b: {label: B, layer: care}, c: C}
        links: [{from: c, to: "layer:care"}, {from: a, to: b}]
    """
    assert messages(text, "M15") == ["No factor of the map acts back on itself by way of others."]
    assert messages(text.replace("{from: a, to: b}", "{from: b, to: c}"), "M15") == []


def test_a_loop_is_named_after_its_signs():
    text = THREE + """
      - {from: quality, to: trust, polarity: negative}
    loops:
      spiral: {label: Spiral, factors: [trust, sharing, quality], kind: reinforcing}
    """
    assert messages(text, "M17") == [
        "The loop “Spiral” is called reinforcing, but with 1 negative link it is balancing."]
    assert messages(text.replace("polarity: negative", "polarity: unknown"), "M17") == []
