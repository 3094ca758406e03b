"""Which column each factor stands in, and which band (row) where there are bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor

from sysmap.analysis.trophic import trophic_levels
from sysmap.core.graph import Graph
from sysmap.core.map import Map, group_end
from sysmap.views.layout.boxes import actor_name
from sysmap.views.layout.model import Layout

__all__ = ["LayoutColumns", "actor_bands", "by_layer", "by_level", "by_previous", "drawn_nearer", "role_bands",
           "widen_as_before", "widen_tall"]

LOOSE = "In no layer"
_LOOSE_ID = group_end("")


@dataclass(slots=True)
class LayoutColumns:
    """Factor ids by column, the header of each column where it has one (header id, label), and bands.

    `bands` gives the band of each factor that is not in band 0, `band_labels` the words for each band; a band whose
    label is to stand within the picture, above its boxes, is in `inside`. `groups` numbers the layers where a layer
    takes several columns.
    """

    factors: list[list[str]]
    headers: list[tuple[str, str] | None] = field(default_factory=list)
    bands: dict[str, int] = field(default_factory=dict)
    band_labels: dict[int, str] = field(default_factory=dict)
    inside: frozenset[int] = frozenset()
    groups: list[int] = field(default_factory=list)


def by_layer(
    map_: Map, ids: Sequence[str], links: Sequence[tuple[str, str, str]], *, below: bool = True
) -> LayoutColumns:
    """A column for each layer that holds factors or is the end of a group link.

    A few factors without a layer stand in a band below the columns, each just before what it influences or just after
    what influences it; many, or all where `below` is false, get a column of their own.
    """
    members: dict[str, list[str]] = {layer: [] for layer in map_.layers}
    loose: list[str] = []
    for id_ in ids:
        layer = map_.factors[id_].layer
        members.get(layer or "", loose).append(id_)
    linked = {end for _, start, stop in links for end in (start, stop)}
    columns = LayoutColumns([])
    for layer, record in map_.layers.items():
        if members[layer] or group_end(layer) in linked:
            columns.factors.append(members[layer])
            columns.headers.append((group_end(layer), record.label or layer))
    if below and loose and len(columns.factors) > 1 and len(loose) <= max(6, len(ids) // 4):
        _below(columns, loose, links)
    elif loose:
        columns.factors.append(loose)
        columns.headers.append((_LOOSE_ID, LOOSE) if columns.headers else None)
    return columns


def _below(columns: LayoutColumns, loose: Sequence[str], links: Sequence[tuple[str, str, str]]) -> None:
    at = {id_: number for number, column in enumerate(columns.factors) for id_ in column}
    at.update({header[0]: number for number, header in enumerate(columns.headers) if header})
    used = [0] * len(columns.factors)
    waiting = sorted(loose)
    for _ in range(len(waiting)):
        linked = [id_ for id_ in waiting if any((s == id_ and e in at) or (e == id_ and s in at) for _, s, e in links)]
        id_ = (linked or waiting)[0]
        waiting.remove(id_)

        def cost(column: int, id_: str = id_) -> tuple[float, int]:
            total = 1.2 * used[column]
            for _, start, end in links:
                if start == id_ and end in at:
                    total += abs(at[end] - 1 - column) + 3 * (column >= at[end])
                elif end == id_ and start in at:
                    total += abs(at[start] + 1 - column) + 3 * (column <= at[start])
            return total, column

        best = min(range(len(columns.factors)), key=cost)
        at[id_] = best
        used[best] += 1
        columns.factors[best].append(id_)
        columns.bands[id_] = 1
    columns.band_labels[1] = LOOSE
    columns.inside = frozenset((1,))


def by_level(graph: Graph, ids: Sequence[str], most: int, stretch: float = 1.0) -> LayoutColumns:
    """Columns by rounded trophic level, `stretch` of them a level, none with more than `most` factors.

    A full column is split by the finer order of the levels, so that the flow still runs to the right.
    """
    levels, _ = trophic_levels(graph, tolerance=1e-6)
    lowest = min((levels[id_] for id_ in ids), default=0.0)
    # Levels are fractions such as 3/2, known to some digits, and the last digit differs with the order of the file. It must
    # not decide: the borders between columns lie a little below the halves, those of the finer order beside round values.
    height = {id_: stretch * (levels[id_] - lowest) for id_ in ids}
    rounded: dict[int, list[str]] = {}
    for id_ in sorted(ids, key=lambda i: (floor(height[i] * 1000 + 0.37), i)):
        rounded.setdefault(floor(height[id_] + 0.5004), []).append(id_)
    columns = LayoutColumns([])
    for _, members in sorted(rounded.items()):
        pieces = -(-len(members) // most)
        size = -(-len(members) // pieces)
        columns.factors.extend(members[start:start + size] for start in range(0, len(members), size))
    columns.headers = [None] * len(columns.factors)
    return columns


_STRETCH = 2.0
"""In maps full of loops levels lie close together: so much farther apart, factors begin in more columns to be moved between."""
_BESIDE, _AGAINST, _WIDER = 1.5, 1.0, 1.4
"""What a link within a column costs beside one to the next, what one against the flow costs more, how much fuller columns may be."""
_REACH, _ROUNDS = 3, 12


def drawn_nearer(graph: Graph, ids: Sequence[str], links: Sequence[tuple[str, str, str]], most: int) -> LayoutColumns:
    """Columns by level from which factors move, one at a time, to where their links are shortest and run with the flow.

    Where everything influences everything, levels say little, and links that pass many columns cross many others. A factor moves
    by three columns at most at a time, into none with more than 1.4 times `most` factors.
    """
    columns = by_level(graph, ids, most, stretch=_STRETCH)
    at = {id_: number for number, members in enumerate(columns.factors) for id_ in members}
    joined: dict[str, list[tuple[str, int]]] = {id_: [] for id_ in at}
    for _, start, end in links:
        if start != end:
            joined[start].append((end, 1))
            joined[end].append((start, -1))
    size = [len(members) for members in columns.factors]

    def cost(id_: str, column: int) -> float:
        steps = [(at[other] - column) * sign for other, sign in joined[id_]]
        return sum(step if step > 0 else _AGAINST - step if step < 0 else _BESIDE for step in steps)

    room = int(most * _WIDER)
    for _ in range(_ROUNDS):
        moved = False
        for id_ in sorted(at, key=lambda one: (-len(joined[one]), one)):
            here = at[id_]
            near = range(max(0, here - _REACH), min(len(size), here + _REACH + 1))
            _, _, best = min((cost(id_, column), abs(column - here), column) for column in near if column == here or size[column] < room)
            if best != here:
                size[here], size[best], at[id_], moved = size[here] - 1, size[best] + 1, best, True
        if not moved:
            break
    members: list[list[str]] = [[] for _ in size]
    for id_ in sorted(at):
        members[at[id_]].append(id_)
    factors = [column for column in members if column]
    return LayoutColumns(factors, [None] * len(factors))


def by_previous(ids: Sequence[str], links: Sequence[tuple[str, str, str]], previous: Layout) -> LayoutColumns:
    """The columns of an earlier layout; a new factor stands just after its causes and before its effects."""
    places = sorted({previous.boxes[id_].column for id_ in ids if id_ in previous.boxes})
    at = {id_: places.index(previous.boxes[id_].column) for id_ in ids if id_ in previous.boxes}
    for _ in range(3):
        for id_ in sorted(set(ids) - set(previous.boxes)):
            wanted = [at[start] + 1 for _, start, end in links if end == id_ and start in at and start != id_]
            wanted += [at[end] - 1 for _, start, end in links if start == id_ and end in at and end != id_]
            if wanted:
                at[id_] = round(sum(wanted) / len(wanted))
    by_column: dict[int, list[str]] = {}
    for id_ in ids:
        by_column.setdefault(at.get(id_, 0), []).append(id_)
    factors = [members for _, members in sorted(by_column.items())]
    return LayoutColumns(factors, [None] * len(factors))


def actor_bands(map_: Map, columns: LayoutColumns) -> None:
    """Give each set of actors a band, in the order in which the map lists its actors; nobody's factors come last."""
    rank = {actor: number for number, actor in enumerate(map_.actors)}
    sets: dict[tuple[str, ...], list[str]] = {}
    for column in columns.factors:
        for id_ in column:
            whose = tuple(sorted(map_.factors[id_].whose, key=lambda a: (rank.get(a, len(rank)), a)))
            sets.setdefault(whose, []).append(id_)
    order = sorted(sets, key=lambda whose: (not whose, [(rank.get(a, len(rank)), a) for a in whose]))
    columns.bands = {id_: band for band, whose in enumerate(order) for id_ in sets[whose]}
    columns.band_labels = {
        band: ", ".join(actor_name(map_, actor) for actor in whose) or "Actor not said" for band, whose in enumerate(order)}
    columns.inside = frozenset()


