"""Disagreement as data: what several voices say of one link, and whether that leaves it contested."""

from __future__ import annotations

from typing import Literal

from sysmap.core.elements import Link
from sysmap.core.words import Polarity

__all__ = ["is_contested", "sign_word"]


def is_contested(link: Link) -> bool:
    """Whether people disagree about a link: they said so, or their voices differ in sign and nobody has settled it.

    >>> from sysmap.core.elements import Voice
    >>> is_contested(Link(from_="a", to="b", voices=(Voice(by="us", polarity="positive"), Voice(by="them", polarity="negative"))))
    True
    """
    signs = {voice.polarity for voice in link.voices} - {None, "unknown"}
    return link.confidence == "contested" or (link.confidence is None and link.polarity == "unknown" and len(signs) > 1)


def sign_word(link: Link) -> Polarity | Literal["contested"]:
    """The word under which a link's sign is spoken of: an open sign about which people disagree is contested."""
    return "contested" if link.polarity == "unknown" and is_contested(link) else link.polarity
