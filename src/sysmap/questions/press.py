"""What rises and what falls if factors are pushed, over many draws of what the map does not say.

Strengths that nobody gave, signs that nobody gave and links that people doubt are drawn by chance, many times; of the draws that
settle, the answer counts how many end higher and how many lower (`sysmap.analysis.dynamics.press`).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from sysmap.analysis.base import Budget, Clock, budget_of, count_of, label_of, name_of
from sysmap.analysis.dynamics.draws import LEAST_SHARE, MOST_IN_GROUP, PROBE, Draws, Grip, Progress, error_of
from sysmap.analysis.dynamics.scales import strengths_of
from sysmap.analysis.dynamics.system import System, system_of
from sysmap.analysis.names import factor_ids
from sysmap.analysis.projection import projection_of
from sysmap.analysis.workers import Workers, pool_of
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
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

if TYPE_CHECKING:
    from sysmap.analysis.dynamics.press import Press
    from sysmap.project import Project

__all__ = ["Pressed", "press"]

_USUAL_DRAWS = 10_000
_NEXT_TO = 20_000
"""The most draws for the other convention, which is shown next to the one asked for."""
_MOSTLY = 0.8
"""The share of draws from which an answer says that a factor rises or falls."""
_GRIPS: dict[Grip, str] = {
    "firm": "as hard as the strongest link can push it (firm)",
    "loose": "by anything from nothing to what the strongest link can push, drawn each time (loose)"}
_ENDS = {"rises": "higher", "falls": "lower", "open": "higher or lower, by what is drawn", "stays": "where it was"}
_NAMED = 6
"""The most factors of a kind that a sentence names."""

Outcome = Literal["rises", "falls", "open", "stays"]


class OutcomeData(TypedDict):
    """What becomes of one factor, as data."""

    id: str
    label: str
    verdict: Annotated[Outcome, "rises or falls: in at least 80 % of the draws kept; stays: in none of them it moves; else open"]
    up: Annotated[float, "share of the draws kept in which it ends higher"]
    down: Annotated[float, "share of the draws kept in which it ends lower"]
    error: Annotated[float, "how far a share may be off because draws are a sample (half the width of its 95 % interval)"]


class ConventionData(TypedDict):
    """What came out under one convention about how factors hold themselves back, as data."""

    grip: Annotated[Grip, "firm: by 1, as hard as the strongest link can push; loose: by anything between 0 and 1, drawn each time"]
    drawn: Annotated[int, "how many draws were made"]
    settled: Annotated[int, "how many of them settle"]
    kept: Annotated[int, "how many of those show what was observed: the effective number of draws"]
    enough: Annotated[bool, "whether enough settle (5 %) to speak of the map"]
    outcomes: Annotated[list[OutcomeData], "each factor that is reached, in order of id; none where too few settle"]


class RivalData(TypedDict):
    """A rival reading of the map, as data."""

    reading: Annotated[str, "the map as drawn, or the link that the rival leaves out or gives another sign"]
    drawn: Annotated[int, "how many draws were made"]
    fitting: Annotated[int, "how many of them settle and show what was observed"]
    share: Annotated[float | None, "its part of all draws that fit, where every reading was held as likely before; null where none fits"]


class PressedData(TypedDict):
    """What rises and what falls, as data."""

    up: Annotated[list[str], "the factors that are pushed up"]
    down: Annotated[list[str], "the factors that are pushed down"]
    rose: Annotated[list[str], "the factors that were observed to rise"]
    fell: Annotated[list[str], "the factors that were observed to fall"]
    grip: Annotated[Grip, "the convention that the sentences speak of"]
    seed: Annotated[int, "the seed of the random numbers: the same seed gives the same answer"]
    strengths: Annotated[dict[str, list[float]], "the interval that the file declares for each word and link; empty where it declares none"]
    unset: Annotated[list[float], "the interval for links whose strength nobody said"]
    signs_drawn: Annotated[list[str], "links whose sign was drawn, since nobody said it or it depends"]
    doubted: Annotated[list[str], "links that were there in half of the draws, since people doubt them"]
    no_answer: Annotated[NoAnswerData | None, "why there is no answer; null where there is one"]
    complete: Annotated[bool, "whether the time sufficed for every draw asked for"]
    conventions: Annotated[list[ConventionData], "the convention asked for, and the other next to it"]
    rivals: Annotated[list[RivalData], "the map as drawn and its rivals; empty where none was named"]


@dataclass(frozen=True)
class Pressed(Answer):
    """What rises and what falls if factors are pushed. `draws` holds both conventions, the one asked for first."""

    system: System = field(repr=False)
    pushed: Mapping[str, int]
    observed: Mapping[str, int]
    plan: Press | None = field(repr=False)
    draws: tuple[tuple[Grip, Draws], ...]
    rivals: tuple[tuple[str, Draws], ...]
    no_answer: NoAnswer | None
    complete: bool

    @property
    def reached(self) -> tuple[str, ...]:
        """Ids of the factors that are pushed and those that they influence, in order."""
        if self.plan is None:
            return ()
        return tuple(self.system.ids[i] for i in sorted(self.system.reached(self.plan.pushes)))

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
        return part_of_map(self.map, self.system, "What rises and what falls", f"Every factor looked at for a push on {self._pushes()}.")

    def outcome(self, id_: str, at: int = 0) -> Outcome:
        """What becomes of a factor, under the convention asked for (0) or the other (1)."""
        up, down, _ = self.shares(id_, at)
        if up == down == 0:
            return "stays"
        return "rises" if up >= _MOSTLY else "falls" if down >= _MOSTLY else "open"

    def shares(self, id_: str, at: int = 0) -> tuple[float, float, float]:
        """The share of the draws kept in which a factor ends higher, lower, and the error of the larger of them."""
        found, place = self.draws[at][1], self.system.ids.index(id_)
        up, down = found.up[place] / max(found.kept, 1), found.down[place] / max(found.kept, 1)
        return up, down, error_of(max(up, down), found.kept)

    def words(self) -> str:
        """What rises, falls or is open, under which assumptions, and how sure the numbers are."""
        if self.plan is None or not self.draws:
            return self.no_answer.explain() if self.no_answer else ""
        parts = [self.no_answer.explain()] if self.no_answer else [self._main()]
        parts.append(self._drawn())
        parts.append(self._assumed())
        parts.append(self._other())
        if self.rivals:
            parts.append(self._rivals())
        if not self.complete:
            parts.append("The time was up before all draws were made.")
        if not self.no_answer:
            parts.append("Shares count draws, not the world: they are no probabilities of what will happen, and no sizes of effects.")
        return " ".join(parts)

    def _main(self) -> str:
        said = []
        for verdict, end in _ENDS.items():
            ids = [id_ for id_ in self.reached if self.outcome(id_) == verdict]
            ids.sort(key=lambda id_: (-max(self.shares(id_)[:2]), id_))
            if ids:
                said.append(f"{list_text(map(self._with_share, ids[:_NAMED]), _NAMED, len(ids))} {'end' if len(ids) > 1 else 'ends'} {end}")
        seen = f", in draws in which {self._observations()}" if self.observed else ""
        error = max(1, round(100 * max(self.shares(id_)[2] for id_ in self.reached)))
        return f"If {self._pushes()} and kept there, then once everything has settled{seen}: {'; '.join(said)}. {bracketed(error)}"

    def _with_share(self, id_: str) -> str:
        return name_of(self.map, id_) + in_brackets(*self.shares(id_)[:2], self.outcome(id_) == "open")

    def _drawn(self) -> str:
        grip, found = self.draws[0]
        assert self.plan is not None
        kept = f", and {found.kept:,} of those {'shows' if found.kept == 1 else 'show'} what was observed" if self.observed else ""
        return (f"{found.drawn:,} draws were made (seed {self.plan.seed}); {found.settled:,} of them settle "
                f"({100 * found.share_settled:.3g} %){kept}, with every factor holding itself back {_GRIPS[grip]}.")

    def _assumed(self) -> str:
        assert self.plan is not None
        text = strength_words(self.plan.strengths)
        signs, doubted = len(self._signs_drawn()), len(self._doubted())
        if signs:
            text += f" The sign of {count_of(signs, 'link')} is not certain and was drawn."
        if doubted:
            text += f" {count_of(doubted, 'link').capitalize()} {'is' if doubted == 1 else 'are'} doubted, and there in half of the draws."
        return text

    def _other(self) -> str:
        grip, found = self.draws[1]
        if not found.enough:
            return (f"With every factor holding itself back {_GRIPS[grip]}, {_settling(found)}: too few to "
                    "compare.")
        if not found.kept:
            return f"With every factor holding itself back {_GRIPS[grip]}, none of {found.drawn:,} draws shows what was observed."
        if self.no_answer:
            return (f"With every factor holding itself back {_GRIPS[grip]}, {100 * found.share_settled:.3g} % settle: ask again with "
                    f"--grip {grip}.")
        differ = [id_ for id_ in self.reached if self.outcome(id_) != self.outcome(id_, 1)]
        return (f"With every factor holding itself back {_GRIPS[grip]}, {100 * found.share_settled:.3g} % settle, and "
                + (f"{named_list(self.map, differ)} would be judged otherwise." if differ else "every factor would be judged the same."))

    def _rivals(self) -> str:
        every = sum(found.kept for _, found in self.rivals)
        if not every:
            return "No draw of any reading of the map fits."
        said = [f"{reading}: {100 * found.kept / every:.0f} %" for reading, found in self.rivals]
        return f"Of all draws that fit, if each reading of the map was held as likely before, these come from {'; '.join(said)}."

    def _pushes(self) -> str:
        return moved_words(self.map, self.pushed, "pushed")

    def _observations(self) -> str:
        return join_words([f"{name_of(self.map, id_)} {'rises' if way > 0 else 'falls'}" for id_, way in self.observed.items()])

    def _signs_drawn(self) -> list[str]:
        return sorted({id_ for one in self.system.open for id_ in one.links})

    def _doubted(self) -> list[str]:
        if self.plan is None or not self.plan.doubt:
            return []
        return sorted({id_ for one in (*self.system.influences, *self.system.own) if len(one.doubtful) == len(one.links)
                       for id_ in one.doubtful})

    def data(self) -> PressedData:
        """The answer as plain data."""
        strengths = self.plan.strengths if self.plan else strengths_of({})
        every = sum(found.kept for _, found in self.rivals)
        return {
            "up": [id_ for id_, way in self.pushed.items() if way > 0], "down": [id_ for id_, way in self.pushed.items() if way < 0],
            "rose": [id_ for id_, way in self.observed.items() if way > 0],
            "fell": [id_ for id_, way in self.observed.items() if way < 0],
            "grip": self.draws[0][0] if self.draws else "firm", "seed": self.plan.seed if self.plan else 0,
            "strengths": strengths.data(), "unset": list(strengths.unset),
            "signs_drawn": self._signs_drawn() if self.plan else [], "doubted": self._doubted(),
            "no_answer": self.no_answer.data() if self.no_answer else None, "complete": self.complete,
            "conventions": [self._convention(at) for at in range(len(self.draws))],
            "rivals": [{"reading": reading, "drawn": found.drawn, "fitting": found.kept,
                        "share": found.kept / every if every else None} for reading, found in self.rivals],
        }

    def _convention(self, at: int) -> ConventionData:
        grip, found = self.draws[at]
        outcomes: list[OutcomeData] = []
        for id_ in self.reached if found.enough and found.kept else ():
            up, down, error = self.shares(id_, at)
            outcomes.append({"id": id_, "label": label_of(self.map, id_), "verdict": self.outcome(id_, at), "up": up, "down": down,
                             "error": error})
        return {"grip": grip, "drawn": found.drawn, "settled": found.settled, "kept": found.kept, "enough": found.enough,
                "outcomes": outcomes}

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor and convention."""
        return [{"grip": one["grip"], **outcome} for one in self.data()["conventions"] for outcome in one["outcomes"]]

    def table(self) -> Table:
        """Both conventions next to each other, for people."""
        conventions = [one for one in self.data()["conventions"] if one["outcomes"]]
        shown = {one["grip"]: {outcome["id"]: outcome for outcome in one["outcomes"]} for one in conventions}
        return Table(("id", *(f"{grip} {what}" for grip in shown for what in ("", "up", "down")), "factor"), tuple(
            (id_, *(cell for found in shown.values() for cell in (
                found[id_]["verdict"], f"{in_hundred(found[id_]['up'])} %", f"{in_hundred(found[id_]['down'])} %")),
             label_of(self.map, id_)) for id_ in (self.reached if shown else ())))


