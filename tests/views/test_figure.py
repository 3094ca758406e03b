"""Figures without a browser, and saved views as parts of a map."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.core.elements import View
from sysmap.core.problem import Refused
from sysmap.formats.read import read_text
from sysmap.views.figure import figure
from sysmap.views.saved import saved_view, shown_by

MAP = read_text("""
sysmap: 1
kind: map
id: home-care
title: Home care
factors:
  pay: {label: Pay, theme: money}
  staff: {label: Number of care workers}
  waiting: {label: Waiting time}
  trust: {label: Trust <script>alert(1)</script>}
links:
  - {from: pay, to: staff, polarity: positive}
  - {from: staff, to: waiting, polarity: negative}
  - {from: waiting, to: trust, polarity: negative}
  - {from: trust, to: pay, polarity: unknown}
views:
  - {id: causes, label: What makes people wait, query: {upstream: waiting, steps: 1}}
  - {id: way, label: From pay to trust, query: {paths: [pay, trust]}}
  - {id: loop, label: Loops, query: {loops: true}}
  - {id: money, label: Money, filter: {theme: money}}
  - {id: minus, label: Less, filter: {polarity: [negative]}}
  - {id: both, label: Both, query: {downstream: [pay, waiting], steps: 1, combine: union}}
""").map


@pytest.mark.parametrize(("view", "factors", "links"), [
    ("causes", {"staff", "waiting"}, {"staff->waiting"}),
    ("way", {"pay", "staff", "waiting", "trust"}, {"pay->staff", "staff->waiting", "waiting->trust"}),
    ("loop", {"pay", "staff", "waiting", "trust"}, {"pay->staff", "staff->waiting", "waiting->trust", "trust->pay"}),
    ("money", {"pay"}, set()),
    ("minus", {"pay", "staff", "waiting", "trust"}, {"staff->waiting", "waiting->trust"}),
    ("both", {"pay", "staff", "waiting", "trust"}, {"pay->staff", "waiting->trust"}),
])
def test_a_saved_view_is_a_part_of_the_map(view: str, factors: set[str], links: set[str]) -> None:
    part = shown_by(MAP, saved_view(MAP, view))
    assert set(part.factors) == factors
    assert set(part.links) == links


def test_places_of_a_view_count_for_it_alone() -> None:
    part = shown_by(MAP, View(id="v", label="V", positions={"pay": {"x": 10, "y": 20}}))
    assert part.factors["pay"].position is not None
    assert MAP.factors["pay"].position is None


def test_an_unknown_view_is_answered_with_the_nearest() -> None:
    with pytest.raises(Refused, match="Did you mean causes"):
        saved_view(MAP, "cuases")


def test_the_three_formats_begin_as_they_should_and_hold_no_markup_from_labels() -> None:
    svg = figure(MAP, "svg", aspect=16 / 9)
    assert svg.startswith(b"<svg")
    assert b"<script" not in svg
    assert b"&lt;script" in svg
    assert figure(MAP, "png").startswith(b"\x89PNG")
    assert figure(MAP, "pdf").startswith(b"%PDF")
    assert figure(MAP, "svg") == figure(MAP, "svg")


def test_another_format_is_refused() -> None:
    with pytest.raises(Refused, match="Did you mean svg"):
        figure(MAP, "svgz")


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    import subprocess
    import sys

    out = tmp_path / "map.svg"
    done = subprocess.run(
        [sys.executable, "-m", "sysmap", "figure", "bsol-ics-2024", "-o", str(out)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "28 factors" in " ".join(done.stdout.split())
    assert out.read_text().startswith("<svg")
