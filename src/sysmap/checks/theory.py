"""What a theory of change has to say of its parts: why, whose, through what, what else, what if not."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import Finding, rule
from sysmap.core.library import Mechanism
from sysmap.core.map import group_end
from sysmap.core.sentences import list_text, share_text

__all__ = ["decoration", "indicators", "mechanisms_apply", "outcome_whose", "reason_between_outcomes", "rivals_named",
           "through_others", "unintended_considered"]

_MAYNE = "Mayne 2015, Useful theory of change models"

_CHAIN = """
    layers:
      - {id: activity, label: Activities, stage: activity, sphere: control}
      - {id: early, label: Early outcomes, stage: outcome, sphere: direct-influence}
      - {id: late, label: Late outcomes, stage: outcome, sphere: indirect-influence}
    factors:
      visits: {label: Home visits, layer: activity}
      trust: {label: Greater trust in services, layer: early, whose: [carers]}
      use: {label: Earlier use of services, layer: late, whose: [carers]}
"""


@rule(
    "W03", "Link between outcomes with no reason", "warning", about=("theory",),
    why="Between outcomes the programme no longer acts itself; only the reason tells a theory from a row of wishes.",
    source=_MAYNE,
    broken=_CHAIN + """
    links:
      - {from: trust, to: use, polarity: positive}
    """,
    passing=_CHAIN + """
    links:
      - {from: trust, to: use, polarity: positive, why: Those who trust a service call it sooner}
    """,
)
def reason_between_outcomes(look: Look) -> Iterator[Finding]:
    """Links from an outcome to an outcome or impact with neither `why` nor a mechanism."""
    for link in look.links:
        if not (link.why or link.mechanisms) and look.stage_of(link.from_) == "outcome" and (
                look.stage_of(link.to) in ("outcome", "impact")):
            yield ("links", link.id), f"Why should {look.arrow(link)} hold?", (
                "Say it in a sentence (`why:`), or name the mechanism (`mechanisms:`).")


@rule(
    "W07", "Outcome without whose it is", "warning", about=("theory",),
    why="A change happens in somebody; without saying whom, nobody knows where to look for it.",
    source="Mayne 2015 on reach groups",
    broken="""
        layers: [{id: early, label: Early outcomes, stage: outcome}]
        factors:
          trust: {label: Greater trust in services, layer: early}
    """,
    passing="""
        layers: [{id: early, label: Early outcomes, stage: outcome}]
        factors:
          trust: {label: Greater trust in services, layer: early, whose: [carers]}
    """,
)
def outcome_whose(look: Look) -> Iterator[Finding]:
    """Outcomes (not impacts) with no `whose`."""
    for factor in look.staged("outcome"):
        if not factor.whose:
            yield ("factors", factor.id), f"Whose outcome is {look.name(factor.id)}?", (
                "Name those in whom it shows: `whose: [...]`.")


@rule(
    "W18", "Outcome called direct that others bring about", "warning", about=("theory",),
    why="Counting as direct what depends on somebody else's behaviour overstates what the programme can answer for.",
    source=_MAYNE + " (spheres of control, direct and indirect influence)",
    broken=_CHAIN + """
    links:
      - {from: visits, to: trust, assumptions: [speak-openly]}
      - {from: trust, to: use}
    assumptions:
      speak-openly: {label: Carers speak openly, kind: behaviour}
    """,
    passing=_CHAIN + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: use, assumptions: [speak-openly]}
    assumptions:
      speak-openly: {label: Carers speak openly, kind: behaviour}
    """,
)
def through_others(look: Look) -> Iterator[Finding]:
    """Outcomes of direct influence that every way from an activity reaches only through a step in others' hands.

    Such a step is a link that rests on an assumption of kind `behaviour`, or a factor of a layer of indirect influence
    or context.
    """
    starts = [f.id for f in look.staged("activity")]
    direct = [f for f in look.staged("outcome")
              if (layer := look.layer_of(f.id)) is not None and layer.sphere == "direct-influence"]
    if not starts or not direct:
        return
    behaviour = {a.id for a in look.map.assumptions.values() if a.kind == "behaviour"}
    far = {f.id for f in look.factors
           if (layer := look.layer_of(f.id)) is not None and layer.sphere in ("indirect-influence", "context")}
    own = [link for link in look.links if behaviour.isdisjoint(link.assumptions)]
    anyhow, by_itself = look.reach(starts), look.reach(starts, links=own, avoid=far)
    for factor in direct:
        if factor.id in anyhow and factor.id not in by_itself:
            yield ("factors", factor.id), (
                f"{look.name(factor.id)} stands in the sphere of direct influence, but every way to it goes through "
                "what others do."), "Move it to a layer of indirect influence, or add the way that needs nobody else."


