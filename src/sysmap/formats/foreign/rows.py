"""Tables of a file: delimited text and workbooks as rows of cells, bounded, with formulas told."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.content import MAX_MARKS, Content
from sysmap.formats.sheet import guarded, unguarded

__all__ = ["RowTable", "cell_text", "delimited", "tables_of", "typed", "workbook"]

MAX_CELLS = 20_000_000
"""Cells of the rectangles that the sheets of a workbook span, blank ones included."""

_DELIMITERS = ",;\t|"
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(slots=True)
class RowTable:
    """One table: its name (of the sheet, or none) and its rows; cells are texts, numbers or yes and no."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)


def tables_of(content: Content) -> list[RowTable]:
    """The tables of a delimited text or a workbook; none where it is neither. Read once, then remembered."""
    if content.tables is None:
        content.tables = _workbook_tables(content) if content.is_zip else _delimited_tables(content)
    return content.tables


def cell_text(value: Any) -> str:
    """A cell as text; whole numbers without a point.

    >>> cell_text(3.0), cell_text(None), cell_text(" a ")
    ('3', '', 'a')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value).strip()


def typed(text: str) -> Any:
    """A number where the text is one in its plainest writing, else the text.

    >>> typed("3"), typed("0.4"), typed("007"), typed("1e5"), typed("3.0")
    (3, 0.4, '007', '1e5', 3.0)
    """
    if _INTEGER.match(text) and text != "-0":
        return int(text)
    if _DECIMAL.match(text) and repr(float(text)) == text:
        return float(text)
    return text


def _delimited_tables(content: Content) -> list[RowTable]:
    if not content.is_text or content.start.startswith(("{", "<", "[[", "[{")):
        return []
    text = _UNSEEN.sub("", content.text)
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:50]
    delimiter = _delimiter(lines)
    if delimiter is None:
        return []
    if text.count(delimiter) + text.count("\n") > MAX_MARKS:
        content.too_large("cells")
    csv.field_size_limit(10 * 1024 * 1024)
    try:
        rows: list[list[Any]] = [[unguarded(cell.strip()) for cell in row]
                                 for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)]
    except csv.Error as error:
        content.fail(f"The file cannot be read as a table ({error}).", "Save it again as CSV.")
    return [RowTable("", rows)]


def _delimiter(lines: Sequence[str]) -> str | None:
    """The character that splits every line into as many cells, or nearly."""
    best, score = None, 0.0
    for delimiter in _DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        there = [count for count in counts if count]
        if not there or len(there) < 0.3 * len(counts):
            continue
        usual = sum(count == counts[0] for count in counts) / len(counts)
        found = usual * 10 + min(sum(there) / len(there), 9) / 10
        if found > score:
            best, score = delimiter, found
    return best


def _workbook_tables(content: Content) -> list[RowTable]:
    if "xl/workbook.xml" not in content.members:
        return []
    from python_calamine import CalamineError, load_workbook

    sheets = [name for name in content.members if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    formulas = sum(content.member(name).count(b"<f>") + content.member(name).count(b"<f ") for name in sheets)
    if formulas:
        content.remarks.append(("formula", f"{count_text(formulas, 'formula')} in the cells; the values that were last computed were read."))
    tables = []
    cells = 0
    try:
        book = load_workbook(io.BytesIO(content.data))
        for number, name in enumerate(book.sheet_names):
            sheet = book.get_sheet_by_index(number)
            cells += sheet.height * max(sheet.width, 1)
            if cells > MAX_CELLS:
                content.too_large("cells")
            rows = []
            for row in sheet.to_python(skip_empty_area=False):
                values = [_cell(value) for value in row]
                while values and values[-1] == "":
                    values.pop()
                rows.append(values)
            while rows and not rows[-1]:
                rows.pop()
            tables.append(RowTable(name, rows))
    except (CalamineError, ValueError, OSError) as error:
        content.fail(f"The workbook cannot be read ({type(error).__name__}).", "Save it again as .xlsx.")
    return tables


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return _UNSEEN.sub("", value).strip()
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value


def delimited(rows: Sequence[Sequence[Any]], delimiter: str = ",") -> bytes:
    """Rows as CSV with a mark of UTF-8, so that spreadsheets read accents; no cell becomes a formula."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [[guarded(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def workbook(tables: Sequence[RowTable]) -> bytes:
    """Tables as a workbook, a sheet each; texts are never formulas."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                        "strings_to_numbers": False, "nan_inf_to_errors": True})
    book.set_properties({"created": datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables:
        sheet = book.add_worksheet(table.name[:31])
        widths: dict[int, int] = {}
        for at, row in enumerate(table.rows):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if at < 500:
                    widths[column] = max(widths.get(column, 8), min(60, len(str(value)) + 2))
                look = bold if at == 0 else wrap
                if isinstance(value, bool):
                    sheet.write_boolean(at, column, value, look)
                elif isinstance(value, int | float):
                    sheet.write_number(at, column, value, look)
                else:
                    sheet.write_string(at, column, str(value)[:32_000], look)
        for column, width in widths.items():
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()
