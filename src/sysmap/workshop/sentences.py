"""Edits in sentences: what a change list says to people who were not there."""

from __future__ import annotations

import dataclasses
from typing import Any, NamedTuple

from sysmap.core.background import BackgroundItem
from sysmap.core.edit import Add, Edit, Remove, Set, apply
from sysmap.core.elements import Link
from sysmap.core.map import Map
from sysmap.core.sentences import link_name, link_sentence, voice_texts
from sysmap.workshop.state import parts_of
from sysmap.workshop.text_limits import short

__all__ = ["SaidEntry", "edit_said", "edit_sentences"]

_SILENT = ("position", "aliases", "raised_by", "seen_in", "origin", "width", "height")


class SaidEntry(NamedTuple):
    """A sentence, and the groups whose words it tells; nobody's in particular where there are none."""

    text: str
    voices: tuple[str, ...] = ()


def edit_sentences(map_: Map, edit: Edit) -> list[str]:
    """What an edit did, given the map before it. Places and book-keeping are left out.

    >>> from sysmap.core.elements import Factor
    >>> m = Map(id="m", title="M", factors={"a": Factor(id="a", label="Trust")})
    >>> edit_sentences(m, Set("factors", "a", "label", "Trust between partners"))
    ['“Trust” is now called “Trust between partners”.']
    """
    return [one.text for one in edit_said(map_, edit)]


def edit_said(map_: Map, edit: Edit) -> list[SaidEntry]:
    """What an edit did, sentence by sentence, each with whose words it tells: those who raised what is added, who wrote a note.

    >>> from sysmap.core.elements import Factor
    >>> edit_said(Map(id="m", title="M"), Add("factors", Factor(id="pay", label="Pay", raised_by=("nurses",))))
    [SaidEntry(text='New factor: “Pay”.', voices=('nurses',))]
    """
    out = []
    for part in parts_of(edit):
        text = _sentence(map_, part)
        if text:
            out.append(SaidEntry(text, _voices(part)))
        map_ = apply(map_, part, trusted=True)
    return out


def _voices(part: Edit) -> tuple[str, ...]:
    if isinstance(part, Add):
        return tuple(getattr(part.element, "raised_by", ()))
    if isinstance(part, Set) and part.field == "notes" and part.value:
        by = part.value[-1].by
        return (by,) if by else ()
    return ()


def _sentence(map_: Map, part: Edit) -> str:
    if isinstance(part, Add):
        if isinstance(part.element, Link):
            return f"New link: {link_sentence(map_, part.element)}"
        if isinstance(part.element, BackgroundItem):
            return f"Behind the map stands a new {part.element.kind}: “{short(part.element.label, 120)}”."
        return f"New {part.collection.rstrip('s')}: “{getattr(part.element, 'label', part.element.id)}”."
    if isinstance(part, Remove):
        element = getattr(map_, part.collection)[part.id]
        if isinstance(element, Link):
            return f"Link removed: {link_sentence(map_, element)}"
        return f"Removed: “{getattr(element, 'label', part.id)}”."
    if not isinstance(part, Set) or part.field in _SILENT:
        return ""
    if not part.collection:
        if part.field == "notes" and len(part.value or ()) > len(map_.notes):
            return f"Noted: {short(part.value[-1].text, 200)}"
        return f"The map's {part.field} is now: {_value(part.value).rstrip('.')}."
    element = getattr(map_, part.collection)[part.id]
    name = _name(map_, element)
    if part.field == "notes" and len(part.value or ()) > len(element.notes):
        return f"Noted on {name}: {short(part.value[-1].text, 200)}"
    if part.field == "label":
        return f"{name} is now called “{part.value}”."
    if part.field == "voices" and part.value:
        return f"{name}: what each voice says is kept ({'; '.join(voice_texts(dataclasses.replace(element, voices=part.value)))})."
    if part.value in (None, (), ""):
        return f"{name}: {part.field} is no longer said."
    return f"{name}: {part.field} is now {_value(part.value).rstrip('.')}."


def _name(map_: Map, element: Any) -> str:
    if isinstance(element, Link):
        return link_name(map_, element)
    label = getattr(element, "label", None)
    return str(element.id) if label is None else f"“{short(label, 300)}”"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(short(getattr(one, "text", one), 120) for one in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return short(value, 200)
