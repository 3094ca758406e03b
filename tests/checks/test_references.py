"""References: everything named is there, in whatever kind of document."""

from __future__ import annotations

from tests.checks.helpers import document, found, map_of, messages

from sysmap.checks import check_document, check_references
from sysmap.core.uses import Uses

SOURCES = """
    sysmap: 1
    kind: sources
    id: sources
    title: Sources
    sources: {iff-2025: {label: IFF report}}
"""


def test_a_misspelt_end_of_a_link_is_answered_with_what_was_meant():
    [problem] = found("""
        factors: {trust: Trust, sharing: Sharing of records}
        links: [{from: trsut, to: sharing}]
    """, "E01")
    assert problem.message == "“trsut->sharing” names the factor “trsut”, which is not there."
    assert problem.hint == "Did you mean trust?"
    assert problem.at == ("links", "trsut->sharing", "from")


def test_a_link_may_end_at_a_whole_layer_that_exists_and_holds_factors():
    text = """
        layers: [{id: input, label: Inputs}, {id: empty, label: Nothing here}]
        factors: {money: {label: Money, layer: input}, reach: Reach}
        links:
          - {from: "layer:input", to: reach}
          - {from: "layer:inputs", to: reach}
          - {from: "layer:empty", to: reach}
    """
    assert messages(text, "E01") == [
        "“layer:inputs->reach” names the layer “inputs”, which is not there.",
        "The link all of “Nothing here” → “Reach” stands for no link at all: the layer holds no factor.",
    ]


def test_actors_are_compared_only_where_the_map_lists_any():
    text = "factors: {trust: {label: Trust, whose: [carers]}}\n"
    assert messages(text, "E01") == []
    assert messages("actors: {ICS: ICSs}\n" + text, "E01") == [
        "“trust” names the actor “carers”, which is not there."]


def test_a_missing_register_is_told_once_not_for_every_element_that_needs_it():
    text = """
        factors:
          a: {label: A, cite: {source: iff-2025}}
          b: {label: B, cite: [{source: iff-2025}, {source: iff-2024}]}
    """
    [problem] = found(text, "E01")
    assert problem.message == "The file names sources (“iff-2025” and “iff-2024”), but no file at hand holds sources."
    assert "models/sources.yaml" in problem.hint
    assert messages(text, "E01", beside=[document(SOURCES)]) == ["“b” names the source “iff-2024”, which is not there."]


def test_a_link_to_itself_and_a_link_to_a_retired_factor():
    assert messages("""
        factors: {a: A, old: {label: Old, status: retired}}
        links:
          - {from: a, to: a}
          - {from: a, to: old}
          - {id: gone, from: old, to: a, status: retired}
    """, "E01") == [
        "A link leads from “A” to itself.",
        "The link “A” → “Old” has a retired factor at its end.",
    ]


def test_one_id_for_two_kinds_of_element_that_evidence_names_by_id():
    assert messages("""
        factors: {trust: Trust}
        assumptions: {trust: People trust each other}
    """, "E01") == ["“trust” is the id of an assumption and of a factor."]


def test_a_loop_is_joined_by_links_one_after_another():
    text = """
        layers: [{id: care, label: Care}]
        factors: {use: Use, quality: {label: Quality, layer: care}, trust: Trust}
        links:
          - {from: use, to: "layer:care"}
          - {from: quality, to: use}
        loops:
          spiral: {label: Spiral, factors: [use, quality]}
          broken: {label: Broken, factors: [use, quality, trust]}
          single: {label: Single, factors: [use]}
    """
    assert messages(text, "E01") == [
        "In the loop “Broken” no link leads from “Quality” to “Trust”.",
        "In the loop “Broken” no link leads from “Trust” to “Use”.",
        "The loop “Single” does not name two or more different factors.",
    ]


def test_the_same_thing_elsewhere_is_looked_up_only_where_the_other_file_is_at_hand():
    text = "factors: {parity: {label: Parity, maps_to: [theory/parity, theory/party, unknown/x, parity]}}\n"
    theory = map_of("factors: {parity: Parity}\n", "theory", "theory")
    assert messages(text, "E01") == ["“parity” names “parity”, which is not of the form file-id/element-id."]
    assert messages(text, "E01", beside=[theory])[0] == "“parity” names “party” in theory, which is not there."


def test_other_kinds_of_document_are_checked_in_the_same_way():
    catalogue = document("""
        sysmap: 1
        kind: mechanisms
        id: mechanisms
        title: Mechanisms
        mechanisms:
          guided: {label: Guided, replaces: [directiv]}
          directive: {label: Directive}
    """)
    [problem] = check_document(catalogue)
    assert (problem.code, problem.at, problem.hint) == (
        "E01", ("mechanisms", "guided", "replaces"), "Did you mean directive?")


def test_evidence_may_name_a_rival_of_the_theory_beside_it():
    register = document("""
        sysmap: 1
        kind: evidence
        id: register
        title: Register
        items:
          one:
            statement: The plans were made before
            kind: observed
            bears_on: [{element: change, direction: alternative, rivals: [planned]}]
    """)
    theory = map_of("factors: {change: Change}\nrivals: {planned: Already planned}\n", "theory", "theory")
    assert check_references(register, Uses([theory])) == []
    assert [p.at for p in check_references(register)] == [("items", "one", "bears_on")]


def test_a_research_framework_names_elements_of_a_theory():
    framework = document("""
        sysmap: 1
        kind: research-framework
        id: framework
        title: Framework
        items: {one: {label: One, about: [theory/trust, theory/trsut, mechanism/guided]}}
    """)
    theory = map_of("factors: {trust: Trust}\n", "theory", "theory")
    assert [p.message for p in check_references(framework, Uses([theory]))] == [
        "“one” names “trsut” in theory, which is not there."]
