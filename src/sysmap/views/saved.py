"""Saved views of a map (`views:` in the file): the question that each asks, and the part of the map that it shows.

Every question is answered by `sysmap.questions.registry.views`. The page answers some with its own script (`web/savedviews.js`, held equal
by tests/properties/test_doors.py) and is given the answers to the others when it is made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sysmap.core.elements import Factor, Position, View
from sysmap.core.map import Map, group_end
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.finding import named
from sysmap.questions.registry.question import Asked, Question
from sysmap.questions.registry.views import ask_view, view_keys
from sysmap.views.answer_data import LISTED, AnswerData, answer_data, part_of, refusal_data, unlisted

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["ANSWERED_BY_PAGE", "answer_to", "answers_for_page", "saved_view", "shown_by"]

ANSWERED_BY_PAGE = frozenset({"upstream", "downstream", "ego", "paths", "must-pass", "loops"})
"""Questions that the page's own script answers, so that readers may change them there."""

_PAGE_BOUNDS: dict[str, Collection[object]] = {"steps": range(1, 10), "max_length": range(1, 13), "by": ("weakest-link",)}
"""What may be said to them there: what its sliders can show."""


_PARTS, _LARGE = "communities", 12
"""The key of the answer that says into which parts a map falls, and the fewest factors of a map to ask it of unasked."""

_FACTOR_ASPECTS = ("layer", "theme", "role", "whose", "status", "control")


def saved_view(map_: Map, id_: str) -> View:
    """The saved view of that id.

    Raises
    ------
    Refused : with the nearest ids, if the map has no such view.
    """
    if id_ in map_.views:
        return map_.views[id_]
    hint = one_of(id_, map_.views) if map_.views else "This map has no saved views; add them under views:."
    raise Refused(Problem(code="A12", message=f"{map_.id} has no saved view “{id_}”.", hint=hint))


def shown_by(map_: Map, view: View) -> Map:
    """The part of a map that a saved view shows: what its question finds, less what its filter leaves out.

    Places set in the view count for this part only. A view that asks nothing shows the whole map.
    """
    part = _asked(map_, view)
    factors = {id_: factor for id_, factor in part.factors.items() if _kept(factor, view.filter)}
    for id_, place in view.positions.items():
        if id_ in factors and isinstance(place, Mapping) and {"x", "y"} <= set(place):
            factors[id_] = dataclasses.replace(factors[id_], position=Position(x=float(place["x"]), y=float(place["y"])))
    present = {*factors, *(group_end(f.layer) for f in factors.values() if f.layer)}
    links = {id_: link for id_, link in part.links.items()
             if link.from_ in present and link.to in present and _link_kept(link, view.filter)}
    return dataclasses.replace(part, title=f"{map_.title}: {view.label}", factors=factors, links=links)


def answer_to(about: Asked, view: View) -> Answer | None:
    """The answer to a saved view's question; None where it asks none, or names nothing that the map has.

    Raises
    ------
    Refused : the question does not take what the query says.
    """
    return ask_view(about, {"limit": LISTED, **view.query})


def answers_for_page(project: Project) -> dict[str, AnswerData]:
    """The answers to saved views that the page's own script does not work out, by the id of the view, and the parts of a large map.

    Each holds the `question` and its `words`, the `factors`, `starts` and `links` that stand out (or `everything`), and a `table`.
    """
    found: dict[str, AnswerData] = {}
    for view in project.map.views.values():
        key = next((key for key in view.query if key in view_keys()), None)
        if key is None:
            continue
        question = view_keys()[key]
        if question.name in ANSWERED_BY_PAGE and _page_can(question, view):
            continue
        names = _known(project.map, view.query[key])
        try:
            answer = answer_to(project, view)
        except Refused as refused:
            found[view.id] = refusal_data(project.map, question, names, refused)
            continue
        if answer is not None:
            found[view.id] = unlisted(project.map, answer_data(question, names, answer))
    parts = named("communities")
    if _PARTS not in project.map.views and len(project.map.factors) >= _LARGE:
        with suppress(Refused):
            answer = parts.ask(project, {})
            if len(answer.parts) > 1:
                found[_PARTS] = unlisted(project.map, answer_data(parts, (), answer))
    return found


def _page_can(question: Question, view: View) -> bool:
    """Whether what is said with a question is what the page can show and change."""
    bounds = {one.name: view.query[one.name] for one in question.parameters if one.name in view.query}
    return all(value in _PAGE_BOUNDS.get(name, ()) for name, value in bounds.items())


def _asked(map_: Map, view: View) -> Map:
    """The part of a map that a view asks about; the whole map where it asks nothing, or of what is not there."""
    answer = answer_to(map_, view)
    if answer is not None:
        return part_of(answer)
    if chosen := _known(map_, view.query.get("factor")):
        from sysmap.questions.ego import ego

        return ego(map_, chosen[0]).submap
    if (link := map_.links.get(str(view.query.get("link")))) and {link.from_, link.to} <= set(map_.factors):
        both = {id_: map_.factors[id_] for id_ in dict.fromkeys((link.from_, link.to))}
        return dataclasses.replace(map_, factors=both, links={link.id: link})
    return map_


def _known(map_: Map, value: Any) -> list[str]:
    listed = value if isinstance(value, list | tuple) else [value]
    return [one for one in listed if isinstance(one, str) and (one in map_.factors or one in map_.links)]


def _kept(factor: Factor, wanted: Mapping[str, Any]) -> bool:
    for aspect in _FACTOR_ASPECTS:
        if aspect in wanted:
            said = getattr(factor, aspect)
            values = set(said) if isinstance(said, tuple) else {said}
            if not values & _words(wanted[aspect]):
                return False
    return True


def _link_kept(link: Any, wanted: Mapping[str, Any]) -> bool:
    if "polarity" in wanted and link.polarity not in _words(wanted["polarity"]):
        return False
    return "mechanism" not in wanted or bool(set(link.mechanisms) & _words(wanted["mechanism"]))


def _words(value: Any) -> set[str | None]:
    listed = value if isinstance(value, list | tuple) else [value]
    return {None if one in ("", None) else str(one) for one in listed}
