"""What another tool's file holds, in one neutral form that every format is read into and written from.

A draft keeps people's words as they were written: signs are words, ends are the file's own keys, labels may hold markup.
What they mean is decided once for all formats, in `sysmap.formats.foreign.making`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sysmap.core.words import Polarity

__all__ = ["Bucket", "Draft", "DraftClaim", "DraftFactor", "DraftGroup", "DraftLink", "DraftLoop", "DraftSource", "DraftView",
           "Remark"]

Bucket = Literal["kept", "guessed", "dropped"]
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of an import or export report.

    Attributes
    ----------
    bucket : whether something was kept, guessed or dropped.
    about : what it concerns, in one word for programs: sign, label, end, position, …
    text : the sentence for people.
    items : the elements concerned, by id or by label.
    """

    bucket: Bucket
    about: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(slots=True)
class DraftFactor:
    """A box of the drawing.

    Attributes
    ----------
    key : what the file itself calls it; unique in the draft.
    label : its text as written, markup and line breaks included.
    group : the name of the style, type or theme it has.
    parent : the key of the container it lies in (`DraftGroup`).
    note : free text that hangs on it.
    position : its centre in pixels from the left and the top.
    hidden : whether the drawing hides it.
    junction : whether it is an invisible point that only joins links.
    fields : people's own columns, by their titles.
    raw : what only the format itself understands; it goes back when the same format is written.
    """

    key: str
    label: str = ""
    group: str = ""
    parent: str = ""
    note: str = ""
    position: tuple[float, float] | None = None
    hidden: bool = False
    junction: bool = False
    fields: Fields = field(default_factory=dict)
    raw: Fields = field(default_factory=dict)


@dataclass(slots=True)
class DraftLink:
    """An arrow of the drawing.

    Attributes
    ----------
    from_, to : keys of the factors it joins.
    key : what the file itself calls it; empty where it does not.
    sign : the word, letter or number that says which way it works, as written.
    weight : a number on the link that is not said to be a sign.
    style, colour, line : the name of its style, its colour as red, green or other, and its line as dashed or dotted.
    strength, delay : as written.
    label, note, why : its text, what hangs on it, the reason given.
    direction : directed, mutual (both ways) or none (drawn without arrow head).
    """

    from_: str
    to: str
    key: str = ""
    sign: Any = None
    weight: float | None = None
    style: str = ""
    colour: str = ""
    line: str = ""
    strength: Any = None
    delay: Any = None
    label: str = ""
    note: str = ""
    why: str = ""
    direction: Literal["directed", "mutual", "none"] = "directed"
    hidden: bool = False
    fields: Fields = field(default_factory=dict)
    raw: Fields = field(default_factory=dict)


@dataclass(slots=True)
class DraftGroup:
    """A container, frame or section that factors lie in."""

    key: str
    label: str = ""
    parent: str = ""
    raw: Fields = field(default_factory=dict)


@dataclass(slots=True)
class DraftLoop:
    """A feedback loop that people stored: as its factors in order, or as a set of links."""

    label: str
    links: Sequence[str] = ()
    factors: Sequence[str] = ()
    kind: str = ""
    note: str = ""
    raw: Fields = field(default_factory=dict)


@dataclass(slots=True)
class DraftSource:
    """A person or document that claims come from."""

    key: str
    label: str = ""
    fields: Fields = field(default_factory=dict)


@dataclass(slots=True)
class DraftClaim:
    """One coded passage: somebody says that one factor influences another."""

    from_: str
    to: str
    key: str = ""
    source: str = ""
    quote: str = ""
    note: str = ""
    at: str = ""
    fields: Fields = field(default_factory=dict)


@dataclass(slots=True)
class DraftView:
    """Another page or saved look of the same file with places of its own."""

    label: str
    positions: dict[str, tuple[float, float]] = field(default_factory=dict)
    note: str = ""


@dataclass(slots=True)
class Draft:
    """A whole foreign file.

    Attributes
    ----------
    format : the name of the format.
    title, note : what the file says of itself.
    keys_are_labels : whether factors have no other name than their label.
    keys_are_ids : whether the keys are meant as ids and stay, where they can be ids.
    ends_make_factors : whether the end of a link is a factor although no row declares it (lists of links).
    signed_weights : whether weights carry the sign: yes, no, or, where `None`, if any is negative.
    sign_words : words that the format itself defines, where they mean otherwise than elsewhere.
    colours_are_signs : whether green and red may be taken for signs where nothing else says one.
    scales : what the strengths of the file stand for, in words, by the key of `scales` of a map.
    map_fields : sysmap's own account of the map, where the file was written by sysmap.
    raw : what only the format itself understands.
    remarks : what the reader has to say about its reading.
    """

    format: str
    title: str = ""
    note: str = ""
    factors: list[DraftFactor] = field(default_factory=list)
    links: list[DraftLink] = field(default_factory=list)
    groups: list[DraftGroup] = field(default_factory=list)
    loops: list[DraftLoop] = field(default_factory=list)
    sources: list[DraftSource] = field(default_factory=list)
    claims: list[DraftClaim] = field(default_factory=list)
    views: list[DraftView] = field(default_factory=list)
    keys_are_labels: bool = False
    keys_are_ids: bool = False
    ends_make_factors: bool = False
    signed_weights: bool | None = None
    sign_words: dict[str, Polarity] = field(default_factory=dict)
    colours_are_signs: bool = True
    scales: dict[str, str] = field(default_factory=dict)
    map_fields: Fields = field(default_factory=dict)
    raw: Fields = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, bucket: Bucket, about: str, text: str, items: Sequence[str] = ()) -> None:
        """Add a line to the report."""
        self.remarks.append(Remark(bucket, about, text, tuple(items)))
