"""Compare requirements.lock with known vulnerabilities: `make audit`.

With a network, pip-audit asks the advisory database of PyPI. Without one, ADVISORIES names a copy of the OSV database for PyPI
(the file `PyPI/all.zip` that OSV publishes, or a folder of its JSON files): `make audit ADVISORIES=all.zip`.

Exit code: 0 nothing known, 1 something is, 2 could not look.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"


def locked(text: str) -> dict[str, list[Version]]:
    """Name -> the versions that a lock holds (more than one where Python or the system decides)."""
    out: dict[str, list[Version]] = {}
    for name, version in re.findall(r"(?m)^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", text):
        out.setdefault(canonicalize_name(name), []).append(Version(version))
    return out


def advisories(source: Path) -> Iterator[dict[str, Any]]:
    """The advisories of a copy of the OSV database, withdrawn ones left out."""
    if source.is_dir():
        texts: Iterator[bytes] = (path.read_bytes() for path in sorted(source.rglob("*.json")))
    else:
        packed = zipfile.ZipFile(source)
        texts = (packed.read(name) for name in packed.namelist() if name.endswith(".json"))
    for text in texts:
        advisory = json.loads(text)
        if not advisory.get("withdrawn"):
            yield advisory


def is_affected(version: Version, affected: dict[str, Any]) -> bool:
    """Whether a version lies in one of the ranges of an advisory, or is named by it."""
    if any(_version(one) == version for one in affected.get("versions", ())):
        return True
    for one in affected.get("ranges", ()):
        if one.get("type") != "ECOSYSTEM":
            continue
        inside = False
        for event in sorted(one.get("events", ()), key=lambda event: _version(next(iter(event.values()))) or Version("0")):
            kind, at = next(iter(event.items()))
            bound = _version(at) or Version("0")
            if kind == "introduced" and version >= bound:
                inside = True
            elif (kind == "fixed" and version >= bound) or (kind == "last_affected" and version > bound):
                inside = False
        if inside:
            return True
    return False


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def findings(lock: dict[str, list[Version]], source: Path) -> tuple[list[str], int]:
    """What is known of the locked versions, one line each, and how many advisories were looked at."""
    lines: list[str] = []
    looked_at = 0
    for advisory in advisories(source):
        looked_at += 1
        for affected in advisory.get("affected", ()):
            name = canonicalize_name(affected.get("package", {}).get("name", ""))
            if affected.get("package", {}).get("ecosystem") == "PyPI":
                lines += [f"{name} {version}: {advisory['id']} {advisory.get('summary') or ''}".strip()
                          for version in lock.get(name, ()) if is_affected(version, affected)]
    return sorted(set(lines)), looked_at


def answered(text: str) -> int:
    """Say what pip-audit found; a package that it could not look up is no package without findings."""
    try:
        looked_up = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        looked_up = []
    skipped = [one["name"] for one in looked_up if "skip_reason" in one]
    lines = [f"{one['name']} {one['version']}: {found['id']}" for one in looked_up for found in one.get("vulns", ())]
    print("\n".join([*lines, f"{len(lines)} findings in {len(looked_up) - len(skipped)} packages."]))
    if skipped or not looked_up:
        print(f"{len(skipped) or 'All'} packages could not be looked up in the advisory database. "
              "Without a network: make audit ADVISORIES=all.zip", file=sys.stderr)
    return 1 if lines else 2 if skipped or not looked_up else 0


def main(arguments: list[str]) -> int:
    """Look, and say what was found."""
    if not arguments or not arguments[0]:
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", str(LOCK), "--format", "json"]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        return answered(done.stdout)
    try:
        found, looked_at = findings(locked(LOCK.read_text(encoding="utf-8")), Path(arguments[0]))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        print(f"The advisories cannot be read ({error}).", file=sys.stderr)
        return 2
    if not looked_at:
        print(f"{arguments[0]} holds no advisory.", file=sys.stderr)
        return 2
    print("\n".join([*found, f"{len(found)} findings; {looked_at:,} advisories were compared with the lock."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
