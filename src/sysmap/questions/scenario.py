"""What changes, and in which order, if factors are held up or down: a fuzzy cognitive map run over what the map leaves open.

Each factor has a state that is passed on along the links, step by step, until nothing changes (`sysmap.analysis.dynamics.fcm`). A
scenario holds factors at the top, at the bottom or at a state of their own and is compared with a baseline in which nothing is held.
Without a factor to hold the answer is the baseline alone: whether it comes to rest, and where.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from sysmap.analysis.base import Clock, budget_of, label_of, name_of
from sysmap.analysis.dynamics.choices import CHOICES, Compared, FuzzyChoice, Rule, Scenario, Squash
from sysmap.analysis.dynamics.draws import Progress, error_of
from sysmap.analysis.dynamics.scales import Strengths, strengths_of
from sysmap.analysis.dynamics.system import System, system_of
from sysmap.analysis.projection import projection_of
from sysmap.analysis.workers import Workers, pool_of
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words, list_text
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.settling.scope import (
    AsDrawn,
    Lowered,
    NoAnswer,
    NoAnswerData,
    OfPart,
    Seed,
    bracketed,
    check_draws,
    factors_of_part,
    in_brackets,
    in_hundred,
    moved_words,
    named_list,
    nothing_to_work_on,
    part_of_map,
    pushes,
    strength_words,
)
from sysmap.questions.settling.states import SaidStates, held_states, states_said

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Changed", "scenario"]

_USUAL_DRAWS = 2_000
_NEXT_TO = 500
"""The most draws for each of the other choices, which are only asked for their order."""
_MOSTLY = 0.8
_MOST_LINKS = 5_000
_LEAST_SHARE = 0.05

Change = Literal["higher", "lower", "open", "same"]
_RULES: dict[Rule, str] = {
    "kosko": "each factor takes on what its causes pass on (rule kosko)",
    "modified": "each factor keeps its state and adds what its causes pass on (rule modified)",
    "rescaled": "each factor keeps its state and adds what its causes pass on, states counted from the middle (rule rescaled)"}
_ENDS: dict[Change, str] = {"higher": "higher", "lower": "lower", "open": "higher or lower, by what is drawn", "same": "the same"}
_NAMED = 6
"""The most factors of a kind that a sentence names."""


class ChangedFactor(TypedDict):
    """What becomes of one factor, as data."""

    id: str
    label: str
    change: Annotated[Change, "higher or lower than in the baseline in at least 80 % of the draws at rest; same: in none; else open"]
    up: Annotated[float, "share of the draws at rest in which it is higher"]
    down: Annotated[float, "share of the draws at rest in which it is lower"]
    order: Annotated[int, "its place when factors are put in order of how much they change, 1 for the most; those alike share one"]
    orders: Annotated[list[int | None], "its place under each of the choices, in their order; null where too few draws come to rest"]


class AtRestData(TypedDict):
    """Where one factor comes to rest, as data. States have no unit."""

    id: str
    baseline: Annotated[float, "its state at rest where nothing is held"]
    held: Annotated[float, "its state at rest in the scenario"]


class ChoiceData(TypedDict):
    """What came of a rule with a way of squashing, as data."""

    rule: Annotated[Rule, "kosko: what causes pass on; modified: plus the own state; rescaled: the same, counted from the middle"]
    squash: Annotated[Squash, "sigmoid: states between 0 and 1; tanh: between -1 and 1; steps: -1, 0 or 1"]
    steepness: Annotated[float, "how steep the squashing is (lambda)"]
    drawn: Annotated[int, "how many draws were made"]
    at_rest: Annotated[int, "in how many both the scenario and the baseline came to rest"]
    in_cycle: Annotated[int, "in how many one of them went round in a cycle"]
    neither: Annotated[int, "in how many one of them did neither within 1,000 steps"]
    steps: Annotated[int, "the most steps that a run took"]
    one_rest: Annotated[bool, "whether there is certainly only one place of rest for each draw, whatever the start"]


class ChangedData(TypedDict):
    """What changes against a baseline, as data."""

    up: Annotated[list[str], "the factors that are held at the top"]
    down: Annotated[list[str], "the factors that are held at the bottom"]
    at: Annotated[dict[str, float], "the state of each factor that is held at one of its own"]
    begin: Annotated[dict[str, float] | None, "the states with which the baseline begins, all others at 0; null where all begin in the middle"]
    seed: Annotated[int, "the seed of the random numbers: the same seed gives the same answer"]
    strengths: Annotated[dict[str, list[float]], "the interval that the file declares for each word and link; empty where it declares none"]
    unset: Annotated[list[float], "the interval for links whose strength nobody said"]
    no_answer: Annotated[NoAnswerData | None, "why there is no answer; null where there is one"]
    complete: Annotated[bool, "whether the time sufficed for every draw and choice"]
    choices: Annotated[list[ChoiceData], "the choice asked for, then the others that its order is compared with"]
    states: Annotated[list[AtRestData] | None, "where nothing is left open and the run rests: the state of every factor looked at, "
                                              "under the choice asked for; else null"]
    course: Annotated[list[list[float]] | None, "where nothing is left open: the states of the baseline step by step, in the order of "
                                                "`states`, from those it begins with, at most 50 steps; else null"]
    changes: Annotated[list[ChangedFactor], "each factor that is reached and not held, those that change most first"]


@dataclass(frozen=True)
class Changed(Answer):
    """What changes against a baseline. `runs` holds the choice asked for first, then those that its order is compared with."""

    system: System = field(repr=False)
    held: Mapping[str, int]
    plan: Scenario | None = field(repr=False)
    runs: tuple[Compared, ...]
    no_answer: NoAnswer | None
    complete: bool

    @property
    def free(self) -> tuple[str, ...]:
        """Ids of the factors that are reached and not held, those that change most first."""
        if self.plan is None or self.no_answer:
            return ()
        ids, ranks = self.system.ids, self.runs[0].ranks
        reached = self.system.reached(self.plan.fixed)
        return tuple(sorted((ids[i] for i in reached - self.plan.fixed), key=lambda id_: (ranks[ids.index(id_)], id_)))

    @property
    def used_links(self) -> tuple[str, ...]:
        """Every link between the factors looked at."""
        return () if self.plan is None else self.system.links()

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The factors looked at."""
        return () if self.plan is None else self.system.ids

    @property
    def submap(self) -> Map:
        """The factors looked at with the links between them, as a map."""
        return part_of_map(self.map, self.system, "What changes", f"Every factor looked at{f' where {held}' if (held := self._held()) else ''}.")

    def shares(self, id_: str) -> tuple[float, float]:
        """The share of the draws at rest in which a factor is higher, and lower, than in the baseline."""
        found, place = self.runs[0], self.system.ids.index(id_)
        return found.up[place] / max(found.kept, 1), found.down[place] / max(found.kept, 1)

    def change(self, id_: str) -> Change:
        """higher, lower, open or same."""
        up, down = self.shares(id_)
        if up == down == 0:
            return "same"
        return "higher" if up >= _MOSTLY else "lower" if down >= _MOSTLY else "open"

    def orders(self, id_: str) -> tuple[int | None, ...]:
        """The place of a factor under each choice; None where too few draws come to rest."""
        places = tuple(self.system.ids.index(one) for one in self.free)
        return tuple(run.order(places)[self.system.ids.index(id_)] if _enough(run) else None for run in self.runs)

    def words(self) -> str:
        """What is higher and lower, in which order, under which choices."""
        if self.plan is None or not self.runs:
            return self.no_answer.explain() if self.no_answer else ""
        parts = [self.no_answer.explain()] if self.no_answer else [self._main(), *self._order()]
        parts += [self._choice(), strength_words(self.plan.strengths)]
        if not self.complete:
            parts.append("The time was up before all draws were made.")
        if not self.no_answer:
            parts.append("States have no unit: this says which way and in which order, never how much, and the rules have no warrant "
                         "beyond the map itself.")
        return " ".join(filter(None, parts))

    def _main(self) -> str:
        if self.plan is not None and not self.plan.fixed:
            return self._rest()
        said = []
        for change, end in _ENDS.items():
            ids = [id_ for id_ in self.free if self.change(id_) == change]
            if ids:
                said.append(f"{list_text(map(self._with_share, ids[:_NAMED]), _NAMED, len(ids))} {'are' if len(ids) > 1 else 'is'} {end}")
        if not said:
            return f"If {self._held()}, nothing else is reached."
        found = self.runs[0]
        head = f"If {self._held()}, then once nothing changes any more, compared with a baseline in which nothing is held:"
        if found.drawn == 1:
            return f"{head} {'; '.join(said)}."
        error = max(1, round(100 * max(error_of(max(self.shares(id_)), found.kept) for id_ in self.free)))
        return f"{head} {'; '.join(said)}. {bracketed(error)}"

    def _rest(self) -> str:
        """Where the map comes to rest by itself."""
        head = "Nothing is held, so nothing is compared: this is how the map comes to rest by itself."
        states = self._resting()
        if not states:
            return f"{head} Where that is depends on what is drawn. Name a factor to hold to see what it changes."
        listed = list_text((f"{name_of(self.map, id_)} ({state:.3g})" for id_, state in states[:_NAMED]), _NAMED, len(states))
        return f"{head} From the highest state to the lowest: {listed}."

    def _resting(self) -> list[tuple[str, float]]:
        """Every factor with its state at rest where nothing is held, the highest first; none where that is drawn."""
        found = self.runs[0].states if self.runs else None
        return [] if found is None else sorted(zip(self.system.ids, found[0], strict=True), key=lambda one: (-one[1], one[0]))

    def _with_share(self, id_: str) -> str:
        return name_of(self.map, id_) + in_brackets(*self.shares(id_), self.change(id_) == "open")

    def _order(self) -> list[str]:
        moved = [id_ for id_ in self.free if self.change(id_) != "same"]
        if len(moved) < 2:
            return []
        steady = [id_ for id_ in moved if len({place for place in self.orders(id_) if place is not None}) == 1]
        usable = sum(1 for run in self.runs if _enough(run))
        if usable < 2:
            return ["The order could not be compared with other rules, under which too few draws come to rest."]
        return [f"What changes most is {name_of(self.map, moved[0])}, then {name_of(self.map, moved[1])}. Over {usable} choices of rule and "
                "squashing " + ("no factor keeps its place in this order." if not steady else
                                f"{named_list(self.map, steady)} keep{'s' if len(steady) == 1 else ''} the same place; the others do not."
                                if len(steady) < len(moved) else "every factor keeps its place.")]

    def _choice(self) -> str:
        found, choice = self.runs[0], self.runs[0].choice
        assert self.plan is not None
        ends = [f"{number:,} {word}" for number, word in (
            (found.endings["fixed"], "come to rest"), (found.endings["cycle"], "go round in a cycle"),
            (found.endings["neither"], "do neither in 1,000 steps")) if number]
        if not found.drawn:
            return ""
        rest = (f"{found.drawn:,} draws were made (seed {self.plan.seed}): {join_words(ends)}" if self.plan.varies else
                "Nothing is left open, so that one run says all")
        began = f" The baseline begins with {join_words(self._at(self.plan.begin, 'at'))}, all others at 0." if self.plan.begin else ""
        one = " There is only one place to come to rest, wherever one starts." if found.unique else ""
        return f"{rest}. Here {_RULES[choice.rule]}; sums are squashed by {choice.squash}, steepness {choice.steepness:g}.{began}{one}"

    def _held(self) -> str:
        levels = {} if self.plan is None else self.plan.levels
        said = [moved_words(self.map, self.held, "held")] if self.held else []
        return join_words([*said, *self._at(levels, "is held at")])

    def _at(self, states: Mapping[int, float], done: str) -> list[str]:
        return [f"{name_of(self.map, self.system.ids[i])} {done} {state:g}" for i, state in sorted(states.items())]

    def data(self) -> ChangedData:
        """The answer as plain data."""
        strengths = self.plan.strengths if self.plan else Strengths({}, (0.0, 1.0))
        return {
            "up": [id_ for id_, way in self.held.items() if way > 0], "down": [id_ for id_, way in self.held.items() if way < 0],
            "at": self._by_id(self.plan.levels if self.plan else {}),
            "begin": self._by_id(self.plan.begin) if self.plan and self.plan.begin else None,
            "seed": self.plan.seed if self.plan else 0,
            "strengths": strengths.data(), "unset": list(strengths.unset),
            "no_answer": self.no_answer.data() if self.no_answer else None, "complete": self.complete,
            "choices": [{
                "rule": run.choice.rule, "squash": run.choice.squash, "steepness": run.choice.steepness, "drawn": run.drawn,
                "at_rest": run.endings["fixed"], "in_cycle": run.endings["cycle"], "neither": run.endings["neither"],
                "steps": run.steps, "one_rest": run.unique} for run in self.runs],
            "states": self._states(),
            "course": [list(one) for one in self.runs[0].course] or None if self.runs else None,
            "changes": [self._factor(id_) for id_ in self.free],
        }

    def _by_id(self, states: Mapping[int, float]) -> dict[str, float]:
        return {self.system.ids[i]: state for i, state in sorted(states.items())}

    def _states(self) -> list[AtRestData] | None:
        found = self.runs[0].states if self.runs else None
        return None if found is None else [
            {"id": id_, "baseline": base, "held": held} for id_, base, held in zip(self.system.ids, *found, strict=True)]

    def _factor(self, id_: str) -> ChangedFactor:
        up, down = self.shares(id_)
        orders = self.orders(id_)
        return {"id": id_, "label": label_of(self.map, id_), "change": self.change(id_), "up": up, "down": down,
                "order": orders[0] or 0, "orders": list(orders)}

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        return [{**one, "orders": " ".join("–" if place is None else str(place) for place in one["orders"])}
                for one in map(self._factor, self.free)]

    def table(self) -> Table:
        """Direction, shares, and the strip of places under every choice."""
        if self.plan is not None and not self.plan.fixed:
            return Table(("id", "state at rest", "factor"), tuple(
                (id_, f"{state:.4f}", label_of(self.map, id_)) for id_, state in self._resting()))
        heads = ("id", "is", "higher", "lower", *(_short(run.choice) for run in self.runs), "factor")
        return Table(heads, tuple(
            (one["id"], one["change"], f"{in_hundred(one['up'])} %", f"{in_hundred(one['down'])} %",
             *("–" if place is None else str(place) for place in one["orders"]), one["label"])
            for one in map(self._factor, self.free)))


