"""The documents around a map: the models it uses, the registers of evidence on it, what watches it, the version before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sysmap.core.carrying import with_moved_ids
from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.levels import Level, at_level, known_holders
from sysmap.core.map import Map
from sysmap.formats.surroundings import Surroundings

if TYPE_CHECKING:
    from sysmap.contribution.base import EvidenceBase

__all__ = ["Context"]

D = TypeVar("D")


@dataclass(frozen=True, eq=False)
class Context:
    """The documents around a map, as readers at one level may have them; found when first asked for.

    Attributes
    ----------
    files : the files of a workspace that speak of the map, if it lies in a file.
    given : documents handed over in memory.
    level : who may read it.
    whole : the context that a level took something out of.
    """

    files: Surroundings | None = None
    given: tuple[Document, ...] = ()
    level: Level = "internal"
    whole: Context | None = None

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The models around the map: what it and its registers use, and the research frameworks that ask about it."""
        if self.whole is not None:
            return tuple(at_level(one, self.level, self.holders) for one in self.whole.documents)
        found = (*self.files.used, *self.files.frameworks, *self.files.monitoring) if self.files else ()
        return _once((*(one for one in self.given if not isinstance(one, Evidence)), *found))

    @cached_property
    def registers(self) -> tuple[Evidence, ...]:
        """The registers of evidence that bear on the map."""
        if self.whole is not None:
            return tuple(at_level(one, self.level, self.holders) for one in self.whole.registers)
        map_ = self.files.workspace.read(self.files.path).document if self.files else None
        return with_moved_ids(self.as_written, map_) if isinstance(map_, Map) else self.as_written

    @cached_property
    def as_written(self) -> tuple[Evidence, ...]:
        """The same as their files say it, also where the map's change log says that an id became another one."""
        found = (one.document for one in self.files.registers) if self.files else ()
        return _once(one for one in (*self.given, *found) if isinstance(one, Evidence))

    @cached_property
    def others(self) -> tuple[Document, ...]:
        """Further maps and frameworks of the workspace that rules look at; none outside the team."""
        return self.files.others if self.files and self.whole is None else ()

    @cached_property
    def superseded(self) -> Map | None:
        """The version that the map says it supersedes."""
        if self.whole is not None:
            before = self.whole.superseded
            return before and at_level(before, self.level, self.holders)
        reading = self.files.superseded if self.files else None
        return reading.map if reading else None

    @cached_property
    def holders(self) -> Mapping[str, int]:
        """How many people hold each role, counted before a level takes anything out."""
        return self.whole.holders if self.whole is not None else known_holders(self.documents)

    @cached_property
    def evidence(self) -> EvidenceBase:
        """The items of all registers, by the element that they bear on."""
        from sysmap.contribution.base import gather_from

        return gather_from((*self.registers, *self.documents))

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """The documents of one kind."""
        return tuple(one for one in self.documents if isinstance(one, kind))

    def at_level(self, level: Level) -> Context:
        """The same documents for other readers."""
        return Context(level=level, whole=self.whole or self)


def _once(documents: Iterable[Any]) -> tuple[Any, ...]:
    return tuple({id(one): one for one in documents}.values())
