"""What if something were taken away, or put back: which outcomes lose their paths, change sign, evidence or score.

Anything of a map can be taken away: a factor, a link, an assumption that fails, a condition that is not met, a mechanism, a
source or a case that is rejected, a group that is left out. What has been retired can be put back. The map is then asked again,
and what changed is said. Taking something away is not the same as having less of it: this shows what hangs on it and
forecasts nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signs import Verdict
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import capital, join_words, list_text, quoted
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import MaxLength, Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.elements import ElementData, NamedElement, elements_named
from sysmap.questions.shared.standings import OutcomeStanding, StandingData, standings_of
from sysmap.questions.shared.starts_and_outcomes import pairs_of
from sysmap.questions.shared.variants import without

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["TakenAway", "whatif"]

_NAMED = 6


class OutcomeChangeData(TypedDict):
    """An outcome that changes, as data."""

    id: str
    label: str
    changes: Annotated[list[str], "what changes: paths (it loses some), all-paths (it loses every one), new-paths, sign, evidence, score, "
                                  "gone (the outcome itself is taken away)"]
    before: Annotated[StandingData, "where it stands on the map as it is"]
    after: Annotated[StandingData, "where it would stand"]


class TakenAwayData(TypedDict):
    """What changes, as data."""

    without: Annotated[list[ElementData], "what is taken away"]
    restored: Annotated[list[ElementData], "what is put back"]
    starts: Annotated[list[str], "where influence begins"]
    outcomes: Annotated[list[str], "the outcomes asked about"]
    max_length: Annotated[int, "the most links of the paths that verdicts speak of"]
    complete: Annotated[bool, "whether the time sufficed for every verdict"]
    fallen_factors: Annotated[list[str], "factors that go"]
    fallen_links: Annotated[list[str], "links of the file that go by themselves, those of fallen factors not among them"]
    changed: Annotated[list[OutcomeChangeData], "the outcomes that change"]


@dataclass(frozen=True)
class TakenAway(Answer):
    """What changes where something is taken away or put back.

    `before` and `after` hold where each outcome stands; `fallen_factors` and `fallen_links` are what goes.
    """

    without: tuple[NamedElement, ...]
    restored: tuple[NamedElement, ...]
    starts: tuple[str, ...]
    outcomes: tuple[str, ...]
    max_length: int
    before: Mapping[str, OutcomeStanding] = field(repr=False)
    after: Mapping[str, OutcomeStanding] = field(repr=False)
    fallen_factors: tuple[str, ...]
    fallen_links: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the time sufficed for every verdict."""
        return all(None not in one.verdicts.values() for one in (*self.before.values(), *self.after.values()))

    @property
    def changed(self) -> dict[str, tuple[str, ...]]:
        """What changes at each outcome that changes."""
        return {end: found for end in self.outcomes if (found := self._changes(end))}

    def _changes(self, end: str) -> tuple[str, ...]:
        before, after = self.before[end], self.after[end]
        if end in self.fallen_factors:
            return ("gone",)
        found = []
        lost, new = set(before.reached_from) - set(after.reached_from), set(after.reached_from) - set(before.reached_from)
        if lost:
            found.append("paths" if after.reached_from else "all-paths")
        if new:
            found.append("new-paths")
        if any(_differ(verdict, after.verdicts.get(start, verdict)) for start, verdict in before.verdicts.items()):
            found.append("sign")
        if before.rung != after.rung and after.reached_from:
            found.append("evidence")
        if before.score != after.score:
            found.append("score")
        return tuple(found)

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links that fall."""
        proj = projection_of(self.map)
        gone = {proj.at[id_] for id_ in self.fallen_factors if id_ in proj.at}
        size = len(proj.ids)
        own = proj.link_ids([pair for pair in proj.ordered if pair // size in gone or pair % size in gone])
        return tuple(sorted({*self.fallen_links, *own}))

    @property
    def used_factors(self) -> set[str]:
        """What falls, and the outcomes that change."""
        return {*self.fallen_factors, *self.changed}

    @property
    def submap(self) -> Map:
        """What falls, with the outcomes that change, as a map."""
        proj = projection_of(self.map)
        links = set(self.used_links)
        pairs = {proj.named(pair) for pair, link in zip(proj.pairs, proj.arcs.links, strict=True) if link.id in links}
        ids = {id_ for id_ in self.used_factors if id_ in proj.at} | {id_ for pair in pairs for id_ in pair}
        return cut(self.map, ids, pairs, title=f"What falls {self._named()}", rule=f"What falls {self._named()}, and the outcomes that change.")

    def words(self) -> str:
        """What falls and which outcomes change, in sentences."""
        parts = []
        head = capital(self._named())
        if self.fallen_links or self.fallen_factors:
            what = [count_of(len(ids), word) for ids, word in ((self.fallen_factors, "factor"), (self.fallen_links, "link")) if ids]
            one = len(self.fallen_factors) + len(self.fallen_links) == 1
            if self.fallen_links or len(self.fallen_factors) != len(self.without):
                parts.append(f"{head}, {join_words(what)} {'is' if one else 'are'} taken away.")
        asked = f"{count_of(len(self.outcomes), 'outcome')} asked about"
        if not self.changed:
            nothing = "Nothing changes" if parts else f"{head}, nothing changes"
            where = f"the one {asked.removeprefix('1 ')}" if len(self.outcomes) == 1 else f"the {asked}"
            return " ".join([*parts, f"{nothing} at {where}, from {self._from()}.", *self._stopped(),
                             *([] if self.restored else [_CAVEAT])])
        said = len(parts)
        named = {one.id for one in self.without}
        for change, sentence in _SENTENCES.items():
            mine = [end for end, found in self.changed.items() if change in found and not (change == "gone" and end in named)]
            if mine:
                parts.append(f"{self._list(mine)} {sentence[len(mine) > 1]}.")
        parts += [self._sign_words(end) for end, found in list(self.changed.items())[:_NAMED] if "sign" in found]
        parts += [f"The evidence on the best path to {name_of(self.map, end)} goes from {_rung(self.before[end])} to {_rung(self.after[end])}."
                  for end, found in list(self.changed.items())[:_NAMED] if "evidence" in found]
        parts += [f"The score of {name_of(self.map, end)} goes from “{self.before[end].score or 'none'}” to “{self.after[end].score or 'none'}”."
                  for end, found in list(self.changed.items())[:_NAMED] if "score" in found]
        many = "The one" if len(self.outcomes) == 1 else f"{len(self.changed)} of the"
        parts.append(f"{many} {asked.removeprefix('1 ')} {'changes' if len(self.changed) == 1 else 'change'}, from {self._from()}.")
        if not said:
            parts[0] = f"{head}: {parts[0]}"
        return " ".join([*parts, *self._stopped(), _CAVEAT])

    def _named(self) -> str:
        said = []
        if self.without:
            said.append(f"without {list_text((_name(one) for one in self.without), _NAMED, len(self.without))}")
        if self.restored:
            said.append(f"with {list_text((_name(one) for one in self.restored), _NAMED, len(self.restored))} put back")
        return " and ".join(said)

    def _from(self) -> str:
        return (name_of(self.map, self.starts[0]) if len(self.starts) == 1
                else f"the {count_of(len(self.starts), 'factor')} where influence begins")

    def _list(self, ends: list[str]) -> str:
        return list_text((name_of(self.map, id_) for id_ in ends[:_NAMED]), _NAMED, len(ends))

    def _sign_words(self, end: str) -> str:
        before, after = self.before[end].verdicts, self.after[end].verdicts
        turned = [(start, verdict, after.get(start)) for start, verdict in before.items()
                  if _differ(verdict, after.get(start, verdict))]
        start, was, is_ = turned[0]
        more = f" (and {len(turned) - 1} more)" if len(turned) > 1 else ""
        return (f"The influence of {name_of(self.map, start)}{more} on {name_of(self.map, end)} turns from {was} to "
                f"{'no path within that length' if is_ == 'none' else is_}.")

    def _stopped(self) -> list[str]:
        return [] if self.complete else ["The search stopped at its time limit: verdicts not reached are not compared."]

    def data(self) -> TakenAwayData:
        """The answer as plain data."""
        return {
            "without": [one.data() for one in self.without], "restored": [one.data() for one in self.restored],
            "starts": list(self.starts), "outcomes": list(self.outcomes), "max_length": self.max_length, "complete": self.complete,
            "fallen_factors": list(self.fallen_factors), "fallen_links": list(self.fallen_links),
            "changed": [{"id": end, "label": label_of(self.map, end), "changes": list(found), "before": self.before[end].data(),
                         "after": self.after[end].data()} for end, found in self.changed.items()],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row an outcome, changed or not."""
        changed = self.changed
        rows = []
        for end in self.outcomes:
            before, after = self.before[end], self.after[end]
            rows.append({"id": end, "label": label_of(self.map, end), "changes": ", ".join(changed.get(end, ())),
                         "reached_before": len(before.reached_from), "reached_after": len(after.reached_from),
                         "evidence_before": before.rung, "evidence_after": after.rung,
                         "score_before": before.score, "score_after": after.score})
        return rows

    def table(self) -> Table:
        """The outcomes that change."""
        graded = any(one.rung for one in self.before.values())
        scored = any(one.score for one in self.before.values())
        rows = []
        for end, found in self.changed.items():
            before, after = self.before[end], self.after[end]
            rows.append((end, _WORDS_OF[found[0]] if len(found) == 1 else ", ".join(_WORDS_OF[one] for one in found),
                         f"{len(before.reached_from)} → {len(after.reached_from)}",
                         *((f"{_rung(before)} → {_rung(after)}",) if graded else ()),
                         *((f"{before.score or '–'} → {after.score or '–'}",) if scored else ()), label_of(self.map, end)))
        return Table(("id", "what changes", "starts that reach it", *(("evidence",) if graded else ()), *(("score",) if scored else ()),
                      "outcome"), tuple(rows))


