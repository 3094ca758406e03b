"""What of a room's state people may see: one part that everybody sees alike, and one that is a person's own.

Nothing else of the state leaves the server. When something has changed, the difference is sent as a JSON Merge Patch
(RFC 7396), so that a browser keeps the state without knowing what each command does to it.
"""

from __future__ import annotations

from typing import Any, cast

from sysmap.workshop.protocol.data import BallotData, OwnState, StateData
from sysmap.workshop.state import Ballot, State

__all__ = ["NOTHING", "merge_patch", "own_states", "shared_state"]


def shared_state(state: State) -> StateData:
    """The state as everybody sees it. What is not so, or not set, is left out.

    Of votes it holds how many people have voted, and the distribution once the vote is closed; of ideas gathered in
    private how many there are.
    """
    out: dict[str, Any] = {
        "phase": state.phase, "private": state.private, "locked": state.locked, "closed": state.closed,
        "timer": None if state.timer is None else {
            "from": state.timer.begun, "seconds": state.timer.seconds, "label": state.timer.label},
        "ideas": len(state.ideas),
        "ballots": {ballot.id: _ballot(ballot) for ballot in state.ballots.values()},
        "ticks": dict(state.ticks),
        "checkpoints": [{"revision": revision, "label": label} for revision, label in state.checkpoints],
        "seats": dict(state.seats),
        "people": {p.id: {"id": p.id, "name": p.name, "group": p.group, "role": p.role} for p in state.people.values() if p.here},
        "kept": {name: dict(values) for name, values in state.kept.items()},
    }
    return cast(StateData, {key: value for key, value in out.items() if value is not None})


def _ballot(ballot: Ballot) -> BallotData:
    out: BallotData = {"id": ballot.id, "question": ballot.question, "about": ballot.about, "budget": ballot.budget, "open": ballot.open,
           "voters": ballot.voters}
    if not ballot.open:
        out["distribution"] = ballot.distribution()
    return out


NOTHING: OwnState = {"ideas": [], "dots": {}}
"""What somebody has of their own who has given nothing."""


def own_states(state: State) -> dict[str, OwnState]:
    """What only each person sees: the ideas they gathered in private, the dots they gave, by ballot. Who has given nothing is
    left out.
    """
    out: dict[str, OwnState] = {}
    for person, element in state.ideas:
        out.setdefault(person, {"ideas": [], "dots": {}})["ideas"].append(element)
    for ballot in state.ballots.values():
        for person, dots in ballot.votes.items():
            if dots:
                out.setdefault(person, {"ideas": [], "dots": {}})["dots"][ballot.id] = dict(dots)
    return out


def merge_patch(before: Any, after: Any) -> Any:
    """What makes `after` of `before`, as a JSON Merge Patch.

    >>> merge_patch({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"c": 2, "d": 4}, "e": []})
    {'b': {'d': 4}, 'e': [], 'a': None}
    """
    if not isinstance(before, dict) or not isinstance(after, dict):
        return after
    patch = {key: merge_patch(before.get(key), value) for key, value in after.items() if key not in before or before[key] != value}
    return patch | {key: None for key in before if key not in after}
