"""Where everything on a picture of a map goes: boxes, arrows and headers, the same for every host."""

from sysmap.views.layout.engine import layout_of
from sysmap.views.layout.model import Area, Box, Header, Layout, Route

__all__ = ["Area", "Box", "Header", "Layout", "Route", "layout_of"]
