"""A laid-out map as a static SVG figure for reports: text as text, and every distinction without colour too."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.views.describe import long_description, short_description
from sysmap.views.layout.model import CAPTION_SIZE, FONT_SIZE, HEADER_SIZE, LINE_HEIGHT, Box, Header, Layout, Route
from sysmap.views.layout.model import short_number as n
from sysmap.views.layout.text import visible, wrap
from sysmap.views.legend import legend_of
from sysmap.views.marks import line_mark, sign_mark, text_mark
from sysmap.views.style import BORDERS, FONTS, INK, MUTED, PAPER, TINTS, Tint

__all__ = ["svg_of", "tints_of"]

TITLE_SIZE = 20.0
_SIDE = 24.0


def svg_of(
    map_: Map, layout: Layout, *, title: bool = True, legend: bool = True, aspect: float | None = None,
    tint_of: Callable[[Factor], Tint] | None = None, id_prefix: str | None = None,
) -> str:
    """Draw a map as SVG text.

    Parameters
    ----------
    map_, layout : the map and where its parts stand (`layout_of`).
    title : write the map's title above the picture.
    legend : explain below the picture the signs, patterns and borders that occur in it.
    aspect : width by height of the whole; the picture is centred on paper of that shape. None: as it comes.
    tint_of : colours of a factor's box; by layer, or by theme where there are no layers, if not given.
    id_prefix : beginning of the ids in the text, so that several figures fit one page; the map's id if not given.

    Returns
    -------
    str : an SVG document, the same bytes for the same map.
    """
    prefix = id_prefix if id_prefix is not None else f"{map_.id or 'map'}-"
    picture_width = max(layout.bounds.width, 480.0)
    # Words around a wide picture grow with it, so that they can be read when it is printed on a page.
    zoom = min(max(picture_width / 1100.0, 1.0), 2.0)
    head, head_height = _title(map_, picture_width / zoom) if title else ([], 0.0)
    foot, foot_height = legend_of(map_, layout, (picture_width - 2 * _SIDE) / zoom) if legend else ([], 0.0)
    head_height, foot_height = head_height * zoom, foot_height * zoom
    grown = f" scale({n(zoom)})" if zoom > 1.0 else ""
    height = head_height + layout.bounds.height + foot_height
    width = picture_width
    if aspect:
        width, height = max(width, height * aspect), max(height, width / aspect)
    left = (width - picture_width) / 2
    slack = (height - head_height - layout.bounds.height - foot_height) / 2
    inner_left = left + (picture_width - layout.bounds.width) / 2 - layout.bounds.left
    tints = tint_of or tints_of(map_)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(width)}" height="{n(height)}" '
        f'viewBox="0 0 {n(width)} {n(height)}" role="img" aria-labelledby="{escape(prefix)}title {escape(prefix)}desc" '
        f'font-family="{FONTS}" fill="{INK}">',
        f'<title id="{escape(prefix)}title">{escape(short_description(map_))}</title>',
        f'<desc id="{escape(prefix)}desc">{escape(long_description(map_, layout.left_out))}</desc>',
        f'<rect width="{n(width)}" height="{n(height)}" fill="{PAPER}"/>',
        f'<g transform="translate({n(left)} 0){grown}">', *head, "</g>",
        f'<g transform="translate({n(inner_left)} {n(head_height + slack - layout.bounds.top)})">',
    ]
    parts.extend(_panel(header, _header_tint(map_, header)) for header in layout.headers if header.kind != "layer")
    parts.extend(_panel(header, _header_tint(map_, header)) for header in layout.headers if header.kind == "layer")
    shown = [(map_.links[id_], route) for id_, route in layout.routes.items() if id_ in map_.links]
    parts.extend(_link(link, route) for link, route in shown)
    parts.extend(_header(header, _header_tint(map_, header)) for header in layout.headers)
    parts.extend(_box(map_.factors[id_], box, tints(map_.factors[id_])) for id_, box in layout.boxes.items())
    parts.extend(_sign(link, route) for link, route in shown)
    parts.append("</g>")
    if foot:
        parts.extend([f'<g transform="translate({n(left + _SIDE)} {n(height - foot_height)}){grown}">', *foot, "</g>"])
    parts.append("</svg>")
    return "\n".join(part for part in parts if part) + "\n"


def _title(map_: Map, width: float) -> tuple[list[str], float]:
    wrapped = wrap(visible(map_.title) or map_.id, TITLE_SIZE, width - 2 * _SIDE, most=3, bold=True)
    parts = [text_mark(_SIDE, 34 + i * TITLE_SIZE * LINE_HEIGHT, line, TITLE_SIZE, bold=True, anchor="start")
             for i, line in enumerate(wrapped.lines)]
    return parts, 20 + len(wrapped.lines) * TITLE_SIZE * LINE_HEIGHT


def tints_of(map_: Map) -> Callable[[Factor], Tint]:
    if map_.layers:
        order = {layer: i for i, layer in enumerate(map_.layers)}
        return lambda factor: TINTS[order.get(factor.layer or "", 7) % len(TINTS)]
    themes = sorted({f.theme for f in map_.factors.values() if f.theme})
    place = {theme: i for i, theme in enumerate(themes)}
    return lambda factor: TINTS[place[factor.theme] % len(TINTS)] if factor.theme else TINTS[7]


def _header_tint(map_: Map, header: Header) -> Tint:
    order = [f"layer:{layer}" for layer in map_.layers]
    return TINTS[order.index(header.id) % len(TINTS)] if header.id in order else TINTS[7]


def _panel(header: Header, tint: Tint) -> str:
    p = header.panel
    if header.kind != "layer":
        return (f'<rect x="{n(p.left)}" y="{n(p.top)}" width="{n(p.width)}" height="{n(p.height)}" rx="8" fill="none" '
                f'stroke="{tint.line}" stroke-width="1" stroke-dasharray="5 4"/>')
    return (f'<rect x="{n(p.left)}" y="{n(p.top)}" width="{n(p.width)}" height="{n(p.height)}" rx="8" '
            f'fill="{tint.soft}"/>')


def _header(header: Header, tint: Tint) -> str:
    a = header.area
    first = header.y - (len(header.lines) - 1) * HEADER_SIZE * LINE_HEIGHT / 2 + HEADER_SIZE * 0.35
    lines = [text_mark(header.x, first + i * HEADER_SIZE * LINE_HEIGHT, line, HEADER_SIZE, bold=True)
             for i, line in enumerate(header.lines)]
    fill, edge = (tint.strong, f' stroke="{tint.line}" stroke-width="1"') if header.kind == "layer" else (tint.soft, "")
    return (f'<rect x="{n(a.left)}" y="{n(a.top)}" width="{n(a.width)}" height="{n(a.height)}" rx="6" '
            f'fill="{fill}"{edge}/>' + "".join(lines))


def _box(factor: Factor, box: Box, tint: Tint) -> str:
    border = BORDERS[factor.status]
    a = box.area
    dashes = f' stroke-dasharray="{border.dashes}" stroke-linecap="round"' if border.dashes else ""
    shape = (f'<rect x="{n(a.left)}" y="{n(a.top)}" width="{n(a.width)}" height="{n(a.height)}" rx="7" fill="{PAPER}" '
             f'stroke="{border.colour}" stroke-width="{n(border.width)}"{dashes}/>')
    inset = 3.5
    if factor.focal:
        inset = 8.0
        shape += (f'<rect x="{n(a.left + 3.5)}" y="{n(a.top + 3.5)}" width="{n(a.width - 7)}" height="{n(a.height - 7)}" '
                  f'rx="4.5" fill="none" stroke="{INK}" stroke-width="1"/>')
    stripe = (f'<path d="M{n(a.left + inset)} {n(a.top + 7)}V{n(a.bottom - 7)}" stroke="{tint.line}" stroke-width="3" '
              'stroke-linecap="round"/>')
    text_height = (len(box.lines) * FONT_SIZE + len(box.caption) * CAPTION_SIZE) * LINE_HEIGHT
    y = box.y - text_height / 2
    texts = []
    for line in box.caption:
        y += CAPTION_SIZE * LINE_HEIGHT
        texts.append(text_mark(box.x, y - CAPTION_SIZE * 0.32, line, CAPTION_SIZE, bold=True, colour=MUTED))
    for line in box.lines:
        y += FONT_SIZE * LINE_HEIGHT
        texts.append(text_mark(box.x, y - FONT_SIZE * 0.35, line, FONT_SIZE))
    return f"<g><title>{escape(visible(factor.label) or factor.id)}</title>{shape}{stripe}{''.join(texts)}</g>"


def _link(link: Link, route: Route) -> str:
    return line_mark(link, route.path)


def _sign(link: Link, route: Route) -> str:
    if link.kind in ("association", "sequence"):
        return ""
    return sign_mark(link.polarity, *route.sign_at)
