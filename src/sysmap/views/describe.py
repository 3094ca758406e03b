"""A map in words: the long description of a figure, for those who hear it rather than see it."""

from __future__ import annotations

from collections.abc import Sequence

from sysmap.core.map import Map
from sysmap.core.sentences import capital, link_sentence, say, size_text
from sysmap.views.layout.boxes import actor_name
from sysmap.views.layout.text import visible

__all__ = ["long_description", "short_description"]

def short_description(map_: Map) -> str:
    """What a figure shows, in a sentence.

    >>> from sysmap.core.map import Map
    >>> short_description(Map(id="m", title="Buses", kind="map"))
    'Systems map “Buses” with 0 factors and 0 links.'
    """
    return visible(say("map.short", kind=capital(say(f"kind.{map_.kind}")), title=map_.title or map_.id, size=size_text(map_)))


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
        sentences = [visible(link_sentence(map_, link, reason=False, remarks=True)) for link in links if (link.id in left_out) is shown]
        if sentences:
            lines.extend([heading, *sentences])
    return "\n".join(lines)


def _named(map_: Map, id_: str) -> str:
    factor = map_.factors[id_]
    label = visible(factor.label) or id_
    whose = f" ({', '.join(actor_name(map_, one) for one in factor.whose)})" if factor.whose else ""
    return f"{label}{whose}{', anticipated' if factor.status == 'anticipated' else ''}"
