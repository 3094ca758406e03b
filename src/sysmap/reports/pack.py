"""Research packs: one archive with a map, what bears on it, its report and figure, and all that making them again takes.

An archive is a RO-Crate (https://w3id.org/ro/crate/1.1): a folder whose `ro-crate-metadata.json` says what each file is. Beside
the workspace it holds checksums and the versions of every package that made it. At level client or public the files in it are
what these readers may see; nothing else goes in.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

from sysmap import __version__
from sysmap.core.kinds import Document
from sysmap.core.levels import Level, at_level, known_holders
from sysmap.core.problem import Problem, Refused
from sysmap.core.report_details import ReportDetails
from sysmap.formats.read import Reading
from sysmap.formats.tidy import text_of
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.reports.make import make
from sysmap.views.figure import figure

__all__ = ["Pack", "check_pack", "pack"]

CHECKSUMS = "manifest-sha256.txt"
METADATA = "ro-crate-metadata.json"
_INSIDE = PurePosixPath("workspace")
_KINDS = {".yaml": "application/yaml", ".svg": "image/svg+xml", ".html": "text/html", ".txt": "text/plain", ".md": "text/markdown",
          ".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True)
class Pack:
    """An archive, and what is in it.

    Attributes
    ----------
    data : the bytes of the .zip.
    files : the path in the archive of each file.
    missing : files that a packed file names under `uses` and that could not be packed.
    """

    data: bytes
    files: tuple[str, ...]
    missing: tuple[str, ...] = ()


def pack(what: str | Path, *, level: Level, date: str, licence: str | None = None, workspace: Workspace | None = None) -> Pack:
    """Pack a map with everything that its figure and report are made from.

    Parameters
    ----------
    what : the map's path or name.
    level : who may read it; of the files, only what these readers may see goes in.
    date : when it is published, e.g. 2026-03-01.
    licence : address or name of the licence under which the data may be used.
    workspace : where to look; the one around the current folder if not given.

    Returns
    -------
    Pack : the archive; the same files and versions give the same bytes.

    Raises
    ------
    Refused : there is no such map, or nothing sound in it.
    """
    workspace = workspace or Workspace()
    project = Project.open(what, workspace)
    if project.path is None:
        raise Refused(Problem(code="F33", message="This map was not read from a file.", hint="Save it first."))
    readings, missing = _around(workspace, project)
    holders = known_holders(project.documents)
    files: dict[str, bytes] = {}
    for name, reading in readings.items():
        assert reading.document is not None
        files[str(_INSIDE / name)] = reading.text.encode() if level == "internal" else text_of(
            at_level(reading.document, level, holders), reading.kind or "").encode()
    id_ = project.map.id
    files[f"{id_}.svg"] = figure(project.at_level(level).map, "svg")
    files[f"{id_}.html"] = make(project.path, "html", level=level, workspace=workspace).output.data
    files["environment.txt"] = _environment().encode()
    name = Path(next(iter(readings))).stem
    files["README.md"] = _readme(project, name, level, date).encode()
    files[METADATA] = json.dumps(_crate(project, files, level, date, licence), ensure_ascii=False, indent=2).encode() + b"\n"
    files[CHECKSUMS] = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())).encode()
    return Pack(_zipped(files), tuple(files), missing)


def check_pack(path: Path) -> tuple[Problem, ...]:
    """What differs in an archive from what its checksums say; nothing where it is whole.

    Raises
    ------
    Refused : the file is no research pack.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            held = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
            lines = held.pop(CHECKSUMS).decode().splitlines()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(Problem(code="P08", message=f"{path.name} is no research pack.", hint="Make one: sysmap pack FILE -o PACK.zip")
                      ) from error
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = [f"{name} is not in the archive any more." for name in stated if name not in held]
    found += [f"{name} came in after the archive was made." for name in held if name not in stated]
    found += [f"{name} was changed after the archive was made." for name, data in held.items()
              if name in stated and hashlib.sha256(data).hexdigest() != stated[name]]
    return tuple(Problem(code="P09", message=text, hint="Ask those who published it for the archive as it was.") for text in found)


