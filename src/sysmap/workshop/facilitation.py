"""What a facilitator does with a room: phases, private gathering, votes, ticks, timer, roles.

Votes and ticks are records of their own beside the map: a vote says what people think of a factor, not what the factor
is. They are kept in the log and leave as CSV.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sysmap.core.edit import Add, Batch, apply, inverse
from sysmap.core.elements import Factor
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.edits import edit_from, edit_plain
from sysmap.formats.plain import plain, record_from
from sysmap.workshop.people import ROLES, Person, check_host, check_role, parts_of
from sysmap.workshop.places import free_place

if TYPE_CHECKING:
    from sysmap.workshop.room import Entry, Room

__all__ = ["COMMANDS", "PHASES", "Ballot", "State", "commit", "decide", "ideas", "redact"]

PHASES = ("gather", "consolidate", "connect", "check", "describe", "vote")


@dataclass(slots=True)
class Ballot:
    """A round of voting: so many dots each, on factors or links, until the host closes it.

    `votes` holds the dots by person and element. One person is one browser that kept its key: a reload changes nothing.
    """

    id: str
    question: str
    about: str
    budget: int
    open: bool = True
    votes: dict[str, dict[str, int]] = field(default_factory=dict)

    def distribution(self) -> dict[str, dict[str, int]]:
        """For each element, how many people gave how many dots (as texts, for JSON), and the sum under `all`."""
        out: dict[str, Counter[str]] = {}
        for dots in self.votes.values():
            for element, number in dots.items():
                out.setdefault(element, Counter())[str(number)] += 1
                out[element]["all"] += number
        return {element: dict(sorted(count.items())) for element, count in sorted(out.items())}


@dataclass(slots=True)
class State:
    """What the host has set, and what people have said beside the map."""

    phase: str | None = None
    private: bool = False
    locked: bool = False
    closed: bool = False
    timer: dict[str, Any] | None = None
    ideas: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    ballots: dict[str, Ballot] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    checkpoints: list[tuple[int, str]] = field(default_factory=list)
    seats: dict[str, str] = field(default_factory=dict)
    """Which table the host has sent a person to."""


def decide(room: Room, person: Person, do: str, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    """What a command of facilitation comes to."""
    if room.state.closed and do != "close":
        raise Refused(Problem(code="L07", message="The workshop is closed.", hint="The host can open it again."))
    return COMMANDS[do](room, person, data, at)


def _text(data: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise Refused(Problem(code="L04", message=f"The command has no {key}.", hint=f"Say which {key} is meant."))
    return value.strip()


def _flag(data: Mapping[str, Any], key: str = "on") -> bool:
    value = data.get(key)
    if not isinstance(value, bool):
        raise Refused(Problem(code="L04", message=f"{key} is true or false.", hint="Say which."))
    return value


def _other(room: Room, data: Mapping[str, Any]) -> Person:
    id_ = _text(data, "person")
    if id_ not in room.people:
        raise Refused(Problem(code="L04", message="There is no such person here.", hint="They may have left."))
    return room.people[id_]


def _phase(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "set the phase")
    phase = _text(data, "phase")
    if phase not in PHASES:
        raise Refused(Problem(code="L04", message=f"There is no phase {phase[:30]}.", hint=one_of(phase[:30], PHASES)))
    private = data.get("private", False)
    if private is True and phase != "gather":
        raise Refused(Problem(code="L04", message="Only gathering can be private.", hint="Set the phase gather."))
    out: dict[str, Any] = {"phase": phase, "private": private is True}
    if room.state.private and not out["private"] and room.state.ideas:
        out |= _revealed(room)
    return out


def _revealed(room: Room) -> dict[str, Any]:
    """Everything gathered in private becomes factors, nothing merged: that is the room's next task."""
    taken, edits, authors = set(room.map.factors), [], {}
    spots = [room.places[id_] for id_ in room.map.factors if id_ in room.places]
    places = {}
    for by, element in room.state.ideas:
        factor = record_from(Factor, element)
        id_ = room.free_id(factor.label, taken)
        taken.add(id_)
        edits.append(Add("factors", dataclasses.replace(factor, id=id_)))
        authors[id_] = by
        places[id_] = free_place(spots, (0.0, 0.0))
        spots.append(places[id_])
    batch = Batch(tuple(edits), "reveal what was gathered")
    apply(room.map, batch)
    return {"edit": edit_plain(batch), "undo": edit_plain(inverse(room.map, batch)), "authors": authors,
            "places": {id_: list(spot) for id_, spot in places.items()}}


