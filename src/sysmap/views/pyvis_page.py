"""The one module that knows pyvis.

pyvis's own page is not offline, not valid and not safe (docs/decisions/), so two things of it are used: its `Network`,
which carries a map's factors, links and options and fills a template, and the drawing engine it ships as a fall-back.
The template and the environment that fills it are ours, with escaping on.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from types import ModuleType
from typing import Any

import jinja2

from sysmap.core.map import Map
from sysmap.views.bundle import web_file


class _Later(ModuleType):
    """A stand-in for a module that is imported when something of it is first used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def _lightly() -> Iterator[None]:
    """Let pyvis be imported without what it wants for calls that nobody makes here: half a second of every page.

    networkx is imported when `Network.from_nx` is called; IPython, of which pyvis takes one class for `Network.show` in a
    notebook, when that class is. Both are as ever for everyone else.
    """
    display = ModuleType("IPython.display")
    display.IFrame = _frame  # type: ignore[attr-defined]
    wanted = {"networkx": _Later("networkx"), "IPython": ModuleType("IPython"), "IPython.display": display}
    absent = {name: module for name, module in wanted.items() if name.split(".")[0] not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _frame(*args: Any, **kwargs: Any) -> Any:
    """IPython's `IFrame`, imported when it is wanted."""
    from IPython.display import IFrame

    return IFrame(*args, **kwargs)


with _lightly():
    from pyvis.network import Network

__all__ = ["bundled_engine", "fill", "network"]

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"dragNodes": False, "hover": True, "hoverConnectedEdges": False, "keyboard": False,
                    "selectConnectedEdges": False, "tooltipDelay": 100000, "zoomSpeed": 0.7},
}
"""Positions are computed beforehand, so nothing moves by itself; keys and tooltips are the page's own business."""


def network(map_: Map, layout: Mapping[str, Any] | None = None) -> Network:
    """A map as a pyvis `Network`, for people who want to go on in pyvis.

    Parameters
    ----------
    map_ : the map; links between whole layers have no place in a `Network` and are left out.
    layout : `Layout.to_json()` of the map; its positions are kept where it is given.

    Returns
    -------
    pyvis.network.Network : directed, physics off. Its lists are filled directly: pyvis's own `add_node` drops a
    second element of the same id silently and needs a search of the whole list for each.
    """
    net = Network(directed=True, height="100%", width="100%", cdn_resources="in_line")
    boxes = (layout or {}).get("boxes", {})
    for factor in map_.factors.values():
        node: dict[str, Any] = {"id": factor.id, "label": factor.label, "shape": "box"}
        if factor.id in boxes:
            node |= {"x": boxes[factor.id]["x"], "y": boxes[factor.id]["y"]}
        net.node_ids.append(factor.id)
        net.nodes.append(node)
        net.node_map[factor.id] = node
    present = set(map_.factors)
    net.edges.extend({"id": link.id, "from": link.from_, "to": link.to, "arrows": "to"}
                     for link in map_.links.values() if link.from_ in present and link.to in present)
    net.set_options(json.dumps(_OPTIONS))
    return net


def fill(net: Network, **values: Any) -> str:
    """The page's template filled through pyvis.

    `values` come in by name beside pyvis's own; the template escapes them but where it says `safe`, which it does for
    scripts, the style and JSON that cannot end its element (`script_json`).
    """
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: web_file(name).read_text(encoding="utf-8")),
        autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
    )
    environment.globals.update(values, engine_options=json.dumps(_OPTIONS, sort_keys=True))
    net.templateEnv = environment
    net.path = "page.html.j2"
    page: str = net.generate_html()
    return page


def bundled_engine() -> str:
    """The script of the vis-network that pyvis ships (9.1.2), for where the pinned one is not wanted."""
    script = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js")
    return script.read_text(encoding="utf-8")
