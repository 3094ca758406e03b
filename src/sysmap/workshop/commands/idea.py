"""`idea`: keep what somebody gathers in private, until the host reveals it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sysmap.core.edit import Add
from sysmap.core.elements import Factor
from sysmap.core.problem import Problem, Refused
from sysmap.formats.edits import edit_from
from sysmap.formats.plain import plain
from sysmap.workshop.command import Command
from sysmap.workshop.commands.edit import Asked
from sysmap.workshop.state import Entry, Person, Request, State, parts_of

__all__ = ["COMMAND", "MOST_IDEAS"]

MOST_IDEAS = 2_000


class Idea(Command[Asked]):
    """Keep what somebody gathers in private, with its author, until the host reveals it. An `edit` becomes this by itself."""

    name = "idea"
    asks = Asked
    least = "contributor"
    doing = "add factors"
    by_server = True
    draws = True

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        added = []
        for part in parts_of(edit_from(asked.edit)):
            if not isinstance(part, Add) or not isinstance(part.element, Factor):
                raise Refused(Problem(code="L07", message="People are gathering factors in private just now.",
                                      hint="Add factors; links come once the host has revealed them."))
            if not part.element.label.strip():
                raise Refused(Problem(code="L04", message="The factor has no label.", hint="Type a few words."))
            added.append(plain(dataclasses.replace(part.element, origin="workshop", position=None,
                                                   raised_by=(person.group,) if person.group else ())))
        if len(state.ideas) + len(added) > MOST_IDEAS:
            raise Refused(Problem(code="L08", message=f"There are {MOST_IDEAS:,} ideas already.", hint="Reveal them first."))
        return {"ideas": added}

    def apply(self, state: State, entry: Entry) -> None:
        state.ideas += [(entry.by, dict(element)) for element in entry.data["ideas"]]

    def say(self, state: State, entry: Entry) -> list[str]:
        return ["An idea was gathered in private." if len(entry.data["ideas"]) == 1
                else f"{len(entry.data['ideas'])} ideas were gathered in private."]


COMMAND = Idea()
