"""The evidence of an influence in numbers, on request: intervals that the file declares for its grades, put together source by source.

A source stands or falls as a whole, and with it every link that only it supports; so does each statement that nobody tested, a link
of a whole layer being one statement. Sources are taken to be independent of each other. Nothing is assumed for a grade that the file
does not declare.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Annotated, TypedDict

from sysmap.analysis.base import count_of
from sysmap.analysis.chains import GRADES, Chain
from sysmap.analysis.dynamics.scales import grade_numbers_of
from sysmap.analysis.signs import CLASS, polarity_of, product
from sysmap.core.sentences import join_words

if TYPE_CHECKING:
    from sysmap.analysis.standing_numbers import Interval
    from sysmap.project import Project

__all__ = ["MOST_PATHS", "EvidenceNumbers", "NumbersData", "numbers_on"]

MOST_PATHS = 500
_SMALLER = "Ask about a smaller part, or with a lower --max-length."
_PLAIN = {"positive": "a positive path", "negative": "a negative path", "mixed": "a path that depends on context",
          "unknown": "a path with an unsigned link", "only positive": "positive paths alone", "only negative": "negative paths alone"}

_CAVEATS = (
    "Read the numbers with care. They are what the file says of its grades, and a grade says how well a link is observed, not how likely or how "
    "strong it is. The more steps a path is drawn in, the lower its number. What nobody tested is not thereby false. Evidence on an outcome "
    "shows that it changed, not through which link.")


class NumbersData(TypedDict):
    """The evidence in numbers, as data."""

    declared: Annotated[dict[str, list[float]], "the interval that the file declares for each grade"]
    sources: Annotated[int, "how many sources stand or fall, each as a whole"]
    untested: Annotated[int, "how many statements without a source do"]
    intervals: Annotated[dict[str, list[float]], "the least and greatest number for: a path of each sign (positive, …), paths of that "
                                                 "sign alone (only positive, …), and none at all"]
    why_not: Annotated[str, "why there are no numbers; empty where there are"]


@dataclass(frozen=True, slots=True)
class EvidenceNumbers:
    """With what numbers paths of a sign stand, or why that cannot be said."""

    declared: Mapping[str, Interval]
    sources: int = 0
    untested: int = 0
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    why_not: str = ""

    def words(self) -> str:
        """The numbers with what has to be known to read them, or why there are none."""
        if self.why_not:
            return f"There are no numbers: {self.why_not}"
        said = [f"{_PLAIN[name]} {_between(one)}" for name, one in self.intervals.items() if name in _PLAIN]
        meant = [f"{grade.replace('-', ' ')} {_between(one)}" for grade, one in self.declared.items()]
        apart = f"{count_of(self.sources, 'source')} and {count_of(self.untested, 'statement')} without a source"
        return (f"In the numbers that the file gives to its grades ({', '.join(meant)}): {join_words(said)}. Here {apart} were each taken to "
                f"stand or fall as a whole, independently of the others. {_CAVEATS}")

    def data(self) -> NumbersData:
        """The same as plain data."""
        return {"declared": {grade: list(one) for grade, one in self.declared.items()}, "sources": self.sources, "untested": self.untested,
                "intervals": {name: list(one) for name, one in self.intervals.items()}, "why_not": self.why_not}


def _between(one: Interval) -> str:
    low, high = (f"{value:.2f}".rstrip("0").rstrip(".") for value in one)
    return low if low == high else f"{low} to {high}"


def numbers_on(given: Project, found: Sequence[Chain], grades: Mapping[str, str], *, complete: bool) -> EvidenceNumbers:
    """With what numbers paths from one factor to another stand.

    Parameters
    ----------
    given : the project.
    found : the paths, up to `MOST_PATHS` of them.
    grades : how well each link is observed.
    complete : whether these are all.

    Raises
    ------
    Refused : the file declares a grade as what is no interval between 0 and 1.
    """
    from sysmap.analysis.standing_numbers import MOST_EVENTS, SignedPath, standing_intervals  # numpy is for those who ask

    declared = grade_numbers_of(given.map.scales)
    many = sum(prod(len(step.links) for step in chain.steps) for chain in found)
    if not complete or many > MOST_PATHS:
        return EvidenceNumbers(declared, why_not=f"there are more than {MOST_PATHS} paths. {_SMALLER}")
    ways = _link_paths(found)
    if not ways:
        return EvidenceNumbers(declared, why_not="no path leads there.")
    used = sorted({link for _, links in ways for link in links})
    missing = [grade for grade in reversed(GRADES) if grade not in declared and any(grades.get(link, "untested") == grade for link in used)]
    if missing:
        words = [f"“{grade.replace('-', ' ')}{'' if grade in ('untested', 'not-supported') else ' evidence'}”" for grade in missing]
        return EvidenceNumbers(declared, why_not=f"the file does not say what it means by {join_words(words)}. Say it under scales in the file, "
                               "such as “strong evidence: 0.9 to 1”.")
    units: dict[str, Interval] = {}
    behind: dict[str, frozenset[str]] = {}
    for link in sorted(used, key=lambda one: GRADES.index(grades.get(one, "untested"))):
        grade = grades.get(link, "untested")
        cases = given.link_cases.get(link, set()) if grade not in ("untested", "not-supported") else set()
        behind[link] = frozenset(f"source {case}" for case in cases) or frozenset({f"link {link}"})
        units.update(dict.fromkeys(behind[link], declared[grade]))  # the best grade comes last and stands
    names = sorted(units)
    if len(names) > MOST_EVENTS:
        return EvidenceNumbers(declared, why_not=f"{len(names)} sources and statements without one lie on the paths, and up to {MOST_EVENTS} "
                               f"are gone through. {_SMALLER}")
    at = {name: number for number, name in enumerate(names)}
    signed = [SignedPath(sign, tuple(frozenset(at[name] for name in behind[link]) for link in links)) for sign, links in ways]
    sources = sum(name.startswith("source ") for name in names)
    return EvidenceNumbers(declared, sources, len(names) - sources, standing_intervals(signed, [units[name] for name in names]))


def _link_paths(found: Sequence[Chain]) -> list[tuple[str, tuple[str, ...]]]:
    """Every path link by link, with its sign: where parallel links join two factors, each makes a path of its own."""
    out = []
    for chain in found:
        for links in itertools.product(*(step.links for step in chain.steps)):
            out.append((str(polarity_of(product(CLASS[link.polarity] for link in links))), tuple(link.id for link in links)))
    return out
