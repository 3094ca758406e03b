"""Trophic levels: how far along the flow of influence each factor stands.

This solver needs no library, so that checks and layouts stay quick to start; `sysmap.analysis.centrality` solves large maps
with scipy and falls back to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sysmap.core.graph import Graph

__all__ = ["trophic_levels"]


def trophic_levels(graph: Graph, tolerance: float = 1e-9) -> tuple[dict[str, float], float]:
    """How far along the flow of influence each factor stands, and how little the map flows one way.

    The level h solves (diag(in + out) - W - W^T) h = in - out in each connected part, lowest level 0; the incoherence
    F0 is the mean of (h_to - h_from - 1)^2 over links: 0 where every link rises by exactly one level, 1 where nothing
    flows one way, as in a single loop (MacKay, Johnson & Sansom 2020, R. Soc. Open Sci. 7:201138). Parallel links count
    once; isolated factors stand at 0.

    Returns
    -------
    (levels by factor id, F0); F0 is 0.0 for a map without links.
    """
    pairs = list(dict.fromkeys((arc.from_, arc.to) for arc in graph.arcs))
    degree = dict.fromkeys(graph.factors, 0)
    rhs = dict.fromkeys(graph.factors, 0.0)
    neighbours: dict[str, list[str]] = {id_: [] for id_ in graph.factors}
    rises: dict[str, list[float]] = {id_: [] for id_ in graph.factors}
    for start, end in pairs:
        degree[start] += 1
        degree[end] += 1
        rhs[end] += 1.0
        rhs[start] -= 1.0
        neighbours[start].append(end)
        neighbours[end].append(start)
        rises[start].append(1.0)
        rises[end].append(-1.0)
    level = dict.fromkeys(graph.factors, 0.0)
    for part in _connected_parts(graph.factors, neighbours):
        if len(part) > 1:
            solved = _conjugate_gradient(part, degree, neighbours, rises, rhs, tolerance)
            lowest = min(solved.values())
            level.update((id_, value - lowest) for id_, value in solved.items())
    if not pairs:
        return level, 0.0
    return level, sum((level[end] - level[start] - 1.0) ** 2 for start, end in pairs) / len(pairs)


def _connected_parts(factors: Iterable[str], neighbours: Mapping[str, list[str]]) -> list[list[str]]:
    seen: set[str] = set()
    parts = []
    for root in factors:
        if root in seen:
            continue
        seen.add(root)
        part = [root]
        for here in part:
            for there in neighbours[here]:
                if there not in seen:
                    seen.add(there)
                    part.append(there)
        parts.append(part)
    return parts


def _conjugate_gradient(
    part: list[str], degree: Mapping[str, int], neighbours: Mapping[str, list[str]], rises: Mapping[str, list[float]],
    rhs: Mapping[str, float], tolerance: float,
) -> dict[str, float]:
    """Solve the singular but consistent system on one connected part, diagonal preconditioning.

    The first guess gives each factor one level more or less than the neighbour it was reached from, which is already
    the answer for chains and trees.
    """
    at = {id_: i for i, id_ in enumerate(part)}
    rows = [[at[other] for other in neighbours[id_]] for id_ in part]
    diagonal = [float(degree[id_]) for id_ in part]
    for i, row in enumerate(rows):
        diagonal[i] -= row.count(i)
    guess = {part[0]: 0.0}
    for here in part:
        for there, rise in zip(neighbours[here], rises[here], strict=True):
            guess.setdefault(there, guess[here] + rise)
    x = [guess[id_] for id_ in part]
    r = [rhs[id_] - d * xi + sum(x[j] for j in row if j != i)
         for i, (id_, d, xi, row) in enumerate(zip(part, diagonal, x, rows, strict=True))]
    z = [ri / (d or 1.0) for ri, d in zip(r, diagonal, strict=True)]
    p = z[:]
    rz = sum(a * b for a, b in zip(r, z, strict=True))
    target = tolerance * max(1.0, max(abs(rhs[id_]) for id_ in part))
    for _ in range(20 * len(part) + 100):
        if max(abs(v) for v in r) <= target:
            break
        ap = [d * pi - sum(p[j] for j in row if j != i)
              for i, (d, pi, row) in enumerate(zip(diagonal, p, rows, strict=True))]
        curvature = sum(a * b for a, b in zip(p, ap, strict=True))
        if curvature <= 0.0:
            break
        step = rz / curvature
        x = [a + step * b for a, b in zip(x, p, strict=True)]
        r = [a - step * b for a, b in zip(r, ap, strict=True)]
        z = [ri / (d or 1.0) for ri, d in zip(r, diagonal, strict=True)]
        rz, before = sum(a * b for a, b in zip(r, z, strict=True)), rz
        p = [a + rz / before * b for a, b in zip(z, p, strict=True)]
    return dict(zip(part, x, strict=True))
