"""Typed text as edits of a map that is there: what a room does with the lines that somebody pastes in."""

from __future__ import annotations

from dataclasses import dataclass

from sysmap.core.edit import Add, Batch, Edit, Set
from sysmap.core.map import Map
from sysmap.formats.foreign.draft import Remark
from sysmap.formats.foreign.kinds.text import draft_of_text
from sysmap.formats.foreign.link_making import Choices
from sysmap.formats.foreign.making import make

__all__ = ["Entered", "entered"]


@dataclass(frozen=True, slots=True)
class Entered:
    """What a text would change.

    Attributes
    ----------
    edits : in an order in which they can be applied; none where the text says nothing new.
    remarks : what was guessed or left out.
    """

    edits: tuple[Edit, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def batch(self) -> Batch:
        """All edits as one, taken or undone as a whole."""
        return Batch(self.edits, "typed text")


def entered(map_: Map, text: str) -> Entered:
    """The edits that put typed lines into a map.

    Factors are known by label or alias, whatever the case; a link that is there already gets a sign, a strength, a delay or a
    reason only where it has none. Nothing is removed or replaced.

    Parameters
    ----------
    map_ : the map; it is not changed.
    text : lines such as ``Fares -> Riders - strong "They drive"``, an indented outline, or rows of a spreadsheet.

    Raises
    ------
    Refused : there is no factor in the text.

    >>> from sysmap.core.edit import apply
    >>> from sysmap.core.elements import Factor
    >>> small = Map(id="m", title="M", factors={"fares": Factor(id="fares", label="Fares")})
    >>> after = apply(small, entered(small, "fares -> Riders -").batch)
    >>> list(after.factors), after.links["fares->riders"].polarity
    (['fares', 'riders'], 'negative')
    """
    draft = draft_of_text(text)
    made = make(draft, "the text", id=map_.id, choices=Choices(known=map_)).map
    edits: list[Edit] = [Add("factors", one) for id_, one in made.factors.items() if id_ not in map_.factors]
    pairs = {(link.from_, link.to): link for link in map_.links.values()}
    for link in made.links.values():
        there = pairs.get((link.from_, link.to))
        if there is None or (link.polarity != "unknown" and there.polarity not in ("unknown", link.polarity)):
            if link.id not in map_.links:
                edits.append(Add("links", link))
            continue
        if there.polarity == "unknown" and link.polarity != "unknown":
            edits.append(Set("links", there.id, "polarity", link.polarity))
        edits += [Set("links", there.id, name, getattr(link, name)) for name in ("strength", "delay", "why")
                  if getattr(link, name) is not None and getattr(there, name) is None]
    return Entered(tuple(edits), tuple(one for one in draft.remarks if one.bucket != "kept"))
