"""Which factor somebody means: by id, else by label or alias, in any case and spacing."""

from __future__ import annotations

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, nearest, one_of

__all__ = ["factor_named"]


def factor_named(map_: Map, name: str) -> str:
    """The id of the factor that a name means, retired factors among them.

    An exact id wins; then a label, then an alias, then an id, whatever its case and spacing.

    Raises
    ------
    Refused : no factor has that name (the nearest names are given), or several have it.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> small = Map(id="m", title="M", factors={"trust": Factor(id="trust", label="Trust and rapport")})
    >>> factor_named(small, "trust"), factor_named(small, "trust AND  rapport")
    ('trust', 'trust')
    """
    if name in map_.factors:
        return name
    wanted = _plain(name)
    factors = map_.factors.values()
    matches = ([f.id for f in factors if _plain(f.label) == wanted]
               or [f.id for f in factors if any(_plain(alias) == wanted for alias in f.aliases)]
               or [f.id for f in factors if _plain(f.id) == wanted])
    matches = [id_ for id_ in matches if map_.factors[id_].status != "retired"] or matches
    if len(matches) > 1:
        raise Refused(Problem(code="A01", message=f"{len(matches)} factors are called “{name}”.",
                              hint=f"Use the id: {', '.join(sorted(matches))}."))
    if not matches:
        raise Refused(Problem(code="A01", message=f"There is no factor “{name}” in “{map_.title or map_.id}”.",
                              hint=_way_out(map_, name)))
    return matches[0]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _way_out(map_: Map, name: str) -> str:
    by_label = {f.label: f.id for f in map_.factors.values()}
    by_label.update((alias, f.id) for f in map_.factors.values() for alias in f.aliases)
    ids = nearest(name, map_.factors)
    ids = list(dict.fromkeys([*ids, *(by_label[label] for label in nearest(name, by_label))]))
    if not ids:
        return one_of(name, map_.factors)
    shown = [f"{id_} (“{map_.factors[id_].label}”)" for id_ in ids[:3]]
    return f"Did you mean {' or '.join(shown)}?"