def _short(choice: FuzzyChoice) -> str:
    return f"{choice.rule} {choice.squash}"


def _enough(run: Compared) -> bool:
    return run.kept > 0 and run.kept >= _LEAST_SHARE * run.drawn


_Held = Annotated[str | Iterable[str] | None, Parameter("factors", "The factors that are held up.", metavar="[FACTORS]...")]
_RuleChoice = Annotated[Rule, Parameter(
    "choice", "How a factor takes on what its causes pass on: kosko, the sum; modified, added to its own state; rescaled, the same "
              "with states counted from the middle.", flags=("--rule",), choices=("kosko", "modified", "rescaled"))]
_SquashChoice = Annotated[Squash, Parameter(
    "choice", "How sums are squashed: sigmoid, to 0 to 1; tanh, to -1 to 1; steps, to -1, 0 or 1.", flags=("--squash",),
    choices=("sigmoid", "tanh", "steps"))]
_Steepness = Annotated[float, Parameter("number", "How steep the squashing is.", metavar="N", flags=("--steepness",))]
_Tolerance = Annotated[float, Parameter("number", "A run rests when no state changes by more than N in a step.", metavar="N",
                                       flags=("--tolerance",))]
_At = Annotated[SaidStates, Parameter("factors", "A factor that is held at a state of its own, such as bills=0.7.", metavar="FACTOR=STATE",
                                     flags=("--at",))]
