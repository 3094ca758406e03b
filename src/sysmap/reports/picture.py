"""SVG as PNG, for formats that cannot hold SVG everywhere."""

from __future__ import annotations

import re

__all__ = ["png_of", "svg_size"]

_SIZE = re.compile(r'<svg[^>]*?\swidth="([\d.]+)"[^>]*?\sheight="([\d.]+)"')
_PIXELS = 3200
"""Width of the picture: 300 dots an inch across a landscape A4 page."""


def svg_size(svg: str) -> tuple[float, float]:
    """Width and height of one of our SVG texts, in pixels."""
    found = _SIZE.search(svg)
    if not found:
        raise ValueError("the SVG does not say its width and height")
    return float(found[1]), float(found[2])


def png_of(svg: str) -> tuple[bytes, float, float]:
    """The picture as PNG, and its width and height at zoom 1; drawn with the system's fonts and without a network."""
    import resvg_py

    width, height = svg_size(svg)
    zoom = min(3.0, max(1.0, _PIXELS / width), 8000 / max(width, height))
    data = resvg_py.svg_to_bytes(svg_string=svg, width=int(width * zoom), height=int(height * zoom))
    return bytes(data), width, height
