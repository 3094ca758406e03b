"""Maps in and out of Python: files of other tools, networkx graphs, frames with columns of one's own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import sysmap as sm
from sysmap.core.elements import Factor, Link, Position

SAMPLES = Path(__file__).parents[1] / "formats" / "foreign" / "samples"


def small() -> sm.Map:
    return sm.Map(id="m", title="Small", factors={
        "a": Factor(id="a", label="Trust & rapport", theme="People", whose=("public",), position=Position(x=1.5, y=2)),
        "b": Factor(id="b", label="Waits\n“long”", importance=2), "c": Factor(id="c", label="Größe")},
        links={"a->b": Link(id="a->b", from_="a", to="b", polarity="negative", strength="strong", why="They come back"),
               "a-b": Link(id="a-b", from_="a", to="b", polarity="positive"),
               "b->c": Link(id="b->c", from_="b", to="c")})


def test_a_file_of_another_tool_is_read_with_its_account() -> None:
    study = sm.read(SAMPLES / "bees.prsm")
    assert study.map.links["pesticide-use->bee-health"].polarity == "negative"
    assert study.import_report is not None
    assert study.import_report.about("end")[0].bucket == "dropped"
    assert sm.read(str(SAMPLES / "bees.prsm")).map == study.map
    with pytest.raises(sm.Refused, match="no such file"):
        sm.read("no-such-file.prsm")


def test_the_user_says_how_words_are_read() -> None:
    study = sm.read(SAMPLES / "bees.prsm", signs={"colour:green": "positive"})
    assert study.map.links["honey-wax->pesticide-use"].polarity == "positive"


def test_claims_come_with_their_register() -> None:
    study = sm.read(SAMPLES / "claims.csv")
    assert len(study.evidence) == 3


@pytest.mark.parametrize("ending", [".graphml", ".gexf", ".gml", ".dot", ".json", ".drawio", ".kumu.json", ".prsm"])
def test_a_map_goes_out_and_comes_back(ending: str, tmp_path: Path) -> None:
    written = sm.write(small(), tmp_path / f"x{ending}")
    assert written is not None
    back = sm.read(tmp_path / f"x{ending}").map
    lost = {one.about for one in written.remarks}
    assert lost <= {"position", "label"}, written
    assert {id_: dataclasses.replace(link, x={}) for id_, link in back.links.items()} == small().links
    with pytest.raises(sm.Refused, match="already such a file"):
        sm.write(small(), tmp_path / f"x{ending}")


@pytest.mark.parametrize(("name", "reader"), [("graphml", "read_graphml"), ("gexf", "read_gexf"), ("gml", "read_gml")])
@pytest.mark.parametrize("which", ["small", "bsol-ics-2024", "cqc-system-assessment-2025"])
def test_networkx_writes_the_graph_and_it_comes_back(name: str, reader: str, which: str, tmp_path: Path, root: Path) -> None:
    map_ = small() if which == "small" else sm.load(which, sm.workspace(root)).map
    graph = sm.to_networkx(map_)
    path = tmp_path / f"x.{name}"
    getattr(nx, f"write_{name}")(graph, path)
    back = sm.from_networkx(getattr(nx, reader)(path), title="Back").map
    projected = sm.to_networkx(map_, plain=False)
    assert {id_: one.label for id_, one in back.factors.items()} == {id_: " ".join(data["label"].split())
                                                                      for id_, data in projected.nodes(data=True)}
    assert sorted((link.from_, link.to, link.polarity, link.strength) for link in back.links.values()) == sorted(
        (a, b, data["polarity"], data["strength"]) for a, b, data in projected.edges(data=True))


def test_what_sysmap_writes_networkx_reads(tmp_path: Path) -> None:
    for ending, reader in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf), (".gml", nx.read_gml)):
        sm.write(small(), tmp_path / f"y{ending}")
        graph = reader(tmp_path / f"y{ending}", **({"label": "id"} if ending == ".gml" else {}))
        assert (graph.number_of_nodes(), graph.number_of_edges()) == (3, 3)
    import json
    sm.write(small(), tmp_path / "y.json")
    graph = nx.node_link_graph(json.loads((tmp_path / "y.json").read_text()), edges="links")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (3, 3)


def test_a_graph_of_anything_becomes_a_map() -> None:
    graph = nx.Graph()
    graph.add_node(1, label="One", pos=np.array([1.0, 2.0]))
    graph.add_node("two", values=[1, 2], nothing=None)
    graph.add_edge(1, "two", weight=np.float64(-0.5), when={"year": 2024})
    study = sm.from_networkx(graph, title="Odd")
    assert list(study.map.factors) == ["one", "two"]
    assert study.map.factors["two"].x == {"values": [1, 2]}
    link = study.map.links["one->two"]
    assert (link.kind, link.polarity, link.x) == ("association", "negative", {"weight": -0.5, "when": {"year": 2024}})
    assert sm.from_networkx(graph, directed=True).map.links["one->two"].kind is None
    with pytest.raises(sm.Refused, match="no factor"):
        sm.from_networkx(nx.DiGraph())


@pytest.mark.parametrize(("word", "polarity"), [
    ("Positive", "positive"), ("Negative", "negative"), ("same", "positive"), ("opposite", "negative"), ("increases", "positive"),
    ("+ve", "positive"), ("-ve", "negative"), ("++", "positive"), ("s", "positive"), ("o", "negative"), (1, "positive"),
    (-1, "negative"), ("NA", "unknown"), (None, "unknown"), (float("nan"), "unknown"), ("", "unknown")])
def test_frames_take_the_words_people_use(word: object, polarity: str) -> None:
    links = pd.DataFrame({"from": ["a"], "to": ["b"], "polarity": pd.Series([word], dtype=object)})
    assert sm.from_frames(links=links, id="m", title="M").map.links["a->b"].polarity == polarity


def test_frames_keep_columns_of_ones_own_places_and_weights() -> None:
    factors = pd.DataFrame({"label": ["Fares", "Riders"], "x": [10, 20], "y": [1.5, 2], "Colour": ["red", None]})
    links = pd.DataFrame({"source": ["Fares", "Riders"], "target": ["Riders", "Income"], "sign": ["-", "+"], "weight": [0.5, np.nan]})
    made = sm.from_frames(factors, links, id="buses", title="Buses").map
    assert made.factors["fares"].position == Position(x=10, y=1.5)
    assert made.factors["fares"].x == {"Colour": "red"}
    assert made.links["fares->riders"].x == {"weight": 0.5}
    assert list(made.factors) == ["fares", "riders", "income"]


def test_a_word_that_is_no_sign_is_refused_and_nothing_opposite_is_suggested() -> None:
    links = pd.DataFrame({"from": ["a"], "to": ["b"], "polarity": ["banana"]})
    with pytest.raises(sm.Refused, match="“banana” does not say which way"):
        sm.from_frames(links=links, id="m", title="M")
