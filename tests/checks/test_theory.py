"""The shape of a theory: ways from activity to impact, assumptions where it could break, mechanisms that apply."""

from __future__ import annotations

from tests.checks.helpers import document, found, map_of, messages

LAYERS = """
    layers:
      - {id: activity, label: Activities, stage: activity, sphere: control}
      - {id: side, label: Provider level, stage: activity}
      - {id: early, label: Early outcomes, stage: outcome, sphere: direct-influence}
      - {id: late, label: Late outcomes, stage: outcome, sphere: indirect-influence}
      - {id: impact, label: Impact, stage: impact, sphere: indirect-influence}
"""
FACTORS = LAYERS + """
    factors:
      visit: {label: Home visits, layer: activity}
      referral: {label: Referral, layer: side}
      trust: {label: Greater trust, layer: early}
      use: {label: Earlier use of services, layer: late}
      health: {label: Better health, layer: impact}
"""


def test_a_link_from_a_whole_layer_leads_on_from_each_of_its_factors():
    text = FACTORS + """
    links:
      - {from: "layer:activity", to: "layer:early"}
      - {from: trust, to: use}
      - {from: "layer:late", to: "layer:impact"}
    """
    assert messages(text, "E03", "theory") == []
    assert messages(text, "E04", "theory") == ["“Referral” leads to no outcome."]


def test_what_no_activity_reaches_is_named():
    text = FACTORS + """
    links:
      - {from: visit, to: trust}
      - {from: use, to: health}
    """
    assert messages(text, "E03", "theory") == ["No activity leads to the outcome “Earlier use of services”."]
    assert messages(text, "E04", "theory") == [
        "No activity leads to the impact “Better health”.", "“Referral” leads to no outcome."]


def test_a_retired_link_and_an_association_lead_nowhere():
    text = FACTORS + """
    links:
      - {from: visit, to: trust, status: retired}
      - {from: visit, to: use, kind: association}
    """
    assert len(messages(text, "E03", "theory")) == 2


def test_a_layer_beside_the_chain_does_not_count_as_leapt_over():
    text = FACTORS + """
    links:
      - {from: visit, to: trust}
      - {from: visit, to: use}
      - {from: trust, to: use}
      - {from: use, to: health}
      - {from: visit, to: health}
      - {from: referral, to: health}
    """
    assert messages(text.replace("- {from: referral, to: health}\n", ""), "W01", "theory") == [
        "The link “Home visits” → “Better health” leaps over “Early outcomes” and “Late outcomes”."]
    assert "“Provider level”" in messages(text, "W01", "theory")[0]


def test_what_must_hold_may_stand_on_the_link_or_on_what_it_leads_to():
    text = FACTORS + """
    links:
      - {from: visit, to: trust}
      - {from: trust, to: use, conditions: [open]}
      - {from: use, to: health, assumptions: [helps]}
      - {from: referral, to: health}
    conditions: {open: Services are open}
    assumptions: {helps: Services help}
    """
    assert messages(text, "W04", "theory") == [
        "Nothing is said about what must hold for “Home visits” → “Greater trust”.",
        "Nothing is said about what must hold for “Referral” → “Better health”.",
    ]
    settled = text.replace("{label: Better health, layer: impact}", "{label: Better health, layer: impact, conditions: [open]}")
    assert len(messages(settled, "W04", "theory")) == 1


def test_an_assumption_that_supports_one_in_use_is_in_use():
    assert messages(FACTORS + """
    links: [{from: visit, to: trust, assumptions: [acted-on]}]
    assumptions:
      acted-on: {label: Findings are acted on}
      no-powers: {label: There are no powers to enforce, kind: constraint, supports: [acted-on]}
      loose: {label: The sun shines}
    """, "W06", "theory") == ["No link rests on the assumption “The sun shines”."]


def test_an_assumption_about_behaviour_counts_as_critical_unless_said_otherwise():
    text = FACTORS + """
    assumptions:
      act: {label: Findings are acted on, kind: behaviour}
      talk: {label: People talk, kind: behaviour, critical: false}
      holds: {label: Money comes, critical: true, status: holding}
    """
    assert [p.element for p in found(text, "W05", "theory")] == ["act"]


