"""Templates: what a report of each kind holds, in the order in which evaluators expect it.

Government evaluators in the UK write to the Magenta Book (HM Treasury 2020) and its supplement on complexity; the
evaluation template follows their order: rationale, theory, questions, method, findings by question, contribution, limits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sysmap.contribution.gaps import gaps
from sysmap.core.describe import count_text, join_words
from sysmap.core.diff import diff
from sysmap.core.library import Cases, Mechanisms
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.reports.blocks import Block, Heading, Para, Report, Table
from sysmap.reports.facts import Facts
from sysmap.reports.findings import findings, headline, score_data
from sysmap.reports.parts import (
    CHANGE_WORDS,
    assumptions_table,
    bullets,
    changes_table,
    counted,
    evidence_matrix,
    evidence_table,
    glossary_table,
    links_table,
    made_by,
    map_figure,
    missing,
    notes_of,
    participants_table,
    problems_part,
    report_of,
    sources_table,
)
from sysmap.reports.stories import stories
from sysmap.views.tables import element_rows, evidence_rows, link_rows

__all__ = ["TEMPLATES", "Template", "build", "template_named"]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of report: its name, what it is for, and the function that makes it."""

    name: str
    about: str
    make: Callable[[Facts], Report]


def evaluation(facts: Facts) -> Report:
    """The evaluation report."""
    map_ = facts.map
    out: list[Block] = [Heading(1, "Summary"), *_summary(facts), *headline(facts)]
    out += [Heading(1, "Rationale"), Para(map_.rationale) if map_.rationale else missing("The file states no rationale.")]
    out += [Para(text, lead=lead) for lead, text in (("Aim:", map_.aim), ("Purpose of the map:", map_.purpose),
                                                     ("Boundary:", map_.boundary)) if text]
    out += [Heading(1, "Theory of change" if map_.kind == "theory" else "The map"), *_theory(facts)]
    out += [Heading(1, "Questions"), *_questions(facts)]
    out += [Heading(1, "Method"), *_method(facts)]
    out += [Heading(1, "Findings by question"), *(findings(facts, 2) or [missing("The file holds nothing to score.")])]
    out += [Heading(1, "Contribution"), *stories(facts, 2)]
    out += [Heading(1, "Limits"), *_limits(facts)]
    changes = changes_table(facts)
    if changes:
        out += [Heading(1, "Annex A: changes since the version before"), changes]
    letter = "B" if changes else "A"
    out += [Heading(1, f"Annex {letter}: links and factors"), *_present(links_table(facts), glossary_table(facts))]
    sources = sources_table(facts)
    if sources:
        out += [Heading(1, f"Annex {chr(ord(letter) + 1)}: sources"), sources]
    out += [Heading(1, "How this report was made"), *made_by(facts)]
    return report_of(facts, "Evaluation report", out, _data(facts))


def change_log(facts: Facts) -> Report:
    """What changed since the version before, and why."""
    map_ = facts.map
    table = changes_table(facts)
    out: list[Block] = [Heading(1, "Changes"), *_compared(facts)]
    before = map_.version.supersedes if map_.version else None
    if table:
        reasoned = sum(bool(change.reason) for change in map_.changes.values())
        out.append(Para(f"{count_text(len(map_.changes), 'change')} since {before or 'the version before'}; "
                        f"{reasoned} of {len(map_.changes)} with a reason.", slide=True))
        out += [table, Heading(1, "Each change and its reason")]
        for change in map_.changes.values():
            said = [change.reason or "No reason is given.", *notes_of(change.notes, ("comment", "method", "gap", "conflict"))]
            out += [Heading(2, f"{change.id}: {_change_title(facts, change)}"), *(Para(text) for text in said)]
            if change.evidence:
                out.append(Para(join_words(list(change.evidence)), lead="Evidence:"))
    else:
        out.append(missing("The file keeps no change log, and names no version that it replaces." if before is None else
                           f"The file replaces {before} and keeps no change log: reasons for what changed are not on record."))
    out += [Heading(1, "The map as it is now"), map_figure(facts, map_.title or map_.id)]
    out += [*problems_part(facts, 1), Heading(1, "How this report was made"), *made_by(facts)]
    return report_of(facts, "Change log", out, _data(facts))


