"""Starting: a workspace for an organisation, and files in it from templates."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sysmap.core.library import Cases, Sources
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.profile import Profile
from sysmap.core.record import is_slug
from sysmap.formats.house import scalar_text
from sysmap.formats.save import write_whole
from sysmap.formats.templates import FOLDER_OF, readme, template
from sysmap.formats.workspace import FOLDERS, Workspace

__all__ = ["ON_A_MAP", "StartedWorkspace", "init", "new_file", "new_text"]

_SHARED: dict[str, tuple[type, ...]] = {
    "theory": (Sources, Cases), "map": (Sources,), "process": (Sources,), "register": (Sources, Cases),
    "monitoring": (Sources, Cases), "cases": (Sources,)}
"""Kinds of model that a new file refers to, where the workspace has exactly one of them."""

ON_A_MAP = ("register", "monitoring")
"""Kinds of file that are about a theory or map."""


def new_file(workspace: Workspace, kind: str, name: str, *, title: str = "", on: str | None = None,
             output: Path | None = None, theme: str = "") -> Path:
    """Start a file from its template, in the folder of its kind.

    It refers to the workspace's sources and cases where there is one file of them.

    Parameters
    ----------
    workspace : where.
    kind : one of `FOLDER_OF`.
    name : the id of its content, and the file's name.
    title : what people call it.
    on : for a register or a file of indicators, the theory or map that it is about; the only theory of the workspace where not said.
    output : another place for the file.
    theme : for a theory, map or process: the name of one of `sysmap.formats.templates.themes`.

    Returns
    -------
    Path : the file.

    Raises
    ------
    Refused : the name cannot be an id, there is such a file, there is no such theme, or `on` is no map.
    """
    path = output or workspace.root / FOLDER_OF[kind] / f"{name}.yaml"
    _write(path, new_text(workspace, kind, name, title=title, on=on, folder=path.parent, theme=theme))
    return path


def new_text(workspace: Workspace, kind: str, name: str, *, title: str = "", on: str | None = None, folder: Path | None = None,
             theme: str = "") -> str:
    """What `new_file` writes, for a file in a folder (that of its kind where not said).

    Raises
    ------
    Refused : the name cannot be an id, there is no such theme, or `on` is no map.
    """
    template(kind, name, theme=theme)
    folder = folder or workspace.root / FOLDER_OF[kind]
    about = [_map_named(workspace, on)] if on else _only_theory(workspace) if kind in ON_A_MAP else []
    shared = [file for cls in _SHARED.get(kind, ()) if len(found := _files_of(workspace, cls)) == 1 for file in found]
    uses = [os.path.relpath(file, folder) for file in (*about, *shared)]
    return template(kind, name, title=title, uses=[file.replace(os.sep, "/") for file in uses], theme=theme)


@dataclass(frozen=True)
class StartedWorkspace:
    """What `init` did.

    Attributes
    ----------
    written : the files that it wrote.
    kept : files that were there and that it left as they are.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def init(folder: Path, organisation: str = "") -> StartedWorkspace:
    """Start a workspace: its folders, a profile, sources, cases, and a page that says what to do next.

    What is there already stays as it is.

    Parameters
    ----------
    folder : where; made if it is not there.
    organisation : whose workspace it is, as named in full; the folder's name where it is not said.

    Raises
    ------
    Refused : nothing is left to start, or the folder cannot be written.
    """
    folder = Path(os.path.abspath(folder))
    workspace = Workspace(folder)
    name = _id_of(organisation) or _id_of(folder.name) or "ours"
    title = organisation or folder.name
    profiles = _files_of(workspace, Profile)
    wanted = {
        profiles[0] if profiles else folder / FOLDER_OF["profile"] / f"{name}.yaml":
            _with_organisation(template("profile", name, title=f"Words of {title}"), organisation),
        folder / "models" / "sources.yaml": template("sources", "sources", title="Documents that our files cite"),
        folder / "models" / "cases.yaml": template("cases", "cases", title="Where our evidence comes from"),
    }
    places = zip(("PROFILE", "SOURCES", "CASES"), (file.relative_to(folder).as_posix() for file in wanted), strict=True)
    wanted[folder / "README.md"] = readme(title, list(places))
    kept = tuple(file for file in wanted if file.exists())
    if len(kept) == len(wanted):
        raise Refused(Problem(code="F35", message="This folder is a workspace already.",
                              hint="Start a file in it: `sysmap new theory NAME`."))
    for empty in (*FOLDERS, FOLDER_OF["register"]):
        _folder(folder / empty)
    for file, text in wanted.items():
        if file not in kept:
            _write(file, text)
    return StartedWorkspace(tuple(file for file in wanted if file not in kept), kept)


def _with_organisation(text: str, organisation: str) -> str:
    """The template of a profile with the organisation that is known."""
    line = f"organisation: {scalar_text(organisation)}"
    return re.sub(r"^#organisation: .*$", lambda _: line, text, flags=re.MULTILINE) if organisation else text


def _id_of(text: str) -> str:
    """An id made of a name; empty where none can be made."""
    words = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))[:40].strip("-")
    return words if is_slug(words) else ""


def _files_of(workspace: Workspace, cls: type) -> list[Path]:
    return [path for path in _models(workspace) if isinstance(workspace.read(path).document, cls)]


def _models(workspace: Workspace) -> Iterator[Path]:
    inside = workspace.root / "models"
    return (path for path in workspace.files() if path.is_relative_to(inside))


def _only_theory(workspace: Workspace) -> list[Path]:
    theories = [path for path in workspace.maps() if workspace.read(path).kind == "theory"]
    return theories if len(theories) == 1 else []


def _map_named(workspace: Workspace, name: str) -> Path:
    path = workspace.find(name)
    reading = workspace.read(path)
    if not isinstance(reading.document, Map):
        raise Refused(Problem(code="F18", message=f"{name} holds {reading.kind}, not a theory or a map.",
                              hint=f"Name one of: {', '.join(one.stem for one in workspace.maps())}."))
    return path


def _folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(Problem(code="F36", message=f"The folder {path} cannot be made ({error.strerror}).",
                              hint="Check the permissions of the folder above.")) from None


def _write(path: Path, text: str) -> None:
    _folder(path.parent)
    write_whole(path, text.encode(), new=True)
