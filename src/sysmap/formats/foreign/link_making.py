"""The links of a draft as links of a map: ends, ids, signs, strengths, delays; what cannot be a link is set aside and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sysmap.core.elements import Factor, Link
from sysmap.core.map import LAYER_PREFIX, Map, link_id
from sysmap.core.problem import Refused
from sysmap.core.record import is_slug
from sysmap.core.words import Polarity
from sysmap.formats.foreign.columns import Columns
from sysmap.formats.foreign.draft import Draft, DraftLink
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.foreign.link_signs import SignReader
from sysmap.formats.foreign.plain_text import label_text, note_text
from sysmap.formats.foreign.signs import SignTable, delay_of, number_of, strength_of
from sysmap.formats.foreign.values import add_note, kept_value
from sysmap.formats.plain import plain, record_from

__all__ = ["KEYS", "OF_LAYER", "Choices", "LinkMaker", "own_keys"]

KEYS = "keys"
"""In sysmap's own account of a map: by a foreign name of a factor or link, its id."""

OF_LAYER = "of-layer-link"
"""The column that names, on a link to one factor, the link to its whole layer that it was written for."""


@dataclass(frozen=True)
class Choices:
    """What the user says about how a file is to be read.

    Attributes
    ----------
    signs : words, styles, colours (``colour:red``) and lines (``line:dashed``) with the polarity they stand for.
    strengths : two bounds of a weight's size: below the first it is weak, below the second medium, else strong.
    directed : read links without arrow heads as drawn from the first end to the second.
    known : an earlier import of the same source, whose ids stay.
    """

    signs: Mapping[str, Polarity] = field(default_factory=dict)
    strengths: tuple[float, float] | None = None
    directed: bool = False
    known: Map | None = None


