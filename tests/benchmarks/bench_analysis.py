"""How long questions take, ours and networkx's side by side in one run: python -m tests.benchmarks.bench_analysis [FACTORS …]

With numbers of factors only the maps of those sizes are asked.

Made-up maps of five sizes, the same on every run. "first" includes projecting the map, which later questions to the
same map find done; "again" is the best of three after that. A time is the smaller of wall clock and processor time,
so that other work on the machine counts little. Reference answers are compared, not only timed. Nothing is asserted
on times: machines differ, ratios less so.
"""

from __future__ import annotations

import dataclasses
import gc
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import networkx as nx

import sysmap as sm
from sysmap.analysis import projection
from sysmap.analysis.projection import projection_of
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map

SIZES = ((60, 150), (361, 1087), (736, 9228), (2_000, 8_000), (20_000, 80_000))


def made_map(factors: int, links: int, seed: int = 1) -> Map:
    """A map of links drawn at random, two thirds of them positive, with strengths on half of them."""
    rng = random.Random(seed)
    ids = [f"f{i:05d}" for i in range(factors)]
    made: dict[str, Link] = {}
    while len(made) < links:
        start, end = rng.sample(ids, 2)
        id_ = f"{start}->{end}"
        made.setdefault(id_, Link(id=id_, from_=start, to=end, polarity=rng.choice(("positive", "positive", "negative")),
                                  strength=rng.choice((None, None, None, "weak", "medium", "strong"))))
    return Map(id=f"made-{factors}", title=f"Made up, {factors} factors",
               factors={id_: Factor(id=id_, label=id_) for id_ in ids}, links=made)


def timed(work: Callable[[], Any], repeats: int = 1) -> tuple[float, Any]:
    """Best time in seconds, and the last answer; garbage is collected before and not during."""
    best, answer = float("inf"), None
    for _ in range(repeats):
        gc.collect()
        gc.disable()
        clock, busy = time.perf_counter(), time.process_time()
        answer = work()
        best = min(best, time.perf_counter() - clock, time.process_time() - busy)
        gc.enable()
    return best, answer


def duration(seconds: float | None) -> str:
    """A time with a fitting unit."""
    if seconds is None:
        return "–"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


class Bench:
    """Collects rows and prints them as a Markdown table."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []

    def add(
        self, size: str, question: str, map_: Map, ours: Callable[[], Any], theirs: Callable[[], Any] | None = None,
        same: Callable[[Any, Any], bool] | None = None, note: str = "",
    ) -> None:
        """Time one question, first and again, and the reference once."""
        projection._recent.clear()
        first, _ = timed(ours)
        again, answer = timed(ours, 3)
        reference, expected = timed(theirs) if theirs else (None, None)
        agree = "" if same is None else ("same" if same(answer, expected) else "DIFFERENT")
        ratio = "–" if reference is None else f"{reference / again:,.0f} ×"
        row = (size, question, duration(first), duration(again), duration(reference), ratio, agree, note)
        self.rows.append(row)
        print("| " + " | ".join(row) + " |", flush=True)


def main() -> None:
    """Run everything and print the table."""
    print("| map | question | ours, first | ours, again | networkx | ratio | answer | |")
    print("|---|---|---|---|---|---|---|---|")
    bench = Bench()
    wanted = {int(word) for word in sys.argv[1:]}
    for factors, links in (size for size in SIZES if not wanted or size[0] in wanted):
        map_ = made_map(factors, links)
        graph = nx.DiGraph((link.from_, link.to) for link in map_.links.values())
        graph.add_nodes_from(map_.factors)
        size = f"{factors:,}/{links:,}"
        component = [projection_of(map_).ids[i] for i in projection_of(map_).components()[0]]
        print(f"| {size} | largest component: {len(component):,} factors | | | | | | |")
        pairs = [tuple(random.Random(seed).sample(component, 2)) for seed in range(8)]
        start, end = pairs[0]
        if factors == 60:
            paths_to_length_12(bench, size, map_, graph, pairs)
        quick(bench, size, map_, graph, start, end)
        whole_map(bench, size, map_, graph, factors)
        enumerations(bench, size, map_, graph, start, end, factors)


def paths_to_length_12(bench: Bench, size: str, map_: Map, graph: nx.DiGraph, pairs: list[tuple[str, ...]]) -> None:
    """All simple paths between eight pairs, the two listings compared path by path."""
    def ours(by: Any = "shortest", limit: int = 100_000) -> list[Any]:
        return [sm.paths(map_, a, b, 12, by=by, limit=limit) for a, b in pairs]

    def theirs() -> list[list[tuple[str, ...]]]:
        return [[tuple(path) for path in nx.all_simple_paths(graph, a, b, cutoff=12)] for a, b in pairs]

    def same(mine: list[Any], reference: list[list[tuple[str, ...]]]) -> bool:
        return all(sorted(p.factors for p in m.found) == sorted(r) for m, r in zip(mine, reference, strict=True))

    count = sum(answer.count for answer in ours())
    bench.add(size, "paths to length 12, 8 pairs, shortest first", map_, ours, theirs, same, f"{count:,} paths, all listed")
    bench.add(size, "the same, by weakest link", map_, lambda: ours("weakest-link"), theirs, same, "all listed")
    bench.add(size, "the same, by weakest link", map_, lambda: ours("weakest-link", 500), theirs, None, "500 a pair listed")


def quick(bench: Bench, size: str, map_: Map, graph: nx.DiGraph, start: str, end: str) -> None:
    """Questions that take milliseconds."""
    bench.add(size, "upstream, all the way", map_, lambda: sm.upstream(map_, end), lambda: nx.ancestors(graph, end),
              lambda mine, theirs: set(mine.factors) == theirs)
    bench.add(size, "downstream, all the way", map_, lambda: sm.downstream(map_, start),
              lambda: nx.descendants(graph, start), lambda mine, theirs: set(mine.factors) == theirs)
    bench.add(size, "net influence, to length 6", map_, lambda: sm.influence(map_, start, end))

    def dominators() -> set[str]:
        above = nx.immediate_dominators(graph, start)
        found, here = set(), above[end]
        while here is not None and here != start:
            found.add(here)
            here = above[here]
        return found

    bench.add(size, "only through a factor, from everywhere", map_, lambda: sm.only_through(map_, start))
    bench.add(size, "overlap of two factors, with all verdicts", map_, lambda: sm.overlap(map_, [start, end]))
    bench.add(size, "must-pass, with smallest cuts", map_, lambda: sm.must_pass(map_, start, end), dominators,
              lambda mine, theirs: set(mine.factors) == theirs, "networkx: dominators only, no cuts")


def whole_map(bench: Bench, size: str, map_: Map, graph: nx.DiGraph, factors: int) -> None:
    """Measures of every factor."""
    if factors <= 2_000:
        bench.add(size, "betweenness of all factors", map_,
                  lambda: sm.rank(map_, "betweenness", limit=factors),
                  lambda: nx.betweenness_centrality(graph),
                  lambda mine, theirs: all(abs(one.value - theirs[one.id]) < 1e-9 for one in mine.factors), "")
        links = dict(map_.links)
        for id_ in list(links)[:5]:
            links[id_] = dataclasses.replace(links[id_], confidence="contested")
        doubted = dataclasses.replace(map_, links=links)
        bench.add(size, "the same with rank intervals", doubted, lambda: sm.rank(doubted, "betweenness", limit=factors),
                  note="5 contested links left out in turn")
    else:
        bench.add(size, "betweenness, budget 5 s", map_, lambda: sm.rank(map_, "betweenness", limit=factors),
                  note="sampled, says so")
    if factors <= 2_000:
        bench.add(size, "harmonic closeness of all", map_,
                  lambda: sm.rank(map_, "harmonic-in", limit=factors), lambda: nx.harmonic_centrality(graph),
                  lambda mine, theirs: all(abs(one.value - theirs[one.id]) < 1e-6 for one in mine.factors))
    else:
        bench.add(size, "harmonic closeness, budget 5 s", map_, lambda: sm.rank(map_, "harmonic-in", limit=factors))
    bench.add(size, "trophic levels", map_, lambda: sm.rank(map_, "trophic-level", limit=factors))


def enumerations(
    bench: Bench, size: str, map_: Map, graph: nx.DiGraph, start: str, end: str, factors: int
) -> None:
    """Loops and paths within bounds, and how well a time budget is kept."""
    found = sm.loops(map_, 6, clock=time.process_time)
    reference = (lambda: sum(1 for _ in nx.simple_cycles(graph, length_bound=6))) if factors <= 361 else None
    bench.add(size, "loops to length 6", map_, lambda: sm.loops(map_, 6, clock=time.process_time), reference,
              (lambda mine, theirs: mine.count == theirs) if reference else None,
              f"{'' if found.counted else 'at least '}{found.count:,} loops")
    paths = sm.paths(map_, start, end, 8, clock=time.process_time)
    theirs = (lambda: sum(1 for _ in nx.all_simple_paths(graph, start, end, cutoff=8))) if factors <= 361 else None
    bench.add(size, "paths to length 8", map_, lambda: sm.paths(map_, start, end, 8, clock=time.process_time), theirs,
              (lambda mine, other: mine.count == other) if theirs else None,
              f"{'' if paths.counted else 'at least '}{paths.count:,} paths")
    for seconds in (0.5, 2.0):
        long = sm.paths(map_, start, end, 14, seconds=seconds, clock=time.process_time)
        if not long.counted:
            bench.add(size, f"paths to length 14, budget {seconds} s", map_,
                      lambda s=seconds: sm.paths(map_, start, end, 14, seconds=s, clock=time.process_time),
                      note=f"at least {long.count:,}")


if __name__ == "__main__":
    sys.exit(main())
