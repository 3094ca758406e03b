"""Reading the sheets of an .xlsx workbook within bounds of work: only cells that are there, one row at a time.

A workbook of twelve kilobytes can claim a sheet of seventeen thousand million cells, by one cell in the last corner, or hold
millions of empty rows. What is counted before anything is built is the number of XML tags, since that is what reading costs.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["MOST_TAGS", "Tab", "TooMuch", "WorkbookCell", "tabs_of"]

MOST_TAGS = 3_000_000
"""Tags of all parts of a workbook: about 750,000 filled cells, far more than any register or map has."""

_CHUNK = 1 << 20
_MOST_PARTS = 2_000


class TooMuch(Exception):
    """A workbook that would take far more work than a register or a map can be."""


@dataclass(frozen=True, slots=True)
class WorkbookCell:
    """A cell that is there: where it stands (from 1), its value as Python has it, and whether that is a formula or an error."""

    row: int
    column: int
    value: Any
    is_formula: bool = False
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet: its name, its rows of cells, and the ranges of merged cells as (name, first row, first column)."""

    title: str
    rows: tuple[tuple[WorkbookCell, ...], ...]
    merged: tuple[tuple[str, int, int], ...] = ()


def tabs_of(data: bytes, most_tags: int = MOST_TAGS) -> Iterator[Tab]:
    """The worksheets of a workbook in their order, without their empty rows.

    Parameters
    ----------
    data : the bytes of the .xlsx file.
    most_tags : how many XML tags all its parts may have together.

    Raises
    ------
    TooMuch : before any sheet is read, where the workbook holds more than that.
    Exception : any other where it is no workbook.
    """
    _count_tags(data, most_tags)
    from openpyxl import load_workbook
    from openpyxl.worksheet._reader import WorkSheetParser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            for sheet in book.worksheets:
                with sheet._get_source() as source:
                    parser = WorkSheetParser(source, sheet._shared_strings, data_only=False, epoch=book.epoch,
                                             date_formats=book._date_formats, timedelta_formats=book._timedelta_formats)
                    rows = [cells for _, found in parser.parse() if (cells := tuple(_cells(found)))]
                ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
                yield Tab(sheet.title, tuple(rows), tuple((one.coord, one.min_row, one.min_col) for one in ranges))
        finally:
            book.close()


def _cells(found: list[dict[str, Any]]) -> Iterator[WorkbookCell]:
    from openpyxl.utils.escape import unescape

    for cell in found:
        value = cell["value"]
        if value is not None:
            text = unescape(value) if isinstance(value, str) and "_x" in value else value
            yield WorkbookCell(cell["row"], cell["column"], text, cell["data_type"] == "f", cell["data_type"] == "e")


def _count_tags(data: bytes, most: int) -> None:
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > _MOST_PARTS:
            raise TooMuch(f"It has {len(parts):,} parts.")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with packed.open(part) as stream:
                    while chunk := stream.read(_CHUNK):
                        tags += chunk.count(b"<")
                        if tags > most:
                            raise TooMuch(f"It holds more than {most:,} tags.")
