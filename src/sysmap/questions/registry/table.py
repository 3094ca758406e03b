"""Rows for people."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for people: a heading and a cell for each column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
