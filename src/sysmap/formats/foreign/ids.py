"""Short, stable, readable ids from labels in any script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sysmap.core.record import is_slug

__all__ = ["FreeIds", "slug_of"]

_WORDS = re.compile(r"[a-z0-9]+")


def slug_of(text: str, otherwise: str = "factor", most: int = 48) -> str:
    """A label as an id, cut at a word.

    >>> slug_of("Quality of care (%)"), slug_of("Größe"), slug_of("Доверие"), slug_of("1st visit"), slug_of("…")
    ('quality-of-care', 'grosse', 'doverie', 'f-1st-visit', 'factor')
    """
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    slug = "-".join(_WORDS.findall(text.lower().replace("'", "")))
    if len(slug) > most:
        slug = slug[:most].rpartition("-")[0] or slug[:most]
    if slug and not slug[0].isalpha():
        slug = f"{otherwise[0]}-{slug}"
    if slug and not is_slug(slug):
        slug = f"{slug}-{otherwise}"
    return slug or otherwise


class FreeIds:
    """Hands out ids, each once; a number is put behind one that is taken.

    >>> ids = FreeIds(["trust"])
    >>> ids.take("trust"), ids.take("trust"), ids.take("waits")
    ('trust-2', 'trust-3', 'waits')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)
        self._next: dict[str, int] = {}

    def take(self, slug: str) -> str:
        """The id itself, or the next free one after it."""
        found = slug
        if slug in self.taken:
            number = self._next.get(slug, 2)
            while f"{slug}-{number}" in self.taken:
                number += 1
            found = f"{slug}-{number}"
            self._next[slug] = number + 1
        self.taken.add(found)
        return found
