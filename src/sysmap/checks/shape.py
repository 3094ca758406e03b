"""The picture as a whole: how much is in it, whether it runs one way, how long its chains are."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.analysis.components import strong_components
from sysmap.analysis.trophic import trophic_levels
from sysmap.checks.context import Look
from sysmap.checks.rule import Finding, rule
from sysmap.core.elements import Factor
from sysmap.core.graph import Graph
from sysmap.core.map import group_end
from sysmap.core.sentences import count_text

__all__ = ["MOST_FACTORS", "MOST_INPUTS", "crowded", "long_chain", "not_layered"]

MOST_FACTORS = 25
MOST_INPUTS = 8
_MOST_INCOHERENT = 0.3
_MOST_STEPS = 6
_MOST_SOLVED = 1_000

_FOUR = """
    layers:
      - {id: activity, label: Activities, stage: activity}
      - {id: early, label: Early outcomes, stage: outcome}
      - {id: late, label: Late outcomes, stage: outcome}
      - {id: impact, label: Impact, stage: impact}
    factors:
      visits: {label: Home visits, layer: activity}
      trust: {label: Greater trust in services, layer: early}
      use: {label: Earlier use of services, layer: late}
      health: {label: Better health of carers, layer: impact}
"""


@rule(
    "W23", "Too much in one picture", "warning", about=("theory", "map"),
    why="A picture of more than some 25 factors, or a factor with more than 8 causes, is no longer read but believed.",
    source="Barbrook-Johnson and Penn 2022 on maps too large to use; the limits are a house rule",
    broken="""
        factors: {a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, goal: The goal}
        links:
          - {from: a, to: goal}
          - {from: b, to: goal}
          - {from: c, to: goal}
          - {from: d, to: goal}
          - {from: e, to: goal}
          - {from: f, to: goal}
          - {from: g, to: goal}
          - {from: h, to: goal}
          - {from: i, to: goal}
    """,
    passing="""
        factors:
          a: {label: A}
          goal: {label: The goal}
        links:
          - {from: a, to: goal}
    """,
)
def crowded(look: Look) -> Iterator[Finding]:
    """A theory of more than 25 factors; factors with more than 8 incoming links (a group link counts as one)."""
    if look.map.kind == "theory" and len(look.factors) > MOST_FACTORS:
        yield ("factors",), f"The theory has {len(look.factors):,} factors, more than {MOST_FACTORS} in one picture.", (
            "Save views of its parts (`views:`), or nest a part as a theory of its own.")
    causes: dict[str, set[str]] = {}
    for link in look.links:
        causes.setdefault(link.to, set()).add(link.from_)
    for factor in look.factors:
        number = len(causes.get(factor.id, ())) + len(causes.get(group_end(factor.layer or ""), ()))
        if number > MOST_INPUTS:
            yield ("factors", factor.id), f"{look.name(factor.id)} has {number:,} causes.", (
                "Ask whether some of them act through each other, or whether it is several factors in one.")


@rule(
    "W24", "The theory does not run one way", "warning", about=("theory",),
    why="Where many links leap, stand still or run back, columns suggest an order that the links do not have.",
    source="MacKay, Johnson and Sansom 2020, How directed is a directed network? (incoherence F0 above 0.3)",
    broken=_FOUR + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: use}
      - {from: use, to: health}
      - {from: health, to: visits}
    """,
    passing=_FOUR + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: use}
      - {from: use, to: health}
      - {from: health, to: visits, kind: feedback}
    """,
)
def not_layered(look: Look) -> Iterator[Finding]:
    """Trophic incoherence over 0.3, not counting links marked as feedback; asked up to 1,000 factors."""
    if len(look.factors) > _MOST_SOLVED:
        return
    graph = look.graph
    arcs = tuple(arc for arc in graph.arcs if arc.link.kind != "feedback")
    _, incoherence = trophic_levels(Graph(graph.factors, arcs, graph.out, graph.into), tolerance=1e-4)
    if incoherence > _MOST_INCOHERENT:
        yield ("links",), (
            f"The links do not run one way from layer to layer (incoherence {incoherence:.2f}; 0 is a clean cascade, "
            "1 no direction at all)."), (
            "Look at the links that leap or run back (W01, W02); mark those meant as feedback.")


@rule(
    "I02", "Long way from activity to impact", "note", about=("theory",),
    why="Each further step is a further chance to fail, and evidence has to be found for every one.",
    source="Mayne 2015; the limit of 6 links is a house rule",
    broken="""
        layers:
          - {id: activity, label: Activities, stage: activity}
          - {id: outcome, label: Outcomes, stage: outcome}
          - {id: impact, label: Impact, stage: impact}
        factors:
          start: {label: Visits, layer: activity}
          a: {label: A, layer: outcome}
          b: {label: B, layer: outcome}
          c: {label: C, layer: outcome}
          d: {label: D, layer: outcome}
          e: {label: E, layer: outcome}
          f: {label: F, layer: outcome}
          end: {label: Better health, layer: impact}
        links:
          - {from: start, to: a}
          - {from: a, to: b}
          - {from: b, to: c}
          - {from: c, to: d}
          - {from: d, to: e}
          - {from: e, to: f}
          - {from: f, to: end}
    """,
    passing=_FOUR + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: use}
      - {from: use, to: health}
    """,
)
def long_chain(look: Look) -> Iterator[Finding]:
    """The longest chain from an activity to an impact, where it has more than 6 links; a loop counts as one place."""
    chain = _longest_chain(look)
    if len(chain) - 1 > _MOST_STEPS:
        ways = f"{look.name(chain[0].id)} → … → {look.name(chain[-1].id)}"
        yield ("factors", chain[-1].id), f"The longest chain has {count_text(len(chain) - 1, 'link')}: {ways}.", (
            "Ask whether each step is needed, and which of them are the risky ones.")


def _longest_chain(look: Look) -> list[Factor]:
    """A longest chain of factors, one from each group of factors that influence each other, from activity to impact."""
    graph = look.graph
    groups = strong_components(graph)
    group_of = {id_: i for i, group in enumerate(groups) for id_ in group}
    impacts = {f.id for f in look.staged("impact")}
    length: list[int | None] = []
    step: list[tuple[str, str] | None] = []
    for i, group in enumerate(groups):  # effects come first
        best: int | None = 0 if any(id_ in impacts for id_ in group) else None
        taken = None
        for id_ in group:
            for arc in graph.out[id_]:
                onward = length[group_of[arc.to]] if group_of[arc.to] != i else None
                if onward is not None and (best is None or onward + 1 > best):
                    best, taken = onward + 1, (id_, arc.to)
        length.append(best)
        step.append(taken)
    starts = [(far, f.id) for f in look.staged("activity") if (far := length[group_of[f.id]]) is not None]
    if not starts:
        return []
    here = max(starts, key=lambda pair: pair[0])[1]
    chain = [here]
    while (taken := step[group_of[here]]) is not None:
        here = taken[1]
        chain.append(here)
    return [look.map.factors[id_] for id_ in chain]
