"""Gaps: what the evidence does not cover, so that the next round of fieldwork knows where to look.

Seven kinds, each with what to look for: nothing bears on the element; nobody has seen it (only expected, made up or
context); only what supports it was searched for; all evidence comes from one case; all from one audience; an audience
whose outcome it is was not heard; all evidence is older than the review period. And a link that every path to an outcome
uses with no evidence of its own: if it fails, the outcome has no way.

A gap is not a finding against the theory. Absence of evidence says nothing until somebody looked where it would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sysmap.contribution.admissible_items import admissible_items
from sysmap.contribution.base import Element, EvidenceBase, Said, elements_of, outcomes
from sysmap.contribution.case_counting import speakers_of
from sysmap.contribution.rubric_counts import count_evidence, required_audiences
from sysmap.core.graph import Graph, graph_of
from sysmap.core.library import Mechanisms, ResearchFramework
from sysmap.core.map import Map
from sysmap.core.rubric_rule import Counting
from sysmap.core.sentences import join_words, link_name

__all__ = ["Gap", "PlanRow", "gaps", "must_pass_links", "plan"]

GapKind = Literal["no-evidence", "not-seen", "one-sided", "one-case", "one-audience", "unheard", "old", "must-pass"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: about which element, what is missing, and what to look for."""

    kind: GapKind
    element: str
    element_kind: str
    label: str
    message: str
    look_for: str

    def to_json(self) -> dict[str, str]:
        """The public JSON shape."""
        return {"kind": self.kind, "element": self.element, "element_kind": self.element_kind, "label": self.label,
                "message": self.message, "look_for": self.look_for}


def gaps(map_: Map, evidence: EvidenceBase, mechanisms: Iterable[Mechanisms] = ()) -> list[Gap]:
    """Every gap of a theory: outcomes first, then claims, assumptions, links, mechanisms, the rest.

    Parameters
    ----------
    map_ : the theory; its `review_from` says which evidence is old.
    evidence : what `gather` made of the registers.
    mechanisms : the catalogues; only mechanisms of the theory's setting are asked about.
    """
    libraries = tuple(mechanisms)
    settings = Counting(required="assessed")
    scored = {e.id for e in outcomes(map_) if e.in_scope}
    order = {"factor": 3, "claim": 1, "assumption": 2, "link": 4, "mechanism": 5, "condition": 6}
    chosen = [e for e in elements_of(map_, libraries) if _asked(e, map_, libraries)]
    chosen.sort(key=lambda e: 0 if e.id in scored else order[e.kind])
    found = [gap for element in chosen for gap in _of(element, map_, evidence, settings, scored)]
    return found + list(_must_pass(map_, evidence))


def _asked(element: Element, map_: Map, libraries: tuple[Mechanisms, ...]) -> bool:
    if element.kind == "factor":
        return map_.factors[element.id].status != "retired"
    if element.kind == "link":
        link = map_.links[element.id]
        return link.status != "retired" and link.kind != "association"
    if element.kind == "mechanism" and map_.setting is not None:
        bare = element.id.removeprefix("mechanism:")
        return any(bare in lib.mechanisms and map_.setting in lib.mechanisms[bare].settings for lib in libraries)
    return True


def _of(element: Element, map_: Map, evidence: EvidenceBase, settings: Counting, scored: set[str]) -> Iterator[Gap]:
    def gap(kind: GapKind, message: str, look_for: str) -> Gap:
        return Gap(kind, element.id, element.kind, element.label, message, look_for)

    said = evidence.on(element.id)
    if not said:
        yield gap("no-evidence", "Nothing bears on it.", _where(element, map_))
        return
    kept, _, expected = admissible_items(said, settings, evidence.voices)
    if not kept:
        why = "people expect it" if expected else "there are only made-up examples" if any(
            one.item.kind == "hypothetical" for one in said) else "what there is, is context"
        yield gap("not-seen", f"Nobody has seen it: {why}.", "A case in which it happened, or one in which it was looked for "
                  "and did not.")
    else:
        yield from _spread(element, map_, evidence, settings, kept, scored, gap)
    start = map_.review_from
    dates = [_day(s.item.period or s.item.date or "") for s in said]
    if start and dates and all(date and date < start[: len(date)] for date in dates):
        yield gap("old", f"All evidence is from before {start}.", "The same again in the period under review.")


