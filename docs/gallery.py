"""The gallery: twelve very different maps as drawn, and how their pictures measure beside those of Graphviz dot and ELK."""

from __future__ import annotations

import json
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

HEAD = """\
# Gallery

Made by `make docs`. Twelve very different maps as sysmap draws them without a hand on them, and how the pictures measure next to those
of [Graphviz dot](https://graphviz.org) and [ELK](https://eclipse.dev/elk/): the same boxes, links and layers, each with its own
settings for layered pictures. Two of the maps are made up and full of loops.

- **crossings**: how often two links cross, but for where they meet at a box that both join.
- **through boxes**: links that run through a box they do not join. **overlaps**: boxes, or signs of links, that lie on each other.
- **bends**: how far a link turns in all, in quarter turns. **white %**: how much of the area no box covers.
- **text px**: the size of labels where the whole picture is fitted into 1,280 by 720 pixels.

Measured once by `python -m tests.benchmarks.bench_pictures --write` (it needs Node and the two packages that
`tests/benchmarks/rivals.mjs` names); `make docs` draws the pictures anew and prints the numbers that were kept. A dash: not
measured.
"""


def gallery_page() -> str:
    """docs/gallery.md as it should be."""
    from tests.benchmarks.bench_pictures import KEPT, MEASURES, maps

    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    rows = [f"| map | drawn by | {' | '.join(MEASURES)} |", f"|---|---|{'---|' * len(MEASURES)}"]
    parts = []
    for name, map_ in maps().items():
        title = map_.title if name in map_.title or not name.startswith("cyclic") else f"Made up, with loops: {map_.title}"
        for who in ("sysmap", "dot", "elk"):
            row = kept[name].get(who, {})
            rows.append(f"| {title if who == 'sysmap' else ''} | {who} | {' | '.join(f'{row[one]:g}' if row else '–' for one in MEASURES)} |")
        parts.append(f"## {title}\n\n{len(map_.factors)} factors, {len(map_.links)} links.\n\n![{title}](images/gallery/{name}.svg)\n")
    return "\n".join([HEAD, "## Measured\n", *rows, "", *parts])


def write_gallery() -> None:
    """Write docs/gallery.md and its pictures."""
    from tests.benchmarks.bench_pictures import maps

    from sysmap.views.layout import layout_of
    from sysmap.views.svg import svg_of

    folder = DOCS / "images" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for name, map_ in maps().items():
        (folder / f"{name}.svg").write_text(svg_of(map_, layout_of(map_, captions=False)), encoding="utf-8")
    (DOCS / "gallery.md").write_text(gallery_page(), encoding="utf-8")
    print("wrote docs/gallery.md")
