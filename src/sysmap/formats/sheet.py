"""Spreadsheets as tables of text: reading .xlsx and .csv with the place of every fault, writing both safely.

Reading never guesses: a formula, a merged cell, a date that may be read two ways is a problem with its cell. Writing
never lets a text become a formula.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.record import FieldSpec, Shape
from sysmap.core.values import text_problem
from sysmap.formats.workbook import Tab, TooMuch, tabs_of

__all__ = ["Cell", "Sheet", "SheetTab", "as_date", "cell_name", "guarded", "read_sheet", "read_tabs", "unguarded", "write_sheet",
           "write_tabs"]

MAX_BYTES = 32 * 1024 * 1024
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_MONTHS = {name: number for number, names in enumerate((
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
    ("dec", "december")), 1) for name in names}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with content: its text, and where it stands (row and column from 1)."""

    text: str
    row: int
    column: int
    is_date: bool = False


@dataclass(slots=True)
class Sheet:
    """A table: the column heads and the rows below, each a mapping from head to cell, empty cells left out."""

    name: str
    heads: dict[str, int] = field(default_factory=dict)
    rows: list[dict[str, Cell]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, row: int, column: int) -> Place:
        """Where a cell is."""
        return Place(self.name, row, column)

    def check_text(self, cell: Cell) -> None:
        """Note what of a cell's text nobody can see."""
        wrong = text_problem(FieldSpec(key=f"The cell {cell_name(cell.row, cell.column)}", shape=Shape("text")), cell.text)
        if wrong is not None:
            self.add(wrong.code, wrong.message, wrong.hint, cell.row, cell.column)

    def add(self, code: str, message: str, hint: str, row: int, column: int = 1, severity: str = "error") -> None:
        """Note a problem at a cell."""
        self.problems.append(Problem(code=code, message=message, hint=hint, severity=severity,  # type: ignore[arg-type]
                                     place=self.place(row, column)))


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell.

    >>> cell_name(12, 4), cell_name(1, 28)
    ('D12', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read_sheet(path: Path, needed: Sequence[str]) -> Sheet:
    """Read the first table of a file.

    Parameters
    ----------
    path : an .xlsx or .csv file.
    needed : column heads that the head row must have; it is looked for among the first rows.

    Returns
    -------
    Sheet : with every fault found. Formulas and merged cells are faults; nothing is taken from them.

    Raises
    ------
    Refused : if the file is no readable spreadsheet, or no row has the heads.
    """
    _check_size(path)
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        sheet, cells = _read_xlsx(path)
    elif suffix in (".csv", ".tsv", ".txt"):
        sheet, cells = _read_csv(path)
    else:
        raise _refused("F50", f"{suffix or 'A file without ending'} is no spreadsheet that can be read.",
                       "Save it as .xlsx or as .csv.", path)
    return _tabled(sheet, cells, needed, path)


def read_tabs(path: Path, needed: Mapping[str, Sequence[str]]) -> dict[str, Sheet]:
    """Read the tabs of a workbook that have one of these names.

    Parameters
    ----------
    path : an .xlsx file.
    needed : by the name of a tab, the column heads that it must have.

    Returns
    -------
    dict of Sheet : by name, those that are there; each with every fault found in it. Its name is that of the file and the tab.

    Raises
    ------
    Refused : the file is no readable workbook, none of the tabs is there, or a tab lacks a head.
    """
    if path.suffix.lower() != ".xlsx":
        raise _refused("F50", f"{path.suffix or 'A file without ending'} is no workbook.", "Save it as .xlsx.", path)
    _check_size(path)
    found = {}
    problems: list[Problem] = []
    for tab in _tabs(path):
        name = tab.title.strip().lower()
        if name in needed and name not in found:
            sheet = Sheet(f"{path} ({tab.title})")
            try:
                found[name] = _tabled(sheet, _filled(sheet, tab), needed[name], path)
            except Refused as refused:
                problems += [problem.placed(Place(sheet.name)) for problem in refused.problems]
    if problems:
        raise Refused(problems)
    if not found:
        raise _refused("F52", f"The workbook has none of the sheets {', '.join(needed)}.", "Keep the names of the sheets.", path)
    return found


def _check_size(path: Path) -> None:
    if not path.is_file():
        raise _refused("F01", "There is no such file.", "Check the path.", path)
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _refused("F04", f"The file has {size / 1e6:.0f} MB.", f"The limit is {MAX_BYTES / 1e6:.0f} MB.", path)


def _tabs(path: Path) -> list[Tab]:
    try:
        return list(tabs_of(path.read_bytes()))
    except TooMuch as error:
        raise _refused("F50", f"The workbook holds far more than a register can be. {error}", "Is it the right file?",
                       path) from None
    except Exception as error:
        raise _refused("F50", f"The workbook cannot be read ({type(error).__name__}).", "Save it again as .xlsx.",
                       path) from None


def _read_xlsx(path: Path) -> tuple[Sheet, list[list[Cell]]]:
    sheet = Sheet(str(path))
    filled = [tab for tab in _tabs(path) if tab.rows]
    tab = next((one for one in filled if one.title.lower() == "items"), filled[0] if filled else Tab("", ()))
    return sheet, _filled(sheet, tab)


def _filled(sheet: Sheet, tab: Tab) -> list[list[Cell]]:
    """The filled cells of a tab, row by row; formulas, errors and merged cells are faults."""
    for name, row, column in tab.merged:
        sheet.add("F55", f"The cells {name} are merged: which row their content belongs to cannot be told.",
                  "Unmerge them and fill each cell.", row, column)
    rows: list[list[Cell]] = []
    for line in tab.rows:
        cells = []
        for cell in line:
            name = cell_name(cell.row, cell.column)
            if cell.is_formula:
                sheet.add("F56", f"The cell {name} holds a formula.", "Put its value there (copy, paste as values).", cell.row,
                          cell.column)
                continue
            if cell.is_error:
                sheet.add("F56", f"The cell {name} holds an error ({cell.value}).", "Mend or empty it.", cell.row, cell.column)
                continue
            text, is_date = _text(cell.value)
            if text.strip():
                cells.append(Cell(text, cell.row, cell.column, is_date))
        rows.append(cells)
    return rows


def _read_csv(path: Path) -> tuple[Sheet, list[list[Cell]]]:
    sheet = Sheet(str(path))
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = data.decode("cp1252", "replace")
            line = data[: error.start].count(b"\n") + 1
            sheet.add("F51", "The file is not UTF-8 text; it was read as Windows-1252.",
                      "Look at accents and quotation marks, or save it as CSV UTF-8.", line, severity="warning")
    first = next((one for one in text.splitlines() if one.strip()), "")
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(10 * 1024 * 1024)
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            rows.append([Cell(unguarded(text_), number, column) for column, text_ in enumerate(cells, 1)
                         if text_.strip()])
    except csv.Error as error:
        raise _refused("F50", f"The file cannot be read as CSV ({error}).", "Save it again as CSV.", path) from None
    return sheet, rows


def _tabled(sheet: Sheet, cells: list[list[Cell]], needed: Sequence[str], path: Path) -> Sheet:
    at = next((n for n, line in enumerate(cells[:20]) if {_head(cell.text) for cell in line} >= set(needed)), None)
    if at is None:
        raise _refused("F52", f"No row has the column heads {' and '.join(needed)}.",
                       "Keep the row of heads as `sysmap evidence export` writes it; columns may stand in any order.", path)
    for cell in cells[at]:
        head = _head(cell.text)
        if head in sheet.heads:
            sheet.add("F54", f"Two columns are called {head}.", "Keep one of them.", cell.row, cell.column)
        sheet.heads.setdefault(head, cell.column)
    names = {column: head for head, column in sheet.heads.items()}
    for row in cells[at + 1 :]:
        found: dict[str, Cell] = {}
        for cell in row:
            if cell.column in names:
                sheet.check_text(cell)
                found[names[cell.column]] = cell
            else:
                sheet.add("F53", f"The cell {cell_name(cell.row, cell.column)} stands in a column without a head.",
                          "Give the column a head, or empty the cell.", cell.row, cell.column)
        if found:
            sheet.rows.append(found)
    return sheet


def write_sheet(
    path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]], *,
    choices: Mapping[str, Sequence[str]] | None = None, about: Sequence[str] = (),
) -> bytes:
    """The bytes of a spreadsheet with one table; every cell is text, never a formula.

    Parameters
    ----------
    path : its ending says which: .xlsx or .csv.
    heads, rows : the table.
    choices : for .xlsx, the words a column takes; offered as a list in its cells.
    about : for .xlsx, lines of a second tab that explains the table.
    """
    if path.suffix.lower() == ".csv":
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(heads)
        writer.writerows([[guarded(text) for text in row] for row in rows])
        return out.getvalue().encode("utf-8-sig")
    if path.suffix.lower() != ".xlsx":
        raise _refused("F50", f"{path.suffix or 'A file without ending'} cannot be written.", "Choose .xlsx or .csv.", path)
    return write_tabs([SheetTab("items", heads, rows, choices or {})], [(line,) for line in about])


