"""Pictures for docs/formats.md: each sample of another tool's file as its authors drew it or wrote it, and the map that comes of it.

`python docs/generate.py` writes them to docs/images/formats.
"""

from __future__ import annotations

import math
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.porting import import_contents
from sysmap.formats.foreign.registry import formats, recognise
from sysmap.views.figure import figure

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "formats" / "foreign" / "samples"
FOLDER = ROOT / "docs" / "images" / "formats"
SECTION = """
## Before and after

One small file of each format: as its authors drew it (boxes at their places; where the file says few places, how it
begins), and as `sysmap import` takes it in.

| format | before | after |
|---|---|---|
"""
_WIDTH, _HEIGHT, _LINES = 132, 44, 18
_COLOURS = {"red": "#b3261e", "green": "#2e7d32"}


def samples() -> dict[str, Content]:
    """The sample of each format that has one, by the format's name."""
    found = {}
    for path in sorted(SAMPLES.iterdir()):
        content = Content(path.name, path.read_bytes())
        found[recognise(content).format.name] = content
    return found


def pictures() -> dict[str, bytes]:
    """Every picture by the name of its file."""
    out = {}
    held = samples()
    for one in formats():
        if one.name in held:
            content = held[one.name]
            draft = one.read([content])
            out[f"{one.name}-before.svg"] = before(draft, content).encode()
            out[f"{one.name}-after.svg"] = figure(import_contents([recognise(content)]).map, "svg")
    return out


def before(draft: Draft, content: Content) -> str:
    """The file as people see it: boxes and arrows at the authors' places, or its first lines where it says no places."""
    placed = {one.key: one.position for one in draft.factors if one.position is not None}
    if len(placed) > 1 and len(placed) * 3 >= len(draft.factors) * 2:
        return _drawing(draft, placed)
    if draft.format in ("qdc", "qdpx"):
        codes = [f"{one.group} / {one.label}" if one.group else one.label for one in draft.factors]
        return _writing(codes, "The codes, as those tools list them")
    return _writing([line.expandtabs(4)[:84] for line in content.text.splitlines() if line.strip()], "The beginning of the file")


def _drawing(draft: Draft, placed: dict[str, tuple[float, float]]) -> str:
    xs, ys = [x for x, _ in placed.values()], [y for _, y in placed.values()]
    gaps = [max(abs(a[0] - b[0]) / (_WIDTH + 24), abs(a[1] - b[1]) / (_HEIGHT + 24))
            for a in placed.values() for b in placed.values() if a is not b]
    scale = 1 / max(0.05, min([gap for gap in gaps if gap > 0], default=1))
    at = {key: (round((x - min(xs)) * scale + _WIDTH / 2 + 10, 1), round((y - min(ys)) * scale + _HEIGHT / 2 + 10, 1))
          for key, (x, y) in placed.items()}
    parts = []
    for link in draft.links:
        if link.from_ in at and link.to in at and link.from_ != link.to:
            (x1, y1), (x2, y2) = _edge(at[link.to], at[link.from_]), _edge(at[link.from_], at[link.to])
            dashes = ' stroke-dasharray="6 4"' if link.line in ("dashed", "dotted") else ""
            head = "" if link.direction == "none" else ' marker-end="url(#head)"'
            parts.append(f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{_COLOURS.get(link.colour, "#667")}" stroke-width="1.5"{dashes}{head}/>')
            words = label_text(link.label) or (str(link.sign) if link.sign not in (None, "") else "")
            if words:
                parts.append(_text((x1 + x2) / 2, (y1 + y2) / 2 + 4, [words[:24]], 11, halo=True))
    for one in draft.factors:
        if one.key in at:
            x, y = at[one.key]
            parts.append(f'<rect x="{x - _WIDTH / 2:g}" y="{y - _HEIGHT / 2:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="3" '
                         'fill="#fff" stroke="#889"/>')
            lines = textwrap.wrap(label_text(one.label), 21)[:2] or [""]
            parts.append(_text(x, y + 4 - 7 * (len(lines) - 1), lines, 11.5))
    width, height = max(x for x, _ in at.values()) + _WIDTH / 2 + 10, max(y for _, y in at.values()) + _HEIGHT / 2 + 10
    return _svg(width, height, "The file as its authors drew it", [
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>', *parts])


def _edge(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Where a line from the middle of a box to that of another leaves the second."""
    dx, dy = start[0] - end[0], start[1] - end[1]
    part = min(_WIDTH / 2 / abs(dx) if dx else math.inf, _HEIGHT / 2 / abs(dy) if dy else math.inf)
    return round(end[0] + dx * part, 1), round(end[1] + dy * part, 1)


def _writing(lines: list[str], title: str) -> str:
    shown = lines[:_LINES] + (["…"] if len(lines) > _LINES else [])
    text = "".join(f'<text x="12" y="{24 + 17 * number}" xml:space="preserve">{escape(line)}</text>' for number, line in enumerate(shown))
    return _svg(24 + 7.3 * max(map(len, shown)), 20 + 17 * len(shown), title, [
        f'<g font-family="ui-monospace, monospace" font-size="12" fill="#223">{text}</g>'])


def _text(x: float, y: float, lines: list[str], size: float, *, halo: bool = False) -> str:
    around = ' stroke="#fff" stroke-width="4" paint-order="stroke"' if halo else ""
    rows = "".join(f'<tspan x="{x:g}" y="{y + 14 * number:g}">{escape(line)}</tspan>' for number, line in enumerate(lines))
    return f'<text text-anchor="middle" font-family="system-ui, sans-serif" font-size="{size:g}" fill="#223"{around}>{rows}</text>'


def _svg(width: float, height: float, title: str, parts: list[str]) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img">'
            f'<title>{title}</title><rect width="100%" height="100%" fill="#fafafa"/>{"".join(parts)}</svg>\n')


def write() -> None:
    """Write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in pictures().items():
        (FOLDER / name).write_bytes(data)


def section() -> str:
    """The part of docs/formats.md that shows them."""
    held = samples()
    rows = [f"| {one.label} | ![{one.label}: the file as its authors see it](images/formats/{one.name}-before.svg) | "
            f"![{one.label}: the map that comes of it](images/formats/{one.name}-after.svg) |" for one in formats() if one.name in held]
    return SECTION + "\n".join(rows) + "\n"
