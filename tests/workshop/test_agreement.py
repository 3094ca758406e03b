"""Whatever people do, lose and repeat, at the end every copy, the log and the file say the same."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.workshop.serving import MAP

from sysmap.checks import check_references
from sysmap.core.edit import apply
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.edits import edit_from
from sysmap.formats.read import read_file
from sysmap.workshop.room import Room
from sysmap.workshop.session import RoomSession, open_session
from sysmap.workshop.state import Request

PEOPLE = ("ann", "eve", "bo", "cy")
ROLES = {"ann": "host", "eve": "editor", "bo": "contributor", "cy": "contributor"}
IDS = ("waits", "staff", "pay", "trust", "pay-2")


@dataclass
class Copy:
    """One browser: what it was told, and what it asked for that was not answered."""

    map: Map
    revision: int
    waiting: list[Request] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)
    online: bool = True


class World:
    """A session on disk and four browsers, without time: messages pass when the test says so."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "town.yaml"
        self.path.write_text(MAP, encoding="utf-8")
        self.session: RoomSession = open_session(self.path)
        self.count = 0
        self.copies: dict[str, Copy] = {}
        for name in PEOPLE:
            self.take(name, Request(f"join-{name}", "join", {"name": name, "group": "", "role": ROLES[name], "key": name}))
        for name in PEOPLE:
            self.copies[name] = Copy(self.session.room.map, self.session.room.revision)

    @property
    def room(self) -> Room:
        return self.session.room

    def take(self, by: str, command: Request) -> str:
        """What the hub does with a command: once, logged before it is told."""
        if (by, command.id) in self.room.done:
            return "again"
        try:
            entry = self.room.decide(by, command)
        except Refused:
            return "refused"
        self.session.log.append([entry])
        self.room.commit(entry)
        return "done"

    def ask(self, by: str, do: str, data: dict[str, Any]) -> None:
        copy = self.copies[by]
        self.count += 1
        copy.waiting.append(Request(f"{by}-{self.count}", do, data, copy.revision))

    def send(self, by: str, lose: bool) -> None:
        """Everything that waits goes out; if the answer is lost it goes out again later."""
        copy = self.copies[by]
        if not copy.online:
            return
        for command in list(copy.waiting):
            answer = self.take(by, command)
            copy.sent.append(command)
            if not lose:
                copy.answers.append(answer)
                copy.waiting.remove(command)

    def hear(self, by: str) -> None:
        """All that happened, in order."""
        copy = self.copies[by]
        if not copy.online:
            return
        for entry in self.room.entries[copy.revision:]:
            told = self.room.told(entry)
            if told["data"].get("edit"):
                copy.map = apply(copy.map, edit_from(told["data"]["edit"]))
            copy.revision = entry.revision

    def restart(self, save: bool) -> None:
        """The server is killed (after saving the file, or not) and started again."""
        if save:
            self.session.autosave.save(self.room.map, self.room.revision)
        self.session.log.close()
        self.session = open_session(self.path)

    def settle(self) -> None:
        for name, copy in self.copies.items():
            copy.online = True
            self.send(name, lose=False)
        for name in PEOPLE:
            self.hear(name)
        self.session.autosave.save(self.room.map, self.room.revision)


factor = st.sampled_from(IDS)
sign = st.sampled_from(["positive", "negative", "unknown"])


def edits(make: Any, *parts: Any) -> Any:
    return st.tuples(st.just("edit"), st.builds(lambda *given: {"edit": make(*given)}, *parts))


def set_to(collection: str, id_: str, name: str, value: Any) -> dict[str, Any]:
    return {"do": "set", "in": collection, "id": id_, "field": name, "value": value}


behind = st.sampled_from(["frame-1", "waits"])
"""Something behind the map may have the id of a factor."""
command = st.one_of(
    edits(lambda i: {"do": "add", "in": "factors", "element": {"id": i, "label": i.title()}}, factor),
    edits(lambda a, b, s: {"do": "add", "in": "links", "element": {"from": a, "to": b, "polarity": s}}, factor, factor, sign),
    edits(lambda i, f, v: set_to("factors", i, f, v), factor, st.sampled_from(["definition", "theme"]),
          st.sampled_from(["one", "two", None])),
    edits(lambda i, x: set_to("factors", i, "position", {"x": x, "y": 0}), factor, st.integers(0, 9)),
    edits(lambda a, b, s: set_to("links", f"{a}->{b}", "polarity", s), factor, factor, sign),
    edits(lambda i, x: {"do": "add", "in": "background", "element": {
        "id": i, "kind": "frame", "label": "Ours", "position": {"x": x, "y": 0}, "width": 200}}, behind, st.integers(0, 9)),
    edits(lambda i, x: set_to("background", i, "position", {"x": x, "y": 1}), behind, st.integers(0, 9)),
    edits(lambda c: set_to("", "", "colours", [{"name": "one", "colour": c}] if c else []), st.sampled_from(["red", "teal", None])),
    st.tuples(st.just("remove"), st.builds(lambda i: {"in": "background", "ids": [i]}, behind)),
    st.tuples(st.just("relabel"), st.builds(lambda i, t: {"id": i, "label": t}, factor, st.sampled_from(["Queues", "Pay rise"]))),
    st.tuples(st.just("merge"), st.builds(lambda a, b: {"keep": a, "drop": b}, factor, factor)),
    st.tuples(st.just("remove"), st.builds(lambda i: {"in": "factors", "ids": [i]}, factor)),
    st.tuples(st.just("note"), st.builds(lambda i: {"in": "factors", "id": i, "text": "Said"}, factor)),
    st.tuples(st.just("split"), st.builds(lambda i: {"id": i, "labels": ["Pay", "Rise"], "links": {}}, factor)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.just({})),
    st.tuples(st.just("restore"), st.builds(lambda n: {"to": n}, st.integers(4, 8))),
)
step = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(PEOPLE), command),
    st.tuples(st.just("send"), st.sampled_from(PEOPLE), st.booleans()),
    st.tuples(st.just("hear"), st.sampled_from(PEOPLE), st.none()),
    st.tuples(st.just("line"), st.sampled_from(PEOPLE), st.booleans()),
    st.tuples(st.just("restart"), st.none(), st.booleans()),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(step, min_size=5, max_size=60))
def test_copies_log_and_file_agree(steps: list[tuple[str, Any, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for what, who, how in steps:
            if what == "ask":
                world.ask(who, *how)
            elif what == "send":
                world.send(who, how)
            elif what == "hear":
                world.hear(who)
            elif what == "line":
                world.copies[who].online = how
            else:
                world.restart(how)
        world.settle()
        room = world.room
        assert {name: copy.map == room.map for name, copy in world.copies.items()} == dict.fromkeys(PEOPLE, True)
        assert world.session.autosave.problem is None
        assert read_file(world.path).document == room.map
        again = Room.replay(room.base, room.commands, world.session.log.entries(), room.first_places)
        assert (again.map, again.revision, again.places, again.authors) == (room.map, room.revision, room.places, room.authors)
        ids = [entry.id for entry in room.entries]
        assert len(ids) == len(set(ids)), "nothing is done twice"
        assert not check_references(room.map), "no link dangles"
        world.session.log.close()
