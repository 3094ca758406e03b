"""Who comes in: with the room's code or a slip, as the host, or as somebody who was here before."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.codes import bare_code, fingerprint, new_code, new_key, same
from sysmap.workshop.names import LONGEST_GROUP, check_name, free_name, shown_name
from sysmap.workshop.protocol.from_browser import Hello
from sysmap.workshop.state import Person, Role, State

__all__ = ["Admitted", "HostCode", "admit", "known_person"]

MOST_PEOPLE = 1_000


class HostCode:
    """The host's code. Only its salted hash is kept with the session, so that whoever reads the log is not the host.

    Parameters
    ----------
    code : the code as it is now, for the host's own link.
    kept : the hash of a code of an earlier start of the same session, which still holds.
    """

    def __init__(self, code: str, kept: str = "") -> None:
        self.code, self.kept = code, kept

    def matches(self, said: str) -> bool:
        """Whether somebody typed it."""
        return same(said, self.code) or (bool(self.kept) and hmac.compare_digest(_hashed(said, self.kept.partition(":")[0]), self.kept))

    def to_keep(self) -> str:
        """What the session keeps: salt and hash."""
        return _hashed(self.code, secrets.token_hex(16))


def _hashed(code: str, salt: str) -> str:
    return f"{salt}:{hashlib.pbkdf2_hmac('sha256', bare_code(code).encode(), salt.encode(), 20_000).hex()}"


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may come in.

    Attributes
    ----------
    person : who they are, with the role in which they come in.
    key : what their browser keeps.
    again : their code for coming back from another browser, when it was made just now.
    slip : fingerprint of the slip they used up.
    new : whether the log has to take note of it.
    """

    person: Person
    key: str
    again: str = ""
    slip: str = ""
    new: bool = False


def known_person(state: State, key: str) -> Person | None:
    """The person whose browser keeps this key, or who typed this code for coming back."""
    if not key:
        return None
    mark, again = fingerprint(key), fingerprint(bare_code(key))
    return next((p for p in state.people.values() if p.here and (p.key == mark or (p.again and p.again == again))), None)


def admit(state: State, hello: Hello, *, code: str, host: HostCode, role: Role, like: Person | None = None) -> Admitted:
    """Whether and as whom somebody comes in.

    Parameters
    ----------
    hello : what their browser says: `code` or `key`, `name`, `group`.
    code, host, role : the room's code, the host's, and what people are who come in with the room's.
    like : who they are in the plenary, when this is a table: the same name, group and role, and no code is needed.

    Raises
    ------
    Refused : if the code is wrong, or the room is closed or full.
    """
    said, key = hello.code, hello.key
    person = known_person(state, key) or (known_person(state, said) if said and like is None else None)
    slip = fingerprint(bare_code(said)) if person is None and like is None and state.slips else ""
    if like is not None:
        as_: Role = like.role
    elif person is not None and not said:
        as_ = person.role
    elif said and not same(said, code) and host.matches(said):
        as_, slip = "host", ""
    elif person is not None:
        as_ = person.role
    elif state.slips.get(slip, "used") == "":
        as_ = role
    elif state.slips and (same(said, code) or slip in state.slips):
        raise Refused(Problem(code="L23", message="Here each person comes in with a slip of their own"
                              + (", and this one was used." if slip in state.slips else "."), hint="Ask the host for one."))
    elif not same(said, code):
        raise Refused(Problem(code="L13", message="That is not the code of this workshop.",
                              hint="It is on the projector; ask the host."))
    else:
        as_ = role
    if person is not None:
        again = "" if person.again or like is not None else new_code(12)
        changed = dataclasses.replace(person, role=as_, again=fingerprint(bare_code(again)) if again else person.again)
        return Admitted(changed, key if person.key == fingerprint(key) or not said else said, again, new=changed != person)
    if state.closed and as_ != "host":
        raise Refused(Problem(code="L07", message="The workshop is closed.", hint="Ask the host."))
    if len(state.people) >= MOST_PEOPLE:
        raise Refused(Problem(code="L08", message="The room is full.", hint="Ask the host."))
    return _newcomer(state, hello, as_, slip, like)


def _newcomer(state: State, hello: Hello, role: Role, slip: str, like: Person | None) -> Admitted:
    id_ = f"p{secrets.token_hex(4)}"
    if like is not None:
        return Admitted(dataclasses.replace(like, id=id_, role=role), hello.key, new=True)
    key, again = new_key(), new_code(12)
    name = hello.name or f"Guest {len(state.people) + 1}"
    name = free_name(name, state.people.values(), role)
    group = shown_name(hello.group, LONGEST_GROUP)
    person = Person(id_, name, "", role, fingerprint(key), again=fingerprint(bare_code(again)))
    try:
        check_name(name, group, person, ())
    except Refused:
        group = ""
    return Admitted(dataclasses.replace(person, group=group), key, again, slip, new=True)
