"""Pictures in Word files: as vectors (SVG), with a raster picture for programs that cannot draw these."""

from __future__ import annotations

import io
import re
from typing import Any

from docx.document import Document as Doc
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph

from sysmap.reports.blocks import Figure
from sysmap.reports.text import xml_safe
from sysmap.views.figure import png_of

__all__ = ["add_figure", "add_logo", "cut_svg"]

_PIXELS = 1800
"""Width of the raster picture: some 170 dots an inch across a landscape A4 page; the vectors are what is printed."""
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_BOX = re.compile(r'\swidth="[\d.]+" height="[\d.]+" viewBox="[-\d. ]+"')


def add_figure(document: Doc, paragraph: Paragraph, figure: Figure, svg: str, width: float, number: int) -> None:
    """Put a picture into a paragraph, with what it shows in words.

    Parameters
    ----------
    svg : the figure's picture, or a part of it.
    width : in English Metric Units.
    number : of the picture within the document.
    """
    picture, _, _ = png_of(svg, pixels=_PIXELS, most=2.0)
    inline = paragraph.add_run().add_picture(io.BytesIO(picture), width=Emu(int(width)))._inline
    name = PackURI(f"/word/media/figure{number}.svg")
    part = Part(name, "image/svg+xml", svg.encode(), document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = inline.find(f".//{qn('a:blip')}")
    blip.append(parse_xml(
        f'<a:extLst xmlns:a="{_A}"><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        f'<asvg:svgBlip xmlns:asvg="{_SVG}" xmlns:r="{_R}" r:embed="{relation}"/></a:ext></a:extLst>'))
    _describe(inline, figure.title, figure.alt + ("\n" + figure.long if figure.long else ""))


def add_logo(paragraph: Paragraph, data: bytes, words: str, most: tuple[float, float]) -> float:
    """Put a logo into a paragraph, within a width and height in English Metric Units.

    Returns
    -------
    its height in the same unit.
    """
    inline = paragraph.add_run().add_picture(io.BytesIO(data))._inline
    wide, high = inline.extent.cx, inline.extent.cy
    zoom = min(most[0] / wide, most[1] / high, 1.0)
    extent = inline.find(f".//{qn('a:ext')}")
    for element in (inline.extent, extent):
        element.set("cx", str(int(wide * zoom)))
        element.set("cy", str(int(high * zoom)))
    _describe(inline, words, words)
    return float(high * zoom)


def _describe(inline: Any, title: str, words: str) -> None:
    about = inline.docPr
    about.set("descr", xml_safe(words)[:4000])
    about.set("title", xml_safe(title)[:250])


def cut_svg(svg: str, left: float, top: float, width: float, height: float) -> str:
    """A rectangle of a picture, in pixels at zoom 1, as a picture of its own.

    >>> cut_svg('<svg xmlns="s" width="90" height="20" viewBox="0 0 90 20"></svg>', 45, 0, 45, 20)
    '<svg xmlns="s" width="45" height="20" viewBox="45 0 45 20"></svg>'
    """
    return _BOX.sub(f' width="{width:g}" height="{height:g}" viewBox="{left:g} {top:g} {width:g} {height:g}"', svg, count=1)
