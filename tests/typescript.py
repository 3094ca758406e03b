"""The type checker of the browser code. It needs Node, which nothing else does; without it the check says so.

`python -m tests.typescript` says which one is used; with `--install` it installs the pinned one where Node is there.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["PROJECTS", "VERSION", "WAY_OUT", "check", "find", "install"]

ROOT = Path(__file__).parents[1]
VERSION = "7.0.2"
PROJECTS = ("src/sysmap/web",)
"""Folders with a tsconfig.json."""
WAY_OUT = f"The types of the browser code were not checked: needs Node and `npm install --global typescript@{VERSION}`."

_HOME = Path(os.environ.get("SYSMAP_TYPESCRIPT") or Path(sys.prefix) / "typescript")


@functools.cache
def find() -> str | None:
    """Path of a `tsc` of the pinned version that starts: our own beside Python's packages, else the system's."""
    for path in (shutil.which("tsc", path=str(_HOME / "node_modules" / ".bin")), shutil.which("tsc")):
        if path and _version(path) == VERSION:
            return path
    return None


def install() -> str | None:
    """Install the pinned type checker beside Python's own packages; its path, or `None` where there is no Node or network."""
    npm = shutil.which("npm")
    if find() is None and npm:
        subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(_HOME), f"typescript@{VERSION}"],
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        find.cache_clear()
    return find()


def check(folder: str) -> list[str]:
    """What the type checker finds in a folder, a line a finding."""
    tsc = find()
    assert tsc, WAY_OUT
    done = subprocess.run([tsc, "-p", folder, "--pretty", "false"], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    assert done.returncode == 0 or lines, done.stderr
    return lines


def _version(path: str) -> str:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().removeprefix("Version ")


def main() -> None:
    path = install() if "--install" in sys.argv[1:] else find()
    print(f"Types of the browser code are checked by {path}" if path else WAY_OUT, flush=True)


if __name__ == "__main__":
    main()
