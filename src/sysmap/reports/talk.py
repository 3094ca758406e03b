"""The talk: eight to twelve slides that tell what a report found, each with its message as the title and notes for the speaker."""

from __future__ import annotations

import dataclasses
from collections import Counter

from sysmap.contribution.gaps import gaps
from sysmap.core.diff import diff
from sysmap.core.library import Mechanisms
from sysmap.core.sentences import count_text, join_words
from sysmap.reports.answers import ask
from sysmap.reports.bands_picture import bands_of
from sysmap.reports.blocks import Bullets, Cell, DataTable, Figure, Para, Slide
from sysmap.reports.findings import mechanism_part, prefixed
from sysmap.reports.parts import counted, evidence_counts
from sysmap.reports.report_input import ReportInput
from sysmap.reports.summary import key_findings, summary
from sysmap.views.key_findings import CHANGE_WORDS, LEADS, score_counts

__all__ = ["talk"]

_MOST_ROWS, _MOST_LINES = 9, 6
_FULL = 9
"""So many slides leave no room for one on limits alone; these then stand with what is not known."""
_SHORT = 150


def talk(given: ReportInput) -> tuple[Slide, ...]:
    """The slides after the title."""
    made = [_summary(given), _bands(given), _map(given), _scores(given), _evidence(given), _reached(given), _mechanisms(given),
            _assumptions(given), _unknown(given), _changes(given)]
    slides = [slide for slide in made if slide is not None]
    return (*slides, _method(given)) if len(slides) < _FULL else tuple(slides)


def _summary(given: ReportInput) -> Slide:
    findings = key_findings(given)
    outcomes = findings.scored
    scored = Counter(one.score for one in outcomes)
    title = "In short"
    if scored:
        number = sum(scored.values())
        title = f"{count_text(number, 'outcome')}: {score_counts(outcomes)}" \
            if len(scored) > 1 else f"All {number} outcomes: “{next(iter(scored))}”"
    notes = "\n\n".join(f"{lead}: {' '.join(getattr(findings, name)())}" for name, lead in LEADS.items())
    return Slide(title=title, blocks=tuple(summary(given)), notes=notes)


def _bands(given: ReportInput) -> Slide | None:
    map_ = given.map
    bands = [band for band in bands_of(map_) if band.factors]
    if len(bands) < 2:
        return None
    named = [band for band in bands if band.named] or bands
    title = (f"{count_text(len(map_.factors), 'factor')} in {count_text(len(named), 'layer' if map_.layers else 'theme')}: "
             f"from “{named[0].label}” to “{named[-1].label}”")
    notes = "\n".join(f"{band.label}: {'; '.join(f.label or f.id for f in band.factors)}." for band in bands)
    return Slide(title=title, blocks=(Figure(title, "", title, notes, draws="bands"),), notes=notes)


def _map(given: ReportInput) -> Slide | None:
    map_ = given.map
    if not map_.links:
        return None
    title = f"{count_text(len(map_.links), 'link')} say what leads to what"
    return Slide(title=title, blocks=(Figure(title, "", title, "", draws="map"),))


def _scores(given: ReportInput) -> Slide | None:
    scored = [one for one in given.scored.values() if one.element.in_scope]
    if not scored:
        return None
    differing = sum(one.agrees is False for one in scored)
    decided = sum(bool(one.element.published or one.override) for one in scored)
    rows: list[tuple[Cell, ...]] = [(
        prefixed(given, one.element), one.score, *((one.proposal.score,) if decided else ()),
        "yes" if one.proposal.margin == 1 else "", len(given.on(one.element.id))) for one in scored]
    title = f"People scored {decided} of {count_text(len(scored), 'outcome')}" + (
        f"; the rule differs on {differing}" if differing else "; the rule agrees") if decided else \
        f"The rule proposes a score for {count_text(len(scored), 'outcome')}; nobody has decided yet"
    notes = "\n\n".join(f"{one.element.label}: {one.score}. {' '.join(one.proposal.reasons)}" for one in scored)
    heads = ("Outcome", "Score", *(("Rule proposes",) if decided else ()), "Fragile", "Items")
    table = DataTable("Scores", heads, tuple(rows), note=(
        f"Fragile: one case more or fewer would change it. Rule: {given.rule}. A score proposed by the rule is a proposal; people decide."))
    return Slide(title=title, blocks=(table,), notes=notes)


def _evidence(given: ReportInput) -> Slide | None:
    table = evidence_counts(given)
    if table is None:
        return None
    ids = [id_ for id_ in given.labels if id_ in given.scored or id_ in given.map.claims]
    return Slide(title=table.title, blocks=(dataclasses.replace(table, rows=table.rows[:_MOST_ROWS]),),
                 notes="\n".join(f"{given.labels.get(id_, id_)}: {counted(given, id_)}" for id_ in ids if given.on(id_))
                 + f"\n{table.note}")


