"""Loops that people stored in another tool: kept as loops where they close, told where they do not.

A stored set of links may hold a loop and side links that feed it; the loop in it is what counts (its sign is that of its own
links). A set that holds none, or several, is kept under `x` of the map and named in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from sysmap.core.elements import Link, Loop, Note
from sysmap.core.map import Map
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.draft import Draft
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.foreign.plain_text import label_text, note_text
from sysmap.formats.foreign.values import kept_value

__all__ = ["only_cycle", "loops_of"]


def loops_of(draft: Draft, made: Map, ids: Mapping[str, str], link_keys: Mapping[str, Sequence[str]]) -> Map:
    """The map with the loops of the draft; those that do not close stay under `x`."""
    if not draft.loops:
        return made
    taken = FreeIds(made.loops)
    loops = dict(made.loops)
    open_: list[dict[str, object]] = []
    sided = []
    pairs = {(link.from_, link.to) for link in made.links.values()}
    for number, one in enumerate(draft.loops, 1):
        label = label_text(one.label) or f"Loop {number}"
        if one.factors:
            factors = [ids[key] for key in one.factors if key in ids]
            around = factors if len(factors) == len(one.factors) and factors and all(
                pair in pairs for pair in pairwise([*factors, factors[0]])) else []
        else:
            links = [made.links[id_] for key in one.links for id_ in link_keys.get(key, ())]
            around = only_cycle(links)
            if around and len(around) < len(links):
                sided.append(label)
        if around:
            id_ = taken.take(slug_of(label, "loop"))
            note = note_text(one.note)
            loops[id_] = Loop(id=id_, label=label, factors=tuple(around), kind=one.kind or None,
                              notes=(Note(text=note),) if note else ())
        else:
            open_.append({"label": label, "links": list(one.links), "factors": list(one.factors), "kind": one.kind,
                          "note": one.note})
    if len(loops) > len(made.loops):
        draft.say("kept", "loop", f"{count_text(len(loops) - len(made.loops), 'stored loop')}, closed by the links.")
    if sided:
        draft.say("guessed", "loop", f"{count_text(len(sided), 'stored loop')} with side links: the loop itself was taken, the "
                                     "links that feed it stay links.", sided)
    x = dict(made.x)
    if open_:
        held = x.get(draft.format)
        x[draft.format] = {**(held if isinstance(held, Mapping) else {}), "open-loops": kept_value(open_)}
        draft.say("dropped", "loop", f"{count_text(len(open_), 'stored loop')} not closed by the links as one loop, kept under `x` of "
                                     "the map.", [str(one["label"]) for one in open_])
    return replace(made, loops=loops, x=x)


def only_cycle(links: Sequence[Link]) -> list[str]:
    """The factors of the one cycle in a set of links, in order; none where there is no cycle or more than one.

    >>> ends = [("a", "b"), ("b", "a"), ("c", "a")]
    >>> only_cycle([Link(id=f"{a}->{b}", from_=a, to=b) for a, b in ends])
    ['a', 'b']
    """
    after: dict[str, set[str]] = {}
    for link in links:
        after.setdefault(link.from_, set()).add(link.to)
    before: dict[str, set[str]] = {}
    for start, ends in after.items():
        for end in ends:
            before.setdefault(end, set()).add(start)
    left = {*after, *before}
    loose = [one for one in left if not after.get(one) or not before.get(one)]
    while loose:
        one = loose.pop()
        if one not in left:
            continue
        left.discard(one)
        for other in after.pop(one, set()):
            before[other].discard(one)
            if not before[other]:
                loose.append(other)
        for other in before.pop(one, set()):
            if other in after:
                after[other].discard(one)
                if not after[other]:
                    loose.append(other)
    if not left or any(len(after[one]) != 1 for one in left):
        return []
    start = next(end for link in links for end in (link.from_,) if end in left)
    around, at = [start], next(iter(after[start]))
    while at != start:
        around.append(at)
        at = next(iter(after[at]))
    return around if len(around) == len(left) else []
