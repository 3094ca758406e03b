"""A workbook of two sheets, factors and links: what the table of links becomes where it has to carry factors too."""

from __future__ import annotations

from sysmap.formats.foreign.kinds.tables import FORMAT as TABLE
from sysmap.formats.foreign.kinds.tables import write_workbook
from sysmap.formats.foreign.registry import Format

__all__ = ["FORMAT"]

FORMAT = Format(
    "xlsx", "a workbook of factors and links", (".xlsx",), lambda content: None, TABLE.read, write_workbook, rank=9,
    kept="Factors and links with every plain field, places and columns of their own.", guessed="As for a table.",
    lost="Loops, layers, claims and what else belongs to the map as a whole.")
