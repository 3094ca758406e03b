"""Nodes to records, led by what each field says of itself; every fault is noted, the sound rest is kept."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from sysmap.core.characters import CONTROL
from sysmap.core.elements import Link
from sysmap.core.map import link_id
from sysmap.core.problem import one_of
from sysmap.core.record import SLUG_RULE, FieldSpec, Shape, fields_of, is_slug, shorthand_of
from sysmap.core.values import number_problem, quoted, text_problem, value_problems
from sysmap.formats.faults import Faults
from sysmap.formats.nodes import MAPPING, NULLS, SCALAR, SEQUENCE, Node, plain_value

__all__ = ["UNSET", "Builder", "converter", "element_id"]

UNSET: Any = object()
"""A value that is absent, or so wrong that it is left out of the sound part."""

_SIGNS = {"+": "positive", "-": "negative", "?": "unknown"}


class Builder:
    """Builds records of one file, noting faults by position.

    Parameters
    ----------
    faults : where they are noted.
    trusted : the values were let in before (a log holds them) and stand, whatever the rules for new ones are now.
    """

    def __init__(self, faults: Faults, *, trusted: bool = False) -> None:
        self._faults = faults
        self._trusted = trusted

    def record(self, cls: type, node: Node, id_: str | None = None) -> Any:
        """A record from a mapping (or from a bare text where that is allowed); `UNSET` if nothing sound is left."""
        table = _table(cls)
        values: dict[str, Any] = {} if id_ is None else {"id": id_}
        unsound: list[str] = []
        if node.kind != MAPPING:
            short = shorthand_of(cls)
            if short is None or node.kind != SCALAR or node.is_null:
                if not (id_ is not None and node.is_null):
                    self._wrong(node, f"{_article(cls)} is written as keys and values",
                                f"Write {{{', '.join(_required(cls, id_))}: …}}.")
                    return UNSET
            else:
                values[short.name] = self.text(node, short)
        else:
            for key_node, value_node in node.value:
                found = table.get(key_node.value)
                if found is None or (id_ is not None and key_node.value == "id"):
                    self.unknown_key(cls, key_node, id_)
                    continue
                spec, convert = found
                if value_node.kind == SCALAR and not value_node.style and value_node.value in NULLS:
                    continue
                value = convert(self, value_node, spec)
                if value is UNSET:
                    unsound.append(spec.name)
                else:
                    values[spec.name] = value
        if cls is Link and "id" not in values and "from_" in values and "to" in values:
            values["id"] = link_id(values["from_"], values["to"])
        missing = [(name, key) for name, key in _needed(cls) if values.get(name) in (None, "")]
        for name, key in missing:
            if name not in unsound:  # what is wrong with it has been said
                self._faults.add("S04", node.start, f"{_subject(cls, id_)} has no {key}.", f"Add {key}: …")
        return UNSET if missing else cls(**values)

    def check_id(self, node: Node, text: str) -> bool:
        """Whether an id follows the rule; if not, a fault is noted (and the id is used all the same)."""
        if is_slug(text):
            return True
        self._faults.add("S05", node.start, f"{quoted(text)} cannot be an id.", f"An id has {SLUG_RULE}.")
        return False

    def unknown_key(self, cls: type, key: Node, id_: str | None) -> None:
        """Note a key that a record does not have, with what was probably meant."""
        if self._faults.full():
            return
        known = [spec.key for spec in fields_of(cls) if not (id_ is not None and spec.key == "id")]
        hint = one_of(key.value[:80], known, most=40)
        if "x" in known:
            hint += " Keys of your own go under x:."
        self._faults.add("S01", key.start, f"{_article(cls)} has no key {quoted(key.value)}.", hint)

    def _wrong(self, node: Node, message: str, hint: str) -> None:
        self._faults.add("S02", node.start, message + ".", hint)

    def text(self, node: Node, spec: FieldSpec) -> Any:
        if node.kind != SCALAR:
            self._wrong(node, f"{spec.key} is a text, but a {_kind(node)} stands here", "Write one text.")
            return UNSET
        if spec.slug:
            self.check_id(node, node.value)
        elif not self._trusted:
            return self._visible(node, spec)
        return node.value

    def _visible(self, node: Node, spec: FieldSpec) -> str:
        """The text; a fault is noted where it is too long or holds what nobody can see."""
        text: str = node.value
        found = text_problem(spec, text)
        if found is None:
            return text
        self._faults.add(found.code, node.start, found.message, found.hint)
        return CONTROL.sub("\ufffd", text) if found.code == "F13" else text

    def choice(self, node: Node, spec: FieldSpec) -> Any:
        if node.kind != SCALAR:
            self._wrong(node, f"{spec.key} is one word, but a {_kind(node)} stands here",
                        f"Use one of: {', '.join(spec.shape.choices)}.")
            return UNSET
        value = node.value
        if value in spec.shape.choices:
            return value
        if spec.name == "polarity" and value in _SIGNS:
            return _SIGNS[value]
        if self._faults.full():
            return UNSET
        hint = one_of(value[:80], spec.shape.choices, most=40)
        self._faults.add("S03", node.start, f"{spec.key} cannot be {quoted(value)}.", hint)
        return UNSET

    def flag(self, node: Node, spec: FieldSpec) -> Any:
        if node.kind == SCALAR and node.value in ("true", "false"):
            return node.value == "true"
        self._faults.add("S03", node.start, f"{spec.key} is either true or false.", "Write true or false.")
        return UNSET

    def number(self, node: Node, spec: FieldSpec) -> Any:
        value = plain_value(node) if node.kind == SCALAR else None
        found = number_problem(spec, value)
        if found is not None and not (self._trusted and isinstance(value, int | float)):
            self._faults.add(found.code, node.start, found.message, found.hint)
            return UNSET
        return value if spec.shape.kind == "whole" else float(value)  # type: ignore[arg-type]

    def extra(self, node: Node, spec: FieldSpec) -> Any:
        if node.kind != MAPPING:
            self._wrong(node, f"{spec.key} holds keys and values", f"Write {spec.key}: {{key: value}}.")
            return UNSET
        value = plain_value(node)
        if not self._trusted:
            for found in value_problems(spec, value):
                self._faults.add(found.code, node.start, found.message, found.hint)
        return value

    def table(self, node: Node, spec: FieldSpec) -> Any:
        if node.kind != MAPPING:
            self._wrong(node, f"{spec.key} holds names and values", f"Write {spec.key}: {{name: value}}.")
            return UNSET
        out = {}
        for key, value in node.value:
            self.text(key, spec)
            read = self.number(value, _whole_spec(key.value)) if spec.shape.choices == ("whole",) else self.text(
                value, _text_spec(key.value))
            if read is not UNSET:
                out[key.value] = read
        return out

    def texts(self, node: Node, spec: FieldSpec) -> Any:
        nodes = node.value if node.kind == SEQUENCE else [node]
        if node.kind == MAPPING:
            self._wrong(node, f"{spec.key} is a list of texts, but keys and values stand here", "Write [one, two].")
            return UNSET
        read = self.choice if spec.shape.kind == "choices" else self.text
        return tuple(value for value in (read(item, spec) for item in nodes) if value is not UNSET)

    def nested(self, node: Node, spec: FieldSpec) -> Any:
        assert spec.shape.of is not None
        return self.record(spec.shape.of, node)

    def records(self, node: Node, spec: FieldSpec) -> Any:
        assert spec.shape.of is not None
        nodes = node.value if node.kind == SEQUENCE else [node]
        cls = spec.shape.of
        return tuple(value for value in (self.record(cls, item) for item in nodes) if value is not UNSET)

    def collection(self, node: Node, spec: FieldSpec) -> Any:
        """A collection nested in an element (those at the top of a file are read element by element)."""
        found: dict[str, Any] = {}
        pairs = node.value if node.kind == MAPPING else [(None, item) for item in node.value] if (
            node.kind == SEQUENCE) else [(None, node)]
        for key, value in pairs:
            self.add_element(found, spec, key, value)
        return found

    def add_element(self, into: dict[str, Any], spec: FieldSpec, key: Node | None, node: Node) -> str | None:
        """Read one element of a collection into it; its id, or `None` if it was not sound."""
        cls = spec.shape.of
        assert cls is not None
        if key is None and node.kind == SCALAR:
            self._wrong(node, f"{spec.key} is a list or a mapping of elements", "Write one element a line.")
            return None
        given = key.value if key is not None else None
        if key is not None and _has_slug(cls):
            self.check_id(key, key.value)
        element = self.record(cls, node, given)
        if element is UNSET:
            return None
        if element.id in into:
            message = f"Two elements of {spec.key} have the id {quoted(element.id)}."
            hint = "Give one another id."
            if cls is Link and element.id == link_id(element.from_, element.to):
                message = f"Two links join {element.from_} to {element.to}."
                hint = "If both are meant, give one an id of its own (id: …); else remove one."
            self._faults.add("E01", (key or node).start, message, hint)
            return None
        into[element.id] = element
        return str(element.id)


def element_id(cls: type, key: Node | None, node: Node) -> str | None:
    """The id of an element as written, without reading the rest of it."""
    if key is not None:
        return str(key.value)
    given = node.get("id")
    if given is not None:
        return str(given.value)
    if cls is Link:
        start, end = node.get("from"), node.get("to")
        if start is not None and end is not None:
            return link_id(start.value, end.value)
    return None


Convert = Callable[[Builder, Node, FieldSpec], Any]

_BY_KIND: dict[str, Convert] = {
    "text": Builder.text, "choice": Builder.choice, "flag": Builder.flag, "whole": Builder.number,
    "number": Builder.number, "extra": Builder.extra, "table": Builder.table, "texts": Builder.texts,
    "choices": Builder.texts, "record": Builder.nested, "records": Builder.records, "collection": Builder.collection,
}


def converter(spec: FieldSpec) -> Convert:
    """How the value of a field is read."""
    return _BY_KIND[spec.shape.kind]


@functools.cache
def _table(cls: type) -> Mapping[str, tuple[FieldSpec, Convert]]:
    return {spec.key: (spec, converter(spec)) for spec in fields_of(cls)}


@functools.cache
def _has_slug(cls: type) -> bool:
    return any(spec.slug for spec in fields_of(cls) if spec.name == "id")


@functools.cache
def _needed(cls: type) -> tuple[tuple[str, str], ...]:
    return tuple((spec.name, spec.key) for spec in fields_of(cls) if spec.required)


def _required(cls: type, id_: str | None) -> list[str]:
    return [key for name, key in _needed(cls) if not (name == "id" and id_ is not None)] or ["key"]


@functools.cache
def _text_spec(key: str) -> FieldSpec:
    return _bare_spec(key, "text")


@functools.cache
def _whole_spec(key: str) -> FieldSpec:
    return _bare_spec(key, "whole")


def _bare_spec(key: str, kind: str) -> FieldSpec:
    return FieldSpec(name=key, key=key, shape=Shape(kind))


def _article(cls: type) -> str:
    name = _words(cls)
    return f"{'An' if name[0] in 'aeiou' else 'A'} {name}"


def _subject(cls: type, id_: str | None) -> str:
    return f"The {_words(cls)} {id_}" if id_ else _article(cls)


def _words(cls: type) -> str:
    name = cls.__name__
    out = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return {"cite": "citation", "item": "evidence item", "map": "map", "named": "element"}.get(out, out)


def _kind(node: Node) -> str:
    return {SEQUENCE: "list", MAPPING: "group of keys"}.get(node.kind, "text")
