"""Anything of a map that somebody names: factors, links, assumptions, conditions, mechanisms, sources, cases, groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from sysmap.core.elements import Factor, Link
from sysmap.core.labels import element_label
from sysmap.core.naming import factor_named
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import link_name

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["ElementData", "NamedElement", "elements_named", "groups_of", "known_elements"]

Kind = Literal["factor", "link", "assumption", "condition", "mechanism", "source", "case", "group"]


class ElementData(TypedDict):
    """Something named, as data."""

    kind: Annotated[Kind, "factor, link, assumption, condition, mechanism, source, case or group"]
    id: str
    label: str


@dataclass(frozen=True, slots=True, order=True)
class NamedElement:
    """Something of a map: what sort it is, its id, what people call it."""

    kind: Kind
    id: str
    label: str

    def data(self) -> ElementData:
        """The same as plain data."""
        return {"kind": self.kind, "id": self.id, "label": self.label}


def known_elements(project: Project) -> dict[Kind, dict[str, str]]:
    """What a map and the files around it have of each sort: labels by id.

    Groups are those who raised something or speak of it (`raised_by`, `voices`), the tables at which that was (`seen_in`) and the
    audiences that evidence comes from.
    """
    map_ = project.map
    cited: Iterable[Any] = (*map_.factors.values(), *map_.links.values(), *(i for r in project.registers for i in r.items.values()))
    sources = {cite.source: cite.source for one in cited for cite in one.cite if cite.source}
    cases = {name: name for register in project.registers for item in register.items.values() for name in item.cases}
    cases.update({id_: case.label or id_ for book in project.cases for id_, case in book.cases.items()})
    drawn: tuple[Any, ...] = (*map_.factors.values(), *map_.links.values())
    groups = {name: name for one in drawn for names in groups_of(one) for name in names}
    groups.update({name: name for r in project.registers for i in r.items.values() for name in i.audience})
    mechanisms = {name: project.model_labels.get(name, name) for one in drawn for name in one.mechanisms}
    conditions = {id_: one.label or id_ for id_, one in map_.conditions.items()}
    conditions.update({name: project.model_labels.get(name, name) for one in drawn for name in one.conditions if name not in conditions})
    return {
        "factor": {id_: one.label or id_ for id_, one in map_.factors.items()},
        "link": {id_: element_label(map_, id_) for id_ in map_.links},
        "assumption": {id_: one.label or id_ for id_, one in map_.assumptions.items()},
        "condition": conditions, "mechanism": mechanisms, "source": sources, "case": cases, "group": groups,
    }


def groups_of(one: Factor | Link) -> tuple[frozenset[str], frozenset[str]]:
    """Who put something on the map or speaks of it, and the tables at which that was."""
    return (frozenset((*one.raised_by, *(voice.by for voice in one.voices if voice.by))),
            frozenset((*one.seen_in, *(voice.at for voice in one.voices if voice.at))))


def elements_named(project: Project, names: Iterable[str]) -> tuple[NamedElement, ...]:
    """What some names mean, each once.

    A name is an id or a label; `source:survey`, `mechanism:guided`, `group:nurses` say which sort is meant where several sorts
    have the name. Factors are found by their aliases too.

    Raises
    ------
    Refused : with every name that nothing has, or that several sorts have, at once.
    """
    known = known_elements(project)
    found: dict[tuple[str, str], NamedElement] = {}
    problems: list[Problem] = []
    for name in [names] if isinstance(names, str) else names:
        meant = _meant(project, known, name)
        if len(meant) == 1:
            found.setdefault((meant[0].kind, meant[0].id), meant[0])
        elif meant:
            problems.append(Problem(code="A20", message=f"“{name}” is the name of {' and of '.join(f'a {one.kind}' for one in meant)}.",
                                    hint=f"Write {' or '.join(f'{one.kind}:{one.id}' for one in meant)}."))
        else:
            _, _, rest = name.rpartition(":") if name.partition(":")[0] in known else ("", "", name)
            every = {id_ for ids in known.values() for id_ in ids}
            problems.append(Problem(code="A20", message=f"Nothing in “{project.map.title or project.map.id}” is called “{name}”.",
                                    hint=one_of(rest, every)))
    if problems:
        raise Refused(problems)
    return tuple(found.values())


def _meant(project: Project, known: Mapping[Kind, Mapping[str, str]], name: str) -> list[NamedElement]:
    said, colon, rest = name.partition(":")
    if colon and said in known:
        kind: Kind = said  # type: ignore[assignment]
        return [one for one in (_of_kind(project, known, kind, rest),) if one is not None]
    exact: list[NamedElement] = [_named(project, known, kind, name) for kind, ids in known.items() if name in ids]
    if exact:
        return exact
    return [one for one in (_of_kind(project, known, kind, name) for kind in known) if one is not None]


def _of_kind(project: Project, known: Mapping[Kind, Mapping[str, str]], kind: Kind, name: str) -> NamedElement | None:
    ids = known[kind]
    if name in ids:
        return _named(project, known, kind, name)
    if kind == "factor":
        try:
            return _named(project, known, kind, factor_named(project.map, name))
        except Refused:
            return None
    wanted = " ".join(name.split()).casefold()
    same = [id_ for id_, label in ids.items() if " ".join(label.split()).casefold() == wanted]
    return _named(project, known, kind, same[0]) if len(same) == 1 else None


def _named(project: Project, known: Mapping[Kind, Mapping[str, str]], kind: Kind, id_: str) -> NamedElement:
    label = link_name(project.map, project.map.links[id_]) if kind == "link" else known[kind][id_]
    return NamedElement(kind, id_, label)
