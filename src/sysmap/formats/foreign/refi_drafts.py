"""Codes of the REFI-QDA standard as factors of a draft, and back."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.refi_project import RefiProject
from sysmap.formats.foreign.refi_writing import WrittenCode, guid_for

__all__ = ["code_ids", "draft_of_codes", "written_codes"]


def draft_of_codes(project: RefiProject, format_: str, title: str) -> Draft:
    """The draft of a project's codes and of the links between them.

    A code that only holds others is no factor but their theme. A code above others that is used itself is both.
    """
    draft = Draft(format_, title=project.name or title)
    draft.remarks += project.remarks
    for code in project.codes.values():
        if code.codable:
            draft.factors.append(DraftFactor(code.id, code.name, group=" / ".join(code.path[:-1]), note=code.description,
                                             position=project.places.get(code.id)))
    factors = {one.key for one in draft.factors}
    for link in project.links:
        if link.from_ in factors and link.to in factors:
            one = DraftLink(link.from_, link.to, sign=link.name or None)
            one.direction = "none" if link.direction == "Associative" else "mutual" if link.direction == "Bidirectional" else "directed"
            draft.links.append(one)
    return draft


def code_ids(draft: Draft) -> dict[str, str]:
    """The id that each factor has as a code, by its key."""
    return {one.key: guid_for(draft.title, "code", one.key) for one in draft.factors}


def written_codes(draft: Draft) -> Iterator[WrittenCode]:
    """The factors of a draft as codes."""
    ids = code_ids(draft)
    groups = {group.key: group.label or group.key for group in draft.groups}
    for one in draft.factors:
        yield WrittenCode(ids[one.key], one.label, one.note, one.group or groups.get(one.parent, ""))