def _settling(found: Draws) -> str:
    """How few draws settle."""
    if not found.settled:
        return f"none of {found.drawn:,} draws settles"
    return f"only {100 * found.share_settled:.2g} % of {found.drawn:,} draws settle"


_Pushed = Annotated[str | Iterable[str] | None, Parameter("factors", "The factors that are pushed up.", metavar="[FACTORS]...")]
_Rose = Annotated[str | Iterable[str] | None, Parameter(
    "factors", "A factor that was observed to rise.", metavar="FACTOR", flags=("--rose",))]
_Fell = Annotated[str | Iterable[str] | None, Parameter(
    "factors", "A factor that was observed to fall.", metavar="FACTOR", flags=("--fell",))]
_Rivals = Annotated[str | Iterable[str] | None, Parameter(
    "links", "A rival reading of the map: without this link, or as LINK=negative with another sign.", metavar="LINK", flags=("--rival",))]
_GripChoice = Annotated[Grip, Parameter(
    "choice", "How far each factor holds itself back: firm, as hard as the strongest link can push; or loose, drawn from 0 to that.",
    flags=("--grip",), choices=("firm", "loose"))]
_DrawCount = Annotated[int, Parameter("whole", "Make N draws.", metavar="N", flags=("--draws",))]


@question("dynamics", "What rises and what falls if FACTORS are pushed, over many draws of what the map does not say.",
          answers="In how many readings of this map does a push end up higher or lower?",
          cannot="A probability about the world: shares are of made-up strengths, and hang on how factors hold themselves back.",
          source="Melbourne-Thomas, Wotherspoon, Raymond & Constable 2012, Ecological Monographs 82(4), 505-519",
          examples=("bills --down prices",))
