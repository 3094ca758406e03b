"""A small theory that holds everything nasty, in a workspace of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.formats.workspace import Workspace

THEORY = """
sysmap: 1
kind: theory
id: clinics
title: Clinics open late
version: {name: "2", supersedes: clinics-1, status: draft}
rationale: People who work cannot come by day.
limits: [Drawn by three people]
layers:
  - {id: act, label: Activities, stage: activity}
  - {id: out, label: Outcomes, stage: outcome}
  - {id: far, label: Impacts, stage: impact}
factors:
  open-late: {label: Clinics open in the evening, layer: act}
  visits: {label: People visit a clinic, layer: out, whose: [ICS], status: observed}
  trust: {label: "ثقة الناس في العيادات 🩺", layer: out, status: anticipated}
  formula: {label: "=1+1", layer: out, definition: "+SUM(A1:A9)"}
  long: {label: "%s", layer: out}
  health: {label: People are healthier, layer: far, likelihood: 1}
  hush: {label: Secret clinic, layer: act, internal: true}
links:
  - {from: open-late, to: visits, polarity: positive, basis: stated, why: "<b>evenings</b> | pipes & ampersands"}
  - {from: visits, to: health, polarity: positive, basis: inferred}
  - {from: hush, to: visits, polarity: positive}
assumptions:
  staff: {label: Staff can work in the evening, critical: true}
claims:
  helped: {label: Opening late helped people to come, covers: [visits, staff]}
notes:
  - {text: Secret note about the funder, internal: true}
changes:
  - {id: C1, kind: add, element: visits, reason: Two clinics counted visits}
""" % ("long words " * 46)

EVIDENCE = """
sysmap: 1
kind: evidence
id: visits-2025
title: What clinics counted
uses: [../clinics.yaml]
items:
  more-visits:
    statement: "@Visits in the evening rose in one clinic."
    kind: observed
    audience: [ICS]
    said_of: one clinic
    informant: Nurse of the north clinic
    quote: Unpermitted words of a nurse
    bears_on: {element: visits, direction: supports, strength: moderate}
  fewer-visits:
    statement: One clinic saw no change.
    kind: observed
    audience: [LA]
    bears_on: {element: visits, direction: contradicts, strength: weak}
  secret-item:
    statement: Secret statement of an insider.
    kind: observed
    internal: true
    bears_on: {element: visits, direction: supports, strength: strong}
"""


@pytest.fixture(scope="session")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with one theory and one register of evidence."""
    root = tmp_path_factory.mktemp("clinics")
    (root / "toc" / "evidence").mkdir(parents=True)
    (root / "toc" / "clinics.yaml").write_text(THEORY, encoding="utf-8")
    (root / "toc" / "evidence" / "visits.yaml").write_text(EVIDENCE, encoding="utf-8")
    return Workspace(root)


@pytest.fixture
def clinics_file(clinics: Workspace) -> Path:
    return clinics.root / "toc" / "clinics.yaml"