def _spread(element: Element, map_: Map, evidence: EvidenceBase, settings: Counting, kept: list[tuple[Said, Any, int]],
            scored: set[str], gap: Any) -> Iterator[Gap]:
    directions = {direction for _, direction, _ in kept}
    weighty = element.id in scored or element.kind in ("claim", "assumption", "mechanism")
    if directions == {"supports"} and weighty:
        rivals = [r.label for r in map_.rivals.values() if element.id in r.about]
        yield gap("one-sided", "Only support was found, or only support was looked for.",
                  f"What speaks against it{'; ' + join_words(rivals) if rivals else ', and other explanations'}.")
    speakers = {speaker for said, _, _ in kept for speaker, _ in speakers_of(said, evidence)}
    audiences = sorted({s.audience for s in speakers if s.audience and "+" not in s.audience})
    tally = count_evidence(element.id, evidence, settings).tally
    cases = tally.count("any")
    if cases == 1:
        who = next(iter(sorted(s.text(evidence.voices) for s in speakers)), "one case")
        yield gap("one-case", f"All evidence may come from one case ({who}).", "A second case, of another kind if possible.")
    elif len(audiences) == 1 and weighty:
        yield gap("one-audience", f"All evidence comes from one audience ({audiences[0]}).", "What others say.")
    if element.id in scored:
        heard = tally.audiences("p")
        for audience in required_audiences(element, settings, evidence.voices):
            if audience not in heard:
                yield gap("unheard", f"The outcome is one of {evidence.voices.called(audience, 2)} too, and no "
                          f"{evidence.voices.called(audience)} has seen it.",
                          f"An {audience} in which it came about." if audience in evidence.voices.assessed
                          else f"A case of it among {evidence.voices.called(audience, 2)}.")


def must_pass_links(map_: Map) -> dict[str, list[str]]:
    """For each outcome in scope that an activity reaches: the links on every path from the activities to it.

    A link is on every path where the outcome cannot be reached without it. A link of a whole layer counts as one.
    """
    graph = graph_of(map_)
    starts = [f for f in graph.factors if (layer := map_.factors[f].layer) is not None and layer in map_.layers
              and map_.layers[layer].stage == "activity"]
    found: dict[str, list[str]] = {}
    for outcome in outcomes(map_):
        if not outcome.in_scope or outcome.id in starts:
            continue
        path = _shortest(graph, starts, outcome.id, None)
        if path is not None:
            found[outcome.id] = [link for link in dict.fromkeys(path) if _shortest(graph, starts, outcome.id, link) is None]
    return found


def _must_pass(map_: Map, evidence: EvidenceBase) -> Iterator[Gap]:
    bare: dict[str, list[str]] = {}
    for outcome, links in must_pass_links(map_).items():
        for link in links:
            if not evidence.on(link):
                bare.setdefault(link, []).append(outcome)
    for link in map_.links:
        if link in bare:
            yield Gap("must-pass", link, "link", link_name(map_, map_.links[link]),
                      f"Every path to {join_words(f'“{map_.factors[id_].label}”' for id_ in bare[link])} uses it, and "
                      "nothing bears on it.",
                      "A case in which the first led to the second.")


def _shortest(graph: Graph, starts: Iterable[str], end: str, without: str | None) -> list[str] | None:
    """Ids of the links of a shortest path backwards from `end` to a start, or `None`."""
    goal = set(starts)
    came: dict[str, tuple[str, str] | None] = {end: None}
    queue = [end]
    for here in queue:
        if here in goal and here != end:
            path = []
            step = came[here]
            while step is not None:
                path.append(step[1])
                step = came[step[0]]
            return path
        for arc in graph.into.get(here, ()):
            if arc.link.id != without and arc.from_ not in came:
                came[arc.from_] = (here, arc.link.id)
                queue.append(arc.from_)
    return None


