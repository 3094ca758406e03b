"""Questions that the server answers: the check, hints while typing, an earlier map, the timeline, a new layout, the way in,
and every question of `sysmap.questions` about the map as it is.

Answers go to the one who asked; nobody else's screen changes.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from sysmap.checks import check
from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.core.naming import factor_named
from sysmap.core.near_duplicates import key_of, near_duplicates
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import link_sentence
from sysmap.core.uses import Uses
from sysmap.questions.registry.asking import ask
from sysmap.questions.registry.catalogue import QuestionData, catalogue
from sysmap.questions.registry.finding import named
from sysmap.questions.registry.question import Question
from sysmap.views.answer_data import AnswerData, answer_data
from sysmap.views.document import to_plain
from sysmap.workshop.client import Client
from sysmap.workshop.history import map_at
from sysmap.workshop.hub import Hub
from sysmap.workshop.pasting import pasted
from sysmap.workshop.places import Place, places_of
from sysmap.workshop.protocol.data import DoorData, FindingData, MomentData, MomentMap, PastedData
from sysmap.workshop.protocol.from_browser import (
    Ask,
    AskAt,
    AskCheck,
    AskDoor,
    AskHint,
    AskHistory,
    AskLayout,
    AskNear,
    AskPasted,
    AskQuestion,
    AskQuestions,
)
from sysmap.workshop.rights import check_host
from sysmap.workshop.room_hints import room_hint
from sysmap.workshop.session import first_places
from sysmap.workshop.state import Role

__all__ = ["ANSWERS", "answer_to", "check_queue", "hints", "near_labels"]

LONGEST = 4.0
"""Seconds that one question may search; the answer then says how far it came."""
_KEPT = 16


async def answer_to(hub: Hub, client: Client, asked: Ask) -> object:
    """The answer to a question asked through the socket.

    Raises
    ------
    Refused : if it is not for this person, or asks for what is not there.
    """
    if not isinstance(asked, AskQuestion):
        return await asyncio.to_thread(ANSWERS[type(asked)], hub, client, asked)
    if not hub.searches.take(client.person, time.monotonic()):
        raise Refused(Problem(code="L12", message="That are too many questions at once.", hint="Wait a few seconds."))
    async with hub.searching:
        return await asyncio.to_thread(_question, hub, hub.room.map, hub.room.revision, hub.room.people[client.person].role, asked)


def check_queue(map_: Map, uses: Uses | None = None) -> list[FindingData]:
    """What the checks find, for a room to go through: each with a key to tick off and, for a link, its sentence.

    The key names the rule and the element, so that a tick stays while the wording of the finding changes.
    """
    out: list[FindingData] = []
    for problem in check(map_, uses):
        if problem.waived:
            continue
        element = problem.element
        said = link_sentence(map_, map_.links[element]) if element is not None and element in map_.links else None
        out.append({"key": f"{problem.code}:{element or ''}", "code": problem.code, "severity": problem.severity,
                    "message": problem.message, "hint": room_hint(problem), "in": problem.at[0] if problem.at else "", "id": element,
                    "aloud": said})
    return out


def hints(map_: Map, label: str) -> list[str]:
    """What one might think of while typing a label: a factor that may be the same, a wording that is no factor.

    >>> hints(Map(id="m", title="M", factors={"w": Factor(id="w", label="Waiting list for care")}), "Waiting lists for care")[0]
    'This may be the same as “Waiting list for care”.'
    """
    keys = {f.id: [key_of(name) for name in (f.label, *f.aliases)] for f in map_.factors.values()}
    keys["typed"] = [key_of(label)]
    out = []
    for pair in near_duplicates(keys):
        other = next((one for one in pair if one != "typed"), None)
        if "typed" in pair and other is not None:
            out.append(f"This may be the same as “{map_.factors[other].label}”.")
    alone = Map(kind="map", id="typed", title="Typed", factors={"typed": Factor(id="typed", label=label)})
    out += [f"{p.message} {p.hint}" for p in check(alone) if p.element == "typed" and p.code in _WORDING]
    return out[:3]


def near_labels(map_: Map, label: str) -> list[str]:
    """Labels on the map that may mean what somebody types: nearly the same, or the same with more words.

    >>> m = Map(id="m", title="M", factors={"w": Factor(id="w", label="Workload per care worker")})
    >>> near_labels(m, "Workload"), near_labels(m, "Pay")
    (['Workload per care worker'], [])
    """
    typed = key_of(label)
    keys = {f.id: [key_of(name) for name in (f.label, *f.aliases)] for f in map_.factors.values()}
    if not typed:
        return []
    found = {one for pair in near_duplicates({**keys, "typed:": [typed]}) if "typed:" in pair for one in pair} - {"typed:"}
    found |= {id_ for id_, names in keys.items() if any(typed < name for name in names)}
    return [map_.factors[id_].label for id_ in keys if id_ in found][:_MOST_NEAR]


_MOST_NEAR = 4
_WORDING = ("M02", "M03", "M04", "M05", "M06", "M12", "M13")


def _check(hub: Hub, client: Client, asked: AskCheck) -> list[FindingData]:
    return check_queue(hub.room.map, hub.session.uses)


def _hint(hub: Hub, client: Client, asked: AskHint) -> list[str]:
    return hints(hub.room.map, asked.label[:300])


def _near(hub: Hub, client: Client, asked: AskNear) -> list[list[str]]:
    return [near_labels(hub.room.map, label[:300]) for label in asked.labels]


def _pasted(hub: Hub, client: Client, asked: AskPasted) -> PastedData:
    return pasted(asked.text)


def _at(hub: Hub, client: Client, asked: AskAt) -> MomentMap:
    _check_revision(hub, asked.revision)
    map_ = map_at(hub.room, asked.revision)
    return {"revision": asked.revision, "map": to_plain(map_), "places": places_of(map_, hub.room.places)}


def _history(hub: Hub, client: Client, asked: AskHistory) -> list[MomentData]:
    _check_revision(hub, asked.after)
    found: list[MomentData] = [
            {"revision": one.revision, "at": one.at, "do": one.do, "by": one.by, "role": one.role, "group": one.group,
             "said": [said.text for said in one.said]}
            for one in hub.changes.of(hub.room) if one.drew and one.revision > asked.after]
    return found[-400:]


def _check_revision(hub: Hub, revision: int) -> None:
    if not 0 <= revision <= hub.room.revision:
        raise Refused(Problem(code="L04", message="There is no such moment.", hint=f"Say 0 to {hub.room.revision}."))


def _layout(hub: Hub, client: Client, asked: AskLayout) -> dict[str, Place]:
    check_host(hub.room.people[client.person], "lay the map out anew")
    return first_places(hub.room.map)


def _door(hub: Hub, client: Client, asked: AskDoor) -> DoorData:
    """The way in, as text and as the rows of a QR code."""
    check_host(hub.room.people[client.person], "show the way in")
    import segno

    rows = ["".join("1" if cell else "0" for cell in row) for row in segno.make(hub.link, error="m").matrix]
    return {"link": hub.link, "address": hub.link.partition("#")[0], "rows": rows, "fingerprint": hub.fingerprint}


def _questions(hub: Hub, client: Client, asked: AskQuestions) -> list[QuestionData]:
    return catalogue("workshop")


def _question(hub: Hub, map_: Map, revision: int, role: Role, asked: AskQuestion) -> AnswerData:
    question = named(asked.name)
    if "workshop" not in question.doors:
        raise Refused(Problem(code="A17", message=f"“{question.name}” is not asked in a workshop.", hint="Ask it at the command line."))
    project = hub.session.project(map_, role)
    key = (question.name, json.dumps(asked.params, sort_keys=True), project.level == "internal", revision)
    found = hub.answered.get(key)
    if found is None:
        answer = ask(project, question.name, asked.params, seconds=LONGEST)
        found = answer_data(question, _about(map_, question, asked.params), answer)
        if len(hub.answered) >= _KEPT:
            hub.answered.clear()
        hub.answered[key] = found
    return found


def _about(map_: Map, question: Question, params: Mapping[str, Any]) -> list[str]:
    """Ids of what a question is asked about, in order."""
    said: list[str] = []
    for one in question.parameters:
        if one.kind in ("factor", "factors", "factor-or-link"):
            value = params.get(one.name) or []
            said += [value] if isinstance(value, str) else value
    return [one if one in map_.factors or one in map_.links else factor_named(map_, one) for one in said]


ANSWERS: dict[type[Ask], Callable[[Hub, Client, Any], object]] = {
    AskCheck: _check, AskHint: _hint, AskAt: _at, AskHistory: _history, AskLayout: _layout, AskDoor: _door, AskQuestions: _questions,
    AskNear: _near, AskPasted: _pasted,
}
