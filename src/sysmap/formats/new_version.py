"""A new version of a theory: a copy under a new id, with its comments, to which the evidence is carried.

Published scores were given to the earlier version: in the copy they stand under `earlier`, so that nothing that was said of one
version poses as a finding on the next. Statuses stay; they are the last thing known. The change log begins anew.
"""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sysmap.core.elements import Version
from sysmap.core.evidence import Evidence
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import SLUG_RULE, is_slug
from sysmap.core.rounds import state_of
from sysmap.formats.save import change_file, revised, write_whole
from sysmap.formats.surroundings import registers_on
from sysmap.formats.workspace import Workspace

__all__ = ["NewVersion", "copied_version", "new_version"]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What was made: the file, the version it replaces, the registers that now name it, elements whose score was put back."""

    path: Path
    map: Map
    supersedes: Map
    registers: tuple[Path, ...]
    scores: tuple[str, ...]


def copied_version(old: Map, id_: str, name: str, date: str | None = None) -> Map:
    """A map as the next version of another one begins.

    >>> from sysmap.core.elements import Factor, Score
    >>> old = Map(id="m", title="M", factors={"a": Factor(id="a", label="A", score=Score(label="Achieved", round="pilot"))})
    >>> new = copied_version(old, "m-2", "2")
    >>> new.version.supersedes, new.factors["a"].score, new.factors["a"].earlier[0].score.label
    ('m', None, 'Achieved')
    """
    changed: dict[str, Any] = {}
    for collection in ("factors", "claims"):
        held: Mapping[str, Any] = getattr(old, collection)
        changed[collection] = {key: dataclasses.replace(one, score=None, earlier=(*one.earlier, state_of(one, old.id)))
                               if one.score is not None else one for key, one in held.items()}
    return dataclasses.replace(old, id=id_, version=Version(name=name, supersedes=old.id, date=date, status="draft"), changes={}, **changed)


def new_version(workspace: Workspace, of: str, id_: str, *, name: str = "", date: str | None = None, output: Path | None = None,
                registers: bool = True) -> NewVersion:
    """Start the next version of a theory, map or process, and let the registers of the old one name it too.

    Parameters
    ----------
    workspace : where.
    of : the version that it replaces, by path or name.
    id_ : the new id, and the file's name.
    name : the version's name; its id where not given.
    date : when it was made.
    output : another place for the file than next to the old one.
    registers : whether registers of evidence that name the old version are changed to name the new one too.

    Raises
    ------
    Refused : the old file has faults or holds no map; the id is none or is taken; a file cannot be written. Then nothing is changed.
    """
    reading = workspace.read(workspace.find(of))
    old = reading.document
    if not isinstance(old, Map):
        raise Refused(reading.problems or [Problem(code="F18", message=f"{of} holds {reading.kind}, not a theory, map or process.",
                                                   hint="Name the version that the new one replaces.")])
    if reading.problems:
        raise Refused(reading.problems)
    assert reading.path is not None
    if not is_slug(id_):
        raise Refused(Problem(code="S05", message=f"“{id_}” cannot be an id.", hint=f"An id is {SLUG_RULE}."))
    taken = {one.id: path for path in workspace.maps() if isinstance(one := workspace.read(path).document, Map)}
    if id_ in taken:
        raise Refused(Problem(code="D02", message=f"{workspace.name_of(taken[id_])} has the id {id_} already.",
                              hint=f"Choose another one, e.g. {_next_id(id_, taken)}."))
    path = output or reading.path.with_name(f"{id_}.yaml")
    document = copied_version(old, id_, name or id_, date)
    if output is not None:
        here, there = reading.path.parent, Path(os.path.abspath(path)).parent
        document = dataclasses.replace(document, uses=tuple(_relative(here / used, there) for used in old.uses))
    text = revised(reading, document).text
    found = [one for one in registers_on(workspace, reading.path) if registers]
    faulty = [problem for one in found for problem in one.problems]
    if faulty:
        raise Refused([*faulty, Problem(code="F32", message="A register that names the old version has faults, so it cannot be changed.",
                                        hint="Mend it, or leave the registers as they are (--keep-registers).")])
    write_whole(path, text.encode(), new=True)
    changed = []
    for register in found:
        assert register.path is not None
        used = _relative(path, register.path.parent)
        change_file(register, functools.partial(_naming, used))
        changed.append(register.path)
    scored = tuple(key for held in (old.factors, old.claims) for key, one in held.items() if one.score is not None)
    return NewVersion(path, document, old, tuple(changed), scored)


def _naming(used: str, register: Evidence) -> Evidence:
    return register if used in register.uses else dataclasses.replace(register, uses=(used, *register.uses))


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(os.path.abspath(path), os.path.abspath(folder))).as_posix()


def _next_id(id_: str, taken: Mapping[str, Path]) -> str:
    number = 2
    while f"{id_}-{number}" in taken:
        number += 1
    return f"{id_}-{number}"
