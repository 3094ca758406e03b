"""What each code of another tool means here: a table that is written at the first import, confirmed by a person, and read at the next."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sysmap.coding.suggestions import code_suggestions
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map, link_id
from sysmap.core.near_duplicates import key_of
from sysmap.core.problem import Place, Problem, Refused, one_of
from sysmap.core.words import Direction
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.foreign.refi_project import RefiProject
from sysmap.formats.plain import record_from

__all__ = ["HEADS", "CodeMeaning", "CodeRow", "code_rows", "code_table", "meanings", "parse_code_table", "read_code_table"]

HEADS = ("code", "passages", "means", "direction", "maybe", "guid")
_DIRECTIONS: tuple[Direction, ...] = ("supports", "contradicts", "alternative", "neutral", "context")
_ARROW = re.compile(r"\s*(?:->|→|=>|–>|\bleads to\b|\bcauses\b|\bincreases\b|\bimproves\b|\breduces\b|\bdecreases\b)\s*")
_NEW = "new:"


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """What a code stands for: an element of the map, or factors and a link that are made for it."""

    element: str
    direction: Direction
    factors: tuple[Factor, ...] = ()
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row of the table of codes: a code, how many passages have it, and what it means here.

    Attributes
    ----------
    code : its name, behind the names of those above it.
    passages : how many passages are coded with it.
    means : the element, or cause -> effect, or `new: Label`; empty leaves the code out.
    direction : how a passage with this code bears on it.
    maybe : ids of elements that like words suggest.
    guid : the id of the code in the other tool.
    """

    code: str
    passages: int
    means: str
    direction: str
    maybe: tuple[str, ...]
    guid: str


def code_rows(project: RefiProject, map_: Map, kept: Mapping[str, Mapping[str, str]] | None = None, x_key: str = "qdpx") -> list[CodeRow]:
    """The table to confirm: one row a code, with what it most likely means.

    `means` is filled only where the names say it: the same label or id, or two of them with an arrow between. `maybe` holds
    what like words suggest, for a person to take over. An empty `means` leaves the code out.

    Parameters
    ----------
    project : the codes, and how often each was used.
    map_ : the map whose elements they may stand for.
    kept : rows that a person confirmed before, by the id of their code (`parse_code_table`); they stay as they are.
    x_key : under which key of `x` the map keeps the ids of codes that it was imported from.
    """
    used = Counter(one.code for text in project.texts for one in text.selections)
    known = _known(map_, x_key)
    rows = []
    for code in project.codes.values():
        if not code.codable and not used[code.id]:
            continue
        said = (kept or {}).get(code.id)
        means = said.get("means", "") if said is not None else known.get(code.id) or _named(code.name, known, map_)
        likely = [] if means else code_suggestions(" ".join((*code.path[-2:], code.description)), map_, most=2)
        direction = (said or {}).get("direction") or "supports"
        rows.append(CodeRow(" / ".join(code.path), used[code.id], means, direction, tuple(one.element for one in likely), code.id))
    return rows


def code_table(rows: Iterable[CodeRow]) -> bytes:
    """The table as a CSV file that a spreadsheet opens."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(tuple(_inert(cell) for cell in (one.code, one.passages, one.means, one.direction, "; ".join(one.maybe), one.guid))
                     for one in rows)
    return out.getvalue().encode("utf-8-sig")


def read_code_table(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a confirmed table by the id of their code, each with its line under `line`.

    Raises
    ------
    Refused : there is no such file, or it has no columns guid and means.
    """
    from sysmap.formats.foreign.content import open_content

    return parse_code_table(open_content(path).text, str(path))


def parse_code_table(text: str, name: str) -> dict[str, dict[str, str]]:
    """The rows of a confirmed table, from its text; `name` is the file's, for what is wrong with it.

    Raises
    ------
    Refused : it has no columns guid and means.
    """
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    heads = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if not {"guid", "means"} <= set(heads):
        raise Refused(Problem(code="F53", message="The table of codes has no columns guid and means.",
                              hint="Delete it and import again; a new one is written.", place=Place(name, 1)))
    out = {}
    for row in reader:
        cells = {head: (cell or "").strip().removeprefix("'") for head, cell in zip(heads, row.values(), strict=False) if isinstance(cell, str)}
        if cells.get("guid"):
            out[cells["guid"].lower()] = {**cells, "line": str(reader.line_num)}
    return out


