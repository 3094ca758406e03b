"""A map in words: the long description of a figure, for those who hear it rather than see it."""

from __future__ import annotations

from collections.abc import Sequence

from sysmap.core.elements import Link
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.views.layout.text import visible

__all__ = ["long_description", "sentence_of", "short_description"]

_KINDS = {"theory": "Theory of change", "map": "Systems map", "process": "Process map"}
_VERBS = {
    "positive": "has a positive influence on",
    "negative": "has a negative influence on",
    "mixed": "has an influence that depends on the context on",
    "unknown": "has an influence of unknown sign on",
}


def short_description(map_: Map) -> str:
    """What a figure shows, in a sentence.

    >>> from sysmap.core.map import Map
    >>> short_description(Map(id="m", title="Buses", kind="map"))
    'Systems map “Buses” with 0 factors and 0 links.'
    """
    factors = sum(1 for f in map_.factors.values() if f.status != "retired")
    links = sum(1 for link in map_.links.values() if link.status != "retired")
    counted = f"{_count(factors, 'factor')} and {_count(links, 'link')}"
    return f"{_KINDS[map_.kind]} “{visible(map_.title) or map_.id}” with {counted}."


def long_description(map_: Map, left_out: Sequence[str] = ()) -> str:
    """A figure layer by layer, then link by link, in words; lines are separated by line breaks.

    Parameters
    ----------
    left_out : ids of the links that the picture cannot show (`Layout.left_out`); they are named apart.
    """
    lines = [short_description(map_)]
    factors = [f for f in map_.factors.values() if f.status != "retired"]
    for layer in map_.layers.values():
        names = [_named(map_, f.id) for f in factors if f.layer == layer.id]
        if names:
            lines.append(f"{visible(layer.label) or layer.id}: {'; '.join(names)}.")
    loose = [_named(map_, f.id) for f in factors if f.layer not in map_.layers]
    if loose:
        lines.append(f"{'In no layer' if map_.layers else 'Factors'}: {'; '.join(loose)}.")
    links = [link for link in map_.links.values() if link.status != "retired"]
    for heading, shown in (("Links:", False), ("Links that cannot be drawn, because an end of theirs is not there:", True)):
        sentences = [sentence_of(map_, link) for link in links if (link.id in left_out) is shown]
        if sentences:
            lines.extend([heading, *sentences])
    return "\n".join(lines)


def sentence_of(map_: Map, link: Link) -> str:
    """A link as a sentence, with what is uncertain about it."""
    start, end = _end(map_, link.from_), _end(map_, link.to)
    if link.kind == "association":
        text = f"{start} and {end} are associated, no direction said"
    elif link.kind == "sequence":
        text = f"{start} comes before {end}"
    else:
        text = f"{start} {_VERBS[link.polarity]} {end}"
    remarks = []
    if link.basis == "inferred":
        remarks.append("inferred by the modeller")
    if link.status == "anticipated":
        remarks.append("anticipated")
    return f"{text}{' (' + ', '.join(remarks) + ')' if remarks else ''}."


def _named(map_: Map, id_: str) -> str:
    factor = map_.factors[id_]
    label = visible(factor.label) or id_
    whose = f" ({', '.join(factor.whose)})" if factor.whose else ""
    return f"{label}{whose}{', anticipated' if factor.status == 'anticipated' else ''}"


def _end(map_: Map, end: str) -> str:
    if end in map_.factors:
        return visible(map_.factors[end].label) or end
    if end.startswith(LAYER_PREFIX) and end[len(LAYER_PREFIX):] in map_.layers:
        return f"The layer {visible(map_.layers[end[len(LAYER_PREFIX):]].label)}"
    return visible(end)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
