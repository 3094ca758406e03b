"""What large ensembles cost, on every map of the repository: a draw of a press, a draw of a scenario, a picture, all scores.

``python -m tests.benchmarks.bench_workers [DRAWS]``: with a number, so many draws of a press on 40 factors are made in this
process, in two, and on Dask with as many workers as there are processors; the answers are compared.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tests.benchmarks.bench_dynamics import tangled

import sysmap as sm
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.views.layout import layout_of

ROOT = Path(__file__).parents[2]
_SECONDS = 2.0
T = TypeVar("T")


def timed(made: Callable[[], T]) -> tuple[float, T]:
    since = time.perf_counter()
    found = made()
    return time.perf_counter() - since, found


def each_map() -> None:
    workspace = Workspace(ROOT)
    print(f"{'map':40} {'factors':>7} {'links':>5} {'press':>10} {'scenario':>10} {'layout':>9} {'scores':>9}")
    for path in workspace.maps():
        project = Project.open(path, workspace)
        first = next((one.id for one in project.map.factors.values() if one.status != "retired"), None)
        if first is None:
            continue
        words = []
        asks: tuple[Any, ...] = (sm.press, sm.scenario)
        for ask in asks:
            took, answer = timed(lambda ask=ask, project=project, first=first: ask(project, first, draws=10_000, seconds=_SECONDS))
            runs = [run for _, run in answer.draws] if ask is sm.press else answer.runs
            drawn = sum(run.drawn for run in runs)
            words.append(f"{1e6 * took / drawn:.0f} µs" if drawn else "–")
        picture, _ = timed(lambda project=project: layout_of(project.map))
        try:
            scores, _ = timed(lambda project=project: project.scores)
            words += [f"{1000 * picture:.0f} ms", f"{1000 * scores:.0f} ms"]
        except Refused:
            words += [f"{1000 * picture:.0f} ms", "–"]
        print(f"{project.map.id[:40]:40} {len(project.map.factors):7} {len(project.map.links):5} "
              f"{words[0]:>10} {words[1]:>10} {words[2]:>9} {words[3]:>9}")


def side_by_side(draws: int) -> None:
    map_ = tangled(40, 90)
    wanted = None
    for workers in (1, 2, "dask"):
        took, answer = timed(lambda workers=workers: sm.press(map_, "f00", draws=draws, workers=workers, seconds=None))
        wanted = wanted or answer.to_json()
        print(f"{draws:,} draws, workers {workers}: {took:.1f} s, {1e6 * took / draws:.1f} µs a draw, "
              f"{'the same answer' if answer.to_json() == wanted else 'ANOTHER ANSWER'}")


if __name__ == "__main__":
    each_map()
    if len(sys.argv) > 1:
        side_by_side(int(sys.argv[1]))