def test_a_mechanism_that_belongs_to_the_other_setting_names_the_one_that_takes_its_place():
    catalogue = document("""
        sysmap: 1
        kind: mechanisms
        id: mechanisms
        title: Mechanisms
        mechanisms:
          directive: {label: Directive, settings: [provider]}
          guided: {label: Guided, settings: [system], replaces: [directive]}
          systemic: {label: Systemic, roles: {system: {tier: not-applicable}}}
    """)
    text = "setting: system\nfactors:\n  a: {label: A, mechanisms: [directive, Guided, systemic, guidde]}\n"
    assert [(p.message, p.hint) for p in found(text, "W19", "theory", [catalogue])] == [
        ("The mechanism “Directive” does not apply to systems.", "There guided takes its place."),
        ("There is no mechanism “Guided”.", "Did you mean guided?"),
        ("The mechanism “Systemic” does not apply to systems.", "Take it off, or check the `setting:` of the map."),
        ("There is no mechanism “guidde”.", "Did you mean guided?"),
    ]
    assert len(found(text.replace("setting: system\n", ""), "W19", "theory", [catalogue])) == 2
    assert messages(text, "W19", "theory") == [
        "The map names mechanisms (“directive”, “Guided”, “systemic” and “guidde”), but no file at hand holds mechanisms."]


def test_an_outcome_is_measured_in_the_research_framework_of_the_version_before():
    framework = document("""
        sysmap: 1
        kind: research-framework
        id: framework
        title: Framework
        items:
          one: {label: Trust, about: [example-2024/trust], measures: [{text: Share who would call again}]}
    """)
    text = 'version: {name: "2025", supersedes: example-2024}\n' + """
layers: [{id: early, label: Early, stage: outcome}]
factors:
  trust: {label: Greater trust, layer: early}
  use: {label: Earlier use, layer: early}
"""
    assert messages(text, "I04", "theory") == ["2 of 2 outcomes have no indicator: “Greater trust” and “Earlier use”."]
    assert messages(text, "I04", "theory", [framework]) == ["1 of 2 outcomes has no indicator: “Earlier use”."]


def test_incoherence_is_that_of_the_links_not_marked_as_feedback():
    text = FACTORS + """
    links:
      - {from: visit, to: trust}
      - {from: trust, to: use}
      - {from: use, to: visit}
    """
    [problem] = found(text, "W24", "theory")
    assert "incoherence 1.00" in problem.message
    assert not found(text.replace("{from: use, to: visit}", "{from: use, to: visit, kind: feedback}"), "W24", "theory")


def test_the_longest_chain_does_not_run_round_a_loop():
    letters = "abcdef"
    text = LAYERS + "    factors:\n      go: {label: Go, layer: activity}\n      end: {label: End, layer: impact}\n" + "".join(
        f"      {x}: {{label: {x.upper()}, layer: early}}\n" for x in letters) + "    links:\n" + "".join(
        f"      - {{from: {a}, to: {b}}}\n" for a, b in [
            ("go", "a"), ("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "a"), ("f", "end")])
    assert messages(text, "I02", "theory") == []
    straight = text.replace("      - {from: f, to: a}\n", "")
    assert messages(straight, "I02", "theory") == ["The longest chain has 7 links: “Go” → … → “End”."]


def test_a_score_beyond_the_ceiling_and_one_without_its_rule():
    text = LAYERS + """
    ceiling: early
    factors:
      health: {label: Better health, layer: impact, score: {label: Achieved, rubric: cqc}}
      trust: {label: Greater trust, layer: early, score: {label: Achieved, rubric: cqc, rubric_version: 1}}
    claims: {works: {label: It works, score: {label: Achieved}}}
    """
    assert [p.element for p in found(text, "W17", "theory")] == ["health"]
    assert [(p.element, p.hint) for p in found(text, "E06", "theory")] == [
        ("health", "Add `rubric_version:`, as the rubric's file gives it."), ("works", "Add `rubric:` and `rubric_version:`.")]


def test_a_newer_version_is_compared_with_the_older_one_where_it_is_at_hand():
    older = map_of("""
        layers: [{id: early, label: Early}, {id: late, label: Late}]
        factors:
          insight: {label: Insight, layer: early}
          trust: {label: Trust of partners, layer: early}
          gone: {label: Gone, layer: early}
        links: [{from: insight, to: trust}]
    """, "theory", "example-2024")
    text = """
        version: {name: "2025", supersedes: example-2024}
        layers: [{id: early, label: Early}, {id: late, label: Late}]
        factors:
          insight: {label: Insight, layer: late}
          trust: {label: Trust of key stakeholders, layer: early}
          fresh: {label: Better relationships, layer: early}
        links: [{from: trust, to: insight}, {from: fresh, to: trust}]
        changes:
          - {id: c1, kind: relabel, before: partner, after: key stakeholder, reason: Their word}
          - {id: c2, kind: add, element: fresh, after: Better relationships}
    """
    assert messages(text, "W25", "theory", [older]) == [
        "The change log gives no reason for “Better relationships” (add).",
        "“Insight” moved from early to late since example-2024, and the change log does not say so.",
        "“Gone” was taken out since example-2024, and the change log does not say so.",
        "The link “Trust of key stakeholders” → “Insight” was added since example-2024, and the change log does not say so.",
        "The link insight->trust was taken out since example-2024, and the change log does not say so.",
    ]
    assert len(messages(text, "W25", "theory")) == 1
