"""Numbers for every factor at once: the engines behind `rank`.

Betweenness of all factors is the one costly measure. networkx does it in pure Python (12.8 s at 2,000 factors and 8,000
links where rustworkx needs 0.4 s); rustworkx is a maintained compiled library (Apache-2.0) with the same numbers, and
is used where installed. python-igraph would be as quick and is not used: its licence is the GPL. Without rustworkx,
and for questions between two sets of factors, Brandes' algorithm runs here in plain Python.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sysmap.analysis.base import Budget
from sysmap.analysis.projection import Projection
from sysmap.core.graph import graph_of, trophic_levels

__all__ = ["betweenness", "betweenness_between", "harmonic", "levels"]

_EXACT_UP_TO = 5_000
_SAMPLE = 200
_SEED = 1


def betweenness(proj: Projection, budget: Budget, *, compiled: bool | None = None) -> tuple[list[float], int | None]:
    """Share of shortest ways between other factors that pass each factor (Freeman 1977), over (n - 1)(n - 2) pairs.

    Returns
    -------
    (values in order of id, sample) : `sample` is the number of starting factors the values are estimated from; None
        where they
        are exact. More than 5,000 factors are estimated from 200 starts drawn with a fixed seed, fewer if time runs
        out.
    """
    size = len(proj.ids)
    if size < 3:
        return [0.0] * size, None
    scale = 1.0 / ((size - 1) * (size - 2))
    if size <= _EXACT_UP_TO and compiled is not False:
        exact = _compiled_betweenness(proj)
        if exact is not None:
            return exact, None
    starts: Sequence[int] = range(size)
    if size > _EXACT_UP_TO:
        starts = random.Random(_SEED).sample(range(size), _SAMPLE)
    totals, done = _brandes(proj.succ, starts, None, budget)
    if done == size:
        return [value * scale for value in totals], None
    return [value * scale * size / max(done, 1) for value in totals], done


def betweenness_between(
    proj: Projection, sources: Collection[int], targets: Collection[int], budget: Budget
) -> tuple[list[float], int | None]:
    """Mean share of the shortest ways from sources to targets that pass each factor, over the pairs that are joined."""
    goals = set(targets)
    starts = sorted(set(sources))
    totals, done = _brandes(proj.succ, starts, goals, budget)
    pairs = 0
    for start in starts[:done]:
        reached = proj.distances([start])
        pairs += sum(1 for goal in goals if goal in reached and goal != start)
    return [value / pairs if pairs else 0.0 for value in totals], None if done == len(starts) else done


def harmonic(proj: Projection, *, up: bool, budget: Budget) -> tuple[list[float], bool]:
    """Sum of 1/steps over the factors that reach each one (`up`) or that it reaches (Marchiori & Latora 2000).

    All factors are walked from at once: for every factor a set of bits says who has arrived, one link at a time.

    Returns
    -------
    (values in order of id, whole) : `whole` is false where the time ran out at some distance; nearer factors count
        then.
    """
    rows = proj.pred if up else proj.succ
    values = [0.0] * len(proj.ids)
    arrived = [1 << i for i in range(len(proj.ids))]
    fresh = arrived[:]
    distance = 0
    while any(fresh):
        distance += 1
        following = [0] * len(fresh)
        for here, nears in enumerate(rows):
            bits = 0
            for near in nears:
                bits |= fresh[near]
            bits &= ~arrived[here]
            if bits:
                following[here] = bits
                values[here] += bits.bit_count() / distance
            if budget.tick():
                return values, False
        for here, bits in enumerate(following):
            arrived[here] |= bits
        fresh = following
    return values, True


def levels(proj: Projection) -> tuple[list[float], float]:
    """Trophic levels in order of id, and the incoherence F0, by the definition of MacKay, Johnson & Sansom (2020).

    It is not networkx's `trophic_levels`, which is the older one of Levine (1980), needs a factor without causes and
    gives other numbers. Large maps are solved by scipy's conjugate gradients where it is installed; the numbers
    agree.
    """
    solved = _compiled_levels(proj) if len(proj.ids) > 3_000 else None
    if solved is not None:
        return solved
    graph = graph_of(proj.map)
    by_id, incoherence = trophic_levels(dataclasses.replace(
        graph, arcs=tuple(arc for arc in graph.arcs if arc.from_ != arc.to)))
    return [by_id[id_] for id_ in proj.ids], incoherence


def _brandes(
    succ: Sequence[Sequence[int]], starts: Iterable[int], goals: set[int] | None, budget: Budget
) -> tuple[list[float], int]:
    totals = [0.0] * len(succ)
    done = 0
    for start in starts:
        if budget.now_spent():
            break
        order: list[int] = []
        before: dict[int, list[int]] = {start: []}
        ways = {start: 1}
        distance = {start: 0}
        layer = [start]
        while layer:
            following = []
            for here in layer:
                order.append(here)
                next_ = distance[here] + 1
                for there in succ[here]:
                    known = distance.get(there)
                    if known is None:
                        distance[there] = next_
                        ways[there] = ways[here]
                        before[there] = [here]
                        following.append(there)
                    elif known == next_:
                        ways[there] += ways[here]
                        before[there].append(here)
            layer = following
        share = dict.fromkeys(order, 0.0)
        for there in reversed(order):
            arriving = share[there] + (1.0 if goals is None or there in goals else 0.0)
            if arriving:
                for here in before[there]:
                    share[here] += arriving * ways[here] / ways[there]
            if there != start:
                totals[there] += share[there]
        done += 1
    return totals, done


def _compiled_betweenness(proj: Projection) -> list[float] | None:
    try:
        import rustworkx
    except ImportError:
        return None
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(len(proj.ids)))
    graph.add_edges_from_no_data([(i, j) for i, row in enumerate(proj.succ) for j in row])
    values = rustworkx.digraph_betweenness_centrality(graph, normalized=True)
    return [float(values[i]) for i in range(len(proj.ids))]


def _compiled_levels(proj: Projection) -> tuple[list[float], float] | None:
    try:
        import numpy
        from scipy.sparse import coo_array, diags_array
        from scipy.sparse.csgraph import connected_components
        from scipy.sparse.linalg import cg
    except ImportError:
        return None
    size = len(proj.ids)
    if not proj.ordered:
        return [0.0] * size, 0.0
    starts, ends = numpy.divmod(numpy.array(proj.ordered, dtype=numpy.int64), size)
    links = coo_array((numpy.ones(len(ends)), (starts, ends)), shape=(size, size)).tocsr()
    into: Any = links.sum(axis=0)
    out: Any = links.sum(axis=1)
    degree = into + out
    system = diags_array(degree) - links - links.T
    scale = diags_array(1.0 / numpy.maximum(degree, 1.0))
    solved, failed = cg(system, into - out, rtol=1e-12, atol=0.0, M=scale, maxiter=20 * size)
    if failed:
        return None
    parts, part = connected_components(links, directed=False)
    lowest = numpy.full(parts, numpy.inf)
    numpy.minimum.at(lowest, part, solved)
    height = solved - lowest[part]
    rises = height[ends] - height[starts] - 1.0
    return [float(value) for value in height], float((rises**2).mean())
