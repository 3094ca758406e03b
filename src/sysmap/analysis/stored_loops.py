"""Feedback loops that people named and stored in the file, checked again against the links as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypedDict

from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.signs import PRODUCT, M, N, P, U
from sysmap.core.map import Map
from sysmap.core.sentences import say

__all__ = ["KINDS", "Kind", "StoredLoop", "StoredLoopData", "stored_loops"]

Kind = Literal["reinforcing", "balancing", "undetermined"]
KINDS: dict[int, Kind] = {P: "reinforcing", N: "balancing"}
"""The kind of a loop by its sign; every other is undetermined."""


class StoredLoopData(TypedDict):
    """A loop that the file names, as data."""

    id: str
    label: str
    said: Annotated[str | None, "the kind that people said it is"]
    closed: Annotated[bool, "whether every step is there"]
    missing: Annotated[list[list[str]], "the steps that are not, as from and to"]
    kinds: Annotated[list[Kind], "the kinds that its links allow now"]
    agrees: Annotated[bool, "whether it is closed and of the kind people said"]


@dataclass(frozen=True, slots=True)
class StoredLoop:
    """A loop people named in the file, checked against the links as they are now.

    `closed` says whether every step is there; `missing` are the steps that are not (an edit has opened the loop);
    `kinds` are the kinds that the links allow now, and `agrees` whether what people said is among them.
    """

    id: str
    label: str
    said: str | None
    closed: bool
    missing: tuple[tuple[str, str], ...]
    kinds: tuple[Kind, ...]

    @property
    def agrees(self) -> bool:
        """Whether the loop is closed and of the kind people said, as far as its signs tell."""
        return self.closed and (self.said is None or self.said in self.kinds or "undetermined" in self.kinds)

    def to_json(self) -> StoredLoopData:
        """Keys: id, label, said, closed, missing, kinds, agrees."""
        return {"id": self.id, "label": self.label, "said": self.said, "closed": self.closed,
                "missing": [list(pair) for pair in self.missing], "kinds": list(self.kinds), "agrees": self.agrees}

    def explain(self) -> str:
        """What is left of the loop, in a sentence."""
        label = self.label or self.id
        if not self.closed:
            steps = [f"{a}→{b}" for a, b in self.missing] or [say("loops.stored.factors")]
            return say("loops.stored.open", label=label, steps=steps, n=len(self.missing))
        if not self.agrees:
            return say("loops.stored.differs", label=label, said=self.said, kinds=self.kinds)
        return say("loops.stored.closed", label=label, kinds=self.kinds)


def stored_loops(map_: Map) -> tuple[StoredLoop, ...]:
    """Every loop stored in the file, re-checked against the links; in order of id."""
    proj = projection_of(map_)
    checked = []
    for loop in sorted(map_.loops.values(), key=lambda one: one.id):
        steps = list(zip(loop.factors, (*loop.factors[1:], *loop.factors[:1]), strict=True))
        missing = tuple((a, b) for a, b in steps if _classes_between(proj, a, b) == 0)
        kinds: tuple[Kind, ...] = ()
        closed = bool(steps) and not missing
        if closed:
            classes = P
            for a, b in steps:
                classes = PRODUCT[classes][_classes_between(proj, a, b)]
            kinds = tuple(dict.fromkeys(KINDS.get(sign, "undetermined") for sign in (P, N, M, U) if classes & sign))
        checked.append(StoredLoop(loop.id, loop.label, loop.kind, closed, missing, kinds))
    return tuple(checked)


def _classes_between(proj: Projection, a: str, b: str) -> int:
    if a not in proj.at or b not in proj.at:
        return 0
    return proj.step(proj.at[a], proj.at[b]).classes
