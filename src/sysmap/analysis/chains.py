"""One chain of influence: a path from one factor to another, or a loop, with everything its links say."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from sysmap.analysis.projection import Projection, Step
from sysmap.analysis.signs import SIGN_MARKS, M, U, polarity_of, product
from sysmap.core.elements import Cite, Link
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import say
from sysmap.core.words import Polarity

__all__ = ["GRADES", "Chain", "ChainCore", "ChainData", "chain_of", "chain_of_steps", "grade_ranks", "says"]

GRADES: tuple[str, ...] = ("not-supported", "untested", "weak", "moderate", "strong")
"""Evidence grades of a link, the lowest first. A link without one is untested."""

_STRENGTHS = ("unset", "weak", "medium", "strong")


class WeakestData(TypedDict):
    """The weakest link of a chain, as data."""

    link: str
    strength: Annotated[str, "strong, medium, weak, or unset where any link of the chain has none"]
    known: Annotated[int, "how many links have a stated strength"]
    of: Annotated[int, "how many links there are"]


class GradeData(TypedDict):
    """The least evidenced link of a chain, as data."""

    grade: str
    link: str
    graded: Annotated[int, "how many links some evidence speaks to"]
    of: Annotated[int, "how many links there are"]


class CiteData(TypedDict, total=False):
    """A place in a source, as data."""

    source: str
    at: str
    line: str


class ChainCore(TypedDict):
    """What paths and loops have in common, as data."""

    factors: Annotated[list[str], "the factors in order"]
    links: Annotated[list[str], "one link a step; of parallel ones the strongest, then the first by id"]
    beside: Annotated[list[str], "further links parallel to those"]
    why: Annotated[list[str], "why the sign is not certain; empty where it is"]
    length: Annotated[int, "how many links long"]
    weakest: Annotated[WeakestData, "the weakest link"]
    delay: Annotated[dict[str, int], "how many links have a short, medium and long delay, and how many none stated"]
    mechanisms: Annotated[list[str], "mechanisms named on the way"]
    assumptions: Annotated[list[str], "assumptions its links rest on"]
    conditions: Annotated[list[str], "conditions its links depend on"]
    evidence: Annotated[GradeData | None, "the least evidenced link; null where no evidence was at hand"]
    inferred: Annotated[int, "how many steps no source states"]
    anticipated: Annotated[bool, "whether a link or a factor on the way is only anticipated"]
    group_links: Annotated[list[str], "links on the way that speak of a whole layer"]
    cite: Annotated[list[CiteData], "where the sources say it"]


class ChainData(ChainCore):
    """A chain as data."""

    polarity: Annotated[Polarity, "the sign of the whole chain"]


def grade_ranks(grades: Mapping[str, str]) -> dict[str, int]:
    """Grades as numbers, 0 for the lowest.

    Raises
    ------
    Refused : a word that is no grade.
    """
    for grade in grades.values():
        if grade not in GRADES:
            raise Refused(Problem(code="A08", message=f"There is no evidence grade “{grade}”.",
                                  hint=one_of(grade, GRADES)))
    return {link: GRADES.index(grade) for link, grade in grades.items()}


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of steps. For a loop the first factor is not repeated at the end, and the last step leads back to it.

    `planned` are those of its factors that are only anticipated.
    """

    factors: tuple[str, ...]
    steps: tuple[Step, ...]
    classes: int
    grades: tuple[str, ...] | None = None
    planned: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[str, ...]:
        """One link a step: where parallel links join two factors, the strongest, then the first by id."""
        return tuple(step.links[0].id for step in self.steps)

    @property
    def parallel_links(self) -> tuple[str, ...]:
        """Further links parallel to those."""
        return tuple(link.id for step in self.steps for link in step.links[1:])

    @property
    def beside(self) -> tuple[str, ...]:
        """The name of `parallel_links` in 0.1.0, for one release."""
        warnings.warn("Chain.beside is called parallel_links now.", DeprecationWarning, stacklevel=2)
        return self.parallel_links

    @property
    def length(self) -> int:
        """How many links long."""
        return len(self.steps)

    @property
    def polarity(self) -> Polarity:
        """positive, negative, mixed or unknown (`sysmap.analysis.signs`)."""
        return polarity_of(self.classes)

    @property
    def mark(self) -> str:
        """The polarity as a sign and a word, so that neither colour nor font has to carry it."""
        return f"{SIGN_MARKS[self.polarity]} {self.polarity}"

    @property
    def why(self) -> tuple[str, ...]:
        """Why the sign is not certain; empty where it is."""
        reasons = []
        if any(step.conflicting for step in self.steps):
            reasons.append(say("why.conflict"))
        if self.classes & M:
            reasons.append(say("why.mixed"))
        if self.classes & U:
            reasons.append(say("why.unknown"))
        return tuple(reasons) if self.classes not in (1, 2) else ()

    @property
    def weakest(self) -> WeakestData:
        """The weakest link: its id, its strength (`unset` where any link has none), how many links have one."""
        ranks = [step.strength for step in self.steps]
        at = ranks.index(min(ranks))
        return {"link": self.links[at], "strength": _STRENGTHS[ranks[at]],
                "known": sum(1 for rank in ranks if rank), "of": len(ranks)}

    @property
    def weakest_words(self) -> str:
        """The weakest link for a table."""
        weakest = self.weakest
        if weakest["strength"] != "unset":
            return weakest["strength"]
        return "no strength stated" if not weakest["known"] else f"unset ({weakest['known']} of {weakest['of']} known)"

    @property
    def grade(self) -> GradeData | None:
        """The lowest evidence grade on the way and the link that has it; nothing where no grades were given."""
        if self.grades is None:
            return None
        ranks = [GRADES.index(grade) for grade in self.grades]
        at = ranks.index(min(ranks))
        return {"grade": self.grades[at], "link": self.links[at],
                "graded": sum(1 for grade in self.grades if grade != "untested"), "of": len(ranks)}

    @property
    def evidence_words(self) -> str:
        """The evidence for a table."""
        grade = self.grade
        if grade is None:
            return ""
        return f"{grade['grade']} at {grade['link']}"

    @property
    def delay(self) -> dict[str, int]:
        """How many links have a short, medium and long delay, and how many none stated."""
        counts = {"short": 0, "medium": 0, "long": 0, "unset": 0}
        for step in self.steps:
            counts[step.links[0].delay or "unset"] += 1
        return counts

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Mechanisms named on the way, in the order they come."""
        return _named(self.steps, "mechanisms")

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Assumptions its links rest on, in the order they come."""
        return _named(self.steps, "assumptions")

    @property
    def conditions(self) -> tuple[str, ...]:
        """Conditions its links depend on, in the order they come."""
        return _named(self.steps, "conditions")

    @property
    def citations(self) -> tuple[Cite, ...]:
        """Where the sources say it, each place once."""
        return tuple(dict.fromkeys(cite for step in self.steps for link in step.links for cite in link.cite))

    @property
    def inferred(self) -> int:
        """How many steps no source states: every link of the step is the modeller's inference."""
        return sum(1 for step in self.steps if all(link.basis == "inferred" for link in step.links))

    @property
    def group_links(self) -> tuple[str, ...]:
        """Links on the way that speak of a whole layer."""
        return tuple(dict.fromkeys(step.links[0].id for step in self.steps if step.of_group))

    @property
    def anticipated(self) -> bool:
        """Whether a link or a factor on the way is only anticipated."""
        return bool(self.planned) or any(all(link.status == "anticipated" for link in step.links) for step in self.steps)

    def arrows(self) -> str:
        """The chain in one line: factor ids with the sign on each arrow; * marks a link that speaks of a whole layer.
        """
        text = self.factors[0]
        ends = (*self.factors[1:], self.factors[0])
        for step, end in zip(self.steps, ends, strict=False):
            text += f" –({SIGN_MARKS[step.polarity]}){'*' if step.of_group else ''}→ {end}"
        return text

    def sentence(self, map_: Map) -> str:
        """The chain in words."""
        label = [map_.factors[id_].label or id_ for id_ in (*self.factors, self.factors[0])]
        first, *rest = self.steps
        return "".join([say("chain.start", start=label[0], says=says(first, map_), end=label[1]),
                        *(say("chain.step", says=says(step, map_), end=end) for step, end in zip(rest, label[2:], strict=False)),
                        "."])

    def to_json(self) -> ChainData:
        """The chain as plain data (docs/json.md)."""
        return {
            "factors": list(self.factors), "links": list(self.links), "beside": list(self.parallel_links),
            "polarity": self.polarity, "why": list(self.why), "length": self.length, "weakest": self.weakest,
            "delay": self.delay, "mechanisms": list(self.mechanisms), "assumptions": list(self.assumptions),
            "conditions": list(self.conditions), "evidence": self.grade, "inferred": self.inferred,
            "anticipated": self.anticipated, "group_links": list(self.group_links),
            "cite": [_cite_data(cite) for cite in self.citations],
        }

    def row(self, rank: int) -> dict[str, Any]:
        """The chain as one flat record."""
        weakest, grade = self.weakest, self.grade
        return {
            "rank": rank, "factors": " → ".join(self.factors), "links": ", ".join(self.links),
            "polarity": self.polarity,
            "length": self.length, "weakest_link": weakest["link"], "weakest_strength": weakest["strength"],
            "evidence": grade["grade"] if grade else None, "evidence_link": grade["link"] if grade else None,
            "mechanisms": ", ".join(self.mechanisms), "inferred_links": self.inferred, "anticipated": self.anticipated,
        }