_CATALOGUE = """
    sysmap: 1
    kind: mechanisms
    id: mechanisms
    title: Impact mechanisms
    mechanisms:
      directive: {label: Directive, settings: [provider]}
      guided: {label: Guided, settings: [system], replaces: [directive]}
"""


@rule(
    "W19", "Mechanism that is not known, or not for this setting", "warning", about=("theory", "map", "process"),
    why="The same mechanism works differently, or not at all, on a provider and on a whole system.",
    source="Smithson et al. 2018",
    with_files=(_CATALOGUE,),
    broken="setting: system\n" + """
factors:
  report: {label: Assessment report}
  change: {label: Better local services}
links:
  - {from: report, to: change, mechanisms: [directive]}
""".lstrip(),
    passing="setting: system\n" + """
factors:
  report: {label: Assessment report}
  change: {label: Better local services}
links:
  - {from: report, to: change, mechanisms: [guided]}
""".lstrip(),
)
def mechanisms_apply(look: Look) -> Iterator[Finding]:
    """Mechanisms of factors and links that no catalogue holds, or that do not apply in the map's setting."""
    known = look.uses.collection("mechanisms")
    unheld: dict[str, tuple[str, ...]] = {}
    for kind, elements in (("factors", look.map.factors), ("links", look.map.links)):
        for element in elements.values():
            for name in element.mechanisms:
                at = (kind, element.id, "mechanisms")
                if known is None:
                    unheld.setdefault(name, at)
                elif name not in known:
                    yield at, f"There is no mechanism {shown(name)}.", _mechanism_meant(look, name)
                elif (hint := _elsewhere(look, known[name])) is not None:
                    where = f"{look.map.setting}s" if look.map.setting else "this map"
                    yield at, f"The mechanism {shown(known[name].label)} does not apply to {where}.", hint
    if unheld:
        names = list_text([shown(name) for name in unheld], 4)
        first = next(iter(unheld.values()))
        yield first, f"The map names mechanisms ({names}), but no file at hand holds mechanisms.", (
            "Add the catalogue under `uses:`, e.g. models/impact-mechanisms.yaml.")


def _mechanism_meant(look: Look, name: str) -> str:
    for mechanism in look.uses.mechanisms.values():
        if name.casefold() in (text.casefold() for text in (mechanism.label, *mechanism.aliases)):
            return f"Did you mean {mechanism.id}?"
    return look.meant(name, "mechanisms", look.uses.mechanisms)


def _elsewhere(look: Look, mechanism: Mechanism) -> str | None:
    """The way out where a mechanism does not apply in the map's setting; `None` where it does."""
    setting = look.map.setting
    role = mechanism.roles.get(setting) if setting is not None else None
    out = role is not None and role.tier == "not-applicable"
    if setting is None or not (out or (mechanism.settings and setting not in mechanism.settings)):
        return None
    instead = [m.id for m in look.uses.mechanisms.values() if mechanism.id in m.replaces and setting in m.settings]
    if instead:
        return f"There {list_text(instead)} takes its place."
    return "Take it off, or check the `setting:` of the map."


