"""The legend of a figure: only what occurs in it, each with a sample."""

from __future__ import annotations

from sysmap.core.elements import Link
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.core.sentences import count_text
from sysmap.views.layout.model import Layout
from sysmap.views.layout.model import short_number as n
from sysmap.views.layout.text import text_width
from sysmap.views.marks import line_mark, sign_mark, text_mark
from sysmap.views.style import BORDERS, INK, LINES, MUTED, PAPER, WIDTHS

__all__ = ["legend_of"]

_SIZE = 12.0
_SAMPLE = 46.0
_ROW = 22.0
_BETWEEN = 22.0


def legend_of(map_: Map, layout: Layout, width: float) -> tuple[list[str], float]:
    """The legend's marks in rows of at most the width, and its height with the space around it."""
    entries = [*_link_entries(map_, layout), *_factor_entries(map_, layout)]
    if layout.left_out:
        count = len(layout.left_out)
        cross = f'<path d="M14 -5L26 5M14 5L26 -5" stroke="{MUTED}" stroke-width="1.5"/>'
        entries.append((cross, f"Not drawn: {count_text(count, 'link')} whose end is not there"))
    if not entries:
        return [], 0.0
    parts = [f'<path d="M0 2H{n(width)}" stroke="#c9d1d9" stroke-width="1"/>']
    x, y = 0.0, 24.0
    for sample, word in entries:
        wide = _SAMPLE + 8 + text_width(word, _SIZE)
        if x and x + wide > width:
            x, y = 0.0, y + _ROW
        parts.append(f'<g transform="translate({n(x)} {n(y - 4)})">{sample}</g>')
        parts.append(text_mark(x + _SAMPLE + 8, y, word, _SIZE, anchor="start", colour=MUTED))
        x += wide + _BETWEEN
    return parts, y + 20.0


def _link_entries(map_: Map, layout: Layout) -> list[tuple[str, str]]:
    links = [map_.links[id_] for id_ in layout.routes if id_ in map_.links]
    influences = [link for link in links if link.kind not in ("association", "sequence")]
    entries = []
    for polarity, line in LINES.items():
        if any(link.polarity == polarity for link in influences):
            sign = sign_mark(polarity, _SAMPLE - 19, 0)
            entries.append((_sample(Link(polarity=polarity)) + sign, line.word))  # type: ignore[arg-type]
    if any(link.kind == "sequence" for link in links):
        entries.append((_sample(Link(kind="sequence")), "Comes before"))
    if any(link.kind == "association" for link in links):
        entries.append((_sample(Link(kind="association")), "Associated, no direction said"))
    if any(link.basis == "inferred" for link in links):
        entries.append((_sample(Link(polarity="positive", basis="inferred")), "Hollow head: inferred, not stated in the source"))
    if any(link.status == "anticipated" for link in links):
        entries.append((_sample(Link(polarity="positive", status="anticipated")), "Ring at the start: anticipated"))
    if any(link.delay in ("medium", "long") for link in links):
        entries.append((_sample(Link(polarity="positive", delay="long")), "Delayed"))
    for strength in WIDTHS:
        if strength and any(link.strength == strength for link in links):
            sample = _sample(Link(polarity="positive", strength=strength))  # type: ignore[arg-type]
            entries.append((sample, f"{strength.capitalize()} influence"))
    if any(end.startswith(LAYER_PREFIX) for link in links for end in (link.from_, link.to)):
        box = f'<rect x="0" y="-6" width="16" height="12" rx="2" fill="#e3e8ed" stroke="{MUTED}"/>'
        sample = box + line_mark(Link(polarity="positive"), ((16, 0), (26, 0), (36, 0), (_SAMPLE, 0)))
        entries.append((sample, "From or to a header: a link of the whole layer"))
    return entries


def _factor_entries(map_: Map, layout: Layout) -> list[tuple[str, str]]:
    factors = [map_.factors[id_] for id_ in layout.boxes if id_ in map_.factors]
    statuses = {factor.status for factor in factors}
    entries = []
    if statuses - {None}:
        for status, border in BORDERS.items():
            if status in statuses:
                dashes = f' stroke-dasharray="{border.dashes}" stroke-linecap="round"' if border.dashes else ""
                entries.append((f'<rect x="14" y="-8" width="30" height="16" rx="4" fill="{PAPER}" stroke="{border.colour}" '
                                f'stroke-width="{n(border.width)}"{dashes}/>', border.word))
    if any(factor.focal for factor in factors):
        entries.append((f'<rect x="12" y="-9" width="34" height="18" rx="5" fill="{PAPER}" stroke="{INK}"/>'
                        f'<rect x="15" y="-6" width="28" height="12" rx="3" fill="none" stroke="{INK}"/>', "Focal factor"))
    return entries


def _sample(link: Link) -> str:
    return line_mark(link, ((0, 0), (_SAMPLE / 3, 0), (2 * _SAMPLE / 3, 0), (_SAMPLE, 0)))
