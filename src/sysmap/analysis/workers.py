"""Who makes the parts of a long calculation: this process, several processes of this computer, or a Dask cluster.

What is calculated comes in parts that depend on nothing but their number. A pool makes them wherever it likes and gives
them back in their order, so that the answer is the same at any number of workers, and after some of them were lost.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sysmap.core.parts import not_installed
from sysmap.core.problem import Problem, Refused

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["HERE", "Pool", "Workers", "pool_of"]

Workers = int | str
"""How many processes of this computer; ``dask``: all its processors by Dask; ``dask://host:port``: the workers of a Dask scheduler."""

Job = tuple[Any, ...]
Part = TypeVar("Part")
Made = TypeVar("Made", covariant=True)

_WORTH_SHARING = 16
"""Parts from which processes are started: to start them takes as long as to make some parts."""
_AT_ONCE = 4096
"""The most parts that are sent together."""
_PATIENCE = 60.0
"""Seconds without any worker after which a calculation is given up."""
_LOOK = 5.0
_LOST = 10
"""How often a part may be lost with its worker before the part itself is blamed."""


class _Promise(Protocol[Made]):
    """What somebody is making."""

    def result(self, timeout: float | None = None) -> Made: ...

    def cancel(self) -> Any: ...


class Pool(Protocol):
    """Makes parts of a calculation."""

    def parts(self, make: Callable[..., Part], jobs: Iterable[Job]) -> Generator[Part, None, None]:
        """Make each part, and give them in the order of the jobs. Closing what is returned cancels the others.

        Parameters
        ----------
        make : a function of a module, or a method of a value that can be pickled; depends on its arguments alone.
        jobs : the arguments of each part. Only some are taken in advance.
        """


class _Here:
    """Makes one part after the other in this process."""

    def parts(self, make: Callable[..., Part], jobs: Iterable[Job]) -> Generator[Part, None, None]:
        for job in jobs:
            yield make(*job)


HERE: Pool = _Here()
"""This process alone."""


class _Processes:
    """Shares parts among processes of this computer, where there are enough of them."""

    def __init__(self, number: int) -> None:
        self.number = number

    def parts(self, make: Callable[..., Part], jobs: Iterable[Job]) -> Generator[Part, None, None]:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        rest = iter(jobs)
        first = list(itertools.islice(rest, _WORTH_SHARING))
        if len(first) < _WORTH_SHARING:
            yield from HERE.parts(make, first)
            return
        with ProcessPoolExecutor(self.number, mp_context=get_context("spawn")) as pool:
            try:
                yield from _in_order(lambda batch: pool.submit(_batch, make, batch), lambda: self.number, lambda made: made.result(), 0.2,
                                     itertools.chain(first, rest))
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


