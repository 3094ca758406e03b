"""What a factor is exposed to.

How much of what is near upstream is moved from outside, how many separate drivers stand behind it, and what else would be
cut off without it. Removing a factor is not the same as having less of it, so this is called exposure and predicts
nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, count_of, label_of, name_of
from sysmap.analysis.names import factor_id
from sysmap.analysis.projection import projection_of
from sysmap.core.sentences import join_words, list_text
from sysmap.questions.only_through import Loss, LossData, loss_data, only_through
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Factor, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.upstream import upstream

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Exposure", "exposure"]

_NEAR = 2
"""How many links away is near."""


class ExposureData(TypedDict):
    """What a factor is exposed to, as data."""

    of: Annotated[str, "the factor"]
    near: Annotated[list[str], "the factors within two links upstream, nearest first"]
    rated: Annotated[int, "for how many of them the map says how vulnerable they are"]
    buffeting: Annotated[list[str], "those of them that are vulnerable to change from outside and not in our control"]
    drivers: Annotated[list[str], "factors upstream that nothing on the map influences"]
    complete: Annotated[bool, "whether the time sufficed to find what is reached only through it"]
    lost: Annotated[list[LossData], "starts that would lose the same without the factor, and what they would lose"]


@dataclass(frozen=True)
class Exposure(Answer):
    """How exposed a factor is to change from outside, and what would be cut off without it.

    `near` are the factors within two links upstream, `buffeting` those of them marked as vulnerable and not in our
    control, `drivers` the factors upstream that nothing on the map influences, `losses` what is reached only through
    the factor, with the starts that lose the same put together.
    """

    of: str
    near: tuple[str, ...]
    buffeting: tuple[str, ...]
    drivers: tuple[str, ...]
    losses: tuple[Loss, ...]
    rated: int
    complete: bool = True

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links within two steps that lead to the factor."""
        return upstream(self.map, self.of, _NEAR).links

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The factor and what is near upstream."""
        return (self.of, *self.near)

    def words(self) -> str:
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
                         f"({'a driver' if len(self.drivers) == 1 else 'drivers'}).")
        if not self.complete:
            return " ".join([*parts, "The search for what is reached only through it stopped at its time limit."])
        ends = sorted(set().union(*(found for _, found in self.losses)))
        parts.append(f"Some factors reach {list_text((name_of(self.map, i) for i in ends), 6)} only through it." if ends
                     else "Nothing is reached only through it.")
        return " ".join(parts)

    def data(self) -> ExposureData:
        """The answer as plain data."""
        return {"of": self.of, "near": list(self.near), "rated": self.rated, "buffeting": list(self.buffeting),
                "drivers": list(self.drivers), "complete": self.complete, "lost": loss_data(self.losses)}

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor near upstream."""
        return [{"id": id_, "label": label_of(self.map, id_), "buffeting": id_ in self.buffeting,
                 "driver": id_ in self.drivers} for id_ in self.near]

    def table(self) -> Table:
        """The same for people."""
        return Table(("id", "buffeting", "driver", "factor"), tuple(
            (row["id"], "yes" if row["buffeting"] else "", "yes" if row["driver"] else "", row["label"])
            for row in self.rows()))


@question("reliance", "How far FACTOR is moved from outside, and what hangs on it.", about_a_part=False,
          answers="How far is this moved from outside, and what hangs on it?",
          cannot="Whether outside change comes. It reads ratings that people gave.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("health",))
def exposure(project: Project, of: Factor, *, seconds: Seconds = 5.0, clock: Clock = time.perf_counter) -> Exposure:
    """How exposed a factor is to change from outside, and what hangs on it.

    Parameters
    ----------
    project : the map, or what holds it.
    of : the factor, by id, label or alias.
    seconds : how long to look for what is reached only through it. None for no limit.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor.
    """
    map_ = project.map
    id_ = factor_id(map_, of)
    near = tuple(upstream(map_, id_, _NEAR).factors)
    factors = [map_.factors[one] for one in near]
    proj = projection_of(map_)
    behind = upstream(map_, id_).factors
    drivers = tuple(sorted(one for one in behind if not proj.pred[proj.at[one]]))
    hanging = only_through(map_, id_, seconds=seconds, clock=clock)
    return Exposure(
        map_, id_, near, tuple(f.id for f in factors if (f.vulnerability or 0) >= 1 and f.control != "us"), drivers,
        hanging.losses, sum(1 for f in factors if f.vulnerability is not None), hanging.complete)
