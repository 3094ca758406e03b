"""What we write, read by the programs that people will open it with: networkx, pydot, pandas, PySD where it is there."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.foreign.helping import brought
from tests.strategies import maps

from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.formats.foreign.drafting import draft_of
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.registry import format_named
from sysmap.formats.read import read_text


def written(map_: Map, name: str) -> bytes:
    write = format_named(name).write
    assert write is not None
    return write(draft_of(map_, name))


def links_of(map_: Map) -> list[tuple[str, str]]:
    """The ends of links between factors; those that speak of a layer become several in other tools."""
    return sorted((link.from_, link.to) for link in map_.links.values() if LAYER_PREFIX not in f"{link.from_} {link.to}")


READERS = {
    "graphml": lambda data: nx.read_graphml(io.BytesIO(data), force_multigraph=True),
    "gexf": lambda data: nx.read_gexf(io.BytesIO(data)),
    "gml": lambda data: nx.read_gml(io.BytesIO(data), label="id"),
    "json": lambda data: nx.node_link_graph(json.loads(data), edges="links"),
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_networkx_reads_every_map(name: str, data: st.DataObject) -> None:
    map_ = data.draw(maps(kind="map", most=4))
    if not map_.factors:
        return
    graph = READERS[name](written(map_, name))
    drawn = draft_of(map_, name)
    assert graph.number_of_nodes() == len(map_.factors)
    assert graph.number_of_edges() == len(drawn.links) + sum(link.direction == "mutual" for link in drawn.links)
    if name != "gml":
        assert Counter(links_of(map_)) <= Counter((a, b) for a, b, *_ in graph.edges)
    labels = sorted(str(found.get("label", "")) for _, found in graph.nodes(data=True))
    assert [label_text(one) for one in labels] == [label_text(one) for one in sorted(one.label for one in map_.factors.values())]


SMALL = "Fares -> Riders - strong \"They drive instead\"\nRiders -> Income +\nBus lanes (new) -> Riders ?\n"


def test_networkx_reads_pajek() -> None:
    graph = nx.parse_pajek(written(brought(SMALL).map, "pajek").decode().splitlines())
    assert sorted((a, b) for a, b, *_ in graph.edges) == [("Bus lanes (new)", "Riders"), ("Fares", "Riders"), ("Riders", "Income")]


@pytest.mark.filterwarnings("ignore")
def test_pydot_reads_dot() -> None:
    pydot = pytest.importorskip("pydot")
    graph, = pydot.graph_from_dot_data(written(brought(SMALL).map, "dot").decode())
    assert len(graph.get_edges()) == 3
    assert {one.get("polarity") for one in graph.get_edges()} == {'"negative"', '"positive"', '"unknown"'}


def test_pandas_reads_tables_and_workbooks() -> None:
    map_ = brought(SMALL).map
    assert pd.read_csv(io.BytesIO(written(map_, "table")))["polarity"].tolist() == ["negative", "positive", "unknown"]
    sheets = pd.read_excel(io.BytesIO(written(map_, "xlsx")), sheet_name=None, engine="openpyxl")
    assert {name: len(sheet) for name, sheet in sheets.items() if name in ("factors", "links")} == {"factors": 4, "links": 3}
    assert list(pd.read_excel(io.BytesIO(written(map_, "kumu-sheet")), sheet_name=None, engine="openpyxl")) == ["Elements", "Connections"]


def test_a_canvas_is_as_its_specification_says() -> None:
    """https://jsoncanvas.org/spec/1.0"""
    map_ = brought("label,x,y,theme\nFares,1.25,2,Money\nRiders,300.5,2,People\n", "x.csv").map
    canvas = json.loads(written(map_, "canvas"))
    assert brought(json.dumps(canvas), "x.canvas").map.factors["fares"].position == map_.factors["fares"].position
    canvas["nodes"][0]["x"] += 40
    moved = brought(json.dumps(canvas), "x.canvas").map.factors["fares"].position
    assert moved is not None
    assert moved.x == pytest.approx(41.5, abs=1)
    for node in canvas["nodes"]:
        assert {"id", "type", "x", "y", "width", "height"} <= set(node)
        assert node["type"] in ("text", "file", "link", "group")
        assert all(isinstance(node[key], int) for key in ("x", "y", "width", "height"))
    ids = {node["id"] for node in canvas["nodes"]}
    assert all({edge["fromNode"], edge["toNode"]} <= ids and edge["id"] for edge in canvas["edges"])


@pytest.mark.filterwarnings("ignore")
def test_a_vensim_model_has_its_clock_and_pysd_opens_it(tmp_path: Path) -> None:
    model = written(brought(SMALL).map, "vensim")
    assert all(f"{name}  = ".encode() in model for name in ("FINAL TIME", "INITIAL TIME", "SAVEPER", "TIME STEP"))
    assert len(brought(model, "x.mdl").map.factors) == 4
    path = tmp_path / "model.mdl"
    path.write_bytes(model)
    pysd = pytest.importorskip("pysd")
    assert {"Fares", "Riders", "Income"} <= set(pysd.read_vensim(str(path)).namespace)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", [SMALL, "A b -> C +\nC -> A b -\n", "A -> B\n0 -> B +\n"])
def test_pysd_opens_an_xmile_model_with_its_variables_and_what_they_depend_on(text: str, tmp_path: Path) -> None:
    map_ = brought(text).map
    path = tmp_path / "model.xmile"
    path.write_bytes(written(map_, "xmile"))
    again = brought(path.read_bytes(), "x.xmile").map
    assert {(link.from_, link.to, link.polarity) for link in again.links.values()} == {
        (link.from_, link.to, link.polarity) for link in map_.links.values()}
    pysd = pytest.importorskip("pysd")
    model = pysd.read_xmile(str(path), initialize=False)
    names = model.namespace
    assert {factor.label for factor in map_.factors.values()} <= set(names)
    causes = {names[map_.factors[id_].label]: {names[map_.factors[link.from_].label] for link in map_.links.values() if link.to == id_}
              for id_ in map_.factors}
    assert {name: set(model.dependencies[name]) for name in causes} == causes


def test_gml_keys_begin_with_a_letter_and_a_yes_comes_back_as_one() -> None:
    map_ = read_text("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors:\n  a: {label: A, x: {~draft: false, 1st: 2, _p: q}}\n").document
    assert isinstance(map_, Map)
    data = written(map_, "gml")
    assert nx.read_gml(io.BytesIO(data), label="id").nodes[0]["label"] == "A"
    assert brought(data, name="m.gml").map.factors["a"].x == map_.factors["a"].x
