"""Small numbers: a count so low that it could point at a person or a place is not printed for everybody."""

from __future__ import annotations

from sysmap.core.levels import LEAST_HOLDERS, Level
from sysmap.core.sentences import count_text

__all__ = ["is_small", "shown_count"]


def is_small(number: int, level: Level) -> bool:
    """Whether a number is withheld at a level: at public, those above none and below the least that is printed.

    >>> is_small(2, "public"), is_small(2, "client"), is_small(0, "public"), is_small(3, "public")
    (True, False, False, False)
    """
    return level == "public" and 0 < number < LEAST_HOLDERS


def shown_count(number: int, word: str, level: Level, many: str | None = None) -> str:
    """A number with its noun, as readers at a level may have it.

    Parameters
    ----------
    number : how many.
    word, many : the noun for one and, where it is not made as most are, for several.
    level : internal, client or public.

    >>> shown_count(2, "case", "internal"), shown_count(2, "case", "public"), shown_count(0, "study", "public", "studies")
    ('2 cases', 'fewer than 3 cases', 'no studies')
    """
    if is_small(number, level):
        return f"fewer than {count_text(LEAST_HOLDERS, word, many)}"
    return count_text(number, word, many, zero="no")
