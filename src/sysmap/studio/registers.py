"""Evidence in the studio: the items on a map, an item while it is written, and what it does to scores before it is kept."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from sysmap.checks.item_draft import ItemDraft
from sysmap.contribution.claim_strength import grade_of
from sysmap.contribution.scoring import score_elements, scored_elements
from sysmap.core.evidence import Evidence, Item, Override
from sysmap.core.form_fields import form_records
from sysmap.core.problem import Problem, Refused
from sysmap.core.profile import VOCABULARIES
from sysmap.core.uses import Uses
from sysmap.formats.foreign.ids import slug_of
from sysmap.formats.plain import plain, record_from
from sysmap.formats.read import Reading
from sysmap.formats.registers import write_item, write_override
from sysmap.formats.starting import new_file
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

__all__ = ["Effect", "evidence_on", "keep_item", "keep_override", "try_item"]

_WAYS = {"statement": "Write what was said or seen, in your own words."}


class Standing(TypedDict):
    """How one element stands: its score or grade, why, and how many cases would change it, in a sentence."""

    score: str
    reasons: list[str]
    margin: str


class Effect(TypedDict):
    """What an item does to one element that it bears on; None where that element has no score and no grade."""

    id: str
    label: str
    before: Standing | None
    after: Standing | None


def evidence_on(project: Project) -> dict[str, Any]:
    """The items on a map by register, and what a form for an item offers to choose from."""
    readings = _registers(project)
    return {
        "registers": [{
            "file": _name(project, reading), "title": register.title, "faults": len(reading.problems),
            "items": [{"item": plain(item), "about": _about(project, item)} for item in register.items.values()],
            "overrides": {id_: plain(one) for id_, one in register.overrides.items()},
        } for reading, register in readings],
        "carried_from": project.carried_from.title if project.carried_from is not None else "",
        "offers": _offers(project),
    }


def _registers(project: Project) -> list[tuple[Reading, Evidence]]:
    files = project.context.files
    found = files.registers if files is not None else ()
    return [(one, one.document) for one in found if isinstance(one.document, Evidence)]


def _name(project: Project, reading: Reading) -> str:
    assert project.workspace is not None
    assert reading.path is not None
    return reading.path.absolute().relative_to(project.workspace.root.absolute()).as_posix()


def _about(project: Project, item: Item) -> list[dict[str, str]]:
    return [{"label": project.labels.get(one.element, one.element), "direction": one.direction, "strength": one.strength or ""}
            for one in item.bears_on]


def _offers(project: Project) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen for the fields of an item, by what these refer to; nothing where any text will do."""
    uses = Uses((project.map, *project.documents))
    wanted = {ref for fields in form_records(Item, Override).values() for field in fields for ref in field.get("ref", ())}
    found: dict[str, list[tuple[str, str]]] = {"elements": sorted(project.labels.items(), key=lambda one: one[1].casefold())}
    if not project.rubric_problems:
        rule = project.rule()[0]
        found["levels"] = [(level.label, level.label) for level in rule.rubric.levels.values()]
        found["scored"] = [(one.id, one.label) for one in scored_elements(project.map, rule, project.mechanisms)]
    for ref in sorted(wanted - set(found)):
        if ref in VOCABULARIES:
            found[ref] = [(word, word) for word in uses.words(ref, project.map.actors) or ()]
        else:
            held: Mapping[str, Any] = uses.collection(ref) or {}
            found[ref] = [(id_, str(getattr(one, "label", "") or getattr(one, "title", "") or id_)) for id_, one in held.items()]
    return found


@dataclasses.dataclass(frozen=True)
class _Asked:
    """An item that the page sends: of which register, instead of which item, and as what."""

    reading: Reading | None
    register: Evidence
    before: Item | None
    draft: ItemDraft


def _asked(project: Project, workspace: Workspace, asked: Mapping[str, Any]) -> _Asked:
    data = asked.get("item")
    if not isinstance(data, Mapping):
        raise Refused(Problem(code="D07", message="There is no item in this request.", hint="Send register and item."))
    reading, register = _register(project, str(asked.get("register") or ""))
    known = {key: value for key, value in data.items() if value not in (None, "", [])}
    before = record_from(Item, asked["before"]) if isinstance(asked.get("before"), Mapping) else None
    if before is None and not known.get("id"):
        known["id"] = _free_id(str(known.get("statement") or "item"), [item for one in project.registers for item in one.items])
    uses = Uses(workspace.load(reading.path).used) if reading is not None and reading.path is not None else Uses(
        (project.map, *project.documents))
    return _Asked(reading, register, before, ItemDraft(register, uses, known, before.id if before else None))