def meanings(rows: Mapping[str, Mapping[str, str]], project: RefiProject, map_: Map, elements: Mapping[str, str],
             name: str) -> dict[str, CodeMeaning]:
    """What each code stands for, as a confirmed table says; codes with an empty `means` are not in it.

    `means` is the id or label of an element, two of them with `->` between for a link (made where the map has none), or
    `new: Label` for a factor that is made.

    Parameters
    ----------
    rows : the table, by the id of each code (`parse_code_table`).
    project : the codes.
    map_ : the map that they stand for.
    elements : labels of all that a passage can bear on, by id.
    name : of the table, for what is wrong with it.

    Raises
    ------
    Refused : with every row that cannot be understood.
    """
    named = Counter(factor.label.casefold() for factor in map_.factors.values())
    named.update({label.casefold() for label in elements.values()} - set(named))
    by_label = {elements.get(id_, "").casefold(): id_ for id_ in (*reversed([*elements]), *map_.factors)}
    ids = {**{label: id_ for label, id_ in by_label.items() if named[label] == 1}, **{id_: id_ for id_ in elements}}
    taken = FreeIds(ids)
    wrong: list[Problem] = []
    made: dict[str, Factor] = {}
    out: dict[str, CodeMeaning] = {}

    def element(text: str) -> tuple[str, Factor | None]:
        if text.lower().startswith(_NEW):
            label = " ".join(text[len(_NEW):].split())
            if not re.search(r"\w", label):
                raise Refused(Problem(code="F54", message="The new factor has no label.", hint="Write new: and its label."))
            if label.casefold() not in made and label.casefold() not in ids:
                made[label.casefold()] = record_from(Factor, {"id": taken.take(slug_of(label)), "label": label})
            factor = made.get(label.casefold())
            return (factor.id, factor) if factor else (ids[label.casefold()], None)
        found = ids.get(text) or ids.get(text.casefold())
        if found is None and text.casefold() in named:
            raise Refused(Problem(code="F54", message=f"The map has several elements called {text[:80]}.",
                                  hint="Write the id of the one that is meant."))
        if found is None:
            raise Refused(Problem(code="F54", message=f"The map has no element {text[:80]}.",
                                  hint=f"{one_of(text[:80], list(ids), 12)} For a new factor write new: and its label."))
        return found, None

    for guid, row in rows.items():
        code = project.codes.get(guid)
        means = row.get("means", "")
        if code is None or not means:
            continue
        place = Place(name, int(row["line"]))
        direction = row.get("direction") or "supports"
        try:
            if direction not in _DIRECTIONS:
                raise Refused(Problem(code="F54", message=f"{direction[:40]} is no direction.", hint=one_of(direction, _DIRECTIONS)))
            if means in ids or means.casefold() in ids or "->" not in means:
                id_, factor = element(means)
                out[guid] = CodeMeaning(id_, direction, (factor,) if factor else ())
            else:
                out[guid] = _link_meaning(map_, [element(part.strip()) for part in means.split("->")], direction)
        except Refused as refused:
            wrong += [one.placed(place) for one in refused.problems]
    if wrong:
        raise Refused(wrong)
    return out


def _link_meaning(map_: Map, ends: list[tuple[str, Factor | None]], direction: Direction) -> CodeMeaning:
    if len(ends) != 2 or any(id_ not in map_.factors and factor is None for id_, factor in ends):
        raise Refused(Problem(code="F54", message="A link has one factor at each end.", hint="Write cause -> effect."))
    start, end = ends[0][0], ends[1][0]
    known = next((one for one in map_.links.values() if (one.from_, one.to) == (start, end)), None)
    if known is not None:
        return CodeMeaning(known.id, direction)
    link = Link(id=link_id(start, end), from_=start, to=end, basis="stated")
    return CodeMeaning(link.id, direction, tuple(factor for _, factor in ends if factor is not None), link)


def _known(map_: Map, x_key: str) -> dict[str, str]:
    """Elements by the ids of codes that they were imported from, by their ids, and by their names."""
    out: dict[str, str] = {}
    for place in (map_.factors, map_.assumptions, map_.claims, map_.links):
        for id_, one in place.items():
            out[id_.casefold()] = id_
            for key in (x_key, "qdc"):
                held = one.x.get(key)
                if isinstance(held, Mapping) and held.get("id"):
                    out[str(held["id"]).lower()] = id_
    for factor in map_.factors.values():
        for label in (factor.label, *factor.aliases):
            out.setdefault(label.casefold(), factor.id)
    return out


def _named(name: str, known: Mapping[str, str], map_: Map) -> str:
    """The element that a name says, or two of them with an arrow; empty where it says none."""
    found = known.get(name.casefold())
    if found:
        return found
    parts = _ARROW.split(name)
    if len(parts) == 2:
        ends = [_factor_like(part, known, map_) for part in parts]
        if all(ends):
            return " -> ".join(ends)
    return _factor_like(name, known, map_)


def _factor_like(name: str, known: Mapping[str, str], map_: Map) -> str:
    text = name.strip(" “”\"'")
    found = known.get(text.casefold(), "")
    if found in map_.factors:
        return found
    same = [factor.id for factor in map_.factors.values() if key_of(factor.label) == key_of(text)]
    return same[0] if len(same) == 1 else ""


def _inert(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell
