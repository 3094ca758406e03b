"""The factors of a map by layer and its assumptions, changed without drawing; and the next version of a map."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sysmap.core.elements import Assumption
from sysmap.core.labels import element_label
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.foreign.ids import slug_of
from sysmap.formats.new_version import new_version
from sysmap.formats.plain import plain, record_from
from sysmap.formats.save import change_file
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

__all__ = ["keep_assumption", "next_version", "outline", "put_in_layer"]


def outline(project: Project) -> dict[str, Any]:
    """The factors with their layers, and the assumptions with the links and factors that rest on them."""
    map_ = project.map
    rest = {id_: [held for held in (*map_.links, *map_.factors) if id_ in _rests_on(map_, held)] for id_ in map_.assumptions}
    return {
        "layers": [[layer.id, layer.label] for layer in map_.layers.values()],
        "factors": [{"id": one.id, "label": one.label, "layer": one.layer or ""} for one in map_.factors.values()],
        "assumptions": [{"assumption": plain(one), "on": rest[one.id], "labels": [element_label(map_, id_) for id_ in rest[one.id]]}
                        for one in map_.assumptions.values()],
        "offers": {"assumptions": [[one.id, one.label] for one in map_.assumptions.values()],
                   "links": [[id_, element_label(map_, id_)] for id_ in map_.links]},
    }


def _rests_on(map_: Map, id_: str) -> tuple[str, ...]:
    return map_.links[id_].assumptions if id_ in map_.links else map_.factors[id_].assumptions


def put_in_layer(project: Project, asked: Mapping[str, Any]) -> dict[str, str]:
    """Put a factor into a layer, or into none, in the file of the map.

    Raises
    ------
    Refused : there is no such factor or layer, or the file has faults.
    """
    factor, layer = str(asked.get("factor") or ""), str(asked.get("layer") or "")

    def change(now: Map) -> Map:
        if factor not in now.factors:
            raise Refused(Problem(code="A01", message="This factor is not on the map any more.", hint=one_of(factor, now.factors)))
        if layer and layer not in now.layers:
            raise Refused(Problem(code="A01", message="There is no such layer.", hint=one_of(layer, now.layers)))
        return dataclasses.replace(now, factors={**now.factors, factor: dataclasses.replace(now.factors[factor], layer=layer or None)})

    _change(project, change)
    return {"factor": factor}


def keep_assumption(project: Project, asked: Mapping[str, Any]) -> dict[str, str]:
    """Write an assumption, and on which links it lies, into the file of the map.

    Parameters
    ----------
    project : the map.
    asked : assumption (its fields; a new one has no id), links (ids of the links that rest on it), before (as it was opened).

    Raises
    ------
    Refused : something is wrong with it, or somebody else changed it meanwhile.
    """
    data = asked.get("assumption")
    links = [str(one) for one in asked.get("links") or []]
    if not isinstance(data, Mapping) or not str(data.get("label") or "").strip():
        raise Refused(Problem(code="S04", message="The assumption has no words.", hint="Say in a sentence what must hold."))
    before = asked.get("before")
    known = {key: value for key, value in data.items() if value not in (None, "", [])}
    kept: list[str] = []

    def change(now: Map) -> Map:
        id_ = str(known.get("id") or "") if before else _free(now, str(known["label"]))
        if before and (id_ not in now.assumptions or plain(now.assumptions[id_]) != before):
            raise Refused(Problem(code="F34", message="This assumption was changed by somebody else meanwhile; nothing was written.",
                                  hint="Look at it as it is now, and make the change there."))
        if lost := [one for one in links if one not in now.links]:
            raise Refused(Problem(code="A01", message=f"There is no link {lost[0]} any more.", hint="Open the list again."))
        one: Assumption = record_from(Assumption, {**known, "id": id_})
        kept.append(id_)
        held = {key: dataclasses.replace(link, assumptions=_with(link.assumptions, id_, key in links)) for key, link in now.links.items()
                if (id_ in link.assumptions) != (key in links)}
        return dataclasses.replace(now, assumptions={**now.assumptions, id_: one}, links={**now.links, **held})

    _change(project, change)
    return {"id": kept[-1]}


def _with(held: tuple[str, ...], id_: str, wanted: bool) -> tuple[str, ...]:
    return (*held, id_) if wanted else tuple(one for one in held if one != id_)


def _free(map_: Map, label: str) -> str:
    wanted = slug_of(" ".join(label.split()[:5]), "assumption")
    taken = {*map_.assumptions, *map_.factors, *map_.links}
    return next(id_ for id_ in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if id_ not in taken)


def _change(project: Project, change: Any) -> None:
    if project.reading is None or project.reading.problems:
        raise Refused(Problem(code="F30", message="The file of this map has faults, so nothing is written into it.", hint="See tab Check."))
    change_file(project.reading, change)


def next_version(project: Project, workspace: Workspace, asked: Mapping[str, Any]) -> str:
    """Start the next version of a map under a name; evidence that names the old version names both from now on.

    Returns
    -------
    str : the new file, by its path in the workspace.

    Raises
    ------
    Refused : no name, or as for `sysmap.formats.new_version.new_version`.
    """
    name = " ".join(str(asked.get("name") or "").split())[:80]
    if not name:
        raise Refused(Problem(code="D07", message="The new version has no name yet.", hint="Name it, e.g. by its year."))
    assert project.path is not None
    made = new_version(workspace, str(project.path), slug_of(f"{project.map.id}-{name}", "version"), name=name)
    return made.path.absolute().relative_to(workspace.root.absolute()).as_posix()