_Begin = Annotated[SaidStates, Parameter(
    "factors", "Begin the baseline with this factor at 1, or at a state such as bills=0.3, and all that are not named at 0; without it all "
               "begin in the middle.", metavar="FACTOR[=STATE]", flags=("--begin",))]
_DrawCount = Annotated[int, Parameter("whole", "Make N draws.", metavar="N", flags=("--draws",))]


@question("dynamics", "What changes, and in which order, if FACTORS are held up: a fuzzy cognitive map against its baseline.",
          answers="What pattern follows if these factors are held high or low?",
          cannot="Amounts or dates: only signs and order against a baseline, by a rule that is a choice.",
          source="Kosko 1986, Int. J. Man-Machine Studies 24, 65-75; Knight, Lloyd & Penn 2014, on how rules rank differently",
          examples=("bills --down prices",))
def scenario(
    project: Project, of: _Held = None, *, down: Lowered = None, at: _At = None, rule: _RuleChoice = "kosko", squash: _SquashChoice = "sigmoid",
    steepness: _Steepness = 1.0, tolerance: _Tolerance = 1e-10, begin: _Begin = None, as_drawn: AsDrawn = False, part: OfPart = None,
    draws: _DrawCount = _USUAL_DRAWS, seed: Seed = 1,
    workers: Workers = 1, seconds: Seconds = 30.0, clock: Clock = time.perf_counter, progress: Progress | None = None,
) -> Changed:
    """What changes against a baseline if factors are held up or down: a scenario of a fuzzy cognitive map.

    Strengths are those that the file declares under `scales`, unset ones are drawn; so are signs that are open, and whether a
    link that people doubt is there. The answer gives the direction of each change with the share of draws that agree, and the
    order of changes, next to the order under other rules and squashings: where the order is not the same, it belongs to
    the rule and not to the map. Runs that come to no rest are counted and left out.

    Parameters
    ----------
    project : the map, or what holds it.
    of : the factors that are held up, by id, label or alias. Where nothing is held, the answer is where the map comes to rest by itself.
    down : the factors that are held down.
    at : the factors that are held at a state of their own: names with states, as ``bills=0.7`` or in a mapping.
    rule : how a factor takes on what its causes pass on.
    squash : how sums are squashed back to states. The rescaled rule is for sigmoid alone.
    steepness : how steep the squashing is (lambda).
    tolerance : a run rests when no state changes by more in a step.
    begin : the factors with which the baseline begins at 1 or, as ``bills=0.3`` or in a mapping, at a state of their own, all others at
        0; all begin in the middle where none is named.
    as_drawn : take every link as there, also those that people doubt.
    part : a part of the map to look at alone, as for `union`.
    draws : how many draws to make.
    seed : of the random numbers.
    workers : who makes the draws: a number of processes, ``dask`` or ``dask://host:port``; the answer does not depend on it.
    seconds : time budget; the draws made by then are the answer. None for no limit.
    clock : for tests.
    progress : called with the draws done and to do; raise from it to cancel.

    Returns
    -------
    Changed : with the reason where there is no answer.

    Raises
    ------
    Refused : an unknown or retired factor, one held in two ways, a state outside those of the squashing, a scale that is no interval
        between 0 and 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> signs = {"a->b": "positive", "b->c": "negative", "c->a": "positive"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> ring = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> found = scenario(ring, "a", draws=50)
    >>> [(id_, found.change(id_)) for id_ in found.free]
    [('b', 'higher'), ('c', 'lower')]
    """
    from sysmap.analysis.dynamics.fcm import compared

    budget = budget_of(seconds, clock)
    check_draws(draws, seed)
    if not 0 < steepness <= 100:
        raise Refused(Problem(code="A04", message=f"The steepness (--steepness) is {steepness:g}; it has to be above 0 and at most 100.",
                              hint="1 is usual; 5 makes states go to their ends."))
    if not 0 < tolerance < math.inf:
        raise Refused(Problem(code="A04", message=f"The tolerance (--tolerance) is {tolerance:g}; it has to be above 0.",
                              hint="1e-10 is usual; a coarse one stops runs before they rest."))
    if rule == "rescaled" and squash != "sigmoid":
        raise Refused(Problem(code="A18", message=f"The rescaled rule counts states from a middle between 0 and 1; {squash} has none such.",
                              hint="Ask with --squash sigmoid, or with --rule modified."))
    map_ = project.map
    among = factors_of_part(project, part)
    system = system_of(projection_of(map_), among)
    first = FuzzyChoice(rule, squash, steepness)
    held = pushes(map_, of, down, among) if of or down else {}
    levels = held_states(map_, at, first.bounds, held, among)
    beginning = states_said(map_, begin, first.bounds, "--begin", usual=1.0)
    refusal = nothing_to_work_on(system) or _too_large(system)
    if refusal:
        return Changed(map_, system, held, None, (), refusal, True)
    place = {id_: i for i, id_ in enumerate(system.ids)}
    plan = Scenario(system, {place[id_]: way for id_, way in held.items()}, strengths_of(map_.scales, map_.links), not as_drawn, seed,
                    {place[id_]: state for id_, state in beginning.items() if id_ in place},
                    {place[id_]: state for id_, state in levels.items()})
    others = [choice for choice in CHOICES if (choice.rule, choice.squash) != (rule, squash)]
    with pool_of(workers) as pool:
        runs = [compared(plan, first, draws, budget.share(2), tolerance=tolerance, pool=pool, progress=progress)]
    for number, choice in enumerate(others):
        runs.append(compared(plan, choice, min(draws, _NEXT_TO), budget.share(len(others) - number)))
    wanted = [draws, *[min(draws, _NEXT_TO)] * len(others)] if plan.varies else [1] * len(runs)
    return Changed(map_, system, held, plan, tuple(runs), _no_rest(runs[0]), [run.drawn for run in runs] == wanted)


def _too_large(system: System) -> NoAnswer | None:
    number = len(system.influences)
    if number <= _MOST_LINKS:
        return None
    return NoAnswer("too-large", f"There is no answer of this kind: {number:,} links would have to be run, and the method takes up to "
                    f"{_MOST_LINKS:,}.", "Name a part, such as --part ego:FACTOR:2.")


def _no_rest(run: Compared) -> NoAnswer | None:
    if _enough(run):
        return None
    if not run.drawn:
        return NoAnswer("time-up", "There is no answer: the time was up before a single draw had come to its end.",
                        "Allow it more --seconds, or name a part, such as --part ego:FACTOR:2.")
    fixed, cycle, neither = run.endings["fixed"], run.endings["cycle"], run.endings["neither"]
    return NoAnswer("too-few-settle", f"There is no answer: of {run.drawn:,} draws {fixed:,} come to rest, {cycle:,} go round in a cycle "
                    f"and {neither:,} do neither.",
                    "Ask with another --rule or --squash, or with a lower --steepness.")
