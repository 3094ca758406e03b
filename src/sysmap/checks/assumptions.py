"""Assumptions: whether they sit where the theory could break, and whether anybody watches them."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, rule
from sysmap.core.elements import Link
from sysmap.core.sentences import count_text

__all__ = ["assumption_used", "assumption_watched", "assumptions_spread", "beyond_control"]

_MAYNE = "Mayne 2015, Useful theory of change models"

_REPORT = """
    layers:
      - {id: activity, label: Activities, stage: activity, sphere: control}
      - {id: outcome, label: Outcomes, stage: outcome, sphere: indirect-influence}
    factors:
      report: {label: Assessment report, layer: activity}
      change: {label: Better local services, layer: outcome}
"""


@rule(
    "W04", "Link beyond the programme's control with nothing that must hold", "warning", about=("theory",),
    why="Where others have to act, the effect depends on something, and what is not said cannot be tested.",
    source=_MAYNE,
    broken=_REPORT + """
    links:
      - {from: report, to: change, polarity: positive}
    """,
    passing=_REPORT + """
    links:
      - {from: report, to: change, polarity: positive, assumptions: [acted-on]}
    assumptions:
      acted-on: {label: Those assessed act on the findings}
    """,
)
def beyond_control(look: Look) -> Iterator[Finding]:
    """Links into a layer of influence or context whose link and target name no assumption and no condition."""
    rests: dict[str, bool] = {}
    for link in look.links:
        layer = look.layer_of(link.to)
        if layer is None or layer.sphere in (None, "control") or link.assumptions or link.conditions:
            continue
        if link.to not in rests:
            targets = [look.map.factors[end] for end in look.ends(link.to) if end in look.live]
            rests[link.to] = bool(targets) and all(target.assumptions or target.conditions for target in targets)
        if not rests[link.to]:
            yield ("links", link.id), f"Nothing is said about what must hold for {look.arrow(link)}.", (
                "Others have to act here: name the assumption (`assumptions:`) or the condition it depends on.")


@rule(
    "W05", "Critical assumption that nobody watches", "warning", about=ALL, reads_evidence=True,
    why="A theory that falls with an assumption nobody watches falls unnoticed.",
    source=_MAYNE,
    broken=_REPORT + """
    links:
      - {from: report, to: change, assumptions: [acted-on]}
    assumptions:
      acted-on: {label: Those assessed act on the findings, kind: behaviour, critical: true}
    """,
    passing=_REPORT + """
    links:
      - {from: report, to: change, assumptions: [acted-on]}
    assumptions:
      acted-on:
        label: Those assessed act on the findings
        kind: behaviour
        critical: true
        monitored_by: [Follow-up call after six months]
    """,
)
def assumption_watched(look: Look) -> Iterator[Finding]:
    """Assumptions that are critical, or about behaviour, with no monitoring, no word on how they stand and no evidence."""
    for assumption in look.map.assumptions.values():
        critical = assumption.critical or (assumption.kind == "behaviour" and assumption.critical is None)
        seen = any(item.kind == "observed" for item, _ in look.said.get(assumption.id, ()))
        if critical and not assumption.monitored_by and assumption.status in (None, "untested") and not seen:
            what = "The theory falls with" if assumption.critical else "People have to act for"
            yield ("assumptions", assumption.id), (
                f"{what} the assumption {shown(assumption.label)}, and nothing says how it stands or is watched."), (
                "Say how it is watched (`monitored_by:`) or how it stands (`status:`).")


@rule(
    "W06", "Assumption that hangs on nothing", "warning", about=ALL,
    why="An assumption in a box at the bottom of the picture tells nobody which step it could break.",
    source=_MAYNE,
    broken=_REPORT + """
    links:
      - {from: report, to: change}
    assumptions:
      acted-on: {label: Those assessed act on the findings}
    """,
    passing=_REPORT + """
    links:
      - {from: report, to: change, assumptions: [acted-on]}
    assumptions:
      acted-on: {label: Those assessed act on the findings}
    """,
)
def assumption_used(look: Look) -> Iterator[Finding]:
    """Assumptions on no link and no factor, which support none that is (constraints that explain one among them)."""
    used = {id_ for link in look.map.links.values() for id_ in link.assumptions}
    used.update(id_ for factor in look.map.factors.values() for id_ in factor.assumptions)
    below: dict[str, list[str]] = {}
    for assumption in look.map.assumptions.values():
        for id_ in assumption.supports:
            below.setdefault(id_, []).append(assumption.id)
    queue = list(used)
    while queue:
        for id_ in below.get(queue.pop(), ()):
            if id_ not in used:
                used.add(id_)
                queue.append(id_)
    for assumption in look.map.assumptions.values():
        if assumption.id not in used:
            yield ("assumptions", assumption.id), f"No link rests on the assumption {shown(assumption.label)}.", (
                f"Name it on the link it could break: `assumptions: [{assumption.id}]`.")


@rule(
    "I03", "Few links rest on a stated assumption", "note", about=("theory",),
    why="A theory in which most steps rest on nothing has not yet said where it could fail.",
    source=_MAYNE,
    broken=_REPORT + """
      trust: {label: Greater trust, layer: outcome}
    links:
      - {from: report, to: change, assumptions: [acted-on]}
      - {from: report, to: trust}
      - {from: trust, to: change}
    assumptions:
      acted-on: {label: Those assessed act on the findings}
    """,
    passing=_REPORT + """
    links:
      - {from: report, to: change, assumptions: [acted-on]}
    assumptions:
      acted-on: {label: Those assessed act on the findings}
    """,
)
def assumptions_spread(look: Look) -> Iterator[Finding]:
    """How many links rest on no, one or several assumptions, where more than half rest on none."""
    numbers = [_number(look, link) for link in look.links]
    none = numbers.count(0)
    if none * 2 > len(numbers):
        one = numbers.count(1)
        yield ("links",), (
            f"Of {count_text(len(numbers), 'link')}, {none:,} rest on no stated assumption, {one:,} on one and "
            f"{len(numbers) - none - one:,} on several."), (
            "Go through the links and ask of each what would make it fail.")


def _number(look: Look, link: Link) -> int:
    target = look.map.factors.get(link.to)
    return len({*link.assumptions, *(target.assumptions if target is not None else ())})

