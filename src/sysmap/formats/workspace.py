"""The files of a workspace: finding them by name, reading them with the models they use, checking them.

A workspace is a folder with models/, toc/ and maps/ (any of them). References between files run one way:
evidence -> theory -> model.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sysmap.core.kinds import MAP_KINDS, Document
from sysmap.core.library import ResearchFramework
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.profile import Profile
from sysmap.formats.read import Reading, read_file

__all__ = ["FOLDERS", "Loaded", "Workspace", "find_root"]

FOLDERS = ("models", "toc", "maps")
PROFILES = Path("models") / "profiles"
_TOOLS = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"})
_RANK = {"evidence": 2, "monitoring": 2, "theory": 1, "map": 1, "process": 1}


@dataclass(slots=True)
class Loaded:
    """A file with everything it refers to.

    `problems` holds the faults of the text only; `Workspace.check` adds what the rules find.
    """

    reading: Reading
    used: tuple[Document, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def _is_of_a_table(path: Path) -> bool:
    copy = re.fullmatch(r"(.+)\.table-\d{1,2}\.yaml", path.name)
    return copy is not None and path.with_name(f"{copy[1]}.yaml").exists()


class Workspace:
    """Reads files once and remembers them for as long as it lives."""

    def __init__(self, root: Path | str | None = None) -> None:
        self.root = Path(root) if root is not None else find_root(Path.cwd())
        self._readings: dict[Path, Reading] = {}

    def files(self) -> list[Path]:
        """Every YAML file under models/, toc/ and maps/, in the order of their paths.

        Copies of a map at which the tables of a workshop drew (`NAME.table-1.yaml` beside `NAME.yaml`) belong to its session.
        """
        found: list[Path] = []
        for folder in FOLDERS:
            base = self.root / folder
            if base.is_dir():
                found += [path for path in base.rglob("*.yaml") if path.is_file() and not _is_of_a_table(path)]
        return sorted(found)

    def elsewhere(self) -> list[Path]:
        """Further YAML files in other folders of the workspace: registers of evidence may lie anywhere in it.

        Folders that hold no work of people are left out: hidden ones, and those of tools.
        """
        if not any((self.root / folder).is_dir() for folder in FOLDERS):
            return []
        found: list[Path] = []
        for top, folders, names in os.walk(self.root):
            at_root = Path(top) == self.root
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _TOOLS
                                and not (at_root and name in FOLDERS))
            found += [Path(top) / name for name in names if name.endswith(".yaml")]
        return sorted(found)

    def maps(self) -> list[Path]:
        """The files that hold a theory, map or process."""
        return [path for path in self.files() if self.read(path).kind in MAP_KINDS]

    def find(self, name: str) -> Path:
        """The file meant by a path, by a file's name without its ending, or by a path inside the workspace.

        Raises
        ------
        Refused : with the nearest names, if there is no such file or the name fits several.
        """
        path = Path(name)
        if path.exists() or (path.suffix in (".yaml", ".yml") and len(path.parts) > 1):
            return path
        if (self.root / name).is_file():
            return self.root / name
        stem = name.removesuffix(".yaml").removesuffix(".yml")
        fitting = [file for file in self.files() if file.stem == stem]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            shown = ", ".join(self.name_of(file) for file in fitting)
            raise Refused(Problem(code="F01", message=f"The name {name} fits several files.", hint=f"Say which: {shown}."))
        hint = one_of(stem, [file.stem for file in self.files()], most=12)
        raise Refused(Problem(code="F01", message=f"There is no file or workspace name {name}.", hint=hint))

    def name_of(self, path: Path) -> str:
        """The path as people should see it: relative to where they stand, where that is shorter."""
        try:
            relative = os.path.relpath(path)
        except ValueError:
            return str(path)
        return relative if not relative.startswith("..") or len(relative) < len(str(path)) else str(path)

    def read(self, path: Path) -> Reading:
        """Read a file, or give what was read before."""
        key = Path(os.path.abspath(path))
        if key not in self._readings:
            self._readings[key] = read_file(path, self.name_of(path))
        return self._readings[key]

    def load(self, path: Path) -> Loaded:
        """Read a file and, through its `uses`, everything it refers to.

        Problems of the used files themselves are theirs and are not repeated here; a file that cannot be read is a
        problem of the one that names it.
        """
        reading = self.read(path)
        loaded = Loaded(reading, problems=list(reading.problems))
        seen = {Path(os.path.abspath(path))}
        loaded.used = tuple(self._used(path, reading, seen, loaded.problems))
        if not any(isinstance(document, Profile) for document in (reading.document, *loaded.used)):
            loaded.used += self.default_profile(path)
        return loaded

    def default_profile(self, path: Path) -> tuple[Profile, ...]:
        """The profile that holds for a file that names none: the only one of the workspace, if there is just one."""
        here = Path(os.path.abspath(path))
        if not any(here.is_relative_to(os.path.abspath(self.root / folder)) for folder in FOLDERS):
            return ()
        folder = self.root / PROFILES
        found = [d for file in sorted(folder.glob("*.yaml")) if isinstance(d := self.read(file).document, Profile)]
        return (found[0],) if len(found) == 1 else ()

    def _used(self, path: Path, reading: Reading, seen: set[Path], problems: list[Problem]) -> Iterator[Document]:
        rank = _RANK.get(reading.kind or "", 0)
        for name in getattr(reading.document, "uses", ()):
            target = Path(os.path.abspath(path.parent / name))
            if target in seen:
                continue
            seen.add(target)
            if not self._inside(path, target):
                problems.append(Problem(
                    code="E07", message=f"The file {name}, named under uses, lies outside the workspace; it was not opened.",
                    hint="Copy it into models/ and name it from there.", place=reading.place(("uses",)), at=("uses",)))
                continue
            other = self.read(target)
            if other.document is None:
                said = other.problems[0].message if other.problems else "It cannot be read."
                problems.append(Problem(
                    code="E07", message=f"The file {name}, named under uses, is not there or not readable. {said}",
                    hint="Paths under uses are relative to this file.", place=reading.place(("uses",)), at=("uses",)))
                continue
            if _RANK.get(other.kind or "", 0) > rank or (rank == 1 and _RANK.get(other.kind or "", 0) == 1):
                problems.append(Problem(
                    code="E08", message=f"A {reading.kind} may not use {name}, which is a {other.kind}.",
                    hint="References run evidence -> theory -> model; point at factors elsewhere with maps_to.",
                    place=reading.place(("uses",)), at=("uses",)))
                continue
            yield other.document
            yield from self._used(target, other, seen, problems)

    def _inside(self, path: Path, target: Path) -> bool:
        """Whether a file that another one names lies in this workspace, or in the one around the other."""
        roots = (self.root, find_root(Path(os.path.abspath(path)).parent))
        return any(target.is_relative_to(os.path.abspath(root)) for root in roots)

    def others(self, path: Path) -> tuple[Document, ...]:
        """The other files that bear on a map without being used by it: maps that `maps_to` may point at, and research
        frameworks, which say how its elements would be seen."""
        here = Path(os.path.abspath(path))
        found = (self.read(file).document for file in self.files() if Path(os.path.abspath(file)) != here)
        return tuple(document for document in found if isinstance(document, Map | ResearchFramework))


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that looks like a workspace; `start` if there is none."""
    for folder in (start, *start.parents):
        if any((folder / name).is_dir() for name in ("toc", "maps")):
            return folder
    return start
