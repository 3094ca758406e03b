"""Questions that the server answers: the check, hints while typing, an earlier map, the timeline, a new layout, the way in.

Answers go to the one who asked; nobody else's screen changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from sysmap.checks import check
from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.core.near_duplicates import key_of, near_duplicates
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import link_sentence
from sysmap.core.uses import Uses
from sysmap.views.document import to_plain
from sysmap.workshop.client import Client
from sysmap.workshop.history import map_at
from sysmap.workshop.hub import Hub
from sysmap.workshop.places import places_of
from sysmap.workshop.session import LARGEST, first_places
from sysmap.workshop.text_limits import check_texts

__all__ = ["answer", "check_queue", "hints"]


async def answer(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    """The answer to a question asked through the socket.

    Raises
    ------
    Refused : if there is no such question, or it lacks something.
    """
    check_texts(message)
    what = message.get("what")
    if not isinstance(what, str) or what not in _ANSWERS:
        raise Refused(Problem(code="L04", message="There is no such question.", hint=one_of(str(what)[:30], _ANSWERS)))
    return await asyncio.to_thread(_ANSWERS[what], hub, client, message)


def check_queue(map_: Map, uses: Uses | None = None) -> list[dict[str, Any]]:
    """What the checks find, for a room to go through: each with a key to tick off and, for a link, its sentence.

    The key names the rule and the element, so that a tick stays while the wording of the finding changes.
    """
    out = []
    for problem in check(map_, uses):
        if problem.waived:
            continue
        element = problem.element
        said = link_sentence(map_, map_.links[element]) if element is not None and element in map_.links else None
        out.append({"key": f"{problem.code}:{element or ''}", "code": problem.code, "severity": problem.severity,
                    "message": problem.message, "hint": problem.hint, "in": problem.at[0] if problem.at else "", "id": element,
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


_WORDING = ("M02", "M03", "M04", "M05", "M06", "M12", "M13")


def _check(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    return check_queue(hub.room.map, hub.session.uses)


def _hint(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    return hints(hub.room.map, str(message.get("label") or "")[:300])


def _at(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    revision = _revision(hub, message, "revision")
    map_ = map_at(hub.room, revision)
    return {"revision": revision, "map": to_plain(map_), "places": places_of(map_, hub.room.places)}


def _history(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    after = _revision(hub, message, "after")
    return [{"revision": one.revision, "at": one.at, "do": one.do, "by": one.by, "role": one.role, "group": one.group,
             "said": [said.text for said in one.said]}
            for one in hub.changes.of(hub.room) if one.drew and one.revision > after][-400:]


def _revision(hub: Hub, message: Mapping[str, Any], key: str) -> int:
    value = message.get(key, 0)
    if type(value) is not int or not 0 <= value <= hub.room.revision:
        raise Refused(Problem(code="L04", message="There is no such moment.", hint=f"Say 0 to {hub.room.revision}."))
    return value


def _layout(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    _host_only(hub, client)
    map_ = hub.room.map
    if len(map_.factors) > LARGEST[0] or len(map_.links) > LARGEST[1]:
        most = f"{LARGEST[0]} factors and {LARGEST[1]} links"
        raise Refused(Problem(code="L08", message=f"Laying out anew is for maps up to {most}.",
                              hint="Move the boxes by hand; several at once with Shift."))
    return first_places(map_)


def _door(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    """The way in, as text and as the rows of a QR code."""
    _host_only(hub, client)
    import segno

    rows = ["".join("1" if cell else "0" for cell in row) for row in segno.make(hub.link, error="m").matrix]
    return {"link": hub.link, "address": hub.link.partition("#")[0], "rows": rows}


def _host_only(hub: Hub, client: Client) -> None:
    if hub.room.people[client.person].role != "host":
        raise Refused(Problem(code="L01", message="This is for the host.", hint="Ask the host."))


_ANSWERS: dict[str, Callable[[Hub, Client, Mapping[str, Any]], Any]] = {
    "check": _check, "hint": _hint, "at": _at, "history": _history, "layout": _layout, "door": _door,
}
