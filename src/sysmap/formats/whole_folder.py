"""All maps of a folder as one, with the evidence and models around each."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sysmap.core.evidence import Evidence
from sysmap.core.joining import JoinedMaps, current, join_maps, join_registers
from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.sentences import count_text
from sysmap.formats.surroundings import Surroundings
from sysmap.formats.workspace import Workspace

__all__ = ["WholeFolder", "read_folder"]


@dataclass(frozen=True)
class WholeFolder:
    """All maps of a folder as one.

    Attributes
    ----------
    joined : the maps as one.
    documents : the models and registers around them.
    notes : what a reader of any answer should know, in sentences.
    """

    joined: JoinedMaps
    documents: tuple[Document, ...]
    notes: tuple[str, ...]


def read_folder(folder: Path, workspace: Workspace) -> WholeFolder:
    """Read every theory, map and process of a folder and join them where factors are the same (`maps_to`).

    Versions that another file supersedes are left out.

    Raises
    ------
    Refused : the folder holds no map.
    """
    inside = Path(os.path.abspath(folder))
    readings = [workspace.read(path) for path in workspace.maps() if Path(os.path.abspath(path)).is_relative_to(inside)]
    found = {one.map.id: one for one in readings if isinstance(one.document, Map)}
    chosen = current(one.map for one in found.values())
    if not chosen:
        raise Refused(Problem(code="F02", message="This folder of the workspace holds no theory, map or process.",
                              place=Place(workspace.name_of(folder)), hint="Name one that does, such as toc or maps; a dot stands for all."))
    joined = join_maps(chosen, f"All maps of {inside.name}")
    around = {map_.id: Surroundings(workspace, path) for map_ in chosen if (path := found[map_.id].path) is not None}
    registers = join_registers(((id_, one.document) for id_, files in around.items() for one in files.registers
                                if isinstance(one.document, Evidence)), joined)
    models = {id(one): one for files in around.values() for one in (*files.used, *files.frameworks)}
    faulty = [workspace.name_of(one.path) for one in readings if one.problems and one.path is not None]
    notes = [f"{count_text(len(chosen), 'map')} as one, joined by {count_text(len(joined.shared), 'factor')} that several of them have "
             "(maps_to). Ids are map/id."]
    older = len(found) - len(chosen)
    notes += [f"{count_text(older, 'version')} that another file supersedes {'is' if older == 1 else 'are'} left out."] if older else []
    notes += [f"There are problems in {', '.join(faulty)}; this answer rests on the sound parts. See sysmap check."] if faulty else []
    return WholeFolder(joined, (*models.values(), *registers), tuple(notes))
