"""The graph that users get: a map as a networkx MultiDiGraph, for everything this package does not do itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sysmap.core.graph import graph_of
from sysmap.core.map import Map

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx

    MapGraph: TypeAlias = networkx.MultiDiGraph[str]
    """What `to_networkx` gives."""

__all__ = ["to_networkx"]


def to_networkx(map_: Map, *, retired: bool = False) -> MapGraph:
    """A map as a networkx graph: factors as nodes, links as edges keyed by their ids.

    A link that speaks of a whole layer becomes one edge from or to each factor of the layer, with `group` true.
    Associations have no direction and are left out. There is no `weight`: networkx takes weights as distances, and a
    strength is none.

    Parameters
    ----------
    map_ : the map.
    retired : keep retired factors and links.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "ab"},
    ...             links={"a->b": Link(id="a->b", from_="a", to="b", polarity="negative")})
    >>> graph = to_networkx(small)
    >>> graph.nodes["a"]["label"], graph.edges["a", "b", "a->b"]["polarity"]
    ('A', 'negative')
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(id=map_.id, title=map_.title, kind=map_.kind)
    projected = graph_of(map_, retired=retired)
    for id_ in projected.factors:
        factor = map_.factors[id_]
        graph.add_node(id_, label=factor.label, layer=factor.layer, theme=factor.theme, whose=list(factor.whose),
                       status=factor.status, control=factor.control, importance=factor.importance)
    for arc in projected.arcs:
        link = arc.link
        graph.add_edge(arc.from_, arc.to, key=link.id, polarity=link.polarity, strength=link.strength,
                       confidence=link.confidence, delay=link.delay, status=link.status, basis=link.basis,
                       mechanisms=list(link.mechanisms), group=arc.of_group)
    return graph
