"""What the questions about settling share: the part they look at, how they say that there is nothing to work on, plain words.

A method for feedback that is asked about a map without any has no answer. It then says why, and what to ask instead; that is an
answer as any other, so that a page, a report or a saved view with the question in it goes on working when the map changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from sysmap.analysis.base import check_bound, count_of, name_of
from sysmap.analysis.dynamics.scales import Strengths
from sysmap.analysis.dynamics.system import System
from sysmap.analysis.names import factor_ids
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words, list_text
from sysmap.questions.combining.parts import submap_of
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.shared.submap import Submap

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = [
    "AsDrawn", "Lowered", "NoAnswer", "NoAnswerData", "OfPart", "Reason", "Seed", "bracketed", "check_draws", "factors_of_part", "in_brackets",
    "in_hundred", "moved_words", "named_list", "nothing_to_work_on", "part_of_map", "pushes", "strength_words",
]

Reason = Literal["no-loop", "no-sign", "too-large", "too-many-open", "too-few-settle", "none-fit", "no-delay", "no-path", "time-up"]

OfPart = Annotated[str | Submap | None, Parameter(
    "part", "Look at a part of the map alone: upstream:FACTOR, downstream:FACTOR, ego:FACTOR or between:FROM:TO, with :N at the "
            "end to go at most N links.", metavar="PART", flags=("--part",))]
"""The part of the map to look at; the whole map where not given."""

Lowered = Annotated[str | Iterable[str] | None, Parameter(
    "factors", "A factor that is pushed down.", metavar="FACTOR", flags=("--down",))]
"""Factors that are pushed down, beside those that are pushed up."""


AsDrawn = Annotated[bool, Parameter("flag", "Take every link as there, also those that people doubt.", flags=("--as-drawn",))]
"""Whether doubtful links are taken as there."""

Seed = Annotated[int, Parameter("whole", "Begin the random numbers here.", metavar="N", flags=("--seed",))]
"""The seed of the random numbers."""


class NoAnswerData(TypedDict):
    """Why a method has no answer, as data."""

    reason: Annotated[Reason, "no-loop: there is no feedback to work on; no-sign: no link has a sign; too-large: too many factors for "
                              "an exact answer; too-many-open: too many links without a sign for an exact answer; too-few-settle: too "
                              "few of the draws settle; none-fit: no draw fits what was observed; no-delay: no link has a stated "
                              "delay; no-path: the one does not influence the other; time-up: no draw ended in time"]
    words: Annotated[str, "the reason in a sentence"]
    instead: Annotated[str, "what to ask instead"]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why a method has no answer, and what to do instead."""

    reason: Reason
    words: str
    instead: str

    def explain(self) -> str:
        """Both in sentences."""
        return f"{self.words} {self.instead}"

    def data(self) -> NoAnswerData:
        """The same as plain data."""
        return {"reason": self.reason, "words": self.words, "instead": self.instead}


def nothing_to_work_on(system: System) -> NoAnswer | None:
    """Why a method for feedback has nothing to do on this part; None where it has."""
    if not system.loop_groups() and not system.own:
        return NoAnswer("no-loop", "There is no answer of this kind: no feedback loop is drawn here, so nothing can be amplified or "
                        "absorbed.", "Ask influence for what leads where.")
    if not system.signed:
        return NoAnswer("no-sign", "There is no answer of this kind: no link here says whether it raises or lowers.",
                        "Give signs to the links in the file, or ask loops for the loops as drawn.")
    return None


def factors_of_part(project: Project, part: str | Submap | None) -> frozenset[str] | None:
    """Ids of the factors of the part that is asked about; None for the whole map."""
    if part is None:
        return None
    found = part if isinstance(part, Submap) else submap_of(project, part)
    return frozenset(found.ids)


