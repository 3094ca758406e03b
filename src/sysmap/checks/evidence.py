"""Evidence: whether it speaks of what is there, agrees with itself, and bears out what the theory says.

Rules about a theory are asked where a register of evidence stands beside it; without one they are silent, since nothing
can be said of evidence that is not at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, asked_elsewhere, rule
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map
from sysmap.core.problem import Problem, one_of
from sysmap.core.sentences import count_text, list_text
from sysmap.core.uses import Uses

__all__ = ["check_register"]

_TABLE = "Mayne 2008; criteria of contribution in published evaluations"

_THEORY = """
    layers:
      - {id: activity, label: Activities, stage: activity}
      - {id: early, label: Early outcomes, stage: outcome}
    factors:
      report: {label: Report, layer: activity}
      trust: {label: Greater trust, layer: early%s}
    links:
      - {from: report, to: trust, polarity: positive}
"""

_SCORED = _THEORY % ", score: {label: Achieved, rubric: r, rubric_version: 1}"


def _register(*items: str) -> str:
    lines = "\n".join(f"          {item}" for item in items)
    return f"""
        sysmap: 1
        kind: evidence
        id: interviews
        title: Interviews
        items:
{lines}
    """


def _item(id_: str, case: str, says: str, kind: str = "observed", more: str = "", on: str = "trust") -> str:
    return (f"{id_}: {{statement: Told by {case}, kind: {kind}, cases: [{case}], audience: [site], {more}"
            f"bears_on: {{element: {on}, direction: {says}}}}}")


def _seen(said: Iterable[tuple[Item, Bearing]]) -> list[tuple[Item, Bearing]]:
    """What takes a side and was seen to happen."""
    return [(item, bearing) for item, bearing in said if item.kind == "observed" and bearing.direction != "context"]


def _scored(look: Look) -> Iterator[tuple[str, str, str]]:
    """(collection, id, label) of what carries a published score, and of claims."""
    for factor in look.factors:
        if factor.score is not None:
            yield "factors", factor.id, factor.label
    for claim in look.map.claims.values():
        yield "claims", claim.id, claim.label


@rule(
    "W11", "Score with no evidence", "warning", about=("theory",), reads_evidence=True, source=_TABLE,
    why="A score that rests on nothing cannot be defended.",
    broken=_SCORED, passing=_THEORY % "",
    with_files=(_register(_item("other", "la1", "supports", on="report")),),
)
def score_rests_on_evidence(look: Look) -> Iterator[Finding]:
    """Factors and claims with a score on which no item bears."""
    if not look.said:
        return
    for kind, elements in (("factors", look.map.factors), ("claims", look.map.claims)):
        for element in elements.values():
            if element.score is not None and not look.said.get(element.id):
                yield (kind, element.id, "score"), (
                    f"{shown(element.label)} is scored {shown(element.score.label)}, and no item of evidence bears on it."), (
                    "Code the evidence it was given on (`sysmap evidence add`), or say why there is none.")


@rule(
    "W12", "Evidence older than the review period", "warning", about=("theory",), reads_evidence=True,
    source="HM Treasury 2020, Magenta Book",
    why="What was true before the period under review says little about the programme in it.",
    broken='\n    review_from: "2023"' + _SCORED, passing=_SCORED,
    with_files=(_register(_item("old", "la1", "supports", more='date: "2019", ')),),
)
def evidence_in_period(look: Look) -> Iterator[Finding]:
    """Elements all of whose dated evidence is from before `review_from`."""
    start = look.map.review_from
    if start is None or not look.said:
        return
    for kind, element, label in _elements(look):
        dates = [d for item, _ in look.said.get(element, ()) if (d := _last_day(item.period or item.date or ""))]
        if dates and all(date < start[: len(date)] for date in dates):
            yield (kind, element), f"All evidence on {shown(label)} is older than the review period (from {start}).", (
                "Look for it again in the period, or say that it still holds.")


@rule(
    "W13", "All evidence from one case or one audience", "warning", about=("theory",), reads_evidence=True, source=_TABLE,
    why="One case, however many people of it speak, is one view.",
    broken=_SCORED, passing=_THEORY % "",
    with_files=(_register(_item("one", "la1", "supports"), _item("two", "la1", "contradicts")),),
)
def several_cases(look: Look) -> Iterator[Finding]:
    """Scored factors and claims with evidence from one named case, or from one audience."""
    for kind, element, label in _scored(look):
        seen = _seen(look.said.get(element, ()))
        if not seen:
            continue
        cases = {case for item, _ in seen for case in item.cases}
        audiences = {audience for item, _ in seen for audience in item.audience}
        if len(cases) == 1 and all(item.cases for item, _ in seen):
            yield (kind, element), f"All evidence on {shown(label)} comes from one case ({next(iter(cases))}).", (
                "Ask a second case, of another kind if possible.")
        elif len(audiences) == 1 and all(item.audience for item, _ in seen):
            yield (kind, element), f"All evidence on {shown(label)} comes from one audience ({next(iter(audiences))}).", (
                "Ask those whose view may differ.")


@rule(
    "W14", "Only supporting evidence", "warning", about=("theory",), reads_evidence=True, source="Mayne 2008, step 4 (challenges to the story)",
    why="Who has not looked for what speaks against a claim has not tested it.",
    broken=_SCORED, passing=_THEORY % "",
    with_files=(_register(_item("one", "la1", "supports"), _item("two", "la2", "supports")),),
)
def both_sides_searched(look: Look) -> Iterator[Finding]:
    """Scored factors and claims with support and nothing that contradicts or explains otherwise."""
    for kind, element, label in _scored(look):
        directions = {bearing.direction for _, bearing in _seen(look.said.get(element, ()))}
        if directions == {"supports"}:
            yield (kind, element), f"Everything found on {shown(label)} supports it.", (
                "Look for cases where it did not happen and for other explanations, or note that you looked.")


@rule(
    "W15", "Observed, but no observed evidence", "warning", about=("theory",), reads_evidence=True,
    source="Published theories of change that draw what is only anticipated dotted",
    why="A solid box says that somebody saw it happen.",
    broken=_THEORY % ", status: observed", passing=_THEORY % ", status: anticipated",
    with_files=(_register(_item("hope", "la1", "supports", "anticipated")),),
)
def observed_was_seen(look: Look) -> Iterator[Finding]:
    """Factors with status observed on which no observed item supports."""
    if not look.said:
        return
    for factor in look.factors:
        said = look.said.get(factor.id, ())
        if factor.status == "observed" and not any(
                item.kind == "observed" and bearing.direction == "supports" for item, bearing in said):
            what = "people expect it" if any(item.kind == "anticipated" for item, _ in said) else "no item says so"
            yield ("factors", factor.id, "status"), f"{look.name(factor.id)} counts as observed; nobody saw it ({what}).", (
                "Set `status: anticipated`, or code the item that saw it.")


@rule(
    "W16", "Anticipated, but seen already", "warning", about=("theory",), reads_evidence=True,
    source="Published theories of change that draw what is only anticipated dotted",
    why="A dotted box says that there is no evidence yet.",
    broken=_THEORY % ", status: anticipated", passing=_THEORY % ", status: observed",
    with_files=(_register(_item("seen", "la1", "supports")),),
)
def anticipated_unseen(look: Look) -> Iterator[Finding]:
    """Factors with status anticipated on which observed items support."""
    for factor in look.factors:
        seen = [item.id for item, bearing in look.said.get(factor.id, ())
                if item.kind == "observed" and bearing.direction == "supports"]
        if factor.status == "anticipated" and seen:
            yield ("factors", factor.id, "status"), (
                f"{look.name(factor.id)} counts as anticipated, and {count_text(len(seen), 'item')} saw it ({list_text(seen, 4)})."), (
                "Set `status: observed`, or waive this with the reason why they do not settle it.")


@rule(
    "W20", "Made-up example counted as evidence", "warning", about=("theory",), reads_evidence=True,
    source="Published evaluations that mark their made-up examples",
    why="An example that illustrates a mechanism did not happen.",
    broken=_THEORY % ", status: observed", passing=_THEORY % "",
    with_files=(_register(_item("example", "la1", "supports", "hypothetical")),),
)
def made_up_is_no_evidence(look: Look) -> Iterator[Finding]:
    """Factors and links that count as observed, and changes, that rest on made-up examples alone."""
    for kind, elements in (("factors", look.map.factors), ("links", look.map.links)):
        for element in elements.values():
            support = [item for item, bearing in look.said.get(element.id, ()) if bearing.direction == "supports"]
            if element.status == "observed" and support and all(item.kind == "hypothetical" for item in support):
                yield (kind, element.id, "status"), (
                    f"{shown(getattr(element, 'label', element.id))} counts as observed on made-up examples alone."), (
                    "Set `status: anticipated`; an illustration is not an observation.")
    made_up = {item.id for said in look.said.values() for item, _ in said if item.kind == "hypothetical"}
    for change in look.map.changes.values():
        if change.evidence and set(change.evidence) <= made_up:
            yield ("changes", change.id), f"The change {change.id} rests on made-up examples alone.", (
                "Name what was seen, or give the reason without evidence.")


asked_elsewhere(
    "E05", "Evidence about something that is not there", "error", about=ALL, source="House rule",
    why="An item about an unknown factor, link, claim, case or source is lost to every score.", broken="", passing="",
)
asked_elsewhere(
    "E09", "Item that contradicts itself", "error", about=ALL, source="House rule",
    why="What cannot be true as written would count one way in one rubric and another way in the next.", broken="", passing="",
)


def check_register(register: Evidence, uses: Uses) -> list[Problem]:
    """Items about elements that no theory of the register has (E05), and items that contradict themselves (E09).

    Parameters
    ----------
    register : the register.
    uses : what it names under `uses`, and what these use.

    Returns
    -------
    list of Problem : in the order of the register. Elements are not looked up where the register uses no theory.
    """
    known = _names(uses.maps.values(), uses)
    out: list[Problem] = []

    def add(code: str, at: tuple[str, ...], message: str, hint: str) -> None:
        out.append(Problem(code=code, message=message, hint=hint, at=at))

    for item in register.items.values():
        at = ("items", item.id)
        for bearing in item.bears_on:
            if uses.maps and bearing.element not in known:
                add("E05", at, f"{item.id} bears on {shown(bearing.element)}, which is in none of the theories it uses.",
                    one_of(bearing.element, known, 12))
        for message, hint in _contradictions(item):
            add("E09", at, message, hint)
    for override in register.overrides.values():
        at = ("overrides", override.id)
        if uses.maps and override.id not in known:
            add("E05", at, f"The override of {shown(override.id)} is about nothing that the theories have.",
                one_of(override.id, known, 12))
        if not override.reason.strip() or not override.role.strip():
            lacking = "why" if override.role.strip() else "who decided"
            add("E09", at, f"The override of {shown(override.id)} does not say {lacking}.",
                "An override needs a reason and the role of whoever decided; the rule's proposal stands beside it.")
    return out


def _names(maps: Iterable[Map], uses: Uses) -> set[str]:
    known: set[str] = set()
    for map_ in maps:
        known |= {*map_.factors, *map_.links, *map_.claims, *map_.assumptions, *(f"condition:{c}" for c in map_.conditions)}
    known |= {f"mechanism:{m}" for m in uses.mechanisms}
    return known | {f"condition:{c}" for c in uses.conditions}


def _contradictions(item: Item) -> Iterator[tuple[str, str]]:
    if item.number is not None and item.number < len(item.cases):
        yield (f"{item.id} prints the number {item.number} and names {count_text(len(item.cases), 'case')}.",
               "Take the number out, or name only the cases it counts.")
    if item.kind == "hypothetical" and item.cases:
        yield f"{item.id} is made up and names a case.", "Call it observed or anticipated, or take the case out."
    if item.quote and item.permission is False:
        yield f"{item.id} quotes somebody who did not agree to it.", "Take the quotation out."
    for bearing in item.bears_on:
        if bearing.rivals and bearing.direction in ("context",) and bearing.test is None:
            yield (f"{item.id} speaks for a rival of {bearing.element} and is called context.",
                   "Set `direction: alternative`, or take the rival out.")
        if bearing.passed is not None and bearing.test is None:
            yield f"{item.id} passed or failed no test of {bearing.element}.", "Say which test it is: `test:`."
    for one, two in _opposed(item.bears_on):
        yield (f"{item.id} says two things of {one.element}: {one.direction} and {two.direction}.",
               "If both were said, make two items of it, each with its own statement.")


def _opposed(bearings: tuple[Bearing, ...]) -> Iterator[tuple[Bearing, Bearing]]:
    first: dict[str, Bearing] = {}
    for bearing in bearings:
        other = first.setdefault(bearing.element, bearing)
        if other is not bearing and {other.direction, bearing.direction} == {"supports", "contradicts"}:
            yield other, bearing


def _elements(look: Look) -> Iterator[tuple[str, str, str]]:
    for factor in look.factors:
        yield "factors", factor.id, factor.label
    for claim in look.map.claims.values():
        yield "claims", claim.id, claim.label
    for assumption in look.map.assumptions.values():
        yield "assumptions", assumption.id, assumption.label


def _last_day(text: str) -> str:
    last = text.rpartition("/")[2]
    return last if re.fullmatch(r"\d{4}(-\d{2}){0,2}", last) else ""

