"""A map as a pyvis `Network`, for people who go on in pyvis. The one module that imports pyvis, and only when it is asked for.

pyvis's own files fetch style sheets from a content network even with ``cdn_resources="in_line"``, show a tooltip that holds the
letters "href" as markup, and are written in the system's encoding. `MapNetwork` is pyvis's `Network` without these three: what it
shows and writes needs no network, and texts stay texts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

import jinja2

from sysmap.contribution.base import EvidenceBase
from sysmap.contribution.scoring import Scored
from sysmap.core.elements import Factor, Link
from sysmap.core.levels import Level
from sysmap.core.map import Map, group_layer
from sysmap.core.parts import not_installed
from sysmap.core.sentences import count_text, link_sentence
from sysmap.project import Project
from sysmap.views.layout import layout_of
from sysmap.views.layout.model import Layout
from sysmap.views.layout.text import visible
from sysmap.views.scene import group_tints, line_of, sign_of
from sysmap.views.style import BORDERS, FONTS, INK, MUTED, PAPER, TINTS, WIDTHS, Tint

try:
    from pyvis.network import Network
except ImportError as missing:
    raise not_installed("pyvis", "This needs the package pyvis, which is not installed.", "P01") from missing

__all__ = ["MapNetwork", "to_pyvis"]

_OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "navigationButtons": False, "tooltipDelay": 150},
    "nodes": {"shape": "box", "margin": 9, "font": {"face": FONTS, "size": 14, "color": INK}, "widthConstraint": {"maximum": 170}},
    "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.7}}, "font": {"face": FONTS, "size": 15, "strokeWidth": 5},
              "smooth": {"enabled": True, "type": "continuous", "roundness": 0.4}},
}
_REMOTE = re.compile(r'<link\b[^>]*\bhref="https?:[^>]*>|<script\b[^>]*\bsrc="https?:[^>]*>\s*</script>', re.S)
_WIDE = 76
_UNTESTED = 0.6
_ITEMS = 4
"""So many statements of evidence stand in a tooltip; the others are counted."""


class MapNetwork(Network):  # type: ignore[misc]
    """pyvis's `Network` whose files and frames need no network; made by `sysmap.to_pyvis`.

    Everything of pyvis works on it: `add_node`, `set_options`, `show_buttons`, `get_adj_list`, `show`, …
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"cdn_resources": "in_line", "notebook": True, "directed": True, "height": "650px", "width": "100%", **options})
        source = Path(self.template_dir, self.path).read_text(encoding="utf-8")
        ours = _REMOTE.sub("", source).replace("{{heading}}", "{{heading|e}}").replace("{% if tooltip_link %}", "{% if false %}")
        self.templateEnv = jinja2.Environment(  # noqa: S701  (a page whose values are JSON by `tojson`, as pyvis fills it)
            loader=jinja2.ChoiceLoader([jinja2.DictLoader({self.path: ours}), jinja2.FileSystemLoader(self.template_dir)]))
        self.prep_notebook()

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
        """Write one HTML file in UTF-8; see pyvis."""
        Path(name).write_text(self.generate_html(name, notebook=notebook), encoding="utf-8")
        if open_browser:
            import webbrowser
            webbrowser.open(Path(name).resolve().as_uri())

    def _repr_html_(self) -> str:
        """The network in a frame of its own, as a notebook shows it; it stays in a saved or exported notebook."""
        page = escape(self.generate_html())
        return (f'<iframe sandbox="allow-scripts" title="{escape(self.heading or "Map")}" srcdoc="{page}" '
                f'style="width:{self.width};height:{self.height};border:1px solid #8888;background:#fff"></iframe>')


def to_pyvis(thing: Any, *, layout: Layout | None = None, level: Level = "internal", **options: Any) -> MapNetwork:
    """A map as a pyvis `Network`, with what is known about it.

    Factors are boxes in the colours of their layer or theme, framed by status, with the score that the rubric proposes under the
    label. Links carry their sign as label, and in colour, pattern and width what the page's links carry. Tooltips say the rest: the
    sentence of a link, its grade of evidence, who saw what. A layer that a link starts or ends at is a box of its own. Factors
    stand where the page shows them; physics is off (`net.toggle_physics(True)` turns it on).

    Parameters
    ----------
    thing : a map, or a project or study: a map with the files that say something about it.
    layout : where the factors stand; the page's own layout if not given.
    level : who is to see it: internal, client or public. What the level leaves out is not in the network.
    options : keywords of `pyvis.network.Network`: height, width, heading, select_menu, filter_menu, …

    Returns
    -------
    MapNetwork : a `pyvis.network.Network`. It shows itself in a notebook, and `write_html("map.html")` writes one file; neither
        needs a network.

    Examples
    --------
    >>> import sysmap as sm
    >>> buses = sm.read("sysmap: 1\\nkind: map\\nid: b\\ntitle: Buses\\nfactors: {fares: {label: Fares}, riders: {label: Riders}}\\n"
    ...                 "links: [{from: fares, to: riders, polarity: negative}]")
    >>> net = sm.to_pyvis(buses)
    >>> net.get_nodes(), [(edge["from"], edge["label"], edge["to"]) for edge in net.get_edges()]
    (['fares', 'riders'], [('fares', '−', 'riders')])
    """
    project = _project_of(thing).at_level(level)
    map_, base, places = project.map, project.evidence, layout or layout_of(project.map)
    scored = {one.element.id: one for one in project.scores.outcomes} if project.registers and project.scores else {}
    net = MapNetwork(**options)
    tints = group_tints(map_)
    for id_, box in places.boxes.items():
        factor = map_.factors[id_]
        _add_node(net, {"id": id_, "x": box.x, "y": box.y, **_factor_looks(factor, tints[id_], scored.get(id_)),
                        "title": _factor_title(map_, factor, scored.get(id_), base)})
    links = [map_.links[id_] for id_ in places.routes if id_ in map_.links]
    ends = {end for link in links for end in (link.from_, link.to)}
    for number, header in enumerate(header for header in places.headers if header.kind == "layer"):
        if header.id in ends:
            layer = map_.layers[group_layer(header.id) or ""]
            _add_node(net, {"id": header.id, "x": header.x, "y": header.y, "label": visible(layer.label), "title": "A whole layer",
                            "color": _colours(TINTS[number % len(TINTS)].strong, MUTED), "font": {"bold": True}})
    pairs: Counter[frozenset[str]] = Counter()
    for link in links:
        pair = frozenset((link.from_, link.to))
        grade = project.grades.get(link.id)
        net.edges.append({"id": link.id, "from": link.from_, "to": link.to, **_link_looks(link, grade),
                          **_apart(link, pairs[pair]), "title": _link_title(map_, link, grade, base)})
        pairs[pair] += 1
    net.set_options(json.dumps(_OPTIONS))
    return net


