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
from sysmap.reports.over_time import over_time
from sysmap.reports.parts import (
    assumptions_table,
    bands_figure,
    bullets,
    changes_table,
    glossary_table,
    links_table,
    made_by,
    map_figures,
    missing,
    notes_of,
    participants_table,
    problems_part,
    references_part,
    report_of,
    sources_table,
)
from sysmap.reports.report_input import ReportInput
from sysmap.reports.stories import stories
from sysmap.reports.summary import summary
from sysmap.reports.talk import talk

__all__ = ["evaluation"]

_NOTED = ("questions", "method", "limits")
_IN_TEXT = ("factor", "claim", "assumption", "mechanism", "rival")
"""Gaps of these are listed; those of single links are counted, and listed in the workbook."""


def evaluation(given: ReportInput) -> Report:
    """The evaluation report."""
    map_ = given.map
    rationale: list[Block] = [Para(map_.rationale) if map_.rationale else missing("The file states no rationale.")]
    rationale += [Para(text, lead=lead) for lead, text in (("Aim:", map_.aim), ("Purpose of the map:", map_.purpose),
                                                           ("Boundary:", map_.boundary)) if text]
    out: list[Block] = [Heading(1, "Summary", page=True, noted=True), *summary(given), *_note_of_errors(given), *headline(given)]
    for place, title, blocks in (
            ("rationale", "Rationale", rationale),
            ("theory", "Theory of change" if map_.kind == "theory" else "The map", _theory(given)),
            ("questions", "Questions", _questions(given)),
            ("method", "Method", [*_method(given), Heading(2, "How this report was made"), *made_by(given)]),
            ("findings", "Findings by question", [*(findings(given, 2) or [missing("The file holds nothing to score.")]), *over_time(given, 2)]),
            ("contribution", "Contribution", stories(given, 2)),
            ("conclusions", "Conclusions", []), ("recommendations", "Recommendations", []),
            ("limits", "Limits", _limits(given))):
        own = given.own(place)
        if own or blocks:
            out += [Heading(1, title, noted=place in _NOTED), *own, *blocks]
    annexes: list[Block] = []
    for letter, (title, blocks) in zip("ABCDEF", _annexes(given), strict=False):
        annexes += [Heading(1, f"Annex {letter}: {title}", wide=True), *blocks]
    out += [*references_part(given), *annexes]
    answers = ask(given)
    more = [answers.table(), answers.loop_table(), answers.lever_table(), _gap_table(_gaps(given), "Gaps"), sources_table(given)]
    return report_of(given, "Evaluation report", out, [*data_tables(given), *(table for table in more if table)], talk(given))


def _annexes(given: ReportInput) -> list[tuple[str, list[Block]]]:
    changes, settled = changes_table(given), _settled(given)
    found: list[tuple[str, list[Block]]] = [("the whole map", map_figures(given, 2))] if given.map.links else []
    if changes:
        found.append(("changes since the version before", [changes]))
    both = [table for table in (links_table(given), glossary_table(given)) if table]
    found.append(("links and factors", list(both) or [missing("The file has no factors.")]))
    if settled:
        found.append(("how the scoring rule settles what its criteria leave open", [settled]))
    return found


def _note_of_errors(given: ReportInput) -> list[Block]:
    errors = sum(problem.severity == "error" for problem in given.problems)
    return [Para(f"The check of the file finds {count_text(errors, 'error')}; they are listed under Limits.",
                 lead="Note:")] if errors else []


def _theory(given: ReportInput) -> list[Block]:
    map_ = given.map
    out: list[Block] = []
    inferred = sum(link.basis == "inferred" for link in map_.links.values())
    if inferred:
        out.append(Para(f"{inferred} of {len(map_.links)} links are inferred by the modeller and drawn with a hollow head; the "
                        "source states the others.", kind="note"))
    out += bands_figure(given)
    if given.map.links:
        out.append(Para("Every link, with its sign, is drawn in the annex.", see=("map",)))
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
    out += [Para(f"Surveys as well as the cases: {join_words([survey.label for survey in surveys])}.")] if surveys else []
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
