"""What an answer looks like, as values: bars of steps, or maps next to each other. `sysmap.views.answer_picture` draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sysmap.core.map import Map

__all__ = ["BarStep", "Drawing", "MapPanel", "MapPanels", "StepBar", "StepBars"]


@dataclass(frozen=True, slots=True)
class BarStep:
    """One step of a bar.

    Attributes
    ----------
    name : what the step is, e.g. “moderate or better”; the same for all bars of a picture.
    word : the verdict on it, e.g. “positive”; empty where there is none, which is drawn hollow.
    sign : the key of `sysmap.views.style.LINES` whose colour and sign it has.
    note : what ends there, in a few words.
    """

    name: str
    word: str
    sign: str = "unknown"
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepBar:
    """A bar of steps with its label; the longer it is filled, the further the evidence carries."""

    label: str
    steps: tuple[BarStep, ...]


@dataclass(frozen=True, slots=True)
class StepBars:
    """Bars of the same steps below each other."""

    title: str
    rows: tuple[StepBar, ...]


@dataclass(frozen=True, slots=True)
class MapPanel:
    """A part of the map as one panel: its title, the part, and a note at some factors and links (“6 of 7”)."""

    title: str
    map: Map
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MapPanels:
    """Parts of one map next to each other, every factor at the same place in each."""

    title: str
    whole: Map
    panels: tuple[MapPanel, ...]


Drawing = StepBars | MapPanels
