"""Groups of factors that are joined more among themselves than with others: communities, by networkx."""

from __future__ import annotations

from dataclasses import dataclass

from sysmap.analysis.projection import Projection

__all__ = ["Communities", "communities_of"]

_SEED = 1


@dataclass(frozen=True, slots=True)
class Communities:
    """The communities, each with its factors by number in order, the largest first, and how well they part the map.

    `modularity` is the share of links within communities less what chance would give: 0 is no better than chance, above 0.3 is plain.
    """

    groups: tuple[tuple[int, ...], ...]
    modularity: float


def communities_of(proj: Projection) -> Communities:
    """The communities of a map, by the method of Louvain (Blondel et al. 2008), with a fixed seed.

    Directions and signs are left out; every pair of joined factors counts once. Factors joined to nothing are communities of one.
    """
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(proj.ids)))
    size = len(proj.ids)
    graph.add_edges_from(sorted({(min(pair // size, pair % size), max(pair // size, pair % size)) for pair in proj.ordered}))
    if not graph.number_of_edges():
        return Communities(tuple((at,) for at in range(size)), 0.0)
    found = nx.community.louvain_communities(graph, seed=_SEED)
    groups = tuple(sorted((tuple(sorted(group)) for group in found), key=lambda group: (-len(group), group)))
    return Communities(groups, round(float(nx.community.modularity(graph, [set(group) for group in groups])), 6))