_CAVEAT = "Taking something away is not the same as having less of it: this shows what hangs on it, and forecasts nothing."
_SENTENCES = {
    "gone": ("is itself taken away", "are themselves taken away"),
    "all-paths": ("loses every path", "lose every path"),
    "paths": ("loses the paths from some starts and keeps others", "lose the paths from some starts and keep others"),
    "new-paths": ("is newly reached", "are newly reached"),
}
_WORDS_OF = {"gone": "taken away", "all-paths": "loses every path", "paths": "loses some paths", "new-paths": "newly reached",
             "sign": "sign", "evidence": "evidence", "score": "score"}


def _differ(was: Verdict | None, now: Verdict | None) -> bool:
    return was is not None and now is not None and was != now


def _name(one: NamedElement) -> str:
    if one.kind == "link":
        return f"the link {one.label}"
    return quoted(one.label) if one.kind == "factor" else f"the {one.kind} {quoted(one.label)}"


def _rung(standing: OutcomeStanding) -> str:
    return {"all": "untested", None: "none"}.get(standing.rung, standing.rung or "none") if standing.reached_from else "no path"


_Without = Annotated[str | Iterable[str], Parameter(
    "elements", "What is taken away: factors, links, assumptions, conditions, mechanisms, sources, cases or groups, by id or label; "
                "source:NAME says which sort is meant.", metavar="[without] THINGS...")]
