"""What a map and its evidence come to, in sentences: what was found, how sure it is, what changed, what is not known.

The page opens with a few of them; reports print all. Each part is a place for the author's own words, which stand in a file of
kind report (`sysmap.core.report_details`) and win everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypedDict

from sysmap.contribution.base import Said
from sysmap.contribution.scoring import Scored, Scoring
from sysmap.core.diff import diff
from sysmap.core.report_details import ReportDetails
from sysmap.core.sentences import count_text, join_words, list_text
from sysmap.formats.read import Reading
from sysmap.project import Project
from sysmap.questions.registry.asking import ask

__all__ = ["CHANGE_WORDS", "LEADS", "KeyFindings", "OpeningPart", "details_of", "details_readings", "opening_of", "score_counts"]

LEADS = {"found": "What was found", "sure": "How sure it is", "changed": "What changed", "unknown": "What is not known"}
"""The parts, each with what is written before it."""
CHANGE_WORDS = {
    "re-sign": "sign changed", "relabel": "reworded", "add": "added", "remove": "removed", "move": "moved", "link": "linked",
    "unlink": "link removed", "status": "other status", "whose": "about others", "format": "drawn otherwise", "other": "changed",
}
_MOST_NAMED = 3
_LOOPS_UP_TO = 150
"""Links of a map of whose loops the sentences tell. No clock decides, so that the same map gives the same page."""
_KIND = {"theory": "theory of change", "map": "systems map", "process": "process map"}


class OpeningPart(TypedDict):
    """One part of the opening of a page: its place, what is written before it, its text."""

    place: str
    lead: str
    text: str


@dataclass(frozen=True)
class KeyFindings:
    """The sentences about one project, at the level of its readers.

    Attributes
    ----------
    project : the map with its evidence.
    scoring : the scores that are printed; the project's own where not given.
    """

    project: Project
    scoring: Scoring | None = None
    earlier_scores: Mapping[str, Scored] = field(default_factory=dict, repr=False)

    @cached_property
    def scored(self) -> list[Scored]:
        """Scores of the outcomes that the map answers for."""
        return [one for one in self.scoring.outcomes if one.element.in_scope] if self.scoring else []

    @cached_property
    def _decided(self) -> list[Scored]:
        return [one for one in self.scored if one.element.published or one.override]

    @property
    def _tells_of_loops(self) -> bool:
        """Whether there are no scores to tell of, and few enough links to look for loops without a clock."""
        return not self.scored and 0 < len(self.project.map.links) <= _LOOPS_UP_TO

    def _on(self, element: str) -> list[Said]:
        """The active items that bear on an element."""
        return [one for one in self.project.evidence.on(element) if (one.item.status or "active") == "active"]

    # ---- what was found

    def found(self) -> list[str]:
        """What the scores, or the map alone, come to."""
        map_ = self.project.map
        parts = [count_text(len(map_.factors), "factor"), count_text(len(map_.links), "link")]
        parts += [count_text(len(group), word) for group, word in ((map_.claims, "contribution claim"), (map_.rivals, "rival explanation"))
                  if group]
        out = [f"This report is about the {_KIND[map_.kind]} “{map_.title or map_.id}”, which holds {join_words(parts)}."]
        proposed = [one for one in self.scored if one not in self._decided]
        if self.scored:
            out.append(f"It answers for {count_text(len(self.scored), 'outcome')}.")
        if self._decided:
            out.append(f"People scored {len(self._decided)} of them: {_scores(self._decided)}.")
        if proposed:
            whom = f"the other {len(proposed)}" if self._decided else "them"
            out.append(f"For {whom} there is only what the rule proposes: {_scores(proposed)}.")
        if self._tells_of_loops:
            out += [ask(self.project, "loops").words(), ask(self.project, "rank", {"by": "leverage"}).words()]
        return out

    def scores_in_short(self) -> str:
        """How many outcomes have which score, and who gave it; empty where nothing is scored."""
        if not self.scored:
            return ""
        number, people = len(self.scored), len(self._decided)
        who = "by people" if people == number else "by the rule alone" if not people else f"{people} by people, the others by the rule alone"
        return f"{count_text(number, 'outcome is', 'outcomes are')} scored ({who}): {score_counts(self.scored)}."

    def most_influential(self) -> str:
        """Which factors influence the most others, in a sentence; empty where no link says it."""
        map_ = self.project.map
        reach = Counter(link.from_ for link in map_.links.values() if link.from_ in map_.factors and link.status != "retired"
                        and link.kind not in ("association", "sequence"))
        top = [(id_, number) for id_, number in reach.most_common() if number == max(reach.values())]
        return f"{_names(map_.factors[id_].label for id_, _ in top)} {'influences' if len(top) == 1 else 'each influence'} the most " \
               f"others ({top[0][1]})." if top and len(top) <= _MOST_NAMED else ""

    # ---- how sure it is

    def sure(self) -> list[str]:
        """How much evidence there is, how much of it speaks against, and which scores stand on little."""
        links = self.project.map.links
        out = [self.evidence(), *filter(None, (self.against(), self.fragile()))]
        differing = [one.element.label for one in self.scored if one.agrees is False]
        if differing:
            out.append(f"For {count_text(len(differing), 'outcome')} the rule proposes another score than the published one: "
                       f"{_names(differing)}.")
        inferred = sum(link.basis == "inferred" for link in links.values())
        if inferred:
            out.append(f"{inferred} of {len(links)} links {'is' if inferred == 1 else 'are'} inferred by the modeller; the source "
                       "states the others.")
        return out

    def evidence(self) -> str:
        """How much evidence bears on the map, and how much of it was observed."""
        bearing = {said.item.id for id_ in self.project.labels for said in self._on(id_)}
        if not bearing:
            return "No evidence register bears on it yet."
        observed = sum(self.project.evidence.items[id_].kind == "observed" for id_ in bearing)
        return (f"{count_text(len(bearing), 'evidence item')} bear on it, {observed} of them observed; the others are only expected "
                "or made up as examples, and never count as evidence of change.")

    def against(self) -> str:
        """How much of the evidence speaks against a part of the map, and how many links have some."""
        links = self.project.map.links
        if not links or not any(self._on(id_) for id_ in self.project.labels):
            return ""
        against = {said.item.id for id_ in self.project.labels for said in self._on(id_) if said.bearing.direction == "contradicts"}
        some = sum(bool(self._on(id_)) for id_ in links)
        return (f"{count_text(len(against), 'item')} speak{'s' if len(against) == 1 else ''} against a part of it. "
                f"{some} of {len(links)} links have evidence of their own.")

    def fragile(self, *, named: bool = True) -> str:
        """Which scores one case more or fewer would change; empty where none."""
        fragile = [one.element.label for one in self.scored if one.proposal.margin == 1]
        return f"One case more or fewer would change the proposed score of {len(fragile)} of {len(self.scored)} outcomes" \
               f"{f': {_names(fragile)}' if named else ''}." if fragile else ""

    # ---- what changed

    def changed(self) -> list[str]:
        """What differs from the version before, in numbers and by example."""
        map_, before = self.project.map, self.project.superseded
        name = map_.version.supersedes if map_.version else None
        if before is None and not map_.changes:
            return ["The earlier version that it replaces is not at hand." if name else "No earlier version is on record."]
        changes = diff(before, map_).changes if before is not None else ()
        kinds = Counter(CHANGE_WORDS.get(one.kind, one.kind) for one in (changes or map_.changes.values()))
        number = sum(kinds.values())
        if not number:
            return [f"Nothing differs from “{before.title if before else name}”."]
        reasoned = sum(bool(one.reason) for one in (changes or map_.changes.values()))
        since = before.title if before is not None else name or "the version before"
        out = [f"Since “{since}” there {'is' if number == 1 else 'are'} {count_text(number, 'change')} "
               f"({join_words([f'{n} {word}' for word, n in kinds.most_common()])}), {reasoned or 'none'} with a reason."]
        moved = [(score, self.project.labels.get(id_, id_)) for id_, score in self._moved().items()]
        if moved:
            out.append(f"Scores that differ: {join_words([f'“{label}” {way}' for way, label in moved[:_MOST_NAMED]])}.")
        return out

    def _moved(self) -> dict[str, str]:
        """How the score that people gave differs from the one they gave in the version before, by outcome."""
        before = {id_: one for id_, one in self.earlier_scores.items() if one.element.published or one.override}
        return {one.element.id: f"from “{before[one.element.id].score}” to “{one.score}”"
                for one in (self.scoring.outcomes if self.scoring else ())
                if one.element.id in before and before[one.element.id].score != one.score and (one.element.published or one.override)}

    # ---- what is not known

    def unknown(self, *, named: bool = True) -> list[str]:
        """What no evidence speaks to, what was not tested, and whom nobody asked."""
        map_ = self.project.map

        def names(labels: list[str]) -> str:
            return f": {_names(labels)}" if named else ""

        out = []
        bare = [one.element.label for one in self.scored if not self._on(one.element.id)]
        if bare:
            out.append(f"No evidence on record bears on {count_text(len(bare), 'outcome')}{names(bare)}.")
        links = sum(not self._on(id_) for id_ in map_.links)
        if links:
            out.append(f"Nothing on record bears on {links} of {len(map_.links)} links.")
        untested = [one.label for one in map_.assumptions.values() if one.critical and (one.status or "untested") == "untested"]
        if untested:
            are = "is" if len(untested) == 1 else "are"
            out.append(f"{count_text(len(untested), 'critical assumption')} {are} not tested{names(untested)}.")
        looked = {rival for id_ in self.project.labels for said in self._on(id_) for rival in said.bearing.rivals}
        rivals = [one.label for one in map_.rivals.values() if one.id not in looked]
        if rivals:
            out.append(f"{count_text(len(rivals), 'rival explanation')} {'was' if len(rivals) == 1 else 'were'} not looked into{names(rivals)}.")
        if map_.absent:
            out.append(f"Not in the room: {_names(map_.absent)}.")
        return out or ["The rules see no gap in the evidence; the limits of the method stand under Limits."]

    def parts(self) -> dict[str, list[str]]:
        """The sentences of a whole summary, by part, in the order of `LEADS`."""
        return {"found": self.found(), "sure": self.sure(), "changed": self.changed(), "unknown": self.unknown()}

    # ---- in short

    def opening(self) -> dict[str, list[str]]:
        """The three to five sentences with which a page opens, by part: the scores, what they stand on, changes, gaps."""
        map_ = self.project.map
        loops = ask(self.project, "loops", {"limit": 1}).words().split(". ")[0] if self._tells_of_loops else ""
        size = join_words([count_text(len(map_.factors), "factor"), count_text(len(map_.links), "link")])
        found = [self.scores_in_short()] if self.scored else [
            f"This {_KIND[map_.kind]} holds {size}.", self.most_influential(), loops and f"{loops.rstrip('.')}."]
        changed = self.changed()[:1] if self.project.superseded is not None or map_.changes else []
        evidence = bool(self.project.registers)
        inferred = [one for one in self.sure() if "inferred" in one]
        sure = [self.fragile(named=False) or self.against() or self.evidence()] if evidence else inferred
        unknown = [one for one in self.unknown(named=False) if evidence or "on record bears" not in one][:2 if len(found) == 1 else 1]
        if not evidence and map_.kind == "theory":
            unknown = [self.evidence(), *unknown][:2]
        parts = {"found": found, "sure": sure, "changed": changed, "unknown": unknown}
        return {name: said for name, part in parts.items() if (said := [one for one in part if one])}


def score_counts(scored: Iterable[Scored]) -> str:
    """How many outcomes have which score: 2 “Achieved” and 1 “Not achieved”."""
    return join_words([f"{number} “{score}”" for score, number in Counter(one.score for one in scored).items()])


def opening_of(project: Project) -> list[OpeningPart]:
    """What a page opens with: the author's own words where the file of kind report has some, else three to five sentences."""
    details = details_of(project, "page")
    own = details.text if details else {}
    if whole := own.get("summary", "").strip():
        return [{"place": "summary", "lead": "", "text": whole}]
    if not project.map.factors:
        return []
    said = KeyFindings(project, project.scores if project.registers and project.map.kind == "theory" else None).opening()
    parts = {name: own.get(f"summary-{name}", "").strip() or " ".join(said.get(name, ())) for name in LEADS}
    return [{"place": f"summary-{name}", "lead": LEADS[name], "text": text} for name, text in parts.items() if text]


def details_readings(project: Project) -> tuple[Reading, ...]:
    """The files of kind report about the project's map."""
    files = project.context.files or (project.context.whole.files if project.context.whole else None)
    return files.reports if files else ()


def details_of(project: Project, template: str) -> ReportDetails | None:
    """Cover, house style and own text, from the file of kind report that is meant for a kind of report."""
    found = [one.document for one in details_readings(project) if isinstance(one.document, ReportDetails)]
    own = [one for one in found if one.template in (None, template)]
    return min(own, key=lambda one: one.template is None, default=None)


def _scores(scored: list[Scored]) -> str:
    groups: dict[str, list[str]] = {}
    for one in scored:
        groups.setdefault(one.score, []).append(one.element.label)
    return "; ".join(f"“{score}” for {_names(labels)}" for score, labels in groups.items())


def _names(labels: Iterable[str]) -> str:
    labels = list(labels)
    return list_text([f"“{label.rstrip('.')}”" for label in labels[:_MOST_NAMED]], _MOST_NAMED, len(labels))
