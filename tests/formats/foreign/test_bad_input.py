"""What nobody should hand over and everybody does: a sentence, bounded time, nothing written."""

from __future__ import annotations

import functools
import io
import json
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.formats.foreign.helping import brought, told
from tests.formats.foreign.test_samples import FOLDER, SAMPLES

from sysmap.cli import cli
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.foreign.content import Content, open_content
from sysmap.formats.foreign.drafting import draft_of
from sysmap.formats.foreign.lz import packed
from sysmap.formats.foreign.making import Imported
from sysmap.formats.foreign.porting import import_contents
from sysmap.formats.foreign.registry import Format, Recognised, format_named, formats, recognise
from sysmap.formats.foreign.rows import RowTable, workbook

WRITTEN = [one for one in formats() if one.write is not None]
MOST_SECONDS = 60
"""Of processor time, for anything in this file: far above what it takes, far below forever."""


@functools.cache
def ring(size: int, links: int | None = None) -> Map:
    """A map of factors in a ring and links across it."""
    factors = {f"f{i}": Factor(id=f"f{i}", label=f"Factor {i}") for i in range(size)}
    joined = {}
    for number in range(links or size):
        a, b = f"f{number % size}", f"f{(number * 7 + 1 + number // size) % size}"
        if a != b and f"{a}->{b}" not in joined:
            joined[f"{a}->{b}"] = Link(id=f"{a}->{b}", from_=a, to=b, polarity=("positive", "negative", "unknown")[number % 3])
    return Map(id="ring", title="Ring", factors=factors, links=joined)


def written(format_: Format, map_: Map) -> bytes:
    assert format_.write is not None
    return format_.write(draft_of(map_, format_.name))


def outcome(format_: Format, data: bytes, name: str = "x.bin") -> Imported | Refused:
    """What becomes of bytes that are said to be a format: a map or a refusal, never another exception, never for ever."""
    before = time.process_time()
    try:
        return import_contents([Recognised(Content(name, data), format_, format_.label)])
    except Refused as refused:
        for problem in refused.problems:
            assert problem.message.endswith((".", "…", "”.")), problem
            assert problem.hint
        return refused
    finally:
        assert time.process_time() - before < MOST_SECONDS


@pytest.mark.parametrize("format_", WRITTEN, ids=lambda one: one.name)
def test_a_file_that_breaks_off_is_refused_or_read_up_to_there(format_: Format) -> None:
    data = written(format_, ring(30))
    for share in (0.02, 0.2, 0.5, 0.9, 0.99):
        outcome(format_, data[:max(1, int(len(data) * share))])
    flipped = bytearray(data)
    for at in range(0, len(flipped), 37):
        flipped[at] ^= 0x15
    outcome(format_, bytes(flipped))


@pytest.mark.parametrize("format_", WRITTEN, ids=lambda one: one.name)
def test_nothing_and_noise_are_refused(format_: Format, tmp_path: Path) -> None:
    for noise in (b"\x00\x01\x02\xff" * 50, b"\xff\xfe", b"{", b"<", b"[", b"\n\n\n", b"PK\x03\x04" + b"\x00" * 40, "ᯡ".encode()):
        outcome(format_, noise)
    empty = tmp_path / f"empty{format_.endings[0]}"
    empty.write_bytes(b"\xef\xbb\xbf \n")
    with pytest.raises(Refused, match="F07"):
        open_content(empty)


@pytest.mark.parametrize("format_", [one for one in WRITTEN if one.name != "text"], ids=lambda one: one.name)
def test_the_right_ending_does_not_make_a_file_of_something_else(format_: Format) -> None:
    with pytest.raises(Refused, match=r"F7[125]"):
        recognise(Content(f"letter{format_.endings[0]}", b"Dear all, please find attached the minutes. Kind regards"))


