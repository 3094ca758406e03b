"""The look of our Word files: styles, page, colours; with a style file of the user's only what it lacks is added."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

__all__ = ["HEAD_FILL", "SIZES", "add_styles"]

HEAD_FILL = "E3EAF1"
_INK = RGBColor(0x1B, 0x27, 0x33)
_MUTED = RGBColor(0x4D, 0x5B, 0x69)
_RULE = "8794A1"
_FONT = "Arial"

SIZES: dict[str, tuple[float, float, float, float]] = {
    "Title": (26, 0, 4, 1.0), "Subtitle": (15, 0, 14, 1.0), "Normal": (10.5, 0, 6, 1.15), "List Bullet": (10.5, 0, 3, 1.15),
    "Quote": (10.5, 0, 6, 1.15), "Heading 1": (18, 18, 6, 1.0), "Heading 2": (14, 14, 4, 1.0), "Heading 3": (11.5, 12, 4, 1.0),
    "Heading 4": (10.5, 10, 3, 1.0), "Caption": (9.5, 10, 3, 1.0), "Report facts": (10.5, 0, 2, 1.15),
    "Report note": (9, 0, 5, 1.0), "Table text": (8.5, 0, 0, 1.0), "TOC Heading": (14, 22, 6, 1.0),
    "toc 1": (10, 3, 0, 1.0), "toc 2": (9.5, 0, 0, 1.0), "Report figure": (10, 8, 2, 1.0),
    "Report cover": (12, 0, 4, 1.15), "Bibliography": (10, 0, 4, 1.15),
}
"""Style -> size of the letters, space before and after in points, line spacing."""
_WORDS = {"toc 1", "toc 2", "TOC Heading", "Bibliography", "Caption", "Quote", "List Bullet"}
"""Styles that Word knows by these names."""
_BOLD = {"Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption", "TOC Heading"}
_KEPT = {"Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption", "TOC Heading", "Report figure"}


def add_styles(document: Doc, *, own: bool) -> None:
    """Give a document every style that a report uses.

    Parameters
    ----------
    document : a new document, or a user's.
    own : whether the look is ours; a user's styles are left as they are.
    """
    styles = document.styles
    names = {style.name for style in styles}
    base = styles["Normal"] if "Normal" in names else None
    for name in SIZES:
        lacking = name not in names
        if lacking:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _WORDS)
            if base is not None:
                style.base_style = base
        if own or lacking:
            _set(styles[name], name, ours=own)
    if "Strong" not in names:
        styles.add_style("Strong", WD_STYLE_TYPE.CHARACTER, builtin=True).font.bold = True
    if own or "toc 2" not in names:
        styles["toc 2"].paragraph_format.left_indent = Mm(6)
    if own or "Bibliography" not in names:
        styles["Bibliography"].paragraph_format.left_indent = Mm(8)
        styles["Bibliography"].paragraph_format.first_line_indent = Mm(-8)
    if own:
        for border in styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        numbered = styles["Subtitle"].element.find(f".//{qn('w:numPr')}")
        if numbered is not None:
            numbered.getparent().remove(numbered)
    if own or "Table Grid" not in names:
        _grid(styles["Table Grid"] if "Table Grid" in names else styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE))


def _set(style: Any, name: str, *, ours: bool) -> None:
    """Set a style; one that is added to a user's own keeps her letters and colours."""
    size, before, after, spacing = SIZES[name]
    style.font.size = Pt(size)
    style.font.bold = name in _BOLD
    style.font.italic = False
    if ours:
        _set_letters(style, name)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), spacing
    shape.keep_with_next = True if name in _KEPT else None
    shape.widow_control = True
    for nearness in style.element.findall(f".//{qn('w:contextualSpacing')}"):
        nearness.getparent().remove(nearness)


def _set_letters(style: Any, name: str) -> None:
    style.font.name = _FONT
    style.font.color.rgb = _MUTED if name in ("Subtitle", "Report note") else _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)


def _grid(style: Any) -> None:
    """Thin lines between rows and none between columns: the eye follows a row."""
    properties = style.element.find(qn("w:tblPr"))
    if properties is None:
        properties = OxmlElement("w:tblPr")
        style.element.append(properties)
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    margins = properties.find(qn("w:tblCellMar"))
    if margins is not None:
        margins.addprevious(borders)
    else:
        properties.append(borders)