def evidence_annex(facts: Facts) -> Report:
    """Every item of evidence, element by element."""
    elements = _with_evidence(facts)
    out: list[Block] = [Heading(1, "What there is"), Para(_evidence_sentence(facts), slide=True)]
    if elements:
        out.append(evidence_matrix(facts, elements, "Evidence by element and audience", sheet="Evidence matrix", slide=True))
    silent = [facts.labels[id_] for id_ in _scoreable(facts) if id_ not in elements]
    out.append(Heading(1, "Elements without evidence"))
    out += bullets(silent, slide=True) or [Para("Every outcome, claim and assumption has at least one item.")]
    for heading, ids in _kinds(facts, elements):
        out.append(Heading(1, heading))
        for id_ in ids:
            table = evidence_table(facts, id_, f"Evidence on “{facts.labels.get(id_, id_)}”")
            out += [Heading(2, facts.labels.get(id_, id_)), Para(counted(facts, id_)), *([table] if table else [])]
    sources = sources_table(facts)
    out += [Heading(1, "Sources"), sources] if sources else []
    out += [Heading(1, "How this report was made"), *made_by(facts)]
    return report_of(facts, "Evidence annex", out, _data(facts))


def research_framework(facts: Facts) -> Report:
    """Question by element by measure by source, with the holes visible."""
    out: list[Block] = []
    for framework in facts.frameworks():
        for question in framework.questions.values():
            rows = []
            for item in framework.items.values():
                if item.question != question.id:
                    continue
                about = [facts.labels.get(id_, id_) for id_ in facts.elements_asked(item.about)]
                seen = sum(len(facts.on(id_)) for id_ in facts.elements_asked(item.about))
                for measure in item.measures or (None,):
                    kinds = [framework.kinds[kind].label if kind in framework.kinds else kind
                             for kind in (measure.sources if measure else ())]
                    rows.append((item.label, "; ".join(about) or "no element of the theory",
                                 measure.text if measure else "no measure stated", "; ".join(kinds) or "no source stated", seen))
            out += [Heading(1, question.label), Table(
                f"Framework: {question.label}", ("Item", "Element of the theory", "Measure", "Sources", "Evidence items"),
                tuple(rows), sheet=f"Question {question.id}"[:31], slide=True)]
    asked = {id_ for framework in facts.frameworks() for item in framework.items.values()
             for id_ in facts.elements_asked(item.about)}
    if not out:
        out = [Heading(1, "Questions"), missing("No research framework of the workspace asks about this map. The skeleton "
                                                "below lists what one would have to ask about; no measure is invented.")]
    left = tuple((facts.labels[id_], "to be stated", "to be stated", len(facts.on(id_)))
                 for id_ in _scoreable(facts) if id_ not in asked)
    out.append(Heading(1, "Elements that no question asks about"))
    out.append(Table("Elements without a measure", ("Element", "Measure", "Sources", "Evidence items"), left,
                     sheet="Without a measure") if left
               else Para("Every outcome, claim and assumption is asked about."))
    out += [Heading(1, "How this report was made"), *made_by(facts)]
    return report_of(facts, "Research framework", out, _data(facts))


