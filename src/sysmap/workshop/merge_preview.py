"""What a merge would come to, as a browser shows it: the changes in sentences, and what people have to decide."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sysmap.core.conflicts import Conflict
from sysmap.core.edit import apply
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.core.merge import Merged, changes_between
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import link_name, link_sentence
from sysmap.formats.plain import plain
from sysmap.workshop.disputes import CONTESTED, Copies, is_dispute, settled_or_contested, to_decide
from sysmap.workshop.protocol.data import ConflictData, MergeChoiceData, MergeData
from sysmap.workshop.sentences import edit_sentences
from sysmap.workshop.text_limits import short

__all__ = ["check_decided", "chosen_of", "merge_told"]

MOST_TOLD = 300


def chosen_of(choices: Mapping[str, str] | None, merged: Merged) -> dict[str, str]:
    """The choices that people made, of conflicts that there still are."""
    known = {conflict.key for conflict in merged.conflicts}
    return {key: choice for key, choice in (choices or {}).items() if key in known}


def check_decided(choices: Mapping[str, str] | None, merged: Merged) -> None:
    """Refuse to go on where choices were made and something came up since that nobody has looked at."""
    if choices is None:
        return
    new = [conflict for conflict in to_decide(merged.conflicts) if conflict.key not in choices]
    if new:
        raise Refused(Problem(code="L19", message=f"Since you looked there is more to decide: {said(merged.map, new[0])}",
                              hint="Look at it once more; your choices are kept."))


def merge_told(now: Map, merged: Merged, chosen: Mapping[str, str], copies: Copies = (), base: Map | None = None) -> MergeData:
    """A preview: nothing is changed by it.

    Parameters
    ----------
    now : the map as it is before.
    merged : what the merge comes to without choices.
    chosen : key of a conflict -> key of the choice that people made.
    copies : what each table brings; what they differ on then stays open where nobody chooses, with every voice.
    base : the map that the tables started from.
    """
    result = settled_or_contested(merged, chosen, copies, base) if copies else merged.settled(chosen)
    changes: list[str] = []
    for edit in changes_between(now, result):
        changes += edit_sentences(now, edit)
        now = apply(now, edit, trusted=True)
    asked = to_decide(merged.conflicts) if copies else merged.conflicts
    elements: list[Factor | Link] = [*result.factors.values(), *result.links.values()]
    agreed = Counter(len(one.seen_in) for one in elements if one.seen_in)
    return {"changes": changes[:MOST_TOLD], "more": max(0, len(changes) - MOST_TOLD),
            "conflicts": [_conflict(merged.map, one, chosen, bool(copies)) for one in asked],
            "agreed": {str(tables): number for tables, number in sorted(agreed.items())}}


def _conflict(map_: Map, one: Conflict, chosen: Mapping[str, str], voices: bool) -> ConflictData:
    disputed = voices and is_dispute(one)
    first = CONTESTED if disputed else one.choices[0].key
    says, value = ("Contested", "unknown") if one.kind == "sign" else ("Left as it was", None)
    open_: list[MergeChoiceData] = [{
        "key": CONTESTED, "says": f"{says}: what each table says is kept", "value": value, "tables": list(one.tables),
        "stands": True}] if disputed else []
    return {"id": one.key, "kind": one.kind, "in": one.collection, "element": one.id, "field": one.field,
            "said": said(map_, one), "tables": list(one.tables), "choice": chosen.get(one.key, first),
            "choices": open_ + [{"key": choice.key, "says": _says(map_, one, choice.key, choice.value), "value": _plain(choice.value),
                         "tables": list(choice.tables), "stands": choice.key == first} for choice in one.choices]}


def said(map_: Map, one: Conflict) -> str:
    """What people disagree about, in a sentence."""
    name = _name(map_, one.collection, one.id)
    if one.kind == "alike":
        return f"{' and '.join(_name(map_, 'factors', id_) for id_ in one.values)} may be the same."
    if one.kind == "sign":
        return f"{name}: the tables give different signs."
    if one.kind == "removed":
        return f"{name}: {one.kept.removeprefix('It stays: ')}"
    return f"{name}: {one.field} differs."


def _says(map_: Map, one: Conflict, key: str, value: Any) -> str:
    if one.kind == "alike":
        return "They are two" if key == "both" else f"One factor, called {_name(map_, 'factors', key)}"
    if one.kind == "removed":
        return "It stays" if key == "keep" else "It goes, with the links to it" if one.collection == "factors" else "It goes"
    if one.of_links:
        return "Both links stay" if key == "both" else f"Only: {link_sentence(map_, map_.links[key])}"
    text = "nothing" if value in (None, (), "") else short(_plain(value), 200)
    if one.kind == "sign":
        text = {"mixed": "mixed: it depends", "unknown": "left open"}.get(text, text)
    return f"As before: {text}" if key == "base" else text


def _plain(value: Any) -> Any:
    return plain(value) if dataclasses.is_dataclass(value) else list(value) if isinstance(value, tuple) else value


def _name(map_: Map, collection: str, id_: str) -> str:
    if not collection:
        return "The map"
    element = getattr(map_, collection).get(id_)
    if isinstance(element, Link):
        return link_name(map_, element)
    return f"“{getattr(element, 'label', None) or id_}”"