def role_bands(map_: Map, columns: LayoutColumns) -> None:
    """Bands of a process: what helps above the steps, what hinders below them."""
    place: Mapping[str | None, int] = {"enabler": 0, "barrier": 2, "risk": 2}
    bands = {id_: place.get(map_.factors[id_].role, 1) for column in columns.factors for id_ in column}
    used = sorted(set(bands.values()))
    columns.bands = {id_: used.index(band) for id_, band in bands.items()}
    words = {0: "Enablers", 1: "Steps", 2: "Barriers"}
    columns.band_labels = {used.index(band): words[band] for band in used} if len(used) > 1 else {}
    columns.inside = frozenset()


def widen_as_before(columns: LayoutColumns, known: Mapping[str, int]) -> None:
    """Give each layer the columns it had in an earlier layout, known by the number of each factor's column.

    A new factor joins the shortest of its layer's columns.
    """
    pieces: list[list[list[str]]] = []
    for members in columns.factors:
        places = sorted({known[id_] for id_ in members if id_ in known})
        found: list[list[str]] = [[] for _ in places] or [[]]
        for id_ in sorted(members, key=lambda i: (i not in known, i)):
            if id_ in known:
                found[places.index(known[id_])].append(id_)
            else:
                min(found, key=len).append(id_)
        pieces.append(found)
    if any(len(found) > 1 for found in pieces):
        _spread(columns, pieces)


