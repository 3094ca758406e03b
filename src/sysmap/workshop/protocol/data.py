"""What messages hold: people, problems, entries, the state of a session, the answers to what a browser asks."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypeAlias, TypedDict

import msgspec

from sysmap.workshop.places import Place
from sysmap.workshop.state import Phase, Role
from sysmap.workshop.wire import PlainEdit

__all__ = [
    "BallotData", "CheckpointData", "ConflictData", "Cursor", "DoorData", "EntryData", "EntryEffect", "FileData", "FindingData", "GaveWay",
    "MapPlain", "MergeChoiceData", "MergeData", "MomentData", "MomentMap", "OwnState", "PastedData", "PersonData", "ShownData", "StateData",
    "TimerData", "Trouble", "View", "ViewNumber", "Where",
]

ViewNumber = Annotated[float, msgspec.Meta(ge=-1e6, le=1e6)]
Where: TypeAlias = tuple[ViewNumber, ViewNumber]
"""A place on the map: across and down, in pixels at zoom 1."""
View: TypeAlias = tuple[ViewNumber, ViewNumber, ViewNumber]
"""What somebody looks at: the middle of their screen on the map, and the zoom at which a frame of 1,000 by 700 shows it."""
MapPlain: TypeAlias = Annotated[dict[str, Any], msgspec.Meta(extra_json_schema={"$ref": "#/$defs/Map"})]
"""A map under the keys of the file format."""


class PersonData(TypedDict):
    """Somebody in the room, as everybody sees them."""

    id: str
    name: str
    group: str
    role: Role


class Trouble(TypedDict):
    """A problem: its code, what is wrong, the way out."""

    code: str
    message: str
    hint: str


class Cursor(TypedDict):
    """Where somebody's cursor is, what they look at, and what they edit."""

    client: str
    person: str
    at: NotRequired[Where]
    view: NotRequired[View]
    editing: NotRequired[str]


class ShownData(TypedDict):
    """What a host shows everybody."""

    by: str
    ask: Any
    view: View | None
    label: str


GaveWay = TypedDict("GaveWay", {"in": str, "id": str, "field": str, "by": str, "value": Any})
"""A value that gave way to a later one, and whose it was."""


class EntryEffect(TypedDict, total=False):
    """What an entry did to the map. Which of these it tells is said by its command."""

    edit: PlainEdit
    places: dict[str, Place]
    renamed: dict[str, str]
    overrode: list[GaveWay]
    of: int


class EntryData(TypedDict):
    """Something that happened, as everybody is told of it."""

    revision: int
    id: str
    by: str
    do: str
    at: int
    data: EntryEffect


TimerData = TypedDict("TimerData", {"from": int, "seconds": int, "label": str})
"""A timer that runs: since when (milliseconds since 1970), for how many seconds, what for."""


class BallotData(TypedDict):
    """A round of voting; the distribution is there once it is closed."""

    id: str
    question: str
    about: Literal["factors", "links"]
    budget: int
    open: bool
    voters: int
    distribution: NotRequired[dict[str, dict[str, int]]]


class CheckpointData(TypedDict):
    """A moment that was given a name."""

    revision: int
    label: str


class StateData(TypedDict):
    """The session as everybody sees it; what is not set is left out."""

    phase: NotRequired[Phase]
    private: bool
    locked: bool
    closed: bool
    timer: NotRequired[TimerData]
    ideas: int
    ballots: dict[str, BallotData]
    ticks: dict[str, str]
    checkpoints: list[CheckpointData]
    seats: dict[str, str]
    people: dict[str, PersonData]
    kept: dict[str, dict[str, Any]]


class OwnState(TypedDict):
    """What only one person sees: the ideas they gathered in private, the dots they gave, by vote."""

    ideas: list[dict[str, Any]]
    dots: dict[str, dict[str, int]]


FindingData = TypedDict("FindingData", {
    "key": str, "code": str, "severity": Literal["error", "warning", "note"], "message": str, "hint": str, "in": str,
    "id": str | None, "aloud": str | None})
"""What the check finds: a key to tick it off, the element it is about, and a link's sentence."""


class MomentMap(TypedDict):
    """The map as it was at a moment."""

    revision: int
    map: MapPlain
    places: dict[str, Place]


class MomentData(TypedDict):
    """Something that changed the map, in sentences, for the timeline."""

    revision: int
    at: int
    do: str
    by: str
    role: str
    group: str
    said: list[str]


class PastedData(TypedDict):
    """Factors and links of a table that was pasted; links name factors by label."""

    factors: list[dict[str, Any]]
    links: list[dict[str, Any]]


class DoorData(TypedDict):
    """The way into the room: its link, the link without the code, the rows of its QR code, the fingerprint of its certificate (empty
    where it is served without one).
    """

    fingerprint: str

    link: str
    address: str
    rows: list[str]


class MergeChoiceData(TypedDict):
    """One way to settle a conflict."""

    key: str
    says: str
    value: Any
    tables: list[str]
    stands: bool


ConflictData = TypedDict("ConflictData", {
    "id": str, "kind": str, "in": str, "element": str, "field": str, "said": str, "tables": list[str], "choice": str,
    "choices": list[MergeChoiceData]})
"""What people have to decide when maps are brought together."""


class MergeData(TypedDict):
    """A preview of a merge: the changes in sentences, what there is to decide, how much so many tables agreed on."""

    changes: list[str]
    more: int
    conflicts: list[ConflictData]
    agreed: dict[str, int]
    warnings: NotRequired[list[str]]


class FileData(TypedDict, total=False):
    """What became of a question about the file, or what is in it that the room has not."""

    name: str
    saved: int
    revision: int
    trouble: Trouble | None
    changed: bool
    file: str
    kept: str
    changes: list[str] | int
    more: int
    conflicts: list[ConflictData]
    agreed: dict[str, int]
