"""Columns of a scale of words, as experts fill them in for fuzzy cognitive maps: from -VH (very high) over NA to +VH."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sysmap.formats.foreign.draft import DraftLink
from sysmap.formats.foreign.rows import cell_text
from sysmap.formats.foreign.signs import number_of

__all__ = ["SCALE", "chosen", "scale_columns"]

SCALE = "Of the scale in the file: VL and L are weak, M is medium, H and VH are strong."
_STEP = re.compile(r"(?P<sign>[+\-−])\s*(?P<size>VL|L|M|H|VH)\Z", re.IGNORECASE)
_SIZES = {"VL": "weak", "L": "weak", "M": "medium", "H": "strong", "VH": "strong"}


def scale_columns(head: Sequence[Any]) -> dict[int, str]:
    """By column the step of the scale that it stands for; empty where the heads are no such scale.

    >>> scale_columns(["From", "To", "-H", "NA", "+L", "+H"])
    {2: '-H', 3: 'NA', 4: '+L', 5: '+H'}
    """
    steps = {at: cell_text(one).strip().upper() for at, one in enumerate(head)}
    found = {at: step for at, step in steps.items() if _STEP.match(step) or step in ("NA", "N/A")}
    return found if sum(_STEP.match(step) is not None for step in found.values()) >= 3 else {}


def chosen(one: DraftLink, cells: Sequence[Any], steps: dict[int, str]) -> None:
    """Give a link the step of the scale that was chosen: sign and strength, and the step itself as a column of its own.

    Where several steps have a value (a membership in each), the largest is taken and all are kept; where two are largest, no sign
    is read.
    """
    said = {step: number for at, step in steps.items() if at < len(cells) and (number := number_of(cells[at])) not in (None, 0.0)}
    if not said:
        return
    most = max(said.values())
    first, *others = [step for step, number in said.items() if number == most]
    if len(said) > 1:
        one.fields |= dict(said)
    else:
        one.fields["scale"] = first
    step = _STEP.match(first)
    if step is not None and not others:
        one.sign = "+" if step["sign"] == "+" else "-"
        one.strength = _SIZES[step["size"].upper()]
