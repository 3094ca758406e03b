"""Cases by outcome and group: of those heard in a round, audience, kind of case or role, how many say what of an outcome.

What is counted are cases, as `sysmap.contribution.case_counting` does: named ones each once, unnamed ones from below.
Only what was observed counts; who sums up what others said is no case.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from sysmap.contribution.base import Element, EvidenceBase, Said, elements_of, outcomes
from sysmap.contribution.case_counting import Speaker, Tally, rank_of, speakers_of
from sysmap.core.small_numbers import is_small

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["GROUPINGS", "ROWS", "CaseCell", "CaseGroup", "CaseGrouping", "CaseRows", "CaseTable", "counted_by_case", "withheld_row"]

CaseGrouping = Literal["round", "case", "audience", "kind", "role"]
GROUPINGS: tuple[CaseGrouping, ...] = get_args(CaseGrouping)

CaseRows = Literal["outcomes", "mechanisms"]
ROWS: tuple[CaseRows, ...] = get_args(CaseRows)

_MEASURES = ("p", "q", "alt", "neutral")
"""For, against, another explanation, no effect: as in `case_counting.MEASURES`."""

_UNSAID = {"round": "round not said", "case": "", "audience": "audience not said", "kind": "kind not said", "role": "role not said"}


@dataclass(frozen=True)
class CaseGroup:
    """A column: a round, an audience, a kind of case, a role, or one case in one round; `of` is how many cases were heard in it.

    `of` is None where so few that readers of this level may not know.
    """

    id: str
    label: str
    of: int | None


@dataclass(frozen=True)
class CaseCell:
    """How many cases of a group say what of one outcome.

    Attributes
    ----------
    supports, contradicts, alternative, neutral : cases that saw it, say otherwise, explain it in another way, looked and saw no
        effect; a case that says two things counts in both.
    items : how many items of evidence say so.
    withheld : at public, one of the numbers is too small to be printed; none of them is then.
    """

    supports: int = 0
    contradicts: int = 0
    alternative: int = 0
    neutral: int = 0
    items: int = 0
    withheld: bool = False

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The four numbers of cases."""
        return self.supports, self.contradicts, self.alternative, self.neutral


@dataclass(frozen=True)
class CaseTable:
    """Outcomes by groups.

    Attributes
    ----------
    groups : the columns; `whole` counts all of them together.
    outcomes : the rows.
    cells : by outcome and group; `totals` by outcome.
    aside : items that sum up what others said, and items of which nobody says whose they are in this grouping.
    """

    by: CaseGrouping
    groups: tuple[CaseGroup, ...]
    whole: CaseGroup
    outcomes: tuple[Element, ...]
    cells: dict[tuple[str, str], CaseCell]
    totals: dict[str, CaseCell]
    aside: int


def counted_by_case(project: Project, by: CaseGrouping, rows: CaseRows = "outcomes", also_on: str | None = None) -> CaseTable:
    """Count the cases on every outcome or mechanism that evidence speaks of, by group.

    Parameters
    ----------
    project : the theory or map with its evidence; at public small numbers are withheld.
    by : what makes a group.
    rows : outcomes or mechanisms.
    also_on : only items that bear on this element too.
    """
    base = project.evidence
    every = outcomes(project.map) if rows == "outcomes" else [
        one for one in elements_of(project.map, project.mechanisms) if one.kind == "mechanism"]
    elements = [one for one in every if base.on(one.id)] if project.map.kind == "theory" else []
    chosen = None if also_on is None else {said.item.id for said in base.on(also_on)}
    found: dict[tuple[str, str], Tally] = {}
    totals: dict[str, Tally] = {}
    heard: dict[str, Tally] = {}
    everybody = Tally()
    items: dict[tuple[str, str], set[str]] = {}
    aside: set[str] = set()
    for element in elements:
        for said in base.on(element.id):
            if chosen is not None and said.item.id not in chosen:
                continue
            if said.item.kind != "observed" or said.bearing.direction == "context" or (said.item.status or "active") != "active":
                continue
            for speaker, number, key in _spoken(said, by, base):
                if key is None:
                    aside.add(said.item.id)
                    continue
                for tally in (found.setdefault((element.id, key), Tally()), totals.setdefault(element.id, Tally())):
                    tally.add(speaker, number, said.bearing.direction, rank_of(said.bearing.strength))
                for tally in (heard.setdefault(key, Tally()), everybody):
                    tally.add(speaker, number, "supports", 1)
                for place in ((element.id, key), (element.id, "")):
                    items.setdefault(place, set()).add(said.item.id)
    groups = [CaseGroup(key, _label(project, by, key), heard[key].count("p")) for key in _ordered(project, by, heard)]
    cells = {place: _cell(tally, len(items[place])) for place, tally in found.items()}
    sums = {id_: _cell(tally, len(items[id_, ""])) for id_, tally in totals.items()}
    table = CaseTable(by, tuple(groups), CaseGroup("", "all", everybody.count("p")), tuple(e for e in elements if e.id in sums),
                      cells, sums, len(aside))
    return _for_everybody(table) if project.level == "public" else table


