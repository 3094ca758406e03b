"""The shape of a theory of change: whether activities lead to impact, step by step, in a picture one can read."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.core.checks.look import Look, plural
from sysmap.core.checks.rule import Finding, rule
from sysmap.core.elements import Factor, Link
from sysmap.core.graph import Graph, strong_components, trophic_levels
from sysmap.core.map import LAYER_PREFIX

__all__ = ["MOST_FACTORS", "MOST_INPUTS", "backwards", "crowded", "essentials", "impact_reached", "long_chain",
           "not_layered", "outcome_reached", "skips_layers"]

MOST_FACTORS = 25
MOST_INPUTS = 8
_MOST_INCOHERENT = 0.3
_MOST_STEPS = 6
_MOST_SOLVED = 1_000

_TINY = """
    rationale: Carers are not heard.
    layers:
      - {id: activity, label: Activities, stage: activity}
      - {id: outcome, label: Outcomes, stage: outcome}
      - {id: impact, label: Impact, stage: impact}
    factors:
      visits: {label: Home visits, layer: activity}
      trust: {label: Greater trust in services, layer: outcome}
      health: {label: Better health of carers, layer: impact}
"""


@rule(
    "E02", "A theory needs a reason, an activity and an impact", "error", about=("theory",),
    why="Without what is wrong, what is done and what it is for there is no change to have a theory of.",
    source="HM Treasury 2020, Magenta Book; Mayne 2015",
    broken="""
        layers:
          - {id: outcome, label: Outcomes, stage: outcome}
        factors:
          trust: {label: Greater trust in services, layer: outcome}
    """,
    passing=_TINY,
)
def essentials(look: Look) -> Iterator[Finding]:
    """No rationale or aim, no activity, no impact."""
    if not (look.map.rationale or look.map.aim):
        yield ("rationale",), "The theory does not say why the programme exists or what it wants to change.", (
            "Add `rationale:` or `aim:`, a sentence or two.")
    for stage, example in (("activity", "what the programme does"), ("impact", "what it is all for")):
        if not look.stages.get(stage):
            layers = [layer for layer in look.map.layers.values() if layer.stage == stage]
            article = "an" if stage[0] in "aeiou" else "a"
            hint = (f"Put a factor into {look.name('layer:' + layers[0].id)}." if layers else
                    f"Say which layer holds {example}: `stage: {stage}`.")
            yield ("factors",), f"No factor of the theory is {article} {stage}.", hint


@rule(
    "E03", "Outcome that no activity leads to", "error", about=("theory",),
    why="An outcome that nothing the programme does can reach is a hope, not part of its theory.",
    source="Mayne 2015, Useful theory of change models",
    broken=_TINY + """
    links:
      - {from: trust, to: health, polarity: positive}
    """,
    passing=_TINY + """
    links:
      - {from: visits, to: trust, polarity: positive}
      - {from: trust, to: health, polarity: positive}
    """,
)
def outcome_reached(look: Look) -> Iterator[Finding]:
    """Outcomes that cannot be reached from any activity."""
    yield from _unreached(look, "outcome")


@rule(
    "E04", "Impact without a way to it, or activity without a way on", "error", about=("theory",),
    why="What does not lead from an activity to an impact claims effort or credit that the theory does not explain.",
    source="Mayne 2015, Useful theory of change models",
    broken=_TINY + """
    links:
      - {from: trust, to: health, polarity: positive}
    """,
    passing=_TINY + """
    links:
      - {from: visits, to: trust, polarity: positive}
      - {from: trust, to: health, polarity: positive}
    """,
)
def impact_reached(look: Look) -> Iterator[Finding]:
    """Impacts that cannot be reached from any activity; activities and outputs from which no outcome can."""
    yield from _unreached(look, "impact")
    ends = look.staged("outcome", "impact")
    if not ends:
        return
    leading = look.reach((f.id for f in ends), "up")
    for factor in look.staged("activity", "output"):
        if factor.id not in leading:
            yield ("factors", factor.id), f"{look.name(factor.id)} leads to no outcome.", (
                "Add the link to the outcome it serves, or ask whether it belongs to this theory.")


def _unreached(look: Look, stage: str) -> Iterator[Finding]:
    activities = look.staged("activity")
    if not activities:
        return
    reached = look.reach(f.id for f in activities)
    for factor in look.staged(stage):
        if factor.id not in reached:
            yield ("factors", factor.id), f"No activity leads to the {stage} {look.name(factor.id)}.", (
                "Add the links by which the programme brings it about, or mark it as context.")


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
    "W01", "Link that skips two layers or more (missing middle)", "warning", about=("theory",),
    why="A leap over the middle hides the steps at which theories of change most often fail.",
    source="Mayne 2015 on outputs and impact without the steps between",
    broken=_FOUR + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: use}
      - {from: use, to: health}
      - {from: visits, to: health}
    """,
    passing=_FOUR + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: use}
      - {from: use, to: health}
    """,
)
def skips_layers(look: Look) -> Iterator[Finding]:
    """Links over at least two layers of the chain: layers that some link leaves in the direction of the impact."""
    steps = [(link, *_places(look, link)) for link in look.links]
    chain = {start for _, start, end in steps if start is not None and end is not None and start < end}
    labels = {place: look.map.layers[id_].label for id_, place in look.order.items()}
    for link, start, end in steps:
        if start is None or end is None:
            continue
        skipped = [place for place in range(start + 1, end) if place in chain]
        if len(skipped) >= 2:
            between = " and ".join(f"“{labels[place]}”" for place in skipped[:3])
            yield ("links", link.id), f"The link {look.arrow(link)} leaps over {between}.", (
                "Say what happens in between, or why the effect is immediate.")


@rule(
    "W02", "Link that runs backwards", "warning", about=("theory",),
    why="A link against the order of layers is either drawn the wrong way round or a feedback that deserves its name.",
    source="Funnell and Rogers 2011 on feedback in programme theory",
    broken=_FOUR + """
    links:
      - {from: use, to: trust, polarity: positive}
    """,
    passing=_FOUR + """
    links:
      - {from: use, to: trust, polarity: positive, kind: feedback}
    """,
)
def backwards(look: Look) -> Iterator[Finding]:
    """Links to an earlier layer that are not marked as feedback."""
    for link in look.links:
        start, end = _places(look, link)
        if start is not None and end is not None and end < start and link.kind != "feedback":
            yield ("links", link.id), f"The link {look.arrow(link)} runs back to an earlier layer.", (
                "If it is meant, mark it `kind: feedback`; if not, turn it round or move a factor.")


def _places(look: Look, link: Link) -> tuple[int | None, int | None]:
    layers = look.layer_of(link.from_), look.layer_of(link.to)
    start, end = (look.order.get(layer.id) if layer is not None else None for layer in layers)
    return start, end


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
        number = len(causes.get(factor.id, ())) + len(causes.get(f"{LAYER_PREFIX}{factor.layer}", ()))
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
    passing=_TINY + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: health}
    """,
)
def long_chain(look: Look) -> Iterator[Finding]:
    """The longest chain from an activity to an impact, where it has more than 6 links; a loop counts as one place."""
    chain = _longest_chain(look)
    if len(chain) - 1 > _MOST_STEPS:
        ways = f"{look.name(chain[0].id)} → … → {look.name(chain[-1].id)}"
        yield ("factors", chain[-1].id), f"The longest chain has {plural(len(chain) - 1, 'link')}: {ways}.", (
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
