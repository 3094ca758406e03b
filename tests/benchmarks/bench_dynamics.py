"""How long dynamics take, ours and those of others side by side in one run: python -m tests.benchmarks.bench_dynamics [DRAWS]

With a number, a press of so many draws on 40 factors is made as well (a million take about a minute), on one process and on two.

Peers: one run of a fuzzy cognitive map as fcmpy 0.0.21 does it (a pandas row a step, one dictionary entry a concept; fcmpy itself
pins libraries that do not install beside ours), at our tolerance of a millionth; one draw of a press as QPress does it (a matrix,
its eigenvalues, its inverse, one draw after the other; in numpy, which calls the LAPACK that R calls). qmm-core, which does loop
analysis with symbols, pins a numpy below 2 and so does not install beside ours. Answers are compared, not only timed. Nothing is
asserted on times: machines differ, ratios less so.
"""

from __future__ import annotations

import random
import sys
import time
from typing import Any

import numpy as np
from tests.benchmarks.bench_analysis import duration, timed

import sysmap as sm
from sysmap.analysis.dynamics.choices import FuzzyChoice, Scenario
from sysmap.analysis.dynamics.draws import Grip
from sysmap.analysis.dynamics.fcm import Wiring, compared, settle
from sysmap.analysis.dynamics.loop_analysis import analysed
from sysmap.analysis.dynamics.press import Press, draws_of
from sysmap.analysis.dynamics.scales import strengths_of
from sysmap.analysis.dynamics.system import System, system_of
from sysmap.analysis.projection import project
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map


def tangled(factors: int, links: int, seed: int = 3) -> Map:
    """A map of links drawn at random, 70 % positive."""
    chance = random.Random(seed)
    ids = [f"f{i:02}" for i in range(factors)]
    made: dict[str, Link] = {}
    while len(made) < links:
        start, end = chance.sample(ids, 2)
        made.setdefault(f"{start}->{end}", Link(id=f"{start}->{end}", from_=start, to=end,
                                                polarity="positive" if chance.random() < 0.7 else "negative"))
    return Map(id="made", title="Made up", factors={id_: Factor(id=id_, label=id_) for id_ in ids}, links=made)


def one_fcmpy_run(weights: Any, state: Any, held: dict[str, float]) -> Any:
    """A run as fcmpy 0.0.21 makes it: dictionaries of states, a frame a step, the rule by np.dot, the squashing concept by concept."""
    import pandas as pd

    names = list(weights.columns)
    now = {**dict(zip(names, state, strict=True)), **held}
    steps = pd.DataFrame([now])
    for _ in range(1000):
        total = dict(zip(names, np.dot(np.array(list(now.values())), weights.to_numpy()), strict=True))
        after = {name: 1 / (1 + np.exp(-total[name])) for name in names}
        after.update(held)
        steps = pd.concat([steps, pd.DataFrame([after])], ignore_index=True)
        if max(abs(after[name] - now[name]) for name in names) <= 1e-6:
            return after
        now = after
    return now


def one_qpress_draw(system: System, chance: np.random.Generator, push: int, grip: Grip) -> Any:
    """A draw as QPress makes it: a whole matrix, every eigenvalue, then the inverse; None where it does not settle."""
    size = len(system.ids)
    matrix = np.zeros((size, size))
    for one in system.influences:
        matrix[one.end, one.start] = one.sign * chance.random()
    np.fill_diagonal(matrix, -1.0 if grip == "firm" else -chance.random(size))
    if np.linalg.eigvals(matrix).real.max() >= 0:
        return None
    return np.linalg.inv(-matrix)[:, push]


def bench_fcm() -> None:
    import pandas as pd

    map_ = tangled(40, 90)
    system = system_of(project(map_))
    plan = Scenario(system, {0: 1}, strengths_of({}))
    choice = FuzzyChoice("kosko", "sigmoid")
    ours, found = timed(lambda: compared(plan, choice, 20_000, tolerance=1e-6), 2)
    chance = np.random.default_rng(1)
    names = list(system.ids)

    def theirs() -> Any:
        weights = pd.DataFrame(0.0, index=names, columns=names)
        for one in system.influences:
            weights.iloc[one.start, one.end] = one.sign * chance.random()
        base = one_fcmpy_run(weights, [0.5] * 40, {})
        return weights, one_fcmpy_run(weights, list(base.values()), {names[0]: 1.0})

    each, (weights, last) = timed(theirs, 3)
    wiring = Wiring.of(system)
    same = settle(wiring, weights.to_numpy()[list(wiring.starts), list(wiring.ends)][:, None], np.full((40, 1), 0.5), choice, {0: 1.0})
    assert np.allclose(same.states[:, 0], list(last.values()), atol=1e-5)
    print(f"fuzzy cognitive map, baseline and scenario, 40 factors, 90 links, at rest to a millionth ({found.steps} steps at most)")
    print(f"  ours, a draw of {found.drawn:,}    {duration(ours / found.drawn)}")
    print(f"  as fcmpy does it         {duration(each)}    {each / (ours / found.drawn):,.0f} times as long")


def bench_press(draws: int) -> None:
    map_ = tangled(40, 90)
    system = system_of(project(map_))
    push = system.loop_groups()[0][0]
    print(f"press, 40 factors, 90 links, the largest loop group has {len(system.loop_groups()[0])}")
    chance = np.random.default_rng(1)
    grip: Grip
    for grip in ("firm", "loose"):
        plan = Press(system, {push: 1}, {}, strengths_of({}), grip)
        ours, found = timed(lambda plan=plan: draws_of(plan, 20_480, give_up=False), 2)
        each, kept = timed(lambda grip=grip: [one_qpress_draw(system, chance, push, grip) for _ in range(400)])
        per_draw, theirs = ours / found.drawn, each / 400
        settled = sum(1 for one in kept if one is not None)
        print(f"  {grip}: {100 * found.share_settled:.2f} % settle (theirs {100 * settled / 400:.1f} %)")
        print(f"    ours, a draw             {duration(per_draw)}")
        print(f"    as QPress does it        {duration(theirs)}    {theirs / per_draw:,.0f} times as long, for each accepted draw too")
    if draws:
        for workers in (1, 2):
            before = time.perf_counter()
            answer = sm.press(map_, system.ids[push], draws=draws, workers=workers, seconds=None)
            print(f"  {draws:,} draws and the other convention, {workers} process{'es' * (workers > 1)}: {time.perf_counter() - before:.0f} s, "
                  f"{answer.draws[0][1].settled:,} settle; first factor up in {answer.shares(answer.reached[0])[0]:.6f}")


def bench_loop_analysis() -> None:
    for size in (8, 12):
        system = system_of(project(tangled(size, int(2.2 * size))))
        ours, _ = timed(lambda system=system: analysed(system), 3)
        print(f"loop analysis, {size} factors: ours {duration(ours)}")


def main() -> None:
    bench_loop_analysis()
    bench_fcm()
    bench_press(int(sys.argv[1]) if len(sys.argv) > 1 else 0)


if __name__ == "__main__":
    main()
