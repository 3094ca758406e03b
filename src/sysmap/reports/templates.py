"""Templates: what a report of each kind holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sysmap.core.diff import diff
from sysmap.core.library import ResearchFramework
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import count_text, join_words
from sysmap.reports.answers import ask
from sysmap.reports.blocks import Block, DataTable, Heading, Para, Report
from sysmap.reports.evaluation import evaluation
from sysmap.reports.findings import data_tables
from sysmap.reports.parts import (
    bullets,
    changes_table,
    counted,
    evidence_matrix,
    evidence_table,
    made_by,
    map_figures,
    missing,
    notes_of,
    problems_part,
    references_part,
    report_of,
    sources_table,
)
from sysmap.reports.public import public_summary
from sysmap.reports.public_words import in_public_words
from sysmap.reports.report_input import ReportInput
from sysmap.reports.summary import key_findings
from sysmap.views.key_findings import CHANGE_WORDS

__all__ = ["TEMPLATES", "Template", "build", "template_named"]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of report: its name, what it is for, and the function that makes it."""

    name: str
    about: str
    make: Callable[[ReportInput], Report]



def change_log(given: ReportInput) -> Report:
    """What changed since the version before, and why."""
    map_ = given.map
    table = changes_table(given)
    out: list[Block] = [Heading(1, "Changes", page=True, wide=True, noted=True), *_compared(given)]
    before = map_.version.supersedes if map_.version else None
    if table:
        reasoned = sum(bool(change.reason) for change in map_.changes.values())
        out.append(Para(f"{count_text(len(map_.changes), 'change')} since {before or 'the version before'}; "
                        f"{reasoned} of {len(map_.changes)} with a reason.", slide=True))
        out += [table, Heading(1, "Each change and its reason")]
        for change in map_.changes.values():
            said = [change.reason or "No reason is given.", *notes_of(change.notes, ("comment", "method", "gap", "conflict"))]
            number = "" if given.level == "public" else f"{change.id}: "
            out += [Heading(2, f"{number}{_change_title(given, change)}"), *(Para(text) for text in said)]
            if change.evidence and given.level != "public":
                out.append(Para(join_words(list(change.evidence)), lead="Evidence:"))
    else:
        out.append(missing("The file keeps no change log, and names no version that it replaces." if before is None else
                           f"The file replaces {before} and keeps no change log: reasons for what changed are not on record."))
    out += [Heading(1, "The map as it is now", wide=True), *map_figures(given, 2)]
    out += [*problems_part(given, 1), Heading(1, "How this report was made", noted=True), *made_by(given)]
    return report_of(given, "Change log", out, data_tables(given))


def evidence_annex(given: ReportInput) -> Report:
    """Every item of evidence, element by element."""
    elements = _with_evidence(given)
    out: list[Block] = [Heading(1, "What there is", page=True, noted=True), Para(key_findings(given).evidence(), slide=True)]
    if elements:
        out.append(evidence_matrix(given, elements, "Evidence by element and audience", sheet="Evidence matrix", slide=True))
    silent = [given.labels[id_] for id_ in _scoreable(given) if id_ not in elements]
    out.append(Heading(1, "Elements without evidence"))
    out += bullets(silent, slide=True) or [Para("Every outcome, claim and assumption has at least one item.")]
    for heading, ids in _kinds(given, elements):
        out.append(Heading(1, heading))
        for id_ in ids:
            table = evidence_table(given, id_, f"Evidence on “{given.labels.get(id_, id_)}”")
            out += [Heading(2, given.labels.get(id_, id_)), Para(counted(given, id_)), *([table] if table else [])]
    out += references_part(given)
    out += [Heading(1, "How this report was made", noted=True), *made_by(given)]
    sources = sources_table(given)
    return report_of(given, "Evidence annex", out, [*data_tables(given), *([sources] if sources else [])])


def research_framework(given: ReportInput) -> Report:
    """Question by element by measure by source, with the holes visible; what the map answers before what is measured."""
    out: list[Block] = []
    answers = ask(given)
    for framework in given.frameworks():
        for question in framework.questions.values():
            asked = [id_ for item in framework.items.values() if item.question == question.id
                     for id_ in given.elements_asked(item.about)]
            out += [Heading(1, question.label, page=not out, wide=True), Heading(2, "What the map answers"),
                    *(answers.about(list(dict.fromkeys(asked))) or answers.whole(3)), Heading(2, "How it is measured"),
                    _measures(given, framework, question.id, question.label)]
    asked = [id_ for framework in given.frameworks() for item in framework.items.values()
             for id_ in given.elements_asked(item.about)]
    if not out:
        out = [Heading(1, "Questions", page=True, wide=True, noted=True), missing(
            "No research framework of the workspace asks about this map. The skeleton below lists what one would have to ask "
            "about; no measure is invented."), *answers.about(list(answers.goals)), *answers.whole(2)]
    left = tuple((given.labels[id_], "to be stated", "to be stated", len(given.on(id_)))
                 for id_ in _scoreable(given) if id_ not in asked)
    out.append(Heading(1, "Elements that no question asks about", wide=True))
    out.append(DataTable("Elements without a measure", ("Element", "Measure", "Sources", "Evidence items"), left,
                     sheet="Without a measure") if left else Para("Every outcome, claim and assumption is asked about."))
    out += [Heading(1, "How this report was made", wide=True, noted=True), *made_by(given)]
    return report_of(given, "Research framework", out, data_tables(given))


