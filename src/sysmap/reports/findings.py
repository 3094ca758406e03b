"""Findings: outcomes with their scores, grouped by the questions that were asked; mechanisms; what lies beyond scoring."""

from __future__ import annotations

import dataclasses
from collections import Counter

from sysmap.contribution.base import Element
from sysmap.contribution.scoring import Scored
from sysmap.contribution.tables import mechanism_table
from sysmap.core.elements import Factor, Link
from sysmap.core.evidence import Bearing, EffectSize, Item
from sysmap.core.library import Mechanisms, ResearchQuestion
from sysmap.core.record import fields_of
from sysmap.core.sentences import join_words
from sysmap.reports.answers import BOUND, Answers, ask
from sysmap.reports.blocks import NO_SHEET, Block, Bullets, Cell, DataTable, Figure, Heading, Para
from sysmap.reports.parts import balance, bullets, counted, evidence_counts, evidence_table, missing
from sysmap.reports.report_input import ReportInput
from sysmap.views.charts import bars_svg, bars_words
from sysmap.views.tables import element_rows, evidence_rows, link_rows

__all__ = ["data_tables", "findings", "headline", "score_counts", "score_data", "score_table", "standing"]

MOST_ITEMS = 6
"""Items of evidence on an outcome in the report itself; the evidence annex has all."""
TIERS = {"most-impact": "Most impact so far", "some-weaker": "Some evidence, weaker",
         "needs-wider-activity": "Needs wider activity first", "not-applicable": "Not applicable here"}


def standing(scored: Scored) -> str:
    """The score that stands: the people's decision where there is one, else what the rule proposes."""
    return scored.score


def headline(given: ReportInput) -> list[Block]:
    """Every outcome with its scores, in a table for each layer."""
    scored = [one for one in given.scored.values() if one.element.in_scope]
    if not scored:
        return [missing("No outcome of this theory is scored: it has no outcomes that it answers for, or is not a theory.")] \
            if given.map.kind == "theory" else []
    out: list[Block] = [Heading(2, "Scores at a glance")]
    differing = [one for one in scored if one.agrees is False]
    if differing:
        out.append(Para(
            f"For {len(differing)} of {len(scored)} outcomes the rule proposes another score than the published one; both are "
            "shown, with reasons.", kind="note"))
    layers = list(dict.fromkeys(one.element.layer for one in scored))
    tables = [score_table(given, [one for one in scored if one.element.layer == layer], _layer(given, layer)) for layer in layers]
    return [*out, *(dataclasses.replace(table, name=f"scores-{at}" if at else "scores") for at, table in enumerate(tables))]


def prefixed(given: ReportInput, element: Element) -> str:
    """An outcome's label after the actors it is about, as theories print it."""
    return (f"{given.actors(element.whose)}: " if element.whose else "") + element.label


def score_table(given: ReportInput, scored: list[Scored], title: str) -> DataTable:
    """Outcomes with the score that stands, the proposed one in every reading, the published one, the reason in a line."""
    rows = []
    others = list(dict.fromkeys(name for one in scored if one.standing for name in one.standing.readings))
    for one in scored:
        published = one.element.published
        reason = published.reason if published and published.reason else (one.proposal.reasons or ("",))[0]
        override = f" (set by {one.override.role})" if one.override and one.override.role else ""
        proposed = one.proposal.score + (" (fragile)" if one.proposal.margin == 1 else "")
        rows.append((prefixed(given, one.element), standing(one) + override, proposed,
                     *(one.standing.readings.get(name, "") if one.standing else "" for name in others),
                     published.label if published else "none", reason))
    heads = ("Outcome", "Score", "Rule proposes", *(f"{name.capitalize()} reading" for name in others), "Published", "Reason")
    fitted = next((f" {one.standing.fitted[0].upper()}{one.standing.fitted[1:]}." for one in scored
                   if one.standing and one.standing.fitted), "")
    return DataTable(f"Scores: {title}", heads, tuple(rows), sheet=NO_SHEET, slide=True,
                 note=f"Scoring rule: {given.rule}.{fitted} A score proposed by the rule is a proposal; people decide.")


