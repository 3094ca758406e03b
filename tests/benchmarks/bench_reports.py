"""How long an import, each report format and each notebook take. Run: python -m tests.benchmarks.bench_reports [--notebooks]

The import is a fresh process, the median of nine, less the interpreter's own start. A report is read, scored, drawn and
written from nothing (a fresh workspace each time); the first time in a process also imports the format's library. Beside
the clock stands the processor's time, which a busy machine does not stretch.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sysmap.formats.workspace import Workspace
from sysmap.reports import formats, report

ROOT = Path(__file__).resolve().parents[2]
THEORY = "cqc-system-assessment-2025"


def started(code: str) -> float:
    """Median time of a fresh process."""
    times = []
    for _ in range(9):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Print the tables."""
    bare, loaded = started("pass"), started("import sysmap")
    print(f"import sysmap: {1000 * (loaded - bare):.0f} ms above the interpreter's {1000 * bare:.0f} ms")
    print(f"\n{'evaluation report of the 2025 theory':40} first   again  (processor)  MB")
    with tempfile.TemporaryDirectory() as folder:
        for ending in formats():
            times, size, work = [], 0, 0.0
            for _ in range(2):
                begin, work = time.perf_counter(), time.process_time()
                size = report(THEORY, Path(folder) / f"r.{ending}", workspace=Workspace(ROOT)).bytes
                times.append(time.perf_counter() - begin)
                work = time.process_time() - work
            print(f"{ending:40} {times[0]:5.2f} s {times[1]:5.2f} s  ({work:5.2f} s)  {size / 1e6:5.2f}")
        for template in ("change-log", "evidence-annex", "research-framework"):
            begin = time.perf_counter()
            report(THEORY, Path(folder) / "r.docx", template=template, workspace=Workspace(ROOT))
            print(f"docx, {template:34} {time.perf_counter() - begin:5.2f} s")
    if "--notebooks" in sys.argv[1:]:
        import nbformat
        from nbclient import NotebookClient

        print("\nnotebook, with the start of its kernel")
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            begin = time.perf_counter()
            NotebookClient(nbformat.read(path, as_version=4), timeout=120,
                           resources={"metadata": {"path": str(path.parent)}}).execute()
            print(f"{path.stem:40} {time.perf_counter() - begin:5.2f} s")


if __name__ == "__main__":
    main()
