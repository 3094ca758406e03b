"""Where tables say different things and nobody chooses: the disagreement itself is what the map keeps.

Nothing is settled because nobody chose. Where tables give a link different signs it is contested, its sign stays open, and each
table's sign, strength and reason stand on it as a voice. Another field on which they differ stays as it was before they went to
their tables, and each table's word is a voice, or a note where voices do not speak of that field. Contested is not mixed: mixed
means that it depends.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from sysmap.core.conflicts import Conflict
from sysmap.core.elements import Factor, FactorVoice, Link, Voice
from sysmap.core.map import Map
from sysmap.core.merge import Merged
from sysmap.core.record import fields_of
from sysmap.core.unite import MergeDifference, remark

__all__ = ["BEFORE", "CONTESTED", "Copies", "is_dispute", "settled_or_contested", "to_decide"]

CONTESTED = "contested"
"""The choice that keeps every voice; it stands where nobody chooses."""

Copies = Sequence[tuple[str, Map]]
"""Each table's name and its map."""

BEFORE = "plenary"
"""Where what stood before was said."""

_COLLECTIONS = ("factors", "links")
_WITH_THE_SIGN = ("strength", "delay", "why")


def is_dispute(conflict: Conflict) -> bool:
    """Whether tables say different things of one factor or link, in a way that the map can keep open."""
    return conflict.kind in ("sign", "field") and not conflict.of_links and conflict.collection in _COLLECTIONS


def to_decide(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """What people are asked: of a link whose sign is disputed, the sign alone; strength, delay and reason go with who said it."""
    signs = {conflict.id for conflict in conflicts if conflict.kind == "sign" and is_dispute(conflict)}
    return [one for one in conflicts if not (one.collection == "links" and one.id in signs and one.field in _WITH_THE_SIGN)]


def settled_or_contested(merged: Merged, chosen: Mapping[str, str], copies: Copies, base: Map | None = None) -> Map:
    """The merged map with what people chose; what they did not choose stays open, with every voice.

    Parameters
    ----------
    merged : what bringing the tables together comes to.
    chosen : key of a conflict -> key of the choice that people made.
    copies : what each table brings, for its voice.
    base : the map that the tables started from.
    """
    explicit = {key: choice for key, choice in chosen.items() if choice != CONTESTED}
    asked = to_decide(merged.conflicts)
    for sign in asked:
        if sign.kind == "sign" and sign.key in explicit:
            explicit |= {one.key: explicit[sign.key] for one in merged.conflicts if one not in asked and one.id == sign.id
                         and explicit[sign.key] in [choice.key for choice in one.choices]}
    map_ = merged.settled(explicit)
    open_: dict[tuple[str, str], list[Conflict]] = {}
    for conflict in merged.conflicts:
        if is_dispute(conflict) and conflict.key not in explicit and conflict.id in getattr(map_, conflict.collection):
            open_.setdefault((conflict.collection, conflict.id), []).append(conflict)
    changed: dict[str, Any] = {}
    for (collection, id_), conflicts in open_.items():
        elements = changed.setdefault(collection, dict(getattr(map_, collection)))
        speaking = {table for one in conflicts for table in one.tables}
        voices = [(table, getattr(copy, collection)[id_]) for table, copy in copies if table in speaking]
        before = getattr(base, collection).get(id_) if base is not None else None
        if before is not None:
            voices.insert(0, (BEFORE, before))
        elements[id_] = _left_open(elements[id_], before, [one.field for one in conflicts], voices)
    return dataclasses.replace(map_, **changed) if changed else map_


def _left_open(element: Any, before: Any, disputed: Sequence[str], voices: Sequence[tuple[str, Any]]) -> Any:
    """The element with its disputed fields as they were before, and with what each table says of them."""
    kind = Voice if isinstance(element, Link) else FactorVoice
    spoken = {spec.name for spec in fields_of(kind)} - {"by", "at"}
    specs = {spec.name: spec for spec in fields_of(type(element))}
    values: dict[str, Any] = {name: getattr(before, name) if before is not None else specs[name].default for name in disputed}
    said, notes = list(element.voices), list(element.notes)
    if spoken.intersection(disputed):
        said += [one for table, voice in voices if (one := _voice(kind, spoken, table, voice)) is not None and one not in said]
    if "label" in disputed:
        names = (*element.aliases, *(voice.label for _, voice in voices))
        values["aliases"] = tuple(dict.fromkeys(name for name in names if name != values["label"]))
    for table, voice in voices:
        other = [MergeDifference(specs[name].key, None, getattr(voice, name)) for name in disputed
                 if name not in spoken and name != "label" and getattr(voice, name) not in (None, specs[name].default)]
        note = remark(f"{_spoken_name(table)} says", other, by=_groups(voice)) if other else None
        if note is not None and note not in notes:
            notes.append(note)
    if "polarity" in disputed:
        groups = (group for _, voice in voices for group in voice.raised_by)
        values.update(polarity="unknown", strength=None, confidence=CONTESTED,
                      raised_by=tuple(dict.fromkeys((*element.raised_by, *groups))))
        if before is None:
            values["why"] = None
    return dataclasses.replace(element, **values, voices=tuple(said), notes=tuple(notes))


def _voice(kind: type[Voice] | type[FactorVoice], spoken: set[str], table: str, element: Link | Factor) -> Voice | FactorVoice | None:
    """What one table says; nothing where it left the link as it was, without a word of its own."""
    says = {name: value for name in spoken if (value := getattr(element, name, None)) not in (None, "", "unknown")}
    return kind(by=_groups(element), at=table, **says) if says else None


def _groups(element: Link | Factor) -> str | None:
    return ", ".join(element.raised_by) or None


def _spoken_name(table: str) -> str:
    return table.replace("-", " ").capitalize()