def press(
    project: Project, of: _Pushed = None, *, down: Lowered = None, rose: _Rose = None, fell: _Fell = None, rival: _Rivals = None,
    grip: _GripChoice = "firm", as_drawn: AsDrawn = False, part: OfPart = None, draws: _DrawCount = _USUAL_DRAWS, seed: Seed = 1,
    workers: Workers = 1, seconds: Seconds = 60.0, clock: Clock = time.perf_counter, progress: Progress | None = None,
) -> Pressed:
    """What rises and what falls if factors are pushed and kept there: press simulation.

    Strengths are drawn from the intervals that the file declares under `scales` (`weak: 0.1 to 0.3`), or between 0 and 1; a link
    without a sign gets one by chance; a link that people doubt (contested, one voice, anticipated) is there in half of the
    draws. Draws that do not settle are left out. How many settle, and sometimes the answer itself, depends on how far factors
    are taken to hold themselves back: both conventions are worked out and shown side by side, and where fewer than 5 % of the
    draws settle there is no answer.

    What was observed in the meantime (`rose`, `fell`) leaves out the draws that do not show it. Rival readings are compared by
    the share of all their draws that settle and show it.

    Parameters
    ----------
    project : the map, or what holds it.
    of : the factors that are pushed up, by id, label or alias.
    down : the factors that are pushed down.
    rose, fell : factors that were observed to rise, or to fall, after the push.
    rival : rival readings: the id of a link that the map may have to do without, or `LINK=positive`, `LINK=negative`.
    grip : how far factors hold themselves back: firm or loose.
    as_drawn : take every link as there, also those that people doubt.
    part : a part of the map to look at alone, as for `union`.
    draws : how many draws to make; 10,000 give shares within one point.
    seed : of the random numbers.
    workers : who makes the draws: a number of processes, ``dask`` or ``dask://host:port``; the answer does not depend on it.
    seconds : time budget; the draws made by then are the answer. None for no limit.
    clock : for tests.
    progress : called with the draws done and to do; raise from it to cancel.

    Returns
    -------
    Pressed : with the reason where there is no answer.

    Raises
    ------
    Refused : an unknown or retired factor or link, nothing pushed, contradictory pushes or observations, a scale that is no
        interval between 0 and 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> signs = {"a->b": "positive", "b->c": "positive", "c->a": "negative"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> ring = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> found = press(ring, "b", draws=100)
    >>> [(id_, found.outcome(id_)) for id_ in found.reached]
    [('a', 'falls'), ('b', 'rises'), ('c', 'rises')]
    """
    from sysmap.analysis.dynamics.press import Press, draws_of

    budget = budget_of(seconds, clock)
    check_draws(draws, seed)
    map_ = project.map
    among = factors_of_part(project, part)
    system = system_of(projection_of(map_), among)
    pushed = pushes(map_, of, down, among)
    observed = _observed(map_, rose, fell, among)
    readings = [] if rival is None else [_reading(map_, one) for one in ((rival,) if isinstance(rival, str) else rival)]
    refusal = nothing_to_work_on(system) or _too_large(system)
    if refusal:
        return Pressed(map_, system, pushed, observed, None, (), (), refusal, True)
    at = {id_: i for i, id_ in enumerate(system.ids)}
    plan = Press(system, {at[id_]: way for id_, way in pushed.items()}, {at[id_]: way for id_, way in observed.items()},
                 strengths_of(map_.scales, map_.links), grip, not as_drawn, seed)
    other: Grip = "loose" if grip == "firm" else "firm"
    with pool_of(workers) as pool:
        here = draws_of(plan, draws, pool=pool, budget=_part_of(budget, 0.7), progress=progress)
        there = draws_of(replace(plan, grip=other), min(draws, _NEXT_TO), budget=_part_of(budget, 0.5))
        rivals: list[tuple[str, Draws]] = [("the map as drawn", here)] if readings else []
        for number, (words, reading) in enumerate(readings, 1):
            theirs = replace(plan, system=system_of(projection_of(reading), among), stream=number)
            rivals.append((words, draws_of(theirs, here.drawn, pool=pool, budget=_part_of(budget, 1 / (len(readings) - number + 1)),
                                           give_up=False)))
    complete = _whole(here, draws) and _whole(there, min(draws, _NEXT_TO)) and all(found.drawn == here.drawn for _, found in rivals)
    return Pressed(map_, system, pushed, observed, plan, ((grip, here), (other, there)), tuple(rivals),
                   _too_few(map_, plan, observed, here), complete)