def pushes(map_: Map, up: str | Iterable[str] | None, down: str | Iterable[str] | None, among: Collection[str] | None) -> dict[str, int]:
    """Which factors are pushed, each with 1 for up or -1 for down, in order of id.

    Raises
    ------
    Refused : an unknown or retired factor, none at all, one pushed both ways, one outside the part.
    """
    raised = factor_ids(map_, up or ())
    lowered = factor_ids(map_, down or ())
    both = sorted(set(raised) & set(lowered))
    if both:
        raise Refused(Problem(code="A32", message=f"{named_list(map_, both)} cannot be pushed up and down at once.",
                              hint="Name each factor once: by its place to push it up, after --down to push it down."))
    found = {**dict.fromkeys(raised, 1), **dict.fromkeys(lowered, -1)}
    if not found:
        raise Refused(Problem(code="A11", message="No factor is pushed.", hint="Name at least one factor, or give one after --down."))
    apart = sorted(id_ for id_ in found if among is not None and id_ not in among)
    if apart:
        raise Refused(Problem(code="A31", message=f"{named_list(map_, apart)} is not in the part that is asked about.",
                              hint="Choose a larger part, or leave --part out."))
    return dict(sorted(found.items()))


def part_of_map(map_: Map, system: System, title: str, rule: str) -> Map:
    """The factors that were looked at, with the influences between them, as a map."""
    pairs = {(system.ids[one.start], system.ids[one.end]) for one in (*system.influences, *system.own)}
    return cut(map_, set(system.ids), pairs, title=title, rule=rule)


def named_list(map_: Map, ids: Collection[str], most: int = 6) -> str:
    """The labels of the first few factors, and how many more there are."""
    return list_text((name_of(map_, id_) for id_ in list(ids)[:most]), most, len(ids))


def strength_words(strengths: Strengths) -> str:
    """From which intervals strengths are drawn, in a sentence."""
    own = len(strengths.links)
    if own and not strengths.declared:
        return f"The file gives {count_of(own, 'link')} a number of {'its' if own == 1 else 'their'} own; any other is drawn between 0 and 1."
    if not strengths.declared:
        return "The file declares no scale for strengths, so every link is drawn between 0 and 1, whatever word it carries."
    sizes = join_words([f"{word} {low:g} to {high:g}" for word, (low, high) in strengths.declared.items()])
    more = f"; {count_of(own, 'link')} by a number of {'its' if own == 1 else 'their'} own" if own else ""
    return f"Strengths are drawn as the file declares them: {sizes}; unset {strengths.unset[0]:g} to {strengths.unset[1]:g}{more}."


_MOST_DRAWS = 10_000_000_000


def check_draws(draws: int, seed: int) -> None:
    """Refuse a number of draws that nobody can wait for, or a seed that is none.

    Raises
    ------
    Refused : one of them is below 1, or there are more than 10,000 million draws.
    """
    for value, name in ((draws, "--draws"), (seed, "--seed")):
        check_bound(value, f"The number given with {name}")
    if draws > _MOST_DRAWS:
        raise Refused(Problem(code="A04", message=f"The number given with --draws is {draws:,}; the most is {_MOST_DRAWS:,}.",
                              hint="2,000 draws give shares within two points, 10,000 within one, a million within a tenth of one."))


def moved_words(map_: Map, moved: Mapping[str, int], done: str) -> str:
    """Which factors are pushed (or held) up and which down, as a part of a sentence."""
    said = []
    for way, word in ((1, "up"), (-1, "down")):
        names = [name_of(map_, id_) for id_, its_way in moved.items() if its_way == way]
        if names:
            said.append(f"{join_words(names)} {'is' if len(names) == 1 else 'are'} {done} {word}")
    return join_words(said)


def in_hundred(share: float) -> str:
    """A share of a hundred draws; never 0 or 100 where it is not exactly so.

    >>> in_hundred(0.502), in_hundred(0.999), in_hundred(1.0)
    ('50', 'more than 99', '100')
    """
    if 0 < share < 0.01:
        return "less than 1"
    return "more than 99" if 0.99 < share < 1 else f"{100 * share:.0f}"


def in_brackets(up: float, down: float, open_: bool) -> str:
    """In how many draws a factor goes the way that a sentence says; which way, where the sentence leaves that open.

    >>> in_brackets(0.76, 0.24, True), in_brackets(0.1, 0.9, False), in_brackets(1, 0, False)
    (' (higher in 76)', ' (90)', '')
    """
    share = max(up, down)
    if share in (0, 1):
        return ""
    way = f"{'higher' if up >= down else 'lower'} in " if open_ else ""
    return f" ({way}{in_hundred(share)})"


def bracketed(error: int) -> str:
    """What the numbers in brackets mean."""
    return (f"Numbers in brackets say in how many of 100 draws, give or take {error} for chance; where none stands, it is so in every "
            "draw.")
