"""From a spreadsheet of factors and links to a map."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import fields_of
from sysmap.core.values import record_problems
from sysmap.formats.plain import record_from
from sysmap.notebook.study import Study
from sysmap.project import Project

__all__ = ["from_frames"]

_SIGNS = {"+": "positive", "-": "negative", "−": "negative", "±": "mixed", "+/-": "mixed", "?": "unknown"}


def from_frames(factors: pd.DataFrame, links: pd.DataFrame, *, id: str, title: str, kind: str = "map",
                **more: Any) -> Study:
    """A map from two tables, as one gets them from a spreadsheet.

    Parameters
    ----------
    factors : a row a factor. `label` is needed; `id` is made from the label where it is missing; any other column named
        after a key of a factor (theme, control, importance, …) is taken; several words in a cell are split at `;`.
    links : a row a link. `from` and `to` hold ids or labels of factors; `polarity` a word or one of ``+ - ± ?``; other
        columns as above.
    id, title, kind : of the map. `more`: other keys of a map, such as ``question``.

    Returns
    -------
    Study : not yet saved; see `Study.save` and `Study.page`.

    Raises
    ------
    Refused : every fault at once, each with its row: unknown factor or column, a word that a key does not take.

    >>> import pandas as pd
    >>> made = from_frames(pd.DataFrame({"label": ["Fares", "Riders"]}),
    ...                    pd.DataFrame({"from": ["Fares"], "to": ["Riders"], "polarity": ["-"]}), id="buses", title="Buses")
    >>> list(made.map.links), made.map.links["fares->riders"].polarity
    (['fares->riders'], 'negative')
    """
    problems: list[Problem] = []
    made: dict[str, Any] = {}
    by_name: dict[str, str] = {}
    for at, row in _rows(factors, Factor, "factors", problems):
        label = str(row.get("label", row.get("id", "")))
        row["id"] = str(row.get("id") or _slug(label, made))
        row["label"] = label
        if row["id"] in made:
            problems.append(_fault("E01", at, f"The id {row['id']} stands twice.", "Give one of them another id."))
            continue
        record = _record(Factor, row, at, problems)
        if record is not None:
            made[record.id] = record
            by_name |= {record.id.casefold(): record.id, label.casefold(): record.id}
    joined: dict[str, Any] = {}
    for at, row in _rows(links, Link, "links", problems):
        missing = False
        for end in ("from", "to"):
            said = str(row.get(end, "")).strip()
            row[end] = by_name.get(said.casefold(), said)
            if row[end] not in made:
                missing = True
                problems.append(_fault("E02", at, f"There is no factor “{said}” to be the {end} of this link.",
                                       one_of(said, [f.label for f in made.values()])))
        row["polarity"] = _SIGNS.get(str(row.get("polarity", "?")).strip(), row.get("polarity", "unknown"))
        if missing:
            continue
        row["id"] = str(row.get("id") or link_id(row["from"], row["to"]))
        row["id"] = row["id"] if row["id"] not in joined else f"{_slug(row['from'] + ' ' + row['to'], joined)}"
        record = _record(Link, row, at, problems)
        if record is not None:
            joined[record.id] = record
    map_ = Map(id=id, title=title, kind=kind, factors=made, links=joined, **more)  # type: ignore[arg-type]
    problems = problems or list(record_problems(map_))
    if problems:
        raise Refused(problems)
    return Study(Project.of(map_))


def _rows(frame: pd.DataFrame, cls: type, sheet: str, problems: list[Problem]) -> list[tuple[str, dict[str, Any]]]:
    specs = {spec.key: spec for spec in fields_of(cls)}
    named = {str(column): str(column).strip().lower().replace(" ", "_") for column in frame.columns}
    unknown = [str(column) for column, key in named.items() if key not in specs]
    problems += [_fault("S01", f"{sheet}, heading", f"There is no column “{one}” for {sheet}.",
                        f"{one_of(one, specs, most=40)} Drop it or rename it.") for one in unknown]
    rows = []
    for at, values in enumerate(frame.to_dict("records"), start=2):
        row: dict[str, Any] = {}
        for column, value in values.items():
            spec = specs.get(named[str(column)])
            if spec is None or value is None or (not isinstance(value, str) and pd.isna(value)) or value == "":
                continue
            if spec.shape.kind in ("texts", "choices"):
                row[spec.key] = [part.strip() for part in str(value).split(";") if part.strip()]
            elif spec.shape.kind == "whole" and isinstance(value, float) and value.is_integer():
                row[spec.key] = int(value)
            else:
                row[spec.key] = value.item() if hasattr(value, "item") else value
        rows.append((f"{sheet}, row {at}", row))
    return rows


def _record(cls: type, row: dict[str, Any], at: str, problems: list[Problem]) -> Any:
    try:
        return record_from(cls, row, at)
    except Refused as refused:
        problems += [_fault(one.code, at, one.message, one.hint) for one in refused.problems]
        return None


def _slug(text: str, taken: Any) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))[:48].strip("-") or "factor"
    slug = slug if slug[0].isalpha() else f"f-{slug}"
    number = 2
    found = slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def _fault(code: str, at: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=f"{at}: {message}", hint=hint)
