"""What a page says of a score to readers outside the team: the rubric by its title, no single case."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.project import Project
from sysmap.views.file_page import answers_on

THEORIES = (Path("toc/cqc-system-assessment-2025.yaml"), Path("docs/examples/school-meals/toc/school-meals-2025.yaml"))


@pytest.mark.parametrize("path", THEORIES, ids=lambda path: path.stem)
def test_a_page_for_everybody_names_the_rubric_and_no_case(path: Path) -> None:
    project = Project.open(path)
    team, everybody = answers_on(project)["scores"], answers_on(project.at_level("public"))["scores"]
    sentences = [said for one in everybody["outcomes"] for said in one["standing"]["sentences"]]
    assert any(f"Proposed by {team['rubric']}" in said for one in team["outcomes"] for said in one["standing"]["sentences"])
    assert not any(team["rubric"] in said for said in sentences)
    assert not any("Without the case" in said or ("cases" in said and "Without" in said) for said in sentences)
    assert everybody["rubric"].startswith("“")
