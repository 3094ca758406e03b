"""Templates: hints that are true examples, and no example that lands in real data."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.core.edit import Add, apply
from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.core.record import fields_of
from sysmap.formats.save import save
from sysmap.formats.starting import new_file
from sysmap.formats.templates import FOLDER_OF, Theme, template, themes, without_marks
from sysmap.formats.tidy import format_text
from sysmap.formats.workspace import Workspace

OWN = {"id", "title", "kind", "uses", "version", "rubric_version", "layers"}
"""What a new file may hold: what sysmap knows of it, and the columns of a theory."""


@pytest.fixture
def started(tmp_path: Path) -> Workspace:
    """One file of each kind, with all hints as content."""
    workspace = Workspace(tmp_path)
    for kind in FOLDER_OF:
        path = new_file(workspace, kind, f"my-{kind}", on="my-theory" if kind == "register" else None)
        path.write_text(without_marks(path.read_text(encoding="utf-8")), encoding="utf-8")
        workspace = Workspace(tmp_path)
    return workspace


@pytest.mark.parametrize("kind", list(FOLDER_OF))
def test_nothing_that_people_should_say_is_said_for_them(kind: str, tmp_path: Path) -> None:
    document = Workspace(tmp_path).read(new_file(Workspace(tmp_path), kind, "ours")).document
    assert document is not None
    assert {spec.name for spec in fields_of(type(document)) if getattr(document, spec.name) != spec.default} <= OWN


@pytest.mark.parametrize("kind", list(FOLDER_OF))
def test_the_hints_taken_at_their_word_pass_the_check_in_the_house_layout(kind: str, started: Workspace) -> None:
    from sysmap.checks.files import check_file

    path = started.find(f"my-{kind}")
    assert [f"{p.code} {p.message}" for p in check_file(started, path) if p.severity != "note"] == []
    text = path.read_text(encoding="utf-8")
    assert format_text(text, "x") == text
    assert "#" in text
    assert any(getattr(started.read(path).document, part, None) for part in (
        "factors", "items", "steps", "audiences", "cases", "sources", "indicators"))


def test_the_hints_stay_while_a_room_draws(tmp_path: Path) -> None:
    """`sysmap new map`, then a factor from the room: the file has it, and every hint."""
    workspace = Workspace(tmp_path)
    path = new_file(workspace, "map", "buses")
    before = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    reading = workspace.read(path)
    assert isinstance(reading.document, Map)
    save(reading, apply(reading.document, Add("factors", Factor(id="fares", label="Fares"))))
    text = path.read_text(encoding="utf-8")
    assert "fares: Fares" in text or "label: Fares" in text
    assert [line for line in text.splitlines() if line.startswith("#")] == before


def test_a_comma_in_a_limit_is_one_limit(tmp_path: Path) -> None:
    text = without_marks(template("map", "buses"))
    path = tmp_path / "buses.yaml"
    path.write_text(text, encoding="utf-8")
    assert Workspace(tmp_path).read(path).map.limits == ("The view of those in the room, on the day",)


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
def test_a_theme_is_a_frame_without_a_factor_that_somebody_else_thought_of(theme: Theme, tmp_path: Path) -> None:
    from sysmap.checks.files import check_file

    path = new_file(Workspace(tmp_path), theme.kind, "ours", title="Ours", theme=theme.name)
    document = Workspace(tmp_path).read(path).document
    assert isinstance(document, Map)
    assert (document.kind, document.title, bool(document.factors), bool(document.links)) == (theme.kind, "Ours", False, False)
    assert document.layers or document.colours
    blank = new_file(Workspace(tmp_path), theme.kind, "blank")
    missing = {problem.code for problem in check_file(Workspace(tmp_path), blank)}
    assert {problem.code for problem in check_file(Workspace(tmp_path), path)} <= missing, "nothing is wrong but what is missing in a blank one"
    text = path.read_text(encoding="utf-8")
    assert format_text(text, "x") == text


def test_a_theme_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no theme training for a map") as refused:
        new_file(Workspace(tmp_path), "map", "ours", theme="training")
    assert "waiting" in refused.value.problems[0].hint
