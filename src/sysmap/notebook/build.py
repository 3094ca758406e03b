"""From a spreadsheet of factors and links to a map."""

from __future__ import annotations

import difflib
from typing import Any

import pandas as pd

from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Problem, Refused, nearest, one_of
from sysmap.core.record import fields_of
from sysmap.core.values import record_problems
from sysmap.formats.foreign.heads import LINK_ROLES
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.foreign.signs import SignTable, number_of
from sysmap.formats.foreign.values import kept_value
from sysmap.formats.plain import record_from
from sysmap.notebook.study import Study
from sysmap.project import Project

__all__ = ["from_frames"]

_ENDS = {head: end for end in ("from", "to") for head in LINK_ROLES[end].split("|")}
_SIGN_HEADS = frozenset(("polarity", "sign"))


def from_frames(factors: pd.DataFrame | None = None, links: pd.DataFrame | None = None, *, id: str, title: str,
                kind: str = "map", **more: Any) -> Study:
    """A map from two tables, as one gets them from a spreadsheet.

    Parameters
    ----------
    factors : a row a factor. `label` is needed; `id` is made from the label where it is missing; any other column named
        after a key of a factor (theme, control, importance, …) is taken, `x` and `y` are its place; several words in a cell are
        split at `;`. Without this table the ends of the links are the factors.
    links : a row a link. `from` and `to` (or source and target, cause and effect) hold ids or labels of factors; `polarity` (or
        sign) a word such as positive, opposite, increases, +ve, s, -1 or ``?``; other columns as above. An end that no row
        declares is a factor of its own, unless it is nearly written like one that is declared. Any other column of either
        table stays under `x`, by its head.
    id, title, kind : of the map.
    **more : other keys of a map, such as ``question``.

    Returns
    -------
    Study : not yet saved; see `Study.save` and `Study.page`.

    Raises
    ------
    Refused : every fault at once, each with its row: a misspelt factor or column, a word that a key does not take.

    >>> import pandas as pd
    >>> made = from_frames(pd.DataFrame({"label": ["Fares", "Riders"]}),
    ...                    pd.DataFrame({"source": ["Fares"], "target": ["Riders"], "sign": ["opposite"], "Workshop": [2]}),
    ...                    id="buses", title="Buses")
    >>> made.map.links["fares->riders"].polarity, made.map.links["fares->riders"].x
    ('negative', {'Workshop': 2})
    """
    problems: list[Problem] = []
    made: dict[str, Any] = {}
    by_name: dict[str, str] = {}
    ids = FreeIds()
    declared: list[str] = []
    for at, row in _rows(factors, Factor, "factors", problems):
        label = str(row.get("label", row.get("id", "")))
        declared.append(label)
        if row.get("id") in made:
            problems.append(_fault("E01", at, f"The id {row['id']} stands twice.", "Give one of them another id."))
            continue
        row["id"] = str(row["id"]) if row.get("id") else ids.take(slug_of(label))
        ids.taken.add(row["id"])
        row["label"] = label
        record = _record(Factor, row, at, problems)
        if record is not None:
            made[record.id] = record
            by_name |= {record.id.casefold(): record.id, label.casefold(): record.id}
    joined: dict[str, Any] = {}
    link_ids = FreeIds()
    table = SignTable()
    for at, row in _rows(links, Link, "links", problems):
        missing = False
        for end in ("from", "to"):
            said = str(row.get(end, "")).strip()
            found = by_name.get(said.casefold())
            if found is None and said and not nearest(said, declared):
                found = ids.take(slug_of(said))
                made[found] = Factor(id=found, label=said)
                by_name[said.casefold()] = found
            row[end] = found or said
            if found is None:
                missing = True
                problems.append(_fault("E02", at, f"There is no factor “{said}” to be the {end} of this link.",
                                       one_of(said, declared)))
        reading = table.read(row.get("polarity"))
        if reading.how == "none" and str(row.get("polarity", "")).strip():
            problems.append(_fault("S03", at, f"“{row['polarity']}” does not say which way a link works.",
                                   "Write positive, negative, mixed or unknown, or + - ± ?"))
        row["polarity"] = reading.polarity
        if missing:
            continue
        wanted = str(row.get("id") or link_id(row["from"], row["to"]))
        row["id"] = link_ids.take(wanted) if wanted not in joined else link_ids.take(slug_of(f"{row['from']} {row['to']}", "link"))
        record = _record(Link, row, at, problems)
        if record is not None:
            joined[record.id] = record
    map_ = Map(id=id, title=title, kind=kind, factors=made, links=joined, **more)  # type: ignore[arg-type]
    problems = problems or list(record_problems(map_))
    if problems:
        raise Refused(problems)
    return Study(Project.of(map_))


def _rows(frame: pd.DataFrame | None, cls: type, sheet: str, problems: list[Problem]) -> list[tuple[str, dict[str, Any]]]:
    if frame is None:
        return []
    specs = {spec.key: spec for spec in fields_of(cls) if spec.key not in ("x", "position")}
    named = {str(column): str(column).strip().lower().replace(" ", "_") for column in frame.columns}
    if cls is Link:
        for column, key in list(named.items()):
            meant = _ENDS.get(key.replace("_", " ")) or ("polarity" if key in _SIGN_HEADS else None)
            if meant is not None and meant not in named.values():
                named[column] = meant
    for column, key in named.items():
        near = [] if key in specs else difflib.get_close_matches(key, specs, n=1, cutoff=0.85)
        if near:
            problems.append(_fault("S01", f"{sheet}, heading", f"There is no column “{column}” for {sheet}.",
                                   f"Did you mean {near[0]}? Columns of your own need a head that is less like one of ours."))
    rows = []
    for at, values in enumerate(frame.to_dict("records"), start=2):
        row: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for head, value in values.items():
            column = str(head)
            spec = specs.get(named[column])
            if value is None or (not isinstance(value, str) and pd.api.types.is_scalar(value) and pd.isna(value)) or value == "":
                continue
            if spec is None:
                own[column] = value
            elif spec.shape.kind in ("texts", "choices"):
                row[spec.key] = [part.strip() for part in str(value).split(";") if part.strip()]
            elif spec.shape.kind == "whole" and isinstance(value, float) and value.is_integer():
                row[spec.key] = int(value)
            else:
                row[spec.key] = value.item() if hasattr(value, "item") else value
        if cls is Factor and (place := _place(own)):
            row["position"] = place
        if own:
            row["x"] = kept_value(own)
        rows.append((f"{sheet}, row {at}", row))
    return rows


def _place(own: dict[str, Any]) -> dict[str, float]:
    """The place that two columns x and y give; they are taken out."""
    heads = {head.strip().lower(): head for head in own}
    x, y = (number_of(own.get(heads.get(axis, ""))) for axis in ("x", "y"))
    if x is None or y is None:
        return {}
    del own[heads["x"]], own[heads["y"]]
    return {"x": x, "y": y}


def _record(cls: type, row: dict[str, Any], at: str, problems: list[Problem]) -> Any:
    try:
        return record_from(cls, row, at)
    except Refused as refused:
        problems += [_fault(one.code, at, one.message, one.hint) for one in refused.problems]
        return None


def _fault(code: str, at: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=f"{at}: {message}", hint=hint)
