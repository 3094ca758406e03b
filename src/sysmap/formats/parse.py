"""YAML text to a `Reading`: the one way from text to records."""

from __future__ import annotations

from typing import Any

from yaml import YAMLError

from sysmap.core.kinds import FORMAT_VERSION, KINDS, MAP_KINDS, Document
from sysmap.core.map import Map
from sysmap.core.problem import one_of
from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.build import UNSET, Builder, converter
from sysmap.formats.faults import Faults
from sysmap.formats.nodes import MAPPING, Node, NodeStream
from sysmap.formats.reading import Reading, Section

__all__ = ["parse"]


def parse(text: str, parsed: str, name: str | None, faults: Faults) -> Reading:
    """Read a text in the file format.

    Parameters
    ----------
    text, parsed : the text as it was read, and the same without characters that YAML cannot hold.
    name : how to call it in problems.
    faults : where what is wrong is noted.
    """
    stream = NodeStream(parsed, faults)
    builder = Builder(faults)
    kind: str | None = None
    cls: type | None = None
    by_key: dict[str, FieldSpec] = {}
    values: dict[str, Any] = {}
    waiting: list[tuple[Node, Node]] = []
    sections: dict[str, Section] = {}
    version_seen = False

    def take(key: Node, node: Node) -> None:
        spec = by_key.get(key.value)
        if spec is None:
            builder.unknown_key(cls or Map, key, None)
            return
        if node.is_null:
            return
        value = converter(spec)(builder, node, spec)
        if value is not UNSET:
            values[spec.name] = value

    try:
        for key in stream.entries():
            section = Section(key.value, key.start, key.end, "block")
            if key.value == "sysmap":
                version_seen = True
                _check_version(faults, stream.value())
            elif key.value == "kind":
                node = stream.value()
                kind = node.value if isinstance(node.value, str) and node.value in KINDS else None
                if kind is None:
                    said = node.value if isinstance(node.value, str) else "a list"
                    faults.add("S06", node.start, f"There is no kind “{said[:40]}”.", one_of(said[:40], KINDS, most=20))
                else:
                    cls = KINDS[kind]
                    by_key = {spec.key: spec for spec in fields_of(cls) if spec.key != "kind"}
                    for held_key, held in waiting:
                        take(held_key, held)
                    waiting.clear()
            elif cls is None:
                node = stream.value()
                waiting.append((key, node))
                if node.kind != 0:
                    _record_spans(section, node)
            elif (spec := by_key.get(key.value)) is not None and spec.shape.kind == "collection":
                found: dict[str, Any] = {}
                for element_key, node in stream.elements():
                    if element_key is None and node.is_null and stream.style == "scalar":
                        continue
                    id_ = builder.add_element(found, spec, element_key, node)
                    if id_ is not None:
                        start = element_key.start if element_key is not None else _dash(text, node.start, stream.style)
                        section.elements[id_] = (start, stream.end)
                section.style = stream.style
                values[spec.name] = found
            else:
                node = stream.value()
                take(key, node)
            section.end = stream.end
            sections[key.value] = section
    except YAMLError as error:
        stream.fail(error)
    if stream.broken and not sections and cls is None:
        return Reading(None, faults.all(), text, kind, complete=False, name=name)
    if not version_seen and not stream.broken:
        faults.add("S07", 0, "The file does not say its format version.", f"Begin it with `sysmap: {FORMAT_VERSION}`.")
    document: Document | None = None
    if cls is None:
        if kind is None and "kind" not in sections and not stream.broken:
            faults.add("S06", 0, "The file does not say its kind.", f"Add a line `kind: …`; {one_of('', KINDS, most=20)}")
    else:
        document = _assemble(cls, kind, values, faults, stream.broken)
    return Reading(document, faults.all(), text, kind, complete=not stream.broken, sections=sections, name=name)


def _assemble(cls: type, kind: str | None, values: dict[str, Any], faults: Faults, broken: bool) -> Any:
    for spec in fields_of(cls):
        if spec.required and spec.key != "kind" and values.get(spec.name) in (None, ""):
            if not broken:
                faults.add("S04", 0, f"The file has no {spec.key}.", f"Add {spec.key}: … near the top.")
            values[spec.name] = "unnamed"
    if kind in MAP_KINDS:
        values["kind"] = kind
    return cls(**values)


def _check_version(faults: Faults, node: Node) -> None:
    if node.value == str(FORMAT_VERSION):
        return
    said = node.value if isinstance(node.value, str) else "a list"
    newer = said.isdigit() and int(said[:9]) > FORMAT_VERSION
    hint = "This file was made by a newer sysmap; install that one." if newer else f"Write `sysmap: {FORMAT_VERSION}`."
    faults.add("S07", node.start, f"The format version “{said[:20]}” is not known.", hint)


def _record_spans(section: Section, node: Node) -> None:
    section.style = node.style
    if node.kind == MAPPING:
        for key, value in node.value:
            section.elements[key.value] = (key.start, value.end)


def _dash(text: str, start: int, style: str) -> int:
    """Where the dash of a block list item stands, given where its content starts."""
    if style != "block":
        return start
    dash = text.rfind("-", 0, start)
    return dash if dash >= 0 else start
