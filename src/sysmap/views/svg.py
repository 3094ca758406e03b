"""A laid-out map as a static SVG figure for reports: text as text, and every distinction without colour too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sysmap.core.map import Map
from sysmap.views.describe import long_description, short_description
from sysmap.views.layout.model import LINE_HEIGHT, Layout
from sysmap.views.layout.text import filled, text_room, visible
from sysmap.views.legend import Row, legend_rows
from sysmap.views.marks import (
    Mark,
    background_marks,
    box_marks,
    header_marks,
    link_marks,
    mark,
    number,
    panel_marks,
    sign_marks,
    svg_text,
    words,
)
from sysmap.views.scene import Scene, faded_but, scene_of
from sysmap.views.style import FONTS, INK, MUTED, PAPER

__all__ = ["Around", "scene_marks", "svg_of", "svg_picture"]

_SIDE = 24.0
_TITLE, _SUBTITLE, _FOOTER, _LEGEND = 19.0, 13.0, 11.0, 12.0
_ROW = 22.0
_SAMPLE = 54.0


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a picture and says it in words.

    label, description : what it shows, in a sentence and at length.
    title, subtitle, footer : lines above and below; none where empty.
    legend : samples and what they mean.
    prefix : beginning of the ids, so that several pictures fit one page.
    aspect : width by height of the whole; 0 as it comes.
    """

    label: str
    description: str
    title: str = ""
    subtitle: str = ""
    footer: str = ""
    legend: Sequence[Row] = ()
    prefix: str = "map-"
    aspect: float = 0.0


def svg_of(
    map_: Map, layout: Layout, *, title: bool = True, legend: bool = True, aspect: float | None = None, id_prefix: str | None = None,
    footer: str = "", stands_out: Iterable[str] = (),
) -> str:
    """Draw a map as SVG text.

    Parameters
    ----------
    map_, layout : the map and where its parts stand (`layout_of`).
    title : write the map's title above the picture.
    legend : explain below the picture the signs, patterns and borders that occur in it.
    aspect : width by height of the whole; the picture is centred on paper of that shape. None: as it comes.
    id_prefix : beginning of the ids in the text, so that several figures fit one page; the map's id if not given.
    footer : a line below the legend, e.g. version and date.
    stands_out : ids of factors and links that are drawn in full where the rest is faint; all of them where none is given.

    Returns
    -------
    str : an SVG document, the same bytes for the same map.
    """
    around = Around(
        short_description(map_), long_description(map_, layout.left_out), title=(visible(map_.title) or map_.id) if title else "",
        footer=footer, legend=legend_rows(map_, layout) if legend else (), aspect=aspect or 0.0,
        prefix=id_prefix if id_prefix is not None else f"{map_.id or 'map'}-")
    return svg_text(svg_picture(faded_but(scene_of(map_, layout), stands_out), around)) + "\n"


def svg_picture(scene: Scene, around: Around) -> Mark:
    """A scene with what stands around it, as an element; `web/canvas/svg.js` makes the same."""
    wide, high = scene.bounds.right - scene.bounds.left, scene.bounds.bottom - scene.bounds.top
    inner = max(wide, 480.0)
    # Words around a wide picture grow with it, so that they can be read when it is printed on a page.
    k = min(max(inner / 1100, 1.0), 2.0)
    room = (inner - 2 * _SIDE) / k
    lines = filled(around.title, _TITLE, room, 3) if around.title else []
    head = (_SIDE - 4 + len(lines) * _TITLE * LINE_HEIGHT + (_SUBTITLE + 9 if around.subtitle else 0)) * k if lines else 0.0
    samples, below = _legend_marks(around.legend, room)
    foot = (below + (_FOOTER + 15 if around.footer else 0)) * k
    width, height = inner, head + high + foot
    if around.aspect:
        width, height = max(width, height * around.aspect), max(height, width / around.aspect)
    left, slack = (width - inner) / 2, (height - head - high - foot) / 2
    title = [words(left + _SIDE, (34 + i * _TITLE * LINE_HEIGHT) * k, line, _TITLE * k, {"text-anchor": "start", "font-weight": 700})
             for i, line in enumerate(lines)]
    subtitle = [words(left + _SIDE, head - 9 * k, around.subtitle, _SUBTITLE * k, {"text-anchor": "start", "fill": MUTED})] \
        if lines and around.subtitle else []
    legend = [mark("g", {"transform": f"translate({number(left + _SIDE)} {number(height - foot)}) scale({number(k)})"}, *samples)] \
        if samples else []
    footer = [words(left + _SIDE, height - 10 * k, around.footer, _FOOTER * k, {"text-anchor": "start", "fill": MUTED})] \
        if around.footer else []
    return mark(
        "svg", {
            "xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height,
            "viewBox": f"0 0 {number(width)} {number(height)}", "role": "img",
            "aria-labelledby": f"{around.prefix}title {around.prefix}desc", "font-family": FONTS, "fill": INK,
        },
        mark("title", {"id": f"{around.prefix}title"}, around.label), mark("desc", {"id": f"{around.prefix}desc"}, around.description),
        mark("rect", {"width": width, "height": height, "fill": PAPER}), *title, *subtitle,
        mark("g", {"transform": f"translate({number(left + (inner - wide) / 2 - scene.bounds.left)} "
                                f"{number(head + slack - scene.bounds.top)})"},
             *scene_marks(scene)),
        *legend, *footer)


def scene_marks(scene: Scene) -> list[Mark]:
    """What is in a picture, from the back to the front."""
    panels = [drawn for layer in (True, False) for drawn in scene.headers if (drawn.header.kind == "layer") is layer]
    return [*(background_marks(drawn) for drawn in scene.background), *(panel_marks(drawn) for drawn in panels),
            *(link_marks(link) for link in scene.links),
            *(header_marks(drawn) for drawn in scene.headers), *(box_marks(drawn) for drawn in scene.boxes),
            *(sign_marks(link) for link in scene.links if link.sign or link.note)]


def _legend_marks(rows: Sequence[Row], width: float) -> tuple[list[Mark], float]:
    """The legend in rows of at most the width, and its height with the space around it."""
    if not rows:
        return [], 0.0
    marks = [mark("path", {"d": f"M0 2H{number(width)}", "stroke": "#c9d1d9"})]
    x, y = 0.0, 24.0
    for sample, text in rows:
        wide = _SAMPLE + text_room(text, _LEGEND)
        if x and x + wide > width:
            x, y = 0.0, y + _ROW
        marks.append(mark("g", None, mark("g", {"transform": f"translate({number(x)} {number(y - 12)})", "fill": "none"}, *sample),
                          words(x + _SAMPLE, y, text, _LEGEND, {"text-anchor": "start", "fill": MUTED})))
        x += wide + 22
    return marks, y + 20