class _Cluster:
    """Shares parts among the workers of a Dask scheduler. A part that is lost with its worker is made again by another."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def parts(self, make: Callable[..., Part], jobs: Iterable[Job]) -> Generator[Part, None, None]:
        from sysmap import __version__

        yield from _in_order(
            lambda batch: self.client.submit(_batch, make, batch, __version__, pure=False), self._threads, self._fetched, 1.0, jobs)

    def _threads(self) -> int:
        return sum(self.client.nthreads().values())

    def _fetched(self, promise: _Promise[Made]) -> Made:
        """Wait for what a worker makes, as long as there are workers."""
        from distributed import CancelledError, KilledWorker

        alone: float | None = None
        while True:
            try:
                return promise.result(timeout=_LOOK)
            except TimeoutError:
                if self._threads():
                    alone = None
                elif alone is None:
                    alone = time.monotonic()
                elif time.monotonic() - alone > _PATIENCE:
                    raise _refused("The Dask scheduler has no workers.", "Start some: dask worker HOST:PORT.") from None
            except KilledWorker:
                raise _refused("The workers of the Dask cluster end while they make a part.",
                               "Give them more memory, or take fewer of them a computer.") from None
            except (CancelledError, OSError):
                raise _refused("The Dask scheduler is gone.", "Start it, and ask again: the same seed gives the same answer.") from None
            except ModuleNotFoundError as error:
                raise _refused(f"A worker of the Dask cluster cannot read what it is to make ({error}).",
                               "Install the same release of sysmap on every worker.") from None


def _batch(make: Callable[..., Part], jobs: tuple[Job, ...], version: str = "") -> tuple[float, list[Part]]:
    """Make some parts, and say how long each took."""
    if version:
        from sysmap import __version__

        if version != __version__:
            raise _refused(f"A worker of the Dask cluster has sysmap {__version__}; here is {version}.",
                           "Install the same release of sysmap on every worker.")
    since = time.perf_counter()
    made = [make(*job) for job in jobs]
    return (time.perf_counter() - since) / len(jobs), made


def _in_order(
    submit: Callable[[tuple[Job, ...]], _Promise[tuple[float, list[Part]]]], width: Callable[[], int],
    fetch: Callable[[_Promise[tuple[float, list[Part]]]], tuple[float, list[Part]]], seconds: float, jobs: Iterable[Job],
) -> Generator[Part, None, None]:
    """Keep all workers busy with parts worth some seconds each; whoever stops listening cancels what is left."""
    rest, size = iter(jobs), 1
    waiting: deque[_Promise[tuple[float, list[Part]]]] = deque()
    try:
        while True:
            for _ in range(max(1, 2 * width()) - len(waiting)):
                batch = tuple(itertools.islice(rest, size))
                if not batch:
                    break
                waiting.append(submit(batch))
            if not waiting:
                return
            took, made = fetch(waiting.popleft())
            size = max(1, min(_AT_ONCE, 2 * size, int(seconds / max(took, 1e-6))))
            yield from made
    finally:
        for promise in waiting:
            with contextlib.suppress(Exception):  # the scheduler may be gone, and what it made with it
                promise.cancel()


@contextlib.contextmanager
def pool_of(workers: Workers) -> Iterator[Pool]:
    """The pool that somebody asks for, until the block ends.

    Parameters
    ----------
    workers : a number of processes, ``dask`` or ``dask://host:port`` (``dask+tls://host:port`` with the certificates of Dask's settings).
        What a scheduler sends back is run as code: name only a scheduler that you trust.

    Raises
    ------
    Refused : if it is none of these, Dask is not installed, or no scheduler answers.

    Examples
    --------
    >>> with pool_of(1) as pool:
    ...     list(pool.parts(pow, [(2, 3), (3, 2)]))
    [8, 9]
    """
    if isinstance(workers, int) or workers.isdecimal():
        number = int(workers)
        if number < 1:
            raise Refused(Problem(code="A04", message=f"The number given with --workers is {number}; it has to be 1 or more.",
                                  hint="Leave it out to work in one process."))
        yield HERE if number == 1 else _Processes(number)
        return
    address = re.fullmatch(r"dask(?:(\+tls)?://([^\s/]+:\d+))?", workers)
    if address is None:
        raise Refused(Problem(code="A04", message=f"“{workers}” names no workers.",
                              hint="Give a number of processes, dask, or dask://HOST:PORT of a scheduler."))
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise not_installed("dask", "Dask is not installed.", "A14") from None
    import dask

    tls, place = address.groups()
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": _LOST}))
        try:
            to = (f"{'tls' if tls else 'tcp'}://{place}" if place else stack.enter_context(
                LocalCluster(threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50)))
            client = stack.enter_context(Client(to, timeout=10, set_as_default=False))
        except (OSError, TimeoutError, ValueError, RuntimeError) as error:
            raise _refused(f"No Dask scheduler answers at {place or 'this computer'} ({type(error).__name__}).",
                           "Start one: dask scheduler --port 8786, and workers: dask worker HOST:8786.") from None
        yield _Cluster(client)


def _refused(message: str, hint: str) -> Refused:
    return Refused(Problem(code="A36", message=message, hint=hint))
