"""What a document refers to: the other documents at hand, by what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from sysmap.core import elements as e
from sysmap.core import library as lib
from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.profile import CLOSED_WORDS, NEUTRAL, Profile, profile_among

__all__ = ["Uses"]

D = TypeVar("D")


class Uses:
    """The documents that stand beside one: its sources, mechanisms, rubrics, cases, other maps.

    Ids are looked up in all documents together. Where two documents define the same id, the first one counts.

    >>> catalogue = lib.Mechanisms(id="m", title="M", mechanisms={"guided": lib.Mechanism(id="guided", label="Guided")})
    >>> Uses([catalogue]).mechanisms["guided"].label
    'Guided'
    >>> Uses([catalogue]).collection("sources") is None
    True

    Parameters
    ----------
    documents : the documents, in the order in which they count.
    """

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.documents: tuple[Document, ...] = tuple(documents)

    @cached_property
    def sources(self) -> Mapping[str, lib.Source]:
        """Documents that elements cite."""
        return _merged(d.sources for d in self._of(lib.Sources))

    @cached_property
    def mechanisms(self) -> Mapping[str, lib.Mechanism]:
        """Ways in which regulation brings about change."""
        return _merged(d.mechanisms for d in self._of(lib.Mechanisms))

    @cached_property
    def conditions(self) -> Mapping[str, e.Condition]:
        """Circumstances that help or hinder, shared by several maps."""
        return _merged(d.conditions for d in self._of(lib.Conditions))

    @cached_property
    def characteristics(self) -> Mapping[str, lib.Characteristic]:
        """Rows of the conditions grid."""
        return _merged(d.characteristics for d in self._of(lib.Conditions))

    @cached_property
    def organisations(self) -> Mapping[str, lib.Named]:
        """Columns of the conditions grid."""
        return _merged(d.organisations for d in self._of(lib.Conditions))

    @cached_property
    def rubrics(self) -> Mapping[str, lib.Rubric]:
        """Scoring rules."""
        return _by_id(self._of(lib.Rubric))

    @cached_property
    def cases(self) -> Mapping[str, lib.Case]:
        """Organisations and systems that evidence is about."""
        return _merged(d.cases for d in self._of(lib.Cases))

    @cached_property
    def practices(self) -> Mapping[str, lib.Practice]:
        """Ways of working that a source recommends."""
        return _merged(d.practices for d in self._of(lib.Practices))

    @cached_property
    def frameworks(self) -> Mapping[str, lib.AssessmentFramework]:
        """Assessment frameworks."""
        return _by_id(self._of(lib.AssessmentFramework))

    @cached_property
    def research_items(self) -> Mapping[str, lib.ResearchItem]:
        """Rows of research frameworks: what is to be known, and how one would see it."""
        return _merged(d.items for d in self._of(lib.ResearchFramework))

    @cached_property
    def profile(self) -> Profile:
        """The organisation's words; the neutral profile where no document at hand is one."""
        return profile_among(self.documents)

    def words(self, vocabulary: str, actors: Iterable[str] = ()) -> tuple[str, ...] | None:
        """The words of an open vocabulary: those of the format and those of the profile.

        Parameters
        ----------
        vocabulary : one of `sysmap.core.profile.VOCABULARIES`.
        actors : the actors of the document that asks; they may be heard where no profile names audiences.

        Returns
        -------
        tuple of str, or `None` where nobody says what the words are, and any will do.

        >>> Uses().words("audiences", ["schools"]), Uses().words("case_types")
        (('researchers', 'public', 'schools'), None)
        """
        declared = getattr(self.profile, vocabulary)
        found = dict.fromkeys(CLOSED_WORDS[vocabulary])
        if vocabulary == "audiences" and declared is not NEUTRAL.audiences and declared:
            return tuple({**found, **dict.fromkeys(declared)})
        if vocabulary == "audiences":
            kinds = [*self.profile.case_types, *(case.type for case in self.cases.values() if case.type)]
            heard = [actor for map_ in self.maps.values() for actor in map_.actors]
            return tuple(dict.fromkeys([*found, *kinds, *heard, *actors]))
        return tuple({**found, **dict.fromkeys(declared)}) if found or declared else None

    @cached_property
    def maps(self) -> Mapping[str, Map]:
        """Theories, maps and processes."""
        return _by_id(self._of(Map))

    @cached_property
    def rivals(self) -> Mapping[str, e.Rival]:
        """Other explanations that the theories at hand name."""
        return _merged(d.rivals for d in self._of(Map))

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """Registers of evidence."""
        return _by_id(self._of(Evidence))

    def collection(self, name: str) -> Mapping[str, Any] | None:
        """The elements that a reference to `name` may mean, or `None` where no document at hand holds such a list."""
        holder = _HOLDERS.get(name)
        if holder is None or not any(isinstance(d, holder) for d in self.documents):
            return None
        found: Mapping[str, Any] = getattr(self, name)
        return found

    def _of(self, cls: type[D]) -> list[D]:
        return [d for d in self.documents if isinstance(d, cls)]


_HOLDERS: dict[str, type] = {
    "sources": lib.Sources, "mechanisms": lib.Mechanisms, "conditions": lib.Conditions,
    "characteristics": lib.Conditions, "organisations": lib.Conditions, "rubrics": lib.Rubric, "cases": lib.Cases,
    "rivals": Map, "research_items": lib.ResearchFramework,
}


def _merged(collections: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for collection in collections:
        for id_, element in collection.items():
            found.setdefault(id_, element)
    return MappingProxyType(found)


def _by_id(documents: Iterable[Any]) -> Mapping[str, Any]:
    return _merged({document.id: document} for document in documents)
