"""The example workspaces are complete, and unpacking one never touches what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.checks.files import check_file
from sysmap.core.problem import Refused
from sysmap.formats.examples import Example, examples, unpack
from sysmap.formats.workspace import Workspace


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_an_example_unpacks_into_a_workspace_without_faults(example: Example, tmp_path: Path) -> None:
    written = unpack(example.name, tmp_path / "new")
    assert {path.relative_to(tmp_path / "new").as_posix() for path in written} == set(example.files)
    assert example.title != example.name
    workspace = Workspace(tmp_path / "new")
    found = [problem for path in workspace.files() for problem in check_file(workspace, path)]
    assert [str(problem) for problem in found if problem.severity != "note" and problem.waived is None] == []
    assert workspace.maps()


def test_the_first_example_holds_the_repositorys_own_data(root: Path, tmp_path: Path) -> None:
    unpack("cqc", tmp_path)
    for folder in ("toc", "maps", "models"):
        ours = {path.relative_to(root): path.read_bytes() for path in (root / folder).rglob("*.yaml")}
        theirs = {path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / folder).rglob("*.yaml")}
        assert ours == theirs


def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match=r"something in .* already; nothing was written"):
        unpack("cqc", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_name_that_is_not_known_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no example cqcc.*Did you mean cqc"):
        unpack("cqcc", tmp_path / "x")
