"""What every answer has in common: it explains itself, states its bounds, shows its evidence, becomes a table or JSON."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from sysmap.core.map import Map
from sysmap.questions.registry.drawing import Drawing
from sysmap.questions.registry.footing import Footing
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    import pandas

__all__ = ["Answer", "Table"]


@dataclass(frozen=True)
class Answer(ABC):
    """An answer to one question about a map: a small value that explains itself.

    Attributes
    ----------
    map : the map that was asked.
    grades : how well each link is observed, by its id; None where no evidence was at hand.
    """

    map: Map = field(repr=False)
    grades: Mapping[str, str] | None = field(default=None, kw_only=True, repr=False, compare=False)

    @property
    @abstractmethod
    def used_links(self) -> Iterable[str]:
        """Ids of the links that the answer rests on."""

    @property
    @abstractmethod
    def used_factors(self) -> Iterable[str]:
        """Ids of the factors that the answer speaks of."""

    @abstractmethod
    def words(self) -> str:
        """The answer in sentences, with its bounds."""

    @abstractmethod
    def data(self) -> Mapping[str, object]:
        """The answer as plain data; keys and their meaning are public and stable (docs/json.md)."""

    @abstractmethod
    def rows(self) -> list[dict[str, Any]]:
        """The answer as one plain record a row, for frames."""

    @abstractmethod
    def table(self) -> Table:
        """The answer as a table for people, shown below the sentences."""

    @property
    def drawing(self) -> Drawing | None:
        """What to draw next to the words; None where the part of the map says it (`sysmap.views.answer_picture` draws it)."""
        return None

    @property
    def parts(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Parts of the map to look at one by one: what each is called, and its factors. None where the answer is of one piece."""
        return ()

    @cached_property
    def footing(self) -> Footing:
        """What the answer rests on: the links it uses, with their evidence and what is doubtful about them."""
        return Footing.of(self.map, self.used_links, self.used_factors, self.grades)

    def __init_subclass__(cls, **more: Any) -> None:
        """IPython asks each class by itself how to print it, and would take the `repr` of a derived one."""
        super().__init_subclass__(**more)
        cls._repr_pretty_ = Answer._repr_pretty_  # type: ignore[method-assign]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("…" if cycle else self.explain())

    def explain(self) -> str:
        """The answer in sentences, with its bounds and with what it rests on."""
        return " ".join(filter(None, (self.words(), self.footing.words())))

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data with its `footing` (docs/json.md, `sysmap schema --answer NAME`)."""
        return {**self.data(), "footing": self.footing.data()}

    def to_frame(self) -> pandas.DataFrame:
        """The answer as a pandas frame, one row a record; the columns are there also where there is no row."""
        import pandas

        rows = self.rows()
        return pandas.DataFrame(rows, columns=list(rows[0]) if rows else list(self.table().headings))

    def with_grades(self, grades: Mapping[str, str] | None) -> Self:
        """The same answer with the evidence grades of links, unless it has them."""
        return dataclasses.replace(self, grades=grades) if grades and self.grades is None else self
