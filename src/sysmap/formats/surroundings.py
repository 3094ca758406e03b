"""The files of a workspace that speak of one map: the models it uses, the evidence that bears on it, the questions asked.

References run one way (evidence -> theory -> model), so a theory's own file names neither its evidence nor the research
framework that asks about it. Here they are found from the other end.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.library import ResearchFramework
from sysmap.core.map import Map
from sysmap.core.monitoring import Monitoring
from sysmap.core.report_details import ReportDetails
from sysmap.core.sentences import count_text
from sysmap.formats.read import Reading
from sysmap.formats.workspace import Workspace, find_root

__all__ = ["Surroundings", "registers_on"]


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What stands in the files around a map; each part is read when it is first asked for.

    Attributes
    ----------
    workspace : where to look. A map outside it is looked up in the workspace that it lies in itself, if any.
    path : the map's file.
    """

    workspace: Workspace
    path: Path

    @cached_property
    def own_registers(self) -> tuple[Reading, ...]:
        """The registers of evidence that name the map under `uses`, by their paths; of a faulty one, its sound part."""
        return tuple(one for one in self._mentions if isinstance(one.document, Evidence) and _names(one, self.path))

    @property
    def registers(self) -> tuple[Reading, ...]:
        """The registers that bear on the map: those that name it, else those that name another version of it.

        Ids are stable from version to version, so what was gathered on one bears on the same elements of the other.
        """
        return self.own_registers or (self._other_version[1] if self._other_version else ())

    @property
    def carried_from(self) -> Map | None:
        """The version whose registers are read, where none names the map itself."""
        return None if self.own_registers or self._other_version is None else self._other_version[0].map

    @cached_property
    def monitoring(self) -> tuple[Monitoring, ...]:
        """The files of indicators that name the map under `uses`; where none does, those of the version that it supersedes."""
        found = self._monitoring_of(self.path)
        before = self.superseded.path if not found and self.superseded else None
        return self._monitoring_of(before) if before else found

    def _monitoring_of(self, path: Path) -> tuple[Monitoring, ...]:
        near = self._near if path == self.path else _candidates(self.workspace, path)
        held = (self.workspace.read(one) for one in near if _holds(one, path.name.encode()))
        return tuple(one.document for one in held if isinstance(one.document, Monitoring) and _names(one, path))

    @cached_property
    def _other_version(self) -> tuple[Reading, tuple[Reading, ...]] | None:
        """The nearest version with registers of its own: older ones first, then newer ones."""
        id_, older = self._versions
        if not id_:
            return None
        maps = {one.document.id: one for path in self.workspace.files()
                if isinstance((one := self.workspace.read(path)).document, Map)}
        after = {map_.version.supersedes: name for name, one in maps.items()
                 if (map_ := one.map).version is not None and map_.version.supersedes}
        for start, step in ((older, lambda name: _supersedes(maps, name)), (after.get(id_), after.get)):
            seen = {id_}
            name = start
            while name is not None and name in maps and name not in seen:
                seen.add(name)
                path = maps[name].path
                held = Surroundings(self.workspace, path).own_registers if path is not None else ()
                if held:
                    return maps[name], held
                name = step(name)
        return None

    @cached_property
    def used(self) -> tuple[Document, ...]:
        """The models that the map and its registers use, each once."""
        return _once(document for path in (self.path, *(one.path for one in self.registers if one.path is not None))
                     for document in self.workspace.load(path).used if not isinstance(document, Map))

    @cached_property
    def frameworks(self) -> tuple[ResearchFramework, ...]:
        """Research frameworks with an item about the map or the version that it supersedes."""
        asked = {version for version in self._versions if version}
        read = (self.workspace.read(path).document for path in self._files_with(b"research-framework"))
        return tuple(one for one in read if isinstance(one, ResearchFramework) and asked & {
            about.partition("/")[0] for item in one.items.values() for about in item.about})

    @cached_property
    def reports(self) -> tuple[Reading, ...]:
        """The files of kind report about the map: in the folder reports/ of the workspace, or next to the map."""
        own = find_root(self.path.absolute().parent) / "reports"
        folders = dict.fromkeys((self.workspace.root / "reports", own, self.path.parent))
        read = [self.workspace.read(path) for folder in folders for path in sorted(folder.glob("*.yaml")) if _holds(path, b"report")]
        return tuple(one for one in read if isinstance(one.document, ReportDetails) and one.document.about == self._versions[0])

    @cached_property
    def others(self) -> tuple[Document, ...]:
        """Maps of the workspace that `maps_to` may point at, and every research framework: what the rules look at."""
        return self.workspace.others(self.path)

    @cached_property
    def superseded(self) -> Reading | None:
        """The file of the version that the map says it supersedes."""
        wanted = self._versions[1]
        found = (self.workspace.read(path) for path in self._files_with(wanted.encode())) if wanted else ()
        return next((one for one in found if isinstance(one.document, Map) and one.document.id == wanted), None)

    @cached_property
    def no_register(self) -> str:
        """Why no evidence bears on the map, where none does: what names it and cannot be used, or that nothing names it."""
        if self.registers:
            return ""
        name = self.workspace.name_of(self.path)
        for one in self._mentions:
            document, where = one.document, one.name
            if not isinstance(document, Evidence) and (one.kind not in (None, "evidence") or not one.problems):
                continue
            if one.problems:
                return (f"The register {where} mentions {self.path.name} but has {count_text(len(one.problems), 'fault')} and "
                        f"cannot be used (sysmap check {where}).")
            if isinstance(document, Evidence):
                wrong = [used for used in document.uses if Path(used).name == self.path.name]
                if wrong and one.path is not None and not (one.path.parent / wrong[0]).exists():
                    right = os.path.relpath(self.path, one.path.parent)
                    return (f"The register {where} uses {wrong[0]}, which is no file: paths under uses are relative to the "
                            f"register. Write {right}.")
        return f"No register of evidence names {name} under uses."

    @property
    def _versions(self) -> tuple[str, str | None]:
        map_ = self.workspace.read(self.path).document
        return (map_.id, map_.version.supersedes if map_.version else None) if isinstance(map_, Map) else ("", None)

    def _files_with(self, text: bytes) -> Iterator[Path]:
        """Files of the workspace that hold a text; what cannot be meant need not be read as YAML."""
        return (path for path in self.workspace.files() if _holds(path, text))

    @cached_property
    def _mentions(self) -> tuple[Reading, ...]:
        """Files that could be registers on the map: whose text has the name of its file."""
        wanted = self.path.name.encode()
        return tuple(self.workspace.read(path) for path in self._near if _holds(path, wanted))

    @cached_property
    def _near(self) -> list[Path]:
        return _candidates(self.workspace, self.path)



