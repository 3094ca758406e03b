"""The workspaces that a studio can show: the folder where it was started, those that were open before, and examples."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Protocol

import click

from sysmap.core.problem import Problem, Refused
from sysmap.formats.examples import examples, unpack
from sysmap.formats.save import write_whole
from sysmap.formats.workspace import FOLDERS

__all__ = ["FindsWorkspaces", "OneWorkspace", "RecentWorkspaces"]

_MOST = 12
"""How many workspaces are remembered."""


class FindsWorkspaces(Protocol):
    """Where a request of the studio finds its workspace."""

    def folder(self, id_: str) -> Path:
        """The folder of a workspace by its id; of the first one where it is empty. Raises `Refused` if it is not known."""

    def listed(self, id_: str) -> dict[str, object]:
        """What the first page says of workspaces, while one looks at this one."""

    def start_example(self, id_: str, name: str) -> str:
        """Unpack an example while one looks at this workspace; its id. Raises `Refused` where that cannot be done."""


class OneWorkspace:
    """A studio of one workspace alone, as a service has it for those who may use it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, id_: str) -> Path:
        """The one that there is."""
        return self.root

    def listed(self, id_: str) -> dict[str, object]:
        """Nothing: there is no other one."""
        return {"here": "", "recent": [], "examples": []}

    def start_example(self, id_: str, name: str) -> str:
        """Refused: an example would need a folder of its own."""
        raise Refused(Problem(code="F01", message="There are no examples here.", hint="Start a map, or bring one."))


class RecentWorkspaces:
    """The workspaces that somebody had open on this computer, the last one first.

    Parameters
    ----------
    root : the folder where the studio was started.
    record : the file that remembers them; in the user's own folder for settings where not given.
    """

    def __init__(self, root: Path, record: Path | None = None) -> None:
        self.root = root.resolve()
        self.record = record or Path(click.get_app_dir("sysmap")) / "workspaces.json"
        self._opened(self.root)

    def folder(self, id_: str) -> Path:
        """The folder of a workspace by its id; of the first one where it is empty.

        Raises
        ------
        Refused : it is none of those that this studio may show.
        """
        found = next((one for one in (self.root, *self._remembered()) if _id_of(one) == id_ or not id_), None)
        if found is None:
            raise Refused(Problem(code="F01", message="This workspace is not on the list any more.", hint="Start the studio in its folder."))
        return found

    def listed(self, id_: str) -> dict[str, object]:
        """What the first page says of workspaces: which one this is, the others, the examples."""
        here = self.folder(id_)
        self._opened(here)
        recent = [{"id": _id_of(one), "name": one.name, "folder": str(one)} for one in (*self._remembered(), self.root)
                  if one != here and one.is_dir()]
        return {"here": _id_of(here), "recent": list({str(one["id"]): one for one in recent}.values()),
                "examples": [{"name": one.name, "title": one.title} for one in examples()]}

    def start_example(self, id_: str, name: str) -> str:
        """Unpack an example: into this folder where nothing is in it, else into a new one next to it.

        Raises
        ------
        Refused : there is no such example, or it cannot be written.
        """
        folder = here = self.folder(id_)
        if any(here.iterdir()):
            wanted = here.parent / f"{name}-example"
            folder = next(one for one in (wanted, *(wanted.with_name(f"{wanted.name}-{n}") for n in range(2, 1000))) if not one.exists())
        try:
            unpack(name, folder)
        except OSError as error:
            raise Refused(Problem(code="F36", message=f"The folder {folder} cannot be written ({error.strerror}).",
                                  hint="Start the studio in a folder of your own.")) from None
        self._opened(folder)
        return _id_of(folder)

    def _remembered(self) -> list[Path]:
        try:
            found = json.loads(self.record.read_text(encoding="utf-8"))
            return [Path(one) for one in found["workspaces"] if Path(one).is_dir()]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def _opened(self, folder: Path) -> None:
        """Remember it as the last one. A folder without maps is not worth a line; where nothing can be remembered, all else works."""
        known = self._remembered()
        if known[:1] == [folder] or not any((folder / one).is_dir() for one in FOLDERS):
            return
        kept = [folder, *(one for one in known if one != folder)][:_MOST]
        try:
            self.record.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.record, json.dumps({"workspaces": [str(one) for one in kept]}, indent=1).encode())
        except (OSError, Refused):
            return


def _id_of(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:8]
