"""SVG as PNG, for formats that cannot hold SVG everywhere."""

from __future__ import annotations

from sysmap.views.figure import png_of, svg_size

__all__ = ["png_of", "svg_size"]
