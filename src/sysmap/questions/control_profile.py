"""Who can move a factor: what is upstream of it, by who can change it. A table, not a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import count_of, label_of, name_of
from sysmap.analysis.names import factor_id
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Factor, Steps
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.upstream import upstream

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["ControlProfile", "control_profile"]

_CONTROLS = ("us", "influence", "none", "not said")


class ControlledData(TypedDict):
    """A factor upstream, as data."""

    id: str
    label: str
    steps: Annotated[int, "how many links away"]
    control: Annotated[str, "who can change it: us, influence, none, or not said"]
    importance: Annotated[int | None, "how important people said it is"]


class ControlProfileData(TypedDict):
    """What is upstream of a factor by who can change it, as data."""

    of: Annotated[str, "the factor"]
    steps: Annotated[int | None, "the most links gone; null: all the way"]
    complete: Annotated[bool, "whether the bound cut nothing off"]
    count: Annotated[int, "how many factors are upstream"]
    factors: Annotated[list[ControlledData], "those that we can change first, then the nearest, then the most important"]


@dataclass(frozen=True)
class ControlProfile(Answer):
    """What is upstream of a factor by steps, by who can change it (us, influence, none), and by importance."""

    of: str
    steps: int | None
    factors: tuple[tuple[str, int, str, int | None], ...]
    complete: bool = True

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links that lead to the factor."""
        return upstream(self.map, self.of, self.steps).links

    @property
    def used_factors(self) -> list[str]:
        """The factors upstream."""
        return [id_ for id_, _, _, _ in self.factors]

    def words(self) -> str:
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

    def data(self) -> ControlProfileData:
        """The answer as plain data."""
        return {"of": self.of, "steps": self.steps, "complete": self.complete, "count": len(self.factors),
                "factors": [{"id": id_, "label": label_of(self.map, id_), "steps": steps, "control": control,
                             "importance": importance} for id_, steps, control, importance in self.factors]}

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        return [dict(one) for one in self.data()["factors"]]

    def table(self) -> Table:
        """The same for people."""
        return Table(("links away", "control", "importance", "id", "factor"), tuple(
            (str(steps), control, "" if importance is None else str(importance), id_, label_of(self.map, id_))
            for id_, steps, control, importance in self.factors))


@question("choice", "What is upstream of FACTOR, by who can change it.", about_a_part=False,
          answers="Who can change what lies behind this outcome?",
          cannot="Whether they will. It reads what people said about control.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("health --steps 1",))
def control_profile(project: Project, of: Factor, steps: Steps = None) -> ControlProfile:
    """What is upstream of a factor, sorted by who can change it.

    Parameters
    ----------
    project : the map, or what holds it.
    of : the factor, by id, label or alias.
    steps : how many links back to go; all the way where it is not given.

    Raises
    ------
    Refused : an unknown or retired factor, or a bound below 1.
    """
    map_ = project.map
    part = upstream(map_, factor_id(map_, of), steps)
    order = {word: at for at, word in enumerate(_CONTROLS)}
    found = [(id_, far or 0, map_.factors[id_].control or "not said", map_.factors[id_].importance)
             for id_, far in part.factors.items()]
    found.sort(key=lambda one: (order[one[2]], one[1], -(one[3] or 0), one[0]))
    return ControlProfile(map_, part.of[0], steps, tuple(found), not part.frontier)