def score_data(given: ReportInput) -> DataTable | None:
    """Every score in one tidy table, for a workbook."""
    rows = tuple((
        one.element.id, one.element.label, "; ".join(one.element.whose), _layer(given, one.element.layer), standing(one),
        one.proposal.score, one.element.published.label if one.element.published else None,
        (one.element.published.reason if one.element.published else None), " ".join(one.proposal.reasons),
        one.proposal.margin, one.proposal.in_the_way, len(one.proposal.used),
        len(one.proposal.ignored), "; ".join(one.proposal.used),
        " ".join(one.standing.sentences) if one.standing else None) for one in given.scored.values())
    return DataTable("Scores", ("id", "outcome", "whose", "layer", "score", "proposed", "published", "published_reason",
                            "proposed_reasons", "margin", "gates_failed", "items_used", "items_ignored", "used", "standing"), rows,
                 sheet="Scores", note=f"Scoring rule: {given.rule}.") if rows else None


def _layer(given: ReportInput, layer: str | None) -> str:
    found = given.map.layers.get(layer or "")
    return found.label if found else "in no layer"


def findings(given: ReportInput, level: int) -> list[Block]:
    """Findings question by question; what no question asks about comes under a heading of its own."""
    answers = ask(given)
    covered: set[str] = set()
    out: list[Block] = []
    for framework in given.frameworks():
        for question in framework.questions.values():
            asked = [element for item in framework.items.values() if item.question == question.id
                     for element in given.elements_asked(item.about)]
            outcomes = [given.scored[id_] for id_ in dict.fromkeys(asked)
                        if id_ in given.scored and id_ not in covered and given.scored[id_].element.in_scope]
            mechanisms = any(id_.startswith("mechanism:") for id_ in asked) and "mechanisms" not in covered
            others = [id_ for id_ in dict.fromkeys(asked) if id_ not in given.scored and id_ in given.map.factors]
            out.append(Heading(level, question.label))
            before = len(out)
            for one in outcomes:
                out += outcome_part(given, one, level + 1, answers)
            covered |= {one.element.id for one in outcomes}
            if mechanisms:
                covered.add("mechanisms")
                out += mechanism_part(given, level + 1, answers)
            if others:
                out.append(_asked_table(given, others, question, answers))
            if len(out) == before:
                covered.add("whole")
                out.append(Para("The research framework gives this question no element of the theory to itself. What the map as "
                                "a whole and the scores say bears on it."))
                out += [*answers.whole(level + 1), *_in_the_way(given, level + 1)]
    left = [one for one in given.scored.values() if one.element.in_scope and one.element.id not in covered]
    if left:
        if given.frameworks():
            out.append(Heading(level, "Outcomes that no question names"))
        for one in left:
            out += outcome_part(given, one, level + (1 if given.frameworks() else 0), answers)
    beyond = [one for one in given.scored.values() if not one.element.in_scope]
    if beyond:
        out += beyond_part(given, beyond, level)
    if "mechanisms" not in covered:
        out += mechanism_part(given, level, answers)
    out += survey_part(given, level)
    if not given.scored:
        out += _goals_part(given, level, answers)
    if "whole" not in covered and given.map.factors:
        out += [*answers.whole(level), *_in_the_way(given, level + 1)]
    return out


def _goals_part(given: ReportInput, level: int, answers: Answers) -> list[Block]:
    """What the map says of the outcomes that nobody scores."""
    out: list[Block] = []
    for goal in answers.goals:
        out += [Heading(level, given.labels.get(goal, goal)), *bullets(answers.on(goal)), Para(counted(given, goal), lead="Evidence:")]
    return out


def _in_the_way(given: ReportInput, level: int) -> list[Block]:
    """What stands between the outcomes and a better score, and which scores are fragile."""
    scored = [one for one in given.scored.values() if one.element.in_scope]
    lines = [f"“{one.element.label}”: {one.proposal.in_the_way}"
             for one in scored if one.proposal.gates]
    fragile = [one.element.label for one in scored if one.proposal.margin == 1]
    out: list[Block] = []
    if lines:
        out += [Heading(level, "What a better score would take"), Bullets(tuple(lines), slide=True)]
    if fragile:
        out.append(Para(f"One case more or fewer would change the score of {len(fragile)} of {len(scored)} outcomes: "
                        f"{join_words([f'“{label}”' for label in fragile])}.", lead="Fragile scores."))
    return out


