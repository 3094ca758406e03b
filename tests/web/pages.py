"""Maps that the browser tests open, in the words of their authors."""

__all__ = ["CARE", "EVIDENCE", "OLDER", "THEORY"]

CARE = """\
sysmap: 1
kind: map
id: care
title: Care at home
version: {name: "2025-03"}
factors:
  budget: {label: Budget of the council, theme: money, control: influence, importance: 2}
  staff: {label: Staff in home care, theme: people, control: us, importance: 3}
  visits: {label: Visits a week, theme: people, focal: true}
  falls: {label: Falls at home, theme: health, status: observed, importance: 1}
  trust: {label: Trust in carers, theme: people, status: anticipated}
  wards: {label: "=Beds taken on wards", theme: health}
links:
  - {from: budget, to: staff, polarity: positive, strength: strong, basis: stated}
  - {from: staff, to: visits, polarity: positive, strength: medium, basis: stated}
  - {from: visits, to: falls, polarity: negative, strength: weak, basis: inferred}
  - {from: visits, to: trust, polarity: positive, delay: long}
  - {from: trust, to: staff, polarity: positive}
  - {from: falls, to: wards, polarity: positive}
  - {from: wards, to: budget, polarity: negative}
  - {from: budget, to: visits, polarity: unknown}
loops:
  pride: {label: Pride in the work, factors: [staff, visits, trust]}
views:
  - id: beds
    label: What fills the wards
    caption: Read from the wards backwards.
    query: {upstream: wards, steps: 2}
  - id: health
    label: Health only
    filter: {theme: [health]}
    style: {others: hide, size: importance}
  - id: placed
    label: Trust apart
    query: {factor: trust}
    positions: {trust: {x: -400, y: -300}}
"""

THEORY = """\
sysmap: 1
kind: theory
id: reports
title: How a report helps
version: {name: new}
uses: []
layers:
  - {id: activity, label: Activities, stage: activity}
  - {id: outcome, label: Outcomes, stage: outcome}
factors:
  report: {label: Assessment report, layer: activity}
  advice: {label: Advice on good practice, layer: activity}
  better: {label: Better local care, layer: outcome, score: {label: Achieved, reason: Three places said so}}
links:
  - {from: report, to: better, polarity: positive, mechanisms: [guided]}
  - {from: advice, to: better, polarity: mixed}
changes:
  - {id: c1, kind: add, element: advice, reason: People asked for it}
"""

OLDER = """\
sysmap: 1
kind: theory
id: reports-old
title: How a report helps
version: {name: old}
layers:
  - {id: activity, label: Activities, stage: activity}
  - {id: outcome, label: Outcomes, stage: outcome}
factors:
  report: {label: Report, layer: activity}
  rating: {label: Overall rating, layer: activity}
  better: {label: Better local care, layer: outcome}
links:
  - {from: report, to: better, polarity: positive}
  - {from: rating, to: better, polarity: positive}
"""

EVIDENCE = """\
sysmap: 1
kind: evidence
id: seen
title: What was seen
items:
  plan:
    statement: A plan was made after the report.
    kind: observed
    audience: [LA]
    round: [pilot]
    bears_on: [{element: better, direction: supports, strength: strong}, {element: report->better, direction: supports}]
    cite: {source: iff-2025, at: "ch. 10", line: 1100}
  doubt:
    statement: The plan was there before.
    kind: observed
    bears_on: [{element: better, direction: alternative, strength: moderate}]
    cite: {source: iff-2025, at: "ch. 10", line: 1101}
  against:
    statement: Nothing happened in one place.
    kind: observed
    bears_on: [{element: better, direction: contradicts, strength: weak}]
    cite: {source: iff-2025, at: "ch. 10", line: 1102}
"""
