"""How long reading, checking and saving take, and how much memory: `make bench`.

Every time is the median of five, garbage collection on as people have it, next to PyYAML's C loader on the same file in
the same run. Reading and checking are measured in processor time, so that other work on the machine counts little;
saving and the command as the clock on the wall has it. Peak memory is what a fresh process needed beyond its imports.
"""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from tests.benchmarks.maps import map_text

from sysmap.checks import check
from sysmap.checks.files import check_file
from sysmap.core.edit import Set, apply
from sysmap.formats.read import read_file
from sysmap.formats.save import save
from sysmap.formats.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = ((150, 400), (2_000, 8_000), (20_000, 80_000))


def median(act: Callable[[], object], times: int = 5, clock: Callable[[], float] = time.process_time) -> float:
    """Median seconds of an act."""
    taken = []
    for _ in range(times):
        gc.collect()
        start = clock()
        act()
        taken.append(clock() - start)
    return statistics.median(taken)


def memory(how: str, path: Path) -> float:
    """Megabytes that a fresh process needed at its peak beyond what its imports took."""
    code = f"import sys; from tests.benchmarks.bench_load import measured; measured({how!r}, sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def measured(how: str, path: str) -> None:
    """Do one thing to a file and print the megabytes it took at its peak (in a process of its own)."""
    before = peak()
    kept = plain(Path(path)) if how == "plain" else read_file(path)
    print(peak() - before)
    del kept


def peak() -> float:
    """The most megabytes this process has held. Linux hands `ru_maxrss` on from parent to child, so it is asked directly."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(float(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def plain(path: Path) -> object:
    """What PyYAML's C loader makes of a file."""
    with path.open("rb") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


def main() -> None:
    """Print the tables."""
    print("Reading and checking (seconds, median of 5; megabytes at the peak)\n")
    print(f"{'factors/links':>16} {'file MB':>8} {'read':>8} {'CSafeLoader':>12} {'ratio':>6} {'check':>8} "
          f"{'read MB':>8} {'plain MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for factors, links in SIZES:
            path = Path(folder) / f"made-up-{factors}.yaml"
            path.write_text(map_text(factors, links), encoding="utf-8")
            ours = median(lambda path=path: read_file(path))  # type: ignore[misc]
            theirs = median(lambda path=path: plain(path))  # type: ignore[misc]
            map_ = read_file(path).map
            checked = median(lambda map_=map_: check(map_), 3)  # type: ignore[misc]
            print(f"{f'{factors:,}/{links:,}':>16} {path.stat().st_size / 1e6:8.1f} {ours:8.3f} {theirs:12.3f} "
                  f"{theirs / ours:5.1f}x {checked:8.3f} {memory('read', path):8.0f} {memory('plain', path):9.0f}")
            del map_
        print("\nSaving after one edit (seconds, median of 5)\n")
        print(f"{'factors/links':>16} {'processor':>10} {'wall':>8}")
        for factors, links in SIZES:
            path = Path(folder) / f"made-up-{factors}.yaml"
            print(f"{f'{factors:,}/{links:,}':>16} {saved(path, time.process_time):10.3f} "
                  f"{saved(path, time.perf_counter):8.3f}")
    files = Workspace(ROOT).files()
    print(f"\nChecking this repository's {len(files)} files: {median(repository, 3):.3f} s of processor time, "
          f"as a command {median(command, 3, time.perf_counter):.3f} s on the clock")


def saved(path: Path, clock: Callable[[], float]) -> float:
    """Median seconds of one more edit of a map that is open: apply, splice, write, fsync, rename."""
    reading = read_file(path)
    labels = iter(f"Another label {i}" for i in range(100))

    def one_more() -> None:
        nonlocal reading
        reading = save(reading, apply(reading.map, Set("factors", "f7", "label", next(labels))))

    return median(one_more, clock=clock)


def repository() -> None:
    """Check every file of the repository, reading each once."""
    workspace = Workspace(ROOT)
    for path in workspace.files():
        check_file(workspace, path)


def command() -> None:
    """The same as people do it."""
    subprocess.run([sys.executable, "-m", "sysmap", "check"], cwd=ROOT, capture_output=True, check=False)


if __name__ == "__main__":
    main()