def outcome_part(given: ReportInput, one: Scored, level: int, answers: Answers) -> list[Block]:
    """One outcome: score, reasons, what would change it, what the map says of it, evidence for and against."""
    element, proposal = one.element, one.proposal
    factor = given.map.factors[element.id]
    out: list[Block] = [Heading(level, element.label), *given.own(element.id)]
    about = [f"An outcome for {given.actors(factor.whose)}." if factor.whose else "", factor.definition or ""]
    if any(about):
        out.append(Para(" ".join(part for part in about if part)))
    if element.published:
        out.append(Para(f"{element.published.label}. {element.published.reason or ''}".strip(), lead="Published score:"))
    out.append(Para(" ".join((f"{proposal.score}.", *proposal.reasons)), lead="The rule proposes:"))
    if one.override and one.override.origin == "register":
        date = f", {one.override.date}" if one.override.date else ""
        by = f" ({one.override.role}{date})" if one.override.role else ""
        out.append(Para(f"{one.override.score}{by}. {one.override.reason}", lead="Decided otherwise:"))
    if proposal.gates:
        out.append(Para(proposal.in_the_way, lead="What stands in the way of a higher score:"))
    if one.standing is not None:
        out.append(Para(" ".join(one.standing.sentences), lead="Where it stands:"))
    said = answers.on(element.id)
    if said:
        out += [Para("", lead="What the map says of it:"), Bullets(tuple(said))]
    table = evidence_table(given, element.id, f"Evidence on “{element.label}”", MOST_ITEMS)
    out.append(Para(counted(given, element.id), lead="Evidence:", see=(table.name,) if table else ()))
    return [*out, table] if table else out


def _asked_table(given: ReportInput, elements: list[str], question: ResearchQuestion, answers: Answers) -> DataTable:
    rows = tuple((given.labels.get(id_, id_), answers.reach_of(id_), counted(given, id_)) for id_ in elements)
    return DataTable(f"Other elements asked about: {question.label}", ("Element", "Leads to", "Evidence"), rows,
                 note=f"Leads to: by paths of at most {BOUND} links; the word is the sign of the influence.",
                 sheet=f"Asked, {question.id}")


def beyond_part(given: ReportInput, beyond: list[Scored], level: int) -> list[Block]:
    """Outcomes beyond what the theory answers for: not scored, with their place in a published order of likelihood."""
    ordered = sorted(beyond, key=lambda one: (one.element.likelihood or 10_000, one.element.label))
    rows = tuple((prefixed(given, one.element), one.element.likelihood or "not ranked",
                  counted(given, one.element.id)) for one in ordered)
    return [Heading(level, "Longer-term outcomes"),
            Para("These lie beyond what the theory answers for at this stage and are not scored. Where the source ranks how "
                 "likely people held them to be, the place is given: a perception, not evidence; ties share a place."),
            DataTable("Longer-term outcomes by perceived likelihood", ("Outcome", "Place", "Evidence"), rows,
                  sheet="Longer-term outcomes", slide=True)]


def mechanism_part(given: ReportInput, level: int, answers: Answers) -> list[Block]:
    """Through which mechanisms the programme has had impact: a table of judgements, each mechanism in words, the ways."""
    found = given.mechanisms()
    if not found:
        return []
    proposed = {row.id: row for row in mechanism_table(given.map, given.base, given.of(Mechanisms))}
    order = list(TIERS)
    ranked = sorted(found, key=lambda pair: order.index(pair[1][1].tier) if pair[1][1] and pair[1][1].tier in order else 9)
    rows, words = [], []
    for name, (mechanism, role) in ranked:
        row = proposed.get(f"mechanism:{mechanism.id}") or proposed.get(mechanism.id)
        rows.append((name, TIERS.get(role.tier or "", "not said") if role else "not said",
                     TIERS.get(row.tier or "", row.tier) if row else "not rated", balance(given, f"mechanism:{mechanism.id}")))
        example = role.example if role else None
        made_up = " (made up by the source; not evidence)" if role and role.hypothetical else ""
        said = [(role.definition if role and role.definition else mechanism.definition) or "", (role.finding if role else "") or "",
                f"Example: {example.rstrip('.')}{made_up}." if example else ""]
        words.append(Para(" ".join(part for part in said if part), lead=f"{name}."))
    ways = [f"“{given.labels.get(goal, goal)}”: {way}" for goal in answers.goals if (way := answers.way(goal))]
    return [Heading(level, "Impact mechanisms"),
            DataTable("Mechanisms and how far they were found to work",
                  ("Mechanism", "The source finds", "The rule proposes", "Evidence items"), tuple(rows), sheet="Mechanisms",
                  slide=True), *words,
            *([Para("Through which mechanisms outcomes are reached:"), *bullets(ways)] if ways else [])]


