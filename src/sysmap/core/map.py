"""The map itself: one theory of change, participatory systems map or process, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core import elements as e
from sysmap.core import words as w
from sysmap.core.background import BackgroundItem, ThemeColour
from sysmap.core.record import attr, record

__all__ = ["LAYER_PREFIX", "Map", "group_end", "group_layer", "link_ends", "link_id"]

LAYER_PREFIX = "layer:"


def link_id(from_: str, to: str) -> str:
    """The id a link has when its author gave it none.

    >>> link_id("assessment-report", "improvements")
    'assessment-report->improvements'
    """
    return f"{from_}->{to}"


def link_ends(id_: str) -> tuple[str, str] | None:
    """The ends that an id made by `link_id` names; `None` for any other id.

    >>> link_ends("assessment-report->improvements"), link_ends("a-second-link")
    (('assessment-report', 'improvements'), None)
    """
    from_, arrow, to = id_.partition("->")
    return (from_, to) if arrow and from_ and to else None


def group_end(layer: str) -> str:
    """How the end of a link names a whole layer.

    >>> group_end("inputs")
    'layer:inputs'
    """
    return LAYER_PREFIX + layer


def group_layer(end: str) -> str | None:
    """The layer that an end of a link names, if it names one.

    >>> group_layer("layer:inputs"), group_layer("trust")
    ('inputs', None)
    """
    return end.removeprefix(LAYER_PREFIX) if end.startswith(LAYER_PREFIX) else None


@record
class Map:
    """A graph of factors and links, with what is known about how it was made.

    Collections are read-only mappings from id to element, in the author's order. To change a map, apply an edit
    (`sysmap.core.edit`): it gives a new map and leaves this one as it is.
    """

    kind: w.MapKind = attr("theory, map or process.", default="map", required=True)
    id: str = attr("Short, stable name of this file's content.", default="", slug=True, required=True)
    title: str = attr("What people call it.", default="", required=True)
    version: e.Version | None = attr("Which state of the map this is.")
    rationale: str | None = attr("Why the programme exists; what it wants to change.")
    aim: str | None = attr("The ultimate aim, in a sentence.")
    purpose: str | None = attr("What the map is for.")
    question: str | None = attr("The question people were asked.")
    boundary: str | None = attr("What is inside, what is outside, what was parked.")
    limits: tuple[str, ...] = attr("What the map is not, and must not be read as.", default=())
    absent: tuple[str, ...] = attr("Perspectives that were not in the room.", default=())
    facilitator: str | None = attr("Who led the mapping (an organisation or a role).")
    sessions: Mapping[str, e.Session] = attr("Workshops at which it was drawn or checked.", default={}, as_list=True)
    scales: Mapping[str, str] = attr("What this map means by its words, e.g. a short delay.", default={})
    ceiling: str | None = attr("The last layer the programme answers for (accountability ceiling).", ref="layers")
    review_from: str | None = attr("Start of the review period; older evidence is flagged. A year, month or day.")
    setting: str | None = attr(
        "The setting in which it works, where mechanisms differ by setting: a word of the profile.", ref="settings")
    uses: tuple[str, ...] = attr("Files of models/ this one refers to, relative to this file.", default=())
    cite: tuple[e.Cite, ...] = attr("Where the source tells of the whole.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks on the whole.", default=())
    actors: Mapping[str, e.Actor] = attr("Those whom outcomes are about.", default={})
    layers: Mapping[str, e.Layer] = attr("Columns of a theory, in order.", default={}, as_list=True)
    factors: Mapping[str, e.Factor] = attr("The boxes.", default={})
    links: Mapping[str, e.Link] = attr("The arrows.", default={}, as_list=True)
    assumptions: Mapping[str, e.Assumption] = attr("What must hold.", default={})
    conditions: Mapping[str, e.Condition] = attr("Circumstances that help or hinder.", default={})
    rivals: Mapping[str, e.Rival] = attr("Other explanations.", default={})
    claims: Mapping[str, e.Claim] = attr("Contribution claims.", default={})
    loops: Mapping[str, e.Loop] = attr("Feedback loops people named.", default={})
    changes: Mapping[str, e.Change] = attr("The change log since the version before.", default={}, as_list=True)
    views: Mapping[str, e.View] = attr("Saved views, in the order of the tour.", default={}, as_list=True)
    colours: tuple[ThemeColour, ...] = attr("The colours that people chose for themes, layers or roles.", default=())
    background: Mapping[str, BackgroundItem] = attr(
        "Texts, frames and pictures behind the map; no question knows of them.", default={}, as_list=True)
    waive: tuple[e.Waiver, ...] = attr("Findings of `sysmap check` that are right to stay, each with a reason.", default=())
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")
