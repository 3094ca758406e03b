"""Everything in a workspace that speaks of one map: the models it uses, the evidence that bears on it, the questions asked.

References run one way (evidence -> theory -> model), so a theory's own file names neither its evidence nor the research
framework that asks about it. Here they are found from the other end.
"""

from __future__ import annotations

from pathlib import Path

from sysmap.core.kinds import Document
from sysmap.core.library import ResearchFramework
from sysmap.core.map import Map
from sysmap.formats.registers import beside
from sysmap.formats.workspace import Workspace

__all__ = ["surroundings"]


def surroundings(workspace: Workspace, path: Path) -> tuple[Document, ...]:
    """The documents around a map.

    Parameters
    ----------
    workspace : where to look.
    path : the map's file.

    Returns
    -------
    tuple of documents, each once: what the map uses; evidence registers that use the map, with what these use; research
    frameworks with an item about the map or the version it supersedes. Other maps are left out. A register with faults
    gives its sound part.
    """
    readings, used = beside(workspace, path)
    found: dict[int, Document] = {id(document): document for document in used}
    found |= {id(one.document): one.document for one in readings if one.document is not None}
    map_ = workspace.read(path).document
    versions = {map_.id, (map_.version.supersedes if map_.version else None) or ""} if isinstance(map_, Map) else set()
    for file in workspace.files():
        document = workspace.read(file).document
        if isinstance(document, ResearchFramework) and versions & {
            about.partition("/")[0] for item in document.items.values() for about in item.about
        }:
            found.setdefault(id(document), document)
    return tuple(one for one in found.values() if not isinstance(one, Map))
