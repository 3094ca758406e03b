"""Maps in and out of a notebook: from texts, files of any known format and networkx graphs, and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.exporting import export_map
from sysmap.formats.foreign.attributes import factor_from, link_from, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.link_making import Choices
from sysmap.formats.foreign.making import Imported, make
from sysmap.formats.foreign.porting import Exported, import_contents, import_files
from sysmap.formats.foreign.registry import recognise, recognised
from sysmap.formats.foreign.signs import SignTable, number_of
from sysmap.formats.foreign.values import kept_value
from sysmap.notebook import study as studies
from sysmap.notebook.study import Study
from sysmap.project import Project

if TYPE_CHECKING:
    from sysmap.analysis.network import AnyGraph

__all__ = ["from_networkx", "read", "write"]

Strengths = tuple[float, float]


def read(what: str | Path, *, as_: str | None = None, signs: Mapping[str, str] | None = None, strengths: Strengths | None = None,
         directed: bool = False) -> Study:
    """A map from a text, from a file, or from a file of another tool (PRSM, Kumu, GraphML, Excel, …).

    Parameters
    ----------
    what : a text of kind map, theory or process; the path of such a file or of another tool's; or typed lines such as
        ``"Fares -> Riders -"``. What another tool's file is, is told from its content.
    as_ : the name of the format (docs/formats.md), where the content does not tell it.
    signs : how to read words of the file as signs, such as ``{"amplifies": "positive", "colour:red": "negative"}``.
    strengths : two bounds of a weight's size, such as ``(0.33, 0.66)``: below the first weak, below the second medium.
    directed : read links without arrow heads as drawn from the first end to the second.

    Returns
    -------
    Study : `import_report` says what was kept, guessed and dropped of another tool's file.

    Raises
    ------
    Refused : there is no such file, or no map in it; every problem is named.

    >>> read("sysmap: 1\\nkind: map\\nid: m\\ntitle: M\\nfactors: {a: {label: A}}").factors.loc["a", "label"]
    'A'
    >>> print(read("Fares -> Riders -\\nRiders -> Income +").import_report)
    typed is text with a link on each line: 3 factors and 2 links.
    Signs:
    - sign “+”: positive (1 link)
    - sign “-”: negative (1 link)
    """
    choices = Choices(SignTable.said([f"{word}={polarity}" for word, polarity in (signs or {}).items()]).given, strengths, directed)
    path = _path(what)
    if path is not None:
        if as_ is None and path.suffix in (".yaml", ".yml"):
            return studies.load(path)
        return _study(import_files([path], as_=as_, choices=choices)[0])
    text = str(what)
    if as_ is not None:
        return _study(import_contents([recognise(Content("typed", text.encode("utf-8", "replace")), as_)], choices=choices))
    try:
        return studies.read(text)
    except Refused:
        content = Content("typed", text.encode("utf-8", "replace"))
        found = recognised(content)
        if found is None or found.what == "text":
            raise
        return _study(import_contents([found], choices=choices))


def write(map_: Map | Study, path: Path | str, as_: str | None = None, *, force: bool = False) -> Exported | None:
    """Write a map for another tool; what comes back says what that file does not carry.

    Parameters
    ----------
    map_ : the map or study.
    path : the file; its ending says the format (.yaml is sysmap's own).
    as_ : the name of the format (docs/formats.md), where the ending does not say it.
    force : replace a file that is there.

    Raises
    ------
    Refused : there is such a file, or the format is not known.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(read("Fares -> Riders -"), f"{folder}/buses.graphml")
    Everything comes back from the file (GraphML).
    """
    return export_map(map_.map if isinstance(map_, Study) else map_, path, as_, force=force)


def from_networkx(graph: AnyGraph, *, id: str | None = None, title: str | None = None,
                  signs: Mapping[str, str] | None = None, strengths: Strengths | None = None, directed: bool = False) -> Study:
    """A map from a networkx graph: nodes as factors, edges as links, any attribute kept.

    Parameters
    ----------
    graph : a graph of any class; `label` or `name` of a node is its label, `polarity`, `sign` or a signed `weight` of an edge its
        sign, `pos` or `x` and `y` of a node its place. Edges of a graph without direction are associations, unless `directed`.
    id, title : of the map; those of the graph if not given.
    signs, strengths, directed : as for `read`.

    Raises
    ------
    Refused : the graph holds no node.

    >>> import networkx as nx
    >>> study = from_networkx(nx.DiGraph([("fares", "riders", {"sign": -1, "told by": "Ana"})]), title="Buses")
    >>> study.map.links["fares->riders"].polarity, study.map.links["fares->riders"].x
    ('negative', {'told by': 'Ana'})
    """
    draft = draft_of_graph(graph)
    about = graph.graph
    draft.title = title or draft.title or str(about.get("title") or about.get("name") or "Graph")
    choices = Choices(SignTable.said([f"{word}={polarity}" for word, polarity in (signs or {}).items()]).given, strengths, directed)
    return _study(make(draft, "the graph", id=id or _id(about.get("id")), described="a networkx graph", choices=choices))


def draft_of_graph(graph: AnyGraph) -> Draft:
    """A networkx graph as a draft."""
    draft = Draft("networkx", keys_are_ids=True)
    if "sysmap" in graph.graph:
        written_map(draft, graph.graph["sysmap"])
    names = {node: str(node) for node in graph.nodes}
    for node, data in graph.nodes(data=True):
        one = DraftFactor(names[node])
        flat = {str(name): value for name, value in data.items() if value is not None}
        place = kept_value(flat.pop("pos", None))
        if isinstance(place, list) and len(place) == 2 and all(number_of(one) is not None for one in place):
            one.position = (float(place[0]), float(place[1]))
        elif place is not None:
            flat["pos"] = place
        if "label" in flat and flat.get("name") == flat["label"]:
            del flat["name"]
        draft.factors.append(factor_from(one, {name: kept_value(value) for name, value in flat.items()}))
    several = graph.is_multigraph()
    edges = graph.edges(data=True, keys=True) if several else ((a, b, "", data) for a, b, data in graph.edges(data=True))  # type: ignore[call-overload]
    for start, end, key, data in edges:
        link = DraftLink(names[start], names[end], str(key) if isinstance(key, str) else str(data.get("id", "")),
                         direction="directed" if graph.is_directed() else "none")
        draft.links.append(link_from(link, {str(name): kept_value(value) for name, value in data.items()
                                            if value is not None and not (name == "id" and str(value) == link.key)}))
    return draft


def _path(what: str | Path) -> Path | None:
    """The file that is meant, unless a text is."""
    if isinstance(what, Path):
        return what
    if "\n" in what or not what.strip() or len(what) > 1000:
        return None
    path = Path(what)
    try:
        there = path.is_file()
    except (OSError, ValueError):
        return None
    return path if there or (path.suffix and " " not in what and ":" not in what and "{" not in what) else None


def _id(said: Any) -> str | None:
    from sysmap.core.record import is_slug

    return said if isinstance(said, str) and is_slug(said) else None


def _study(imported: Imported) -> Study:
    project = Project.of(imported.map, [imported.sources] if imported.sources else (), [imported.evidence] if imported.evidence else ())
    study = Study(project)
    study.import_report = imported.report
    return study
