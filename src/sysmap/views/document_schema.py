"""The page document as JSON Schema: made from the records for its map, by hand for what surrounds it.

`docs/page-document.schema.json` is this schema written out, and `tests/web/examples/page-document.json` a document that keeps
to it; `python -m sysmap.views.document_schema` writes the schema anew. The browser tests read the example.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from sysmap.core.evidence import Item
from sysmap.core.levels import LEVELS
from sysmap.core.map import Map
from sysmap.core.record import FieldSpec, fields_of
from sysmap.views.document import DOCUMENT_VERSION

__all__ = ["document_schema", "record_schema"]

_NUMBER: dict[str, Any] = {"type": "number"}
_TEXT: dict[str, Any] = {"type": "string"}


def document_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document that the browser modules take."""
    definitions: dict[str, Any] = {}
    map_ = record_schema(Map, definitions)
    layout = _layout()
    two = {"layout": {"$ref": "#/$defs/Layout"}, "bands": {"$ref": "#/$defs/Layout"}}
    properties = {
        "format": {"const": DOCUMENT_VERSION, "description": "Version of this document."},
        "title": {**_TEXT, "description": "Heading of the page."},
        "level": {"enum": list(LEVELS), "description": "Who the file is for; what it leaves out is not in it."},
        "map": {**map_, "description": "The map under the keys of the file format; what is not said is absent."},
        "layout": {"$ref": "#/$defs/Layout", "description": "Places and routes, as sysmap.views.layout gives them."},
        "bands": {"$ref": "#/$defs/Layout", "description": "Another layout, with a row for each set of actors; where there are some."},
        "style": {"$ref": "#/$defs/Style", "description": "Colours, patterns and words, the same as in figures."},
        "names": {**_table(_table({})), "description": "Names behind the ids of models/ that the map mentions, by "
                                                       "collection and id."},
        "evidence": {**_table(record_schema(Item, definitions)), "description": "Evidence items that bear on the map, by id."},
        "answers": {"type": "object", "description": "What analyses and rubrics said: `opening` (the sentences that the page "
                                                     "opens with: place, lead, text), `grades` (evidence grade by link), `measures` "
                                                     "(label, note, values by factor), `scores` (see docs/json-evidence.md), "
                                                     "`figures` (rounds, cases, indicators: words, picture as SVG, table) and "
                                                     "`views` (answers to saved views that the page does not work out itself; with `everything` "
                                                     "those about the whole map, which list no factors and links)."},
        "view": {**_TEXT, "description": "Id of the saved view to open with."},
        "before": {**_object({"map": map_, **two}, ("map", "layout")),
                   "description": "The earlier of two versions."},
        "difference": {**_object({"map": map_, **two, "changes": {"$ref": "#/$defs/Changes"}}, ("map", "layout", "changes")),
                       "description": "Both versions in one picture, and what changed."},
    }
    definitions |= {"Layout": layout, "Style": _style(), "Changes": _changes()}
    required = ("format", "title", "level", "map", "layout", "style", "names")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "sysmap page document",
            "description": "Everything a page shows. It knows nothing of where it is shown.",
            **_object(properties, required), "$defs": dict(sorted(definitions.items()))}


def record_schema(cls: type, definitions: dict[str, Any], *, by_id: bool = True) -> dict[str, Any]:
    """A reference to the schema of a record as JSON, which is put among the definitions with all that it needs.

    `by_id` as for `sysmap.formats.plain.plain`: whether a collection is an object by id or a list.
    """
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}
        specs = fields_of(cls)
        definitions[cls.__name__] = {
            "description": (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n", " "),
            **_object({spec.key: {**_of_field(spec, definitions, by_id=by_id), "description": spec.doc} for spec in specs},
                      tuple(spec.key for spec in specs if spec.key in ("id", "from", "to", "polarity"))),
        }
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _of_field(spec: FieldSpec, definitions: dict[str, Any], *, by_id: bool) -> dict[str, Any]:
    kind, of = spec.shape.kind, spec.shape.of
    simple: dict[str, dict[str, Any]] = {
        "text": _TEXT, "flag": {"type": "boolean"}, "whole": {"type": "integer"}, "number": _NUMBER,
        "choice": {"enum": list(spec.shape.choices)}, "extra": {"type": "object"}, "texts": _list(_TEXT),
        "choices": _list({"enum": list(spec.shape.choices)}), "table": _table({"type": ["string", "number"]}),
    }
    if kind in simple:
        return simple[kind]
    assert of is not None
    one = record_schema(of, definitions, by_id=by_id)
    if kind == "record":
        return one
    return _list(one) if kind == "records" or spec.as_list or not by_id else _table(one)


def _layout() -> dict[str, Any]:
    point = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
    area = _object(dict.fromkeys(("left", "top", "right", "bottom"), _NUMBER))
    place = {"x": _NUMBER, "y": _NUMBER, "width": _NUMBER, "height": _NUMBER, "lines": _list(_TEXT)}
    return {"type": "object", "required": ["boxes", "routes", "headers", "bounds", "font"], "properties": {
        "boxes": _table({"type": "object", "required": list(place), "properties": {**place, "caption": _list(_TEXT)}}),
        "routes": _table({"type": "object", "required": ["from", "to", "kind", "path", "sign_at"], "properties": {
            "from": _TEXT, "to": _TEXT, "kind": _TEXT, "sign_at": point,
            "path": {**_list(point), "description": "A start, then two controls and an end for each Bézier curve."}}}),
        "headers": _list({"type": "object", "required": ["id", "kind", *place, "panel"],
                          "properties": {"id": _TEXT, "kind": _TEXT, **place, "panel": area}}),
        "background": _list(_object({"id": _TEXT, **place, "lines": _list(_TEXT), "size": _NUMBER})),
        "bounds": area,
        "font": _object(dict.fromkeys(("size", "caption", "header", "line"), _NUMBER)),
    }}


def _style() -> dict[str, Any]:
    line = _object({"sign": _TEXT, "colour": _TEXT, "dashes": _TEXT, "word": _TEXT})
    border = _object({"width": _NUMBER, "dashes": _TEXT, "colour": _TEXT, "word": _TEXT})
    return _object({"ink": _TEXT, "muted": _TEXT, "paper": _TEXT, "fonts": _TEXT, "lines": _table(line),
                    "borders": _table(border), "widths": _table(_NUMBER),
                    "tints": _list(_object({"strong": _TEXT, "soft": _TEXT, "line": _TEXT})), "colours": _list(_TEXT),
                    "letters": _list(_NUMBER)})


def _changes() -> dict[str, Any]:
    field = {"field": _TEXT, "before": {}, "after": {}}
    change = _object({"change": {"enum": ["added", "removed", "changed"]}, "fields": _list(_object(field))})
    log = _object({"id": _TEXT, "kind": _TEXT, "sentence": _TEXT, "reason": {"type": ["string", "null"]},
                   "elements": _list(_TEXT)})
    return _object({"elements": _table(_table(change)), "log": _list(log),
                    "findings": _list(_object({"element": _TEXT, **field}))})


def _object(properties: dict[str, Any], required: tuple[str, ...] | None = None) -> dict[str, Any]:
    """`required`: every property where nothing is said."""
    return {"type": "object", "properties": properties, "additionalProperties": False,
            "required": list(properties if required is None else required)}


def _table(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(document_schema(), indent=1, ensure_ascii=False) + "\n")