def widen_tall(columns: LayoutColumns, heights: Mapping[str, float], width: float, links: Sequence[tuple[str, str, str]]) -> None:
    """Give layers that make the picture taller than a page several columns, as long as print becomes clearly larger.

    Less of a gain is asked of a layer with many links of its own, which then run to the right instead of up and down.
    """
    parts = [1] * len(columns.factors)
    scale = _page_scale(columns, parts, heights, width)
    while True:
        tried = []
        for at, count in enumerate(parts):
            if len(columns.factors[at]) > 2 * count:
                more = [*parts[:at], count + 1, *parts[at + 1:]]
                gain = _page_scale(columns, more, heights, width) / scale
                if gain > 1.32 - 0.27 * min(1.0, _inner_share(columns.factors[at], links)):
                    tried.append((gain, -at, more))
        if not tried:
            break
        gain, _, parts = max(tried)
        scale *= gain
    if max(parts, default=1) > 1:
        _split(columns, parts, links)


def _inner_share(members: Sequence[str], links: Sequence[tuple[str, str, str]]) -> float:
    own = set(members)
    return sum(1 for _, start, end in links if start in own and end in own) / len(members)


def _page_scale(columns: LayoutColumns, parts: Sequence[int], heights: Mapping[str, float], width: float) -> float:
    down: dict[int, float] = {}
    for members, count in zip(columns.factors, parts, strict=True):
        by_band: dict[int, float] = {}
        for id_ in members:
            band = columns.bands.get(id_, 0)
            by_band[band] = by_band.get(band, 0.0) + heights[id_] + 24.0
        for band, height in by_band.items():
            down[band] = max(down.get(band, 0.0), height / count)
    across = sum(parts) * (width + 110.0)
    return min(1.6 / max(across, 1.0), 1.0 / (sum(down.values()) + 120.0))


def _split(columns: LayoutColumns, parts: Sequence[int], links: Sequence[tuple[str, str, str]]) -> None:
    """Cut each layer into columns, band by band, so that what leads to others comes first."""
    layers: list[list[list[str]]] = []
    for members, count in zip(columns.factors, parts, strict=True):
        level = _inner_levels(members, links)
        pieces: list[list[str]] = [[] for _ in range(count)]
        for band in sorted({columns.bands.get(id_, 0) for id_ in members}):
            own = sorted((id_ for id_ in members if columns.bands.get(id_, 0) == band), key=lambda i: (level[i], i))
            size = -(-len(own) // count)
            for number, id_ in enumerate(own):
                pieces[number // size].append(id_)
        layers.append(pieces)
    _spread(columns, layers)


def _spread(columns: LayoutColumns, layers: Sequence[Sequence[list[str]]]) -> None:
    """Make each piece of a layer a column; the first keeps the header."""
    headers = columns.headers
    columns.factors = [piece for pieces in layers for piece in pieces]
    columns.headers = [headers[at] if number == 0 else None for at, pieces in enumerate(layers) for number in range(len(pieces))]
    columns.groups = [at for at, pieces in enumerate(layers) for _ in pieces]


def _inner_levels(members: Sequence[str], links: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """How many links of the layer's own lead up to each factor at most; loops end where they began."""
    inner = [(start, end) for _, start, end in links if start in members and end in members and start != end]
    level = dict.fromkeys(members, 0)
    for _ in range(len(members)):
        changed = False
        for start, end in inner:
            if level[end] <= level[start] < len(members) - 1:
                level[end] = level[start] + 1
                changed = True
        if not changed:
            break
    return level
