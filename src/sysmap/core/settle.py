"""Deciding what the copies of a map disagree about, before they become one.

`sysmap.core.merge` lists what tables say differently and lets the first one's side stand. Here people choose, conflict by
conflict; what they do not choose stays as the merge left it. Keeping both never blends two answers into a third: one
stands, and the other is noted beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sysmap.core.edit import Set, apply, merge_factors, remove_element
from sysmap.core.elements import Link, Note
from sysmap.core.map import Map
from sysmap.core.merge import Conflict, Merged
from sysmap.core.problem import Problem, Refused, one_of

__all__ = ["Choice", "choices_of", "conflict_key", "settled"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle a conflict: `name` is what is sent, `words` what people read."""

    name: str
    words: str


def conflict_key(conflict: Conflict) -> str:
    """What a conflict is called while people decide: the same as long as the same copies disagree about the same thing.

    >>> conflict_key(Conflict("sign", "links", "a->b", "polarity"))
    'sign:links:a->b:polarity'
    """
    more = (str(conflict.values[1]),) if conflict.kind == "alike" else ()
    return ":".join((conflict.kind, conflict.collection, conflict.id, conflict.field, *more))


def choices_of(conflict: Conflict, map_: Map) -> tuple[Choice, ...]:
    """What can be chosen; the first is what stands where nobody chooses.

    Parameters
    ----------
    conflict : one of those a merge listed.
    map_ : the map the merge came to.
    """
    if conflict.kind == "removed":
        return (Choice("keep", "Keep it"), Choice("remove", "Remove it, with what hangs on it"))
    if conflict.kind == "alike":
        one, two = (_label(map_, id_) for id_ in conflict.values)
        return (Choice("both", "Keep both: they mean different things"),
                Choice("0", f"They are the same: call it “{one}”"), Choice("1", f"They are the same: call it “{two}”"))
    names = [_shown(value) for value in conflict.values]
    if _pair(conflict, map_):
        return (Choice("both", "Keep both links"), *(Choice(str(i), f"Only the {name} one") for i, name in enumerate(names)))
    words = [f"{name}{_by(conflict, i)}" for i, name in enumerate(names)]
    single = [Choice(str(i), said) for i, said in enumerate(words)]
    return (*single, Choice("both", f"{names[0]}, and a note that says: {'; '.join(words[1:])}")) if conflict.collection else (
        *single,)


def settled(merged: Merged, choices: Mapping[str, str]) -> Map:
    """The merged map with what people chose.

    Parameters
    ----------
    merged : what `merge_maps` came to.
    choices : by `conflict_key`, the name of one of its `choices_of`.

    Raises
    ------
    Refused : if there is no such conflict or no such choice: the tables may have gone on meanwhile.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> from sysmap.core.merge import merge_maps
    >>> def said(word):
    ...     return Map(id="m", title="M", factors={"w": Factor(id="w", label="Waits", definition=word)})
    >>> merged = merge_maps(said(None), [("table 1", said("Weeks")), ("table 2", said("Days"))])
    >>> settled(merged, {"field:factors:w:definition": "1"}).factors["w"].definition
    'Days'
    """
    known = {conflict_key(one): one for one in merged.conflicts}
    for key in choices:
        if key not in known:
            raise Refused(Problem(code="L19", message="What was chosen is not in question any more.",
                                  hint="The tables have gone on: look at the list again."))
    map_ = merged.map
    for key, conflict in known.items():
        offered = [choice.name for choice in choices_of(conflict, merged.map)]
        name = choices.get(key, offered[0])
        if name not in offered:
            raise Refused(Problem(code="L19", message=f"There is no choice {name[:20]} for this.", hint=one_of(name[:20], offered)))
        if name != offered[0]:
            map_ = _chosen(map_, conflict, name)
    return map_


def _chosen(map_: Map, conflict: Conflict, name: str) -> Map:
    elements = getattr(map_, conflict.collection) if conflict.collection else {}
    if conflict.kind == "alike":
        keep, drop = conflict.values if name == "0" else reversed(conflict.values)
        if keep not in map_.factors or drop not in map_.factors:
            return map_  # another choice has merged one of them already
        return apply(map_, merge_factors(map_, keep, drop))
    if conflict.collection and conflict.id not in elements:
        return map_  # it went with another choice
    if conflict.kind == "removed":
        return apply(map_, remove_element(map_, conflict.collection, conflict.id))
    pair = _pair(conflict, map_)
    if pair:
        for link in pair:
            if link.polarity != conflict.values[int(name)]:
                map_ = apply(map_, remove_element(map_, "links", link.id))
        return map_
    if name == "both":
        others = "; ".join(f"{_shown(value)}{_by(conflict, i)}" for i, value in enumerate(conflict.values) if i)
        element = elements[conflict.id]
        if not hasattr(element, "notes"):
            return map_
        note = Note(text=f"The tables differ on the {conflict.field}. Also said: {others}", kind="conflict")
        return apply(map_, Set(conflict.collection, conflict.id, "notes", (*element.notes, note)))
    return apply(map_, Set(conflict.collection, conflict.id, conflict.field, conflict.values[int(name)]))


def _pair(conflict: Conflict, map_: Map) -> list[Link]:
    """The links of one pair of factors that a conflict of signs is about, where they are links of their own."""
    if conflict.kind != "sign" or conflict.id not in map_.links or len(conflict.values) < 2:
        return []
    one = map_.links[conflict.id]
    links = [link for link in map_.links.values() if (link.from_, link.to) == (one.from_, one.to)]
    return links if len(links) > 1 and tuple(link.polarity for link in links) == conflict.values else []


def _by(conflict: Conflict, at: int) -> str:
    return f" ({conflict.tables[at]})" if len(conflict.tables) == len(conflict.values) else ""


def _label(map_: Map, id_: str) -> str:
    return map_.factors[id_].label if id_ in map_.factors else id_


def _shown(value: Any) -> str:
    if value is None:
        return "nothing said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if isinstance(value, str) and " " in value else str(value)
