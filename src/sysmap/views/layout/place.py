"""How far down each thing stands in its column, given the order: links as straight as the room allows.

Each column in turn takes the places nearest to where its neighbours want it, without changing the order or letting
boxes touch. For one column that is an isotonic regression, solved exactly by pooling adjacent violators (Ayer et al.
1955, Ann. Math. Stat. 26:641-647); going over the columns again and again improves the picture as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise

from sysmap.views.layout.net import Net

__all__ = ["Spacing", "fit", "place", "rooms_of", "straighten"]

INFINITE = float("inf")
_PULL = (1.0, 2.0, 8.0)
"""How hard a link between two boxes, a box and a virtual point, two virtual points wants to be straight."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Clear distances: between two boxes, a box and a passing link, two passing links, and around a band."""

    boxes: float = 20.0
    pass_box: float = 13.0
    passes: float = 10.0
    joined: float = 38.0
    band: float = 26.0


@dataclass(slots=True)
class _Group:
    """The things of one band in one column, with the least steps between their centres."""

    vertices: list[int]
    steps: list[float]
    band: int
    extent: float = field(default=0.0)


def place(
    net: Net, heights: Sequence[float], spacing: Spacing, *, rooms: Mapping[int, tuple[float, float]],
    joined: frozenset[tuple[int, int]] = frozenset(), offsets: Mapping[tuple[int, int], float] | None = None,
    start: Sequence[float] | None = None, anchor: Mapping[int, float] | None = None, rounds: int = 24,
) -> list[float]:
    """The centre of every vertex, downwards.

    Parameters
    ----------
    net : vertices in their order.
    heights : of each vertex; 0 for a virtual point.
    spacing : clear distances.
    rooms : for each band from where to where it may reach; headers (band -1) are left alone.
    joined : neighbours in a column that a short arrow joins, upper and lower; they stand further apart.
    offsets : for (vertex, neighbour) how far below the vertex's centre their link is attached.
    start : places to begin with.
    anchor : where a vertex stood in an earlier picture; it is drawn there softly.
    rounds : how often to go over the columns.

    Returns
    -------
    list of centres, in pixels.
    """
    groups = _groups(net, heights, spacing, joined)
    centre = list(start) if start is not None else _stacked(net, groups, heights, rooms)
    pulls = _pulls(net, offsets or {})
    columns = [[_settled(group, pulls, anchor or {}, heights, rooms[group.band]) for group in column] for column in groups]
    for number in range(rounds):
        for column in columns if number % 2 == 0 else reversed(columns):
            for settled in column:
                settled.settle(centre)
    return centre


def rooms_of(
    net: Net, heights: Sequence[float], spacing: Spacing, top: float, joined: frozenset[tuple[int, int]] = frozenset(),
    at_least: float = 0.0, leads: Mapping[int, float] | None = None,
) -> dict[int, tuple[float, float]]:
    """The room of each band, one below the other: as high as its fullest column needs, and together `at_least` so.

    `leads` is the space above a band for a header of its own.
    """
    groups = [group for column in _groups(net, heights, spacing, joined) for group in column]
    bands = sorted({group.band for group in groups})
    needs = {band: max(group.extent for group in groups if group.band == band) for band in bands}
    more = max(0.0, at_least / (sum(needs.values()) or 1.0) - 1.0)
    rooms = {}
    for band in bands:
        top += (leads or {}).get(band, 0.0)
        height = needs[band] * (1.0 + more)
        rooms[band] = (top, top + height)
        top += height + spacing.band
    return rooms


