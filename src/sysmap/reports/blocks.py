"""What a report holds, apart from how it is written: headings, paragraphs, lists, tables, figures.

A template makes one `Report` out of a map and what is known about it; a writer for each format puts it on paper. So a
Word file, a web page and a workbook can never say different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sysmap.core.sentences import join_words

__all__ = ["Block", "Bullets", "Cell", "Cover", "DataTable", "Figure", "Heading", "NO_SHEET", "Para", "Report", "Slide"]

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
    """A paragraph. `lead` stands before it in bold; a note is set smaller; a quote is somebody's words, a reference an
    entry of the list of references.

    `see` names tables and figures that it speaks of; a writer adds references to them. `place` says that the author may put
    text of her own here (`sysmap.reports.own_text`).
    """

    text: str
    lead: str = ""
    kind: Literal["plain", "note", "quote", "reference"] = "plain"
    slide: bool = False
    see: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts, in no order."""

    items: tuple[str, ...]
    slide: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """Data with one header row; the first column names the row.

    `sheet` is the name of its sheet in a workbook (`NO_SHEET` if the workbook has the same elsewhere), `note` says what a
    reader has to know, before the rows. `name` is what paragraphs refer to it by (`Para.see`). `folded` are columns that few
    readers need: a workbook folds them away, on screen and paper.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sheet: str = ""
    slide: bool = False
    name: str = ""
    chart: Literal["", "bars", "stacked"] = ""
    folded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, with what it shows in a sentence (`alt`) and in full (`long`).

    `draws` says that it is the map, whole or in panels: slides draw these with shapes of their own. `smallest` is the size of
    its smallest letters, in pixels at zoom 1, where it has to be large enough on paper for them to be read.
    """

    title: str
    svg: str
    alt: str
    long: str = ""
    wide: bool = False
    slide: bool = False
    draws: Literal["", "map", "panel", "bands"] = ""
    name: str = ""
    smallest: float = 0.0


Block = Heading | Para | Bullets | DataTable | Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands on the cover besides the title.

    Attributes
    ----------
    logo : a picture as PNG or JPEG; nothing where there is none.
    logo_text : what it shows.
    """

    client: str = ""
    authors: tuple[str, ...] = ()
    organisation: str = ""
    date: str = ""
    status: str = ""
    logo: bytes = field(default=b"", repr=False)
    logo_text: str = ""

    def facts(self) -> tuple[tuple[str, str], ...]:
        """What it says besides the logo, each with its label."""
        stated = (("Prepared for", self.client), ("By", join_words(list(self.authors)) if self.authors else ""),
                  ("Organisation", self.organisation), ("Date", self.date), ("Status", self.status))
        return tuple((label, value) for label, value in stated if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide of a talk: its message as the title, what shows it, and what to say to it.

    Attributes
    ----------
    blocks : sentences, a table or a figure; two groups of sentences stand in two columns.
    notes : for the speaker.
    """

    title: str
    blocks: tuple[Block, ...]
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report, ready to be written.

    Attributes
    ----------
    facts : what stands under the title: label and value, e.g. map, version, rule, level, date.
    footer : on every page: map id, version, rule and, where given, the date.
    data : further tables for workbooks only, one a sheet.
    cover : client, authors, date and logo, where somebody stated them.
    slides : the talk; where there is none, slides are made of the blocks that are marked for them.
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
    cover: Cover | None = None
    slides: tuple[Slide, ...] = ()

    def numbers(self) -> dict[str, tuple[str, int]]:
        """What each named table and figure is called: its word and its number among those of its kind."""
        count = {"Table": 0, "Figure": 0}
        found: dict[str, tuple[str, int]] = {}
        for block in self.blocks:
            if isinstance(block, DataTable | Figure):
                word = "Table" if isinstance(block, DataTable) else "Figure"
                count[word] += 1
                if block.name:
                    found[block.name] = (word, count[word])
        return found

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
