"""Foreign maps as files of a workspace: written once, and brought up to date by later imports of the same source.

Beside the map lies a hidden file that holds the map as it last came from its source (`.NAME.imported`). With it a later import
is a merge of three: what the source changed is taken, what was changed or added here stays, and where both changed the same
thing ours stands and the other is told.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sysmap.core.conflicts import Conflict
from sysmap.core.diff import diff
from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.merge import merge_maps
from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.foreign.making import Imported
from sysmap.formats.read import Reading, read_bytes, read_file
from sysmap.formats.save import revised, save, write_new, write_whole
from sysmap.formats.tidy import text_of

__all__ = ["Landing", "earlier_import", "land", "landing_of"]

OURS, THEIRS = "here", "the source"


@dataclass(frozen=True)
class Landing:
    """What an import would write.

    Attributes
    ----------
    path : the file of the map.
    map : what it would hold.
    known : whether the file is there already.
    changes : what would change in it, in sentences.
    conflicts : what the source and people here changed in different ways; ours stands.
    beside : further files (registers of claims and of sources) with what they would hold.
    """

    path: Path
    map: Map
    imported: Imported
    reading: Reading | None
    changes: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    beside: tuple[tuple[Path, Document, str], ...] = ()

    @property
    def known(self) -> bool:
        """Whether the file is there already."""
        return self.reading is not None


def earlier_import(path: Path) -> Map | None:
    """The map as it came from its source when it was last imported, if it ever was."""
    base = _base(path)
    if not base.is_file():
        return None
    document = read_file(base).document
    return document if isinstance(document, Map) else None


def landing_of(imported: Imported, path: Path) -> Landing:
    """What writing an import to a file would come to; nothing is written.

    Raises
    ------
    Refused : the file is there and has faults, holds no map, or was not imported.
    """
    map_ = imported.map
    if not path.exists():
        return Landing(path, map_, imported, None, beside=_beside(imported, path))
    reading = read_file(path)
    if not isinstance(reading.document, Map) or reading.problems:
        raise Refused(reading.problems or Problem(code="F35", message="There is already such a file, and it holds no map.",
                                                  hint="Choose another name with -o.", place=Place(str(path))))
    ours = reading.document
    base = earlier_import(path)
    if base is None:
        raise Refused(Problem(
            code="F35", message="There is already such a file, and it does not come from an import.",
            hint="Choose another name with -o; `sysmap diff` compares the two afterwards.", place=Place(str(path))))
    theirs = replace(map_, id=ours.id, kind=ours.kind)
    merged = merge_maps(replace(base, id=ours.id, kind=ours.kind), [(OURS, ours), (THEIRS, theirs)], mark=False)
    conflicts = tuple(one for one in merged.conflicts if one.kind != "alike" or THEIRS in one.tables)
    changes = tuple(diff(ours, merged.map).sentences()) if merged.map != ours else ()
    return Landing(path, merged.map, replace(imported, map=theirs), reading, changes, conflicts, _beside(imported, path))


def land(landing: Landing) -> list[Path]:
    """Write what an import came to: the map, the registers beside it, and the copy that later imports start from.

    Returns
    -------
    The files that were written.

    Raises
    ------
    Refused : nothing is written then, or, where the disk fails midway, what was written is named.
    """
    written = []
    if landing.reading is None:
        _check_new(landing)
        write_new(landing.path, landing.map)
        written.append(landing.path)
    elif landing.map != landing.reading.document:
        revised(landing.reading, landing.map)
        save(landing.reading, landing.map)
        written.append(landing.path)
    for path, document, kind in landing.beside:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            if _extended(path, document):
                written.append(path)
        else:
            write_whole(path, _sound(document, kind, path), new=True)
            written.append(path)
    base = landing.imported.map
    head = f"# {landing.path.name} as it came from {landing.imported.report.file}; later imports are compared with it.\n"
    write_whole(_base(landing.path), head.encode() + text_of(base, base.kind).encode())
    return written


def _base(path: Path) -> Path:
    return path.parent / f".{path.stem}.imported"


def _check_new(landing: Landing) -> None:
    problems = [Problem(code="F35", message="There is already such a file.", hint="Move it, or choose another name with -o.",
                        place=Place(str(path))) for path, _, _ in landing.beside if path.exists()]
    if problems:
        raise Refused(problems)
    for path, document, kind in landing.beside:
        _sound(document, kind, path)


def _beside(imported: Imported, path: Path) -> tuple[tuple[Path, Document, str], ...]:
    """The registers that come with a map, in folders where they are found, naming each other and the map."""
    found: list[tuple[Path, Document, str]] = []
    if imported.evidence is None:
        return ()
    folder = path.parent
    register = folder / "evidence" / f"{path.stem}-claims.yaml"
    uses = [Path(os.path.relpath(path, register.parent)).as_posix()]
    if imported.sources is not None:
        models = folder.parent / "models"
        where = (models if folder.name in ("maps", "toc") and models.is_dir() else folder) / f"{path.stem}-sources.yaml"
        uses.append(Path(os.path.relpath(where, register.parent)).as_posix())
        found.append((where, imported.sources, "sources"))
    found.append((register, replace(imported.evidence, uses=tuple(uses)), "evidence"))
    return tuple(found)


def _sound(document: Document, kind: str, path: Path) -> bytes:
    data = text_of(document, kind).encode()
    read = read_bytes(data, str(path))
    if read.problems or read.document != document:
        raise Refused(Problem(code="F32", message="The register cannot be written so that it reads back the same.",
                              hint="Nothing was written; please report the file.", place=Place(str(path))))
    return data


def _extended(path: Path, document: Document) -> bool:
    """Add what is new to a register that is there; what people changed in it stays."""
    reading = read_file(path)
    there = reading.document
    if reading.problems or type(there) is not type(document):
        raise Refused(reading.problems or Problem(code="F18", message="The file holds another kind of document.",
                                                  hint="Move it and import again.", place=Place(str(path))))
    name = "items" if isinstance(document, Evidence) else "sources"
    more: dict[str, Any] = {name: {**getattr(document, name), **getattr(there, name)}}
    if len(more[name]) == len(getattr(there, name)):
        return False
    save(reading, replace(there, **more))
    return True
