"""The graph that users get: a map as a networkx MultiDiGraph, for everything this package does not do itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sysmap.core.graph import graph_of
from sysmap.core.map import Map

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx

    MapGraph: TypeAlias = networkx.MultiDiGraph[str]
    """What `to_networkx` gives."""
    AnyGraph: TypeAlias = networkx.Graph[Any]
    """Whatever people hold in networkx."""

__all__ = ["to_networkx"]


def to_networkx(map_: Map, *, retired: bool = False, plain: bool = True) -> MapGraph:
    """A map as a networkx graph: factors as nodes, links as edges keyed by their ids.

    A link that speaks of a whole layer becomes one edge from or to each factor of the layer, with `group` true.
    Associations have no direction and are left out. There is no `weight`: networkx takes weights as distances, and a
    strength is none.

    Parameters
    ----------
    map_ : the map.
    retired : keep retired factors and links.
    plain : attributes hold texts and numbers only, lists joined with "; " and what is not said left out, so that networkx's
        writers of GraphML, GEXF and GML take the graph. `sysmap.from_networkx` reads it back. With `plain=False` every
        attribute is there on every node and edge, as Python has it: lists, and `None` for what is not said.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "ab"},
    ...             links={"a->b": Link(id="a->b", from_="a", to="b", polarity="negative")})
    >>> graph = to_networkx(small)
    >>> graph.nodes["a"]["label"], graph.edges["a", "b", "a->b"]["polarity"]
    ('A', 'negative')
    >>> import io, networkx
    >>> networkx.write_graphml(graph, io.BytesIO())
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(id=map_.id, title=map_.title, kind=map_.kind)
    projected = graph_of(map_, retired=retired)
    for id_ in projected.factors:
        factor = map_.factors[id_]
        data: dict[str, Any] = {
            "label": factor.label, "layer": factor.layer, "theme": factor.theme, "whose": list(factor.whose),
            "status": factor.status, "control": factor.control, "importance": factor.importance}
        if plain:
            place = {"x": factor.position.x, "y": factor.position.y} if factor.position else {}
            data = _plain({**data, "name": factor.label, "definition": factor.definition, **place})
        graph.add_node(id_, **data)
    for arc in projected.arcs:
        link = arc.link
        said: dict[str, Any] = {
            "polarity": link.polarity, "strength": link.strength, "confidence": link.confidence, "delay": link.delay,
            "status": link.status, "basis": link.basis, "mechanisms": list(link.mechanisms), "group": arc.of_group}
        if plain:
            said = _plain({**said, "why": link.why, "group": arc.of_group or None})
        graph.add_edge(arc.from_, arc.to, key=link.id, **said)
    return graph


def _plain(data: Mapping[str, Any]) -> dict[str, str | int | float]:
    """What is said, as texts and numbers."""
    return {key: "; ".join(map(str, value)) if isinstance(value, list) else value for key, value in data.items()
            if value is not None and value != []}
