"""Where the words of a map and its evidence hold what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.core.elements import Note
from sysmap.core.labels import element_label
from sysmap.core.record import fields_of
from sysmap.core.sentences import count_text, join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["FindAnswer", "Hit", "find"]

_PARTS = {"factors": "factor", "links": "link", "assumptions": "assumption", "conditions": "condition", "rivals": "rival",
          "claims": "claim", "loops": "loop"}
_KINDS = (*_PARTS.values(), "item")
_SILENT = frozenset({"x", "cite", "position"})
_AROUND = 50
"""Characters of a text that are shown before and after what was found."""

Sought = Annotated[str, Parameter("text", "The words to look for; each has to be there.", metavar="WORDS...")]


class HitData(TypedDict):
    """An element in whose words something was found, as data."""

    id: str
    kind: Annotated[str, "factor, link, assumption, condition, rival, claim, loop or item (of evidence)"]
    label: Annotated[str, "what it is called; of an item what was said"]
    where: Annotated[str, "the field that holds the first of the words"]
    text: Annotated[str, "the words around it"]
    on: Annotated[list[str], "for an item: the elements that it bears on"]


class FindData(TypedDict):
    """What was found, as data."""

    words: Annotated[list[str], "what was looked for, in small letters"]
    count: Annotated[int, "how many elements hold all of it"]
    found: Annotated[list[HitData], "those whose name holds the words first"]


@dataclass(frozen=True)
class Hit:
    """An element in whose words something was found."""

    id: str
    kind: str
    label: str
    where: str
    text: str
    on: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindAnswer(Answer):
    """What was found."""

    sought: tuple[str, ...]
    found: tuple[Hit, ...] = field(repr=False)

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links found."""
        return tuple(one.id for one in self.found if one.kind == "link")

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The factors found."""
        return tuple(one.id for one in self.found if one.kind == "factor")

    def words(self) -> str:
        """How many elements of which kind hold the words."""
        said = join_words([f"“{word}”" for word in self.sought])
        if not self.found:
            return f"Nothing on the map or in its evidence speaks of {said}."
        kinds = dict.fromkeys(one.kind for one in self.found)
        counted = [count_text(sum(one.kind == kind for one in self.found), {"item": "item of evidence", "rival": "rival explanation"}.get(
            kind, kind), {"item": "items of evidence"}.get(kind)) for kind in kinds]
        return f"{said}: {join_words(counted)}."

    def data(self) -> FindData:
        """The answer as plain data."""
        return {"words": list(self.sought), "count": len(self.found), "found": [
            {"id": one.id, "kind": one.kind, "label": one.label, "where": one.where, "text": one.text, "on": list(one.on)}
            for one in self.found]}

    def rows(self) -> list[dict[str, Any]]:
        """One row an element."""
        return [dict(one) for one in self.data()["found"]]

    def table(self) -> Table:
        """One row an element."""
        return Table(("kind", "id", "label", "where", "text"), tuple(
            (one.kind, one.id, one.label, one.where, "" if one.text == one.label else one.text) for one in self.found))


@question("evidence", "Where the words of the map and its evidence hold all of WORDS.", about_a_part=False,
          doors=frozenset({"cli", "python", "notebook"}),
          answers="Where on the map is this spoken of?",
          cannot="What the map means by other words; it looks for words.",
          source="The project's own",
          examples=("damp", "health bills"))
def find(project: Project, *words: Sought) -> FindAnswer:
    """Look words up in labels, aliases, definitions, reasons and remarks of a map, and in its evidence.

    Capitals do not matter, and a part of a word will do. Asked of a folder, it looks in all maps there.

    Parameters
    ----------
    project : the map with its evidence, or what holds it.
    words : what to look for; each has to be somewhere in an element.

    Raises
    ------
    Refused : there is nothing to look for.
    """
    from sysmap.core.problem import Problem, Refused

    sought = tuple(word for text in words for word in text.casefold().split())
    if not sought:
        raise Refused(Problem(code="A18", message="“find” needs words.", hint="Say what to look for."))
    map_ = project.map
    gone = {id_ for id_, one in map_.factors.items() if one.status == "retired"}
    gone |= {id_ for id_, one in map_.links.items() if one.status == "retired" or gone & {one.from_, one.to}}
    found = [hit for part, kind in _PARTS.items() for id_, one in getattr(map_, part).items()
             if id_ not in gone and (hit := _hit(
                 sought, one, kind, element_label(map_, id_) if kind == "link" else getattr(one, "label", "") or id_))]
    for item in project.evidence.items.values():
        hit = _hit(sought, item, "item", item.statement)
        on = tuple(dict.fromkeys(bearing.element for bearing in item.bears_on))
        found += [Hit(hit.id, "item", hit.label, hit.where, hit.text, on)] if hit else []
    found.sort(key=lambda one: (not all(word in one.label.casefold() for word in sought), _KINDS.index(one.kind), one.id))
    return FindAnswer(map_, sought, tuple(found))


def _hit(sought: tuple[str, ...], element: Any, kind: str, label: str) -> Hit | None:
    own = list(_texts(element))
    texts = [(where, text) for where, text in own if where != "id"] if kind == "link" else [("label", label), *own]  # its own words
    whole = "\n".join(text for _, text in texts).casefold()
    if not all(word in whole for word in sought):
        return None
    where, text = next((where, text) for where, text in texts if sought[0] in text.casefold())
    at = text.casefold().find(sought[0])
    start, end = max(0, at - _AROUND), at + len(sought[0]) + _AROUND
    shown = text if len(text) <= 2 * _AROUND + 20 else f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
    return Hit(element.id, kind, label, where, shown)


def _texts(element: Any) -> Iterator[tuple[str, str]]:
    """The texts of an element, by field; what is in nested records is looked through too."""
    cls: type = type(element)
    for spec in fields_of(cls):
        value = getattr(element, spec.name)
        if not value or spec.name in _SILENT or spec.ref:
            continue
        if spec.shape.kind == "text":
            yield spec.key, value
        elif spec.shape.kind == "texts":
            yield from ((spec.key, one) for one in value)
        elif spec.shape.kind == "records":
            for one in value:
                yield from ((spec.key, text) for name, text in _texts(one) if not isinstance(one, Note) or name == "text")
