"""What copies of a map say differently, what people may choose, and the map their choices make.

A merge never waits for people: of each conflict the first choice stands, and the merged map is whole. Choosing otherwise
makes edits of the merged map, one after the other, so that any set of choices gives a map without dangling links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sysmap.core.compound import merge_factors, remove_element
from sysmap.core.edit import Set, apply
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of

__all__ = ["Choice", "Conflict", "settled"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle a conflict.

    Attributes
    ----------
    key : what one sends to choose it.
    value : what the field would hold, where the conflict is about a field.
    tables : who said so.
    """

    key: str
    value: Any = None
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something two copies say differently.

    `kind` is `field` (both changed one field), `sign` (one pair of factors, another polarity), `removed` (removed in
    one, changed or linked in the other) or `alike` (two factors whose labels are nearly the same). `values` holds the
    values said, or the ids concerned; `kept` says in plain words what stands in the result, which is the first of `choices`:

    - `field` and `sign`: the first table that said each value; `base` for what stood before; for a sign also `mixed`
      and `unknown`. Where a pair has two links: `both`, or the id of the one that stays.
    - `removed`: `keep` or `remove`.
    - `alike`: `both`, or the id of the factor that takes the other in.
    """

    kind: str
    collection: str
    id: str
    field: str = ""
    values: tuple[Any, ...] = ()
    tables: tuple[str, ...] = ()
    kept: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def key(self) -> str:
        """What names the conflict, the same for the same disagreement.

        >>> Conflict("sign", "links", "trust->waits", "polarity").key
        'sign:links:trust->waits:polarity'
        """
        about = "+".join(map(str, self.values)) if self.kind == "alike" or self.of_links else self.id
        return f"{self.kind}:{self.collection}:{about}:{self.field}"

    @property
    def of_links(self) -> bool:
        """Whether it is about a pair that is joined by several links of different sign."""
        return self.kind == "sign" and any(choice.key == "both" for choice in self.choices)


def settled(map_: Map, conflicts: Sequence[Conflict], chosen: Mapping[str, str]) -> Map:
    """The merged map with the choices that people made.

    Parameters
    ----------
    map_ : the merged map, in which the first choice of every conflict stands.
    conflicts : what was found in merging.
    chosen : key of a conflict -> key of a choice; what is not named stays as it is.

    Raises
    ------
    Refused : if there is no such conflict or choice.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> m = Map(id="m", title="M", factors={"a": Factor(id="a", label="One")})
    >>> one = Conflict("field", "factors", "a", "label", choices=(Choice("table-1", "One"), Choice("table-2", "Two")))
    >>> settled(m, [one], {"field:factors:a:label": "table-2"}).factors["a"].label
    'Two'
    """
    by_key = {one.key: one for one in conflicts}
    wanted: list[tuple[Conflict, Choice]] = []
    for key, said in chosen.items():
        if key not in by_key:
            raise Refused(Problem(code="D01", message=f"There is no such conflict any more: {key[:120]}.",
                                  hint="Look at what would change once more."))
        keys = [choice.key for choice in by_key[key].choices]
        if said not in keys:
            raise Refused(Problem(code="D04", message=f"{said[:60]} is no choice there.", hint=one_of(said[:60], keys)))
        if said != keys[0]:
            wanted.append((by_key[key], by_key[key].choices[keys.index(said)]))
    wanted.sort(key=lambda pair: _ORDER[pair[0].kind])
    into: dict[str, str] = {}
    for conflict, choice in wanted:
        map_ = _settle(map_, conflict, choice, into)
    return map_


_ORDER = {"field": 0, "sign": 1, "alike": 2, "removed": 3}
"""What elements say is settled before elements go."""


def _settle(map_: Map, conflict: Conflict, choice: Choice, into: dict[str, str]) -> Map:
    there = getattr(map_, conflict.collection) if conflict.collection else {conflict.id: map_}
    if conflict.kind == "alike":
        keep, drop = (_end(into, id_) for id_ in (choice.key, next(v for v in conflict.values if v != choice.key)))
        if keep != drop:
            map_ = apply(map_, merge_factors(map_, keep, drop))
            into[drop] = keep
    elif conflict.kind == "removed":
        id_ = _end(into, conflict.id)
        if id_ == conflict.id and id_ in there:
            map_ = apply(map_, remove_element(map_, conflict.collection, id_))
    elif conflict.of_links:
        for id_ in conflict.values:
            if id_ != choice.key and id_ in map_.links:
                map_ = apply(map_, remove_element(map_, "links", id_))
    elif conflict.id in there:
        map_ = apply(map_, Set(conflict.collection, conflict.id, conflict.field, choice.value))
    return map_


def _end(into: Mapping[str, str], id_: str) -> str:
    while id_ in into:
        id_ = into[id_]
    return id_
