"""Who makes the parts of a long calculation changes nothing of the answer: a real Dask scheduler with two workers, one of them killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster
from tests.analysis.made import drawn

import sysmap as sm
from sysmap.analysis.workers import pool_of
from sysmap.cli import cli
from sysmap.core.problem import Refused
from sysmap.questions.registry.asking import ask

RING = drawn("a + b\nb ? c\nc - a\nc + d\nd ? b")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster


def address(cluster: LocalCluster) -> str:
    return "dask://" + cluster.scheduler_address.removeprefix("tcp://")


def slow_square(number: int) -> int:
    time.sleep(0.02)
    return number * number


class Enough(Exception):
    pass


def test_press_gives_the_same_answer_on_dask(scheduler: LocalCluster) -> None:
    seen: list[int] = []
    alone = sm.press(RING, "a", draws=60_000, rival="b->c")
    shared = sm.press(RING, "a", draws=60_000, rival="b->c", workers=address(scheduler), progress=lambda done, of: seen.append(done))
    assert shared.to_json() == alone.to_json()
    assert seen == sorted(seen)
    assert seen[-1] == 60_000


def test_scenario_gives_the_same_answer_on_processes_and_on_dask(scheduler: LocalCluster) -> None:
    alone = sm.scenario(RING, "a", draws=20_000, seconds=None)
    assert sm.scenario(RING, "a", draws=20_000, seconds=None, workers=2).to_json() == alone.to_json()
    assert sm.scenario(RING, "a", draws=20_000, seconds=None, workers=address(scheduler)).to_json() == alone.to_json()


def test_a_worker_that_is_killed_changes_nothing(scheduler: LocalCluster) -> None:
    with Client(scheduler.scheduler_address, set_as_default=False) as client:
        one, *_ = client.run(os.getpid).values()
    killed: list[int] = []

    def kill(done: int, of: int) -> None:
        if not killed:
            os.kill(one, signal.SIGKILL)
            killed.append(done)

    shared = sm.press(RING, "a", draws=400_000, seconds=None, workers=address(scheduler), progress=kill)
    assert killed
    assert killed[0] < 400_000
    assert shared.to_json() == sm.press(RING, "a", draws=400_000, seconds=None).to_json()


def test_whoever_stops_listening_cancels_what_is_left(scheduler: LocalCluster) -> None:
    with Client(scheduler.scheduler_address, set_as_default=False) as client, pool_of(address(scheduler)) as pool:
        parts = pool.parts(slow_square, ((number,) for number in range(100_000)))
        assert [next(parts) for _ in range(50)] == [number * number for number in range(50)]
        parts.close()
        until = time.monotonic() + 10
        while any(client.processing().values()) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(client.processing().values())


def test_what_progress_raises_ends_the_draws() -> None:
    def stop(done: int, of: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        sm.scenario(RING, "a", draws=40_000, progress=stop)


def test_the_last_part_is_given_too() -> None:
    with pool_of("2") as pool:
        assert list(pool.parts(slow_square, ((number,) for number in range(41)))) == [number * number for number in range(41)]
        assert list(pool.parts(slow_square, [])) == []


@pytest.mark.parametrize(("workers", "wrong"), [
    (0, "has to be 1 or more"), ("several", "names no workers"), ("dask:2", "names no workers"), ("dask://127.0.0.1", "names no workers"),
    ("dask://127.0.0.1:9", "No Dask scheduler answers at 127.0.0.1:9"),
])
def test_workers_that_there_are_not(workers: int | str, wrong: str) -> None:
    with pytest.raises(Refused, match=wrong):
        sm.press(RING, "a", workers=workers)


def test_the_command_line_names_workers_and_a_saved_view_may_not() -> None:
    """A file that somebody sends must not make this computer connect anywhere, nor start processes."""
    assert "dask://HOST:PORT" in CliRunner().invoke(cli, ["scenario", "--help"]).output
    with pytest.raises(Refused, match="does not take “workers”"):
        ask(RING, "press", {"of": ["a"], "workers": "dask://evil.example:8786"})
