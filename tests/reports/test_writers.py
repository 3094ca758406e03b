"""A format is one file: found by its name, or added by another package."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from sysmap import reports
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.reports import formats, report, writers
from sysmap.reports.writers import Job, Output, Writer, writer_for

WRITER = Writer(lambda job: Output(f"{job.report.title}: {len(job.report.blocks)} blocks".encode()), styles=(".plain",))


def entry(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(writers, "entry_points", lambda group: [EntryPoint("txt", value, group)])


def test_another_package_adds_a_format(
        clinics: Workspace, clinics_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry(monkeypatch, "tests.reports.test_writers:WRITER")
    assert formats()[-1] == "txt"
    written = report(clinics_file, tmp_path / "r.txt", workspace=clinics)
    assert written.path.read_text().endswith("blocks")
    with pytest.raises(Refused, match=r"give a file ending in \.plain"):
        report(clinics_file, tmp_path / "r.txt", workspace=clinics, style=tmp_path / "look.docx")


@pytest.mark.parametrize("value", ["no.such.module:WRITER", "pathlib:Path"])
def test_a_package_that_gives_no_writer_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    entry(monkeypatch, value)
    with pytest.raises(Refused) as refused:
        writer_for("txt")
    assert refused.value.problems[0].code == "P01"


def test_a_format_whose_package_is_missing_says_which_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"html and \.md need none"):
        writer_for("docx")
    assert writer_for("md")


def test_sections_keep_their_notes_in_a_workbook_whatever_they_are_called() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    from sysmap.core.map import Map
    from sysmap.reports.blocks import Heading, Para, Report

    made = Report(title="T", subtitle="S", facts=(), footer="F", blocks=(
        Heading(1, "Crynodeb", noted=True), Para("kept"), Heading(2, "within"), Para("kept too"), Heading(1, "Summary"),
        Para("left out")))
    book = load_workbook(BytesIO(writer_for("xlsx").write(Job(made, Map(id="m", title="M"))).data))
    said = {cell for row in book["Notes"].iter_rows(values_only=True) for cell in row}
    assert {"Crynodeb", "kept", "kept too"} <= said
    assert not {"Summary", "left out"} & said


def test_the_old_name_of_the_formats_works_for_one_release() -> None:
    with pytest.warns(DeprecationWarning, match="formats"):
        assert set(reports.FORMATS) == set(formats())
