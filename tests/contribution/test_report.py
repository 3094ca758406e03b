"""The report's own results from the coded evidence, with no score written in by hand.

Where the coded evidence honestly gives another score than the published one, the test asserts the difference, and that the
published score stands beside it as an override with the report's reason.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sysmap.contribution.base import EvidenceBase, outcomes
from sysmap.contribution.rubric import Rule
from sysmap.contribution.scoring import score_map, switches
from sysmap.contribution.tables import likelihood_order, mechanism_table, participation, surveys
from sysmap.core.library import Cases, Mechanisms
from sysmap.core.map import Map
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

ROOT = Path(__file__).parents[2]


@cache
def study() -> tuple[Map, EvidenceBase, tuple, Rule]:
    project = Project.open(ROOT / "toc/cqc-system-assessment-2025.yaml", Workspace(ROOT))
    assert project.evidence.problems == ()
    return project.map, project.evidence, project.documents, project.rule("cqc-contribution")[0]


def scores(variant: str) -> dict[str, str]:
    map_, base, _, rule = study()
    return {s.element.id: s.proposal.score for s in score_map(map_, base, rule, variant=variant).outcomes
            if s.element.published}


def test_tables_10_2_and_10_3_under_the_calibrated_reading() -> None:
    """Five of the six published scores come from the coded evidence."""
    assert scores("calibrated") == {
        "performance-framework": "Achieved", "system-regulation-understanding": "Inconclusive",
        "improvements": "Achieved", "system-understanding": "Partially achieved",
        "inclusive-improvements": "Partially achieved", "insight": "Not achieved"}


def test_the_sixth_stands_as_an_override_with_the_reports_reason() -> None:
    """Understanding of system regulation: CQC and both ICSs also say what is not understood, and the rule calls that
    contradictory; the report calls it a gap on ICSs and scores Partially achieved."""
    map_, base, _, rule = study()
    overridden = [s for s in score_map(map_, base, rule).outcomes if s.override]
    assert [s.element.id for s in overridden] == ["system-regulation-understanding"]
    override = overridden[0].override
    assert override is not None
    assert (override.score, override.origin, override.role) == ("Partially achieved", "published", "IFF Research")
    assert "unsure how best to regulate ICSs" in override.reason
    assert overridden[0].score == "Partially achieved"


def test_what_the_literal_reading_gives_otherwise() -> None:
    """Without the gates: framework and insight Inconclusive (weak contradiction and CQC's own word count in full),
    inclusion Achieved (general impressions add up)."""
    literal, calibrated = scores("literal"), scores("calibrated")
    assert {k: v for k, v in literal.items() if v != calibrated[k]} == {
        "performance-framework": "Inconclusive", "insight": "Inconclusive", "inclusive-improvements": "Achieved"}


def test_one_setting_decides_the_sixth_score() -> None:
    """Testing for scarcity before contradiction would give the published score; the tool says so."""
    map_, base, _, rule = study()
    turned = switches([e for e in outcomes(map_) if e.published], base, rule)
    assert ("first-test", "count", {"system-regulation-understanding": "Partially achieved"}) in turned


def test_long_term_outcomes_are_not_scored() -> None:
    map_, base, _, rule = study()
    beyond = [s for s in score_map(map_, base, rule).outcomes if s.element.layer == "long-term"]
    assert len(beyond) == 7
    assert {s.proposal.score for s in beyond} == {"Not scored"}


def test_long_term_outcomes_by_perceived_likelihood_with_the_seventh_unranked() -> None:
    assert [(place, id_) for place, id_, _ in likelihood_order(study()[0])] == [
        (1, "local-quality"), (2, "statutory-purpose"), (2, "local-equity"), (4, "national-priorities"),
        (5, "strategic-aims"), (6, "parity"), (None, "national-quality")]


def test_mechanisms_in_three_tiers() -> None:
    map_, base, documents, _ = study()
    rows = mechanism_table(map_, base, [d for d in documents if isinstance(d, Mechanisms)])
    assert {tier: {r.id for r in rows if r.tier == tier} for tier in dict.fromkeys(r.tier for r in rows)} == {
        "most-impact": {"anticipatory", "guided"}, "some-weaker": {"organisational", "relational"},
        "needs-wider-activity": {"informational", "stakeholder", "lateral"}}
    assert all(row.agrees for row in rows)


def test_participants_add_up_as_printed() -> None:
    """Table 3.1: 51 in LAs, 34 in ICSs, 12 national stakeholders, 10 CQC staff, 107 in all."""
    found = participation([d for d in study()[2] if isinstance(d, Cases)])
    assert (found.totals, found.total, found.odd) == ({"ICS": 34, "LA": 51, "national": 12, "CQC": 10}, 107, ())
    assert {row[0]: row[5] for row in found.rows}["lincolnshire-la"] == 12


def test_surveys_add_up_as_printed() -> None:
    """50, 28 and 14 responses; answers to one question sum to 100 but for rounding (99 and 101)."""
    found = {s["id"]: s for s in surveys([d for d in study()[2] if isinstance(d, Cases)])}
    assert [found[i]["people_total"] for i in ("information-return-survey", "on-site-survey", "report-survey")] == [50, 28, 14]
    assert all(s["adds_up"] for s in found.values())
    assert found["on-site-survey"]["sums"]["local-context"] == 99
    assert found["report-survey"]["sums"]["report-accuracy"] == 101
    one = next(f for f in found["report-survey"]["figures"] if f["id"] == "accurate-agree")
    assert one["count"] == 1, "8 per cent of 13 is one person"
    no_base = next(f for f in found["report-survey"]["figures"] if f["id"] == "scores-accurate")
    assert no_base["count"] is None


def test_the_theory_of_2024_is_scored_from_the_evidence_of_the_report() -> None:
    """Tables 10.2 and 10.3 score the outcomes of the theory of 2024; the evidence stands with that of 2025, by the same ids."""
    from sysmap.project import Project

    older = Project.open("cqc-system-assessment-2024", Workspace(ROOT))
    assert older.carried_from is not None
    assert older.carried_from.id == "cqc-system-assessment-2025"
    assert older.left_behind == (
        "improved-relationships", "improved-relationships->improvements", "improved-relationships->inclusive-improvements",
        "improved-relationships->system-understanding", "performance-framework->insight"), "said, and not counted"
    scoring = older.scores
    assert scoring is not None
    found = {s.element.id: s.proposal.score for s in scoring.outcomes}
    assert {id_: found[id_] for id_ in ("performance-framework", "improvements", "system-understanding",
                                        "inclusive-improvements")} == {
        "performance-framework": "Achieved", "improvements": "Achieved", "system-understanding": "Partially achieved",
        "inclusive-improvements": "Partially achieved"}


def test_a_theory_without_a_register_is_never_not_achieved() -> None:
    from sysmap.project import Project

    bare = Project.open("provider-registration", Workspace(ROOT))
    scoring = Project.of(bare.map, bare.documents).scores
    assert scoring is not None
    assert {s.proposal.score for s in scoring.outcomes} <= {"No evidence yet", "Not scored"}
