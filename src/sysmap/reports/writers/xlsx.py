"""Reports as workbooks: one tidy table a sheet, no merged cells, notes on a sheet of their own; text is never a formula."""

from __future__ import annotations

import io
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter

from sysmap.reports.blocks import Bullets, Cell, DataTable, Heading, Para, Report
from sysmap.reports.text import is_rtl, xml_safe
from sysmap.reports.writers import Output, Writer

__all__ = ["WRITER", "excel_bytes"]

_MOST = 32_767
"""Characters that a cell can hold."""
_LONG, _WIDEST = 160, 70
"""A column with a longer text may be so many characters wide."""
_A4, _A3 = 200.0, 300.0
"""Characters across a landscape sheet of paper in letters of seven points."""
_SERIES = ("#2a6592", "#b0431e", "#a07a35", "#757b76", "#8a5f98")


def excel_bytes(report: Report) -> bytes:
    """The report as an .xlsx: its notes, then every table on a sheet of its own."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                     "strings_to_numbers": False})
    book.set_properties({"title": xml_safe(report.title)[:250], "subject": report.subtitle,
                         "author": "; ".join(report.cover.authors)[:250] if report.cover else "",
                         "keywords": ", ".join(report.keywords), "created": datetime(1980, 1, 1)})
    looks = {
        "head": book.add_format({"bold": True, "bg_color": "#D5DFE9", "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "rtl": book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "bold": book.add_format({"bold": True, "valign": "top"}),
    }
    names: set[str] = {"notes"}
    sheets = [(_sheet_name(table, names), table) for table in report.tables()]
    _notes(book.add_worksheet("Notes"), report, sheets, looks)
    for name, table in sheets:
        sheet = book.add_worksheet(name)
        _table(sheet, table, looks, report)
        if table.chart and table.rows:
            _chart(book, sheet, name, table)
    book.close()
    return out.getvalue()


def _notes(sheet: Any, report: Report, sheets: list[tuple[str, DataTable]], looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    _write(sheet, 0, 0, report.title, looks["title"])
    row = 1
    for label, value in (("Report", report.subtitle), *report.facts, ("Footer", report.footer)):
        _write(sheet, row, 0, label, looks["bold"])
        _write(sheet, row, 1, value, looks["text"])
        row += 1
    noted = False
    for block in report.blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                noted = block.noted
            if block.level == 1 and noted:
                _write(sheet, row, 0, block.text, looks["bold"])
                row += 1
        elif noted and isinstance(block, (Para, Bullets)):
            lines = [f"{block.lead} {block.text}".strip()] if isinstance(block, Para) else [f"– {item}" for item in block.items]
            for line in lines:
                _write(sheet, row, 1, line, looks["text"])
                sheet.set_row(row, _height([(line, 110)]))
                row += 1
    _write(sheet, row, 0, "Sheets", looks["bold"])
    for name, table in sheets:
        row += 1
        _write(sheet, row, 0, name, looks["text"])
        said = f"{table.title}. {table.note}".strip()
        _write(sheet, row, 1, said, looks["text"])
        sheet.set_row(row, _height([(said, 110)]))
    _print(sheet, report)


def _table(sheet: Any, table: DataTable, looks: dict[str, Any], report: Report) -> None:
    widths: list[float] = []
    folds = [name in table.folded for name in table.columns]
    shown = 0.0
    for column, heading in enumerate(table.columns):
        _write(sheet, 0, column, heading, looks["head"])
        longest = max((len(str(row[column])) for row in table.rows if row[column] is not None), default=0)
        empty = bool(table.rows) and all(row[column] in (None, "") for row in table.rows)
        widths.append(max(10, min(_WIDEST if longest > _LONG else 40, max(longest + 1, len(heading) + 4))))
        hidden = empty and column > 0
        opens = column > 0 and table.columns[column - 1] in table.folded and not folds[column]  # it carries the sign that opens the fold
        sheet.set_column(column, column, widths[-1], None, {
            "hidden": hidden or folds[column], "level": 1 if folds[column] and not hidden else 0, "collapsed": opens})
        folds[column] |= hidden
        shown += 0 if folds[column] else widths[-1]
    for at, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, at, column, value, looks["rtl"] if isinstance(value, str) and is_rtl(value) else looks["text"])
        sheet.set_row(at, _height([(str(value or ""), width) for value, width, away in zip(row, widths, folds, strict=True)
                               if not away]))
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _print(sheet, report, shown, table.title)


def _chart(book: Any, sheet: Any, name: str, table: DataTable) -> None:
    """A chart below the rows that the office program draws from them."""
    last = len(table.rows)
    chart = book.add_chart({"type": "bar", **({"subtype": "stacked"} if table.chart == "stacked" else {})})
    numbers = [at for at in range(1, len(table.columns)) if any(isinstance(row[at], int | float) for row in table.rows)]
    for place, at in enumerate(numbers if table.chart == "stacked" else numbers[:1]):
        chart.add_series({"name": [name, 0, at], "categories": [name, 1, 0, last, 0], "values": [name, 1, at, last, at],
                          "fill": {"color": _SERIES[place % len(_SERIES)]}, "gap": 50,
                          "data_labels": {"value": True, "num_format": "0;;"}})
    chart.set_title({"name": xml_safe(table.title)[:200], "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom"} if table.chart == "stacked" else {"none": True})
    chart.set_size({"width": 760, "height": max(260, 40 + 34 * last)})
    sheet.insert_chart(last + 2, 0, chart, {"description": xml_safe(f"{table.title}. {table.note}")[:250]})


def _height(cells: list[tuple[str, float]]) -> float:
    """How tall a row has to be: not every program works it out for wrapped text when it opens a file."""
    lines = max(sum(ceil((len(part) or 1) * 1.08 / width) for part in text.split("\n")) for text, width in cells)
    return min(15.0 * max(lines, 1), 400.0)


def _write(sheet: Any, row: int, column: int, value: Cell, look: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no", look)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, look)
    else:
        text = xml_safe(value)
        sheet.write_string(row, column, text if len(text) <= _MOST else text[: _MOST - 1] + "…", look)


def _print(sheet: Any, report: Report, width: float = 140.0, title: str = "") -> None:
    """Landscape, on paper and over as many pages across as it takes for letters of about seven points."""
    large = width > _A4
    sheet.set_landscape()
    sheet.set_paper(8 if large else 9)
    sheet.fit_to_pages(max(1, round(width / _A3)) if large else 1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
    head = xml_safe(f"{report.title}: {title}" if title else report.title).replace("&", "&&")
    sheet.set_header(f"&L&9{head[:200]}")
    footer = xml_safe(report.footer).replace("&", "&&")
    sheet.set_footer(f"&L&8{footer[:200]}&R&8Page &P of &N")


def _sheet_name(table: DataTable, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, none of ``[]:*?/\\``, each once whatever its case."""
    base = "".join(" " if c in "[]:*?/\\" else c for c in xml_safe(table.sheet or table.title)).strip().strip("'")[:31] or "Table"
    base = "Changes log" if base.casefold() == "history" else base
    name, number = base, 2
    while name.casefold() in taken:
        tail = f" {number}"
        name, number = base[: 31 - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name


WRITER = Writer(lambda job: Output(excel_bytes(job.report)))