def _whole(found: Draws, wanted: int) -> bool:
    """Whether all draws were made, or given up because too few settle, and not for want of time."""
    return found.drawn == wanted or (found.drawn >= PROBE and not found.enough)


def _part_of(budget: Budget, share: float) -> Budget:
    """A budget of a share of the time that is left."""
    left = budget.left()
    return Budget(None if left is None else left * share, budget.clock, reserve=1.0)


def _observed(map_: Map, rose: str | Iterable[str] | None, fell: str | Iterable[str] | None, among: frozenset[str] | None) -> dict[str, int]:
    up, down = factor_ids(map_, rose or ()), factor_ids(map_, fell or ())
    both = sorted(set(up) & set(down))
    if both:
        raise Refused(Problem(code="A32", message=f"{named_list(map_, both)} cannot have risen and fallen at once.",
                              hint="Give each factor once, after --rose or after --fell."))
    found = dict(sorted({**dict.fromkeys(up, 1), **dict.fromkeys(down, -1)}.items()))
    apart = sorted(id_ for id_ in found if among is not None and id_ not in among)
    if apart:
        raise Refused(Problem(code="A31", message=f"{named_list(map_, apart)} is not in the part that is asked about.",
                              hint="Choose a larger part, or leave --part out."))
    return found


def _reading(map_: Map, said: str) -> tuple[str, Map]:
    """A rival reading of the map, with what it is in words."""
    id_, equals, sign = said.rpartition("=")
    if not equals or said in map_.links:
        id_, sign = said, ""
    if id_ not in map_.links:
        raise Refused(Problem(code="A09", message=f"There is no link “{id_}” on this map.", hint=one_of(id_, map_.links)))
    link = map_.links[id_]
    ends = f"{name_of(map_, link.from_)} → {name_of(map_, link.to)}"
    if not sign:
        return f"the map without {ends}", replace(map_, links={key: one for key, one in map_.links.items() if key != id_})
    if sign not in ("positive", "negative"):
        raise Refused(Problem(code="A18", message=f"“{sign}” is no sign that a link may be read with.",
                              hint=f"Write {id_}=positive or {id_}=negative, or {id_} alone to leave the link out."))
    changed = replace(link, polarity="positive" if sign == "positive" else "negative")
    return f"the map with {ends} {sign}", replace(map_, links={**map_.links, id_: changed})


