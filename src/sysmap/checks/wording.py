"""Wording: outcomes of a theory that say what is to change, factors of a map that can go up and down.

The reading of a label stands in `label_readings` and `ideas`; these rules say where which reading matters. A retired factor is left in
peace, and nothing is ever rewritten: the way out offers a wording, people choose.
"""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.ideas import two_ideas_in
from sysmap.checks.label_parts import Wording
from sysmap.checks.label_readings import activity_in, body_in, change_in, event_in, solution_in, undirected, vague_in
from sysmap.checks.rule import Finding, rule
from sysmap.core.elements import Factor
from sysmap.core.label_words import words_of
from sysmap.core.sentences import list_text

__all__ = ["bodies", "events", "neutral", "one_idea", "one_outcome", "outcome_directed", "outcome_not_activity",
           "solutions"]

_PSM = "Barbrook-Johnson and Penn 2022, Systems Mapping, ch. 5"
_GUIDE = "Penn and Barbrook-Johnson, Participatory systems mapping: a practical guide (CECAN)"
_KIM = "The Systems Thinker, Guidelines for drawing causal loop diagrams"
_MAYNE = "Mayne 2015, Useful theory of change models"


def _outcome(label: str) -> str:
    return f"""
        layers: [{{id: early, label: Early outcomes, stage: outcome}}]
        factors:
          it: {{label: {label}, layer: early}}
    """


def _factor(label: str) -> str:
    return f"""
        factors:
          it: {{label: {label}}}
    """


@rule(
    "W08", "Outcome worded as an activity or output", "warning", about=("theory",),
    why="Doing something is not yet a change in anybody, and an evaluation of it finds only that it was done.",
    source=_MAYNE,
    broken=_outcome("Deliver four workshops for carers"),
    passing=_outcome("Carers know whom to call"),
)
def outcome_not_activity(look: Look) -> Iterator[Finding]:
    """Outcomes and impacts that say what is done or handed over."""
    for factor in look.staged("outcome", "impact"):
        words = activity_in(factor.label)
        if words is not None:
            yield _label_of(factor), f"{look.name(factor.id)} (“{words}”) reads as something done, not as a change.", (
                "Say what is different for whom once it is done, or move it to the activities.")


@rule(
    "W09", "Two outcomes in one box", "warning", about=("theory",),
    why="Two outcomes in one box can turn out differently, and then neither the evidence nor the score fits the box.",
    source=_MAYNE,
    broken=_outcome("Shorter waits for patients and better staff morale"),
    passing=_outcome("Shorter waits for health and social care"),
)
def one_outcome(look: Look) -> Iterator[Finding]:
    """Outcomes and impacts that join two changes."""
    for factor in look.staged("outcome", "impact"):
        found = two_ideas_in(look.one_word(factor.label))
        if found is not None:
            yield _label_of(factor), f"{look.name(factor.id)} seems to hold two outcomes.", (
                f"Split it{_as(found)} if they can turn out differently.")


@rule(
    "W10", "Outcome without a direction, or that nobody could measure", "warning", about=("theory",),
    why="Who does not say which way an outcome is to go cannot say afterwards whether it went there.",
    source=_MAYNE,
    broken=_outcome("Insight into performance"),
    passing=_outcome("Greater insight into performance"),
)
def outcome_directed(look: Look) -> Iterator[Finding]:
    """Outcomes and impacts that name only a quality, or use words without a measure."""
    for factor in look.staged("outcome", "impact"):
        if (bare := undirected(factor.label)) is not None:
            example = shown(bare.instead[0], 110) if bare.instead else "greater, better, fewer"
            yield _label_of(factor), f"{look.name(factor.id)} does not say which way it is to go.", (
                f"Say it, e.g. {example}.")
        elif (vague := vague_in(factor.label)) is not None:
            yield _label_of(factor), f"“{vague}” in {look.name(factor.id)} cannot be measured.", (
                "Say what one would see.")


