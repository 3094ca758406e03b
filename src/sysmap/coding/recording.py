"""Coding a passage: the item that a register gets, the factor or link that is made for it, and the writing of both files."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sysmap.checks.item_draft import ItemDraft
from sysmap.coding.coded import Span, coded_document, likeness_of
from sysmap.coding.places import passage_of
from sysmap.core.edit import Add, apply
from sysmap.core.elements import Factor, Link
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import link_sentence
from sysmap.core.uses import Uses
from sysmap.core.words import Polarity
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.plain import plain, record_from
from sysmap.formats.read import Reading
from sysmap.formats.save import change_file
from sysmap.formats.text_document import TextDocument
from sysmap.formats.workspace import Workspace

__all__ = ["Coder", "Recorded", "family_of", "make_factor", "statement_of", "with_passage", "without_bearing"]

SAME = 0.9
"""Two passages of one coder that are so far the same are one: the second code joins the item of the first."""
ALIKE = 0.5
"""Two passages of two coders that are so far the same are compared as one item."""

_SPOKEN = {"supports": "{}", "contradicts": "Speaks against it: {}", "alternative": "Another explanation is named: {}",
           "neutral": "No effect was seen: {}", "context": "What stands around it: {}"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written: the item, the element it bears on, and the link that was made for it, if any."""

    item: str
    element: str
    made: str = ""


def with_passage(register: Evidence, document: TextDocument, span: Span, bearing: Bearing, details: Mapping[str, Any],
                 peers: Iterable[Evidence] = ()) -> tuple[Evidence, Item]:
    """A register in which a passage is coded.

    A passage that the register has already gets one more bearing, or another direction for the same element. One that
    another coder's register has gets the id that it has there, so that the two can be compared.

    Parameters
    ----------
    register : the coder's.
    document : in which the passage stands.
    span : the start and end of the passage in its text.
    bearing : what it bears on and how.
    details : fields of the item as plain data: statement, informant, audience, coder, …
    peers : registers in which others code the same documents.

    Returns
    -------
    tuple : the register, and the item in it.

    Raises
    ------
    Refused : the details are none of an item.
    ValueError : there are no words between start and end.
    """
    passage = passage_of(document, *span)
    own = next((one for one in coded_document(document, [register]).passages
                if one.place.how != "lost" and likeness_of(one.span, span) >= SAME), None)
    if own is not None:
        before = register.items[own.item]
        kept = tuple(one for one in before.bears_on if one.element != bearing.element)
        more = {name: value for name, value in details.items() if name not in ("statement", "kind") and value}
        changed: Item = dataclasses.replace(record_from(Item, {"id": before.id, "statement": before.statement, "kind": before.kind,
                                                               **more}), id=before.id)
        item = dataclasses.replace(before, bears_on=(*kept, bearing), **{name: getattr(changed, name) for name in more})
    else:
        taken = FreeIds([*register.items, *(id_ for peer in peers for id_ in peer.items)])
        theirs = max(((likeness_of(one.span, span), one.item) for one in coded_document(document, peers).passages
                      if one.place.how != "lost" and one.item not in register.items), default=(0.0, ""))
        number = sum(one.document == document.name for held in register.items.values() for one in held.passages) + 1
        name = slug_of(Path(document.name).stem, "document", most=40)
        id_ = theirs[1] if theirs[0] >= ALIKE else taken.take(f"{name}-{number}")
        item = record_from(Item, {"kind": "observed", **{k: v for k, v in details.items() if v}, "id": id_})
        item = dataclasses.replace(item, bears_on=(bearing,), passages=(passage,))
    return dataclasses.replace(register, items={**register.items, item.id: item}), item


def without_bearing(register: Evidence, item: str, element: str | None = None) -> Evidence:
    """A register in which a coded item no longer bears on an element; without any element left, the item goes.

    Raises
    ------
    Refused : there is no such item, or it was not coded from a document.
    """
    held = register.items.get(item)
    if held is None or not held.passages:
        raise Refused(Problem(code="D01", message=f"{register.id} has no coded item {item[:80]}.", hint="Open the document again."))
    left = tuple(one for one in held.bears_on if element is not None and one.element != element)
    if left:
        return dataclasses.replace(register, items={**register.items, item: dataclasses.replace(held, bears_on=left)})
    return dataclasses.replace(register, items={id_: one for id_, one in register.items.items() if id_ != item})


