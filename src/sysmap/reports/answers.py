"""What the map itself answers: how outcomes are reached, what that relies on, loops, levers; in sentences with bounds.

Every sentence is made from an answer of `sysmap.questions`, with the same bounds, in the labels of the map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from sysmap.analysis.chains import GRADES, Chain
from sysmap.core.labels import element_label
from sysmap.core.sentences import count_text, list_text
from sysmap.questions.influence import Influence, influence
from sysmap.questions.ladder import ladder
from sysmap.questions.loops import loops
from sysmap.questions.mechanisms import mechanisms
from sysmap.questions.must_pass import must_pass
from sysmap.questions.paths import paths
from sysmap.questions.rank import rank
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.asking import ask as asked
from sysmap.questions.registry.drawing import StepBars
from sysmap.questions.robustness import robustness
from sysmap.questions.shared.starts_and_outcomes import outcomes_of, starts_of
from sysmap.questions.tradeoffs import tradeoffs
from sysmap.questions.upstream import upstream
from sysmap.reports.blocks import Block, Bullets, Cell, DataTable, Figure, Heading, Para
from sysmap.reports.parts import missing
from sysmap.reports.report_input import ReportInput
from sysmap.views.answer_picture import drawing_svg, drawing_words

__all__ = ["BOUND", "Answers", "ask"]

BOUND = 6
"""Links in the longest path that is looked at."""
_SECONDS = 0.4
_MOST_GOALS, _MOST_STARTS, _MOST_NAMED = 12, 12, 4
_ID = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b")
_VERDICTS = {"positive": "more of it pushes towards more", "negative": "more of it pushes towards less", "none": "does not lead there",
             "unknown": "the map does not say which way", "ambiguous": "paths pull both ways, or depend on the context"}


def ask(given: ReportInput) -> Answers:
    """The answers about a map; each is worked out when it is first asked for."""
    return Answers(given)


@dataclass(frozen=True)
class Answers:
    """What a map answers about its own outcomes.

    Attributes
    ----------
    given : the map with what speaks of it.
    known : influences already worked out.
    """

    given: ReportInput
    known: dict[tuple[str, str], Influence] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """Outcomes that are asked about: those a theory answers for, else those that a map marks, else where it ends."""
        map_ = self.given.map
        scored = [id_ for id_, one in self.given.scored.items() if one.element.in_scope]
        return tuple((scored or outcomes_of(map_))[:_MOST_GOALS])

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Where influence begins: what the programme controls, else activities, else what nothing on the map leads to."""
        return starts_of(self.given.map, self.goals)[:_MOST_STARTS]

    @cached_property
    def verdicts(self) -> dict[tuple[str, str], Influence]:
        """The influence of every start on every outcome."""
        return {(start, goal): self._influence(start, goal) for goal in self.goals for start in self.starts if start != goal}

    def on(self, goal: str) -> list[str]:
        """What the map says of one outcome: who leads to it, through what, on what that relies, how well it is seen."""
        reaching = [start for start in self.starts if start != goal and self._influence(start, goal).verdict != "none"]
        said = [self._reached(goal, reaching)]
        if not reaching:
            return said
        start = self._best_start(goal) or reaching[0]
        far = max(reaching, key=lambda one: (self._influence(one, goal).shortest or 0, one))
        said += [self._example(start, goal), self._words("must-pass", start=far, end=goal)]
        through = self.through(start, goal)
        if through is not None:
            said += [through]
        said.append(self._robust(reaching, goal))
        return [one for one in said if one]

    def through(self, start: str, goal: str) -> str | None:
        """Through which mechanisms one factor reaches an outcome, and what must hold; nothing where none is named."""
        found = mechanisms(self.given.project, start, goal, BOUND, seconds=_SECONDS)
        return found.words() if found.found.found and (found.uses or found.requirements) else None

    def about(self, elements: list[str]) -> list[Block]:
        """What the map says of the elements that a question asks about; nothing where it says nothing."""
        out: list[Block] = []
        for goal in (id_ for id_ in elements if id_ in self.goals):
            out += [Para("", lead=f"{self._label(goal)}:"), Bullets(tuple(self.on(goal)))]
        others = [id_ for id_ in elements if id_ in self.given.map.factors and id_ not in self.goals]
        if others:
            out += [Para(f"Which outcomes the other elements lead to, by paths of at most {BOUND} links:"),
                    Bullets(tuple(f"{self._name(id_)}: {self.reach_of(id_)}." for id_ in others))]
        if any(id_.startswith("mechanism:") for id_ in elements):
            ways = [f"{self._name(goal)}: {way}" for goal in self.goals if (way := self.way(goal))]
            out += [Para("Through which mechanisms outcomes are reached:"), Bullets(tuple(ways))] if ways else []
        return out

    def way(self, goal: str) -> str | None:
        """The mechanisms on the best-evidenced way to an outcome."""
        start = self._best_start(goal)
        return self.through(start, goal) if start else None

    def reach_of(self, element: str) -> str:
        """Which outcomes an element leads to, in a few words for a table."""
        if element not in self.given.map.factors:
            return "not a factor of the map"
        led = [goal for goal in self.goals if goal != element
               and self._influence(element, goal).verdict != "none"]
        if not led:
            return f"none within {BOUND} links"
        ways = {self._influence(element, goal).verdict for goal in led}
        word = next(iter(ways)) if len(ways) == 1 else "of different signs"
        return f"{len(led)} of {count_text(len(self.goals), 'outcome')}, {word}"

    def whole(self, level: int, heading: str = "The map as a whole") -> list[Block]:
        """Loops, levers, single points of failure, goals in each other's way."""
        map_ = self.given.map
        if not map_.links:
            return [Heading(level, heading), missing("The map has no links, so there is nothing to follow.")]
        out: list[Block] = [Heading(level, heading)]
        out.append(Para(self._words("loops", max_length=BOUND), lead="Feedback loops.", slide=True))
        out.append(Para(self._words("rank", by="leverage"), lead="Levers.", slide=True))
        single = self._single_points()
        if single:
            out += [Para("Factors that every path passes, from one or more of the starting points:",
                          lead="Single points of failure."), Bullets(tuple(single), slide=True)]
        out.append(Para(self._against(), lead="Outcomes in each other's way."))
        return [*out, *self.evidence_bars()]

    def table(self) -> DataTable | None:
        """Every start by every outcome: which way the influence goes, how long the shortest path is."""
        if not self.verdicts:
            return None
        rows = tuple((self._label(goal), self._label(start), one.verdict, one.shortest, "yes" if one.proven else "no",
                      next(iter(one.chains.values())).sentence(self.given.map) if one.chains else None)
                     for (start, goal), one in self.verdicts.items())
        return DataTable("How outcomes are reached", ("Outcome", "From", "Influence", "Links in the shortest path",
                                                  "Holds for paths of every length", "Shortest path"), rows, sheet="Influence",
                     note=f"Paths of at most {BOUND} links, unless the column says that it holds for every length.")

    def evidence_bars(self) -> list[Block]:
        """How far the evidence carries from the best-evidenced start to each outcome; nothing where no link has evidence."""
        if not set(self.given.project.grades.values()) - {"untested"}:
            return []
        found = [ladder(self.given.project, start, goal, BOUND, seconds=_SECONDS) for goal in self.goals if (start := self._best_start(goal))]
        if not found:
            return []
        bars = StepBars("How far the evidence carries", tuple(one.bar for one in found))
        none = sum(one.best is None or one.best.rung == "all" for one in found)
        said = (f"{none} of {count_text(len(found), 'outcome')} {'has' if none == 1 else 'have'} no path with evidence on every link."
                if none else "Every outcome has a path with evidence on every link.")
        return [Para(f"{said} Each bar asks the same question of fewer links: all that are drawn, then those with at least weak, moderate and "
                     "strong evidence. A grade says how well a link is observed, not how strong or how likely it is.",
                     lead="How far the evidence carries."),
                Figure(bars.title, drawing_svg(bars), f"{bars.title}, from the best-evidenced starting point to each outcome.",
                       drawing_words(bars))]

    def loop_table(self) -> DataTable | None:
        """Every feedback loop within the bound."""
        found = loops(self.given.project, BOUND, seconds=_SECONDS) if self.given.map.links else None
        return _as_table(found, "Feedback loops", "Feedback loops") if found and found.found else None

    def lever_table(self) -> DataTable | None:
        """Factors by leverage."""
        if not self.given.map.links:
            return None
        return _as_table(rank(self.given.project, "leverage", seconds=_SECONDS), "Factors by leverage", "Levers")

    def _reached(self, goal: str, reaching: list[str]) -> str:
        before = upstream(self.given.project, goal)
        number = len(before.ids) - 1
        if not number:
            return "Nothing on the map leads to it."
        said = f"{count_text(number, 'factor')} of the map {'leads' if number == 1 else 'lead'} to it, directly or through others."
        if not self.starts:
            return said
        if not reaching:
            return f"{said} None of the {count_text(len(self.starts), 'starting point')} does within {BOUND} links."
        ways: dict[str, list[str]] = {}
        for start in reaching:
            ways.setdefault(self._influence(start, goal).verdict, []).append(start)
        signed = [f"{self._names(ids)} ({_VERDICTS[word]})" for word, ids in ways.items()]
        cut = any(not self._influence(start, goal).complete for start in reaching)
        at_least = "at least " if cut else ""
        others = [start for start in self.starts if start not in reaching and start != goal]
        left = f" Not from {self._names(others)}." if others else ""
        return f"{said} Among what the programme does, it is reached from {at_least}{'; '.join(signed)}.{left}" \
            if self._ours else f"{said} It is reached from {at_least}{'; '.join(signed)}.{left}"

    @property
    def _ours(self) -> bool:
        map_ = self.given.map
        layers = [map_.layers.get(map_.factors[id_].layer or "") for id_ in self.starts]
        return any(layer is not None and layer.sphere == "control" for layer in layers)

    def _best_start(self, goal: str) -> str | None:
        """The start from which the best-evidenced path leads to an outcome; of equals the nearest, then the first."""
        ways = [(GRADES.index(chain.grade["grade"] if chain.grade else "untested"), -chain.length, start)
                for start in self.starts if start != goal and (chain := self._best(start, goal)) is not None]
        return max(ways, key=lambda way: way[:2])[2] if ways else None

    def _best(self, start: str, goal: str) -> Chain | None:
        found = paths(self.given.project, start, goal, BOUND, by="evidence", limit=50, seconds=_SECONDS).found
        return found[0] if found else None

    def _example(self, start: str, goal: str) -> str:
        chain = self._best(start, goal)
        if chain is None:
            return ""
        if chain.grade is None or not chain.grade["graded"]:
            return f"The shortest way runs: {chain.sentence(self.given.map)} No evidence on record speaks to its links."
        weakest, seen = chain.grade, chain.grade["graded"]
        at = f", at {self._label(weakest['link'])}" if chain.length > 1 else ""
        about = "its one link" if chain.length == 1 else f"{seen} of its {chain.length} links"
        said = "its grade" if chain.length == 1 else "the weakest"
        return (f"The best-evidenced way runs: {chain.sentence(self.given.map)} Evidence speaks to {about}; {said} is "
                f"{weakest['grade'].replace('-', ' ')}{at}.")

    def _words(self, question: str, **params: object) -> str:
        """A question's own sentences."""
        return asked(self.given.project, question, params, seconds=_SECONDS).words()

    def _robust(self, starts: list[str], goal: str) -> str:
        if not any(self.given.project.link_cases.values()):
            return ""
        words = robustness(self.given.project, starts, goal, cases=True).words()
        return _ID.sub(lambda id_: self.given.case_name(id_[0]), words)

    def _single_points(self) -> list[str]:
        """Factors that every path passes, with what can no longer be reached without them, and from where."""
        reaching: dict[str, list[str]] = {}
        passed: dict[str, dict[str, list[str]]] = {}
        for (start, goal), one in self.verdicts.items():
            if one.verdict != "none":
                reaching.setdefault(goal, []).append(start)
                for id_ in must_pass(self.given.project, start, goal).factors:
                    passed.setdefault(id_, {}).setdefault(goal, []).append(start)
        out: list[str] = []
        for id_ in sorted(passed, key=lambda id_: (-len(passed[id_]), id_))[:5]:
            whole = [goal for goal, starts in passed[id_].items() if set(reaching[goal]) <= {id_, *starts}]
            part = [goal for goal in passed[id_] if goal not in whole]
            said = [f"{self._names(whole)} can no longer be reached from anywhere else"] if whole else []
            said += [f"{self._names(part)} can no longer be reached from some starting points"] if part else []
            out.append(f"Without {self._name(id_)}: {'; '.join(said)}.")
        return out

    def _against(self) -> str:
        goals = self.goals
        if len(goals) < 2:
            return "The map has fewer than two outcomes to compare."
        opposed = []
        whole = True
        for pair in list(combinations(goals, 2))[:45]:
            found = tradeoffs(self.given.project, pair, max_length=BOUND, seconds=_SECONDS)
            whole = whole and found.complete
            levers = found.of_effect("trade-off")
            if levers:
                opposed.append(f"{self._names(pair)} (moved apart by {self._names([one.id for one in levers])})")
        bound = f"within {BOUND} links" + ("" if whole else ", as far as the search came")
        if not opposed:
            return f"No factor is seen to move two of the {len(goals)} outcomes in opposite directions, {bound}."
        return f"{count_text(len(opposed), 'pair')}, {bound}: {'; '.join(opposed[:5])}."

    def _influence(self, start: str, goal: str) -> Influence:
        if (start, goal) not in self.known:
            self.known[start, goal] = influence(self.given.project, start, goal, BOUND, seconds=_SECONDS)
        return self.known[start, goal]

    def _label(self, id_: str) -> str:
        return element_label(self.given.map, id_)

    def _name(self, id_: str) -> str:
        return f"“{self._label(id_)}”"

    def _names(self, ids: tuple[str, ...] | list[str]) -> str:
        return list_text((self._name(id_) for id_ in ids[:_MOST_NAMED]), _MOST_NAMED, len(ids))


def _as_table(found: Answer, title: str, sheet: str) -> DataTable | None:
    rows = found.rows()
    if not rows:
        return None
    return DataTable(title, tuple(rows[0]), tuple(tuple(map(_cell, row.values())) for row in rows), sheet=sheet)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