@rule(
    "M02", "Factor that says which way it goes", "warning", about=("map",),
    why="“More of ‘lack of staff’ means less …” cannot be followed round a loop; the links say the direction.",
    source=f"{_GUIDE}; {_KIM}",
    broken=_factor("Lack of affordable housing"),
    passing=_factor("Availability of affordable housing"),
)
def neutral(look: Look) -> Iterator[Finding]:
    """Labels with a word of change or judgement at the start, or `lack of` anywhere."""
    for factor in look.factors:
        found = change_in(look.one_word(factor.label))
        if found is not None:
            shorter = Wording(found.words) if two_ideas_in(look.one_word(factor.label)) else found
            yield _label_of(factor), f"{look.name(factor.id)} says which way it goes (“{found.words}”).", (
                f"Name what can go up and down{_as(shorter)}, and let the links say which way.")


@rule(
    "M03", "Two ideas in one factor", "warning", about=("map",),
    why="Two ideas in one factor have causes of their own, and a link to one is read as a link to both.",
    source=_PSM,
    broken=_factor("Recruitment and retention of staff"),
    passing=_factor("Retention of staff"),
)
def one_idea(look: Look) -> Iterator[Finding]:
    """Labels that join two ideas."""
    for factor in look.factors:
        found = two_ideas_in(look.one_word(factor.label))
        if found is not None:
            yield _label_of(factor), f"{look.name(factor.id)} seems to hold two ideas.", (
                f"Ask whether they always go together; if not, split it{_as(found)}.")


@rule(
    "M04", "Event instead of a factor", "warning", about=("map",),
    why="An event happens once; what goes up or down because of it is the factor.",
    source=_GUIDE,
    broken=_factor("Closure of the day centre"),
    passing=_factor("Number of day centre places"),
)
def events(look: Look) -> Iterator[Finding]:
    """Labels of single events, laws and years."""
    for factor in look.factors:
        words = event_in(factor.label)
        if words is not None:
            yield _label_of(factor), f"{look.name(factor.id)} (“{words}”) is something that happens, not a factor.", (
                "Name what goes up or down with it, e.g. a number, an extent, a pressure.")


@rule(
    "M05", "Organisation, group or system instead of a factor", "warning", about=("map",),
    why="An organisation does not go up or down; people who read the link will each think of another quality of it.",
    source=_GUIDE,
    broken=_factor("Local authorities"),
    passing=_factor("Capacity of local authorities"),
)
def bodies(look: Look) -> Iterator[Finding]:
    """Labels that only name who or what, actors of the map among them."""
    actors = {" ".join(words_of(name)) for actor in look.map.actors.values()
              for name in (actor.id, actor.label, *actor.aliases)}
    for factor in look.factors:
        found = body_in(factor.label, actors)
        if found is not None:
            yield _label_of(factor), f"{look.name(factor.id)} names who or what, but not what of it goes up or down.", (
                f"Name the quality or quantity that matters{_as(found)}.")


@rule(
    "M06", "Solution instead of a factor", "warning", about=("map",),
    why="A map of solutions shows what people want; a map of factors shows what would come of it.",
    source=_PSM,
    broken=_factor("Introduce a single care record"),
    passing=_factor("Ease of sharing records"),
)
def solutions(look: Look) -> Iterator[Finding]:
    """Labels that tell somebody to do something."""
    for factor in look.factors:
        found = solution_in(factor.label)
        if found is not None:
            yield _label_of(factor), f"{look.name(factor.id)} (“{found.words}”) is something to do, not a factor.", (
                f"Name what it would change{_as(found)}, and park the idea as a note.")


def _label_of(factor: Factor) -> tuple[str, ...]:
    return ("factors", factor.id, "label")


def _as(wording: Wording) -> str:
    """Wordings to consider, as they go on in a sentence."""
    if not wording.instead:
        return ""
    lead = ", e.g. " if len(wording.instead) == 1 else " into "
    return lead + list_text([shown(text, 110) for text in wording.instead])
