"""The public summary: two plain pages for everybody. In words what it is for, the scores and what is not known; then the map.

Its words are labels and titles, never ids. It prints no remark, no quotation and no small number, and it does not repeat
what rules say of single cases.
"""

from __future__ import annotations

from sysmap.contribution.rubric import NO_EVIDENCE
from sysmap.contribution.scoring import Scored
from sysmap.core.library import Sources
from sysmap.core.sentences import count_text, join_words
from sysmap.core.small_numbers import shown_count
from sysmap.reports.blocks import Block, Bullets, DataTable, Figure, Heading, Para, Report
from sysmap.reports.findings import standing
from sysmap.reports.parts import missing
from sysmap.reports.report_input import ReportInput, direction_of
from sysmap.views.describe import long_description, short_description
from sysmap.views.key_findings import score_counts
from sysmap.views.layout import layout_of
from sysmap.views.layout.boxes import actor_name
from sysmap.views.svg import svg_of

__all__ = ["public_summary"]

_MOST = 3
"""The most names in one sentence; the others are counted."""
_MOST_LIMITS = 2
"""The most of the map's own limits: two pages stay two pages."""


def public_summary(given: ReportInput) -> Report:
    """Two pages for everybody: one in words, one with the map."""
    map_ = given.map
    scored = [one for one in given.scored.values() if one.element.in_scope]
    out: list[Block] = [Heading(1, "In short", noted=True), *_in_short(given, scored)]
    out += [Heading(1, "Scores" if scored else "What is known"), *_scores(given, scored)]
    out += [Heading(1, "What is not known", noted=True), *_unknown(given, scored), *_sources(given), *_picture(given)]
    version = map_.version
    state = [f"version {version.name}" if version else "", given.date or ""]
    return Report(title=map_.title or "Untitled", subtitle=", ".join(filter(None, ("Summary", *state))), facts=(),
                  footer=" · ".join(filter(None, (map_.title, *state, given.level))), blocks=tuple(out), date=given.date,
                  notes=(short_description(map_),), keywords=(map_.kind,), brief=True)


def _in_short(given: ReportInput, scored: list[Scored]) -> list[Block]:
    map_ = given.map
    out: list[Block] = [Para(text, lead=lead) for lead, text in (
        ("Why:", map_.rationale), ("Aim:", map_.aim), ("Purpose:", None if map_.rationale or map_.aim else map_.purpose),
        ("The question:", map_.question)) if text]
    if scored:
        out.append(Para(f"{count_text(len(scored), 'outcome is', 'outcomes are')} scored: {score_counts(scored)}.", slide=True))
    return out or [missing("The file says neither why nor what for.")]


def _picture(given: ReportInput) -> list[Block]:
    map_ = given.map
    if not map_.factors:
        return []
    layout = layout_of(map_)
    picture = svg_of(map_, layout, title=False, id_prefix="map-")
    return [Heading(1, "The map", page=True, wide=True), Figure(
        map_.title or "The map", picture, short_description(map_), long_description(map_, layout.left_out), wide=True, slide=True,
        draws="map")]


def _scores(given: ReportInput, scored: list[Scored]) -> list[Block]:
    map_ = given.map
    if not scored:
        return [Para(f"{short_description(map_)} It says what people hold to influence what; it gives no scores.")]
    rule = given.scoring.rule.rubric if given.scoring else None
    decided = any(one.element.published or one.override for one in scored)
    heads = ("Outcome", "About", "Score", *(("Given by",) if decided else ()), "It rests on")
    rows = tuple((one.element.label, join_words([actor_name(map_, actor) for actor in one.element.whose]), standing(one),
                  *((("people" if one.element.published or one.override else "the rule"),) if decided else ()),
                  _rests_on(given, one)) for one in scored)
    said = f"Scores are proposed by “{rule.title}”, version {rule.rubric_version}. " if rule else ""
    return [Para(f"{said}{'Where people decided, their score stands. ' if decided else ''}"
                 "A score says how far evidence was found, not how good the work is."),
            DataTable("Scores of the outcomes", heads, rows, sheet="Scores", slide=True)]


def _rests_on(given: ReportInput, one: Scored) -> str:
    """How many cases, or where the sources name none, how many sources a score rests on."""
    said = [each for each in given.on(one.element.id) if direction_of(each) != "hypothetical"]
    if not said:
        return "nothing yet"
    seen = [each for each in said if each.item.kind == "observed"]
    if not seen:
        return "expectations only"
    cases = {given.base.case_id(case) for each in seen for case in each.item.cases}
    if cases:
        return shown_count(len(cases), "case", given.level)
    return shown_count(len({cite.source for each in seen for cite in each.item.cite}) or len(seen), "source", given.level)


def _unknown(given: ReportInput, scored: list[Scored]) -> list[Block]:
    """What a reader should not take for known, in at most a page."""
    map_ = given.map
    groups: dict[str, list[str]] = {}
    for one in scored:
        directions = {direction_of(each) for each in given.on(one.element.id)}
        if one.proposal.level == NO_EVIDENCE:
            groups.setdefault("No evidence was gathered yet on", []).append(one.element.label)
        elif directions <= {"anticipated", "hypothetical"}:
            groups.setdefault("Only expectations are on record for", []).append(one.element.label)
        elif "supports" in directions and directions & {"contradicts", "neutral", "alternative"}:
            groups.setdefault("What was found points in more than one direction for", []).append(one.element.label)
    groups["Nobody has looked yet whether it holds that"] = [
        one.label for one in map_.assumptions.values() if one.critical and (one.status or "untested") == "untested"]
    groups["People disagree about"] = [given.labels.get(id_, id_) for id_, link in map_.links.items() if link.confidence == "contested"]
    items = [f"{lead} {_named(labels)}." for lead, labels in groups.items() if labels]
    links = list(map_.links.values())
    items += [f"{number} of {count_text(len(links), 'link')} {one if number == 1 else many}." for number, one, many in (
        (sum(grade == "untested" for grade in given.project.grades.values()), "has no evidence of its own",
         "have no evidence of their own"),
        (sum(link.basis == "inferred" for link in links), *(f"{be} inferred by whoever drew the map" for be in ("was", "were"))),
        (sum(link.polarity == "unknown" and link.kind not in ("association", "sequence") for link in links),
         *(f"{have} no sign yet: raising or lowering was never said" for have in ("has", "have")))) if number]
    items += [f"Not heard: {_named(list(map_.absent), marks=False)}."] if map_.absent else []
    items += [one if one.endswith(".") else f"{one}." for one in map_.limits[:_MOST_LIMITS]]
    return [Bullets(tuple(items), slide=True)] if items else [Para("Nothing is marked as open.")]


def _named(labels: list[str], *, marks: bool = True) -> str:
    shown = [f"“{label}”" if marks else label for label in labels[:_MOST]]
    more = len(labels) - len(shown)
    return join_words([*shown, f"{more} more"] if more else shown)


def _sources(given: ReportInput) -> list[Block]:
    files: list[Sources] = given.of(Sources)
    titles = {id_: one.label for file in files for id_, one in file.sources.items()}
    cited = {cite.source for id_ in given.labels for said in given.on(id_) for cite in said.item.cite}
    cited |= {cite.source for factor in given.map.factors.values() for cite in factor.cite}
    cited |= {cite.source for link in given.map.links.values() for cite in link.cite}
    named = [label for id_, label in titles.items() if id_ in cited]
    found = f"Where this comes from: {_named(named)}. " if named else ""
    return [Para(f"{found}Remarks, quotations and numbers below three are left out here.", kind="note")]