def _where(element: Element, map_: Map) -> str:
    if element.kind == "link":
        return "A case in which the first led to the second, told by somebody who saw both."
    if element.kind == "assumption":
        watched = map_.assumptions[element.id].monitored_by
        return f"Whether it holds{': ' + join_words(watched) if watched else ''}."
    if element.kind == "mechanism":
        return "A case in which it was at work, and what it moved."
    if element.kind == "factor" and map_.factors[element.id].indicators:
        return join_words(map_.factors[element.id].indicators)
    return "A case in which it came about, and one in which it did not."


def _day(text: str) -> str:
    """The last day that a date or span names, as far as it is a date.

    >>> _day("2023-08/2024-09"), _day("2023"), _day("last spring")
    ('2024-09', '2023', '')
    """
    last = text.rpartition("/")[2]
    return last if re.fullmatch(r"\d{4}(-\d{2}){0,2}", last) else ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the plan of what to look for: question, element, measure, kinds of source, what there is so far.

    `hole` says what the research framework itself leaves open: no question asks about the element, no measure says how
    one would see it, no kind of source is named.
    """

    question: str
    element: str
    label: str
    information: str
    measure: str
    sources: tuple[str, ...]
    items: int
    gaps: tuple[str, ...]
    hole: str = ""

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"question": self.question, "element": self.element, "label": self.label, "information": self.information,
                "measure": self.measure, "sources": list(self.sources), "items": self.items, "gaps": list(self.gaps),
                "hole": self.hole}


def plan(map_: Map, evidence: EvidenceBase, frameworks: Iterable[ResearchFramework], mechanisms: Iterable[Mechanisms] = (),
         ) -> list[PlanRow]:
    """What to look for next: the research framework against the evidence, holes visible.

    Rows that the framework holds come first, in its order (a framework with no row about the theory or the version it
    replaces is left aside); then every outcome, claim, input, activity and mechanism of
    the theory that no row asks about. Nothing is invented: a missing measure stays missing.
    """
    libraries = tuple(mechanisms)
    missing: dict[str, list[str]] = {}
    for gap in gaps(map_, evidence, libraries):
        missing.setdefault(gap.element, []).append(gap.kind)
    names = {e.id: e for e in elements_of(map_, libraries)}
    versions = {map_.id, (map_.version.supersedes if map_.version else None) or map_.id}
    rows: list[PlanRow] = []
    asked: set[str] = set()
    for framework in frameworks:
        if not any(text.partition("/")[0] in versions for item in framework.items.values() for text in item.about):
            continue
        for item in framework.items.values():
            abouts = [a for a in (_about(text, versions) for text in item.about) if a is not None]
            if item.about and not abouts:
                continue
            asked_by = framework.questions.get(item.question or "")
            question = asked_by.label if asked_by is not None else ""
            for about in abouts or [""]:
                if abouts and about not in names:
                    continue
                asked.add(about)
                holes = [] if question else ["no question"]
                if not item.measures:
                    rows.append(_row(question, about, names, item.label, item.information, "", (), evidence, missing,
                                     [*holes, "no measure"]))
                for measure in item.measures:
                    kinds = tuple(framework.kinds[k].label if k in framework.kinds else k for k in measure.sources)
                    rows.append(_row(question, about, names, item.label, item.information, measure.text, kinds, evidence,
                                     missing, [*holes, *([] if kinds else ["no kind of source"])]))
    for element in names.values():
        asked_about = element.kind in ("claim", "mechanism") or (
            element.kind == "factor" and element.layer is not None and map_.factors[element.id].status != "retired")
        if asked_about and element.id not in asked and _asked(element, map_, libraries):
            rows.append(_row("", element.id, names, element.label, None, "", (), evidence, missing, ["no row asks about it"]))
    return rows


def _row(question: str, about: str, names: Mapping[str, Element], label: str, information: str | None, measure: str,
         sources: tuple[str, ...], evidence: EvidenceBase, missing: Mapping[str, list[str]], holes: list[str]) -> PlanRow:
    seen = sum(1 for s in evidence.on(about) if s.item.kind == "observed")
    return PlanRow(question, about, names[about].label if about in names else label, information or "", measure, sources,
                   seen, tuple(missing.get(about, ())), "; ".join(holes))


def _about(text: str, versions: set[str]) -> str | None:
    file, _, element = text.partition("/")
    if file == "mechanism":
        return f"mechanism:{element}"
    return element if file in versions else None