def fit(
    targets: Sequence[float], weights: Sequence[float], steps: Sequence[float], lowest: float = -INFINITE,
    highest: float = INFINITE,
) -> list[float]:
    """Values nearest to the targets (weighted least squares) that keep at least the steps between them.

    Parameters
    ----------
    targets, weights : one each for every value.
    steps : least distance from each value to the next; one fewer than the targets.
    lowest : least value of the first.
    highest : greatest value of the last; gives way to `lowest` where both cannot be.

    >>> fit([0.0, 0.0], [1.0, 1.0], [10.0])
    [-5.0, 5.0]
    """
    shifts = [0.0, *accumulate(steps)]
    totals = [weight * (target - moved) for target, weight, moved in zip(targets, weights, shifts, strict=True)]
    values = _pooled(totals, weights, lowest, highest - shifts[-1])
    return [value + moved for value, moved in zip(values, shifts, strict=True)]


def _pooled(totals: Iterable[float], weights: Iterable[float], lowest: float, highest: float) -> list[float]:
    """Values that never fall, nearest to `total / weight` each, between two bounds of which the lower one wins."""
    sums: list[float] = []
    masses: list[float] = []
    counts: list[int] = []
    for total, mass in zip(totals, weights, strict=True):
        count = 1
        while sums and sums[-1] * mass > total * masses[-1]:
            total += sums.pop()
            mass += masses.pop()
            count += counts.pop()
        sums.append(total)
        masses.append(mass)
        counts.append(count)
    values: list[float] = []
    for total, mass, count in zip(sums, masses, counts, strict=True):
        values.extend([max(min(total / mass, highest), lowest)] * count)
    return values


@dataclass(frozen=True, slots=True)
class _Settled:
    """A group ready to be settled many times: what does not change between the rounds is worked out once.

    near : for each vertex its neighbours and how hard each pulls.
    constants : the part of the weighted sum of pulls that the present centres have no part in.
    """

    vertices: list[int]
    shifts: list[float]
    near: list[tuple[tuple[int, float], ...]]
    constants: list[float]
    weights: list[float]
    lowest: float
    highest: float

    def settle(self, centre: list[float]) -> None:
        totals = []
        for total, near in zip(self.constants, self.near, strict=True):
            for other, pull in near:
                total += pull * centre[other]
            totals.append(total)
        values = _pooled(totals, self.weights, self.lowest, self.highest)
        for vertex, value, moved in zip(self.vertices, values, self.shifts, strict=True):
            centre[vertex] = value + moved


def _settled(
    group: _Group, pulls: Sequence[Sequence[tuple[int, float, float]]], anchor: Mapping[int, float], heights: Sequence[float],
    room: tuple[float, float],
) -> _Settled:
    shifts = [0.0, *accumulate(group.steps)]
    near, constants, weights = [], [], []
    for vertex, moved in zip(group.vertices, shifts, strict=True):
        weight = sum(pull for _, pull, _ in pulls[vertex])
        total = sum(pull * shift for _, pull, shift in pulls[vertex])
        if vertex in anchor:
            total += 4.0 * anchor[vertex]
            weight += 4.0
        # What nothing pulls stays where it is, softly.
        near.append(tuple((other, pull) for other, pull, _ in pulls[vertex]) if weight else ((vertex, 0.05),))
        weight = weight or 0.05
        weights.append(weight)
        constants.append(total - weight * moved)
    lowest = room[0] + heights[group.vertices[0]] / 2
    highest = room[1] - heights[group.vertices[-1]] / 2 - shifts[-1]
    return _Settled(group.vertices, shifts, near, constants, weights, lowest, highest)


def _groups(
    net: Net, heights: Sequence[float], spacing: Spacing, joined: frozenset[tuple[int, int]]
) -> list[list[_Group]]:
    found = []
    for column in net.columns:
        groups = []
        for band, members in groupby((v for v in column if net.band[v] >= 0), key=lambda v: net.band[v]):
            vertices = list(members)
            steps = [_step(net, upper, lower, heights, spacing, joined) for upper, lower in pairwise(vertices)]
            extent = sum(steps) + (heights[vertices[0]] + heights[vertices[-1]]) / 2
            groups.append(_Group(vertices, steps, band, extent))
        found.append(groups)
    return found


