"""The talk: a dozen slides at most that tell a story, with shapes that can be edited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt

from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.reports import report


@pytest.fixture(scope="module")
def deck(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("slides") / "r.pptx"
    return Presentation(str(report("cqc-system-assessment-2025", path, workspace=workspace).path))


def test_a_talk_is_eight_to_twelve_slides_none_of_them_empty_each_with_a_title_and_notes(deck: Any) -> None:
    assert 8 <= len(deck.slides) <= 12
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for slide in deck.slides:
        assert slide.notes_slide.notes_text_frame.text.strip()
        assert len(slide.shapes) >= 3, slide.shapes.title.text_frame.text


def test_titles_are_messages(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[1] == "7 outcomes: 3 “Achieved”, 3 “Partially achieved” and 1 “Not achieved”"
    assert "People scored 6 of 7 outcomes; the rule differs on 1" in titles


def test_connectors_stay_attached_and_carry_signs_and_a_legend(deck: Any) -> None:
    slides = [slide for slide in deck.slides if any(shape.shape_type == 9 for shape in slide.shapes)]
    assert slides
    for slide in slides:
        ids = {shape.shape_id for shape in slide.shapes}
        lines = [shape for shape in slide.shapes if shape.shape_type == 9]
        for line in lines:
            held = line._element.nvCxnSpPr.cNvCxnSpPr
            assert {int(held.stCxn.get("id")), int(held.endCxn.get("id"))} <= ids
        signs = [shape for shape in slide.shapes if shape.name == "Sign +"]
        positive = sum("Positive" in line.name for line in lines)
        assert positive <= len(signs) <= positive + 1
        assert any(shape.has_text_frame and shape.text_frame.text.startswith("Positive") for shape in slide.shapes)


def test_everything_lies_on_its_slide(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0, shape.name
            assert shape.left + shape.width <= deck.slide_width + Pt(1), shape.name
            assert shape.top + shape.height <= deck.slide_height + Pt(1), (slide.shapes.title.text_frame.text, shape.name)


def test_the_chart_of_the_evidence_is_one_that_can_be_edited(deck: Any) -> None:
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    assert [series.name for series in chart.plots[0].series][:2] == ["For", "Against"]
    assert "A framework to understand performance and future priorities" in list(chart.plots[0].categories)


def test_a_house_template_gives_its_size_layouts_and_theme(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    house = Presentation()
    house.slide_width, house.slide_height = Pt(720), Pt(540)
    house.slides.add_slide(house.slide_layouts[1]).shapes.title.text_frame.text = "Old slide"
    house.save(str(tmp_path / "house.pptx"))
    path = report(clinics_file, tmp_path / "r.pptx", workspace=clinics, template=str(tmp_path / "house.pptx")).path
    made = Presentation(str(path))
    assert made.slide_width == Pt(720)
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert titles[0] == "Clinics open late"
    assert "Old slide" not in titles
    assert made.slides[0].slide_layout.name == "Title Slide"
    assert {slide.slide_layout.name for slide in list(made.slides)[1:]} == {"Title Only"}
    names = {run.font.name for slide in made.slides for shape in slide.shapes if shape.has_text_frame
             for paragraph in shape.text_frame.paragraphs for run in paragraph.runs}
    assert names == {None}
    (tmp_path / "not.pptx").write_text("no package")
    with pytest.raises(Refused, match="not a PowerPoint file"):
        report(clinics_file, tmp_path / "s.pptx", workspace=clinics, style=tmp_path / "not.pptx")
