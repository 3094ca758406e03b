"""The build of a theory of change: whether activities lead to impact, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look
from sysmap.checks.rule import Finding, rule
from sysmap.core.elements import Link

__all__ = ["backwards", "essentials", "impact_reached", "outcome_reached", "skips_layers"]

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
            hint = (f"Put a factor into the layer “{layers[0].label}”." if layers else
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