def _reached(given: ReportInput) -> Slide | None:
    if not given.map.links:
        return None
    answers = ask(given)
    whole = [block for block in answers.whole(2) if isinstance(block, Para | Bullets)]
    points = next((block.items for block in whole if isinstance(block, Bullets)), ())
    title = f"{count_text(len(points), 'factor')} would be missed most: paths have to pass {'it' if len(points) == 1 else 'them'}" \
        if points else "No single factor is passed by every path to an outcome"
    lines = [*points[:3], *(f"{block.lead} {block.text}" for block in whole if isinstance(block, Para) and block.text
                            and block.lead in ("Feedback loops.", "Levers.", "Outcomes in each other's way."))]
    notes = "\n\n".join(f"{given.labels.get(goal, goal)}: {' '.join(answers.on(goal))}" for goal in answers.goals)
    return Slide(title=title, blocks=(Bullets(tuple(lines[:_MOST_LINES])),), notes=notes)


def _mechanisms(given: ReportInput) -> Slide | None:
    part = mechanism_part(given, 2, ask(given))
    table = next((block for block in part if isinstance(block, DataTable)), None)
    if table is None:
        return None
    most = [str(row[0]) for row in table.rows if row[1] == table.rows[0][1]]
    title = f"{table.rows[0][1]}: {join_words(most)}" if len(most) <= 3 and table.rows[0][1] != "not said" \
        else f"{count_text(len(table.rows), 'mechanism')} through which it is to work"
    return Slide(title=title, blocks=(table,), notes="\n\n".join(
        f"{block.lead} {block.text}" for block in part if isinstance(block, Para) and block.text))


def _assumptions(given: ReportInput) -> Slide | None:
    found_ = sorted(given.map.assumptions.values(), key=lambda one: not one.critical)
    if not found_:
        return None
    untested = sum((one.status or "untested") == "untested" for one in found_)
    rows = tuple((one.label, "yes" if one.critical else "", one.status or "untested", len(given.on(one.id))) for one in found_)
    title = f"{untested} of {count_text(len(found_), 'assumption')} {'is' if untested == 1 else 'are'} not tested" if untested \
        else f"All {len(found_)} assumptions were looked into"
    return Slide(title=title, blocks=(DataTable("Assumptions", ("What must hold", "Critical", "Stands", "Items"), rows),),
                 notes="\n".join(f"{one.label}: {counted(given, one.id)}" for one in found_))


def _unknown(given: ReportInput) -> Slide | None:
    missing = key_findings(given).unknown()
    found_ = gaps(given.map, given.base, given.of(Mechanisms)) if given.map.kind == "theory" else []
    limits = given.map.limits[:2]
    look = list(dict.fromkeys(f"Look for: {gap.look_for}" for gap in found_ if gap.element_kind in ("factor", "claim")))
    if not found_ and not given.map.links:
        return None
    lines = (*missing[:_MOST_LINES - 2], *look[:2], *limits)[:_MOST_LINES + 1]
    return Slide(title="What is not known, and what to look for next", blocks=(Bullets(lines),),
                 notes="\n".join(f"{gap.label}: {gap.message} {gap.look_for}" for gap in found_
                                 if gap.element_kind in ("factor", "claim", "assumption"))[:6000])


def _changes(given: ReportInput) -> Slide | None:
    before = given.previous
    if before is None:
        return None
    changes = diff(before, given.map).changes
    if not changes:
        return None
    rows = tuple((CHANGE_WORDS.get(one.kind, one.kind), *map(_cut, (
        given.element_name(one.element), given.named(one.after or one.before or ""), one.reason or "no reason given")))
                 for one in changes[:_MOST_ROWS])
    return Slide(title=f"{count_text(len(changes), 'change')} since “{before.title or before.id}”",
                 blocks=(DataTable("Changes", ("Change", "Of", "To", "Why"), rows),),
                 notes="\n".join(one.sentence for one in changes))


def _method(given: ReportInput) -> Slide:
    map_ = given.map
    lines = [*map_.limits[:3]]
    if given.scoring is not None:
        lines.append(f"Scores are proposed by the rule {given.rule}; they stand next to the published ones, and people decide.")
    if not given.on_record:
        lines.append("No evidence is on record, so nothing here says that the theory holds.")
    lines.append("The report has every reason, item and source behind these slides.")
    return Slide(title="How to read this, and its limits", blocks=(Bullets(tuple(lines)),),
                 notes="\n".join(map_.limits))


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT].rpartition(" ")[0] + " …"