def ideas(room: Room, person: Person, data: Mapping[str, Any]) -> dict[str, Any]:
    """While gathering is private, added factors are kept with their author until the host reveals them all."""
    check_role(person, "contributor", "add factors")
    edit = edit_from(data.get("edit"))
    added = []
    for part in parts_of(edit):
        if not isinstance(part, Add) or not isinstance(part.element, Factor):
            raise Refused(Problem(code="L07", message="People are gathering factors in private just now.",
                                  hint="Add factors; links come once the host has revealed them."))
        if not part.element.label.strip():
            raise Refused(Problem(code="L04", message="The factor has no label.", hint="Type a few words."))
        added.append(plain(dataclasses.replace(part.element, origin="workshop", position=None,
                                               raised_by=(person.group,) if person.group else ())))
    if len(room.state.ideas) + len(added) > 2_000:
        raise Refused(Problem(code="L08", message="There are 2,000 ideas already.", hint="Reveal them first."))
    return {"ideas": added}


def _withdraw(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    """Take back an idea of one's own before it is revealed."""
    id_ = _text(data, "id")
    if not any(by == person.id and element["id"] == id_ for by, element in room.state.ideas):
        raise Refused(Problem(code="L05", message="You have no such idea to take back.", hint="It may have been revealed."))
    return {"id": id_}


def _lock(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "lock the map")
    return {"on": _flag(data)}


def _close(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "close the workshop")
    return {"on": _flag(data)}


def _role(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "change roles")
    other, role = _other(room, data), _text(data, "role")
    if role not in ROLES:
        raise Refused(Problem(code="L04", message=f"There is no role {role[:30]}.", hint=one_of(role[:30], ROLES)))
    hosts = [one for one in room.people.values() if one.role == "host" and one.here]
    if other.role == "host" and role != "host" and len(hosts) == 1:
        raise Refused(Problem(code="L04", message="A workshop needs a host.", hint="Make somebody else host first."))
    return {"person": other.id, "role": role}


def _dismiss(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "remove people")
    other = _other(room, data)
    if other.id == person.id:
        raise Refused(Problem(code="L04", message="You cannot remove yourself.", hint="Close the page."))
    return {"person": other.id}


def _me(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    return {"name": _text(data, "name")[:40], "group": _text(data, "group", "")[:60]}


def _timer(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "set the timer")
    seconds = data.get("seconds")
    if type(seconds) is not int or not 0 <= seconds <= 36_000:
        raise Refused(Problem(code="L04", message="A timer runs for 0 to 36,000 seconds.", hint="0 stops it."))
    return {"seconds": seconds, "label": _text(data, "label", "")[:80]}


def _ballot(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "open a vote")
    about, budget = _text(data, "about", "factors"), data.get("budget", 5)
    if about not in ("factors", "links"):
        raise Refused(Problem(code="L04", message="People vote on factors or on links.", hint="Say about: factors."))
    if type(budget) is not int or not 1 <= budget <= 100:
        raise Refused(Problem(code="L04", message="Each person has 1 to 100 dots.", hint="Five is usual."))
    return {"ballot": f"vote-{len(room.state.ballots) + 1}", "question": _text(data, "question", "")[:200], "about": about,
            "budget": budget}


def _vote(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_role(person, "voter", "vote")
    ballot, element, dots = _open_ballot(room, data), _text(data, "element"), data.get("dots")
    if element not in getattr(room.map, ballot.about):
        raise Refused(Problem(code="D01", message=f"There is no {element[:64]} to vote on.", hint="It may have been removed."))
    if type(dots) is not int or dots < 0:
        raise Refused(Problem(code="L04", message="Dots are a whole number.", hint="0 takes them back."))
    spent = sum(n for at_, n in ballot.votes.get(person.id, {}).items() if at_ != element)
    if spent + dots > ballot.budget:
        raise Refused(Problem(code="L11", message=f"You have {ballot.budget} dots and gave {spent} elsewhere.",
                              hint="Take some back first."))
    return {"ballot": ballot.id, "element": element, "dots": dots}


def _open_ballot(room: Room, data: Mapping[str, Any]) -> Ballot:
    ballot = room.state.ballots.get(_text(data, "ballot"))
    if ballot is None or not ballot.open:
        raise Refused(Problem(code="L11", message="This vote is closed.", hint="Wait for the host to open one."))
    return ballot


def _count(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "close a vote")
    ballot = _open_ballot(room, data)
    voters = sum(any(dots.values()) for dots in ballot.votes.values())
    return {"ballot": ballot.id, "distribution": ballot.distribution(), "people": voters}


def _tick(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_role(person, "editor", "tick off checks")
    return {"key": _text(data, "key")[:200], "on": _flag(data)}


def _seat(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_host(person, "send people to tables")
    seats = data.get("seats")
    if not isinstance(seats, Mapping) or not all(isinstance(table, str) for table in seats.values()):
        raise Refused(Problem(code="L04", message="seats says for each person which table.", hint="Leave nobody out."))
    for id_ in seats:
        _other(room, {"person": id_})
    return {"seats": dict(seats)}


def _checkpoint(room: Room, person: Person, data: Mapping[str, Any], at: int) -> dict[str, Any]:
    check_role(person, "editor", "name a checkpoint")
    return {"label": _text(data, "label")[:80]}


COMMANDS: dict[str, Callable[[Room, Person, Mapping[str, Any], int], dict[str, Any]]] = {
    "phase": _phase, "lock": _lock, "close": _close, "role": _role, "dismiss": _dismiss, "me": _me, "timer": _timer,
    "ballot": _ballot, "vote": _vote, "count": _count, "tick": _tick, "checkpoint": _checkpoint,
    "seat": _seat, "withdraw": _withdraw,
}
"""Commands of facilitation -> what decides them."""


def commit(room: Room, entry: Entry) -> None:
    """Take an entry into the state beside the map."""
    state, data, people = room.state, entry.data, room.people
    match entry.do:
        case "phase":
            state.phase, state.private = data["phase"], data["private"]
            if "edit" in data:
                state.ideas.clear()
        case "idea":
            state.ideas += [(entry.by, dict(element)) for element in data["ideas"]]
        case "withdraw":
            mine = [i for i, (by, element) in enumerate(state.ideas) if by == entry.by and element["id"] == data["id"]]
            del state.ideas[mine[-1]]
        case "lock":
            state.locked = data["on"]
        case "close":
            state.closed = data["on"]
        case "role":
            people[data["person"]] = dataclasses.replace(people[data["person"]], role=data["role"])
        case "dismiss":
            people[data["person"]] = dataclasses.replace(people[data["person"]], here=False, key="")
        case "me":
            people[entry.by] = dataclasses.replace(people[entry.by], name=data["name"], group=data["group"])
        case "timer":
            state.timer = {"from": entry.at, "seconds": data["seconds"], "label": data["label"]} if data["seconds"] else None
        case "ballot":
            state.ballots[data["ballot"]] = Ballot(data["ballot"], data["question"], data["about"], data["budget"])
        case "vote":
            dots = state.ballots[data["ballot"]].votes.setdefault(entry.by, {})
            dots[data["element"]] = data["dots"]
            if not data["dots"]:
                del dots[data["element"]]
        case "count":
            state.ballots[data["ballot"]].open = False
        case "tick":
            if data["on"]:
                state.ticks[data["key"]] = entry.by
            else:
                state.ticks.pop(data["key"], None)
        case "checkpoint":
            state.checkpoints.append((entry.revision, data["label"]))
        case "seat":
            state.seats = {id_: table for id_, table in (state.seats | data["seats"]).items() if table}


def redact(room: Room, entry: Entry, to: Person, data: dict[str, Any]) -> dict[str, Any]:
    """What others may know of a vote or of a private idea: that there was one."""
    if entry.do == "vote":
        count = {"ballot": data["ballot"], "voters": len(room.state.ballots[data["ballot"]].votes)}
        return count if entry.by != to.id else data | count
    if entry.do == "idea" and entry.by != to.id:
        return {"ideas": len(data["ideas"])}
    if entry.do == "withdraw" and entry.by != to.id:
        return {}
    return data


def state_for(room: Room, to: Person) -> dict[str, Any]:
    """The state beside the map as one person may see it."""
    state = room.state
    return {
        "phase": state.phase, "private": state.private, "locked": state.locked, "closed": state.closed, "timer": state.timer,
        "ideas": len(state.ideas), "own_ideas": [element for by, element in state.ideas if by == to.id],
        "ballots": [{"id": b.id, "question": b.question, "about": b.about, "budget": b.budget, "open": b.open,
                     "voters": len(b.votes), "mine": b.votes.get(to.id, {}),
                     "distribution": None if b.open else b.distribution()} for b in state.ballots.values()],
        "ticks": dict(state.ticks),
        "checkpoints": [{"revision": r, "label": label} for r, label in state.checkpoints],
        "seats": dict(state.seats),
        "people": [{"id": p.id, "name": p.name, "group": p.group, "role": p.role} for p in room.people.values() if p.here],
    }
