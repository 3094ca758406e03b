"""An answer as a picture and a panel take it: its words, its table, and what of the map stands out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NotRequired, TypedDict

from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.question import Question
from sysmap.views.answer_picture import drawing_marks
from sysmap.views.marks import MarkData, mark_data

__all__ = ["LISTED", "AnswerData", "TableData", "answer_data", "own_links", "part_of", "question_title", "refusal_data",
           "unlisted"]

LISTED = 500
"""The most rows of a table; as many paths and loops as the page lists."""


class TableData(TypedDict):
    """A table for people."""

    headings: list[str]
    rows: list[list[str]]


class PartData(TypedDict):
    """A part of the map to look at alone."""

    label: str
    factors: list[str]


class AnswerData(TypedDict):
    """What was asked, the answer in sentences, the factors and links that stand out, where it starts, its table, its own picture,
    and the parts of the map to look at one by one."""

    question: str
    words: str
    factors: list[str]
    starts: list[str]
    links: list[str]
    table: NotRequired[TableData]
    picture: NotRequired[MarkData]
    parts: NotRequired[list[PartData]]
    everything: NotRequired[bool]
    """In a page: the answer is about every factor and link of the map, which are not listed again."""


def answer_data(question: Question, names: Sequence[str], answer: Answer) -> AnswerData:
    """An answer for a browser.

    Parameters
    ----------
    question : what was asked.
    names : ids of the factors and links that it was asked about.
    answer : the answer.
    """
    part, table = part_of(answer), answer.table()
    found: AnswerData = {"question": question_title(answer.map, question, names), "words": answer.explain(), "factors": list(part.factors),
            "starts": list(names), "links": own_links(answer.map, part),
            "table": {"headings": list(table.headings), "rows": [[str(cell) for cell in row] for row in table.rows[:LISTED]]}}
    drawing = answer.drawing
    if drawing is not None:
        found["picture"] = mark_data(drawing_marks(drawing))
    if answer.parts:
        found["parts"] = [{"label": label, "factors": list(factors)} for label, factors in answer.parts]
    return found


def unlisted(map_: Map, data: AnswerData) -> AnswerData:
    """An answer for a page, which has the map too: without the list of all its factors and links where the answer is about them all."""
    if len(data["factors"]) < len(map_.factors) or len(data["links"]) < len(map_.links):
        return data
    return {**data, "factors": [], "links": [], "everything": True}


def refusal_data(map_: Map, question: Question, names: Sequence[str], refused: Refused) -> AnswerData:
    """Why there is no answer, in its place."""
    return {"question": question_title(map_, question, names), "words": str(refused.problems[0]), "factors": [], "starts": [], "links": []}


def question_title(map_: Map, question: Question, names: Sequence[str]) -> str:
    """A question in a few words, with the labels of what it is about."""
    of = join_words(f"“{map_.factors[name].label}”" for name in names if name in map_.factors)
    return f"{question.name.replace('-', ' ').capitalize()}{': ' if of else ''}{of}"


def part_of(answer: Answer) -> Map:
    """The part of the map that an answer is about."""
    part = getattr(answer, "submap", None)
    if isinstance(part, Map):
        return part
    ids, links = set(answer.used_factors), set(answer.used_links)
    return dataclasses.replace(answer.map, factors={id_: one for id_, one in answer.map.factors.items() if id_ in ids},
                               links={id_: one for id_, one in answer.map.links.items() if id_ in links})


def own_links(map_: Map, part: Map) -> list[str]:
    """The links of a map that stand in a part of it; a link of a whole layer stands there factor by factor."""
    return list(dict.fromkeys(id_ if id_ in map_.links else str(link.x["part_of"]) for id_, link in part.links.items()))
