"""`to_pyvis`: what pyvis's users expect of a map, with sign, evidence and score."""

import subprocess
import sys
import textwrap
from pathlib import Path

from pyvis.network import Network
from tests.web.pages import CARE, EVIDENCE, OLDER, THEORY

from sysmap.formats.read import read_text
from sysmap.notebook.study import Study
from sysmap.project import Project
from sysmap.views.layout import layout_of
from sysmap.views.pyvis_network import to_pyvis

SCORED = Study(Project.of(read_text(THEORY).map, [read_text(EVIDENCE).document]))


def test_it_is_pyviss_own_network_and_goes_on_as_one() -> None:
    net = to_pyvis(read_text(CARE).map)
    assert isinstance(net, Network)
    assert net.get_adj_list()["budget"] == {"staff", "visits"}
    net.add_node("more", label="Added in pyvis")
    net.add_edge("more", "staff")
    assert (net.num_nodes(), net.num_edges()) == (7, 9)


def test_links_carry_their_sign_pattern_and_width() -> None:
    edges = {edge["id"]: edge for edge in to_pyvis(read_text(CARE).map).get_edges()}
    assert [edges[id_]["label"] for id_ in ("budget->staff", "visits->falls", "budget->visits")] == ["+", "−", "?"]
    assert edges["budget->staff"]["dashes"] is False
    assert edges["visits->falls"]["dashes"]
    assert edges["budget->staff"]["width"] > edges["visits->falls"]["width"]


def test_factors_stand_where_the_page_shows_them() -> None:
    map_ = read_text(CARE).map
    boxes = layout_of(map_).boxes
    assert {node["id"]: (node["x"], node["y"]) for node in to_pyvis(map_).nodes} == {id_: (box.x, box.y) for id_, box in boxes.items()}


def test_tooltips_say_evidence_and_score() -> None:
    net = SCORED.to_pyvis()
    better = net.get_node("better")
    assert "3 items of evidence: 1 alternative, 1 contradicts, 1 supports" in better["title"]
    assert "– A plan was made after the report." in better["title"]
    assert "Score: " in better["title"]
    assert better["label"].startswith("Better local care\n[")
    edges = {edge["id"]: edge for edge in net.get_edges()}
    assert "Evidence: untested" in edges["advice->better"]["title"]
    assert "Evidence: untested" not in edges["report->better"]["title"]
    assert "1 item of evidence: 1 supports" in edges["report->better"]["title"]


def test_a_level_leaves_out_what_it_should() -> None:
    secret = CARE.replace("label: Trust in carers", "label: Trust in carers, internal: true")
    net = to_pyvis(read_text(secret).map, level="public")
    assert "trust" not in net.get_nodes()
    assert "Trust in carers" not in net.generate_html()


def test_two_links_between_the_same_factors_and_a_link_to_itself_have_curves_of_their_own() -> None:
    text = OLDER.replace("links:\n", "links:\n  - {id: second, from: report, to: better, polarity: negative}\n"
                         "  - {id: own, from: better, to: better, polarity: positive}\n")
    edges = {edge["id"]: edge for edge in to_pyvis(read_text(text).map).get_edges()}
    ways = [edges[id_].get("smooth") for id_ in ("report->better", "second")]
    assert ways[0] != ways[1]
    assert edges["own"]["selfReference"]["size"] > 0


def test_a_layer_that_a_link_starts_at_is_a_box(tmp_path: Path) -> None:
    text = THEORY.replace("links:\n", "links:\n  - {from: 'layer:activity', to: 'layer:outcome', polarity: positive}\n")
    net = to_pyvis(read_text(text).map)
    assert net.get_node("layer:activity")["label"] == "Activities"
    assert "layer:outcome" in net.get_adj_list()["layer:activity"]


def test_nothing_of_pyvis_is_imported_before_it_is_asked_for() -> None:
    code = """
        import sys
        import sysmap as sm
        study = sm.read("sysmap: 1\\nkind: map\\nid: m\\ntitle: M")
        sm.Study, study.map
        print("pyvis" in sys.modules)
        study.to_pyvis()
        print("pyvis" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
