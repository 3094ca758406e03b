"""What an analyst types first."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sysmap as sm

BUSES = """
sysmap: 1
kind: map
id: buses
title: Buses
factors:
  fares: {label: Fares, theme: money}
  riders: {label: Riders, whose: []}
  income: {label: Income, theme: money}
links:
  - {from: fares, to: riders, polarity: negative, why: people walk instead}
  - {from: riders, to: income, polarity: positive}
"""


def test_import_is_light() -> None:
    code = "import sysmap, sys; print(*sorted(m for m in sys.modules))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "numpy", "networkx", "yaml", "click", "IPython", "docx", "jinja2"} & set(modules)


def test_public_names_are_all_there_typed_and_documented(root: Path) -> None:
    stub = (root / "src/sysmap/__init__.pyi").read_text()
    manual = (root / "docs/api.md").read_text() + (root / "docs/asking.md").read_text()
    assert set(re.findall(r" as (\w+)$", stub, re.M)) == set(sm.PUBLIC)
    for name in sm.PUBLIC:
        assert getattr(sm, name).__doc__, name
        assert f"`{name}" in manual, name


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match=r"public are: .*upstream"):
        sm.upsteam  # noqa: B018


def test_frames_have_a_row_each() -> None:
    buses = sm.read(BUSES)
    assert list(buses.factors.index) == ["fares", "riders", "income"]
    assert buses.links.loc["fares->riders", "why"] == "people walk instead"
    assert buses.links.loc["fares->riders", "to_label"] == "Riders"
    assert list(buses.evidence.columns)[:2] == ["item", "statement"]
    assert buses.evidence.empty
    assert buses.frame("links").equals(buses.links)


def test_questions_take_labels_and_keep_their_documentation() -> None:
    buses = sm.read(BUSES)
    assert list(buses.upstream("Income").factors) == ["riders", "fares"]
    assert "influences a factor" in buses.upstream.__doc__
    assert buses.paths("fares", "income").found[0].factors == ("fares", "riders", "income")


def test_a_wrong_name_is_refused_with_the_nearest_and_without_traceback() -> None:
    with pytest.raises(sm.Refused) as refused:
        sm.read(BUSES).upstream("Incom")
    assert "Income" in str(refused.value)
    assert refused.value._render_traceback_() == [f"Refused: {refused.value.problems[0]}"]
    with pytest.raises(sm.Refused, match="factors"):
        sm.read(BUSES).frame("factor")


def test_the_repository_s_theory_comes_with_its_evidence(root: Path) -> None:
    theory = sm.load(root / "toc/cqc-system-assessment-2025.yaml", sm.workspace(root))
    assert len(theory.registers) >= 8
    assert {"supports", "contradicts"} <= set(theory.evidence["direction"])
    assert theory.cases.groupby("case")["people"].sum()["dorset-ics"] == 17
    assert theory.survey.loc[theory.survey["figure"] == "ir-useful", "percent"].item() == 92


def test_save_keeps_comments(tmp_path: Path) -> None:
    from sysmap.core.edit import Set, apply

    file = tmp_path / "maps" / "buses.yaml"
    file.parent.mkdir()
    file.write_text(BUSES.replace("factors:", "# the boxes\nfactors:"))
    buses = sm.load(file)
    saved = buses.with_map(apply(buses.map, Set("factors", "fares", "label", "Ticket prices"))).save()
    assert saved.map.factors["fares"].label == "Ticket prices"
    assert "# the boxes" in file.read_text()
    assert buses.save(tmp_path / "maps" / "copy.yaml").map == buses.map


def test_from_frames_reports_every_fault_with_its_row() -> None:
    factors = pd.DataFrame({"label": ["Fares", "Riders"], "importance": [2, 9]})
    links = pd.DataFrame({"from": ["Fares"], "to": ["Rider"], "polarity": ["-"], "polarty": ["red"]})
    with pytest.raises(sm.Refused) as refused:
        sm.from_frames(factors, links, id="buses", title="Buses")
    said = str(refused.value)
    assert "factors, row 3" in said
    assert "links, row 2: There is no factor “Rider”" in said
    assert "no column “polarty”" in said


def test_from_frames_and_back() -> None:
    buses = sm.read(BUSES)
    again = sm.from_frames(buses.factors.reset_index(names="id")[["id", "label", "theme"]],
                           buses.links[["from", "to", "polarity", "why"]].reset_index(drop=True), id="buses", title="Buses")
    assert again.map == buses.map


def test_scores_stories_and_changes_explain_and_show_themselves(root: Path) -> None:
    theory = sm.load(root / "toc/cqc-system-assessment-2025.yaml", sm.workspace(root))
    scores = theory.score()
    assert "published scores come out the same" in scores.explain()
    assert {"proposed", "published", "stands", "margin"} <= set(scores.to_frame().columns)
    assert "<iframe" not in scores._repr_html_()
    changes = theory.diff()
    assert len(changes.rows()) == 7
    assert changes.explain().endswith("explains 7.")
    assert "<iframe" in changes._repr_html_()
    story = theory.story("leads-to-improvement")
    assert "What happened" in {row["part"] for row in story.rows()}
    assert theory.mechanism_table().loc["guided", "tier"] == "most-impact"
    assert not theory.gaps().empty
    with pytest.raises(sm.Refused, match="leads-to-improvement"):
        theory.story("leads-to-improvements")


def test_a_map_without_an_older_version_cannot_be_compared_by_itself() -> None:
    with pytest.raises(sm.Refused, match="Say with what to compare"):
        sm.read(BUSES).diff()
    assert sm.read(BUSES).diff(sm.read(BUSES)).rows() == []
