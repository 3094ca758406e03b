"""Laws of the room over random histories: what every browser works out is what the server has, and nobody is sent a secret."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.node import node
from tests.strategies import edits, maps
from tests.workshop.histories import played, session_command, steps
from tests.workshop.test_agreement import PEOPLE, command

from sysmap.core.edit import apply
from sysmap.core.problem import Refused
from sysmap.formats.edits import edit_plain
from sysmap.views.document import to_plain
from sysmap.workshop.redaction import NOTHING, own_states, shared_state

BROWSER = """\
const {Room} = await import("WEB/workshop/room.js");
export default (texts) => {
  const nothing = () => {};
  const room = new Room({changed: nothing, say: nothing, brought: nothing, shared: nothing});
  room.line.drop = () => { throw new Error("a gap in what was told"); };
  for (const text of texts) room.hear(JSON.parse(text));
  const {map, revision, places} = room.replica;
  return {map, revision, places, said: room.said, own: room.own, you: room.you, order: Object.keys(map.factors || {})};
};
"""


def plain(value: Any) -> Any:
    """Plain data as a browser has it: every number is one kind of number."""
    return json.loads(json.dumps(value), parse_int=float)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_the_state_a_browser_works_out_is_the_servers(history: list[tuple[str, str, Any]]) -> None:
    with played(history) as play:
        room = play.hub.room
        for name, client in play.clients.items():
            person = room.people[client.person]
            if not person.here:
                continue
            got = node(BROWSER)(play.heard[name])
            assert got["revision"] == room.revision
            assert plain(got["map"]) == plain(to_plain(room.map))
            assert got["order"] == list(room.map.factors)
            assert {id_: got["places"][id_] for id_ in room.map.factors} == {id_: list(room.places[id_]) for id_ in room.map.factors}
            assert plain(got["said"]) == plain(shared_state(room))
            assert plain(got["own"]) == plain(own_states(room).get(person.id, NOTHING))
            assert got["you"] == {"id": person.id, "name": person.name, "group": person.group, "role": person.role}


secret_idea = st.tuples(st.just("edit"), st.builds(
    lambda n: {"edit": {"do": "add", "in": "factors", "element": {"id": f"idea-{n}", "label": f"SECRET {n}"}}}, st.integers(1, 3)))
secret_vote = st.tuples(st.just("vote"), st.builds(lambda e, d: {"ballot": "vote-1", "element": e, "dots": d},
                                                   st.sampled_from(["waits", "staff"]), st.integers(1, 2)))
others = st.one_of(command.filter(lambda one: one[0] in ("edit", "note", "undo", "redo") and not re.search("staff|waits", str(one))),
                   session_command.filter(lambda one: one[0] in ("lock", "timer", "tick", "me", "checkpoint")))
"""What goes on meanwhile, and leaves what is voted on alone."""

secrets_told = st.lists(st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(["eve", "bo"]), st.one_of(secret_idea, secret_vote)),
    st.tuples(st.just("ask"), st.sampled_from(PEOPLE), others),
    st.tuples(st.sampled_from(["wait", "line", "late"]), st.sampled_from(PEOPLE), st.none()),
), max_size=25)


def swapped(history: list[tuple[str, str, Any]]) -> list[tuple[str, str, Any]]:
    """The same history but for what is secret: other ideas, the dots on the other factor."""
    text = json.dumps(history)
    for old, new in (('"element": "waits"', '"element": "?"'), ('"element": "staff"', '"element": "waits"'),
                     ('"element": "?"', '"element": "staff"'), ("SECRET", "HIDDEN"), ("idea-", "thought-")):
        text = text.replace(old, new)
    return [(what, who, how) for what, who, how in json.loads(text)]


def lasting(texts: list[str]) -> list[str]:
    """What was sent, but for what the clock sends: cursors and how far the file is."""
    return [text for text in texts if not text.startswith(('{"type":"here"', '{"type":"beat"', '{"type":"saved"'))]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(secrets_told)
def test_nobody_can_tell_from_what_they_are_sent_what_others_voted_or_gathered_in_private(history: list[tuple[str, str, Any]]) -> None:
    """Whatever others gave their dots to, and whatever they typed unseen: one is sent the same texts."""
    begin: list[tuple[str, str, Any]] = [("ask", "ann", ("ballot", {"about": "factors", "budget": 3})),
                                         ("ask", "ann", ("phase", {"phase": "gather", "private": True})), ("wait", "ann", None)]
    with played(begin + history, one_by_one=True) as one, played(begin + swapped(history), one_by_one=True) as other:
        for name in ("ann", "cy", "late"):  # who has no secret of their own here; the host is one of them
            assert lasting(one.heard[name]) == lasting(other.heard[name])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_nobody_is_sent_keys_codes_or_what_only_the_server_needs(history: list[tuple[str, str, Any]]) -> None:
    with played(history) as play:
        marks = [person.key for person in play.hub.room.people.values() if person.key]
        for name, texts in play.heard.items():
            sent = "\n".join(texts)
            assert not [mark for mark in marks if mark in sent], "fingerprints stay in the log"
            assert not [key for whom, key in play.keys.items() if whom != name and key + '"' in sent], "a key is its owner's"
            assert "HOST-HOST" not in sent
            for text in texts:
                message = json.loads(text)
                assert "CODE-CODE" not in text or (message["type"] == "welcome" and message["you"]["role"] == "host")
                for entry in message.get("entries", ()):
                    assert not {"undo", "authors"} & set(entry["data"])


EDITS = """\
const {applyEdit} = await import("WEB/workshop/edits.js");
const orders = (map) => Object.fromEntries(Object.entries(map).filter(([, one]) => one && typeof one === "object")
  .map(([name, one]) => [name, Object.keys(one)]));
export default ({map, edit}) => { const after = applyEdit(map, edit); return {map: after, factors: orders(after).factors || []}; };
"""


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_an_edit_comes_to_the_same_in_the_browser_and_on_the_server(data: st.DataObject) -> None:
    map_ = data.draw(maps())
    edit = data.draw(edits(map_))
    try:
        after = apply(map_, edit)
    except Refused:
        return
    got = node(EDITS)({"map": to_plain(map_), "edit": edit_plain(edit)})
    assert plain(got["map"]) == plain(to_plain(after))
    assert [id_ for id_ in got["factors"] if not id_.isdigit()] == [id_ for id_ in after.factors if not id_.isdigit()]