def _around(workspace: Workspace, project: Project) -> tuple[dict[str, Reading], tuple[str, ...]]:
    """The files that answers about a map rest on, by their paths in the workspace, the map first; and what cannot be packed."""
    files = project.context.files
    assert files is not None
    assert project.path is not None
    wanted: list[Document] = [*files.used, *files.frameworks, *files.monitoring, *project.context.as_written]
    if files.superseded is not None and files.superseded.document is not None:
        wanted.append(files.superseded.document)
    known = [workspace.read(path) for path in (project.path, *workspace.files(), *workspace.elsewhere())]
    known = [one for one in known if one is known[0] or any(one.document is document for document in wanted)
             or (isinstance(one.document, ReportDetails) and one.document.about == project.map.id)]
    found: dict[str, Reading] = {}
    missing: dict[str, None] = {}
    while known:
        reading = known.pop(0)
        assert reading.path is not None
        name = _inside(workspace, reading.path)
        if name is None or reading.document is None:
            missing[str(reading.path)] = None
        elif name not in found:
            found[name] = reading
            known += [workspace.read(reading.path.parent / one) for one in getattr(reading.document, "uses", ())]
    return found, tuple(missing)


def _inside(workspace: Workspace, path: Path) -> str | None:
    """Where a file lies in the workspace; None outside it."""
    path, root = path.resolve(), workspace.root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


def _environment() -> str:
    """Python and the packages of this installation that sysmap asks for, directly or not, each with its version."""
    open_, found = ["sysmap"], dict[str, str]()
    while open_:
        name = re.sub(r"[-_.]+", "-", open_.pop()).casefold()
        if name in found:
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        open_ += [match.group() for line in metadata.requires(name) or () if (match := re.match(r"[\w.-]+", line))]
    return f"# Python {platform.python_version()}\n" + "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


def _readme(project: Project, name: str, level: Level, date: str) -> str:
    said = "" if level == "internal" else f" It holds what readers at level {level} may see; the rest was left out before packing."
    return f"""# {project.map.title}

A research pack of {date}, made by sysmap {__version__}.{said}

| file | holds |
|---|---|
| `{project.map.id}.svg` | the figure of the map |
| `{project.map.id}.html` | the report |
| `workspace/` | the map, the evidence on it, and the models that both use |
| `environment.txt` | the version of every package that made it |
| `{METADATA}` | what each file is, for machines (RO-Crate) |
| `{CHECKSUMS}` | a checksum of every file |

To make figure and report again, with the versions of `environment.txt`:

```sh
pip install -r environment.txt
cd workspace
sysmap figure {name} -o ../again.svg
sysmap report {name} -o - --format html --level {level} > ../again.html
```

`again.svg` is the same as `{project.map.id}.svg`, byte for byte.
"""


def _crate(project: Project, files: Mapping[str, bytes], level: Level, date: str, licence: str | None) -> dict[str, Any]:
    """The archive as a RO-Crate says it."""
    map_, made = project.map, [f"{project.map.id}.svg", f"{project.map.id}.html"]
    about = map_.rationale or f"A {map_.kind} with the evidence on it, packed so that its figure and report can be made again."
    parts = [{"@id": path, "@type": "File", "name": _called(path, project), "encodingFormat": _KINDS.get(Path(path).suffix, "text/plain"),
              "contentSize": str(len(data)), "sha256": hashlib.sha256(data).hexdigest()} for path, data in sorted(files.items())]
    tool = {"@id": "#sysmap", "@type": "SoftwareApplication", "name": "sysmap", "version": __version__,
            "softwareRequirements": {"@id": "environment.txt"}}
    action = {"@id": "#made", "@type": "CreateAction", "name": "Drawing the figure and writing the report", "instrument": {"@id": tool["@id"]},
              "object": [{"@id": one["@id"]} for one in parts if str(one["@id"]).startswith(f"{_INSIDE}/")],
              "result": [{"@id": path} for path in made]}
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [
        {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}, "about": {"@id": "./"}},
        {"@id": "./", "@type": "Dataset", "name": map_.title, "description": about, "datePublished": date, "version": _version(project),
         "license": licence or "No licence is stated; ask the publisher.", "audience": level,
         "hasPart": [{"@id": one["@id"]} for one in parts], "mentions": [{"@id": "#made"}]},
        *parts, tool, action]}


def _version(project: Project) -> str:
    return project.map.version.name if project.map.version and project.map.version.name else "1"


def _called(path: str, project: Project) -> str:
    named = {f"{project.map.id}.svg": f"Figure of “{project.map.title}”", f"{project.map.id}.html": f"Report on “{project.map.title}”",
             "environment.txt": "Versions of Python and of every package", "README.md": "How to make figure and report again"}
    return named.get(path, path.removeprefix(f"{_INSIDE}/"))


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files.items():
            held = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            held.compress_type = zipfile.ZIP_DEFLATED
            held.external_attr = 0o644 << 16
            archive.writestr(held, data)
    return out.getvalue()
