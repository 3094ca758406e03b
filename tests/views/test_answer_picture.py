"""Pictures of answers: the evidence bar, groups on one layout, the parts of the map; the same everywhere, with the same in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from tests.analysis.made import drawn, told

import sysmap as sm
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.drawing import MapPanels, StepBars
from sysmap.questions.registry.finding import named
from sysmap.views.answer_data import answer_data, unlisted
from sysmap.views.answer_picture import drawing_svg, drawing_words

TWO_WAYS = drawn("a + b\n b + d\n a + c\n c - d")
GRADED = {"a->b": "strong", "b->d": "moderate", "a->c": "weak", "c->d": "untested"}
TABLES = told("""
sysmap: 1
kind: map
id: tables
title: Three tables
factors: {a: {label: Pay, seen_in: [t1, t2, t3]}, b: {label: Staff, seen_in: [t1, t2, t3]}, c: {label: Waits <&>, seen_in: [t1, t2]}}
links:
  - {from: a, to: b, polarity: positive, seen_in: [t1, t2, t3]}
  - {from: b, to: c, seen_in: [t1, t2], voices: [{at: t1, polarity: negative}, {at: t2, polarity: positive}]}
""")


def texts(answer: Answer) -> list[str]:
    drawing = answer.drawing
    assert drawing is not None
    root = ElementTree.fromstring(drawing_svg(drawing))  # noqa: S314 our own
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_bar_has_the_verdict_on_each_step_and_where_it_ends() -> None:
    answer = sm.ladder(TWO_WAYS, "a", "d", grades=GRADED)
    found = [(step.name, step.word, step.note) for step in answer.bar.steps]
    assert found == [
        ("everything drawn", "ambiguous", ""), ("weak or better", "positive", "− ends at “C” → “D”"),
        ("moderate or better", "positive", ""), ("strong evidence", "", "+ ends at “B” → “D”")]
    assert [text for text in texts(answer) if text in ("± ambiguous", "+ positive", "no path")] == [
        "± ambiguous", "+ positive", "+ positive", "no path"]
    assert drawing_words(answer.drawing) == (
        "“A” → “D”: ambiguous on everything drawn; positive on weak or better (− ends at “C” → “D”); positive on moderate or better; "
        "no path on strong evidence (+ ends at “B” → “D”).")


def test_each_table_and_the_disagreement_are_drawn_on_one_layout() -> None:
    answer = sm.groups(TABLES, at_least=3)
    assert isinstance(answer.drawing, MapPanels)
    panels = {panel.title: panel for panel in answer.drawing.panels}
    assert list(panels) == ["Table t1", "Table t2", "Table t3", "Said by at least 3 tables", "Where they disagree"]
    assert [panels[name].map.links["b->c"].polarity for name in ("Table t1", "Table t2")] == ["negative", "positive"]
    assert set(panels["Table t3"].map.links) == set(panels["Said by at least 3 tables"].map.links) == {"a->b"}
    assert panels["Where they disagree"].notes == {"b->c": "1 +, 1 −"}
    svg = drawing_svg(answer.drawing)
    boxes = re.findall(r'<title>Pay</title><rect x="([\d.]+)" y="([\d.]+)"', svg)
    assert len(boxes) == 5
    assert len(set(boxes)) == 1, "every factor is at the same place in each panel"
    assert "3 of 3" in texts(answer)
    assert "Waits <&>" in texts(answer)


@pytest.mark.parametrize("tables", [1, 2])
def test_fewer_than_three_tables_are_not_drawn(tables: int) -> None:
    few = told("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: A}, b: {label: B}}\n"
               f"links: [{{from: a, to: b, polarity: positive, seen_in: [{', '.join(f't{i}' for i in range(tables))}]}}]")
    assert sm.groups(few).drawing is None


def test_roles_are_never_drawn_one_by_one() -> None:
    roles = told("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: A}, b: {label: B}}\n"
                 "links: [{from: a, to: b, polarity: positive, raised_by: [nurse, cook, tenant]}]")
    answer = sm.groups(roles, by="role")
    assert answer.drawing is not None
    assert [panel.title for panel in answer.drawing.panels] == ["roles, 3 heard", "Said by at least 1 role", "They disagree about nothing"]


def test_the_parts_of_a_map_are_boxes_with_the_links_between_them_counted() -> None:
    answer = sm.communities(drawn("a + b\nb + c\nc + a\nx + y\ny + z\nz + x\na + x\nb - y"))
    assert isinstance(answer.drawing, MapPanels)
    assert answer.drawing.panels[0].notes == {"around-a->around-x": "2"}
    assert sm.communities(drawn("a + b\nb + c\nc + a")).drawing is None


def test_of_very_many_links_between_parts_the_heaviest_are_drawn_and_the_picture_says_so() -> None:
    rings = [f"{a}{i} + {a}{j}" for a in "abcdefghij" for i in range(4) for j in range(4) if i != j]
    across = [f"{a}0 + {b}0" for a in "abcdefghij" for b in "abcdefghij" if a != b]
    answer = sm.communities(drawn("\n".join([*rings, *across, "a1 + b1"])))
    assert isinstance(answer.drawing, MapPanels)
    panel = answer.drawing.panels[0]
    assert len(answer.found) == 10
    assert len(answer.collapsed.links) == 90
    assert len(panel.map.links) == 60
    assert set(panel.notes.values()) == {"1", "2"}
    assert panel.title == "One box a part; numbers count links of the map; the 60 that stand for most of 90 are drawn"


def test_an_answer_about_the_whole_map_does_not_list_the_map_again_in_a_page() -> None:
    map_ = drawn("a + b\nb + c\nc + a\nx + y\ny + z\nz + x\na + x")
    whole = answer_data(named("communities"), (), sm.communities(map_))
    assert len(whole["factors"]) == 6
    assert len(whole["links"]) == 7
    short = unlisted(map_, whole)
    assert short["everything"]
    assert not short["factors"]
    assert not short["links"]
    assert short["parts"] == whole["parts"]
    part = answer_data(named("upstream"), ["a"], sm.upstream(map_, "a"))
    assert unlisted(map_, part) == part


def test_browsers_get_the_picture_as_data() -> None:
    question = named("ladder")
    found = answer_data(question, ["a", "d"], sm.ladder(TWO_WAYS, "a", "d", grades=GRADED))
    assert found["picture"]["tag"] == "svg"
    assert found["picture"]["attributes"]["role"] == "img"
    assert "picture" not in answer_data(named("influence"), ["a", "d"], sm.influence(TWO_WAYS, "a", "d"))


def test_a_notebook_shows_the_bar_with_its_words() -> None:
    from sysmap.notebook.show import html_of

    answer = sm.ladder(TWO_WAYS, "a", "d", grades=GRADED)
    assert isinstance(answer.drawing, StepBars)
    html = html_of(answer, picture="figure")
    assert 'alt="How far the evidence carries. “A” → “D”: ambiguous on everything drawn' in html
    assert "data:image/svg+xml" not in html_of(answer, picture="none")