def chain_of(proj: Projection, way: Sequence[int], grades: Mapping[str, str] | None = None) -> Chain:
    """The chain along a way given by its factors' numbers."""
    ids = proj.ids
    return chain_of_steps(proj, tuple([ids[i] for i in way]), tuple(proj.steps_along(way)), grades)


def chain_of_steps(
    proj: Projection, factors: tuple[str, ...], steps: tuple[Step, ...], grades: Mapping[str, str] | None = None
) -> Chain:
    """The chain of these steps. A step over parallel links has the best grade any of them has."""
    graded = None if grades is None else tuple(_best_grade(step.links, grades) for step in steps)
    planned = proj.planned
    return Chain(factors, steps, product([step.classes for step in steps]), graded,
                 tuple(id_ for id_ in factors if id_ in planned) if planned else ())


def says(step: Step, map_: Map) -> str:
    """What a step says between two labels, in words that fit the kind of map."""
    if step.conflicting:
        return say("chain.conflicting")
    if step.links[0].kind == "sequence":
        return say("chain.sequence")
    return say(f"chain.theory.{step.polarity}" if map_.kind == "theory" else f"chain.{step.polarity}")


def _best_grade(links: Sequence[Link], grades: Mapping[str, str]) -> str:
    return max((grades.get(link.id, "untested") for link in links), key=GRADES.index)


def _cite_data(cite: Cite) -> CiteData:
    data: CiteData = {"source": cite.source} if cite.source else {}
    if cite.at:
        data["at"] = cite.at
    if cite.line:
        data["line"] = cite.line
    return data


def _named(steps: Sequence[Step], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for step in steps for link in step.links for name in getattr(link, field)))
