"""What analyses say of a map that the page cannot work out by itself, as the page takes it."""

from __future__ import annotations

from typing import Any, get_args

from sysmap.core.map import Map
from sysmap.questions.rank import MEASURES, Measure, rank

__all__ = ["measures_of"]

_IN_PAGE = ("in", "out", "leverage")
"""The page counts these itself, so that they follow an edit in the workshop at once."""

_LABELS = {
    "betweenness": "Betweenness", "harmonic-in": "How near the rest stands behind it",
    "harmonic-out": "How near the rest stands before it", "trophic-level": "Trophic level",
}


def measures_of(map_: Map, seconds: float = 1.0) -> dict[str, Any]:
    """Measures of every factor, each with its name, what one has to know to read it, and the values by id.

    A measure that could not be worked out within the time says that its values are estimates.
    """
    answers: dict[str, Any] = {}
    for by in get_args(Measure):
        if by in _IN_PAGE or not map_.factors:
            continue
        ranking = rank(map_, by, limit=max(1, len(map_.factors)), stability=False, seconds=seconds)
        definition = MEASURES[by]
        note = definition[0].upper() + definition[1:] + "."
        if ranking.sample is not None or not ranking.whole:
            note += " Estimated: the map is too large for exact values here."
        answers[by] = {"label": _LABELS[by], "note": note,
                    "values": {one.id: round(one.value, 4) for one in sorted(ranking.factors, key=lambda one: one.id)}}
    return answers