def _spoken(said: Said, by: CaseGrouping, base: EvidenceBase) -> Iterator[tuple[Speaker, int, str | None]]:
    """Who an item speaks for, with its group; None where it cannot be placed."""
    item = said.item
    if item.audience and not item.cases and set(item.audience) <= base.voices.summing_up:
        yield Speaker("", None, None), 1, None
        return
    kinds = {case.type for case in base.cases.values()}
    for speaker, number in speakers_of(said, base):
        if item.cases and speaker.case is None and number == 1 and speaker.audience not in kinds:
            continue  # an audience that is no kind of case says who of the named cases spoke, and is no further case
        if by == "case":
            round_ = next(iter(item.round), speaker.round) if len(item.round) == 1 else speaker.round
            yield speaker, number, f"{speaker.case}|{round_ or ''}" if speaker.case is not None else None
        elif by == "round":
            for round_ in ((speaker.round,) if speaker.round or not item.round else item.round):
                yield speaker, number, round_ or "-"
        elif by == "kind":
            yield speaker, number, speaker.audience or "-"
        elif by == "role":
            for role in item.informant_role or (item.informant or "-",):
                yield speaker, number, role
        else:
            own = (speaker.audience,) if speaker.audience in item.audience else item.audience
            for audience in own or ("-",):
                yield speaker, number, audience


def _cell(tally: Tally, items: int) -> CaseCell:
    supports, contradicts, alternative, neutral = (tally.count(measure) for measure in _MEASURES)
    return CaseCell(supports, contradicts, alternative, neutral, items)


def _label(project: Project, by: CaseGrouping, key: str) -> str:
    if key == "-":
        return _UNSAID[by]
    profile, base = project.profile, project.evidence
    rounds = profile.rounds
    if by == "case":
        case, _, round_ = key.partition("|")
        label = base.cases[case].label if case in base.cases else case
        return f"{label}, {rounds[round_].label or round_ if round_ in rounds else round_}" if round_ else label
    if by == "round":
        return rounds[key].label or key if key in rounds else key
    if by == "kind" and key in profile.case_types:
        return profile.case_types[key].label or key
    if by == "role" and key in profile.roles:
        return profile.roles[key].label or key
    return base.voices.called(key) if by in ("audience", "kind") else key


def _ordered(project: Project, by: CaseGrouping, keys: dict[str, Tally]) -> list[str]:
    known = {"round": list(project.profile.rounds), "audience": project.evidence.voices.in_order(keys),
             "kind": list(project.profile.case_types), "role": list(project.profile.roles)}.get(by, [])
    return sorted(keys, key=lambda key: (key == "-", known.index(key) if key in known else len(known), key))


def _for_everybody(table: CaseTable) -> CaseTable:
    """The table without what could point at a case: no group of few, no small number, none that a difference would give."""
    if table.by == "case":
        cells = {place: CaseCell(withheld=True) for place in table.cells}
    else:
        cells = {place: CaseCell(withheld=True) if _tells(cell) else dataclasses.replace(cell, items=0)
                 for place, cell in table.cells.items()}
    totals = {}
    for one in table.outcomes:
        total = table.totals[one.id]
        alone = withheld_row([cells[one.id, group.id] for group in table.groups if (one.id, group.id) in cells])
        totals[one.id] = CaseCell(withheld=True) if alone or _tells(total) else dataclasses.replace(total, items=0)
    few = [group for group in table.groups if group.of is not None and is_small(group.of, "public")]
    groups = tuple(dataclasses.replace(group, of=None) if group in few else group for group in table.groups)
    whole = table.whole if len(few) != 1 and not is_small(table.whole.of or 0, "public") else dataclasses.replace(table.whole, of=None)
    return dataclasses.replace(table, groups=groups, whole=whole, cells=cells, totals=totals)


def _tells(cell: CaseCell) -> bool:
    return any(is_small(number, "public") for number in cell.counts)


def withheld_row(cells: Sequence[CaseCell]) -> bool:
    """Whether the total of a row would give away the one cell in it that is withheld.

    >>> withheld_row([CaseCell(5), CaseCell(withheld=True)]), withheld_row([CaseCell(withheld=True), CaseCell(withheld=True)])
    (True, False)
    """
    return sum(cell.withheld for cell in cells) == 1