def _step(
    net: Net, upper: int, lower: int, heights: Sequence[float], spacing: Spacing, joined: frozenset[tuple[int, int]]
) -> float:
    real = bool(net.names[upper]) + bool(net.names[lower])
    gap = (spacing.passes, spacing.pass_box, spacing.boxes)[real]
    if (upper, lower) in joined:
        gap = spacing.joined
    return (heights[upper] + heights[lower]) / 2 + gap


def _stacked(
    net: Net, groups: Sequence[Sequence[_Group]], heights: Sequence[float], rooms: Mapping[int, tuple[float, float]]
) -> list[float]:
    """Every group packed and centred in its room."""
    centre = [0.0] * len(net.names)
    for column in groups:
        for group in column:
            top, bottom = rooms[group.band]
            at = top + (bottom - top - group.extent) / 2 + heights[group.vertices[0]] / 2
            for vertex, gap in zip(group.vertices, [*group.steps, 0.0], strict=True):
                centre[vertex] = at
                at += gap
    return centre


def straighten(
    net: Net, heights: Sequence[float], spacing: Spacing, centre: list[float], *, rooms: Mapping[int, tuple[float, float]],
    joined: frozenset[tuple[int, int]], offsets: Mapping[tuple[int, int], float],
) -> None:
    """Remove the last small kinks: a thing moves onto the line of a neighbour where nothing is in the way."""
    limits: dict[int, tuple[_Group, int]] = {}
    for column in _groups(net, heights, spacing, joined):
        for group in column:
            for number, vertex in enumerate(group.vertices):
                limits[vertex] = group, number

    def free(vertex: int, wanted: float) -> bool:
        group, number = limits[vertex]
        low, high = rooms[group.band][0] + heights[vertex] / 2, rooms[group.band][1] - heights[vertex] / 2
        if number > 0:
            low = max(low, centre[group.vertices[number - 1]] + group.steps[number - 1])
        if number < len(group.steps):
            high = min(high, centre[group.vertices[number + 1]] - group.steps[number])
        return low - 1e-6 <= wanted <= high + 1e-6

    def level(vertex: int, other: int) -> float:
        return centre[other] + offsets.get((other, vertex), 0.0) - offsets.get((vertex, other), 0.0)

    for _ in range(2):
        for vertex in range(len(net.names)):
            near = net.left[vertex] + net.right[vertex]
            if net.names[vertex] and vertex in limits and len(near) == 1 and net.band[near[0]] >= 0:
                wanted = level(vertex, near[0])
                if abs(wanted - centre[vertex]) < 20.0 and free(vertex, wanted):
                    centre[vertex] = wanted
        for chain in net.chains.values():
            inner = chain[1:-1]
            if not inner:
                continue
            first, last = level(inner[0], chain[0]), level(inner[-1], chain[-1])
            middle = sum(centre[v] for v in inner) / len(inner)
            options = [first, last, *(centre[v] for v in inner), middle]

            def cost(y: float, first: float = first, last: float = last) -> tuple[float, float]:
                return (30.0 * (abs(y - first) > 0.5) + 30.0 * (abs(y - last) > 0.5) + abs(y - first) + abs(y - last), y)

            for y in sorted(set(options), key=cost):
                if all(free(v, y) for v in inner):
                    for v in inner:
                        centre[v] = y
                    break


def _pulls(net: Net, offsets: Mapping[tuple[int, int], float]) -> list[list[tuple[int, float, float]]]:
    """For each vertex its neighbours, how hard each pulls, and by how much the ends of the link are off the centres."""
    pulls: list[list[tuple[int, float, float]]] = [[] for _ in net.names]
    for vertex, others in enumerate(net.right):
        for other in others:
            if net.band[vertex] < 0 or net.band[other] < 0:
                continue
            pull = _PULL[(not net.names[vertex]) + (not net.names[other])]
            shift = offsets.get((vertex, other), 0.0) - offsets.get((other, vertex), 0.0)
            pulls[vertex].append((other, pull, -shift))
            pulls[other].append((vertex, pull, shift))
    return pulls
