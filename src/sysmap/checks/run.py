"""Putting the rules to a document: all of them, in their order, with the author's waivers and within bounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.evidence import check_register
from sysmap.checks.monitoring import check_monitoring
from sysmap.checks.passages import check_wording_of_items
from sysmap.checks.references import check_references
from sysmap.checks.rounds import check_rounds
from sysmap.checks.rule import CheckRule
from sysmap.checks.surveys import check_figures
from sysmap.checks.table import RULES
from sysmap.contribution.ratings import rating_problems
from sysmap.contribution.rubric_check import check_rubric
from sysmap.core.elements import Waiver
from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.library import Rubric
from sysmap.core.map import Map
from sysmap.core.monitoring import Monitoring
from sysmap.core.problem import Problem, one_of
from sysmap.core.profile import Profile
from sysmap.core.rating import Assessment
from sysmap.core.uses import Uses

__all__ = ["MOST", "check", "check_document"]

MOST = 50
"""Findings of one rule that are listed one by one; of the rest the number is told."""


def check(map_: Map, uses: Uses | None = None) -> list[Problem]:
    """What the rules find in a map.

    Parameters
    ----------
    map_ : a theory, map or process. Rules that are not about its kind are not put to it.
    uses : the documents beside it: what it names under `uses:`, and the other maps of the workspace.

    Returns
    -------
    list of Problem : by rule in the order of `RULES`, then in the order of the map's elements. A problem that its
        author waived carries the reason in `waived`. At most `MOST` of a rule, then one that says how many more.

    >>> from sysmap.core.elements import Factor, Link
    >>> trust = Factor(id="trust", label="Lack of trust", focal=True, definition="How far people rely on each other")
    >>> [(p.code, p.element) for p in check(Map(kind="map", id="m", title="M", factors={"trust": trust}))]
    [('M02', 'trust')]
    """
    look = Look(map_, uses or Uses())
    waivers = _Waivers(map_, bool(look.uses.evidence))
    found: list[Problem] = []
    for rule in RULES.values():
        found += _bounded(waivers.apply(rule(look)))
    return found + _bounded(waivers.problems())


def check_document(document: Document, uses: Uses | None = None) -> list[Problem]:
    """What the rules find in any document: all rules in a map, references in the other kinds, the items of a register."""
    if isinstance(document, Map):
        return check(document, uses)
    found = check_references(document, uses)
    if isinstance(document, Evidence):
        found += [*check_register(document, uses or Uses()), *check_figures(document, uses or Uses())]
        found += check_wording_of_items(document)
    if isinstance(document, Monitoring):
        found += check_monitoring(document, uses or Uses())
    if isinstance(document, Profile):
        found += check_rounds(document)
    if isinstance(document, Assessment):
        found += rating_problems(document, [*(uses or Uses()).frameworks.values()])
    if isinstance(document, Rubric):
        found += check_rubric(document)
    return _bounded(found)


def _bounded(problems: Iterable[Problem]) -> list[Problem]:
    """The first findings of a rule, and how many more there are; those waived are counted apart."""
    kept: list[Problem] = []
    last: dict[bool, Problem] = {}
    count = {False: 0, True: 0}
    for problem in problems:
        waived = problem.waived is not None
        count[waived] += 1
        if count[waived] <= MOST:
            kept.append(problem)
        elif waived not in last:
            last[waived] = problem
    for waived, problem in last.items():
        kept.append(dataclasses.replace(
            problem, message=f"… and {count[waived] - MOST:,} more like these.", at=problem.at[:1],
            hint="Mend the ones above first; the next check lists the following ones."))
    return kept


class _Waivers:
    """The findings that a map's author lets stand, and which of them were met."""

    def __init__(self, map_: Map, evidence: bool) -> None:
        self._map = map_
        self._evidence = evidence
        self._given: dict[tuple[str, str | None], Waiver] = {}
        self._met: set[tuple[str, str | None]] = set()
        for waiver in map_.waive:
            if waiver.reason.strip():
                self._given.setdefault((waiver.code, waiver.element), waiver)

    def apply(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        for problem in problems:
            for key in ((problem.code, problem.element), (problem.code, None)):
                waiver = self._given.get(key)
                if waiver is not None:
                    self._met.add(key)
                    yield dataclasses.replace(problem, waived=waiver.reason.strip())
                    break
            else:
                yield problem

    def _answered(self, rule: CheckRule) -> bool:
        """Whether the rule could find all it can find here; E06 is also asked where scores are worked out."""
        return rule.code != "E06" and (self._evidence or not rule.reads_evidence)

    def problems(self) -> Iterator[Problem]:
        """Waivers that have no reason, or that nothing meets."""
        for waiver in self._map.waive:
            what = waiver.code if waiver.element is None else f"{waiver.code} for {shown(waiver.element)}"
            if not waiver.reason.strip():
                yield _about(RULES["V02"], f"The waiver of {what} gives no reason, and is not applied.", (
                    "Say why the finding is right to stay: `reason:`."))
                continue
            rule = RULES.get(waiver.code)
            if rule is None:
                yield _about(RULES["V01"], f"There is no rule {shown(waiver.code)} to waive.", (
                    one_of(waiver.code, RULES)))
            elif (waiver.code, waiver.element) not in self._met and self._answered(rule):
                reason = "" if self._map.kind in rule.about else f"; that rule is not put to a {self._map.kind}"
                yield _about(RULES["V01"], f"The waiver of {what} meets no finding{reason}.", (
                    "Take it out: what it let stand is gone, or never was."))


def _about(rule: CheckRule, message: str, hint: str) -> Problem:
    return Problem(code=rule.code, severity=rule.severity, message=message, hint=hint, at=("waive",))
