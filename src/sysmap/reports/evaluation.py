"""The evaluation report, in the order of government evaluators in the UK.

The Magenta Book (HM Treasury 2020) and its supplement on complexity have: rationale, theory, questions, method, findings
by question, contribution, limits.
"""

from __future__ import annotations

from sysmap.contribution.gaps import Gap, gaps
from sysmap.core.library import Mechanisms
from sysmap.core.sentences import count_text, join_words
from sysmap.reports.answers import ask
from sysmap.reports.blocks import NO_SHEET, Block, DataTable, Heading, Para, Report
from sysmap.reports.findings import data_tables, findings, headline
from sysmap.reports.parts import (
    assumptions_table,
    bullets,
    changes_table,
    evidence_sentence,
    glossary_table,
    links_table,
    made_by,
    map_figures,
    missing,
    notes_of,
    participants_table,
    problems_part,
    report_of,
    sources_table,
)
from sysmap.reports.report_input import ReportInput
from sysmap.reports.stories import stories

__all__ = ["evaluation"]

_IN_TEXT = ("factor", "claim", "assumption", "mechanism", "rival")
"""Gaps of these are listed; those of single links are counted, and listed in the workbook."""


def evaluation(given: ReportInput) -> Report:
    """The evaluation report."""
    map_ = given.map
    out: list[Block] = [Heading(1, "Summary", page=True, noted=True), *_summary(given), *headline(given)]
    out += [Heading(1, "Rationale"), Para(map_.rationale) if map_.rationale else missing("The file states no rationale.")]
    out += [Para(text, lead=lead) for lead, text in (("Aim:", map_.aim), ("Purpose of the map:", map_.purpose),
                                                     ("Boundary:", map_.boundary)) if text]
    out += [Heading(1, "Theory of change" if map_.kind == "theory" else "The map"), *_theory(given)]
    out += [Heading(1, "Questions", noted=True), *_questions(given)]
    out += [Heading(1, "Method", noted=True), *_method(given)]
    out += [Heading(1, "Findings by question"), *(findings(given, 2) or [missing("The file holds nothing to score.")])]
    out += [Heading(1, "Contribution"), *stories(given, 2)]
    out += [Heading(1, "Limits", noted=True), *_limits(given)]
    for letter, (title, blocks) in zip("ABCDEF", _annexes(given), strict=False):
        out += [Heading(1, f"Annex {letter}: {title}", wide=True), *blocks]
    out += [Heading(1, "How this report was made", wide=True, noted=True), *made_by(given)]
    answers = ask(given)
    more = [answers.table(), answers.loop_table(), answers.lever_table(), _gap_table(_gaps(given), "Gaps")]
    return report_of(given, "Evaluation report", out, [*data_tables(given), *(table for table in more if table)])


def _annexes(given: ReportInput) -> list[tuple[str, list[Block]]]:
    changes, settled, sources = changes_table(given), _settled(given), sources_table(given)
    found: list[tuple[str, list[Block]]] = []
    if changes:
        found.append(("changes since the version before", [changes]))
    both = [table for table in (links_table(given), glossary_table(given)) if table]
    found.append(("links and factors", list(both) or [missing("The file has no factors.")]))
    if settled:
        found.append(("how the scoring rule settles what its criteria leave open", [settled]))
    if sources:
        found.append(("sources", [sources]))
    return found


def _summary(given: ReportInput) -> list[Block]:
    map_ = given.map
    parts = [count_text(len(map_.factors), "factor"), count_text(len(map_.links), "link")]
    parts += [count_text(len(group), word) for group, word in ((map_.assumptions, "assumption"), (map_.claims, "claim"),
                                                               (map_.rivals, "rival explanation")) if group]
    kind = {"theory": "theory of change", "map": "systems map", "process": "process map"}[map_.kind]
    out: list[Block] = [Para(f"This report is about the {kind} “{map_.title or map_.id}”. It holds {join_words(parts)}. "
                             f"{evidence_sentence(given)}", slide=True)]
    errors = sum(problem.severity == "error" for problem in given.problems)
    if errors:
        out.append(Para(f"The check of the file finds {count_text(errors, 'error')}; they are listed under Limits.",
                        lead="Note:"))
    return out


def _theory(given: ReportInput) -> list[Block]:
    map_ = given.map
    out: list[Block] = []
    inferred = sum(link.basis == "inferred" for link in map_.links.values())
    if inferred:
        out.append(Para(f"{inferred} of {len(map_.links)} links are inferred by the modeller and drawn with a hollow head; the "
                        "source states the others.", kind="note"))
    layers: dict[str, list[str]] = {}
    for factor in map_.factors.values():
        layer = map_.layers.get(factor.layer or "")
        name = layer.label if layer else factor.theme or ("No layer" if map_.layers else "No theme")
        actors = f"{given.actors(factor.whose)}: " if factor.whose else ""
        layers.setdefault(name, []).append(actors + (factor.label or factor.id) + (
            " (anticipated)" if factor.status == "anticipated" else " (retired)" if factor.status == "retired" else ""))
    word = "layer" if map_.layers else "theme"
    if layers:
        out.append(DataTable(f"The map {word} by {word}", (word.capitalize(), "Factors"),
                         tuple((name, "; ".join(labels)) for name, labels in layers.items()), sheet=NO_SHEET, slide=True))
    out += map_figures(given, 2)
    assumptions = assumptions_table(given)
    return [*out, Heading(2, "What must hold"), assumptions] if assumptions else out


