"""Reports as PDF: set by Typst, tagged for screen readers (PDF/UA-1), with bookmarks, and the same bytes for the same content."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from pathlib import Path
from typing import Any, Literal

from sysmap.core.problem import Problem, Refused
from sysmap.reports.blocks import DataTable, Figure, Heading, Report
from sysmap.reports.layout_files import own, parts
from sysmap.reports.measure import column_widths
from sysmap.reports.text import xml_safe
from sysmap.reports.writers import Output, Writer

__all__ = ["WRITER", "pdf_bytes"]

_LONGEST_ALT = 8000
_ROOM = 481.0
"""Points across the text of an A4 page."""
_PAPERS = (("a4", 773.0, 480.0), ("a3", 1122.0, 730.0), ("a2", 1615.0, 1080.0), ("a1", 2315.0, 1570.0))
"""Sheets on their side: name, and the points that a picture may take across and down, below it a caption."""
_READABLE = 7.0
"""Points that the smallest letters of a picture take at least."""
_TABLE = 8.5
_MOST_SIGNS = 40
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf_bytes(report: Report) -> bytes:
    """The report as a tagged PDF that keeps PDF/UA-1.

    A sign that no font here can show stands as its name, “(stethoscope)”. Where letters of a script are missing, the file is
    tagged all the same, but cannot claim PDF/UA-1.

    Raises
    ------
    Refused : Typst cannot set it (P07).
    """
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = json.dumps(_values(report, folder), ensure_ascii=False)
        page = folder / "report.typ"
        page.write_text(own("report.typ"), encoding="utf-8")
        standard: Literal["ua-1"] | None = "ua-1"
        for _ in range(_MOST_SIGNS):
            (folder / "report.json").write_text(text, encoding="utf-8")
            try:
                return bytes(typst.compile(str(page), format="pdf", timestamp=0, pdf_standards=standard))
            except typst.TypstError as error:
                missing = _UNSHOWN.search(str(error)) if standard else None
                if missing is None:
                    raise Refused(Problem(code="P07", message=f"The PDF cannot be set: {error}.",
                                          hint="Write .docx or .html, and tell those who keep sysmap.")) from error
                named = _without_signs(text, missing.group(1))
                redrawn = [_redrawn(picture, missing.group(1)) for picture in sorted(folder.glob("*.svg"))]
                standard = standard if named != text or any(redrawn) else None
                text = named
        raise Refused(Problem(code="P07", message=f"The text has more than {_MOST_SIGNS} signs that no font here can show.",
                              hint="Install a font that has them, such as Noto, or write .docx."))


def _redrawn(picture: Path, unshown: str) -> bool:
    """Leave signs out of a picture, where their names have no room; whether there were any."""
    before = picture.read_text(encoding="utf-8")
    after = _without_signs(before, unshown, named=False)
    picture.write_text(after, encoding="utf-8")
    return after != before


def _without_signs(text: str, unshown: str, *, named: bool = True) -> str:
    """The text with the signs among some characters as their names, those that join others left out; letters stay."""
    for sign in sorted(set(unshown)):
        if unicodedata.category(sign) in ("Cf", "Cn", "Co", "Mn"):
            text = text.replace(sign, "")
        elif unicodedata.category(sign).startswith("S"):
            text = text.replace(sign, f"({unicodedata.name(sign, 'sign').casefold()})" if named else "")
    return text


def _values(report: Report, folder: Path) -> dict[str, Any]:
    """What the page is set from; pictures are put into the folder."""
    def put(figure: Figure, number: int) -> str:
        (folder / f"figure-{number}.svg").write_text(figure.svg, encoding="utf-8")
        return f"figure-{number}.svg"

    found = parts(report, put)
    for part, block in zip(found, report.blocks, strict=True):
        if isinstance(block, Heading):
            part["page"] = block.page and not report.brief
        elif isinstance(block, Figure):
            part.pop("svg")
            part |= _placed(part, block)
            if report.brief:  # two pages stay two: a screen reader reads the whole text, the page does not print it
                part |= {"alt": f"{block.alt} {block.long}".strip()[:_LONGEST_ALT], "long": ""}
        elif isinstance(block, DataTable):
            part["rows"] = [[str(cell) for cell in row] for row in part["rows"]]
            part["size"] = _TABLE if len(part["columns"]) < 7 else 7.0
            part["widths"] = column_widths(block, _ROOM, part["size"], 9.0)
    cover = report.cover
    logo = ""
    if cover and cover.logo:
        logo = "logo.png" if cover.logo.startswith(b"\x89PNG") else "logo.jpg"
        (folder / logo).write_bytes(cover.logo)
    stated = cover.facts() if cover else ()
    values = {
        "title": report.title, "subtitle": report.subtitle, "authors": list(cover.authors) if cover else [],
        "keywords": list(report.keywords), "footer": report.footer, "brief": report.brief, "lang": "en", "region": "GB",
        "facts": [*stated, *(fact for fact in report.facts if fact not in stated)], "logo": logo,
        "logo_text": cover.logo_text or "Logo" if cover else "", "parts": found}
    return json.loads(xml_safe(json.dumps(values, ensure_ascii=False)))  # type: ignore[no-any-return]


def _placed(part: dict[str, Any], figure: Figure) -> dict[str, Any]:
    """How large a picture is shown, and on a sheet of which size of its own; in the text where its letters are readable there."""
    wide, tall = max(part["width"], 1), max(part["height"], 1)
    needed = wide * _READABLE / figure.smallest if figure.smallest else 0.0
    if needed <= _ROOM:
        return {"paper": "", "shown": min(_ROOM, wide * 0.75, 620 * wide / tall)}
    for paper, across, down in _PAPERS:
        shown = min(across, down * wide / tall)
        if shown >= needed or paper == _PAPERS[-1][0]:
            return {"paper": paper, "shown": shown}
    raise AssertionError("the last sheet takes everything")


WRITER = Writer(lambda job: Output(pdf_bytes(job.report)), needs=("typst",))
