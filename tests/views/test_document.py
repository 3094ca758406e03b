"""The page document: its schema, its stored example, and what the repository's own maps give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.views.test_page import document_in
from tests.web.pages import EVIDENCE, OLDER, THEORY

from sysmap.core.evidence import Evidence
from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.views.document import page_document
from sysmap.views.document_schema import document_schema
from sysmap.views.file_page import page_of
from sysmap.views.layout import layout_of
from sysmap.views.page import page_content

ANEW = "write it anew: python -m sysmap.views.document_schema > docs/page-document.schema.json"


def example() -> dict[str, Any]:
    """A small document that has everything a document can have."""
    register = read_text(EVIDENCE).document
    assert isinstance(register, Evidence)
    return page_content(read_text(THEORY).map, before=read_text(OLDER).map, uses=[register])


def without_places(value: Any) -> Any:
    """The document with the keys of its layouts, but not the numbers."""
    if isinstance(value, dict):
        return {key: without_places(one) for key, one in value.items()}
    if isinstance(value, list):
        return "numbers" if value and all(isinstance(one, (int, float, list)) for one in value) else [
            without_places(one) for one in value]
    return "number" if isinstance(value, float | int) and not isinstance(value, bool) else value


def complaints(document: dict[str, Any]) -> list[str]:
    validator = jsonschema_rs.validator_for(document_schema())
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in validator.iter_errors(document)]


def test_the_published_schema_is_the_one_the_records_give(root: Path) -> None:
    stored = json.loads((root / "docs" / "page-document.schema.json").read_text(encoding="utf-8"))
    assert stored == document_schema(), ANEW


def test_the_stored_example_is_what_python_writes(root: Path) -> None:
    """The browser tests read this file, so a change of the document shows on both sides. Where exactly a box stands is the
    layout's business and has its own tests."""
    path = root / "tests" / "web" / "examples" / "page-document.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert without_places(stored) == without_places(example()), "python -m tests.views.test_document writes it anew"
    assert complaints(stored) == []


def test_the_example_keeps_to_the_schema() -> None:
    assert complaints(example()) == []


@pytest.mark.parametrize("level", ["internal", "public"])
def test_the_repositorys_documents_keep_to_the_schema(workspace: Workspace, level: Any) -> None:
    for path in workspace.maps():
        assert complaints(document_in(page_of(Project.open(path, workspace), level=level))) == [], path.name


def test_a_document_knows_the_names_behind_the_ids_it_mentions_and_no_others(workspace: Workspace) -> None:
    loaded = workspace.load(workspace.find("cqc-system-assessment-2025"))
    document = page_document(loaded.reading.map, layout_of(loaded.reading.map).to_json(), uses=loaded.used)
    assert document["names"]["sources"]["iff-2025"]["label"]
    assert set(document["names"]["sources"]) <= {"iff-2025", "cqc-2023", "cqc-2022", "nhs-confederation-2023",
                                                 "manchester-2020", "smithson-2018"}


if __name__ == "__main__":
    place = Path(__file__).resolve().parents[2] / "tests" / "web" / "examples" / "page-document.json"
    place.write_text(json.dumps(example(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