TEMPLATES: dict[str, Template] = {one.name: one for one in (
    Template("evaluation", "the report: rationale, theory, questions, method, findings, contribution, limits", evaluation),
    Template("change-log", "what changed since the version before, and why", change_log),
    Template("evidence-annex", "every item of evidence, element by element", evidence_annex),
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


def build(facts: Facts, template: str = "evaluation") -> Report:
    """The report of a map by a template; see `TEMPLATES`."""
    return template_named(template).make(facts)


def _compared(facts: Facts) -> list[Block]:
    """What a comparison with the version before finds, whatever the change log says."""
    if facts.previous is None:
        return []
    found = diff(facts.previous, facts.map)
    unexplained = [change for change in found.changes if not change.logged]
    if not found.changes:
        return [Para(f"The comparison with {facts.previous.id} finds no difference.")]
    said = f"The comparison with {facts.previous.id} finds {count_text(len(found.changes), 'change')}; "
    said += (f"{len(unexplained)} of them without an entry in the change log." if unexplained
             else "the change log explains all of them.")
    return [Para(said, slide=True), *bullets([change.sentence for change in found.changes], slide=True)]


def _summary(facts: Facts) -> list[Block]:
    map_ = facts.map
    parts = [count_text(len(map_.factors), "factor"), count_text(len(map_.links), "link")]
    parts += [count_text(len(group), word) for group, word in ((map_.assumptions, "assumption"), (map_.claims, "claim"),
                                                               (map_.rivals, "rival explanation")) if group]
    kind = {"theory": "theory of change", "map": "systems map", "process": "process map"}[map_.kind]
    out: list[Block] = [Para(f"This report is about the {kind} “{map_.title or map_.id}”. It holds {join_words(parts)}. "
                             f"{_evidence_sentence(facts)}", slide=True)]
    errors = sum(problem.severity == "error" for problem in facts.problems)
    if errors:
        out.append(Para(f"The check of the file finds {count_text(errors, 'error')}; they are listed under Limits.",
                        lead="Note:"))
    return out


def _evidence_sentence(facts: Facts) -> str:
    bearing = {said.item.id for id_ in (*facts.labels,) for said in facts.on(id_)}
    if not bearing:
        return "No evidence register bears on it yet."
    observed = sum(facts.base.items[id_].kind == "observed" for id_ in bearing)
    return (f"{count_text(len(bearing), 'evidence item')} bear on it, {observed} of them observed; the others are only expected "
            "or made up as examples, and never count as evidence of change.")


def _theory(facts: Facts) -> list[Block]:
    map_ = facts.map
    out: list[Block] = []
    inferred = sum(link.basis == "inferred" for link in map_.links.values())
    if inferred:
        out.append(Para(f"{inferred} of {len(map_.links)} links are inferred by the modeller and drawn with a hollow head; the "
                        "source states the others.", kind="note"))
    layers: dict[str, list[str]] = {}
    for factor in map_.factors.values():
        layer = map_.layers.get(factor.layer or "")
        name = layer.label if layer else factor.theme or ("No layer" if map_.layers else "No theme")
        actors = f"{facts.actors(factor.whose)}: " if factor.whose else ""
        layers.setdefault(name, []).append(actors + (factor.label or factor.id) + (
            " (anticipated)" if factor.status == "anticipated" else " (retired)" if factor.status == "retired" else ""))
    word = "layer" if map_.layers else "theme"
    out.append(Table(f"The map {word} by {word}", (word.capitalize(), "Factors"),
                     tuple((name, "; ".join(labels)) for name, labels in layers.items()), sheet="Layers"))
    assumptions = assumptions_table(facts)
    if assumptions:
        out += [Heading(2, "What must hold"), assumptions]
    return [*out, map_figure(facts, map_.title or map_.id)]


def _questions(facts: Facts) -> list[Block]:
    questions = [question.label for framework in facts.frameworks() for question in framework.questions.values()]
    out: list[Block] = []
    if questions:
        out += [Para("The research asked:"), *bullets(questions, slide=True)]
    if facts.map.question:
        out.append(Para(facts.map.question, lead="People were asked:"))
    claims = [claim.label for claim in facts.map.claims.values()]
    if claims:
        out += [Para("Contribution claims put to the test:"), *bullets(claims)]
    return out or [missing("Neither the map nor a research framework states a question.")]


def _method(facts: Facts) -> list[Block]:
    map_ = facts.map
    out: list[Block] = []
    if map_.sessions:
        rows = tuple((one.label, one.date or "not said", one.form or "not said", ", ".join(one.people) or "not said")
                     for one in map_.sessions.values())
        out.append(Table("Workshops at which the map was drawn or checked", ("Workshop", "Date", "Form", "Who took part"), rows,
                         sheet="Workshops"))
    participants = participants_table(facts)
    out += [Heading(2, "Who took part"), participants] if participants else []
    surveys = [survey for register in facts.of(Cases) for survey in register.surveys.values()]
    out += [Para(f"Surveys beside the cases: {join_words([survey.label for survey in surveys])}.")] if surveys else []
    scoring = facts.scoring
    if scoring is not None:
        levels = tuple((level.label, level.criterion or "") for level in scoring.rule.rubric.levels.values())
        out += [Heading(2, "How outcomes are scored"),
                Para(f"Scores are proposed by the rule {facts.rule} from the coded evidence and stand beside the published ones. "
                     "A stated rule makes a judgement repeatable; it does not make it true."),
                Table("What each score takes", ("Score", "Criterion"), levels, sheet="Scoring criteria")]
        settled = tuple((option.question, option.resolution, scoring.options.get(option.id, option.value or "explains only"))
                        for option in scoring.rule.rubric.options.values())
        if settled:
            out.append(Table("What the printed criteria leave open, and how it is settled", ("Question", "Settled as", "Setting"),
                             settled, sheet="Scoring settings"))
    return out or [missing("The file says nothing of how the map was made.")]


def _limits(facts: Facts) -> list[Block]:
    map_ = facts.map
    out = bullets(map_.limits, slide=True)
    if map_.absent:
        out += [Para("Perspectives that were not in the room:"), *bullets(map_.absent)]
    if not facts.on_record:
        out.append(Para("No evidence is on record, so nothing here says that the theory holds.", lead="Evidence:"))
    open_points = notes_of(map_.notes, ("gap", "conflict"))
    if open_points:
        out += [Heading(2, "Where the sources are silent or contradict themselves"), *bullets(open_points)]
    found = gaps(map_, facts.base, facts.of(Mechanisms)) if map_.kind == "theory" else []
    if found:
        rows = tuple((gap.label, gap.element_kind, gap.message, gap.look_for) for gap in found)
        out += [Heading(2, "Gaps in the evidence"), Table(
            "What is missing, and what to look for next", ("Element", "What it is", "Missing", "Look for"), rows, sheet="Gaps")]
    out += problems_part(facts, 2)
    return out or [missing("The file states no limits.")]


def _scoreable(facts: Facts) -> list[str]:
    """Ids of what evidence should speak to: outcomes, claims, assumptions."""
    return [*facts.scored, *facts.map.claims, *facts.map.assumptions]


def _with_evidence(facts: Facts) -> list[str]:
    return [id_ for id_ in facts.labels if facts.on(id_)]


def _kinds(facts: Facts, elements: list[str]) -> list[tuple[str, list[str]]]:
    map_ = facts.map
    groups = (("Outcomes and other factors", map_.factors), ("Links", map_.links), ("Claims", map_.claims),
              ("Assumptions", map_.assumptions), ("Rival explanations", map_.rivals))
    found = [(heading, [id_ for id_ in elements if id_ in group]) for heading, group in groups]
    found.append(("Mechanisms", [id_ for id_ in elements if id_.startswith("mechanism:")]))
    found.append(("Conditions", [id_ for id_ in elements if id_.startswith("condition:")]))
    return [(heading, ids) for heading, ids in found if ids]


def _change_title(facts: Facts, change: object) -> str:
    before, after = getattr(change, "before", None), getattr(change, "after", None)
    what = facts.labels.get(getattr(change, "element", None) or "", "") or "the whole map"
    if before and after:
        return f"“{before}” becomes “{after}”"
    said = after or before or ""
    word = CHANGE_WORDS.get(getattr(change, "kind", ""), "changed")
    return f"{what}: {word}" + (f", {said}" if said and said != what else "")


def _present(*tables: Table | None) -> list[Block]:
    return [table for table in tables if table] or [missing("The file has no factors.")]


def _data(facts: Facts) -> list[Table]:
    """Tidy tables for a workbook: factors, links, evidence; one row a thing, one value a cell."""
    found = [("Factors", element_rows(facts.map.factors)), ("Links", link_rows(facts.map)),
             ("Evidence", evidence_rows(facts.map, facts.uses))]
    scores = score_data(facts)
    return [*([scores] if scores else []), *(Table(name, tuple(rows[0]), tuple(tuple(row.values()) for row in rows), sheet=name)
                                             for name, rows in found if rows)]
