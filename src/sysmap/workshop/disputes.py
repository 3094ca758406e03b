"""Where tables give a link different signs and nobody chooses: the disagreement itself is what the map keeps.

No table's sign wins by default. The link is contested, its sign stays open, and each table's sign, strength and reason stand
on it as a note in the name of the groups that said so. Contested is not mixed: mixed means that it depends.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from sysmap.core.conflicts import Conflict
from sysmap.core.elements import Link, Note
from sysmap.core.map import Map
from sysmap.core.merge import Merged

__all__ = ["CONTESTED", "Copies", "is_dispute", "settled_or_contested"]

CONTESTED = "contested"
"""The choice that keeps every voice; it stands where nobody chooses."""

Copies = Sequence[tuple[str, Map]]
"""Each table's name and its map."""


def is_dispute(conflict: Conflict) -> bool:
    """Whether tables give one link different signs."""
    return conflict.kind == "sign" and not conflict.of_links


def settled_or_contested(merged: Merged, chosen: Mapping[str, str], copies: Copies) -> Map:
    """The merged map with what people chose; what they did not choose among signs is contested.

    Parameters
    ----------
    merged : what bringing the tables together comes to.
    chosen : key of a conflict -> key of the choice that people made.
    copies : what each table brings, for its voice.
    """
    explicit = {key: choice for key, choice in chosen.items() if choice != CONTESTED}
    map_ = merged.settled(explicit)
    links = dict(map_.links)
    for conflict in merged.conflicts:
        link = links.get(conflict.id)
        if is_dispute(conflict) and conflict.key not in explicit and link is not None:
            links[link.id] = _contested(link, [(table, copy.links[link.id]) for table, copy in copies if link.id in copy.links])
    return dataclasses.replace(map_, links=links)


def _contested(link: Link, voices: Sequence[tuple[str, Link]]) -> Link:
    notes = [Note(kind="conflict", by=", ".join(voice.raised_by) or None, text=_voice(table, voice))
             for table, voice in voices if voice.polarity != "unknown"]
    groups = tuple(dict.fromkeys(group for _, voice in voices for group in voice.raised_by))
    return dataclasses.replace(link, polarity="unknown", strength=None, confidence="contested",
                               raised_by=tuple(dict.fromkeys((*link.raised_by, *groups))),
                               notes=(*link.notes, *(note for note in notes if note not in link.notes)))


def _voice(table: str, link: Link) -> str:
    """What one table says of a link, in a sentence."""
    strength = f", {link.strength}" if link.strength else ""
    why = f", because {link.why.rstrip('.')}" if link.why else ""
    return f"{table.replace('-', ' ').capitalize()} says {link.polarity}{strength}{why}."
