"""Sentence patterns: a small part of ICU MessageFormat, the notation that translators and their tools know.

A pattern is a text with places in braces. `web/messageformat.js` renders the same patterns in the browser; the tests hold
the two equal.

========================================  ==========================================================================
`{label}`                                 a text as it is; a whole number with its thousands apart
`{label, name}`                           a label in quotation marks, on one line (`clean`)
`{labels, list}` `{labels, list, or}`     texts as people list them: a, b and c
`{labels, names}` `{labels, names, or}`   the same with labels in quotation marks
`{n, plural, =0 {…} one {…} other {…}}`   one of several patterns by a number; `#` is the number
`{word, select, mixed {…} other {…}}`     one of several patterns by a word
========================================  ==========================================================================

Braces cannot be written in the text itself, and `#` only outside a plural.
Source: https://unicode-org.github.io/icu/userguide/format_parse/messages/
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Value", "clean", "join_words", "number_text", "quoted", "render", "slots_of"]

Value = str | int | Sequence[str] | None
"""What may stand in a place: a text, a whole number, a list of texts; nothing is an empty text."""

_CHOICES = ("plural", "select")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a pattern: whose value, how it is written, and the patterns to choose from."""

    name: str
    form: str = ""
    last: str = "and"
    choices: tuple[tuple[str, tuple[_Part, ...]], ...] = ()


_Part = str | _Slot


def clean(text: str, most: int | None = None) -> str:
    """A label as it may stand within a sentence: on one line, without invisible characters, cut to so many characters.

    A label written from right to left is fenced in (U+2068, U+2069), so that it does not turn the words around it.

    >>> clean("Waiting lists\\nfor care ")
    'Waiting lists for care'
    """
    flat = _unseen().sub(" ", text).strip(" ")
    flat = flat if most is None or len(flat) <= most else f"{flat[:most - 1].rstrip()}…"
    return f"\u2068{flat}\u2069" if not flat.isascii() and _turns().search(flat) else flat


@functools.cache
def _unseen() -> re.Pattern[str]:
    return re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]+")


@functools.cache
def _turns() -> re.Pattern[str]:
    return re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def quoted(label: str, most: int | None = None) -> str:
    """A label in quotation marks, cut to so many characters.

    >>> quoted("Trust"), quoted("Waiting lists for care", 10)
    ('“Trust”', '“Waiting l…”')
    """
    return f"“{clean(label, most)}”"


def number_text(number: int) -> str:
    """A whole number with its thousands apart.

    >>> number_text(12000)
    '12,000'
    """
    return f"{number:,}"


def join_words(words: Iterable[str], last: str = "and") -> str:
    """Texts as people list them.

    >>> join_words(["a", "b", "c"]), join_words(["a", "b"], "or"), join_words([])
    ('a, b and c', 'a or b', '')
    """
    *before, end = [*words] or [""]
    return f"{', '.join(before)} {last} {end}" if before else end


def render(pattern: str, values: Mapping[str, Value]) -> str:
    """A pattern with its places filled.

    Parameters
    ----------
    pattern : the text with places in braces.
    values : a value for each place, by name.

    Raises
    ------
    KeyError : a place has no value.

    Examples
    --------
    >>> render("{n, plural, one {# link joins} other {# links join}} {ends, names}.", {"n": 2, "ends": ["a", "b"]})
    '2 links join “a” and “b”.'
    """
    return _rendered(_parsed(pattern), values, "#")


def slots_of(pattern: str) -> frozenset[str]:
    """The names of a pattern's places, those of the patterns inside it among them.

    >>> sorted(slots_of("{n, plural, one {{label}} other {all}}"))
    ['label', 'n']
    """
    return _slots(_parsed(pattern))


def _slots(parts: tuple[_Part, ...]) -> frozenset[str]:
    found: set[str] = set()
    for part in parts:
        if isinstance(part, _Slot):
            found.add(part.name)
            for _, inner in part.choices:
                found |= _slots(inner)
    return frozenset(found)


def _rendered(parts: tuple[_Part, ...], values: Mapping[str, Value], number: str) -> str:
    return "".join([part.replace("#", number) if isinstance(part, str) else _filled(part, values, number) for part in parts])


def _filled(slot: _Slot, values: Mapping[str, Value], number: str) -> str:
    value = values[slot.name]
    if slot.form in _CHOICES:
        options = dict(slot.choices)
        if slot.form == "select":
            return _rendered(options.get(str(value), options["other"]), values, number)
        assert isinstance(value, int)
        form = next((form for form in (f"={value}", "one" if value == 1 else "other") if form in options), "other")
        return _rendered(options[form], values, number_text(value))
    if slot.form in ("list", "names"):
        assert isinstance(value, Sequence)
        return join_words(map(quoted, value) if slot.form == "names" else value, slot.last)
    if isinstance(value, int):
        return number_text(value)
    assert value is None or isinstance(value, str)
    return quoted(value or "") if slot.form == "name" else value or ""


@functools.cache
def _parsed(pattern: str) -> tuple[_Part, ...]:
    parts, at = _parse(pattern, 0)
    if at != len(pattern):
        raise ValueError(f"a brace is closed that was never opened: {pattern!r}")
    return parts


def _parse(text: str, at: int) -> tuple[tuple[_Part, ...], int]:
    """The parts from a place on, up to the brace that closes them or the end."""
    parts: list[_Part] = []
    while at < len(text) and text[at] != "}":
        if text[at] == "{":
            slot, at = _slot(text, at + 1)
            parts.append(slot)
        else:
            start = at
            while at < len(text) and text[at] not in "{}":
                at += 1
            parts.append(text[start:at])
    return tuple(parts), at


def _slot(text: str, at: int) -> tuple[_Slot, int]:
    """The place that begins after an opening brace."""
    end = at
    while text[end] not in ",}":
        end += 1
    name = text[at:end].strip()
    if text[end] == "}":
        return _Slot(name), end + 1
    at = end + 1
    while text[end := end + 1] not in ",}":
        pass
    form = text[at:end].strip()
    if form in _CHOICES:
        return _choices(name, form, text, end + 1)
    if text[end] == "}":
        return _Slot(name, form), end + 1
    close = text.index("}", end)
    return _Slot(name, form, text[end + 1:close].strip()), close + 1


def _choices(name: str, form: str, text: str, at: int) -> tuple[_Slot, int]:
    options: list[tuple[str, tuple[_Part, ...]]] = []
    while text[at] != "}":
        opening = text.index("{", at)
        inner, close = _parse(text, opening + 1)
        options.append((text[at:opening].strip(), inner))
        at = close + 1
        while text[at] == " ":
            at += 1
    if "other" not in dict(options):
        raise ValueError(f"{{{name}, {form}, …}} needs a choice “other”: {text!r}")
    return _Slot(name, form, choices=tuple(options)), at + 1
