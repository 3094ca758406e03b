"""Make requirements.lock anew: `make lock`.

One file, in two parts. The first part is what running sysmap takes, and what `make demo` installs; the second adds
notebooks, reports, the workshop and the tests. Both come from one resolution, for every system and every Python from
3.11 on. Versions are held by the hashes of their files; no index and no address is named, so the lock is good wherever
people get their packages from.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
MARK = "# --- Notebooks, reports, workshop and tests from here on; `make demo` stops above this line. ---"
HEAD = "# Made by `make lock` from pyproject.toml; do not edit. Hashes hold every file; no address is named."


def resolve(*arguments: str, requirements: str) -> str:
    """A resolution of pyproject.toml and some more requirements, as the text of a requirements file."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
               "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links",
               *arguments, "pyproject.toml", "-"]
    done = subprocess.run(command, cwd=ROOT, input=requirements, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def blocks(text: str) -> list[str]:
    """The text of each package: its line, its hashes and who asked for it."""
    return [block.rstrip() for block in re.split(r"(?m)^(?=[A-Za-z0-9])", text) if block.strip()]


def name_of(block: str) -> str:
    """The package with its version, without the systems it is for (more of them in the whole than in its part)."""
    return block.split("\n", 1)[0].split(" ", 1)[0]


def main() -> None:
    """Write the lock, or stop with a sentence."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        build = "\n".join(tomllib.load(file)["build-system"]["requires"])
    whole = resolve("--extra", "dev", requirements=build)
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text(whole)
        running = {name_of(block) for block in blocks(resolve("--constraint", str(pins), requirements=build))}
    everything = blocks(whole)
    missing = running - {name_of(block) for block in everything}
    if missing:
        sys.exit(f"The two parts do not agree on {', '.join(sorted(missing))}.")
    first = [block for block in everything if name_of(block) in running]
    second = [block for block in everything if name_of(block) not in running]
    text = "\n".join([HEAD, "", *first, "", MARK, "", *second, ""])
    if "://" in text or " @ " in text:
        sys.exit("The lock would name an address; it was not written.")
    LOCK.write_text(text)
    print(f"requirements.lock: {len(first)} packages to run sysmap, {len(second)} more for all the rest.")


if __name__ == "__main__":
    main()
