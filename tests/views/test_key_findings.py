"""What a page opens with: sentences from scores, changes and gaps, or the author's own."""

from pathlib import Path

import pytest

from sysmap.project import Project
from sysmap.views.file_page import answers_on
from sysmap.views.key_findings import opening_of

ROOT = Path(__file__).parents[2]
MAPS = [*sorted((ROOT / "toc").glob("*.yaml")), *sorted((ROOT / "maps").glob("*.yaml")),
        *sorted((ROOT / "docs/examples/school-meals/toc").glob("*.yaml"))]
BUSES = """\
sysmap: 1
kind: map
id: buses
title: Buses
factors:
  lanes: {label: Bus lanes}
  riders: {label: Riders}
  fares: {label: Fares}
links:
  - {from: lanes, to: riders, polarity: positive, basis: stated}
  - {from: lanes, to: fares, polarity: negative, basis: inferred}
  - {from: riders, to: lanes, polarity: positive, basis: stated}
"""
OWN = """\
sysmap: 1
kind: report
id: buses-report
title: Buses in short
about: buses
text:
  summary-found: Bus lanes fill buses.
"""


def opened(folder: Path, **files: str) -> dict[str, str]:
    """The opening of the map called buses in a folder with these files, by what is written before each part."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return {part["lead"]: part["text"] for part in opening_of(Project.open(folder / "buses.yaml"))}


def test_a_map_opens_with_what_influences_most_and_its_loops(tmp_path: Path) -> None:
    assert opened(tmp_path, buses=BUSES) == {
        "What was found": "This systems map holds 3 factors and 3 links. “Bus lanes” influences the most others (2). "
                          "1 feedback loop of at most 6 links: a reinforcing one.",
        "How sure it is": "1 of 3 links is inferred by the modeller; the source states the others.",
    }


def test_the_authors_own_words_win_part_by_part(tmp_path: Path) -> None:
    parts = opened(tmp_path, buses=BUSES, report=OWN)
    assert parts["What was found"] == "Bus lanes fill buses."
    assert "inferred" in parts["How sure it is"]


def test_the_authors_whole_summary_stands_alone(tmp_path: Path) -> None:
    assert opened(tmp_path, buses=BUSES, report=OWN.replace("summary-found", "summary")) == {"": "Bus lanes fill buses."}


def test_a_theory_opens_with_its_scores_what_they_rest_on_changes_and_gaps() -> None:
    parts = {part["lead"]: part["text"] for part in opening_of(Project.open(ROOT / "toc" / "cqc-system-assessment-2025.yaml"))}
    assert parts["What was found"] == ("7 outcomes are scored (6 by people, the others by the rule alone): "
                                       "3 “Achieved”, 3 “Partially achieved” and 1 “Not achieved”.")
    assert parts["How sure it is"] == "One case more or fewer would change the proposed score of 5 of 7 outcomes."
    assert "7 changes" in parts["What changed"]
    assert parts["What is not known"].startswith("Nothing on record bears on 32 of 48 links.")


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_map_of_the_repository_opens_with_two_to_six_sentences_at_every_level(path: Path) -> None:
    project = Project.open(path)
    for level in ("internal", "public"):
        parts = answers_on(project.at_level(level))["opening"]
        sentences = sum(part["text"].count(". ") + 1 for part in parts)
        assert 2 <= sentences <= 6, parts
        assert all(part["text"].strip() for part in parts)