@dataclass(frozen=True)
class SheetTab:
    """One tab of a workbook to write.

    Attributes
    ----------
    title : its name, at most 31 characters.
    heads, rows : the table; every cell is text.
    choices : by column, the words that its cells offer as a list.
    lists : by column, the name of another tab (its first column is offered) or of a list in `write_tabs`.
    folded : columns that are folded away; the small + above the table shows them.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    folded: frozenset[str] = frozenset()


_SPARE = 200
"""Empty rows below a table whose cells offer the words of their column too."""


def write_tabs(tabs: Sequence[SheetTab], about: Sequence[Sequence[str]], lists: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The bytes of a workbook: its tables, a tab that explains them, and one with the lists that cells offer.

    Parameters
    ----------
    tabs : the tables.
    about : the rows of the tab that explains; a row of one text is a sentence, one of several a row of a table.
    lists : words by the name of their list, for what has no tab of its own.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)})
    bold, plain = book.add_format({"bold": True}), book.add_format({"valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    held = dict(lists or {})
    sheets = [book.add_worksheet(tab.title) for tab in tabs]
    ranges = {tab.title: f"='{tab.title}'!$A$2:$A${len(tab.rows) + 1 + _SPARE}" for tab in tabs}
    for tab in tabs:
        for words in tab.choices.values():
            if len(",".join(words)) > 250:
                held[" ".join(words)] = words
    for column, (name, words) in enumerate(held.items()):
        letters = cell_name(1, column + 1)[:-1]
        ranges[name] = f"=lists!${letters}$2:${letters}${max(len(words), 1) + 1}"
    for tab, sheet in zip(tabs, sheets, strict=True):
        _write_tab(sheet, tab, ranges, bold, wrap)
    notes = book.add_worksheet("about")
    columns = max(map(len, about), default=1)
    for column, width in enumerate((110,) if columns == 1 else (16, 18, *[130] * (columns - 2))):
        notes.set_column(column, column, width, wrap)
    for number, row in enumerate(about):
        for column, text in enumerate(row):
            notes.write_string(number, column, text, plain if len(row) < columns else wrap)
    if held:
        shelf = book.add_worksheet("lists")
        shelf.set_column(0, len(held) - 1, 28, wrap)
        for column, (name, words) in enumerate(held.items()):
            for number, text in enumerate((name[:60], *words)):
                shelf.write_string(number, column, text, wrap if number else bold)
    book.close()
    return buffer.getvalue()


def _write_tab(sheet: Any, tab: SheetTab, ranges: Mapping[str, str], bold: Any, wrap: Any) -> None:
    last = max(len(tab.rows), 1) + _SPARE
    for column, head in enumerate(tab.heads):
        sheet.write_string(0, column, head, bold)
        widest = max((len(line) for row in tab.rows[:500] for line in row[column].split("\n")), default=0)
        folding = {"level": 1, "hidden": True} if head in tab.folded else {}
        sheet.set_column(column, column, min(60, max(len(head) + 2, widest + 1)), wrap, folding)
        words = tab.choices.get(head, ())
        offered = ranges.get(tab.lists[head]) if head in tab.lists else ranges.get(" ".join(words)) or list(words)
        if offered:
            sheet.data_validation(1, column, last, column, {
                "validate": "list", "source": offered, "error_type": "warning", "ignore_blank": True})
    for number, row in enumerate(tab.rows, 1):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text, wrap)
    sheet.freeze_panes(1, 1)
    if tab.rows:
        sheet.autofilter(0, 0, len(tab.rows), len(tab.heads) - 1)


def as_date(cell: Cell) -> tuple[str | None, str]:
    """A date as the file format writes it, or why it cannot be told.

    >>> as_date(Cell("March 2024", 1, 1)), as_date(Cell("25/3/2024", 1, 1))
    (('2024-03', ''), ('2024-03-25', ''))
    >>> as_date(Cell("4/3/2024", 1, 1))[0] is None
    True
    """
    text = " ".join(cell.text.replace(",", " ").split())
    first, slash, second = text.partition("/")
    if slash and "/" not in second and len(first) >= 4 and len(second) >= 4:
        parts = [as_date(Cell(part, cell.row, cell.column)) for part in (first, second)]
        bad = next((why for date, why in parts if date is None), None)
        return (None, bad) if bad else (f"{parts[0][0]}/{parts[1][0]}", "")
    if re.fullmatch(r"\d{4}", text):
        return text, ""
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", text)
    if found:
        return _built(*found.groups())
    found = re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", text)
    if found:
        day, dot, month = int(found[1]), found[2], int(found[3])
        if dot != "." and day <= 12 and month <= 12 and day != month:
            return None, f"{text} may be read two ways; write {found[4]}-{month:02}-{day:02} or {found[4]}-{day:02}-{month:02}"
        return _built(found[4], str(month), str(day)) if month <= 12 else _built(found[4], str(day), str(month))
    found = re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]+)\.? (\d{4})", text)
    if found and found[2].lower() in _MONTHS:
        return _built(found[3], str(_MONTHS[found[2].lower()]), found[1])
    found = re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4})", text)
    if found and found[1].lower() in _MONTHS:
        return _built(found[3], str(_MONTHS[found[1].lower()]), found[2])
    return None, f"“{text[:40]}” is no date; write a year, month or day as 2024, 2024-03 or 2024-03-12"


def _built(year: str, month: str, day: str | None = None) -> tuple[str | None, str]:
    try:
        date = datetime.date(int(year), int(month), int(day) if day else 1)
    except ValueError:
        return None, f"there is no such day as {year}-{month}{'-' + day if day else ''}"
    return (date.isoformat() if day else f"{date.year:04}-{date.month:02}"), ""


def _text(value: Any) -> tuple[str, bool]:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat(), True
    if isinstance(value, datetime.date):
        return value.isoformat(), True
    if isinstance(value, bool):
        return ("true" if value else "false"), False
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), False
    return str(value), False


def _head(text: str) -> str:
    """A column head as a key: case, spaces and hyphens do not matter."""
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) or unguarded(text) != text else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that guards it."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RISKY) else text


def _refused(code: str, message: str, hint: str, path: Path) -> Refused:
    return Refused(Problem(code=code, message=message, hint=hint, place=Place(str(path))))