def _questions(given: ReportInput) -> list[Block]:
    questions = [question.label for framework in given.frameworks() for question in framework.questions.values()]
    out: list[Block] = []
    if questions:
        out += [Para("The research asked:"), *bullets(questions, slide=True)]
    if given.map.question:
        out.append(Para(given.map.question, lead="People were asked:"))
    claims = [claim.label for claim in given.map.claims.values()]
    if claims:
        out += [Para("Contribution claims put to the test:"), *bullets(claims)]
    return out or [missing("Neither the map nor a research framework states a question.")]


def _method(given: ReportInput) -> list[Block]:
    map_ = given.map
    out: list[Block] = []
    if map_.sessions:
        rows = tuple((one.label, one.date or "not said", one.form or "not said", ", ".join(one.people) or "not said")
                     for one in map_.sessions.values())
        out.append(DataTable("Workshops at which the map was drawn or checked", ("Workshop", "Date", "Form", "Who took part"), rows,
                         sheet="Workshops"))
    participants = participants_table(given)
    out += [Heading(2, "Who took part"), participants] if participants else []
    surveys = [survey for register in given.cases for survey in register.surveys.values()]
    out += [Para(f"Surveys beside the cases: {join_words([survey.label for survey in surveys])}.")] if surveys else []
    scoring = given.scoring
    if scoring is not None:
        levels = tuple((level.label, level.criterion or "") for level in scoring.rule.rubric.levels.values())
        where = " How it settles what the criteria leave open stands in an annex." if _settled(given) else ""
        out += [Heading(2, "How outcomes are scored"),
                Para(f"Scores are proposed by the rule {given.rule} from the coded evidence and stand beside the published ones. "
                     f"A stated rule makes a judgement repeatable; it does not make it true.{where}"),
                DataTable("What each score takes", ("Score", "Criterion"), levels, sheet="Scoring criteria")]
    if map_.links:
        out += [Heading(2, "How the map is read"), Para(
            "An influence is what follows from the signs on the paths from one factor to another; it says which way, not how "
            "much. A factor that every path passes is a single point of failure. Evidence robustness is the number of cases "
            "whose word would have to be rejected before no way to an outcome is backed on every link. Searches are bounded; "
            "where a bound cut an answer, it says “at least”.")]
    return out or [missing("The file says nothing of how the map was made.")]


def _settled(given: ReportInput) -> DataTable | None:
    if given.scoring is None:
        return None
    scoring = given.scoring
    rows = tuple((option.question, option.resolution, scoring.options.get(option.id, option.value or "explains only"))
                 for option in scoring.rule.rubric.options.values())
    return DataTable("What the printed criteria leave open, and how it is settled", ("Question", "Settled as", "Setting"), rows,
                 sheet="Scoring settings") if rows else None


def _limits(given: ReportInput) -> list[Block]:
    map_ = given.map
    out = bullets(map_.limits, slide=True)
    if map_.absent:
        out += [Para("Perspectives that were not in the room:"), *bullets(map_.absent)]
    if not given.on_record:
        out.append(Para("No evidence is on record, so nothing here says that the theory holds.", lead="Evidence:"))
    open_points = notes_of(map_.notes, ("gap", "conflict"))
    if open_points:
        out += [Heading(2, "Where the sources are silent or contradict themselves"), *bullets(open_points)]
    found = _gaps(given)
    if found:
        listed = [gap for gap in found if gap.element_kind in _IN_TEXT]
        others = len(found) - len(listed)
        out.append(Heading(2, "Gaps in the evidence"))
        if others:
            links = sum(gap.element_kind == "link" for gap in found)
            bare = sum(not given.on(id_) for id_ in map_.links)
            out.append(Para(f"{count_text(links, 'gap')} are about single links: nothing on record bears on {bare} of "
                            f"{len(map_.links)} links. The workbook and sysmap gaps list them one by one."))
        table = _gap_table(listed, "")
        out += [table] if table else []
    out += problems_part(given, 2)
    return out or [missing("The file states no limits.")]


def _gaps(given: ReportInput) -> list[Gap]:
    return gaps(given.map, given.base, given.of(Mechanisms)) if given.map.kind == "theory" else []


def _gap_table(found: list[Gap], sheet: str) -> DataTable | None:
    """Gaps: for a workbook one row each, in the text one row for all elements that lack the same."""
    title = "What is missing, and what to look for next"
    if sheet:
        rows = tuple((gap.label, gap.element_kind, gap.message, gap.look_for) for gap in found)
        return DataTable(title, ("Element", "What it is", "Missing", "Look for"), rows, sheet=sheet) if rows else None
    alike: dict[tuple[str, str], list[str]] = {}
    for gap in found:
        alike.setdefault((gap.message, gap.look_for), []).append(gap.label)
    shown = tuple((message, look_for, "; ".join(dict.fromkeys(labels))) for (message, look_for), labels in alike.items())
    return DataTable(title, ("Missing", "Look for", "Elements"), shown, sheet=NO_SHEET) if shown else None