def _measures(given: ReportInput, framework: ResearchFramework, question: str, label: str) -> DataTable:
    """One row a measure; an item without one is a row that says so."""
    rows = []
    for item in framework.items.values():
        if item.question != question:
            continue
        ids = given.elements_asked(item.about)
        about = [given.labels.get(id_, id_) for id_ in ids]
        seen = sum(len(given.on(id_)) for id_ in ids)
        for measure in item.measures or (None,):
            kinds = [framework.kinds[kind].label if kind in framework.kinds else kind
                     for kind in (measure.sources if measure else ())]
            rows.append((item.label, "; ".join(about) or "no element of the theory",
                         measure.text if measure else "no measure stated", "; ".join(kinds) or "no source stated", seen))
    return DataTable(f"Framework: {label}", ("Item", "Element of the theory", "Measure", "Sources", "Evidence items"),
                 tuple(rows), sheet=f"Question {question}"[:31], slide=True)


TEMPLATES: dict[str, Template] = {one.name: one for one in (
    Template("evaluation", "the report: rationale, theory, questions, method, findings, contribution, limits", evaluation),
    Template("change-log", "what changed since the version before, and why", change_log),
    Template("evidence-annex", "every item of evidence, element by element", evidence_annex),
    Template("public-summary", "two plain pages for everybody: summary, map, scores, what is not known", public_summary),
    Template("research-framework", "question by element by measure by source, holes visible", research_framework),
)}


def template_named(name: str) -> Template:
    """A template by its name.

    Raises
    ------
    Refused : there is no such template; the nearest ones are named.
    """
    if name not in TEMPLATES:
        raise Refused(Problem(code="P02", message=f"There is no template {name}.", hint=one_of(name, TEMPLATES)))
    return TEMPLATES[name]


def build(given: ReportInput, template: str = "evaluation") -> Report:
    """The report of a map by a template (see `TEMPLATES`); at public without ids."""
    made = template_named(template).make(given)
    return in_public_words(made, given) if given.level == "public" else made


def _compared(given: ReportInput) -> list[Block]:
    """What a comparison with the version before finds, whatever the change log says."""
    if given.previous is None:
        return []
    found = diff(given.previous, given.map)
    unexplained = [change for change in found.changes if not change.logged]
    if not found.changes:
        return [Para(f"The comparison with “{given.previous.title or given.previous.id}” finds no difference."), *_outcomes_compared(given)]
    said = f"The comparison with “{given.previous.title or given.previous.id}” finds {count_text(len(found.changes), 'change')}; "
    said += (f"{len(unexplained)} of them without an entry in the change log." if unexplained
             else "the change log explains all of them.")
    rows = tuple((CHANGE_WORDS.get(one.kind, one.kind), given.element_name(one.element), given.named(one.before or ""),
                  given.named(one.after or ""), one.reason or "no reason given", one.logged) for one in found.changes)
    out: list[Block] = [Para(said, slide=True), DataTable(
        "The two versions compared", ("Change", "Of", "Before", "Now", "Why", "In the change log"), rows, sheet="Compared", slide=True)]
    return [*out, *_outcomes_compared(given)]


def _outcomes_compared(given: ReportInput) -> list[Block]:
    """Every outcome of either version with its score and its evidence in both."""
    before = given.previous_scores
    base = given.before.evidence if given.before is not None else None
    if not before and not given.scored:
        return []
    both = {id_: one for id_, one in (before | given.scored).items() if one.element.in_scope}
    rows = tuple((one.element.label, *((before[id_].score, len(base.on(id_)) if base else 0) if id_ in before else ("not in it", None)),
                  *((given.scored[id_].score, len(given.base.on(id_))) if id_ in given.scored else ("not in it", None)))
                 for id_, one in both.items())
    carried = given.before is not None and given.before.carried_from is not None
    note = "The version before has no evidence of its own: it is scored from that of another version, by the ids that both have." \
        if carried else ""
    return [DataTable("Scores in the two versions", ("Outcome", "Score before", "Items before", "Score now", "Items now"), rows,
                      note=note, sheet="Scores compared")]


def _scoreable(given: ReportInput) -> list[str]:
    """Ids of what evidence should speak to: outcomes, claims, assumptions."""
    return [*given.scored, *given.map.claims, *given.map.assumptions]


def _with_evidence(given: ReportInput) -> list[str]:
    return [id_ for id_ in given.labels if given.on(id_)]


def _kinds(given: ReportInput, elements: list[str]) -> list[tuple[str, list[str]]]:
    map_ = given.map
    groups = (("Outcomes and other factors", map_.factors), ("Links", map_.links), ("Claims", map_.claims),
              ("Assumptions", map_.assumptions), ("Rival explanations", map_.rivals))
    found = [(heading, [id_ for id_ in elements if id_ in group]) for heading, group in groups]
    found.append(("Mechanisms", [id_ for id_ in elements if id_.startswith("mechanism:")]))
    found.append(("Conditions", [id_ for id_ in elements if id_.startswith("condition:")]))
    return [(heading, ids) for heading, ids in found if ids]


def _change_title(given: ReportInput, change: object) -> str:
    before, after = getattr(change, "before", None), getattr(change, "after", None)
    what = given.labels.get(getattr(change, "element", None) or "", "") or "the whole map"
    if before and after:
        return f"“{before}” becomes “{after}”"
    said = after or before or ""
    word = CHANGE_WORDS.get(getattr(change, "kind", ""), "changed")
    return f"{what}: {word}" + (f", {said}" if said and said != what else "")
