"""The legend of a figure: only what occurs in it, each with a sample; `web/legend.js` makes the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sysmap.core.elements import Link
from sysmap.core.map import Map, group_layer
from sysmap.core.sentences import count_text, say
from sysmap.core.voices import is_contested, sign_word
from sysmap.views.layout.model import Layout
from sysmap.views.marks import Mark, Value, link_marks, mark, rect, sign_marks
from sysmap.views.scene import drawn_link, groups_of, own_tint
from sysmap.views.style import BORDERS, LINES, MUTED, PAPER, WIDTHS, Border

__all__ = ["Row", "legend_rows"]

Row = tuple[Sequence[Mark], str]
"""A sample in a room of 46 by 16, and what it means."""

_WIDE = 46


def legend_rows(map_: Map, layout: Layout) -> list[Row]:
    """The rows of a map's legend."""
    rows = [*_link_rows(map_, layout), *_box_rows(map_, layout)]
    if layout.left_out:
        rows.append(([mark("path", {"d": "M8 4L20 12M8 12L20 4", "stroke": MUTED, "stroke-width": 1.5})],
                     say("legend.undrawn", links=count_text(len(layout.left_out), "link"))))
    return rows


def _link_rows(map_: Map, layout: Layout) -> list[Row]:
    links = [map_.links[id_] for id_ in layout.routes if id_ in map_.links]
    influences = [link for link in links if link.kind not in ("association", "sequence")]
    rows: list[Row] = [(_sample(sign=True, **_drawn_so(word)), line.word) for word, line in LINES.items()
                       if any(word in (sign_word(link), "contested" if is_contested(link) else "") for link in influences)]
    if any(link.kind == "sequence" for link in links):
        rows.append((_sample(kind="sequence"), say("legend.sequence")))
    if any(link.kind == "association" for link in links):
        rows.append((_sample(kind="association"), say("legend.association")))
    if any(link.basis == "inferred" for link in links):
        rows.append((_sample(polarity="positive", basis="inferred"), say("legend.inferred")))
    if any(link.status == "anticipated" for link in links):
        rows.append((_sample(polarity="positive", status="anticipated"), say("legend.anticipated")))
    if any(link.delay in ("medium", "long") for link in links):
        rows.append((_sample(polarity="positive", delay="long"), say("legend.delayed")))
    rows += [(_sample(polarity="positive", strength=strength), say("remark.strength", word=strength).capitalize()) for strength in WIDTHS
             if strength and any(link.strength == strength for link in links)]
    if any(group_layer(end) is not None for link in links for end in (link.from_, link.to)):
        rows.append((_sample(polarity="positive"), say("legend.group")))
    return rows


def _drawn_so(word: str) -> dict[str, str]:
    """What a link says that is drawn under a word of `LINES`."""
    return {"confidence": word} if word == "contested" else {"polarity": word}


def _box_rows(map_: Map, layout: Layout) -> list[Row]:
    factors = [map_.factors[id_] for id_ in layout.boxes if id_ in map_.factors]
    statuses = {factor.status for factor in factors}
    rows: list[Row] = []
    if statuses - {None}:
        rows += [(_frame(border), border.word) for status, border in BORDERS.items() if status in statuses]
    if any(factor.focal for factor in factors):
        rows.append((_frame(BORDERS[None], focal=True), say("legend.focal")))
    groups = groups_of(map_)
    if groups.of != "layer":
        rows += [([mark("path", {"d": "M23 2V14", "stroke": tint.line, "stroke-width": 4, "stroke-linecap": "round"})],
                  name[:1].upper() + name[1:].replace("-", " ")) for name in groups.names if (tint := own_tint(groups, name))]
    return rows


def _sample(*, sign: bool = False, **how: str) -> list[Mark]:
    """A piece of a link, drawn as links are."""
    link = drawn_link(Link(**how), ((1, 8), (15, 8), (30, 8), (_WIDE, 8)), (24, 8))  # type: ignore[arg-type]
    return [link_marks(link), *([sign_marks(link)] if sign else [])]


def _frame(border: Border, *, focal: bool = False) -> list[Mark]:
    """A piece of a box, framed as boxes are."""
    looks: Mapping[str, Value] = {
        "fill": PAPER, "stroke": border.colour, "stroke-width": border.width, "stroke-dasharray": border.dashes or None,
        "stroke-linecap": "round" if border.dashes else None}
    outer = [rect(6.5, 0.5, 33, 15, 5, {"fill": "none", "stroke": border.colour})] if focal else []
    return [rect(9, 2.5, 28, 11, 3, looks), *outer]