def _register(project: Project, name: str) -> tuple[Reading | None, Evidence]:
    """The register of that file among those of the map; one that is yet to be made where the map has none."""
    found = {_name(project, reading): (reading, register) for reading, register in _registers(project)}
    if not found and not name:
        return None, Evidence(id=_new_name(project), title=f"Evidence on {project.map.title}")
    if name not in found:
        raise Refused(Problem(code="F01", message=f"There is no register {name[:80]} on this map.",
                              hint=f"Choose one of {', '.join(found)}." if found else "Leave the register out to start one."))
    reading, register = found[name]
    if reading.problems:
        raise Refused(reading.problems)
    return reading, register


def _new_name(project: Project) -> str:
    return f"evidence-on-{project.map.id}"


def _free_id(statement: str, taken: Iterable[str]) -> str:
    """A short id of the first words of a statement."""
    words = re.findall(r"\w+", statement)[:5]
    wanted = slug_of(" ".join(words), "item")
    used = set(taken)
    return next(id_ for id_ in (wanted, *(f"{wanted}-{n}" for n in range(2, len(used) + 3))) if id_ not in used)


def try_item(project: Project, workspace: Workspace, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What an item would do if it were kept: what is wrong with it, and how each element it bears on stands before and after.

    Parameters
    ----------
    project, workspace : the map and where it lies.
    asked : register (its file), item (what is known of it), before (the item as it was, where it is changed).
    """
    one = _asked(project, workspace, asked)
    wrong = [{"message": problem.message, "hint": problem.hint} for problem in one.draft.problems()]
    if wrong or not one.draft.data.get("statement"):
        return {"problems": wrong, "effects": []}
    item = one.draft.finished(_WAYS)
    after = project.with_register(dataclasses.replace(one.register, items={**one.register.items, item.id: item}))
    touched = dict.fromkeys(bearing.element for held in (one.before, item) if held is not None for bearing in held.bears_on)
    return {"problems": [], "effects": [_effect(project, after, id_) for id_ in touched if id_ in project.labels]}


def _effect(before: Project, after: Project, id_: str) -> Effect:
    return {"id": id_, "label": before.labels[id_], "before": _standing(before, id_), "after": _standing(after, id_)}


def _standing(project: Project, id_: str) -> Standing | None:
    if id_ in project.map.links:
        grade, why, _ = grade_of([id_], project.evidence)
        return {"score": grade.replace("-", " "), "reasons": [why] if why else [], "margin": ""}
    if project.rubric_problems:
        return None
    rule, variant = project.rule()
    if id_ in project.map.claims and "claim" not in rule.kinds:
        rule, variant = project.claim_rule, None
    element = next((one for one in scored_elements(project.map, rule, project.mechanisms) if one.id == id_), None)
    if element is None:
        return None
    scored = score_elements([element], project.evidence, rule, None, variant)[0]
    margin = scored.standing.margin_text if scored.standing else ""
    return {"score": scored.proposal.score, "reasons": list(scored.proposal.reasons), "margin": margin}


def keep_item(project: Project, workspace: Workspace, asked: Mapping[str, Any]) -> dict[str, str]:
    """Write an item into its register, a new register where the map has none.

    Returns
    -------
    dict : `id` of the item, and the register's `file`.

    Raises
    ------
    Refused : something is wrong with the item, or somebody else changed it meanwhile.
    """
    one = _asked(project, workspace, asked)
    item = one.draft.finished(_WAYS)
    if wrong := list(one.draft.problems()):
        raise Refused(wrong)
    reading = one.reading or _started(project, workspace, one.register)
    write_item(reading, item, one.before)
    return {"id": item.id, "file": _name(project, reading)}


def _started(project: Project, workspace: Workspace, register: Evidence) -> Reading:
    assert project.path is not None
    path = new_file(workspace, "register", register.id, title=register.title, on=str(project.path))
    return Workspace(workspace.root).read(path)


def keep_override(project: Project, workspace: Workspace, asked: Mapping[str, Any]) -> dict[str, str]:
    """Set a score with its reason beside the proposed one, or take it back.

    Parameters
    ----------
    project, workspace : the map and where it lies.
    asked : element; override (None takes it back); before (what was set when it was opened).

    Raises
    ------
    Refused : a part is missing, or somebody else set it meanwhile.
    """
    element = str(asked.get("element") or "")
    readings = _registers(project)
    holder = next((one for one in readings if element in one[1].overrides), readings[0] if readings else None)
    if holder is None:
        register = _register(project, "")[1]
        reading = _started(project, workspace, register)
    else:
        reading = holder[0]
    before = record_from(Override, asked["before"]) if isinstance(asked.get("before"), Mapping) else None
    data = asked.get("override")
    override = None
    if isinstance(data, Mapping):
        given = {key: value for key, value in {**data, "id": element}.items() if value not in (None, "", [])}
        override = record_from(Override, given)
        levels = [level.label for level in project.rule()[0].rubric.levels.values()]
        if override.score not in levels:
            raise Refused(Problem(code="R05", message=f"“{override.score}” is no score of this rubric.",
                                  hint=f"Choose one of {', '.join(levels)}."))
    write_override(reading, element, override, before)
    return {"file": _name(project, reading)}