@rule(
    "W21", "No other explanation anywhere", "warning", about=("theory",),
    why="Contribution is judged against what else could explain the outcome; a theory without rivals cannot be tested.",
    source="Mayne 2012, Contribution analysis: coming of age?",
    broken=_CHAIN,
    passing=_CHAIN + """
    rivals:
      planned: {label: Carers were to be visited anyway, about: [trust]}
    """,
)
def rivals_named(look: Look) -> Iterator[Finding]:
    """No rival explanation, no factor of context and no risk in the whole theory."""
    if look.factors and not look.map.rivals and not look.staged("context", "risk"):
        yield ("rivals",), "The theory names no influence from outside and no other explanation of its outcomes.", (
            "Ask what else could bring the outcomes about: `rivals:`, or factors with `role: context`.")


@rule(
    "W22", "No unintended outcome considered", "warning", about=("theory",),
    why="What a programme does beside its purpose, good or bad, is part of what it does.",
    source="HM Treasury 2020, Magenta Book: Handling complexity in policy evaluation",
    broken=_CHAIN,
    passing=_CHAIN + """
      waiting: {label: Longer waits for other families, layer: late, intended: false, whose: [families]}
    """,
)
def unintended_considered(look: Look) -> Iterator[Finding]:
    """No factor is marked as not intended."""
    if look.factors and not any(f.intended is False for f in look.factors):
        yield ("factors",), "The theory names no outcome that is not intended.", (
            "Ask who could lose, or work around it; add such outcomes with `intended: false`.")


@rule(
    "I01", "Step that may be decoration", "note", about=("theory",),
    why="A step with one way in, one way out and nothing that must hold adds a box and no argument.",
    source="Our reading of Davies 2018 (CEDIL) on what theory of change diagrams leave unsaid",
    broken=_CHAIN + """
    links:
      - {from: visits, to: trust}
      - {from: trust, to: use}
    """,
    passing=_CHAIN + """
    links:
      - {from: visits, to: trust, assumptions: [speak-openly]}
      - {from: trust, to: use}
    assumptions:
      speak-openly: {label: Carers speak openly}
    """,
)
def decoration(look: Look) -> Iterator[Finding]:
    """Factors with one incoming and one outgoing link only, neither with an assumption, a condition or a reason."""
    into: dict[str, list[int]] = {}
    out: dict[str, list[int]] = {}
    bare = [not (link.assumptions or link.conditions or link.why) for link in look.links]
    for i, link in enumerate(look.links):
        out.setdefault(link.from_, []).append(i)
        into.setdefault(link.to, []).append(i)
    for factor in look.factors:
        group = group_end(factor.layer or "")
        if max(len(into.get(group, ())), len(out.get(group, ()))) > 1:
            continue
        ways = [ways.get(factor.id, []) + ways.get(group, []) for ways in (into, out)]
        if len(ways[0]) == len(ways[1]) == 1 and bare[ways[0][0]] and bare[ways[1][0]] and not (
                factor.assumptions or factor.conditions):
            yield ("factors", factor.id), (
                f"{look.name(factor.id)} only passes on what comes in: one cause, one effect, nothing to hold."), (
                "Say what the step depends on, or join its neighbours directly.")


@rule(
    "I04", "Outcomes with no indicator", "note", about=("theory",),
    why="An outcome that nobody could see change cannot be evaluated.",
    source="HM Treasury 2020, Magenta Book",
    broken=_CHAIN,
    passing="""
        layers: [{id: early, label: Early outcomes, stage: outcome}]
        factors:
          trust:
            label: Greater trust in services
            layer: early
            whose: [carers]
            indicators: [Share of carers who say they would call again]
    """,
)
def indicators(look: Look) -> Iterator[Finding]:
    """Outcomes and impacts with no indicator and no measure in a research framework at hand; one finding for all."""
    files = {look.map.id}
    if look.map.version is not None and look.map.version.supersedes is not None:
        files.add(look.map.version.supersedes)
    measured = {name for item in look.uses.research_items.values() if item.measures for name in item.about}
    outcomes = look.staged("outcome", "impact")
    missing = [f for f in outcomes
               if not f.indicators and measured.isdisjoint(f"{file}/{f.id}" for file in files)]
    if missing:
        yield ("factors", missing[0].id), (
            f"{share_text(len(missing), len(outcomes), 'outcome')} no indicator: {look.named(missing)}."), (
            "Say how one would see each of them change: `indicators:`, or a measure in the research framework.")