_Restored = Annotated[Iterable[str] | None, Parameter(
    "elements", "A retired factor or link that is put back.", metavar="NAME", flags=("--restore",))]
_Starts = Annotated[Iterable[str] | None, Parameter(
    "factors", "Where influence begins; what the map says that we control, else activities, else drivers, where not given.",
    metavar="FACTOR", flags=("--from",))]
_Outcomes = Annotated[Iterable[str] | None, Parameter(
    "factors", "The outcomes asked about; those that the map marks, else where it ends, where not given.", metavar="FACTOR",
    flags=("--on",))]


@question("reliance", "What changes if THINGS (anything of the map) are taken away or put back.",
          answers="What if this assumption fails, that source is wrong, this activity ends?",
          cannot="What happens if there is less of something, and what people would do instead.",
          source="Mayne 2015, Canadian Journal of Program Evaluation 30(2), on assumptions; Barbrook-Johnson & Penn 2022, "
                 "Systems Mapping, ch. 5, on removal",
          examples=("without advice",))
def whatif(
    project: Project, gone: _Without = (), *, restored: _Restored = None, starts: _Starts = None, outcomes: _Outcomes = None,
    max_length: MaxLength = 6, seconds: Seconds = 5.0, clock: Clock = time.perf_counter,
) -> TakenAway:
    """What changes if something is taken away or put back.

    Parameters
    ----------
    project : the map, or what holds it.
    gone : what is taken away, by id or label: factors, links, assumptions (they fail), conditions (they are not met), mechanisms,
        sources and cases (they are rejected), groups (those who raised it, tables, audiences of evidence). A word such as
        ``source:`` in front says which sort is meant. What is both taken away and put back stays.
    restored : retired factors and links that are put back.
    starts : where influence begins; what the programme controls, else activities, else drivers, where not given.
    outcomes : what is asked about; those that the map marks, else its last outcomes, else where it ends.
    max_length : the most links of the paths that verdicts speak of; whether a path is left at all needs no bound.
    seconds : how long to look for verdicts. None for no limit.
    clock : for tests.

    Raises
    ------
    Refused : nothing is named, something is unknown or has the name of several sorts, or a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], assumptions=("open",) * (k == "a->b")) for k in ("a->b", "b->c")}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> whatif(small, "b").changed
    {'c': ('all-paths',)}
    """
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    names = [gone] if isinstance(gone, str) else list(gone)
    if names and names[0] == "without" and len(names) > 1:
        names = names[1:]
    away = elements_named(project, names)
    back = elements_named(project, restored or ())
    if not away and not back:
        raise Refused(Problem(code="A21", message="Nothing is named that is to be taken away or put back.",
                              hint="Name a factor, link, assumption, condition, mechanism, source, case or group, or something "
                                   "retired to put back (--restore)."))
    both = set(away) & set(back)
    _only_retired(project.map, [one for one in back if one not in both])
    varied = without(project, [one for one in away if one not in both], [one for one in back if one not in both])
    begins, ends = pairs_of(project if away else varied, starts, outcomes)
    half = budget.share(2)
    before = standings_of(project, begins, ends, max_length, half)
    after = standings_of(varied, begins, ends, max_length, budget)
    fallen = [id_ for id_, one in varied.map.factors.items() if one.status == "retired" and project.map.factors[id_].status != "retired"]
    links = [id_ for id_, one in varied.map.links.items() if one.status == "retired" and project.map.links[id_].status != "retired"]
    return TakenAway(project.map, away, back, begins, ends, max_length, before, after, tuple(sorted(fallen)), tuple(sorted(links)))


def _only_retired(map_: Map, back: Iterable[NamedElement]) -> None:
    """Refuse to put back what is in use, or what is neither a factor nor a link.

    Raises
    ------
    Refused : with all of them.
    """
    problems = []
    for one in back:
        known = map_.factors.get(one.id) if one.kind == "factor" else map_.links.get(one.id) if one.kind == "link" else None
        if known is None:
            problems.append(Problem(code="A21", message=f"The {one.kind} {one.label} cannot be put back.",
                                    hint="Factors and links that are retired can be put back."))
        elif known.status != "retired" and not (one.kind == "link" and _hidden(map_, one.id)):
            problems.append(Problem(code="A21", message=f"The {one.kind} {one.label} is in use already.",
                                    hint="Only what has the status retired can be put back."))
    if problems:
        raise Refused(problems)


def _hidden(map_: Map, link: str) -> bool:
    """Whether a link in use hangs on a retired factor."""
    ends = (map_.links[link].from_, map_.links[link].to)
    return any(end in map_.factors and map_.factors[end].status == "retired" for end in ends)
