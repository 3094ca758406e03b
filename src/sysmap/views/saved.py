"""Saved views of a map (`views:` in the file), as the part of the map they show.

The page reads the same words (`web/savedviews.js`); here they are answered for figures and reports.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sysmap.core.elements import Factor, Position, View
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.core.problem import Problem, Refused, one_of

__all__ = ["saved_view", "shown_by"]

_FACTOR_ASPECTS = ("layer", "theme", "role", "whose", "status", "control")


def saved_view(map_: Map, id_: str) -> View:
    """The saved view of that id.

    Raises
    ------
    Refused : with the nearest ids, if the map has no such view.
    """
    if id_ in map_.views:
        return map_.views[id_]
    hint = one_of(id_, map_.views) if map_.views else "This map has no saved views; add them under views:."
    raise Refused(Problem(code="A12", message=f"{map_.id} has no saved view “{id_}”.", hint=hint))


def shown_by(map_: Map, view: View) -> Map:
    """The part of a map that a saved view shows: what its question finds, less what its filter leaves out.

    Places set in the view count for this part only. A view that asks nothing shows the whole map.
    """
    part = _asked(map_, view.query)
    factors = {id_: factor for id_, factor in part.factors.items() if _kept(factor, view.filter)}
    for id_, place in view.positions.items():
        if id_ in factors and isinstance(place, Mapping) and {"x", "y"} <= set(place):
            factors[id_] = dataclasses.replace(factors[id_], position=Position(x=float(place["x"]), y=float(place["y"])))
    present = {*factors, *(LAYER_PREFIX + f.layer for f in factors.values() if f.layer)}
    links = {id_: link for id_, link in part.links.items()
             if link.from_ in present and link.to in present and _link_kept(link, view.filter)}
    return dataclasses.replace(part, title=f"{map_.title}: {view.label}", factors=factors, links=links)


def _asked(map_: Map, query: Mapping[str, Any]) -> Map:
    from sysmap.questions.downstream import downstream
    from sysmap.questions.ego import ego
    from sysmap.questions.intersection import intersection
    from sysmap.questions.loops import loops
    from sysmap.questions.paths import paths
    from sysmap.questions.union import union
    from sysmap.questions.upstream import upstream

    steps = query.get("steps")
    most = query.get("max_length", 6)
    for key, ask in (("upstream", upstream), ("downstream", downstream),
                     ("around", ego), ("ego", ego)):
        if key in query:
            starts = _ids(map_, query[key])
            if not starts:
                return map_
            bound = steps if isinstance(steps, int) else 1 if ask is ego else None
            found = [ask(map_, start, bound) for start in starts]  # type: ignore[arg-type]
            join = intersection if query.get("combine") == "intersection" else union
            return join(found[0], *found[1:]).submap if len(found) > 1 else found[0].submap
    for key in ("paths", "between", "must_pass"):
        if key in query:
            ends = _ids(map_, query[key])
            return paths(map_, ends[0], ends[1], max_length=most).submap if len(ends) == 2 else map_
    if "loops" in query:
        through = _ids(map_, query["loops"])
        return loops(map_, through=through[0] if through else None, max_length=most).submap
    if chosen := _ids(map_, query.get("factor")):
        return ego(map_, chosen[0], 1).submap
    if (link := map_.links.get(str(query.get("link")))) and {link.from_, link.to} <= set(map_.factors):
        both = {id_: map_.factors[id_] for id_ in dict.fromkeys((link.from_, link.to))}
        return dataclasses.replace(map_, factors=both, links={link.id: link})
    return map_


def _ids(map_: Map, value: Any) -> list[str]:
    listed = value if isinstance(value, list | tuple) else [value]
    return [one for one in listed if isinstance(one, str) and one in map_.factors]


def _kept(factor: Factor, wanted: Mapping[str, Any]) -> bool:
    for aspect in _FACTOR_ASPECTS:
        if aspect in wanted:
            said = getattr(factor, aspect)
            values = set(said) if isinstance(said, tuple) else {said}
            if not values & _words(wanted[aspect]):
                return False
    return True


def _link_kept(link: Any, wanted: Mapping[str, Any]) -> bool:
    if "polarity" in wanted and link.polarity not in _words(wanted["polarity"]):
        return False
    return "mechanism" not in wanted or bool(set(link.mechanisms) & _words(wanted["mechanism"]))


def _words(value: Any) -> set[str | None]:
    listed = value if isinstance(value, list | tuple) else [value]
    return {None if one in ("", None) else str(one) for one in listed}
