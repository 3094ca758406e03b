"""The picture that goes with an answer: bars of steps, or maps next to each other, drawn from what the answer says of itself.

One maker for the page, the room, reports and notebooks: an element (`Mark`) that browsers build and files hold as SVG text.
"""

from __future__ import annotations

import dataclasses

from sysmap.core.map import Map
from sysmap.questions.registry.drawing import BarStep, Drawing, MapPanel, MapPanels, StepBars
from sysmap.views.layout import layout_of
from sysmap.views.layout.model import Layout
from sysmap.views.layout.text import visible, wrap
from sysmap.views.marks import Mark, mark, number, rect, svg_text, words
from sysmap.views.scene import Badge, scene_of
from sysmap.views.style import FONTS, INK, LINES, MUTED, PAPER
from sysmap.views.svg import scene_marks

__all__ = ["drawing_marks", "drawing_svg", "drawing_words"]

_SIDE, _STEP, _GAP = 12.0, 148.0, 4.0
_TITLE, _SIZE, _SMALL = 15.0, 13.0, 11.0
_TALL, _LINE = 28.0, 1.25
_ACROSS, _PANEL = 2, 470.0


def drawing_svg(drawing: Drawing) -> str:
    """A drawing as SVG text; the same drawing gives the same bytes."""
    return svg_text(drawing_marks(drawing)) + "\n"


def drawing_words(drawing: Drawing) -> str:
    """The same in words.

    >>> from sysmap.questions.registry.drawing import StepBar
    >>> drawing_words(StepBars("Evidence", (StepBar("A → B", (BarStep("weak or better", "positive", "positive"), BarStep("strong", ""))),)))
    'A → B: positive on weak or better; no path on strong.'
    """
    if isinstance(drawing, StepBars):
        return " ".join(f"{row.label}: {'; '.join(_step_words(step) for step in row.steps)}." for row in drawing.rows)
    return " ".join(f"{panel.title}: {_count(len(panel.map.links))}." for panel in drawing.panels)


def _step_words(step: BarStep) -> str:
    return f"{step.word or 'no path'} on {step.name}{f' ({step.note})' if step.note else ''}"


def _count(links: int) -> str:
    return f"{links} link{'' if links == 1 else 's'}"


def drawing_marks(drawing: Drawing) -> Mark:
    """A drawing as an element of SVG."""
    if isinstance(drawing, StepBars):
        return _document(drawing, *_bars(drawing))
    return _document(drawing, *_panels(drawing))


def _document(drawing: Drawing, inside: list[Mark], width: float, height: float) -> Mark:
    lines = wrap(visible(drawing.title), _TITLE, width - 2 * _SIDE, most=3, bold=True).lines
    head = _SIDE + len(lines) * _TITLE * _LINE + 4
    return mark(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": head + height,
                "viewBox": f"0 0 {number(width)} {number(head + height)}", "role": "img", "font-family": FONTS, "fill": INK},
        mark("title", None, drawing.title), mark("desc", None, drawing_words(drawing)),
        mark("rect", {"width": width, "height": head + height, "fill": PAPER}),
        *_lines(lines, _SIDE, _SIDE, _TITLE, bold=True), mark("g", {"transform": f"translate(0 {number(head)})"}, *inside))


def _lines(lines: tuple[str, ...], x: float, top: float, size: float, *, bold: bool = False, colour: str = INK) -> list[Mark]:
    """Lines of text from a top edge on."""
    return [words(x, top + (at + 0.8) * size * _LINE, line, size, {"text-anchor": "start", "font-weight": 700 if bold else None,
                                                                  "fill": None if colour == INK else colour}) for at, line in enumerate(lines)]


