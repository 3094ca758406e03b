"""What people are called: one name is held by one person, whatever letters it is written with, and nobody passes as the host.

Two names are the same where a reader would take them for the same: capitals, accents, invisible characters and letters of
other scripts that look alike make no difference (Unicode Technical Standard 39 calls this the skeleton of a text).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.state import Person

__all__ = ["check_name", "free_name", "same_name", "shown_name"]

LONGEST_NAME, LONGEST_GROUP = 40, 60

_ALIKE = str.maketrans({
    **dict(zip("аеорсухіїјѕһԁԛԝкмтвнгӏпиё", "aeopcyxlljshdqwkmtbhrlnue", strict=True)),
    **dict(zip("αβεικνορτυχηγω", "abelkvoptuxnyw", strict=True)),
    **dict(zip("01|ıɩiłøđħŧſɑɡ", "ollllllodhtsag", strict=True)),
})
_OF_HOST = ("host", "the host", "facilitator", "the facilitator", "moderator", "organiser", "organizer", "admin", "administrator",
            "server", "sysmap")


def shown_name(text: str, longest: int = LONGEST_NAME) -> str:
    """A name as it is shown: on one line, without characters that nobody sees.

    >>> shown_name("  Ann\\u200b \\u202e Lee ")
    'Ann Lee'
    """
    seen = "".join(c if unicodedata.category(c)[0] != "C" else " " if c.isspace() else "" for c in unicodedata.normalize("NFC", text))
    return " ".join(seen.split())[:longest].strip()


def skeleton(text: str) -> str:
    """What a reader takes a name for.

    >>> skeleton("Ноst") == skeleton("Ho\\u200bst") == skeleton("H0ST")
    True
    """
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in bare.translate(_ALIKE) if c.isalnum())


def same_name(one: str, other: str) -> bool:
    """Whether a reader would take two names for the same."""
    return skeleton(one) == skeleton(other)


def _poses(text: str) -> bool:
    """Whether somebody of this name would be taken for the host."""
    bare = skeleton(text).rstrip("23456789")
    return any(bare == skeleton(one) for one in _OF_HOST)


def free_name(wished: str, people: Iterable[Person], role: str) -> str:
    """A name that nobody else holds, near the one that is wished for.

    >>> free_name("Ann", [Person("p1", "Аnn", "", "voter")], "contributor")
    'Ann 2'
    >>> free_name("The h0st", [], "contributor")
    'Guest 1'
    """
    held = {skeleton(person.name) for person in people if person.here}
    name, number = shown_name(wished), 2
    if not name or (role != "host" and _poses(name)):
        name, number = "Guest", 1
    found = name if number == 2 else f"{name} {number}"
    while skeleton(found) in held:
        found, number = f"{name[:LONGEST_NAME - 5]} {number}", number + 1
    return found


def check_name(name: str, group: str, person: Person, people: Iterable[Person]) -> tuple[str, str]:
    """The name and the group that somebody wants to have, as they are shown.

    Raises
    ------
    Refused : if somebody else holds the name, or it would pass for the host's.
    """
    name, group = shown_name(name), shown_name(group, LONGEST_GROUP)
    if not name:
        raise Refused(Problem(code="L22", message="A name needs letters that can be seen.", hint="Any name will do."))
    if person.role != "host":
        for text in (name, group):
            if _poses(text):
                raise Refused(Problem(code="L22", message=f"“{text}” would be taken for the host.", hint="Choose another."))
    for other in people:
        if other.here and other.id != person.id and same_name(other.name, name):
            raise Refused(Problem(code="L22", message=f"Somebody is called {other.name} here already.", hint="Choose another name."))
    return name, group