def _project_of(thing: Project | Map | Any) -> Project:
    """What to draw: a project, the project of a study, or a map by itself."""
    if isinstance(thing, Project):
        return thing
    return Project.of(thing) if isinstance(thing, Map) else thing.project


def _add_node(net: MapNetwork, node: dict[str, Any]) -> None:
    """What pyvis's own `add_node` does, without a search of the whole list for each."""
    net.node_ids.append(node["id"])
    net.nodes.append(node)
    net.node_map[node["id"]] = node


def _colours(ground: str, line: str) -> dict[str, Any]:
    return {"background": ground, "border": line, "highlight": {"background": "#fff3c4", "border": line},
            "hover": {"background": "#fff9e3", "border": line}}


def _factor_looks(factor: Factor, tint: Tint, scored: Scored | None) -> dict[str, Any]:
    border = BORDERS[factor.status]
    label = visible(factor.label) or factor.id
    return {
        "label": f"{label}\n[{scored.score}]" if scored else label,
        "color": _colours(tint.soft, tint.line if factor.status is None else border.colour), "borderWidth": max(border.width, 1.5),
        "shapeProperties": {"borderDashes": _dashes(border.dashes), "borderRadius": 6},
    }


def _link_looks(link: Link, grade: str | None) -> dict[str, Any]:
    line = line_of(link)
    signless = link.kind in ("association", "sequence")
    plain = signless and link.polarity in ("unknown", "positive")
    colour = MUTED if plain else line.colour
    looks: dict[str, Any] = {
        "label": "" if signless else sign_of(link), "width": WIDTHS[link.strength] * (_UNTESTED if grade == "untested" else 1.0),
        "color": {"color": colour, "highlight": colour, "hover": colour}, "dashes": False if plain else _dashes(line.dashes),
        "font": {"color": colour, "strokeColor": PAPER},
    }
    if link.kind == "association":
        looks["arrows"] = {"to": {"enabled": False}}
    return looks


def _apart(link: Link, number: int) -> dict[str, Any]:
    """A curve of its own for each of the links between the same two factors."""
    if link.from_ == link.to:
        return {"selfReference": {"size": 22 + 12 * number, "angle": 0.785}}
    if not number:
        return {}
    return {"smooth": {"enabled": True, "type": "curvedCW" if number % 2 else "curvedCCW", "roundness": 0.18 * ((number + 1) // 2)}}


def _dashes(pattern: str) -> list[float] | bool:
    return [float(part) for part in pattern.split()] if pattern else False


def _factor_title(map_: Map, factor: Factor, scored: Scored | None, base: EvidenceBase) -> str:
    layer = map_.layers.get(factor.layer or "")
    parts = [visible(factor.label), factor.definition, f"Layer: {layer.label}" if layer else None,
             f"Whose: {', '.join(factor.whose)}" if factor.whose else None,
             BORDERS[factor.status].word if factor.status else None,
             f"Score: {scored.score}. {(scored.override or scored.proposal).reason}" if scored else None]
    return _wrapped([part for part in parts if part] + _evidence_lines(factor.id, base))


def _link_title(map_: Map, link: Link, grade: str | None, base: EvidenceBase) -> str:
    parts = [link_sentence(map_, link), "Inferred by the modeller" if link.basis == "inferred" else None,
             f"Evidence: {grade}" if grade else None]
    return _wrapped([part for part in parts if part] + _evidence_lines(link.id, base))


def _wrapped(lines: list[str]) -> str:
    """Lines as wide as a tooltip should be: pyvis's own breaks none."""
    return "\n".join(piece for line in lines for piece in wrap(" ".join(visible(line).split()), _WIDE, break_on_hyphens=False))


def _evidence_lines(element: str, base: EvidenceBase) -> list[str]:
    """What was seen of an element: counted by what it says, then the first statements."""
    on = base.on(element)
    if not on:
        return []
    counts = Counter(one.bearing.direction for one in on)
    said = ", ".join(f"{number} {direction}" for direction, number in sorted(counts.items()))
    lines = [f"{count_text(len(on), 'item')} of evidence: {said}", *(f"– {one.item.statement}" for one in on[:_ITEMS])]
    return lines + ([f"… and {len(on) - _ITEMS} more"] if len(on) > _ITEMS else [])