def survey_part(given: ReportInput, level: int) -> list[Block]:
    """Survey figures with their bases, as published."""
    surveys = [survey for register in given.cases for survey in register.surveys.values() if survey.figures]
    if not surveys:
        return []
    out: list[Block] = [Heading(level, "What the surveys say")]
    for survey in surveys:
        figures = list(survey.figures.values())
        who = f" by people of {survey.authorities} authorities" if survey.authorities else ""
        out.append(Para(f"{survey.responses or 'An unknown number of'} responses{who}. {survey.about or ''}".strip(),
                        lead=f"{survey.label}."))
        pairs = [(one.label, one.percent) for one in figures]
        out.append(Figure(survey.label, bars_svg(pairs, title=f"{survey.label}, per cent", unit="%"),
                          f"Bar chart: {bars_words(pairs[:3], unit='%').rstrip('.')} …", bars_words(pairs, unit="%")))
        out.append(DataTable(f"{survey.label}: figures and bases", ("Answer", "Per cent", "Base"), tuple(
            (one.label, one.percent if one.percent is not None else "not printed",
             one.base if one.base is not None else "not printed") for one in figures),
            sheet=survey.label.partition(":")[0], chart="bars"))
    return out


def data_tables(given: ReportInput) -> list[DataTable]:
    """Tidy tables for a workbook: factors, links, evidence; one row a thing, one value a cell."""
    found = [("Factors", element_rows(given.map.factors)), ("Links", link_rows(given.map)),
             ("Evidence", evidence_rows(given.map, given.uses))]
    tables = [score_counts(given), evidence_counts(given), score_data(given)]
    tables += [DataTable(name, tuple(rows[0]), tuple(tuple(row.values()) for row in rows), sheet=name,
                         folded=_FOLDED[name]) for name, rows in found if rows]
    shown = [table for table in tables if table is not None]
    return [*shown, _dictionary([table for table in shown if not table.chart])]


def score_counts(given: ReportInput) -> DataTable | None:
    """How many outcomes have each score."""
    counts = Counter(one.score for one in given.scored.values() if one.element.in_scope)
    return DataTable("Outcomes by score", ("Score", "Outcomes"), tuple(counts.items()), sheet="Outcomes by score",
                     chart="bars") if counts else None


def _dictionary(tables: list[DataTable]) -> DataTable:
    """What each column of the tidy sheets holds, as the file format says it."""
    records = {"Factors": (Factor,), "Links": (Link,), "Evidence": (Item, Bearing)}
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        known = {**_MEANINGS, **{spec.key: spec.doc for record in records.get(table.sheet, ()) for spec in fields_of(record)},
                 **{f"effect_{spec.key}": spec.doc for spec in fields_of(EffectSize)}}
        if table.sheet == "Scores":
            known |= _OF_SCORES
        rows += [(table.sheet, column, known.get(column, "")) for column in table.columns]
    return DataTable("What the columns hold", ("Sheet", "Column", "Meaning"), tuple(rows), sheet="Columns",
                     note="Columns without any value are hidden on their sheets. Those that few readers need are folded, also on paper: "
                    "the 2 at the sheet's top left opens them.")


_FOLDED = {
    "Factors": ("aliases", "theme", "role", "basis", "focal", "intended", "importance", "control", "vulnerability", "owner", "mechanisms",
                "assumptions", "conditions", "maps_to", "origin", "raised_by", "seen_in", "score_reason", "likelihood", "round", "as_of",
                "internal"),
    "Links": ("id", "from", "to", "kind", "conditions", "status", "round", "as_of", "still_direct", "raised_by", "seen_in", "internal"),
    "Evidence": ("kind", "element", "role", "why", "rivals", "round", "number", "source_type", "informant", "event", "period", "date",
                 "status", "register")}
"""Sheet -> its columns that few readers need."""


_MEANINGS = {
    "from_label": "What the influencing factor is called.", "to_label": "What the influenced factor is called.",
    "item": "Id of the evidence item.", "element_label": "What the element is called that it bears on.",
    "register": "The register of evidence that holds it.", "score": "The score that people gave, where they gave one.",
    "score_reason": "Why they gave it."}
_OF_SCORES = {
    "id": "Id of the outcome.", "outcome": "What the outcome is called.", "whose": "The actors it is about.", "layer": "Its layer.",
    "score": "The score that stands: that of people where there is one, else the proposed one.",
    "proposed": "What the scoring rule proposes.", "published": "The published score.", "published_reason": "The reason published with it.",
    "proposed_reasons": "Why the rule proposes its score.", "margin": "How many cases more or fewer would change the proposed score.",
    "gates_failed": "What a higher score would take.", "items_used": "How many items the rule counted.",
    "items_ignored": "How many it did not count.", "used": "Ids of the items counted.",
    "standing": "How firm the score is: other readings, and what it would be without each register, case or coder."}
