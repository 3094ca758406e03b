"""At `public` no id stands in any report of any map of the repository, and a map with mechanisms and no evidence has a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sysmap.core.record import fields_of
from sysmap.project import Project
from sysmap.reports import report
from sysmap.reports.templates import TEMPLATES

MAPS = [*sorted(Path("toc").glob("*.yaml")), *sorted(Path("maps").glob("*.yaml")),
        *(Path("docs/examples") / name for name in ("shared-lifts-2025.yaml", "warm-homes.yaml", "winter-beds.yaml")),
        *sorted(Path("docs/examples/school-meals/toc").glob("*.yaml"))]


def parts(record: Any) -> Iterator[tuple[str, Any]]:
    """Ids with their elements, and texts of people with None in the place of an id."""
    for spec in fields_of(type(record)):
        value = getattr(record, spec.name)
        if spec.shape.kind == "collection":
            for id_, one in value.items():
                yield id_, one
                yield from parts(one)
        elif spec.shape.kind == "records":
            for one in value:
                yield from parts(one)
        elif spec.shape.kind == "record" and value is not None:
            yield from parts(value)
        elif not spec.ref and spec.name != "id":
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str):
                    yield text, None


def ids_and_texts(project: Project) -> tuple[set[str], str]:
    ids, said = {project.map.id}, []
    for document in (project.map, *project.documents, *project.registers):
        ids.add(document.id)
        for word, one in parts(document):
            (said.append(word) if one is None else ids.add(word))  # type: ignore[func-returns-value]
    return ids, " ".join(said)


def standing_in(text: str, ids: set[str], words: str) -> list[str]:
    """Ids that can be told from plain words, that nobody wrote in a text, and that stand in this one."""
    apart = {id_ for id_ in ids if re.search(r"[-_>:\d]", id_) and len(id_) > 3}
    tokens = set(re.findall(r"[\w>:-]+", text)) & apart
    return sorted(id_ for id_ in tokens if not re.search(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", words, re.IGNORECASE))


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_no_id_stands_in_a_report_for_everybody(path: Path, template: str, tmp_path: Path) -> None:
    ids, words = ids_and_texts(Project.open(path))
    made = report(str(path), tmp_path / "out.md", template=template, level="public")
    text = made.path.read_text(encoding="utf-8")
    assert len(text) > 200
    assert standing_in(text, ids, words) == []


def test_the_check_finds_ids_where_they_stand(tmp_path: Path) -> None:
    path = Path("docs/examples/warm-homes.yaml")
    ids, words = ids_and_texts(Project.open(path))
    made = report(str(path), tmp_path / "out.md", template="change-log", level="internal")
    assert standing_in(made.path.read_text(encoding="utf-8"), ids, words) == ["warm-homes"]


def test_a_workbook_for_everybody_has_no_columns_of_ids(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = Path("docs/examples/school-meals/toc/school-meals-2025.yaml")
    ids, words = ids_and_texts(Project.open(path))
    made = report(str(path), tmp_path / "out.xlsx", template="evaluation", level="public")
    cells = [str(cell) for sheet in load_workbook(made.path) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert standing_in(" ".join(cells), ids, words) == []


def test_a_map_with_mechanisms_and_no_evidence_has_an_evaluation_report(tmp_path: Path) -> None:
    made = report("docs/examples/warm-homes.yaml", tmp_path / "out.md", template="evaluation")
    assert "Impact mechanisms" in made.path.read_text(encoding="utf-8")
