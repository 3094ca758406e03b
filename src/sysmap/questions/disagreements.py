"""Where people or studies differ, each side with its reasons: nothing is averaged and nobody is outvoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.contribution.base import Said, elements_of
from sysmap.core.sentences import count_text, join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["DifferingViews", "DisagreementsAnswer", "disagreements"]

_SIDES = {"supports": "for", "contradicts": "against", "neutral": "no effect", "alternative": "another explanation"}


class PositionData(TypedDict):
    """What one side says of an element, as data."""

    side: Annotated[str, "for, against, no effect, another explanation; of a link drawn in a room, the sign given to it"]
    who: Annotated[str, "the case, audience or group that says so; empty where it is not said or may not be printed"]
    says: Annotated[str, "what was said or seen, in the coder's words"]
    why: Annotated[str, "the reason on record; empty where none is"]
    item: Annotated[str | None, "the item of evidence; null for a voice of the room"]


class DisagreementData(TypedDict):
    """An element on which people or studies differ, as data."""

    id: str
    kind: Annotated[str, "factor, link, claim, assumption, mechanism or condition"]
    label: str
    reasoned: Annotated[bool, "whether each side gives a reason"]
    positions: Annotated[list[PositionData], "what each says, side by side"]


class DisagreementsData(TypedDict):
    """Where people or studies differ, as data."""

    count: Annotated[int, "on how many elements"]
    elements: Annotated[list[DisagreementData], "those with the most on the smaller side first"]


@dataclass(frozen=True)
class StatedView:
    """What one side says of an element, and why."""

    side: str
    who: str
    says: str
    why: str
    item: str | None = None


@dataclass(frozen=True)
class DifferingViews:
    """An element on which people or studies differ."""

    id: str
    kind: str
    label: str
    positions: tuple[StatedView, ...]

    @property
    def sides(self) -> dict[str, int]:
        """How many say what."""
        found: dict[str, int] = {}
        for one in self.positions:
            found[one.side] = found.get(one.side, 0) + 1
        return found

    @property
    def reasoned(self) -> bool:
        """Whether each side gives a reason."""
        return set(self.sides) == {one.side for one in self.positions if one.why}


@dataclass(frozen=True)
class DisagreementsAnswer(Answer):
    """Where people or studies differ."""

    found: tuple[DifferingViews, ...] = field(repr=False)

    @property
    def used_links(self) -> tuple[str, ...]:
        """Links on which people differ."""
        return tuple(one.id for one in self.found if one.id in self.map.links)

    @property
    def used_factors(self) -> tuple[str, ...]:
        """Factors on which people differ."""
        return tuple(one.id for one in self.found if one.id in self.map.factors)

    def words(self) -> str:
        """On how much people differ, and where no reason is on record."""
        if not self.found:
            return "On record nobody differs: no element has evidence or voices on more than one side."
        bare = [one.label for one in self.found if not one.reasoned]
        parts = [f"People or studies differ on {count_text(len(self.found), 'element')}."]
        parts += [f"“{one.label}”: {join_words([f'{number} {side}' for side, number in one.sides.items()])}." for one in self.found[:3]]
        if bare:
            parts.append(f"Of {count_text(len(bare), 'element')} at least one side gives no reason.")
        return " ".join([*parts, "What differs is kept side by side; a number on a side is no vote."])

    def data(self) -> DisagreementsData:
        """The answer as plain data."""
        return {"count": len(self.found), "elements": [{
            "id": one.id, "kind": one.kind, "label": one.label, "reasoned": one.reasoned,
            "positions": [{"side": each.side, "who": each.who, "says": each.says, "why": each.why, "item": each.item}
                          for each in one.positions]} for one in self.found]}

    def rows(self) -> list[dict[str, Any]]:
        """One row an element and position."""
        return [{"element": one["id"], **position} for one in self.data()["elements"] for position in one["positions"]]

    def table(self) -> Table:
        """One row a position, side by side."""
        return Table(("element", "side", "who", "says", "because"), tuple(
            (one.id, each.side, each.who, each.says, each.why) for one in self.found for each in one.positions))


@question("evidence", "Where people or studies differ, each side with its reasons.", about_a_part=False,
          answers="Where do people or studies differ, and on what grounds?",
          cannot="Who is right.",
          source="Barbrook-Johnson & Penn 2022, ch. 9 (data and evidence for maps); Mayne 2008, ILAC Brief 16",
          examples=("",))
def disagreements(
    project: Project, *,
    of: Annotated[str | None, Parameter("factor-or-link", "Only this factor or link.", metavar="ELEMENT", flags=("--of",))] = None,
) -> DisagreementsAnswer:
    """The elements on which evidence or voices stand on more than one side.

    Observed items that support an element and such that contradict it, saw no effect or explain it in another way; and links to
    which groups of a workshop gave different signs. At level public nobody is named.

    Parameters
    ----------
    project : the map with its evidence, or what holds it.
    of : only this factor or link, by id, label or alias.

    Raises
    ------
    Refused : there is no such element.
    """
    chosen = project.element(of).id if of is not None else None
    found = []
    for element in elements_of(project.map, project.mechanisms):
        if chosen not in (None, element.id):
            continue
        positions = [*_coded(project, element.id), *_voiced(project, element.id)]
        if len({one.side for one in positions}) > 1:
            order = {side: at for at, side in enumerate(_SIDES.values())}
            positions.sort(key=lambda one: (order.get(one.side, len(order)), one.side, one.item or "", one.who))
            found.append(DifferingViews(element.id, element.kind, element.label, tuple(positions)))
    found.sort(key=lambda one: (-sorted(one.sides.values())[-2], one.id))
    return DisagreementsAnswer(project.map, tuple(found))


def _coded(project: Project, element: str) -> Iterator[StatedView]:
    said = [one for one in project.evidence.on(element) if one.item.kind == "observed" and (one.item.status or "active") == "active"
            and one.bearing.direction in _SIDES]
    for one in said:
        yield StatedView(_SIDES[one.bearing.direction], _who(project, one), one.item.statement, one.bearing.why or "", one.item.id)


def _who(project: Project, said: Said) -> str:
    base, item = project.evidence, said.item
    if project.level == "public":
        return ""
    named = [base.cases[id_].label if id_ in base.cases else id_ for id_ in map(base.case_id, item.cases)]
    return join_words(named or [base.voices.called(audience) for audience in item.audience])


def _voiced(project: Project, element: str) -> Iterator[StatedView]:
    link = project.map.links.get(element)
    for voice in link.voices if link else ():
        if voice.polarity is not None:
            yield StatedView(voice.polarity, voice.by or voice.at or "", f"The link is {voice.polarity}.", voice.why or "")