def _too_large(system: System) -> NoAnswer | None:
    largest = max((len(group) for group in system.loop_groups()), default=0)
    if largest <= MOST_IN_GROUP:
        return None
    return NoAnswer("too-large", f"There is no answer of this kind: {largest} factors all influence each other, and the method takes up to "
                    f"{MOST_IN_GROUP}.", "Name a part, such as --part ego:FACTOR:2.")


def _too_few(map_: Map, plan: Press, observed: Mapping[str, int], found: Draws) -> NoAnswer | None:
    if not found.enough:
        other = "loose" if plan.grip == "firm" else "firm"
        return NoAnswer(
            "too-few-settle", f"There is no answer: {_settling(found)}, and below "
            f"{100 * LEAST_SHARE:.0f} % those that do are no sample of the map.",
            f"Ask with --grip {other}, declare weaker strengths under scales, or look at a smaller part with --part.")
    if found.kept:
        return None
    reached = plan.system.reached(plan.pushes)
    apart = [id_ for id_ in observed if plan.system.ids.index(id_) not in reached]
    if apart:
        return NoAnswer("none-fit", f"There is no answer: {named_list(map_, apart)} cannot move by this push, since no path leads there.",
                        "Leave that observation out, or look for the link that is missing on the map.")
    return NoAnswer("none-fit", f"There is no answer: in none of the {found.settled:,} draws that settle does what was observed come about.",
                    "The observations and the map contradict each other: look for a link that is missing, or name a rival reading with --rival.")
