"""A coded project of another tool that goes into a register: the table of its codes, what would come of it, and the writing of all files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sysmap.checks import check_document
from sysmap.coding.code_table import CodeMeaning, CodeRow, code_rows, meanings
from sysmap.coding.recording import Coder
from sysmap.coding.refi_coding import CodedImport, coded_import
from sysmap.contribution.base import elements_of
from sysmap.core.edit import apply
from sysmap.core.library import Case
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.core.uses import Uses
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.ids import slug_of
from sysmap.formats.foreign.refi_project import RefiProject, is_project, read_refi
from sysmap.formats.save import change_file, write_whole
from sysmap.project import Project

__all__ = ["ProjectImport", "read_coded_project"]


def read_coded_project(content: Content) -> RefiProject:
    """A project of the REFI-QDA standard.

    Raises
    ------
    Refused : the file is none, or is damaged.
    """
    if not is_project(content):
        content.fail("This is no project of the REFI-QDA standard.", "Export it from NVivo, MAXQDA or ATLAS.ti as REFI-QDA project (.qdpx).")
    return read_refi(content)


@dataclass(frozen=True)
class ProjectImport:
    """A coded project on its way into a register.

    Attributes
    ----------
    found : the other tool's project.
    coder : the map that its codes stand for, and the register that its passages go into.
    """

    found: RefiProject
    coder: Coder

    @cached_property
    def _project(self) -> Project:
        return Project.open(self.coder.map_path, self.coder.workspace)

    @cached_property
    def elements(self) -> dict[str, str]:
        """The labels of all that a passage can bear on, by id."""
        return {one.id: one.label for one in elements_of(self.coder.map, self._project.mechanisms)}

    @property
    def folder(self) -> str:
        """Where its texts, and the table of its codes, go in the workspace."""
        return f"documents/{slug_of(self.found.name, 'project')}"

    @cached_property
    def _cases(self) -> Mapping[str, Case]:
        return {id_: case for library in self._project.cases for id_, case in library.cases.items()}

    def rows(self, kept: Mapping[str, Mapping[str, str]] | None = None) -> list[CodeRow]:
        """The table of codes for a person to confirm; see `code_rows`."""
        return code_rows(self.found, self.coder.map, kept)

    def meanings(self, rows: Mapping[str, Mapping[str, str]], name: str) -> dict[str, CodeMeaning]:
        """What each code stands for as a confirmed table says; see `sysmap.coding.code_table.meanings`."""
        return meanings(rows, self.found, self.coder.map, self.elements, name)

    def tried(self, said: Mapping[str, CodeMeaning]) -> CodedImport:
        """What would come of it; nothing is written.

        Raises
        ------
        Refused : the register would have errors that it does not have now.
        """
        done = coded_import(self.found, self.coder.register, self.coder.map, said, self.folder, self._cases)
        after = apply(self.coder.map, done.edit) if done.edit is not None else self.coder.map
        used = self.coder.workspace.load(self.coder.register_path).used
        uses = Uses([after if isinstance(one, Map) and one.id == after.id else one for one in used])
        before = {(p.code, p.at, p.message) for p in check_document(self.coder.register, uses)}
        wrong = [p for p in check_document(done.register, uses) if p.severity == "error" and (p.code, p.at, p.message) not in before]
        if wrong:
            raise Refused(wrong)
        return done

    def take(self, said: Mapping[str, CodeMeaning]) -> CodedImport:
        """Write its texts into the workspace, what is made for its codes into the map, and its passages into the register.

        Raises
        ------
        Refused : as `tried`, or where a text stands in the workspace with other words.
        """
        done = self.tried(said)
        for document, text in done.documents.items():
            target = self.coder.workspace.root / document
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() or target.read_bytes() != text.encode():
                write_whole(target, text.encode(), new=True)
        edit = done.edit
        after = apply(self.coder.map, edit) if edit is not None else self.coder.map
        if edit is not None:
            change_file(self.coder.map_reading, lambda now: apply(now, edit))
        if done.added or done.changed:
            change_file(self.coder.register_reading,
                        lambda now: coded_import(self.found, now, after, said, self.folder, self._cases).register)
        return done

    @property
    def table_path(self) -> Path:
        """Where the page keeps the confirmed table, which the next import begins with."""
        return self.coder.workspace.root / self.folder / "codes.csv"
