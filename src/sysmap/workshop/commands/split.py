"""`split`: one factor becomes several."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import msgspec

from sysmap.core.edit import Add, Batch, Edit, Set, remove_element
from sysmap.core.map import link_id
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.workshop.command import MapCommand, SomeText
from sysmap.workshop.effects import free_id
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: which factor, the labels of its parts, and for each link the parts it goes to (from 0)."""

    id: SomeText
    labels: Annotated[list[SomeText], msgspec.Meta(min_length=2)]
    links: dict[str, Annotated[list[int], msgspec.Meta(min_length=1)]] = {}


class Split(MapCommand[Asked]):
    """One factor becomes several: the first part keeps the id; each link goes to the parts it was given to."""

    name = "split"
    asks = Asked
    least = "editor"
    doing = "split a factor"
    ids = (("id", "factors"),)

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        id_, labels = asked.id.strip(), [label.strip() for label in asked.labels]
        if id_ not in state.map.factors:
            known = one_of(id_[:64], state.map.factors)
            raise Refused(Problem(code="D01", message=f"There is no factor {id_[:64]}.", hint=known))
        factor = state.map.factors[id_]
        ids, edits, taken = [id_], list[Edit](), set(state.map.factors)
        aliases = tuple(dict.fromkeys((*factor.aliases, factor.label)))
        edits += [Set("factors", id_, "label", labels[0]),
                  Set("factors", id_, "aliases", tuple(a for a in aliases if a != labels[0]))]
        for label in labels[1:]:
            new = free_id(state, label, taken)
            taken.add(new)
            ids.append(new)
            edits.append(Add("factors", dataclasses.replace(factor, id=new, label=label, aliases=(), position=None,
                                                            notes=(), definition=None)))
        for link in state.map.links.values():
            if id_ not in (link.from_, link.to):
                continue
            parts = asked.links.get(link.id, [0])
            if not all(0 <= part < len(ids) for part in parts):
                raise Refused(Problem(code="L04", message=f"{link.id[:80]} goes to no part.",
                                      hint="Give each link a part or several."))
            for part in parts:
                if part:
                    start, end = (ids[part] if one == id_ else one for one in (link.from_, link.to))
                    edits.append(Add("links", dataclasses.replace(link, id=link_id(start, end), from_=start, to=end)))
            if 0 not in parts:
                edits += remove_element(state.map, "links", link.id).edits
        return Batch(tuple(edits), f"split {id_}")


COMMAND = Split()
