"""What an answer rests on: how well its links are evidenced, and which of them are doubtful.

An answer reads the map as it was drawn. Whether a link is the modeller's inference, whether people disagree about it,
whether one voice alone put it there, whether it is only expected, whether its sign was never said, and how well it was
observed, is on record for each link. An answer that used the link has to say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypedDict

from sysmap.analysis.chains import GRADES
from sysmap.core.map import Map
from sysmap.core.sentences import link_sentence, say
from sysmap.core.voices import is_contested
from sysmap.questions.registry.table import Table

__all__ = ["Footing", "FootingData"]


_DOUBTS = ("inferred", "contested", "one_voice", "anticipated", "unsigned")


class FootingData(TypedDict):
    """What an answer rests on, as data."""

    links: Annotated[int, "how many links the answer uses; a link to or from a whole layer is one"]
    grades: Annotated[dict[str, str] | None, "the evidence grade of each of them, by id: strong, moderate, weak, untested or "
                                             "not-supported; null where no evidence was at hand"]
    inferred: Annotated[list[str], "those that the modeller inferred and no source states"]
    contested: Annotated[list[str], "those that people disagree about"]
    one_voice: Annotated[list[str], "those that one voice alone put there"]
    anticipated: Annotated[list[str], "those that are only anticipated"]
    unsigned: Annotated[list[str], "those for which nobody said whether they raise or lower"]
    anticipated_factors: Annotated[list[str], "factors it speaks of that are only anticipated"]


@dataclass(frozen=True, slots=True)
class Footing:
    """What an answer rests on.

    Attributes
    ----------
    links : ids of the links used, in order of id.
    grades : the evidence grade of each; None where no evidence was at hand.
    inferred, contested, one_voice, anticipated, unsigned : those links that are so.
    anticipated_factors : factors spoken of that are only anticipated.
    """

    links: tuple[str, ...]
    grades: Mapping[str, str] | None
    inferred: tuple[str, ...]
    contested: tuple[str, ...]
    one_voice: tuple[str, ...]
    anticipated: tuple[str, ...]
    unsigned: tuple[str, ...]
    anticipated_factors: tuple[str, ...]

    @classmethod
    def of(cls, map_: Map, links: Iterable[str], factors: Iterable[str], grades: Mapping[str, str] | None) -> Footing:
        """The footing of an answer that uses these links and speaks of these factors."""
        used = [map_.links[id_] for id_ in sorted(set(links))]
        return cls(
            tuple(link.id for link in used),
            None if grades is None else {link.id: grades.get(link.id, "untested") for link in used},
            tuple(link.id for link in used if link.basis == "inferred"),
            tuple(link.id for link in used if is_contested(link)),
            tuple(link.id for link in used if link.confidence == "one-voice"),
            tuple(link.id for link in used if link.status == "anticipated"),
            tuple(link.id for link in used if link.polarity == "unknown" and link.kind not in ("sequence", "association")),
            tuple(id_ for id_ in sorted(set(factors)) if map_.factors[id_].status == "anticipated"))

    def count_of_grade(self) -> dict[str, int]:
        """How many links have each grade, the best first; only grades that some link has."""
        counts = dict.fromkeys(reversed(GRADES), 0)
        for grade in (self.grades or {}).values():
            counts[grade] += 1
        return {grade: number for grade, number in counts.items() if number}

    def words(self) -> str:
        """What a reader should know of it, in sentences; empty where nothing is doubtful and no evidence is at hand."""
        parts = []
        number = len(self.links)
        doubts = [self._share(len(ids), say(f"footing.{name}")) for name in _DOUBTS if (ids := getattr(self, name))]
        if doubts:
            parts.append(say("footing.one", doubts=doubts) if number == 1 else say("footing.several", n=number, doubts=doubts))
        if self.anticipated_factors:
            parts.append(say("footing.factors", n=len(self.anticipated_factors)))
        if self.grades:
            parts.append(self._evidence_words())
        return " ".join(parts)

    def _share(self, number: int, word: str) -> str:
        if len(self.links) == 1:
            return word
        return say("footing.all", word=word) if number == len(self.links) else say("footing.some", n=number, word=word)

    def _evidence_words(self) -> str:
        counts = self.count_of_grade()
        number = len(self.links)
        if len(counts) == 1:
            grade = next(iter(counts))
            return say("footing.untested", n=number) if grade == "untested" else say(
                "footing.evidence", n=number, grade=grade.replace("-", " "))
        grades = [say("footing.grade", grade=grade.replace("-", " "), n=many) for grade, many in counts.items()
                  if grade != "untested"]
        return say("footing.grades", n=number, grades=grades, untested=counts.get("untested", 0))

    def table(self, map_: Map) -> Table:
        """Every link used with its evidence and what is doubtful about it."""
        doubts = ((self.inferred, "inferred"), (self.contested, "contested"), (self.one_voice, "one voice"),
                  (self.anticipated, "anticipated"), (self.unsigned, "unsigned"))
        graded = self.grades is not None
        return Table(("link", *(("evidence",) if graded else ()), "doubt", "says"), tuple(
            (id_, *((self.grades[id_],) if self.grades is not None else ()),
             ", ".join(word for ids, word in doubts if id_ in ids), link_sentence(map_, map_.links[id_]))
            for id_ in self.links))

    def data(self) -> FootingData:
        """The same as plain data."""
        return {
            "links": len(self.links), "grades": None if self.grades is None else dict(self.grades),
            "inferred": list(self.inferred), "contested": list(self.contested), "one_voice": list(self.one_voice),
            "anticipated": list(self.anticipated), "unsigned": list(self.unsigned),
            "anticipated_factors": list(self.anticipated_factors),
        }
