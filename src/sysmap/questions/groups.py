"""Groups side by side: who says what of each factor and link, with numerator and denominator.

A voice is a table, a role or a case. Voices of one sort make a group (all tables; all roles; the cases of one type), and each element
says how many of a group speak for it, out of how many that were asked. Who says nothing is not counted as against. A voice that
spoke of nothing on the map was not asked. Where voices give a link opposite signs they disagree, and no average is made. A group of
fewer than three is withheld, because a number from so few tells who it was.

Comparing groups of sources with their numbers is the practice of QuIP and causal mapping (Copestake, Morsink & Remnant 2019).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict, get_args

from sysmap.analysis.base import check_bound, count_of, name_of
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signs import SIGN_MARKS
from sysmap.analysis.submap_cut import cut
from sysmap.core.elements import Factor, Link
from sysmap.core.labels import element_label
from sysmap.core.map import Map, group_end
from sysmap.core.sentences import join_words, link_name, list_text
from sysmap.core.words import Polarity
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.drawing import MapPanel, MapPanels
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.elements import groups_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["GroupsCompared", "Heard", "groups"]

Voiced = Literal["table", "role", "case"]
_FEWEST = 3
"""A smaller group is withheld."""
_NAMED = 4
_PANELS = 8
"""The most tables that get a panel of their own."""


class GroupSizeData(TypedDict):
    """A group of voices, as data."""

    group: Annotated[str, "what the voices are: tables, roles, or a type of case"]
    asked: Annotated[int | None, "how many of them speak of anything on the map; null where withheld"]
    not_asked: Annotated[int | None, "how many are known and speak of nothing; null where withheld"]
    withheld: Annotated[bool, "whether it has fewer than three voices, so that its numbers are not given"]


class HeardData(TypedDict):
    """What a group says of one element, as data."""

    group: Annotated[str, "the group"]
    said: Annotated[int | None, "how many of its voices speak for the element; null where withheld"]
    against: Annotated[int | None, "how many speak against it; null where withheld"]
    of: Annotated[int | None, "out of how many that were asked; null where withheld"]


class ElementHeardData(TypedDict):
    """One element by group, as data."""

    id: str
    kind: Annotated[Literal["factor", "link"], "factor or link"]
    label: str
    by: Annotated[list[HeardData], "each group"]
    voices: Annotated[int, "how many voices in all speak for it, those of withheld groups left out"]
    signs: Annotated[dict[str, int], "how many voices give a link each sign, those of withheld groups left out"]
    differ: Annotated[bool, "whether voices give it opposite signs"]


class GroupsComparedData(TypedDict):
    """Groups side by side, as data."""

    by: Annotated[Voiced, "whose voices are compared: tables, roles or cases"]
    at_least: Annotated[int, "how many voices an element needs to be in the map of agreement"]
    groups: Annotated[list[GroupSizeData], "the groups with their sizes"]
    count: Annotated[int, "how many elements somebody speaks for"]
    elements: Annotated[list[ElementHeardData], "factors and links that somebody speaks of, those with most voices first"]
    agreed: Annotated[list[str], "links that at least so many voices speak for"]
    disagreed: Annotated[list[str], "links to which voices give opposite signs"]


@dataclass(frozen=True, slots=True)
class Heard:
    """Who speaks of one element: for it, against it, and the sign that each gives."""

    id: str
    kind: Literal["factor", "link"]
    said: frozenset[str]
    against: frozenset[str] = frozenset()
    signs: Mapping[str, Polarity] = field(default_factory=dict)

    @property
    def differ(self) -> bool:
        """Whether voices give it opposite signs, or some speak against it."""
        given = set(self.signs.values())
        return {"positive", "negative"} <= given or bool(self.said and self.against)


@dataclass(frozen=True)
class GroupsCompared(Answer):
    """Who says what of each factor and link, by group.

    `members` are the voices asked, by group; `silent` those known that speak of nothing; `heard` the elements.
    """

    by: Voiced
    at_least: int
    members: Mapping[str, frozenset[str]] = field(repr=False)
    silent: Mapping[str, frozenset[str]] = field(repr=False)
    heard: tuple[Heard, ...] = field(repr=False)

    @property
    def shown(self) -> dict[str, frozenset[str]]:
        """The groups that are large enough to be shown."""
        return {name: voices for name, voices in self.members.items() if len(voices) >= _FEWEST}

    @property
    def _open(self) -> frozenset[str]:
        return frozenset[str]().union(*self.shown.values())

    @property
    def agreed(self) -> tuple[str, ...]:
        """Links that at least so many voices speak for."""
        return tuple(sorted(one.id for one in self.heard if one.kind == "link" and len(one.said & self._open) >= self.at_least))

    @property
    def disagreed(self) -> tuple[str, ...]:
        """Links to which voices give opposite signs."""
        return tuple(sorted(one.id for one in self.heard if one.kind == "link" and self._open_part(one).differ))

    def _open_part(self, one: Heard) -> Heard:
        return Heard(one.id, one.kind, one.said & self._open, one.against & self._open,
                     {voice: sign for voice, sign in one.signs.items() if voice in self._open})

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links that somebody speaks of."""
        return tuple(one.id for one in self.heard if one.kind == "link")

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The factors that somebody speaks of."""
        return tuple(one.id for one in self.heard if one.kind == "factor")

    @property
    def submap(self) -> Map:
        """The links that at least so many voices speak for, as a map."""
        proj, own = projection_of(self.map), set(self.agreed)
        pairs = {proj.named(pair) for pair, link in zip(proj.pairs, proj.arcs.links, strict=True) if link.id in own}
        what = count_of(self.at_least, self.by)
        return cut(self.map, {id_ for pair in pairs for id_ in pair}, pairs, title=f"What at least {what} say",
                   rule=f"The links that at least {what} speak for.")

    @property
    def drawing(self) -> MapPanels | None:
        """Each group's map, what is agreed, and where voices differ, every factor at the same place; None where nothing may be shown."""
        heard = {one.id: shown for one in self.heard if (shown := self._open_part(one)).said | shown.against}
        if not heard:
            return None
        own = self._by_table(heard) if self.by == "table" else [
            self._panel(f"{name}, {len(voices)} heard", {id_: f"{len(one.said & voices)} of {len(voices)}" for id_, one in heard.items()
                                                         if one.said & voices}) for name, voices in self.shown.items()]
        agreed = self._panel(f"Said by at least {count_of(self.at_least, self.by)}", {
            id_: f"{len(one.said)} of {len(self._open)}" for id_, one in heard.items() if len(one.said) >= self.at_least})
        differ = {id_: _sides(one) for id_, one in heard.items() if one.differ}
        apart = self._panel("Where they disagree" if differ else "They disagree about nothing", differ)
        return MapPanels("Who says what", self._part(set(heard)), (*own, agreed, apart))

    def _by_table(self, heard: Mapping[str, Heard]) -> list[MapPanel]:
        """A panel a table, each link with the sign that the table gives it."""
        panels = []
        for voice in sorted(self._open)[:_PANELS]:
            signs = {id_: one.signs.get(voice) for id_, one in heard.items() if voice in one.said}
            part = self._part(set(signs))
            links = {id_: dataclasses.replace(one, polarity=signs[id_] or one.polarity, voices=())
                     for id_, one in part.links.items()}
            title = voice if voice.lower().startswith("table") else f"Table {voice}"
            panels.append(MapPanel(title, dataclasses.replace(part, links=links)))
        return panels

    def _panel(self, title: str, notes: Mapping[str, str]) -> MapPanel:
        return MapPanel(title, self._part(set(notes)), notes)

    def _part(self, ids: set[str]) -> Map:
        """These factors and links, with the factors, or whole layers, at the ends of the links."""
        kept = {id_: one for id_, one in self.map.links.items() if id_ in ids}
        ends = ids | {end for one in kept.values() for end in (one.from_, one.to)}
        return dataclasses.replace(self.map, links=kept, factors={
            id_: one for id_, one in self.map.factors.items() if id_ in ends or (one.layer and group_end(one.layer) in ends)})

    def words(self) -> str:
        """How many were heard, what most say, and where they disagree."""
        if not self.members:
            return f"Nothing on the map says which {self.by} it comes from, so there is nothing to compare."
        sizes = [f"{len(voices)} {_many(name, len(voices))}" for name, voices in self.shown.items()]
        parts = [f"Heard: {join_words(sizes)}." if sizes else "No group is large enough to be shown."]
        silent = [f"{len(voices)} {_many(name, len(voices))}" for name, voices in self.silent.items() if voices and name in self.shown]
        if silent:
            parts.append(f"Not asked, or heard on nothing: {join_words(silent)}.")
        small = [name for name in self.members if name not in self.shown]
        if small:
            parts.append(f"Withheld, because fewer than {_FEWEST} were heard: {join_words(small)}.")
        links = [one for one in self.heard if one.kind == "link" and one.said & self._open]
        if links:
            most = links[0]
            parts.append(f"Most say {link_name(self.map, self.map.links[most.id])}: {self._counts(most)}.")
        if self.shown:
            parts.append(f"{count_of(len(self.agreed), 'link')} {'is' if len(self.agreed) == 1 else 'are'} said by at least "
                         f"{count_of(self.at_least, self.by)}.")
            names = list_text((link_name(self.map, self.map.links[id_]) for id_ in self.disagreed[:_NAMED]), _NAMED, len(self.disagreed))
            parts.append(f"They disagree about {names}." if self.disagreed else "No two give a link opposite signs.")
            apart = [one.id for one in self.heard if one.kind == "factor" and self._open_part(one).differ]
            if apart:
                names = list_text((name_of(self.map, id_) for id_ in apart[:_NAMED]), _NAMED, len(apart))
                parts.append(f"Some speak for and some against {names}.")
        return " ".join([*parts, "Who says nothing of a link is not counted as against it."])

    def _counts(self, one: Heard) -> str:
        return join_words([f"{len(one.said & voices)} of {len(voices)} {_many(name, len(voices))}" for name, voices in self.shown.items()])

    def data(self) -> GroupsComparedData:
        """The answer as plain data."""
        return {
            "by": self.by, "at_least": self.at_least,
            "groups": [{"group": name, "asked": len(voices) if name in self.shown else None,
                        "not_asked": len(self.silent[name]) if name in self.shown else None, "withheld": name not in self.shown}
                       for name, voices in self.members.items()],
            "count": len(self.heard), "elements": [self._element_data(one) for one in self.heard],
            "agreed": list(self.agreed), "disagreed": list(self.disagreed),
        }

    def _element_data(self, one: Heard) -> ElementHeardData:
        shown = self._open_part(one)
        counts: dict[str, int] = {}
        for sign in shown.signs.values():
            counts[sign] = counts.get(sign, 0) + 1
        return {
            "id": one.id, "kind": one.kind, "label": element_label(self.map, one.id), "voices": len(shown.said),
            "by": [{"group": name, "said": len(one.said & voices) if name in self.shown else None,
                    "against": len(one.against & voices) if name in self.shown else None,
                    "of": len(voices) if name in self.shown else None} for name, voices in self.members.items()],
            "signs": dict(sorted(counts.items())), "differ": shown.differ,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row an element, with a column for each group."""
        return [{"id": one["id"], "kind": one["kind"], "label": one["label"], "voices": one["voices"],
                 **{heard["group"]: heard["said"] for heard in one["by"]},
                 **{f"{heard['group']}_of": heard["of"] for heard in one["by"]}, "differ": one["differ"]}
                for one in map(self._element_data, self.heard)]

    def table(self) -> Table:
        """Element by group."""
        names = list(self.members)
        return Table(("element", *names, "disagree"), tuple(
            (one["label"], *(_cell(heard) for heard in one["by"]), "yes" if one["differ"] else "")
            for one in map(self._element_data, self.heard)))


def _sides(one: Heard) -> str:
    """How many give a link each sign, or speak for an element and against it."""
    given = list(one.signs.values())
    if len(set(given)) > 1:
        return ", ".join(f"{given.count(sign)} {SIGN_MARKS[sign]}" for sign in SIGN_MARKS if sign in given)
    return f"{len(one.said)} for, {len(one.against)} against"


def _cell(heard: HeardData) -> str:
    if heard["of"] is None:
        return "withheld"
    against = f", {heard['against']} against" if heard["against"] else ""
    return f"{heard['said']} of {heard['of']}{against}"


def _many(name: str, number: int) -> str:
    """The name of a group as a noun: that of tables and roles has a plural of its own, a type of case stands in brackets."""
    if name in ("tables", "roles"):
        return name.removesuffix("s") if number == 1 else name
    return f"case{'' if number == 1 else 's'} ({name})"


_By = Annotated[Voiced, Parameter(
    "choice", "Whose voices are compared: tables or roles that raised it, or cases whose evidence speaks to it.", flags=("--by",),
    choices=get_args(Voiced))]
_AtLeast = Annotated[int, Parameter("whole", "How many voices a link needs to be in the map of agreement.", metavar="K",
                                    flags=("--at-least",))]


@question("choice", "Who says what of each factor and link, by group, and where they disagree.",
          answers="Who says what, how many of how many, and where do they disagree?",
          cannot="Who is right. Silence is not disagreement, and groups were not drawn at random.",
          source="Copestake, Morsink & Remnant 2019, Attributing Development Impact (QuIP)",
          examples=("",))
def groups(project: Project, *, by: _By = "table", at_least: _AtLeast = 1) -> GroupsCompared:
    """Groups side by side: element by group, with numerator and denominator.

    Parameters
    ----------
    project : the map, or what holds it.
    by : table (`seen_in`, and where a voice was heard), role (`raised_by`, and whose voice it is), or case (whose evidence supports or
        contradicts it; grouped by the types of the register of cases).
    at_least : how many voices a link needs to be in the map of agreement (`.submap`, `--save`): 1 gives the union, the number of
        voices the intersection.

    Raises
    ------
    Refused : a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map, group_end
    >>> seen = {"a->b": ("t1", "t2", "t3"), "b->c": ("t1",)}
    >>> links = {id_: Link(id=id_, from_=id_[0], to=id_[-1], seen_in=at) for id_, at in seen.items()}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> found = groups(small, at_least=2)
    >>> [row[:2] for row in found.table().rows], found.agreed
    ([('A → B', '3 of 3'), ('B → C', '1 of 3')], ('a->b',))
    """
    check_bound(at_least, "The number of voices (--at-least)")
    map_ = project.map
    heard = _of_cases(project) if by == "case" else _of_voices(map_, by)
    known = _known_cases(project) if by == "case" else {f"{by}s": _known_voices(map_, by)}
    speaking = {voice for one in heard for voice in (*one.said, *one.against, *one.signs)}
    unnamed = speaking - {voice for voices in known.values() for voice in voices}
    if unnamed:
        known = {**known, "cases" if by == "case" else f"{by}s": frozenset(known.get("cases" if by == "case" else f"{by}s", ())) | unnamed}
    members = {name: frozenset(voices) & speaking for name, voices in sorted(known.items())}
    members = {name: voices for name, voices in members.items() if voices}
    silent = {name: frozenset(known[name]) - speaking for name in members}
    order = sorted(heard, key=lambda one: (one.kind != "link", -len(one.said), one.id))
    return GroupsCompared(map_, by, at_least, members, silent, tuple(order))


def _drawn(map_: Map) -> Iterable[Factor | Link]:
    used = set(projection_of(map_).ids)
    yield from (one for id_, one in map_.factors.items() if id_ in used)
    yield from (map_.links[id_] for id_ in projection_of(map_).link_ids(projection_of(map_).ordered))


def _of_voices(map_: Map, by: Voiced) -> list[Heard]:
    """Who raised each element, or speaks of it, by role or table."""
    found = []
    for one in _drawn(map_):
        raised, seen = groups_of(one)
        said = seen if by == "table" else raised
        if said:
            signs: dict[str, Polarity] = {}
            if isinstance(one, Link):
                plain = {} if one.polarity == "unknown" else dict.fromkeys(one.seen_in if by == "table" else one.raised_by, one.polarity)
                own = {who: voice.polarity for voice in one.voices if voice.polarity
                       and (who := voice.at if by == "table" else voice.by)}
                signs = {**plain, **own}
            found.append(Heard(one.id, "link" if isinstance(one, Link) else "factor", said, frozenset(), signs))
    return found


def _known_voices(map_: Map, by: Voiced) -> frozenset[str]:
    """The tables or roles that the map knows of, whether they spoke or not."""
    drawn: tuple[Factor | Link, ...] = (*map_.factors.values(), *map_.links.values())
    spoke = {name for one in drawn for name in groups_of(one)[by == "table"]}
    took_part = {role for session in map_.sessions.values() for role in session.people} if by == "role" else set()
    return frozenset(spoke | took_part)


def _of_cases(project: Project) -> list[Heard]:
    """The cases whose evidence supports or contradicts each element."""
    found = []
    for one in _drawn(project.map):
        said: dict[str, set[str]] = {"supports": set(), "contradicts": set()}
        for item in project.evidence.on(one.id):
            if item.item.status in (None, "active") and item.bearing.direction in said:
                said[item.bearing.direction].update(project.evidence.case_id(name) for name in item.item.cases)
        if said["supports"] or said["contradicts"]:
            found.append(Heard(one.id, "link" if isinstance(one, Link) else "factor", frozenset(said["supports"]),
                               frozenset(said["contradicts"])))
    return found


def _known_cases(project: Project) -> dict[str, frozenset[str]]:
    """The cases of each type in the registers of cases."""
    found: dict[str, set[str]] = {}
    for case in project.evidence.cases.values():
        word = project.profile.case_types.get(case.type)
        found.setdefault(getattr(word, "label", "") or case.type, set()).add(case.id)
    return {name: frozenset(ids) for name, ids in found.items()}