def _bars(drawing: StepBars) -> tuple[list[Mark], float, float]:
    steps = drawing.rows[0].steps if drawing.rows else ()
    width = 2 * _SIDE + max(len(steps), 1) * (_STEP + _GAP)
    heads = [wrap(step.name, _SMALL, _STEP, most=2).lines for step in steps]
    marks = [one for at, lines in enumerate(heads) for one in _lines(lines, _left(at), 0, _SMALL, colour=MUTED)]
    y = max((len(lines) for lines in heads), default=0) * _SMALL * _LINE + 6
    for row in drawing.rows:
        label = wrap(visible(row.label), _SIZE, width - 2 * _SIDE, most=4, bold=True).lines
        marks += _lines(label, _SIDE, y, _SIZE, bold=True)
        y += len(label) * _SIZE * _LINE + 4
        lowest = y + _TALL
        for at, step in enumerate(row.steps):
            notes = wrap(visible(step.note), _SMALL, _STEP - 4, most=6).lines if step.note else ()
            marks += [*_step(step, _left(at), y), *_lines(notes, _left(at), y + _TALL + 3, _SMALL, colour=MUTED)]
            lowest = max(lowest, y + _TALL + 3 + len(notes) * _SMALL * _LINE)
        y = lowest + 12
    return marks, width, y


def _left(at: int) -> float:
    return _SIDE + at * (_STEP + _GAP)


def _step(step: BarStep, x: float, y: float) -> list[Mark]:
    """A step: filled with its sign and word, or hollow where nothing is left."""
    look = LINES[step.sign]
    if not step.word:
        return [rect(x, y, _STEP, _TALL, 3, {"fill": "none", "stroke": MUTED, "stroke-opacity": "0.5", "stroke-dasharray": "3 3"}),
                words(x + _STEP / 2, y + _TALL / 2 + 4.5, "no path", _SIZE, {"fill": MUTED})]
    return [rect(x, y, _STEP, _TALL, 3, {"fill": look.colour}),
            words(x + _STEP / 2, y + _TALL / 2 + 4.5, f"{look.sign} {step.word}", _SIZE, {"fill": PAPER, "font-weight": 700})]


def _panels(drawing: MapPanels) -> tuple[list[Mark], float, float]:
    layout = layout_of(drawing.whole)
    across = min(_ACROSS, len(drawing.panels))
    bounds = layout.bounds
    scale = min(1.0, _PANEL / max(bounds.width, 1.0)) if across > 1 else min(1.0, 2 * _PANEL / max(bounds.width, 1.0))
    wide = max(bounds.width * scale, 300.0)
    marks: list[Mark] = []
    y = 0.0
    for first in range(0, len(drawing.panels), across):
        row = drawing.panels[first:first + across]
        heads = [wrap(visible(panel.title), _SIZE, wide, most=3, bold=True).lines for panel in row]
        top = y + max(map(len, heads)) * _SIZE * _LINE + 6
        for at, (panel, lines) in enumerate(zip(row, heads, strict=True)):
            x = _SIDE + at * (wide + _SIDE)
            where = f"translate({number(x - bounds.left * scale)} {number(top - bounds.top * scale)}) scale({scale:.4f})"
            marks += [*_lines(lines, x, y, _SIZE, bold=True),
                      rect(x, top, wide, bounds.height * scale, 3, {"fill": "none", "stroke": MUTED, "stroke-opacity": "0.35"}),
                      mark("g", {"transform": where}, *_panel(drawing.whole, panel, layout))]
        y = top + bounds.height * scale + 14
    return marks, _SIDE + across * (wide + _SIDE), y


def _panel(whole: Map, panel: MapPanel, layout: Layout) -> list[Mark]:
    """A part of the map at the places of the whole; what is not in the part steps back, or is left out where it is a link."""
    scene = scene_of(dataclasses.replace(whole, links={**whole.links, **panel.map.links}), layout)
    return scene_marks(dataclasses.replace(
        scene, background=(), boxes=tuple(dataclasses.replace(
            box, faded=box.id not in panel.map.factors, badge=Badge(panel.notes[box.id], 9.0) if box.id in panel.notes else None)
            for box in scene.boxes),
        links=tuple(dataclasses.replace(link, note=panel.notes.get(link.id, "")) for link in scene.links if link.id in panel.map.links)))
