"""How good pictures are: ``python -m tests.benchmarks.bench_pictures [--write] [NAME …]``.

Twelve maps, drawn by sysmap and, where Node and the two packages of `rivals.mjs` are at hand (folder in SYSMAP_RIVALS), by Graphviz
dot and ELK: the same boxes, the same links, the same layers, the same run, the same measure. `--write` keeps the numbers in
docs/images/gallery-measures.json, from which ``make docs`` makes the table of docs/gallery.md.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from math import acos, hypot, pi
from pathlib import Path

import numpy as np
from tests.benchmarks.bench_layout import synthetic

from sysmap.core.map import Map
from sysmap.project import Project
from sysmap.views.layout import layout_of

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "images" / "gallery-measures.json"
FRAME = (1280.0, 720.0)
FONT = 14.0
MEASURES = ("crossings", "through boxes", "overlaps", "bends", "white %", "text px")
Point = tuple[float, float]
Rect = tuple[float, float, float, float]


def maps() -> dict[str, Map]:
    """The maps of the gallery: theories, processes, systems maps, two of them made up and full of loops."""
    files = ("toc/cqc-system-assessment-2025", "toc/general-impact-model", "toc/provider-guidance-products", "toc/provider-interactions",
             "toc/provider-registration", "docs/examples/school-meals/toc/school-meals-2025", "maps/bsol-ics-2024",
             "maps/la-assessment-process", "docs/examples/warm-homes", "docs/examples/winter-beds")
    found = {Path(name).name: Project.open(ROOT / f"{name}.yaml").map for name in files}
    return {**found, "cyclic-60-150": synthetic(60, 150, back=0.3), "cyclic-300-900": synthetic(300, 900, back=0.3)}


def plain(map_: Map) -> Map:
    """The map with links between factors alone: what all three can draw."""
    return dataclasses.replace(map_, links={id_: link for id_, link in map_.links.items()
                                            if {link.from_, link.to} <= set(map_.factors) and link.from_ != link.to})


def measured(boxes: Mapping[str, Rect], routes: Mapping[str, Sequence[Point]], ends: Mapping[str, tuple[str, str]],
             signs: Sequence[Point] = ()) -> dict[str, float]:
    """What a picture is like.

    Parameters
    ----------
    boxes : centre, width and height of each.
    routes : the lines of the links, in straight pieces.
    ends : the boxes that each link joins.
    signs : where a sign of 11 pixels stands.

    Returns
    -------
    dict : `crossings` of two links (not where they meet at a box that both join); `through boxes`: links that run through boxes of
        others; `overlaps` of boxes, or of signs with boxes and signs; `bends` in quarter turns a link; `white %` of the area;
        `text px`: the size of labels where all is fitted into 1280 by 720.
    """
    edges = {id_: (x - w / 2, y - h / 2, x + w / 2, y + h / 2) for id_, (x, y, w, h) in boxes.items()}
    pieces = {id_: np.array([(*a, *b) for a, b in pairwise(points) if a != b]) for id_, points in routes.items() if len(points) > 1}
    bounds = {id_: (*np.minimum(p[:, :2], p[:, 2:]).min(0), *np.maximum(p[:, :2], p[:, 2:]).max(0)) for id_, p in pieces.items() if len(p)}
    crossings = sum(_crossings(pieces[a], pieces[b], [edges[end] for end in {*ends[a]} & {*ends[b]}])
                    for a, b in combinations(bounds, 2) if _meet(bounds[a], bounds[b]))
    through = sum(1 for id_, area in bounds.items() for box, edge in edges.items()
                  if box not in ends[id_] and _meet(area, edge) and _runs_through(pieces[id_], edge))
    rects = [*edges.values(), *((x - 5.5, y - 5.5, x + 5.5, y + 5.5) for x, y in signs)]
    overlaps = sum(_meet(a, b, 1.0) for i, a in enumerate(rects) for b in rects[i + 1:])
    turned = sum(_turned(points) for points in routes.values())
    every = [*edges.values(), *bounds.values()]
    wide, high = max(e[2] for e in every) - min(e[0] for e in every), max(e[3] for e in every) - min(e[1] for e in every)
    filled = sum(w * h for _, _, w, h in boxes.values())
    return {"crossings": crossings, "through boxes": through, "overlaps": overlaps, "bends": round(turned / max(1, len(routes)), 1),
            "white %": round(100 * (1 - filled / (wide * high))), "text px": round(FONT * min(FRAME[0] / wide, FRAME[1] / high), 1)}


def _meet(a: Sequence[float], b: Sequence[float], slack: float = 0.0) -> bool:
    return bool(a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack)


def _crossings(first: np.ndarray, second: np.ndarray, shared: Sequence[Rect]) -> int:
    """How often two lines cross, but for where they leave or reach a box that both join."""
    p, r = first[:, None, :2], first[:, None, 2:] - first[:, None, :2]
    q, s = second[None, :, :2], second[None, :, 2:] - second[None, :, :2]
    across = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = ((q - p)[..., 0] * s[..., 1] - (q - p)[..., 1] * s[..., 0]) / across
        u = ((q - p)[..., 0] * r[..., 1] - (q - p)[..., 1] * r[..., 0]) / across
    found = (np.abs(across) > 1e-9) & (t > 1e-6) & (t <= 1) & (u > 1e-6) & (u <= 1)
    places = (p + np.where(found, t, 0.0)[..., None] * r)[found]
    return sum(1 for x, y in places if not any(left - 20 <= x <= right + 20 and top - 8 <= y <= bottom + 8
                                               for left, top, right, bottom in shared))


def _runs_through(pieces: np.ndarray, edge: Rect) -> bool:
    left, top, right, bottom = edge[0] + 2, edge[1] + 2, edge[2] - 2, edge[3] - 2
    for x, y, u, v in pieces:
        steps = np.linspace(0, 1, max(2, int(hypot(u - x, v - y) / 4)))
        xs, ys = x + steps * (u - x), y + steps * (v - y)
        if bool(((xs > left) & (xs < right) & (ys > top) & (ys < bottom)).any()):
            return True
    return False


def _turned(points: Sequence[Point]) -> float:
    """How far a line turns from its beginning to its end, in quarter turns."""
    total = 0.0
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if hypot(b[0] - a[0], b[1] - a[1]) > 0.01]
    for (a, b), (c, d) in pairwise(steps):
        total += acos(max(-1.0, min(1.0, (a * c + b * d) / (hypot(a, b) * hypot(c, d)))))
    return total / (pi / 2)


def compare(map_: Map) -> dict[str, dict[str, float]]:
    """The measures of one map, by who drew it."""
    map_ = plain(map_)
    layout = layout_of(map_, captions=False)
    drawn = {id_: (box.x, box.y, box.width, box.height) for id_, box in layout.boxes.items()}
    ends = {id_: (link.from_, link.to) for id_, link in map_.links.items() if id_ in layout.routes}
    signs = [layout.routes[id_].sign_at for id_ in ends if map_.links[id_].kind not in ("association", "sequence")]
    out = {"sysmap": measured(drawn, {id_: layout.routes[id_].points(8) for id_ in ends}, ends, signs)}
    layers = [[id_ for id_, box in layout.boxes.items() if map_.factors[id_].layer == layer] for layer in map_.layers] \
        if layout.engine in ("layers", "process") else []
    for name, other in _rivals(drawn, ends, [layer for layer in layers if layer]).items():
        if other:
            known = {id_: ends[id_] for id_ in other["routes"]}
            out[name] = measured({id_: tuple(box) for id_, box in other["boxes"].items()},
                                 {id_: [(x, y) for x, y in points] for id_, points in other["routes"].items()}, known)
    return out


def _rivals(boxes: Mapping[str, Rect], ends: Mapping[str, tuple[str, str]], layers: Sequence[Sequence[str]],
            ) -> dict[str, dict[str, dict[str, list[float]]]]:
    if not shutil.which("node") or "SYSMAP_RIVALS" not in os.environ:
        return {}
    given = {"boxes": {id_: (w, h) for id_, (_, _, w, h) in boxes.items()}, "links": [(id_, *pair) for id_, pair in ends.items()],
             "layers": layers}
    done = subprocess.run(["node", str(Path(__file__).with_name("rivals.mjs"))], input=json.dumps(given), capture_output=True, text=True,
                          timeout=300, check=True)
    if done.stderr:
        print(done.stderr, file=sys.stderr)
    found: dict[str, dict[str, dict[str, list[float]]]] = json.loads(done.stdout)
    return found


def main(names: Sequence[str], *, write: bool) -> None:
    """Print the table; keep it where asked."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    print(f"{'map':32}{'drawn by':9}" + "".join(f"{name:>14}" for name in MEASURES))
    for name, map_ in maps().items():
        if names and name not in names:
            continue
        kept[name] = compare(map_)
        for who, row in kept[name].items():
            print(f"{name:32}{who:9}" + "".join(f"{row[key]:>14}" for key in MEASURES), flush=True)
    if write:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([one for one in sys.argv[1:] if not one.startswith("-")], write="--write" in sys.argv)
