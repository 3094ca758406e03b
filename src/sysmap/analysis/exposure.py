"""Who can move a factor, and what it is exposed to.

Tables, not scores: `control_profile` sorts what is upstream of a factor by who can change it; `exposure` says how
much of what is near upstream is moved from outside, how many separate drivers stand behind it, and what else would be
cut off without it. Removing a factor is not the same as having less of it, so this is called exposure and predicts
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sysmap.analysis.base import Answer, Table, count_of, label_of, name_of
from sysmap.analysis.names import factor_id
from sysmap.analysis.only_through import Loss, only_through
from sysmap.analysis.projection import projection_of
from sysmap.analysis.submaps import upstream
from sysmap.core.map import Map
from sysmap.core.sentences import join_words

__all__ = ["ControlProfile", "Exposure", "control_profile", "exposure"]

_CONTROLS = ("us", "influence", "none", "not said")


@dataclass(frozen=True)
class ControlProfile(Answer):
    """What is upstream of a factor by steps, by who can change it (us, influence, none), and by importance."""

    map: Map = field(repr=False)
    of: str
    steps: int | None
    factors: tuple[tuple[str, int, str, int | None], ...]
    complete: bool = True

    def explain(self) -> str:
        """How many upstream factors are in whose hands, and which of ours are nearest."""
        if not self.factors:
            return f"Nothing on the map influences {name_of(self.map, self.of)}."
        counts = {word: sum(1 for one in self.factors if one[2] == word) for word in _CONTROLS}
        if counts["not said"] == len(self.factors):
            return (f"Upstream of {name_of(self.map, self.of)}: {count_of(len(self.factors), 'factor')}. The map does not say "
                    f"who can change {'it' if len(self.factors) == 1 else 'any of them'}.")
        words = {"us": "ours to change", "influence": "within our influence", "none": "outside anybody's control here",
                 "not said": "for which the map does not say"}
        parts = [f"Upstream of {name_of(self.map, self.of)}: "
                 f"{join_words([f'{n} {words[word]}' for word, n in counts.items() if n])}."]
        ours = [one for one in self.factors if one[2] == "us"]
        if ours:
            parts.append(f"Nearest of ours: {join_words([name_of(self.map, one[0]) for one in ours[:3]])}.")
        return " ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """Keys: of, steps, complete, count, factors (id, label, steps, control, importance)."""
        return {"of": self.of, "steps": self.steps, "complete": self.complete, "count": len(self.factors), "factors": self.rows()}

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        return [{"id": id_, "label": label_of(self.map, id_), "steps": steps, "control": control,
                 "importance": importance} for id_, steps, control, importance in self.factors]

    def table(self) -> Table:
        """The same for people."""
        return Table(("links away", "control", "importance", "id", "factor"), tuple(
            (str(steps), control, "" if importance is None else str(importance), id_, label_of(self.map, id_))
            for id_, steps, control, importance in self.factors))


@dataclass(frozen=True)
class Exposure(Answer):
    """How exposed a factor is to change from outside, and what would be cut off without it.

    `near` are the factors within two links upstream, `buffeting` those of them marked as vulnerable and not in our
    control, `drivers` the factors upstream that nothing on the map influences, `losses` what is reached only through
    the factor, with the starts that lose the same put together.
    """

    map: Map = field(repr=False)
    of: str
    near: tuple[str, ...]
    buffeting: tuple[str, ...]
    drivers: tuple[str, ...]
    losses: tuple[Loss, ...]
    rated: int

    def explain(self) -> str:
        """Share of buffeting factors near it, drivers behind it, what hangs on it."""
        name = name_of(self.map, self.of)
        lie = "lies" if len(self.near) == 1 else "lie"
        parts = [f"{count_of(len(self.near), 'factor')} {lie} within two links upstream of {name}."]
        if not self.near:
            parts = [f"Nothing on the map influences {name}."]
        elif not self.rated:
            parts.append("The map does not rate how vulnerable they are, so how it is shaken from outside is not stated.")
        else:
            named = ": " + join_words([name_of(self.map, i) for i in self.buffeting]) if self.buffeting else ""
            are = "is" if len(self.buffeting) == 1 else "are"
            parts.append(f"{len(self.buffeting)} of them {are} vulnerable to change from outside and not in our control{named}.")
        stand = "stands" if len(self.drivers) == 1 else "stand"
        if self.drivers:
            parts.append(f"Behind it {stand} {count_of(len(self.drivers), 'factor')} that nothing on the map influences "
                         "(drivers).")
        ends = sorted(set().union(*(found for _, found in self.losses)))
        parts.append(f"Some factors have no path but through it to {join_words([name_of(self.map, i) for i in ends[:6]])}"
                     f"{' and more' if len(ends) > 6 else ''}." if ends else "Nothing is reached only through it.")
        return " ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """Keys: of, near, rated, buffeting, drivers, lost (from, to)."""
        return {"of": self.of, "near": list(self.near), "rated": self.rated, "buffeting": list(self.buffeting),
                "drivers": list(self.drivers), "lost": [{"from": list(starts), "to": list(ends)} for starts, ends in self.losses]}

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor near upstream."""
        return [{"id": id_, "label": label_of(self.map, id_), "buffeting": id_ in self.buffeting,
                 "driver": id_ in self.drivers} for id_ in self.near]

    def table(self) -> Table:
        """The same for people."""
        return Table(("id", "buffeting", "driver", "factor"), tuple(
            (row["id"], "yes" if row["buffeting"] else "", "yes" if row["driver"] else "", row["label"])
            for row in self.rows()))


def control_profile(map_: Map, of: str, steps: int | None = None) -> ControlProfile:
    """What is upstream of a factor, sorted by who can change it.

    Parameters
    ----------
    map_ : the map.
    of : the factor, by id, label or alias.
    steps : how many links back to go; all the way where it is not given.

    Raises
    ------
    Refused : an unknown or retired factor, or a bound below 1.
    """
    part = upstream(map_, of, steps)
    order = {word: at for at, word in enumerate(_CONTROLS)}
    found = [(id_, far or 0, map_.factors[id_].control or "not said", map_.factors[id_].importance)
             for id_, far in part.factors.items()]
    found.sort(key=lambda one: (order[one[2]], one[1], -(one[3] or 0), one[0]))
    return ControlProfile(map_, part.of[0], steps, tuple(found), not part.frontier)


def exposure(map_: Map, of: str) -> Exposure:
    """How exposed a factor is to change from outside, and what hangs on it.

    Parameters
    ----------
    map_ : the map.
    of : the factor, by id, label or alias.

    Raises
    ------
    Refused : an unknown or retired factor.
    """
    id_ = factor_id(map_, of)
    near = tuple(upstream(map_, id_, 2).factors)
    factors = [map_.factors[one] for one in near]
    proj = projection_of(map_)
    behind = upstream(map_, id_).factors
    drivers = tuple(sorted(one for one in behind if not proj.pred[proj.at[one]]))
    return Exposure(
        map_, id_, near, tuple(f.id for f in factors if (f.vulnerability or 0) >= 1 and f.control != "us"), drivers,
        only_through(map_, id_).losses,
        sum(1 for f in factors if f.vulnerability is not None))