def family_of(register: Evidence, others: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Registers in which others code what a register codes: the one that it codes again, and those that code the same again."""
    root = register.codes_again or register.id
    return tuple(one for one in others if one.id != register.id and root in (one.id, one.codes_again))


def make_factor(workspace: Workspace, path: Path, label: str) -> Factor:
    """Add a factor to a map; one that has the label, or an alias like it, is taken instead.

    Raises
    ------
    Refused : there is no label, or the map has faults.
    """
    reading = workspace.read(path)
    if not isinstance(reading.document, Map) or reading.problems:
        raise Refused(reading.problems or [Problem(code="F18", message=f"{path.name} is no map.", hint="Choose a map.")])
    made: list[Factor] = []

    def change(now: Map) -> Map:
        made[:] = [one for one in now.factors.values()
                   if label.casefold() in (one.label.casefold(), *(alias.casefold() for alias in one.aliases))][:1]
        if made:
            return now
        taken = FreeIds([*now.factors, *now.claims, *now.assumptions])
        made.append(record_from(Factor, {"id": taken.take(slug_of(label)), "label": " ".join(label.split())}))
        return apply(now, Add("factors", made[0]))

    change_file(reading, change)
    return made[0]


@dataclass(frozen=True)
class Coder:
    """Somebody who codes documents for a map into a register.

    Attributes
    ----------
    workspace : where both files lie.
    map_path, register_path : the files.
    """

    workspace: Workspace
    map_path: Path
    register_path: Path

    @property
    def map_reading(self) -> Reading:
        """The map as it was read."""
        return self.workspace.read(self.map_path)

    @property
    def map(self) -> Map:
        """The map.

        Raises
        ------
        Refused : the file holds none, or has faults.
        """
        reading = self.map_reading
        if reading.problems or not isinstance(reading.document, Map):
            raise Refused(reading.problems or [Problem(code="F18", message=f"{reading.name} holds {reading.kind}, not a map.",
                                                       hint="Choose a theory or a map.")])
        return reading.document

    @property
    def register_reading(self) -> Reading:
        """The register as it was read."""
        return self.workspace.read(self.register_path)

    @property
    def register(self) -> Evidence:
        """The register.

        Raises
        ------
        Refused : the file holds none, or has faults.
        """
        reading = self.register_reading
        if reading.problems or not isinstance(reading.document, Evidence):
            raise Refused(reading.problems or [Problem(code="F18", message=f"{reading.name} holds {reading.kind}, not a register of "
                                                       "evidence.", hint="Choose a register.")])
        return reading.document

    def peers(self) -> tuple[Evidence, ...]:
        """The registers in which others code the same."""
        read = (self.workspace.read(path).document for path in (*self.workspace.files(), *self.workspace.elsewhere()))
        return family_of(self.register, (one for one in read if isinstance(one, Evidence)))

    def code(self, document: TextDocument, start: int, end: int, bearing: Bearing, details: Mapping[str, Any]) -> Recorded:
        """Code a passage on an element that the map has.

        Parameters
        ----------
        document : the document.
        start, end : the passage, in characters of its text.
        bearing : the element, the direction, the strength, why.
        details : further fields of the item, as plain data; without a statement one is made from the element.

        Raises
        ------
        Refused : the passage is none, or what is said of it cannot stand; with every reason. Nothing is written then.
        """
        return self._code(document, start, end, bearing, details, self.map, None)

    def claim(self, document: TextDocument, start: int, end: int, cause: str, effect: str, polarity: Polarity, bearing: Bearing,
              details: Mapping[str, Any]) -> Recorded:
        """Code a passage that says that one factor influences another; the link is made where the map has none.

        Parameters
        ----------
        cause, effect : ids of factors.
        polarity : of the link, where it is made.
        bearing : direction, strength, why; its element is the link.

        Raises
        ------
        Refused : as `code`; also where the map refuses the link.
        """
        before = self.map
        known = next((one for one in before.links.values() if (one.from_, one.to) == (cause, effect)), None)
        link = known or Link(id=link_id(cause, effect), from_=cause, to=effect, polarity=polarity, basis="stated")
        after = before if known else apply(before, Add("links", link))
        bearing = dataclasses.replace(bearing, element=link.id)
        return self._code(document, start, end, bearing, details, after, None if known else link)

    def _code(self, document: TextDocument, start: int, end: int, bearing: Bearing, details: Mapping[str, Any], map_: Map,
              made: Link | None) -> Recorded:
        if not document.text[max(start, 0):end].strip() or start < 0 or end > len(document.text):
            raise Refused(Problem(code="D07", message="No words of the document are chosen.", hint="Choose a passage first."))
        details = {**details, "statement": details.get("statement") or statement_of(map_, bearing)}
        uses = self._uses(map_)
        peers = self.peers()
        register, item = with_passage(self.register, document, (start, end), bearing, details, peers)
        wrong = list(ItemDraft(register, uses, plain(item), replaces=item.id).problems())
        if wrong:
            raise Refused(wrong)
        if made is not None:
            change_file(self.map_reading, lambda now: now if made.id in now.links else apply(now, Add("links", made)))
        written: list[Item] = []

        def change(now: Evidence) -> Evidence:
            after, held = with_passage(now, document, (start, end), bearing, details, peers)
            written[:] = [held]
            return after

        change_file(self.register_reading, change)
        return Recorded(written[0].id, bearing.element, made.id if made else "")

    def remove(self, item: str, element: str | None = None) -> None:
        """Take a code off a passage; see `without_bearing`."""
        change_file(self.register_reading, lambda now: without_bearing(now, item, element))

    def _uses(self, map_: Map) -> Uses:
        """What the register uses, with the map as it will be.

        Raises
        ------
        Refused : the register does not name the map.
        """
        used: Sequence[Any] = self.workspace.load(self.register_path).used
        if not any(isinstance(one, Map) and one.id == map_.id for one in used):
            name = self.workspace.name_of(self.map_path)
            raise Refused(Problem(code="F18", message=f"{self.register.id} does not name {map_.id} under `uses`.",
                                  hint=f"Add {name} to the `uses` of {self.workspace.name_of(self.register_path)}."))
        return Uses([map_ if isinstance(one, Map) and one.id == map_.id else one for one in used])


def statement_of(map_: Map, bearing: Bearing) -> str:
    """What a passage says, from the element it bears on, until somebody writes it in their own words.

    >>> from sysmap.core.elements import Factor
    >>> statement_of(Map(id="m", title="M", factors={"a": Factor(id="a", label="Waits")}), Bearing(element="a", direction="supports"))
    '“Waits” is spoken of.'
    """
    link = map_.links.get(bearing.element)
    if link is not None:
        text = link_sentence(map_, link, reason=False)
    else:
        named = next((getattr(map_, place)[bearing.element].label for place in ("factors", "claims", "assumptions")
                      if bearing.element in getattr(map_, place)), bearing.element)
        text = f"“{named}” is spoken of."
    return _SPOKEN[bearing.direction].format(text)
