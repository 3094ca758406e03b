"""The browser that the tests drive: a Chromium of the system, or Playwright's own.

`python -m tests.chromium` says which one that is; with `--install` it installs one where there is none.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["ARGUMENTS", "WAY_OUT", "find", "install"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = ("/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

PACKAGES = ("chromium", "fonts-dejavu-core", "libatomic1")
"""What Debian calls them; the last is for the program by which Playwright speaks to the browser."""

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"]
"""How to start it: quietly, and as root too (CI machines often are)."""

WAY_OUT = ("The browser tests need Chromium: install it (Debian: apt install chromium libatomic1), or say where one is in "
           "SYSMAP_CHROMIUM.")


@functools.cache
def find() -> str | None:
    """Path of a Chromium that starts: the one named in SYSMAP_CHROMIUM, else the system's, else Playwright's own."""
    given = os.environ.get("SYSMAP_CHROMIUM")
    if given:
        return given if _starts(given) else None
    installed = next((path for path in (*map(shutil.which, NAMES), *PLACES) if path and _starts(path)), None)
    if installed:
        return installed
    # Asked last and only if need be: within a running Playwright it cannot be asked at all.
    own = _playwrights_own()
    return own if own and _starts(own) else None


def install() -> str | None:
    """Install Debian's Chromium as root, Playwright's own otherwise; its path, or `None` if neither could be had."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"],
                        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
            _run(command, quiet)
        find.cache_clear()
        if found := find():
            return found
    _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
    find.cache_clear()
    return find()


def _run(command: list[str], environment: dict[str, str]) -> None:
    """Run an installer; whether it succeeded shows in whether a browser starts afterwards."""
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, stdin=subprocess.DEVNULL,
                              check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    if not _driver_starts():
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _driver_starts() -> bool:
    """Whether Playwright's own program runs here; a bare machine may lack a library of it."""
    from playwright._impl._driver import compute_driver_executable

    try:
        done = subprocess.run([*compute_driver_executable(), "--version"], capture_output=True, timeout=60,
                              stdin=subprocess.DEVNULL, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> None:
    """Say which browser the tests will drive, or how to get one."""
    path = find() if _driver_starts() else None
    if path is None and "--install" in sys.argv[1:] and not os.environ.get("SYSMAP_CHROMIUM"):
        print("No Chromium that can be driven; installing one …", flush=True)
        path = install()
    if path is None or not _driver_starts():
        sys.exit(WAY_OUT)
    print(f"Browser tests drive {path}", flush=True)


if __name__ == "__main__":
    main()
