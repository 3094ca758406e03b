"""What a file for another tool does not carry: the map and what comes back of it, compared field by field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.core.message_format import join_words
from sysmap.core.record import fields_of
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.draft import Remark

__all__ = ["differences"]


def differences(map_: Map, back: Map, format_: str = "") -> Iterator[Remark]:
    """What is otherwise in a map after it went through a file: every field that differs, with the elements.

    Elements are matched by id, else factors by label and links by their ends, so that new ids are one difference and not
    hundreds. The order of elements is not compared, nor what the format (`format_`) keeps under `x` for itself.

    >>> from sysmap.core.elements import Position
    >>> one = Map(id="m", title="M", factors={"a": Factor(id="a", label="A", position=Position(x=1, y=2))})
    >>> two = Map(id="m", title="M", factors={"a": Factor(id="a", label="A")})
    >>> [remark.text for remark in differences(one, two)]
    ['1 factor comes back without position.']
    """
    back = _without_own(map_, back, format_)
    names, factors = _factors(map_, back)
    renamed = [id_ for id_, other in names.items() if id_ != other]
    if renamed:
        yield Remark("dropped", "id", f"{count_text(len(renamed), 'id')} of factors; an import makes them anew from the labels.",
                     tuple(renamed))
    gone = [map_.factors[id_].label for id_ in map_.factors if id_ not in names]
    if gone:
        yield Remark("dropped", "factor", f"{count_text(len(gone), 'factor')}.", tuple(gone))
    new = [one.label for id_, one in factors.items() if id_ not in map_.factors]
    if new:
        yield Remark("guessed", "factor", f"{count_text(len(new), 'factor')} that the map does not have.", tuple(new))
    yield from _fields("factor", {id_: one for id_, one in map_.factors.items() if id_ in names}, factors)
    links = _links(map_, back, {other: id_ for id_, other in names.items()})
    lost = [id_ for id_ in map_.links if id_ not in links]
    if lost:
        yield Remark("dropped", "link", f"{count_text(len(lost), 'link')}.", tuple(lost))
    extra = len(back.links) - len(links)
    if extra:
        yield Remark("guessed", "link", f"{count_text(extra, 'link')} that the map does not have.")
    other_ids = [id_ for id_, (found, _) in links.items() if found != id_]
    if other_ids:
        yield Remark("dropped", "link id", f"{count_text(len(other_ids), 'id')} of links; an import makes them anew.", tuple(other_ids))
    yield from _fields("link", {id_: map_.links[id_] for id_ in links}, {id_: one for id_, (_, one) in links.items()})
    whole = []
    for spec in fields_of(Map):
        if spec.name in ("factors", "links", "id"):
            continue
        one, two = getattr(map_, spec.name), getattr(back, spec.name)
        if spec.shape.kind == "collection":
            differ = tuple(id_ for id_ in one if id_ not in two or two[id_] != one[id_])
            if differ:
                yield Remark("dropped", spec.key, f"{count_text(len(differ), spec.key.removesuffix('s'))}.", differ)
        elif one != two and one not in (None, (), {}):
            whole.append(spec.key)
    if whole:
        yield Remark("dropped", "map", f"Of the map as a whole: {join_words(whole)}.", tuple(whole))


def _without_own(map_: Map, back: Map, format_: str) -> Map:
    """What came back without what the format alone keeps of an element that came from elsewhere."""

    def cleaned(one: Any, original: Any) -> Any:
        if format_ in one.x and (original is None or format_ not in original.x):
            return dataclasses.replace(one, x={key: value for key, value in one.x.items() if key != format_})
        return one

    whole: Map = cleaned(back, map_)
    return dataclasses.replace(
        whole, factors={id_: cleaned(one, map_.factors.get(id_)) for id_, one in back.factors.items()},
        links={id_: cleaned(one, map_.links.get(id_)) for id_, one in back.links.items()})


def _factors(map_: Map, back: Map) -> tuple[dict[str, str], dict[str, Factor]]:
    """For each id of the map the id that came back, and what came back, under the map's own ids."""
    names = {id_: id_ for id_, one in map_.factors.items() if id_ in back.factors and _same(one.label, back.factors[id_].label)}
    by_label: dict[str, list[str]] = {}
    for id_, one in back.factors.items():
        if id_ not in names:
            by_label.setdefault(_plain(one.label), []).append(id_)
    for id_, one in map_.factors.items():
        if id_ not in names and by_label.get(_plain(one.label)):
            names[id_] = by_label[_plain(one.label)].pop(0)
    for id_ in map_.factors:
        if id_ not in names and id_ in back.factors and id_ not in names.values():
            names[id_] = id_
    own = {other: id_ for id_, other in names.items()}
    return names, {own.get(id_, id_): one for id_, one in back.factors.items()}


def _links(map_: Map, back: Map, own: Mapping[str, str]) -> dict[str, tuple[str, Link]]:
    left: dict[tuple[str, str], list[Link]] = {}
    for link in back.links.values():
        left.setdefault((own.get(link.from_, link.from_), own.get(link.to, link.to)), []).append(link)
    found: dict[str, tuple[str, Link]] = {}
    for link in map_.links.values():
        there = left.get((link.from_, link.to))
        if there:
            same = next((one for one in there if one.id == link.id), None) or next(
                (one for one in there if one.polarity == link.polarity), there[0])
            there.remove(same)
            found[link.id] = same.id, dataclasses.replace(same, id=link.id, from_=link.from_, to=link.to)
    return found


def _fields(word: str, ones: Mapping[str, Any], others: Mapping[str, Any]) -> Iterator[Remark]:
    changed: dict[str, list[str]] = {}
    added: dict[str, list[str]] = {}
    missing: dict[str, list[str]] = {}
    cls = Factor if word == "factor" else Link
    for id_, one in ones.items():
        other = others[id_]
        if one == other or (cls is Factor and dataclasses.replace(other, id=id_) == one):
            continue
        for spec in fields_of(cls):
            if spec.name in ("id", "from_", "to"):
                continue
            was, now = getattr(one, spec.name), getattr(other, spec.name)
            if was != now:
                gone, new = now in (spec.default, None), was in (spec.default, None)
                (missing if gone else added if new else changed).setdefault(spec.key, []).append(id_)
    for key, ids in missing.items():
        yield Remark("dropped", key, f"{count_text(len(ids), word)} {_come(ids)} back without {key}.", tuple(ids))
    for key, ids in added.items():
        yield Remark("guessed", key, f"{count_text(len(ids), word)} {_come(ids)} back with {key}, which the map does not give.",
                     tuple(ids))
    for key, ids in changed.items():
        yield Remark("dropped", key, f"{count_text(len(ids), word)} {_come(ids)} back with another {key}.", tuple(ids))


def _come(ids: list[str]) -> str:
    return "comes" if len(ids) == 1 else "come"


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _same(one: str, two: str) -> bool:
    return _plain(one) == _plain(two)