class LinkMaker:
    """Makes the links of one draft.

    Attributes
    ----------
    links : what was made, by id.
    keys : by the file's own name of a link, the ids of what became of it.
    self_links : by factor, its links to itself as plain data.
    dangling : links with an end that is not in the file.
    outcome : how often what was decided.
    reader : how each sign was read.
    """

    def __init__(self, draft: Draft, choices: Choices, ids: Mapping[str, str], factors: Mapping[str, Factor], base: Map,
                 columns: Columns) -> None:
        self.draft = draft
        self.format = draft.format
        self.choices = choices
        self.ids = ids
        self.factors = factors
        self.base = base
        self.columns = columns
        self.reader = SignReader(SignTable(choices.signs, draft.sign_words), draft)
        self.links: dict[str, Link] = {}
        self.keys: dict[str, list[str]] = {}
        self.self_links: dict[str, list[dict[str, Any]]] = {}
        self.dangling: list[DraftLink] = []
        self.outcome: Counter[str] = Counter()
        self._make()

    def _make(self) -> None:
        draft, known = self.draft, self.choices.known
        by_key: dict[str, str] = {}
        self.named = own_keys(self.draft, "links")
        by_key |= self.named
        if known is not None:
            for link in known.links.values():
                held = link.x.get(self.format)
                if isinstance(held, Mapping) and "id" in held and "back" not in held:
                    by_key[str(held["id"])] = link.id
        reserved = set(by_key.values())
        taken = FreeIds(reserved)
        outcome = self.outcome
        whole = self._layer_links()
        for one in draft.links:
            if one.fields.pop(OF_LAYER, None) in whole:
                continue
            start, end = self.ids.get(one.from_), self.ids.get(one.to)
            if start is None or end is None:
                self.dangling.append(one)
                continue
            link = self._link(one, start, end, outcome)
            if start == end:
                said = plain(link)
                self.self_links.setdefault(start, []).append(
                    {key: value for key, value in said.items() if key not in ("id", "from", "to")})
                continue
            self._add(link, one.key, taken, by_key, reserved)
            if one.direction == "mutual":
                outcome["mutual"] += 1
                x = dict(link.x)
                x[self.format] = {**x.get(self.format, {}), "back": True}
                self._add(replace(link, from_=end, to=start, x=x), "", taken, by_key, reserved)
        self.links |= whole

    def _layer_links(self) -> dict[str, Link]:
        """Links that speak of whole layers, which sysmap wrote as one link for each factor and as themselves."""
        found = {}
        for said in self.draft.map_fields.get("links", ()):
            try:
                link = record_from(Link, said)
            except Refused:
                continue
            if all(end in self.factors or end.removeprefix(LAYER_PREFIX) in self.base.layers for end in (link.from_, link.to)):
                found[link.id] = link
        return found

    def _add(self, link: Link, key: str, taken: FreeIds, by_key: Mapping[str, str], reserved: set[str]) -> None:
        derived = link_id(link.from_, link.to)
        had = by_key.get(key, "")
        if had and had not in self.links and (had == derived or "->" not in had):
            wanted = had
        elif self.draft.keys_are_ids and key not in self.links and (key == derived or is_slug(key)):
            wanted = key
        elif derived not in self.links and derived not in reserved:
            wanted = derived
        else:
            wanted = taken.take(slug_of(f"{link.from_} {link.to}", "link"))
        taken.taken.add(wanted)
        self.links[wanted] = replace(link, id=wanted)
        if key:
            self.keys.setdefault(key, []).append(wanted)

    def _link(self, one: DraftLink, start: str, end: str, outcome: Counter[str]) -> Link:
        values, x = self.columns.split(one.fields)
        reading = self.reader.read(one)
        if "polarity" not in values or values["polarity"] == "unknown":
            values["polarity"] = reading.polarity
        if reading.kept is not None:
            x.setdefault("sign", reading.kept)
        strength = strength_of(one.strength) if one.strength is not None else None
        number = number_of(one.strength) if one.strength is not None and strength is None else None
        weight = one.weight if one.weight is not None else number
        if "strength" not in values:
            if strength is None and weight is not None and self.choices.strengths is not None:
                low, high = self.choices.strengths
                strength = "weak" if abs(weight) < low else "medium" if abs(weight) < high else "strong"
                outcome["scaled"] += 1
            if strength is None and reading.strength is not None:
                strength = reading.strength
                outcome["strength"] += 1
            if strength is not None:
                values["strength"] = strength
        if one.weight is not None:
            x.setdefault("weight", one.weight)
            outcome["weight"] += 1
        elif one.strength not in (None, "") and strength_of(one.strength) is None:
            x.setdefault("strength", one.strength)
        delay, marked = delay_of(one.delay)
        if marked:
            delay = "long"
            outcome["delay"] += 1
        elif delay is None and one.delay not in (None, "", False):
            x.setdefault("delay", one.delay)
        if delay is not None:
            values.setdefault("delay", delay)
        if one.direction == "none" and "kind" not in values:
            outcome["undirected"] += 1
            if not self.choices.directed:
                values["kind"] = "association"
        label = label_text(one.label)
        if label and not reading.label_is_sign:
            x["label"] = label
        if one.why:
            why = note_text(one.why)
            if note_text(values.get("why") or "") != why:
                values["why"] = why
        if one.note:
            add_note(values, one.note)
        if one.hidden:
            x["hidden"] = True
        held = dict(one.raw)
        if one.style:
            held["style"] = one.style
        if one.key and (not self.draft.keys_are_ids or one.key in self.named):
            held = {"id": one.key, **held}
        if held:
            x[self.format] = held
        return Link(id="", from_=start, to=end, x=kept_value(x, own=bool(self.draft.map_fields)) if x else {}, **values)


def own_keys(draft: Draft, collection: str) -> dict[str, str]:
    """By foreign name the id that sysmap's own account of the map gives."""
    held = draft.map_fields.get(KEYS)
    found = held.get(collection) if isinstance(held, Mapping) else None
    return {key: id_ for key, id_ in found.items() if isinstance(id_, str)} if isinstance(found, Mapping) else {}
