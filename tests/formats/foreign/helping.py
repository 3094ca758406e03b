"""A foreign text as a map, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core.words import Polarity
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.link_making import Choices
from sysmap.formats.foreign.making import Imported
from sysmap.formats.foreign.porting import import_contents
from sysmap.formats.foreign.registry import recognise


def brought(text: str | bytes, name: str = "file.txt", as_: str | None = None, signs: Mapping[str, Polarity] | None = None,
            **choices: Any) -> Imported:
    """What comes of a text that was handed over as a file of this name."""
    content = Content(name, text.encode() if isinstance(text, str) else text)
    return import_contents([recognise(content, as_)], choices=Choices(signs or {}, **choices))


def signs_of(imported: Imported) -> dict[str, str]:
    """By link the sign."""
    return {id_: link.polarity for id_, link in imported.map.links.items()}


def told(imported: Imported, about: str) -> str:
    """What the account says about something, as one text."""
    return " ".join(one.text + " " + " ".join(one.items) for one in imported.report.about(about))
