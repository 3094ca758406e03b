"""Questions in the studio: understood from somebody's own words, answered on one screen, drawn, and kept as a view of the map."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypedDict

from sysmap.core.elements import View
from sysmap.core.labels import element_label
from sysmap.core.map import Map
from sysmap.core.naming import factor_named
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words
from sysmap.formats.foreign.ids import slug_of
from sysmap.formats.save import change_file
from sysmap.project import Project
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.asking import ask
from sysmap.questions.registry.catalogue import catalogue
from sysmap.questions.registry.finding import named
from sysmap.questions.registry.question import Question
from sysmap.questions.registry.views import query_of
from sysmap.studio.understanding import Understood, understood
from sysmap.views.answer_data import TableData, answer_data, own_links, part_of, question_title
from sysmap.views.figure import figure

__all__ = ["answered", "keep_view", "picture_of", "questions", "read"]

SECONDS = 4.0
"""The longest that one question may search; the answer then says how far it came."""
_MOST_PATHS = 5


class AnswerSection(TypedDict):
    """A part of an answer: its heading, what it says in sentences, lines of a list."""

    heading: str
    words: str
    lines: list[str]


class StudioAnswer(TypedDict):
    """An answer on one screen."""

    name: str
    params: dict[str, Any]
    title: str
    sections: list[AnswerSection]
    table: TableData
    drawn: bool
    view: bool


def questions(project: Project) -> dict[str, Any]:
    """Every question that can be asked in the studio, and what its parameters may name."""
    labels = {id_: element_label(project.map, id_) for id_ in (*project.map.factors, *project.map.links)}
    pick = sorted(labels.items(), key=lambda one: one[1].casefold())
    return {"questions": [{**one, "answers": named(one["name"]).answers} for one in catalogue("workshop")],
            "offers": {"factors": [one for one in pick if one[0] in project.map.factors],
                       "links": [one for one in pick if one[0] in project.map.links],
                       "elements": sorted(project.labels.items(), key=lambda one: one[1].casefold())}}


def read(project: Project, text: str) -> list[dict[str, Any]]:
    """The readings of a question in somebody's own words, the best first, each as it would be asked.

    Raises
    ------
    Refused : it has no word of any question and names no factor of the map.
    """
    found = understood(project.map, text[:500])
    if not found:
        raise Refused(Problem(code="A01", message="No factor of this map and no question was recognised in these words.",
                              hint="Name factors as they are called on the map, or choose a question from the list."))
    return [{"name": one.question.name, "params": dict(one.params), "says": _says(project.map, one)} for one in found]


def _says(map_: Map, one: Understood) -> str:
    about = join_words([f"“{map_.factors[id_].label}”" for id_ in _named(map_, one.question, one.params)])
    return f"{one.question.answers} ({about})" if about else one.question.answers


def answered(project: Project, name: str, params: Mapping[str, Any]) -> StudioAnswer:
    """A question with its answer and what a reader needs with it: ways, evidence, the outcome's score, other explanations.

    Parameters
    ----------
    project : the map.
    name, params : the question and its parameters, as `sysmap.questions.registry.asking.ask` takes them.

    Raises
    ------
    Refused : as for `ask`.
    """
    question = named(name)
    answer = ask(project, name, params, seconds=SECONDS)
    names = _named(project.map, question, params)
    data = answer_data(question, names, answer)
    sections = [_section("Answer", answer.words())]
    ends = _ends(project.map, question, params)
    if ends is not None:
        sections += _on_the_way(project, question, *ends)
    sections.append(_section("What the answer rests on", answer.footing.words()))
    if ends is not None:
        sections += _of_the_outcome(project, ends[1])
    return {"name": name, "params": dict(params), "title": data["question"],
            "sections": [one for one in sections if one["words"] or one["lines"]],
            "table": data.get("table") or TableData(headings=[], rows=[]), "drawn": bool(data["factors"]), "view": bool(question.view_keys)}


def _section(heading: str, words: str, lines: list[str] | None = None) -> AnswerSection:
    return {"heading": heading, "words": words, "lines": lines or []}


def _named(map_: Map, question: Question, params: Mapping[str, Any]) -> list[str]:
    """Ids of the factors that a question is asked about, in order."""
    said: list[str] = []
    for one in question.parameters:
        if one.kind in ("factor", "factors"):
            value = params.get(one.name) or []
            said += [value] if isinstance(value, str) else list(value)
    return [one if one in map_.factors else factor_named(map_, one) for one in said]


def _ends(map_: Map, question: Question, params: Mapping[str, Any]) -> tuple[str, str] | None:
    """Where the question starts and ends, if it is about the way from one factor to another."""
    if not {"start", "end"} <= {one.name for one in question.parameters if one.required}:
        return None
    start, end = (factor_named(map_, str(params[one])) for one in ("start", "end"))
    return start, end


def _on_the_way(project: Project, question: Question, start: str, end: str) -> list[AnswerSection]:
    """The paths between two factors, and how far the evidence carries them."""
    out = []
    ways: Any = ask(project, "paths", {"start": start, "end": end, "limit": _MOST_PATHS}, seconds=SECONDS)
    if question.name != "paths" and ways.found:
        out.append(_section("By which way", "", [_way(project.map, one) for one in ways.found[:_MOST_PATHS]]))
    if question.name != "ladder" and project.registers:
        out.append(_section("How strong the evidence is", _words_of(project, "ladder", start, end)))
    return out


def _way(map_: Map, chain: Any) -> str:
    return " → ".join(map_.factors[id_].label for id_ in chain.factors)


def _words_of(project: Project, name: str, start: str, end: str) -> str:
    answer: Answer = ask(project, name, {"start": start, "end": end}, seconds=SECONDS)
    return answer.words()


def _of_the_outcome(project: Project, end: str) -> list[AnswerSection]:
    """How the outcome at the end is scored, and what else explains it."""
    out = []
    scored = next((one for one in project.scores.outcomes if one.element.id == end), None) if project.scores else None
    label = project.map.factors[end].label
    if scored is not None:
        decided = [f"The rule proposes: {scored.proposal.score}."] if scored.override else []
        lines = [*decided, *scored.proposal.reasons, *([scored.standing.margin_text] if scored.standing else [])]
        out.append(_section(f"How “{label}” is scored", f"{scored.score}.", [line for line in lines if line]))
    rivals = [one.label for one in project.map.rivals.values() if end in one.about]
    if rivals:
        out.append(_section(f"Other explanations of “{label}”", "", rivals))
    return out


def picture_of(project: Project, name: str, params: Mapping[str, Any], *, part: bool = False) -> bytes:
    """The map as SVG with the answer standing out; with `part` only what the answer is about."""
    answer = ask(project, name, params, seconds=SECONDS)
    about = part_of(answer)
    if part:
        return figure(about, "svg")
    return figure(project.map, "svg", stands_out=(*about.factors, *own_links(project.map, about)))


def keep_view(project: Project, name: str, params: Mapping[str, Any], label: str) -> str:
    """Keep a question as a saved view of the map, written into its file.

    Returns
    -------
    str : the id of the view.

    Raises
    ------
    Refused : the question cannot be kept as a view, or the file has faults.
    """
    question = named(name)
    if not question.view_keys:
        raise Refused(Problem(code="A12", message=f"The question “{name}” cannot be kept as a view.", hint="Copy the answer instead."))
    if project.reading is None or project.reading.problems:
        raise Refused(Problem(code="F30", message="The file of this map has faults, so nothing is written into it.", hint="See tab Check."))
    query = query_of(question, params)
    title = " ".join(label.split())[:80] or question_title(project.map, question, _named(project.map, question, params))[:80]
    wanted = slug_of(title, "view")

    def change(now: Map) -> Map:
        free = next(id_ for id_ in (wanted, *(f"{wanted}-{n}" for n in range(2, len(now.views) + 3))) if id_ not in now.views)
        kept.append(free)
        return dataclasses.replace(now, views={**now.views, free: View(id=free, label=title, query=query)})

    kept: list[str] = []
    change_file(project.reading, change)
    return kept[-1]
