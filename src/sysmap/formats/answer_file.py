"""A file of survey answers, one respondent a row: CSV, Excel or SPSS."""

from __future__ import annotations

import re
from pathlib import Path

from sysmap.core.parts import not_installed
from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.sheet import read_sheet

__all__ = ["column_key", "read_answers"]


def column_key(name: str) -> str:
    """A column's name where case, spaces and hyphens do not matter.

    >>> column_key(" Q5-Overall view")
    'q5_overall_view'
    """
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def read_answers(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The columns of a file of answers by their keys (`column_key`), and one mapping from column to answer for each respondent.

    Parameters
    ----------
    path : a .csv or .xlsx file whose first row has the columns' names, or a .sav file of SPSS, whose coded answers are read by
        their labels.

    Raises
    ------
    Refused : it is no such file, cannot be read, or pyreadstat is not installed for SPSS.
    """
    if path.suffix.lower() in (".sav", ".zsav", ".por"):
        return _spss(path)
    sheet = read_sheet(path, ())
    if any(problem.severity == "error" for problem in sheet.problems):
        raise Refused(sheet.problems)
    return list(map(column_key, sheet.heads)), [{column_key(name): cell.text.strip() for name, cell in row.items()} for row in sheet.rows]


def _spss(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        import pyreadstat
    except ImportError:
        raise not_installed("surveys", "SPSS files need the package pyreadstat, which is not installed.", "P01") from None
    read = pyreadstat.read_por if path.suffix.lower() == ".por" else pyreadstat.read_sav
    try:
        frame, _ = read(str(path), apply_value_formats=True)
    except Exception as error:
        raise Refused(Problem(code="F50", message=f"This SPSS file cannot be read ({error}).", place=Place(str(path)),
                              hint="Save it as .csv.")) from None
    columns = [column_key(str(name)) for name in frame.columns]
    rows = [{name: _text(value) for name, value in zip(columns, row, strict=True) if value is not None and value == value and _text(value)}
            for row in frame.itertuples(index=False, name=None)]
    return columns, rows


def _text(value: object) -> str:
    """A value as people read it: 3.0 is 3."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
