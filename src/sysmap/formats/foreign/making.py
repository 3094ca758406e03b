"""From a draft to a map: ids, labels, signs, strengths, ends and groups decided once for all formats, each decision told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sysmap.core.elements import Actor, Factor, Layer, Link, Note, Position, View
from sysmap.core.evidence import Evidence
from sysmap.core.gc_pause import without_collecting
from sysmap.core.library import Sources
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.record import fields_of, is_slug
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.claims import registers_of
from sysmap.formats.foreign.columns import Columns, key_name
from sysmap.formats.foreign.content import MAX_ELEMENTS
from sysmap.formats.foreign.draft import Draft, DraftFactor
from sysmap.formats.foreign.grouping import containers, without_junctions
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.foreign.link_making import Choices, LinkMaker, own_keys
from sysmap.formats.foreign.loops import loops_of
from sysmap.formats.foreign.plain_text import is_markup, label_text, note_text
from sysmap.formats.foreign.report import ImportReport
from sysmap.formats.foreign.telling import tell
from sysmap.formats.foreign.values import add_note, kept_value
from sysmap.formats.plain import field_from

__all__ = ["SELF_LINKS", "Imported", "make"]

SELF_LINKS = "self-links"
"""Under `x` of a factor: its links to itself, which analyses and edits do not take."""

_OF_FACTOR = frozenset({"id", "label", "position", "x"})
_OF_LINK = frozenset({"id", "from_", "to", "x"})


@dataclass(frozen=True)
class Imported:
    """What came of a foreign file.

    Attributes
    ----------
    map : the map.
    report : what was kept, guessed and dropped.
    evidence, sources : where the file held coded claims, the register of them and the sources they come from.
    keys : the file's own name of each factor, and its id here.
    """

    map: Map
    report: ImportReport
    evidence: Evidence | None = None
    sources: Sources | None = None
    keys: Mapping[str, str] = field(default_factory=dict)


def make(draft: Draft, name: str, *, id: str | None = None, described: str = "", choices: Choices | None = None) -> Imported:
    """The map that a draft stands for, with the account of it.

    Parameters
    ----------
    draft : what the file held.
    name : the name of the file, for the account.
    id : of the map; made from its title if not given.
    described : what the file was recognised as, e.g. "a Kumu project".
    choices : what the user said about how to read it.

    Raises
    ------
    Refused : there is no factor in it, or more than a map can have.

    >>> from sysmap.formats.foreign.draft import DraftLink
    >>> small = Draft("x", factors=[DraftFactor("1", "Trust"), DraftFactor("2", "Waiting<br>times")],
    ...               links=[DraftLink("1", "2", sign="-")])
    >>> made = make(small, "x.txt")
    >>> list(made.map.links), made.map.factors["waiting-times"].label
    (['trust->waiting-times'], 'Waiting times')
    """
    with without_collecting():
        return _Maker(draft, name, choices or Choices()).made(id, described)


class _Maker:
    def __init__(self, draft: Draft, name: str, choices: Choices) -> None:
        self.draft = draft
        self.name = name
        self.choices = choices
        self.format = draft.format
        self.ids: dict[str, str] = {}
        self.factors: dict[str, Factor] = {}
        self.nameless: set[str] = set()
        self.base = _own_account(draft)

    def made(self, id_: str | None, described: str) -> Imported:
        draft = self.draft
        if len(draft.factors) + len(draft.links) + len(draft.claims) > MAX_ELEMENTS:
            self._refuse("F73", "The file holds more factors and links than a map can have.",
                         f"At most {MAX_ELEMENTS:,} are read; is it the right file?")
        self.containers = containers(draft)
        without_junctions(draft)
        if draft.ends_make_factors:
            self._ends_as_factors()
        if not draft.factors:
            self._refuse("F75", "The file holds no factor.", "Export it again from the tool it comes from; is it the right page?")
        layers, actors = self._layers(), self._actors()
        known = {name: frozenset(getattr(self.base, name)) for name in ("assumptions", "conditions", "rivals")}
        known |= {"layers": frozenset(layers), "actors": frozenset(actors)}
        self.factor_columns = Columns(Factor, _OF_FACTOR, None if draft.map_fields else known)
        link_columns = Columns(Link, _OF_LINK, None if draft.map_fields else known)
        self._name_factors()
        for one in draft.factors:
            factor = self._factor(one)
            self.factors[factor.id] = factor
        maker = self.maker = LinkMaker(draft, self.choices, self.ids, self.factors, self.base, link_columns)
        for end, loops in maker.self_links.items():
            factor = self.factors[end]
            self.factors[end] = replace(factor, x={**factor.x, SELF_LINKS: loops})
        title = label_text(draft.title)
        if draft.map_fields and label_text(self.base.title) == title:
            title = self.base.title
        title = title or self.base.title or self.name.rpartition(".")[0] or self.name
        made = replace(self.base, id=id_ or self.base.id or slug_of(title, "map"), title=title, layers=layers, actors=actors,
                       factors=self.factors, links=maker.links, x=self._map_x())
        if draft.note.strip():
            note = note_text(draft.note)
            if note and note not in [one.text for one in made.notes]:
                made = replace(made, notes=(*made.notes, Note(text=note)))
        made = replace(made, **self._views(made), scales=self._scales(made))
        made = loops_of(draft, made, self.ids, maker.keys)
        evidence, sources = registers_of(draft, made, self.ids)
        tell(draft, self.factors, maker, self.factor_columns, link_columns)
        counts = {"factor": len(made.factors), "link": len(made.links), "stored loop": len(made.loops),
                  "item": len(evidence.items) if evidence else 0, "source": len(sources.sources) if sources else 0}
        report = ImportReport(self.name, described or draft.format, counts, maker.reader.rows(), tuple(draft.remarks))
        return Imported(made, report, evidence, sources, dict(self.ids))

    def _refuse(self, code: str, message: str, hint: str) -> None:
        raise Refused(Problem(code=code, message=message, hint=hint, place=Place(self.name)))

    # factors

    def _ends_as_factors(self) -> None:
        there = {one.key for one in self.draft.factors}
        ends = [(one.from_, one.to) for one in self.draft.links] + [(one.from_, one.to) for one in self.draft.claims]
        for pair in ends:
            for end in pair:
                if end not in there and end.strip():
                    there.add(end)
                    self.draft.factors.append(DraftFactor(end, end))

    def _layers(self) -> dict[str, Layer]:
        """Layers of the file's own account, and those that a column named layer speaks of."""
        layers = dict(self.base.layers)
        if not layers:
            ids = FreeIds()
            labels: dict[str, str] = {}
            for one in self.draft.factors:
                title = next((title for title in one.fields if key_name(title) == "layer"), None)
                if title is None or not str(one.fields[title]).strip():
                    continue
                label = label_text(str(one.fields[title]))
                if label not in labels:
                    labels[label] = ids.take(label if is_slug(label) else slug_of(label, "layer"))
                    layers[labels[label]] = Layer(id=labels[label], label=label)
                one.fields[title] = labels[label]
        return layers

    def _actors(self) -> dict[str, Actor]:
        actors = dict(self.base.actors)
        if not actors:
            for one in self.draft.factors:
                title = next((title for title in one.fields if key_name(title) == "whose"), None)
                said = one.fields[title] if title is not None else ""
                names = said if isinstance(said, list | tuple) else str(said).split(";")
                found = []
                for name in filter(None, (label_text(str(name)) for name in names)):
                    id_ = name if is_slug(name) else slug_of(name, "actor")
                    actors.setdefault(id_, Actor(id=id_, label=name))
                    found.append(id_)
                if title is not None and found:
                    one.fields[title] = found
        return actors

    def _name_factors(self) -> None:
        """An id for each factor: the one it had, its key where that is an id, else its label's."""
        draft, known = self.draft, self.choices.known
        ids = FreeIds()
        by_key = {key: id_ for key, id_ in own_keys(draft, "factors").items() if is_slug(id_)}
        by_label: dict[str, list[str]] = {}
        if known is not None:
            ids = FreeIds(known.factors)
            for factor in known.factors.values():
                held = factor.x.get(self.format)
                if isinstance(held, Mapping) and "id" in held:
                    by_key[str(held["id"])] = factor.id
                for label in (factor.label, *factor.aliases):
                    by_label.setdefault(label.casefold(), []).append(factor.id)
        used: set[str] = set()
        nameless = 0
        seen: dict[str, int] = {}
        waiting: list[DraftFactor] = []
        for one in draft.factors:
            if one.key in self.ids:
                draft.say("kept", "key", "Two factors of the file have one key; links go to the first.", [one.key])
                one.key = f"{one.key}\x00{len(self.ids)}"
            marked = is_markup(one.label)
            label = label_text(one.label)
            if marked and label != one.label:
                one.raw = {**one.raw, "label": one.label}
            if not label:
                nameless += 1
                self.nameless.add(one.key)
                label = label_text(one.key) if draft.keys_are_ids else f"Unnamed {nameless}"
            one.label = label
            seen[label] = seen.get(label, 0) + 1
            id_ = by_key.get(one.key) or next((i for i in by_label.get(label.casefold(), ()) if i not in used), None)
            if id_ is not None and id_ not in used:
                used.add(id_)
                ids.taken.add(id_)
                self.ids[one.key] = id_
            else:
                self.ids[one.key] = ""
                waiting.append(one)
        for one in waiting:
            slug = one.key if draft.keys_are_ids and is_slug(one.key) else slug_of(one.label)
            self.ids[one.key] = ids.take(slug)
        if nameless and not draft.keys_are_ids:
            draft.say("guessed", "label", f"{count_text(nameless, 'factor')} without a label: named Unnamed and a number.")
        twice = [label for label, number in seen.items() if number > 1]
        if twice:
            draft.say("kept", "label", f"{count_text(len(twice), 'label')} stand on several factors; all of them stand, each "
                                       "with an id of its own." if len(twice) > 1 else
                      "One label stands on several factors; all of them stand, each with an id of its own.", twice)

    def _factor(self, one: DraftFactor) -> Factor:
        values, x = self.factor_columns.split(one.fields)
        container = self.containers.get(one.parent, "")
        group = label_text(one.group) if one.group else ""
        theme = group or container
        if theme and ("theme" not in values or (group and label_text(values["theme"]) != group)):
            values["theme"] = theme
        label = values.pop("label", one.label)
        if label_text(label) != one.label and (label_text(label) or one.key not in self.nameless):
            label = one.label
        if container and container != values.get("theme"):
            x["container"] = container
        if one.note:
            add_note(values, one.note)
        if one.position is not None:
            x_, y_ = float(one.position[0]), float(one.position[1])
            values["position"] = Position(x=x_, y=y_) if self.draft.map_fields else Position(x=round(x_, 2), y=round(y_, 2))
        if one.hidden:
            x["hidden"] = True
        held = dict(one.raw)
        if one.parent and one.parent in self.containers:
            held["parent"] = one.parent
        if not self.draft.keys_are_labels and one.key != self.ids[one.key] and "\x00" not in one.key:
            held = {"id": one.key, **held}
        if held:
            x[self.format] = held
        return Factor(id=self.ids[one.key], label=label, x=kept_value(x, own=bool(self.draft.map_fields)) if x else {}, **values)

    # the rest

    def _map_x(self) -> dict[str, Any]:
        held = dict(self.draft.raw)
        if self.draft.groups:
            held["groups"] = [{key: value for key, value in (
                ("id", group.key), ("label", group.label), ("parent", group.parent), ("raw", group.raw)) if value}
                for group in self.draft.groups]
        if self.maker.dangling:
            held["dangling"] = [{key: value for key, value in (
                ("from", one.from_), ("to", one.to), ("id", one.key), ("sign", one.sign), ("style", one.style),
                ("label", one.label), ("raw", one.raw)) if value not in (None, "", {})} for one in self.maker.dangling]
        x = dict(self.base.x)
        if held:
            x[self.format] = kept_value(held)
        return x

    def _views(self, made: Map) -> dict[str, Any]:
        if not self.draft.views:
            return {}
        ids = FreeIds(made.views)
        views = dict(made.views)
        for one in self.draft.views:
            id_ = ids.take(slug_of(one.label, "view"))
            places = {self.ids[key]: {"x": _tidy(x), "y": _tidy(y)} for key, (x, y) in one.positions.items()
                      if key in self.ids}
            views[id_] = View(id=id_, label=label_text(one.label) or id_, positions=places,
                              caption=note_text(one.note) or None)
        self.draft.say("kept", "page", f"{count_text(len(self.draft.views), 'further page')} of the file became saved views with "
                                       "places of their own.", [one.label for one in self.draft.views])
        return {"views": views}

    def _scales(self, made: Map) -> dict[str, str]:
        scales = {**self.draft.scales, **made.scales}
        if self.maker.outcome["scaled"] and self.choices.strengths:
            low, high = self.choices.strengths
            scales.setdefault("strength", f"By the size of the weight in the file: weak below {low:g}, medium below {high:g}, "
                                          "strong from there on.")
        if self.maker.outcome["delay"]:
            scales.setdefault("long delay", "Marked as delayed in the file, which does not say for how long.")
        return scales


def _tidy(number: float) -> float:
    rounded = round(number, 2)
    return int(rounded) if rounded.is_integer() else rounded


def _own_account(draft: Draft) -> Map:
    """The map without factors and links, as far as the file itself says (files that sysmap wrote do)."""
    base = Map(id="", title="")
    if not draft.map_fields:
        return base
    specs = {spec.key: spec for spec in fields_of(Map)}
    values: dict[str, Any] = {}
    bad = []
    for key, said in draft.map_fields.items():
        spec = specs.get(key)
        if key in ("factors", "links") or spec is None:
            continue
        if spec.shape.kind == "collection" and not spec.as_list and isinstance(said, list):
            said = {one["id"]: {name: value for name, value in one.items() if name != "id"} for one in said
                    if isinstance(one, Mapping) and "id" in one}
        try:
            values[spec.name] = field_from(Map, spec.name, said)
        except Refused:
            bad.append(key)
    if bad:
        draft.say("dropped", "account", "Parts of what sysmap had written into the file no longer fit.", bad)
    return replace(base, **values)
