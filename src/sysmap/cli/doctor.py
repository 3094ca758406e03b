"""`sysmap doctor`: what is installed, and what a missing part would bring."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
from typing import TypedDict

import click

from sysmap import __version__
from sysmap.cli.common import emit_json, say, table
from sysmap.core.parts import PARTS, way_to

__all__ = ["doctor"]

_ALL = {"all", "dev"}
_PROGRAMS = {"git": "comparing with an earlier commit (sysmap diff --git)"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def doctor(as_json: bool) -> None:
    """Say what is installed, what is missing, and what each missing part would bring."""
    parts = [_part(name, wanted) for name, wanted in _extras().items()]
    programs = [{"program": name, "found": bool(shutil.which(name)), "brings": brings} for name, brings in _PROGRAMS.items()]
    if as_json:
        emit_json({"sysmap": __version__, "python": platform.python_version(), "system": platform.platform(terse=True), "parts": parts,
                   "programs": programs})
        return
    say(f"sysmap {__version__} on Python {platform.python_version()}, {platform.platform(terse=True)}.")
    table(("part", "state", "brings"), [(one["part"], "installed" if not one["missing"] else f"lacks {', '.join(one['missing'])}",
                                         one["brings"]) for one in parts])
    table(("program", "state", "used for"), [(one["program"], "found" if one["found"] else "not found", one["brings"]) for one in programs])
    lacking = [one["part"] for one in parts if one["missing"]]
    say(f"To add what lacks. {way_to(*lacking)}" if lacking else "Nothing lacks.")


def _extras() -> dict[str, list[str]]:
    """Part -> the packages that it takes, as the installed package itself says; a part that takes another has its packages too."""
    own: dict[str, list[str]] = {}
    takes: dict[str, list[str]] = {}
    for line in importlib.metadata.requires("sysmap") or ():
        found = re.match(r"([\w.-]+)(?:\[([\w,-]+)\])?.*extra == ['\"]([\w-]+)['\"]", line)
        if found and found.group(1) == "sysmap":
            takes.setdefault(found.group(3), []).extend((found.group(2) or "").split(","))
        elif found:
            own.setdefault(found.group(3), []).append(found.group(1))
    return {name: [*own.get(name, ()), *(one for other in takes.get(name, ()) for one in own.get(other, ()))]
            for name in sorted({*own, *takes} - _ALL)}


class InstalledPart(TypedDict):
    """One extra of the package."""

    part: str
    missing: list[str]
    brings: str


def _part(name: str, wanted: list[str]) -> InstalledPart:
    return {"part": name, "missing": [package for package in wanted if not _installed(package)], "brings": PARTS[name]}


def _installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
