"""Matrices: rows influence columns.

A blank cell is no link. A zero is no link in a matrix that is filled throughout, and a link without a sign in one that has
blanks (Mental Modeler writes so). Numbers are signs where some are negative or all lie between -1 and 1 and some are fractions;
a matrix of zeros and ones says which factors are joined and nothing about the sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.rows import RowTable, cell_text
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["matrix_in", "matrix_table", "read_matrix"]

_MOST = 3000


def matrix_in(rows: Sequence[Sequence[Any]]) -> tuple[list[str], list[tuple[str, Sequence[Any]]]] | None:
    """The labels of the columns, and each row with its label, if the table is a matrix."""
    rows = [row for row in rows if any(cell != "" for cell in row)]
    if len(rows) < 2 or not 2 <= len(rows[0]) - 1 <= _MOST:
        return None
    columns = [label_text(cell_text(cell)) for cell in rows[0][1:]]
    while columns and not columns[-1]:
        columns.pop()
    if not columns or not all(columns) or all(number_of(one) is not None for one in columns) or len(set(columns)) < len(columns):
        return None
    body = [(label_text(cell_text(row[0])), row[1:len(columns) + 1]) for row in rows[1:] if row and cell_text(row[0])]
    shared = {_look(label) for label, _ in body} & {_look(label) for label in columns}
    if len(shared) < 0.6 * min(len(body), len(columns)) or len(shared) < 2:
        return None
    table = SignTable()
    filled = [cell for _, row in body for cell in row if cell != ""]
    fitting = sum(number_of(cell) is not None or table.read(cell).how != "none" for cell in filled[:20_000])
    return (columns, body) if filled and fitting >= 0.9 * len(filled[:20_000]) else None


def read_matrix(draft: Draft, table: RowTable) -> None:
    """Take a matrix into the draft."""
    found = matrix_in(table.rows)
    assert found is not None
    columns, body = found
    known = {_look(one.key): one.key for one in draft.factors}
    for label in [*(label for label, _ in body), *columns]:
        if _look(label) not in known:
            known[_look(label)] = label
            draft.factors.append(DraftFactor(label, label))
    cells = [(label, columns[at], cell) for label, row in body for at, cell in enumerate(row)]
    numbers = [number for _, _, cell in cells if (number := number_of(cell)) is not None]
    blanks = any(cell == "" for _, _, cell in cells) or any(len(row) < len(columns) for _, row in body)
    signed = any(number < 0 for number in numbers) or (
        any(not number.is_integer() for number in numbers) and all(abs(number) <= 1 for number in numbers))
    unsigned = zeros = 0
    for start, end, cell in cells:
        number = number_of(cell)
        if cell == "" or (number == 0 and not blanks):
            continue
        link = DraftLink(known[_look(start)], known[_look(end)])
        if number is None:
            link.sign = cell
        elif signed or number == 0:
            link.sign = int(number) if number.is_integer() else number
            zeros += number == 0
        else:
            link.weight = int(number) if number.is_integer() else number
            unsigned += 1
        draft.links.append(link)
    draft.say("guessed", "matrix", "A matrix: each row influences the columns.")
    if zeros:
        draft.say("guessed", "zero", f"{count_text(zeros, 'zero')} beside blank cells: links without a sign.")
    if unsigned:
        draft.say("guessed", "sign", "The numbers say which factors are joined and not which way: no sign was read from them.")


def matrix_table(draft: Draft) -> RowTable:
    """A draft as a matrix of weights; of parallel links the last one that says a sign stands."""
    at = {one.key: column for column, one in enumerate(draft.factors)}
    labels = [one.label for one in draft.factors]
    rows: list[list[Any]] = [[label, *[""] * len(labels)] for label in labels]
    table = SignTable()
    size = {"weak": 0.25, "medium": 0.5, "strong": 1}
    for link in draft.links:
        if link.from_ not in at or link.to not in at:
            continue
        polarity = table.read(link.sign).polarity
        number = number_of(link.sign)
        value: Any = number if number is not None else abs(link.weight) if link.weight else size.get(str(link.strength), 1)
        value = 0 if polarity not in ("positive", "negative") else -abs(value) if polarity == "negative" else abs(value)
        row = rows[at[link.from_]]
        if row[at[link.to] + 1] in ("", 0):
            row[at[link.to] + 1] = value
    return RowTable("matrix", [["", *labels], *rows])


def _look(label: str) -> str:
    return " ".join(label.casefold().split())
