"""Figures without a browser: the picture of a map as SVG, PNG or PDF, text as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sysmap.core.map import Map
from sysmap.core.parts import way_to
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.views.layout import layout_of
from sysmap.views.svg import svg_of

__all__ = ["FORMATS", "figure", "pdf_of", "png_of", "svg_size"]

FORMATS = ("svg", "png", "pdf")

_SIZE = re.compile(r'<svg[^>]*?\swidth="([\d.]+)"[^>]*?\sheight="([\d.]+)"')
_PIXELS = 3200
"""Width of a PNG: 300 dots an inch across a landscape A4 page."""


def figure(map_: Map, format_: str, *, aspect: float | None = None, bands: bool = False,
           stands_out: Iterable[str] = ()) -> bytes:
    """The picture of a map as a file for a report.

    Parameters
    ----------
    map_ : the map, or the part of it to draw (`sysmap.views.saved.shown_by`).
    format_ : svg, png or pdf. SVG carries a title and a long description in words.
    aspect : width by height of the whole, e.g. 16 / 9 for a slide; as it comes if not given.
    bands : one row an actor.
    stands_out : ids of factors and links that are drawn in full where the rest is faint; all of them where none is given.

    Raises
    ------
    Refused : for another format, or where the library that draws it is not installed.
    """
    if format_ not in FORMATS:
        raise Refused(Problem(code="A13", message=f"There is no figure format {format_}.", hint=one_of(format_, FORMATS)))
    svg = svg_of(map_, layout_of(map_, bands=bands), aspect=aspect, stands_out=stands_out)
    if format_ == "svg":
        return svg.encode()
    return png_of(svg)[0] if format_ == "png" else pdf_of(svg)


def svg_size(svg: str) -> tuple[float, float]:
    """Width and height of one of our SVG texts, in pixels."""
    found = _SIZE.search(svg)
    if not found:
        raise ValueError("the SVG does not say its width and height")
    return float(found[1]), float(found[2])


def png_of(svg: str, *, pixels: float = _PIXELS, most: float = 3.0) -> tuple[bytes, float, float]:
    """The picture as PNG, and its width and height at zoom 1; drawn with the system's fonts and without a network.

    Parameters
    ----------
    svg : one of our SVG texts.
    pixels, most : how wide the picture should be, and the largest zoom to get there.
    """
    try:
        import resvg_py
    except ImportError:
        raise _missing("resvg-py", "PNG") from None
    width, height = svg_size(svg)
    zoom = min(most, max(1.0, pixels / width), 8000 / max(width, height))
    data = resvg_py.svg_to_bytes(svg_string=svg, width=int(width * zoom), height=int(height * zoom))
    return bytes(data), width, height


def pdf_of(svg: str) -> bytes:
    """The picture as a PDF page of its own size, text as text."""
    try:
        import typst
    except ImportError:
        raise _missing("typst", "PDF") from None
    import tempfile

    width, height = svg_size(svg)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "figure.svg").write_text(svg, encoding="utf-8")
        page = Path(folder) / "figure.typ"
        page.write_text(f'#set page(width: {width * 0.75:g}pt, height: {height * 0.75:g}pt, margin: 0pt)\n'
                        '#image("figure.svg", width: 100%)\n', encoding="utf-8")
        data = typst.compile(str(page), format="pdf", timestamp=0)
    return bytes(data)


def _missing(library: str, format_: str) -> Refused:
    return Refused(Problem(code="A14", message=f"{format_} needs the library {library}, which is not installed.",
                           hint=f"{way_to('reports')}, or write SVG."))
