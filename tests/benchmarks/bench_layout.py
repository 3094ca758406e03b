"""How long layouts take and how many links cross: ``python -m tests.benchmarks.bench_layout [--dot]``.

Prints a table of times (of the processor, as the machine may be busy), and one of crossings between neighbouring columns
for three ways of ordering the same columns: plain barycentre sweeps, this package, and (where Graphviz is installed) dot
with the columns given.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time

from sysmap.core.elements import Factor, Layer, Link
from sysmap.core.map import Map
from sysmap.views.layout import layout_of
from sysmap.views.layout.net import net_of
from sysmap.views.layout.order import barycentre_only, count_crossings, minimise_crossings
from sysmap.views.svg import svg_of

WORDS = "care access waiting staff funding trust quality demand capacity learning support housing vision data".split()


def synthetic(factors: int, links: int, *, layers: int = 0, seed: int = 1, back: float = 0.15) -> Map:
    """A causal map: most links run to the next two steps of a hidden order of stages, some of them back."""
    chance = random.Random(seed)
    stages = layers or max(3, round(factors ** 0.5 / 2))
    stage = [i * stages // factors for i in range(factors)]
    at: dict[int, list[int]] = {}
    for i, s in enumerate(stage):
        at.setdefault(s, []).append(i)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < links:
        start = chance.randrange(factors)
        there = stage[start] + (1 if chance.random() < 0.8 else 2)
        if there >= stages:
            continue
        end = chance.choice(at[there])
        if chance.random() < back:
            start, end = end, start
        pairs[start, end] = None
    signs = ("positive", "positive", "positive", "negative", "unknown", "mixed")
    return Map(
        id="synthetic", title=f"{factors} factors, {links} links", kind="theory" if layers else "map",
        layers={f"s{s}": Layer(id=f"s{s}", label=f"Stage {s + 1}") for s in range(layers)},
        factors={f"f{i}": Factor(id=f"f{i}", label=" ".join(chance.choices(WORDS, k=4)).capitalize(),
                                 layer=f"s{stage[i]}" if layers else None) for i in range(factors)},
        links={f"f{a}->f{b}": Link(id=f"f{a}->f{b}", from_=f"f{a}", to=f"f{b}", polarity=chance.choice(signs),  # type: ignore[arg-type]
                                   basis="stated") for a, b in pairs},
    )


def times() -> None:
    print(f"{'map':28}{'engine':10}{'layout s':>10}{'svg s':>8}{'crossings':>11}{'width':>8}{'height':>8}")
    for count, links, layers, engine in (
        (30, 60, 6, "layers"), (100, 200, 6, "layers"), (150, 400, 0, "trophic"), (150, 400, 0, "force"),
        (300, 700, 0, "trophic"), (500, 1500, 0, "trophic"), (500, 1500, 8, "layers"), (500, 1500, 0, "force"),
        (3000, 9000, 0, "trophic"), (3000, 9000, 10, "layers"), (3000, 9000, 0, "force"),
    ):
        map_ = synthetic(count, links, layers=layers)
        start = time.process_time()
        layout = layout_of(map_, engine=engine)  # type: ignore[arg-type]
        middle = time.process_time()
        svg_of(map_, layout)
        end = time.process_time()
        print(f"{f'{count}/{links}' + (f', {layers} layers' if layers else ''):28}{engine:10}{middle - start:10.2f}"
              f"{end - middle:8.2f}{layout.crossings if layout.crossings is not None else '-':>11}"
              f"{layout.bounds.width:8.0f}{layout.bounds.height:8.0f}")


def crossings(with_dot: bool) -> None:
    print(f"\n{'layered map':28}{'barycentre':>11}{'sysmap':>8}{'s':>7}{'dot':>8}{'s':>7}")
    for count, links, layers, seed in (
        (30, 45, 6, 1), (30, 45, 6, 2), (30, 60, 6, 1), (30, 60, 6, 2), (60, 120, 6, 1), (100, 200, 8, 1), (100, 300, 8, 1),
        (300, 700, 10, 1), (500, 1500, 12, 1),
    ):
        map_ = synthetic(count, links, layers=layers, seed=seed, back=0.0)
        columns = [sorted(f.id for f in map_.factors.values() if f.layer == layer) for layer in map_.layers]
        wires = [(link.id, link.from_, link.to) for link in map_.links.values()]
        net = net_of(columns, wires, {})
        plain = count_crossings(net, barycentre_only(net))
        start = time.process_time()
        minimise_crossings(net)
        took = time.process_time() - start
        ours = count_crossings(net)
        line = f"{f'{count}/{links}, {layers} layers, seed {seed}':28}{plain:11}{ours:8}{took:7.2f}"
        if with_dot:
            start = time.perf_counter()
            theirs = _dot(columns, wires)
            line += f"{theirs if theirs is not None else '-':>8}{time.perf_counter() - start:7.2f}"
        print(line)


def _dot(columns: list[list[str]], wires: list[tuple[str, str, str]]) -> int | None:
    """Crossings in dot's order of the same columns, virtual points included as nodes so that one can count."""
    net = net_of(columns, wires, {})
    lines = ["digraph { rankdir=LR; node [shape=box, width=0.1, height=0.1, label=\"\"];"]
    for column in net.columns:
        lines.append("{ rank=same; " + "; ".join(f"v{v}" for v in column) + " }")
    lines += [f"v{a} -> v{b};" for a, others in enumerate(net.right) for b in others]
    try:
        done = subprocess.run(["dot", "-Tplain"], input="\n".join([*lines, "}"]), capture_output=True, text=True,
                              timeout=60, check=True)
    except subprocess.TimeoutExpired:
        return None
    y = {int(parts[1][1:]): float(parts[3]) for parts in map(str.split, done.stdout.splitlines()) if parts[0] == "node"}
    return count_crossings(net, [sorted(column, key=lambda v: y[v]) for column in net.columns])


if __name__ == "__main__":
    times()
    crossings("--dot" in sys.argv and shutil.which("dot") is not None)
