"""The formats that a report is written in: one module a format, found by its name; other packages add theirs.

A module here is called as its files end (`docx`, `xlsx`, …) and holds `WRITER`. Nothing else names a format. Another package
adds one through the entry point group ``sysmap.reports``: the entry's name is the ending, its object a `Writer`. A writer is
imported when its format is asked for.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sysmap.core.map import Map
from sysmap.core.parts import way_to
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.entry_points import entry_points
from sysmap.reports.blocks import Report

__all__ = ["GROUP", "Job", "Output", "Writer", "formats", "writer_for"]

GROUP = "sysmap.reports"


@dataclass(frozen=True, slots=True)
class Job:
    """What a writer is given.

    Attributes
    ----------
    report : what to write.
    map : the map that it is about, for writers that draw it anew.
    stem : the file's name without ending, for names of further files; empty where there is to be one file only.
    style : the bytes of the user's own look, if any.
    """

    report: Report
    map: Map
    stem: str = ""
    style: bytes | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a writer makes: the file, and by name the files that go with it."""

    data: bytes
    companions: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writer:
    """How one format is written.

    Attributes
    ----------
    write : makes the file. The same job gives the same bytes.
    styles : endings of files that may set the look; none where it cannot be set.
    needs : modules that it imports only while it writes.
    kept : finds, in a file that is replaced, the text that somebody wrote over what stood there, by its place.
    """

    write: Callable[[Job], Output]
    styles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    kept: Callable[[bytes], dict[str, str]] = lambda old: {}


def formats() -> tuple[str, ...]:
    """The endings of files that a report can be written to, those of this package first.

    >>> formats()[:5]
    ('docx', 'html', 'md', 'pdf', 'pptx')
    """
    own = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(dict.fromkeys((*own, *sorted(entry.name for entry in entry_points(group=GROUP)))))


def writer_for(ending: str) -> Writer:
    """The writer of a format.

    Raises
    ------
    Refused : there is no such format (P05), or a package that it needs is missing or broken (P01).
    """
    known = formats()
    if ending not in known:
        raise Refused(Problem(code="P05", message=f"Reports are not written as “.{ending}”.", hint=one_of(ending, known)))
    try:
        writer = _loaded(ending)
    except ImportError as missing:
        raise _lacking(ending) from missing
    if any(importlib.util.find_spec(name) is None for name in writer.needs):
        raise _lacking(ending)
    return writer


def _loaded(ending: str) -> Writer:
    if ending in {module.name for module in pkgutil.iter_modules(__path__)}:
        found = importlib.import_module(f"{__name__}.{ending}").WRITER
    else:
        found = next(entry for entry in entry_points(group=GROUP) if entry.name == ending).load()
    if not isinstance(found, Writer):
        raise Refused(Problem(code="P01", message=f"The package that writes .{ending} gives no writer.",
                              hint=f"Its entry point in {GROUP} has to name a sysmap.reports.writers.Writer."))
    return found


def _lacking(ending: str) -> Refused:
    return Refused(Problem(code="P01", message=f"A .{ending} needs packages that are not installed.",
                           hint=f"{way_to('reports')}; .html and .md need none."))
