"""What a browser says: who it is, what it asks for, where its cursor is. What a message does not know is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

import msgspec

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.questions.registry.catalogue import QuestionData
from sysmap.views.answer_data import AnswerData
from sysmap.workshop.places import Place
from sysmap.workshop.protocol.data import (
    DoorData,
    FileData,
    FindingData,
    MergeData,
    MomentData,
    MomentMap,
    PastedData,
    View,
    Where,
)
from sysmap.workshop.text_limits import short
from sysmap.workshop.wire import read_wire

__all__ = [
    "MESSAGES", "QUESTIONS", "Ask", "AskAt", "AskCheck", "AskDoor", "AskFile", "AskHint", "AskHistory", "AskLayout", "AskMerge",
    "AskNear", "AskPasted", "AskQuestion",
    "AskQuestions", "AskSlips", "AskTables", "BringAll", "DoCommand", "FromBrowser", "Hello", "Ping", "Question", "ShareView", "Whereabouts",
    "read_message",
]


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello", omit_defaults=True):
    """The first message: the room's code, or the key that an earlier welcome gave."""

    code: str = ""
    key: str = ""
    name: str = ""
    group: str = ""
    room: str = ""
    """A table's name; the plenary's is the empty text."""
    since: int | None = None
    """The last revision that this browser has seen."""


class DoCommand(msgspec.Struct, frozen=True, tag_field="type", tag="do"):
    """A command. `id` is the sender's own, and the same one is done once; `base` is the revision that they saw."""

    id: Annotated[str, msgspec.Meta(min_length=4, max_length=64, pattern="^[ -~]+$")]
    do: str
    base: int = 0
    data: dict[str, Any] = {}


class Whereabouts(msgspec.Struct, frozen=True, tag_field="type", tag="here", omit_defaults=True):
    """Where one's cursor is, what one looks at, what one edits. Never logged."""

    at: Where | None = None
    view: View | None = None
    editing: Annotated[str, msgspec.Meta(max_length=140)] | None = None


class BringAll(msgspec.Struct, frozen=True, tag_field="type", tag="bring"):
    """A host brings everybody to a view, once."""

    view: View


class ShareView(msgspec.Struct, frozen=True, tag_field="type", tag="share", omit_defaults=True):
    """A host shows everybody a question (up to 4,000 letters of JSON) or a view; with neither, no longer."""

    ask: Any = None
    view: View | None = None
    label: str = ""


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """A sign of life."""


class Ask(msgspec.Struct, frozen=True, tag_field="what"):
    """A question for one's own screen; the answer has the same `n`, and is of the type `answer`."""

    answer: ClassVar[Any]

    type: Literal["ask"]
    n: int


class AskCheck(Ask, frozen=True, tag="check"):
    """What the checks find."""

    answer: ClassVar[Any] = list[FindingData]


class AskHint(Ask, frozen=True, tag="hint"):
    """What one might think of while typing a label."""

    answer: ClassVar[Any] = list[str]

    label: str = ""


class AskNear(Ask, frozen=True, tag="near"):
    """For each of some labels, the factors on the map that it may mean."""

    answer: ClassVar[Any] = list[list[str]]

    labels: Annotated[list[str], msgspec.Meta(max_length=200)]


class AskPasted(Ask, frozen=True, tag="pasted"):
    """What the cells of a spreadsheet say, as factors and links by label."""

    answer: ClassVar[Any] = PastedData

    text: str


class AskAt(Ask, frozen=True, tag="at"):
    """The map as it was at a revision."""

    answer: ClassVar[Any] = MomentMap

    revision: int


class AskHistory(Ask, frozen=True, tag="history"):
    """What changed the map after a revision, in sentences."""

    answer: ClassVar[Any] = list[MomentData]

    after: int = 0


class AskLayout(Ask, frozen=True, tag="layout"):
    """A new layout of the map; for the host."""

    answer: ClassVar[Any] = dict[str, Place]


class AskDoor(Ask, frozen=True, tag="door"):
    """The way into the room; for the host."""

    answer: ClassVar[Any] = DoorData


class AskTables(Ask, frozen=True, tag="tables"):
    """For the host: break out into so many tables, send people to them, lock them."""

    answer: ClassVar[Any] = list[str]

    number: int | None = None
    seats: dict[str, int | str] = {}
    """Person's id -> a table's name, its place in the list from 1, or the empty text for the plenary."""
    lock: bool | None = None


class AskMerge(Ask, frozen=True, tag="merge"):
    """For the host: what bringing the tables together comes to; with `really` it is done."""

    answer: ClassVar[Any] = MergeData | int

    choices: dict[str, str] | None = None
    """Id of a conflict -> key of the choice."""
    really: bool = False


class AskFile(Ask, frozen=True, tag="file"):
    """For the host: what to do about a file that was changed by hand."""

    answer: ClassVar[Any] = FileData

    do: Literal["look", "copy", "take", "over"] = "look"
    choices: dict[str, str] | None = None


class AskSlips(Ask, frozen=True, tag="slips"):
    """For the host: so many join slips."""

    answer: ClassVar[Any] = list[str]

    number: Annotated[int, msgspec.Meta(ge=0, le=300)]


class AskQuestions(Ask, frozen=True, tag="questions"):
    """Which questions about the map may be asked here, with their parameters."""

    answer: ClassVar[Any] = list[QuestionData]


class AskQuestion(Ask, frozen=True, tag="question"):
    """A question about the map as it is now, by its name, with its parameters."""

    answer: ClassVar[Any] = AnswerData

    name: str
    params: dict[str, Any] = {}


Question = (AskCheck | AskHint | AskAt | AskHistory | AskLayout | AskNear | AskPasted | AskDoor | AskTables | AskMerge | AskFile | AskSlips
            | AskQuestions | AskQuestion)
"""Every question."""
FromBrowser = Hello | DoCommand | Whereabouts | BringAll | ShareView | Ping
"""Every other message, by its `type`."""

MESSAGES: dict[str, type[msgspec.Struct]] = {str(one.__struct_config__.tag): one for one in get_args(FromBrowser)}
QUESTIONS: dict[str, type[Ask]] = {str(one.__struct_config__.tag): one for one in get_args(Question)}


def read_message(data: Mapping[str, Any]) -> msgspec.Struct:
    """A message as what it should be.

    Raises
    ------
    Refused : there is no such message, or something in it is missing or of the wrong kind.

    Examples
    --------
    >>> read_message({"type": "here", "at": [10, 20]})
    Whereabouts(at=(10.0, 20.0), view=None, editing=None)
    >>> read_message({"type": "ask", "n": 1, "what": "hnit"})
    Traceback (most recent call last):
    ...
    sysmap.core.problem.Refused: L04 There is no such question. Did you mean hint?
    """
    kind = data.get("type")
    if kind == "ask":
        what = data.get("what")
        if not isinstance(what, str) or what not in QUESTIONS:
            raise Refused(Problem(code="L04", message="There is no such question.", hint=one_of(short(what, 30), QUESTIONS)))
        return read_wire(data, QUESTIONS[what])
    if not isinstance(kind, str) or kind not in MESSAGES:
        raise Refused(Problem(code="L04", message=f"There is no message {short(kind, 30)}.", hint="Reload the page."))
    return read_wire(data, MESSAGES[kind])
