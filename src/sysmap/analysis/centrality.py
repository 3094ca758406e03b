"""Numbers for every factor at once: the engines behind `rank`.

Betweenness of all factors is the one costly measure; networkx does it in pure Python. Two engines do it here, with the
same numbers. rustworkx (a maintained compiled library, Apache-2.0) is the better one where factors have few links. Where
they have many, ways are short, and going from sixty-four factors at once, one link at a time, is a handful of products of
a sparse matrix with a small full one: numpy and scipy need half of rustworkx's time for that. (networkit needs more than
rustworkx; python-igraph would be as quick and is GPL.) Without them, and for questions between two sets of factors,
Brandes' algorithm runs here in plain Python.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

from sysmap.analysis.base import Budget
from sysmap.analysis.projection import Projection
from sysmap.analysis.trophic import trophic_levels
from sysmap.core.graph import graph_of

__all__ = ["betweenness", "betweenness_between", "harmonic", "levels"]

_EXACT_WORK = 40_000_000
"""Starts times factors and links that can surely be gone through in a second; more than the time allows is estimated."""
_SAMPLE = 200
_SEED = 1
_DENSE, _AT_ONCE, _MOST_LEVELS = 6, 64, 12
"""Links a factor from which on ways are counted level by level, so many starts at once, if there are few levels."""

Engine = Literal["levels", "rustworkx", "plain"]


def betweenness(proj: Projection, budget: Budget, *, engine: Engine | None = None) -> tuple[list[float], int | None]:
    """Share of shortest ways between other factors that pass each factor (Freeman 1977), over (n - 1)(n - 2) pairs.

    Returns
    -------
    (values in order of id, sample) : `sample` is the number of starting factors the values are estimated from, None where
        they are exact. A map too large for the time is estimated from 200 starts drawn with a fixed seed, fewer if time
        runs out; whether it is too large depends on its size and the time alone, so that one question has one answer.
    """
    size = len(proj.ids)
    if size < 3:
        return [0.0] * size, None
    scale = 1.0 / ((size - 1) * (size - 2))
    work = size * (size + len(proj.ordered))
    exactly = budget.seconds is None or work <= _EXACT_WORK * budget.seconds
    if exactly and engine != "plain":
        totals = None
        if engine == "levels" or (engine is None and len(proj.ordered) >= _DENSE * size):
            totals = _by_levels(proj)
        if totals is None:
            totals = _compiled_betweenness(proj)
        if totals is not None:
            return [value * scale for value in totals], None
    starts: Sequence[int] = range(size)
    if not exactly and size > _SAMPLE:
        starts = random.Random(_SEED).sample(range(size), _SAMPLE)
    totals, done, _ = _brandes(proj.succ, starts, None, budget)
    if done == size:
        return [value * scale for value in totals], None
    return [value * scale * size / max(done, 1) for value in totals], done


def betweenness_between(
    proj: Projection, sources: Collection[int], targets: Collection[int], budget: Budget
) -> tuple[list[float], int | None]:
    """Mean share of the shortest ways from sources to targets that pass each factor, over the pairs that are joined."""
    goals = set(targets)
    starts = sorted(set(sources))
    totals, done, pairs = _brandes(proj.succ, starts, goals, budget)
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
) -> tuple[list[float], int, int]:
    """Shares of shortest ways summed over the starts that the time sufficed for, how many those are, and how many pairs of
    a start and a goal are joined.
    """
    totals = [0.0] * len(succ)
    done = pairs = 0
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
        if goals is not None:
            pairs += sum(1 for goal in goals if goal in distance and goal != start)
    return totals, done, pairs


def _compiled_betweenness(proj: Projection) -> list[float] | None:
    try:
        import rustworkx
    except ImportError:
        return None
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(len(proj.ids)))
    graph.add_edges_from_no_data([(i, j) for i, row in enumerate(proj.succ) for j in row])
    values = rustworkx.digraph_betweenness_centrality(graph, normalized=False)
    return [float(values[i]) for i in range(len(proj.ids))]


def _by_levels(proj: Projection) -> list[float] | None:
    """Brandes' sums from many starts at once: a row a factor, a column a start; nothing where ways are long."""
    try:
        import numpy
        from scipy.sparse import csr_array
    except ImportError:
        return None
    size = len(proj.ids)
    if not proj.ordered:
        return [0.0] * size
    starts, ends = numpy.divmod(numpy.array(proj.ordered, dtype=numpy.int64), size)
    onward = csr_array((numpy.ones(len(ends)), (starts, ends)), shape=(size, size))
    back = onward.T.tocsr()
    totals: Any = numpy.zeros(size)
    for first in range(0, size, _AT_ONCE):
        many = min(_AT_ONCE, size - first)
        ways: Any = numpy.zeros((size, many))
        ways[numpy.arange(first, first + many), numpy.arange(many)] = 1.0
        unseen = 1.0 - ways
        levels: list[tuple[Any, Any]] = []
        while True:
            ways = back @ ways
            ways *= unseen
            new = ways > 0
            if not new.any():
                break
            if len(levels) == _MOST_LEVELS:
                return None
            numpy.copyto(unseen, 0.0, where=new)
            levels.append((ways, new))
        passed: Any = None
        for ways, new in reversed(levels):
            if passed is not None:
                totals += numpy.einsum("ij,ij->i", ways, passed)
            numpy.copyto(ways, 1.0, where=~new)
            share = 1.0 / ways
            if passed is not None:
                share += passed
            share *= new
            passed = onward @ share
    return [float(value) for value in totals]


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
