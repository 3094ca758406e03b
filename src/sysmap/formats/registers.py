"""The evidence registers that bear on a theory: found from the theory's end.

References run from evidence to theories, so a theory's own file does not say where its evidence is. A register bears on
the files that it names under `uses`.
"""

from __future__ import annotations

import os
from pathlib import Path

from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.formats.read import Reading
from sysmap.formats.workspace import Workspace

__all__ = ["beside", "registers_on"]

FOLDER = "evidence"


def registers_on(workspace: Workspace, path: Path) -> list[Reading]:
    """The registers that name a file under `uses`, in the order of their paths.

    Registers are looked for in folders called evidence of the workspace, and in the one beside the file.
    """
    here = os.path.abspath(path)
    near = Path(here).parent / FOLDER
    files = [file for file in workspace.files() if FOLDER in file.parts]
    if near.is_dir():
        files += sorted(near.glob("*.yaml"))
    found: dict[str, Reading] = {}
    for file in files:
        key = os.path.abspath(file)
        if key not in found:
            reading = workspace.read(file)
            document = reading.document
            if isinstance(document, Evidence) and here in {
                    os.path.abspath(Path(key).parent / name) for name in document.uses}:
                found[key] = reading
    return [found[key] for key in sorted(found)]


def beside(workspace: Workspace, path: Path) -> tuple[list[Reading], list[Document]]:
    """The registers on a file, and all documents that it and they use, each once."""
    readings = registers_on(workspace, path)
    documents: dict[int, Document] = {id(d): d for d in workspace.load(path).used}
    for reading in readings:
        if reading.path is not None:
            documents |= {id(d): d for d in workspace.load(reading.path).used}
    return readings, list(documents.values())