@pytest.mark.parametrize("format_", WRITTEN, ids=lambda one: one.name)
def test_fifty_thousand_links_are_read_and_colliding_ids_told_apart(format_: Format) -> None:
    size = 400 if format_.name in ("mmp", "drawio") else 600
    made = outcome(format_, written(format_, ring(size, 50_000)))
    assert isinstance(made, Imported)
    assert len(made.map.factors) == size
    assert len(made.map.links) > 40_000 or format_.name in ("vensim", "xmile", "qdc")  # a codebook has no links
    same = Map(id="m", title="M", factors={f"x{i}": Factor(id=f"x{i}", label=label) for i, label in enumerate(
        ("Trust!", "trust", "TRUST?", "Трест", "…", "???"))}, links={"x0->x1": Link(id="x0->x1", from_="x0", to="x1")})
    collided = outcome(format_, written(format_, same))
    assert isinstance(collided, Imported)
    assert len(set(collided.map.factors)) == len(collided.map.factors)
    if format_.name not in ("table", "causal-map", "text", "kumu-sheet"):
        assert len(collided.map.factors) == 6


TEXT_FORMATS = [name for name in SAMPLES if not SAMPLES[name][0].endswith(".xlsx")]


@pytest.mark.parametrize("format_", TEXT_FORMATS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_other_encodings_are_read_alike(format_: str, encoding: str) -> None:
    text = (FOLDER / SAMPLES[format_][0]).read_text(encoding="utf-8")
    plain = import_contents([recognise(Content("x", text.encode()))])
    recoded = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').replace('encoding="utf-8"', f'encoding="{encoding}"')
    again = import_contents([recognise(Content("x", recoded.encode(encoding, "xmlcharrefreplace")))])
    assert again.map.factors == plain.map.factors
    assert again.map.links == plain.map.links


@pytest.mark.parametrize("head", ["graphml", "gexf", "mxfile", "xmile", "mentalmodeler"])
def test_entities_open_no_file_and_fill_no_memory(head: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    reading = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><{head}><graph><node id="&x;"/></graph></{head}>'
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><{head}><graph><node id="&l11;"/></graph></{head}>'
    for text in (reading, bomb):
        with pytest.raises(Refused, match="F74"):
            brought(text, f"x.{head}", as_={"mxfile": "drawio", "mentalmodeler": "mmp"}.get(head, head))


def bomb(size: int, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed_:
        packed_.writestr("xl/workbook.xml", b"<workbook/>")
        packed_.writestr(name, b" " * size)
    return out.getvalue()


@pytest.mark.parametrize("data", [bomb(300_000_000, "xl/worksheets/sheet1.xml"), packed('{"nodes":[' + " " * 70_000_000)[:].encode()],
                         ids=["zip", "packed text"])
def test_an_archive_that_unpacks_to_far_more_is_stopped(data: bytes) -> None:
    assert len(data) < 2_000_000
    with pytest.raises(Refused, match=r"F7[23]"):
        import_contents([recognise(Content("x.xlsx", data))])


@pytest.mark.parametrize(("name", "data"), [
    ("json", b"[" * 200_000 + b"]" * 200_000), ("json", b'{"a":' * 100_000), ("kumu", b'{"elements":' + b"[" * 100_000),
    ("graphml", b"<graphml>" + b"<graph><node>" * 50_000), ("mmp", b"<mentalmodeler>" + b"<a>" * 50_000),
    ("gml", b"graph [" + b"a [" * 50_000), ("dot", b"digraph {" + b"subgraph {" * 50_000), ("dagitty", b"dag {" + b"{" * 50_000),
    ("mermaid", b"graph LR\n" + b"a((" * 50_000), ("text", b"A -> " * 50_000), ("table", b"From,To\n" + b"a," * 50_000),
], ids=lambda value: value if isinstance(value, str) else "deep")
def test_what_is_nested_too_deep_ends_in_a_sentence(name: str, data: bytes) -> None:
    outcome(format_named(name), data)


@pytest.mark.parametrize(("name", "piece"), [
    ("json", b'{"nodes":[' + b"1," * 5_000_000), ("graphml", b"<graphml><graph>" + b"<node/>" * 3_500_000),
    ("table", b"From,To\n" + b"a,b\n" * 4_000_000), ("gml", b"graph [ " + b"node [ id 1 ] " * 500_000),
], ids=lambda value: value if isinstance(value, str) else "many")
def test_ten_million_elements_are_stopped_before_they_fill_the_memory(name: str, piece: bytes) -> None:
    found = outcome(format_named(name), piece)
    assert isinstance(found, Refused)


CIRCLES = {
    "graphml": None,
    "gexf": b'<gexf><graph><nodes><node id="a" label="A" pid="b"/><node id="b" label="B" pid="a"/><node id="c" label="C" pid="a"/>'
            b"</nodes></graph></gexf>",
    "gml": b'graph [ node [ id 1 label "A" gid 2 isGroup 1 ] node [ id 2 label "B" gid 1 isGroup 1 ] node [ id 3 label "C" gid 1 ] ]',
    "drawio": b'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/><mxCell id="a" value="A" vertex="1" parent="b"/>'
              b'<mxCell id="b" value="B" vertex="1" parent="a"/><mxCell id="c" value="C" vertex="1" parent="a"/></root></mxGraphModel>',
}


@pytest.mark.parametrize("name", [name for name, data in CIRCLES.items() if data])
def test_containers_that_lie_in_each_other_are_put_side_by_side(name: str) -> None:
    data = CIRCLES[name]
    assert data is not None
    made = outcome(format_named(name), data)
    assert isinstance(made, Imported)
    assert [one.label for one in made.map.factors.values()] == ["C"]
    assert "by way of others" in told(made, "container")
    again = outcome(format_named(name), written(format_named(name), made.map))
    assert isinstance(again, Imported)


@pytest.mark.parametrize(("name", "text"), [
    ("table", "source,target,weight\na,b,nan\nb,c,inf\nc,a,1e999\n"),
    ("json", '{"nodes":[{"id":"a"},{"id":"b"},{"id":"c"}],"links":[{"source":"a","target":"b","weight":NaN},'
             '{"source":"b","target":"c","weight":Infinity},{"source":"c","target":"a","weight":1e999}]}'),
    ("gml", "graph [ directed 1 node [ id 1 ] node [ id 2 ] node [ id 3 ] edge [ source 1 target 2 weight \"nan\" ] "
            "edge [ source 2 target 3 weight \"inf\" ] edge [ source 3 target 1 weight 1e999 ] ]"),
    ("pajek", "*Vertices 3\n1 a\n2 b\n3 c\n*Arcs\n1 2 nan\n2 3 inf\n3 1 1e999\n"),
    ("loopy", '[[[1,NaN,1,0,"a",0],[2,1,Infinity,0,"b",0],[3,1,1,0,"c",0]],[[1,2,0,NaN],[2,3,0,1e999],[3,1,0,null]],[],4]'),
])
def test_numbers_that_are_none_are_no_sign_and_no_place(name: str, text: str) -> None:
    made = outcome(format_named(name), text.encode())
    assert isinstance(made, Imported)
    assert {link.polarity for link in made.map.links.values()} == {"unknown"}
    assert all(one.position is None or one.label == "c" for one in made.map.factors.values())


def test_formulas_in_cells_stay_text(tmp_path: Path) -> None:
    rows = [["From", "To", "Sign"], ["=HYPERLINK(\"x\")", "@cmd", "+"], ["+1", "-1", "-"]]
    made = brought(workbook([RowTable("links", rows)]), "x.xlsx")
    assert [one.label for one in made.map.factors.values()] == ['=HYPERLINK("x")', "@cmd", "+1", "-1"]
    for name in ("xlsx", "kumu-sheet", "causal-map"):
        with zipfile.ZipFile(io.BytesIO(written(format_named(name), made.map))) as packed_:
            assert all(b"<f>" not in packed_.read(member) for member in packed_.namelist() if "worksheets" in member)
    assert not any(line.startswith(("=", "@")) or ",=" in line for line in written(format_named("table"), made.map).decode().splitlines())


@pytest.mark.parametrize("words", [["import", "bad.graphml"], ["import", "good.csv", "bad.graphml"]])
def test_a_bad_file_leaves_nothing_written(words: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.graphml").write_text("<graphml><graph><node id='a'>")
    (tmp_path / "good.csv").write_text("From,To\na,b\n")
    done = CliRunner().invoke(cli, list(words))
    assert isinstance(done.exception, Refused)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.graphml", "good.csv"]


def test_a_label_that_no_yaml_could_hold_is_cleaned() -> None:
    label = "a\x00b\x1f\u2028c\ud800\ufeff : # - {x}"
    made = brought(json.dumps({"nodes": [{"id": "n\x07", "label": label, "odd\x00": ["\x01", {"deep": "\x7f"}]}], "links": []}), "x.json")
    from sysmap.formats.read import read_bytes
    from sysmap.formats.tidy import text_of

    read = read_bytes(text_of(made.map, "map").encode())
    assert read.problems == []
    assert read.document == made.map
