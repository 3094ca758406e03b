"""A layout without direction: factors that few links separate stand near each other.

Places are found by stochastic gradient descent on stress (Zheng, Pawar & Goodman 2019, IEEE TVCG 25:2738-2748): every
pair is moved towards a distance proportional to the number of links between the two. Large maps use the pairs with a
few dozen pivots only. Seeded, so the same map gives the same picture.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Mapping, Sequence
from math import exp, hypot, log, sqrt

from sysmap.views.layout.curves import Point

__all__ = ["force_places"]

_ALL_PAIRS = 220
_ROUNDS = 24


def force_places(
    ids: Sequence[str], neighbours: Mapping[str, Sequence[str]], unit: tuple[float, float], seed: int = 0
) -> dict[str, Point]:
    """Centres of the factors of one connected part.

    Parameters
    ----------
    ids : the factors, sorted.
    neighbours : for each the factors it is linked with, either way.
    unit : how far apart linked factors should be, across and down.
    seed : of the shuffling.
    """
    number = {id_: i for i, id_ in enumerate(ids)}
    near = [sorted({number[other] for other in neighbours[id_]} - {number[id_]}) for id_ in ids]
    count = len(ids)
    sources = range(count) if count <= _ALL_PAIRS else _pivots(near, 24)
    pairs: dict[tuple[int, int], float] = {}
    for source in sources:
        for other, steps in enumerate(_steps(near, source)):
            if other != source and steps > 0:
                pairs[min(source, other), max(source, other)] = float(steps)
    for here, others in enumerate(near):
        for other in others:
            pairs[min(here, other), max(here, other)] = 1.0
    chance = random.Random(seed)
    places = [[chance.random() * sqrt(count), chance.random() * sqrt(count)] for _ in range(count)]
    _descend(places, [(a, b, d) for (a, b), d in sorted(pairs.items())], chance)
    return {id_: (places[i][0] * unit[0], places[i][1] * unit[1]) for id_, i in number.items()}


def _descend(places: list[list[float]], terms: list[tuple[int, int, float]], chance: random.Random) -> None:
    if not terms:
        return
    longest = max(d for _, _, d in terms)
    start, end = longest * longest, 0.1
    decay = log(start / end) / (_ROUNDS - 1)
    for turn in range(_ROUNDS):
        rate = start * exp(-decay * turn)
        chance.shuffle(terms)
        for a, b, distance in terms:
            step = min(1.0, rate / (distance * distance))
            here, there = places[a], places[b]
            dx, dy = here[0] - there[0], here[1] - there[1]
            length = hypot(dx, dy) or 1e-6
            move = step * (length - distance) / (2 * length)
            here[0] -= move * dx
            here[1] -= move * dy
            there[0] += move * dx
            there[1] += move * dy


def _steps(near: Sequence[Sequence[int]], source: int) -> list[int]:
    steps = [-1] * len(near)
    steps[source] = 0
    queue = deque([source])
    while queue:
        here = queue.popleft()
        for other in near[here]:
            if steps[other] < 0:
                steps[other] = steps[here] + 1
                queue.append(other)
    return steps


def _pivots(near: Sequence[Sequence[int]], count: int) -> list[int]:
    """Factors far from each other: each next one is the farthest from those before."""
    pivots = [0]
    least = _steps(near, 0)
    while len(pivots) < count:
        farthest = max(range(len(near)), key=lambda v: (least[v], -v))
        pivots.append(farthest)
        least = [min(a, b) for a, b in zip(least, _steps(near, farthest), strict=True)]
    return pivots
