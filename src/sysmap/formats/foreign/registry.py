"""The formats there are: every module of `sysmap.formats.foreign.kinds`, and what others install under `sysmap.formats`.

A new format is one file in `kinds` (or one entry point) that defines `FORMAT`.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sysmap.core.problem import Place, Problem, Refused, one_of
from sysmap.formats.entry_points import entry_points
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft

__all__ = ["Format", "Recognised", "format_named", "formats", "format_to_write", "recognise", "recognised"]

GROUP = "sysmap.formats"
SURE = 4
"""Formats up to this rank have a mark that nothing else has."""


@dataclass(frozen=True)
class Format:
    """A format of another tool.

    Attributes
    ----------
    name : the word for `--as`.
    label : what people call it.
    endings : of file names, the usual one first.
    recognise : says by its content what a file is ("a Kumu project"), or `None` where it is something else. Never raises for
        what the file holds, apart from refusing a bomb.
    read : the draft of a file (or, for tables, of several that belong together); raises `Refused`.
    write : the bytes of a draft; `None` where the format is only read.
    rank : formats of a lower rank are asked first; 1 for what has an unmistakable mark, 9 for plain text.
    together : whether several files make one map, such as a table of nodes and one of edges.
    kept, guessed, lost : the row of docs/formats.md.
    """

    name: str
    label: str
    endings: tuple[str, ...]
    recognise: Callable[[Content], str | None]
    read: Callable[[Sequence[Content]], Draft]
    write: Callable[[Draft], bytes] | None = None
    rank: int = 5
    together: Callable[[Sequence[Content]], bool] | None = None
    kept: str = ""
    guessed: str = ""
    lost: str = ""


@dataclass(frozen=True)
class Recognised:
    """A file with the format it was taken for, and in words what it is."""

    content: Content
    format: Format
    what: str


@functools.cache
def formats() -> tuple[Format, ...]:
    """All formats, those with the clearest marks first."""
    package = importlib.import_module("sysmap.formats.foreign.kinds")
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        if isinstance(getattr(loaded, "FORMAT", None), Format):
            found[loaded.FORMAT.name] = loaded.FORMAT
    for point in entry_points(group=GROUP):
        one = point.load()
        if isinstance(one, Format):
            found.setdefault(one.name, one)
    return tuple(sorted(found.values(), key=lambda one: (one.rank, one.name)))


def format_named(name: str) -> Format:
    """The format of a name.

    Raises
    ------
    Refused : there is none, with the nearest names.
    """
    for one in formats():
        if one.name == name.lower():
            return one
    raise Refused(Problem(code="F76", message=f"There is no format {name}.",
                          hint=one_of(name, [one.name for one in formats()], most=40)))


def recognise(content: Content, as_: str | None = None) -> Recognised:
    """What a file is, by what it holds; its ending is only asked where the content leaves it open.

    Raises
    ------
    Refused : it is no format that is known, or not the one that was said.
    """
    if as_ is not None:
        one = format_named(as_)
        return Recognised(content, one, f"read as {one.label}")
    found = recognised(content)
    if found is not None:
        return found
    if content.is_zip and not content.members:
        content.fail("The archive is damaged.", "Export it again; the file may have been cut short.")
    named = next((one for one in formats() if content.ending in one.endings), None)
    if named is not None:
        why, line = content.json_fault if content.start.startswith(("{", "[")) else ("", None)
        if content.root[0]:
            content.xml  # noqa: B018 - says where the XML is broken, if it is
        if why:
            content.fail(f"The file ends like {named.label}, but cannot be read as such. {why}",
                         "Export it again; the file may have been cut short.", line=line)
        content.fail(f"The file ends like {named.label}, but does not hold what such a file holds.",
                     "Is it the right file? `--as FORMAT` says what else to read it as.", "F71")
    known = ", ".join(one.label for one in formats())
    raise Refused(Problem(code="F71", message="This is no file that can be imported: its content is of no known format.",
                          hint=f"Known are {known}. `--as FORMAT` says which it is.", place=Place(content.name)))


def recognised(content: Content, *, surely: bool = False) -> Recognised | None:
    """What a file is by what it holds, or `None`; `surely`: by an unmistakable mark only."""
    for one in formats():
        if surely and one.rank > SURE:
            return None
        what = one.recognise(content)
        if what is not None:
            return Recognised(content, one, what)
    return None


def format_to_write(name: str, as_: str | None = None) -> Format:
    """The format to write a file of a name in.

    Raises
    ------
    Refused : no format has this ending or name, or it is only read.
    """
    if as_ is not None:
        found = format_named(as_)
    else:
        lower = name.lower()
        fitting = sorted((-len(ending), one.endings.index(ending), one.rank, one.name) for one in formats()
                         for ending in one.endings if lower.endswith(ending) and one.write is not None)
        if not fitting:
            endings = sorted({ending for one in formats() if one.write for ending in one.endings})
            raise Refused(Problem(code="F76", message=f"{name} has no ending of a format that can be written.",
                                  hint=f"Known endings: {', '.join(endings)}; or say the format with --as."))
        found = format_named(fitting[0][3])
    if found.write is None:
        raise Refused(Problem(code="F76", message=f"{found.label} is read, but not written.", hint=one_of(
            "", [one.name for one in formats() if one.write], most=40)))
    return found
