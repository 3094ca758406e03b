"""What a report holds, apart from how it is written: headings, paragraphs, lists, tables, figures.

A template makes one `Report` out of a map and what is known about it; a writer for each format puts it on paper. So a
Word file, a web page and a workbook can never say different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Block", "Bullets", "Cell", "DataTable", "Figure", "Heading", "NO_SHEET", "Para", "Report"]

NO_SHEET = "-"

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; levels go down one by one from 1. A chapter may begin a page of its own, and be set on wide pages.

    `noted` chapters have sentences that a workbook keeps too; those of the others would repeat what its tables say.
    """

    level: int
    text: str
    page: bool = False
    wide: bool = False
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `lead` stands before it in bold; a note is set smaller; a quote is somebody's words."""

    text: str
    lead: str = ""
    kind: Literal["plain", "note", "quote"] = "plain"
    slide: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts, in no order."""

    items: tuple[str, ...]
    slide: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """Data with one header row; the first column names the row.

    `sheet` is the name of its sheet in a workbook (`NO_SHEET` if the workbook has the same elsewhere), `note` says what a
    reader has to know, before the rows.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sheet: str = ""
    slide: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, with what it shows in a sentence (`alt`) and in full (`long`).

    `draws` says that it is the map, whole or in panels: slides draw these with shapes of their own.
    """

    title: str
    svg: str
    alt: str
    long: str = ""
    wide: bool = False
    slide: bool = False
    draws: Literal["", "map", "panel"] = ""


Block = Heading | Para | Bullets | DataTable | Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report, ready to be written.

    Attributes
    ----------
    facts : what stands under the title: label and value, e.g. map, version, rule, level, date.
    footer : on every page: map id, version, rule and, where given, the date.
    data : further tables for workbooks only, one a sheet.
    brief : a page or two, without a list of contents.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    footer: str
    blocks: tuple[Block, ...]
    data: tuple[DataTable, ...] = ()
    notes: tuple[str, ...] = ()
    date: str | None = None
    keywords: tuple[str, ...] = field(default=())
    brief: bool = False

    def headings(self) -> Iterator[tuple[int, Heading]]:
        """Headings with their place among the blocks."""
        return ((at, block) for at, block in enumerate(self.blocks) if isinstance(block, Heading))

    def count(self, kind: type[Block]) -> int:
        """How many blocks of one kind it has."""
        return sum(isinstance(block, kind) for block in self.blocks)

    def tables(self) -> Iterator[DataTable]:
        """Tables for a workbook: those of the text in their order, then those for workbooks only."""
        yield from (block for block in self.blocks if isinstance(block, DataTable) and block.sheet != NO_SHEET)
        yield from self.data
