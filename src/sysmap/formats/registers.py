"""Registers of evidence as files: opened by a name, changed item by item whatever somebody else changed meanwhile."""

from __future__ import annotations

import dataclasses

from sysmap.core.evidence import Evidence, Item, Override
from sysmap.core.problem import Problem, Refused
from sysmap.formats.plain import plain
from sysmap.formats.read import Reading
from sysmap.formats.save import change_file
from sysmap.formats.workspace import Workspace

__all__ = ["id_taken", "load_register", "write_item", "write_override"]


def load_register(name: str, workspace: Workspace) -> tuple[Reading, Evidence]:
    """The register of evidence meant by a path or a name, with the reading that edits of the file start from.

    Raises
    ------
    Refused : if there is no such file, it is no register, or it is not sound.
    """
    reading = workspace.read(workspace.find(name))
    if reading.document is None:
        raise Refused(reading.problems)
    if not isinstance(reading.document, Evidence):
        known = [p.stem for p in workspace.files() if "evidence" in p.parts]
        raise Refused(Problem(code="F18", message=f"{name} holds {reading.kind}, not a register of evidence.",
                              hint=f"Registers here: {', '.join(known[:12])}." if known else "Make one in toc/evidence/."))
    if reading.problems:
        raise Refused(reading.problems)
    return reading, reading.document


def id_taken(register: Evidence, id_: str) -> Problem:
    """What stands against a new item whose id another one has."""
    return Problem(code="D02", message=f"{register.id} has an item {id_} already.", hint="Choose another id.")


def write_item(reading: Reading, item: Item, before: Item | None = None) -> Reading:
    """Write an item into a register as it stands on the disk now.

    Parameters
    ----------
    reading : the register as it was read.
    item : the item as it is to be.
    before : the item as it was when somebody began to change it; a new item where not given.

    Raises
    ------
    Refused : a new item's id is taken, or the item was changed or taken out by somebody else meanwhile.
    """
    def change(now: Evidence) -> Evidence:
        if before is None and item.id in now.items:
            raise Refused(id_taken(now, item.id))
        if before is not None:
            _unchanged(f"The item {before.id}", plain(before), plain(now.items[before.id]) if before.id in now.items else None)
        return dataclasses.replace(now, items={**now.items, item.id: item})
    return change_file(reading, change)


def write_override(reading: Reading, element: str, override: Override | None, before: Override | None = None) -> Reading:
    """Write the score that somebody sets, or take it back, in a register as it stands on the disk now.

    Parameters
    ----------
    reading : the register as it was read.
    element : what is scored.
    override : the score with its reason; None takes it back.
    before : the score that was set when somebody began to change it.

    Raises
    ------
    Refused : somebody else set or took back the score meanwhile.
    """
    def change(now: Evidence) -> Evidence:
        held = now.overrides.get(element)
        _unchanged(f"The score set for {element}", plain(before) if before else None, plain(held) if held else None)
        others = {id_: one for id_, one in now.overrides.items() if id_ != element or override is not None}
        return dataclasses.replace(now, overrides=others if override is None else {**others, element: override})
    return change_file(reading, change)


def _unchanged(what: str, before: object, now: object) -> None:
    if before != now:
        raise Refused(Problem(code="F34", message=f"{what} was changed by somebody else meanwhile; nothing was written.",
                              hint="Look at it as it is now, and make the change there."))
