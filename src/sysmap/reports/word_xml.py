"""Pieces of a Word file that its library has no words for: fields, bookmarks, contents lines, tables at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from sysmap.reports.blocks import Cell, DataTable
from sysmap.reports.measure import cell_text
from sysmap.reports.text import is_rtl, xml_safe
from sysmap.reports.word_look import HEAD_FILL

__all__ = ["CELL_PADDING", "add_field", "begin_field", "bookmark", "contents_line", "end_field", "table_xml"]

_QUOTES = {'"': "&quot;"}
_TWIPS = 20
"""To a point."""
_SIDE, _ABOVE = 85, 45
CELL_PADDING = (2 * _SIDE / _TWIPS, 2 * _ABOVE / _TWIPS + 0.5)
"""What a cell adds to its text across and down, in points."""
_PADDING = "".join(f'<w:{side} w:w="{_ABOVE if side in ("top", "bottom") else _SIDE}" w:type="dxa"/>'
                   for side in ("top", "left", "bottom", "right"))


def table_xml(block: DataTable, widths: Sequence[float], text_style: str, table_style: str, *, whole: bool) -> Any:
    """A table whose header row repeats and whose rows do not break; cell by cell through the library costs fifty times as
    much.

    Parameters
    ----------
    block : the table.
    widths : of its columns, in points.
    text_style, table_style : ids of the styles.
    whole : keep all its rows on one page.
    """
    twips = [int(width * _TWIPS) for width in widths]
    last = len(block.rows)
    numbers = [bool(block.rows) and all(_is_number(row[at]) or row[at] is None for row in block.rows)
               for at in range(len(block.columns))]
    rows = [_row(block.columns, twips, text_style, head=True, keep=bool(block.rows), numbers=numbers)]
    rows += [_row(row, twips, text_style, keep=at < last and (whole or at in (last - 2, last - 1)))
             for at, row in enumerate(block.rows, start=1)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{table_style}"/><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_PADDING}</w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(xml_safe(block.title)[:250], _QUOTES)}"/>'
        f'<w:tblDescription w:val="{escape(xml_safe(_about(block))[:250], _QUOTES)}"/>'
        f'</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')


def _about(block: DataTable) -> str:
    return f"{len(block.rows)} rows: {', '.join(block.columns)}."


def _is_number(value: Cell) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _row(cells: Sequence[Cell], widths: Sequence[int], style: str, *, head: bool = False, keep: bool = False,
         numbers: Sequence[bool] = ()) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>' if head else ""
    parts = ["<w:tr><w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"]
    for at, (value, width) in enumerate(zip(cells, widths, strict=True)):
        text = xml_safe(cell_text(value))
        rtl = is_rtl(text)
        number = numbers[at] if numbers else _is_number(value)
        place = ("<w:keepNext/>" if keep else "") + ("<w:bidi/>" if rtl else '<w:jc w:val="right"/>' if number else "")
        look = ("<w:b/>" if head else "") + ("<w:rtl/>" if rtl else "")
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
            f"{place}</w:pPr><w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}"
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>')
    return "".join(parts) + "</w:tr>"


def contents_line(paragraph: Any, text: str, name: str, width: float) -> Any:
    """Fill a paragraph with a link to a bookmark, dots and its page number; the number is a field.

    Returns
    -------
    the element that shows the number, to be filled in once it is known.
    """
    properties = paragraph._p.get_or_add_pPr()
    tabs = parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:leader="dot" w:pos="{int(width * _TWIPS)}"/></w:tabs>')
    properties.insert_element_before(tabs, "w:spacing", "w:ind", "w:jc", "w:rPr")
    begin, parted, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    link = parse_xml(
        f'<w:hyperlink {nsdecls("w")} w:anchor="{name}" w:history="1"><w:r><w:t xml:space="preserve">{escape(xml_safe(text))}'
        f'</w:t></w:r><w:r><w:tab/></w:r>{begin}<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
        f"{parted}<w:r><w:t></w:t></w:r>{end}</w:hyperlink>")
    paragraph._p.append(link)
    return link.findall(f".//{qn('w:t')}")[-1]


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field that the office program keeps current, with what it shows until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    held = OxmlElement("w:t")
    held.text = shown
    run.append(held)
    field.append(run)
    paragraph._p.append(field)


def begin_field(paragraph: Any, instruction: str) -> None:
    """Begin a field whose result runs over the paragraphs that follow, before what the paragraph holds."""
    runs = [f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin"/></w:r>',
            f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>',
            f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="separate"/></w:r>']
    first = 1 if paragraph._p.pPr is not None else 0
    for at, run in enumerate(runs):
        paragraph._p.insert(first + at, parse_xml(run))


def end_field(paragraph: Any) -> None:
    """End such a field at the end of a paragraph."""
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>'))


def bookmark(paragraph: Any, number: int, name: str, first: int | None = None) -> None:
    """A place that links and page numbers can point at.

    Parameters
    ----------
    first : the child of the paragraph that the place begins with; it then holds all from there on, else nothing.
    """
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begin.set(qn("w:name"), name)
    for mark in (begin, end):
        mark.set(qn("w:id"), str(number))
    if first is None:
        paragraph._p.append(begin)
    else:
        paragraph._p.insert(first, begin)
    paragraph._p.append(end)
