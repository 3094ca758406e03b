"""A sample of every format, made here: what comes of it, what comes back of it, and who reads whose."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from tests.formats.foreign.helping import brought, signs_of, told

from sysmap.core.problem import Refused
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft
from sysmap.formats.foreign.making import make
from sysmap.formats.foreign.porting import import_contents, write_foreign
from sysmap.formats.foreign.registry import format_named, formats, recognise
from sysmap.formats.read import read_bytes
from sysmap.formats.tidy import text_of

FOLDER = Path(__file__).parent / "samples"
SAMPLES = {
    "prsm": ("bees.prsm", 4, 5), "kumu": ("trust.kumu.json", 5, 6), "mmp": ("ponds.mmp", 3, 3),
    "causal-map": ("claims.csv", 3, 2), "table": ("links.csv", 4, 3), "graphml": ("yed.graphml", 3, 3),
    "gexf": ("rivers.gexf", 3, 3), "gml": ("roads.gml", 3, 3), "dot": ("farms.dot", 6, 7), "pajek": ("friends.net", 3, 3),
    "drawio": ("town.drawio", 3, 3), "vensim": ("births.mdl", 5, 6), "xmile": ("stock.xmile", 5, 5), "loopy": ("foxes.loopy", 2, 2),
    "dagitty": ("smoke.dagitty", 4, 4), "canvas": ("cards.canvas", 3, 3), "mermaid": ("flow.mmd", 5, 8),
    "json": ("graph.json", 3, 3), "text": ("typed.outline", 6, 4), "qdc": ("ward.qdc", 4, 0), "qdpx": ("ward.qde", 4, 2),
}
"""By format its sample, and how many factors and links it makes."""

DO_NOT_CARRY = {
    "causal-map": {"map"}, "table": {"map"}, "loopy": {"map"}, "dagitty": {"map"}, "vensim": {"map", "views", "position", "x"},
    "xmile": {"position", "x"}, "qdc": {"map"},
}
"""What a format has no place for, of what its own sample holds."""


def sample(format_: str) -> Content:
    return Content("renamed.bin", (FOLDER / SAMPLES[format_][0]).read_bytes())


def test_every_format_has_a_sample() -> None:
    assert {one.name for one in formats()} - set(SAMPLES) == {"kumu-sheet", "xlsx"}, "these have theirs in test_workbooks.py"


@pytest.mark.parametrize("format_", SAMPLES)
def test_a_sample_is_recognised_by_its_content_and_makes_a_map(format_: str) -> None:
    found = recognise(sample(format_))
    assert found.format.name == format_
    made = import_contents([found])
    assert (len(made.map.factors), len(made.map.links)) == SAMPLES[format_][1:]
    text = text_of(made.map, made.map.kind)
    read = read_bytes(text.encode())
    assert read.problems == []
    assert read.document == made.map


@pytest.mark.parametrize("format_", SAMPLES)
def test_what_came_from_a_format_goes_back_to_it_whole(format_: str) -> None:
    made = import_contents([recognise(sample(format_))])
    written = write_foreign(made.map, "x", format_)
    assert {one.about for one in written.remarks} <= DO_NOT_CARRY.get(format_, set())
    back = import_contents([recognise(Content("x", written.data))], id=made.map.id)
    assert signs_of(back) == signs_of(made)


@pytest.mark.parametrize("reader", [one.name for one in formats()])
def test_a_reader_that_is_shown_another_format_refuses_with_a_sentence_or_makes_a_map(reader: str) -> None:
    refusals: list[Refused] = []
    for format_ in SAMPLES:
        try:
            draft = format_named(reader).read([sample(format_)])
            assert isinstance(draft, Draft)
            make(draft, "x")
        except Refused as refused:
            refusals.append(refused)
    assert all(problem.message.endswith(".") and problem.hint for refused in refusals for problem in refused.problems)


def test_every_sample_has_its_picture_before_and_after_in_the_manual() -> None:
    docs = Path(__file__).parents[3] / "docs"
    made = runpy.run_path(str(docs / "format_pictures.py"))["pictures"]()
    assert set(made) == {f"{name}-{when}.svg" for name in SAMPLES for when in ("before", "after")}
    page = (docs / "formats.md").read_text(encoding="utf-8")
    for name, data in made.items():
        assert (docs / "images" / "formats" / name).read_bytes() == data, "run: python docs/generate.py"
        assert f"images/formats/{name}" in page


def test_prsm() -> None:
    made = brought((FOLDER / "bees.prsm").read_bytes())
    assert signs_of(made) == {"pesticide-use->bee-health": "negative", "bee-health->honey-wax": "positive",
                              "honey-wax->pesticide-use": "unknown", "bee-health->pesticide-use": "unknown",
                              "pesticide-use-bee-health": "unknown"}
    assert made.map.links["pesticide-use->bee-health"].strength == "strong"
    factor = made.map.factors["pesticide-use"]
    assert (factor.label, factor.theme, factor.owner, factor.notes[0].text) == (
        "Pesticide use", "Driver", "Farmers", "Kilograms per hectare")
    assert factor.x["prsm"]["thumbUp"] == [11, 12]
    assert "shape" not in factor.x["prsm"]
    assert made.map.factors["honey-wax"].x["prsm"] == {
        "id": "c3", "shape": "ellipse", "grp": "group1", "label": "<i>Honey</i> &amp; wax"}
    assert "AAA-BBB" not in str(made.map)
    assert "live room" in told(made, "room")
    assert "b2 → gone" in told(made, "end")
    assert "colour:green" in told(made, "look")


def test_kumu() -> None:
    made = brought((FOLDER / "trust.kumu.json").read_bytes())
    assert signs_of(made) == {
        "trust->reporting": "positive", "reporting->errors-found": "positive", "errors-found->trust": "negative",
        "trust-2->reporting": "unknown", "trust->errors-found": "unknown", "trust-2-reporting": "positive"}
    assert made.map.links["trust->errors-found"].kind == "association"
    assert made.map.links["trust->reporting"].delay == "long"
    assert {loop.label: loop.factors for loop in made.map.loops.values()} == dict.fromkeys(
        ("B1 Found out", "R1 With a feed"), ("trust", "reporting", "errors-found"))
    assert "R2 Open" in told(made, "loop")
    assert made.map.factors["trust"].position is not None
    assert made.map.views["second-look"].positions == {"trust": {"x": 5.0, "y": 6.0}}
    assert made.map.factors["errors-found"].x["share"] == "30%"


def test_mental_modeler() -> None:
    made = brought((FOLDER / "ponds.mmp").read_bytes())
    assert [(one.id, one.polarity, one.strength) for one in made.map.links.values()] == [
        ("rain->water-in-the-pond", "positive", "strong"), ("rain->frogs", "unknown", None),
        ("water-in-the-pond->frogs", "positive", None)]
    assert made.map.factors["rain"].theme == "Water"
    assert made.map.links["rain->water-in-the-pond"].x["mmp"] == {"confidence": "-2", "influence": "H+"}


def test_claims_become_evidence() -> None:
    made = brought((FOLDER / "claims.csv").read_bytes())
    assert made.evidence is not None
    assert made.sources is not None
    assert [(item.bears_on[0].element, item.cite[0].source, item.quote) for item in made.evidence.items.values()] == [
        ("training-staff->errors", "S1", "We made fewer slips since the course"),
        ("training-staff->errors", "S2", "Fewer, I think"), ("errors->trust", "S1", "People come back to us")]
    assert list(made.sources.sources) == ["S1", "S2"]
    assert "1 claim by which a factor influences itself" in told(made, "claim")


def test_yed_keeps_containers_places_and_labels() -> None:
    made = brought((FOLDER / "yed.graphml").read_bytes())
    assert signs_of(made) == {"rain-snow->flow": "positive", "flow->fish": "negative", "rain-snow->fish": "unknown"}
    flow = made.map.factors["flow"]
    assert (flow.label, flow.theme, flow.owner) == ("Flow", "River", "Agency")
    assert flow.position is not None
    assert (flow.position.x, flow.position.y) == (250, 55)


UNDECLARED = """<xmile xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0" version="1.0"><isee:prefs layer="model"/><model><variables>
<aux name="Fares"><eqn>2</eqn></aux><aux name="Bus riders" isee:x="1"><eqn>10 - fares * Fares</eqn></aux></variables>
<views><view><connector uid="1" polarity="-"><from>Fares</from><to>Bus_riders</to></connector></view></views></model></xmile>"""
LEGACY = """<xmile version="1.0" xmlns="http://www.systemdynamics.org/XMILE"><model>
<stock name="tea_warmth"><eqn>180</eqn><outflow>loss_of_heat</outflow><display x="132" y="97"/></stock>
<flow name="loss_of_heat"><eqn>(tea_warmth - "Room (mean)") / 10 {cools}</eqn></flow>
<aux name="Room (mean)"><eqn>70</eqn></aux></model></xmile>"""
UNDRAWN = """{UTF-8}
Season:
\twinter, summer ~~|
Loss of heat =
\t(Tea warmth - "Room (mean)") / MAX(Cooling,1)
\t~\tdegrees
\t~\tWhat the room takes.
\t|
Tea warmth = INTEG (-Loss of heat, 180) ~~|
"Room (mean)"[Season] = 70 ~~|
Cooling = 10 ~~|
FINAL TIME = 30 ~~|
INITIAL TIME = 0 ~~|
SAVEPER = TIME STEP ~~|
TIME STEP = 1 ~~|
"""


def test_a_model_whose_xml_does_not_declare_its_prefixes_is_read() -> None:
    done = brought(UNDECLARED, "x.xmile")
    assert [(one.from_, one.to, one.polarity) for one in done.map.links.values()] == [("fares", "bus-riders", "negative")]
    assert "prefixes" in " ".join(str(one) for one in done.report.sentences())


@pytest.mark.parametrize(("text", "name"), [(LEGACY, "x.stmx"), (UNDRAWN, "x.mdl")])
def test_a_model_that_nobody_drew_gives_the_links_that_its_equations_name(text: str, name: str) -> None:
    done = brought(text, name)
    links = {(one.from_, one.to) for one in done.map.links.values()}
    assert links >= {("tea-warmth", "loss-of-heat"), ("room-mean", "loss-of-heat"), ("loss-of-heat", "tea-warmth")}
    assert "final-time" not in done.map.factors
    assert all(one.polarity == "unknown" for one in done.map.links.values() if one.to == "loss-of-heat")
    assert "from equations" in " ".join(str(one) for one in done.report.sentences())