def registers_on(workspace: Workspace, path: Path) -> list[Reading]:
    """The registers of evidence that name a file under `uses`, in the order of their paths.

    Any folder of the workspace may hold one, and so may the folder of the file.
    """
    return list(Surroundings(workspace, path).own_registers)


def _names(file: Reading, path: Path) -> bool:
    """Whether a file names another one under `uses`."""
    assert file.path is not None
    folder = os.path.dirname(os.path.abspath(file.path))
    return any(os.path.abspath(os.path.join(folder, name)) == os.path.abspath(path) for name in getattr(file.document, "uses", ()))


def _supersedes(maps: Mapping[str, Reading], name: str) -> str | None:
    version = maps[name].map.version
    return version.supersedes if version is not None else None


def _candidates(workspace: Workspace, path: Path) -> list[Path]:
    """The YAML files in which a register on a map could be, each once, by absolute path."""
    here = Path(os.path.abspath(path))
    near = [*here.parent.glob("*.yaml"), *(here.parent / "evidence").glob("*.yaml")]
    own = find_root(here.parent)
    workspaces = [workspace] if own == Path(os.path.abspath(workspace.root)) else [workspace, Workspace(own)]
    inside = [place for place in workspaces if here.is_relative_to(os.path.abspath(place.root))]
    found = {os.path.abspath(file): file for place in workspaces for file in place.files()}
    found |= {os.path.abspath(file): file for place in inside for file in place.elsewhere()}
    found |= {os.path.abspath(file): file for file in near if os.path.abspath(file) not in found}
    return [found[key] for key in sorted(found) if key != str(here)]


def _holds(path: Path, wanted: bytes) -> bool:
    try:
        return path.is_file() and wanted in path.read_bytes()
    except OSError:
        return False


def _once(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple({id(one): one for one in documents}.values())
