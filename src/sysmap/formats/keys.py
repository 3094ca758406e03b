"""The keys of the file format as tables for the manual, made from the records, so that they cannot drift."""

from __future__ import annotations

from sysmap.core.kinds import KINDS
from sysmap.core.record import FieldSpec, Shape, fields_of

__all__ = ["keys_as_markdown"]


def keys_as_markdown() -> str:
    """Every kind of file and every element, with each key, what it takes and what it means."""
    files: dict[str, type] = {}
    for kind, cls in KINDS.items():
        files.setdefault("theory, map, process" if cls.__name__ == "Map" else kind, cls)
    out: list[str] = []
    for kind, cls in files.items():
        out += [f"## Files of kind {kind}", "", _about(cls), "", *_table(cls), ""]
    seen: dict[type, None] = {}
    for cls in files.values():
        _inside(cls, seen)
    for cls in sorted(seen, key=lambda one: one.__name__):
        out += [f"## {_words(cls)}", "", _about(cls), "", *_table(cls), ""]
    return "\n".join(out).rstrip() + "\n"


def _table(cls: type) -> list[str]:
    rows = ["| key | takes | means |", "|---|---|---|"]
    for spec in fields_of(cls):
        needed = " (needed)" if spec.required else ""
        rows.append(f"| `{spec.key}`{needed} | {_takes(spec)} | {_cell(spec.doc)} |")
    return rows


def _takes(spec: FieldSpec) -> str:
    shape = spec.shape
    refs = " or ".join(f"id of {name}" for name in spec.ref)
    between = "".join(f" {word} {bound:,.10g}" for word, bound in (("from", spec.low), ("to", spec.high)) if bound is not None)
    choices = " \\| ".join(shape.choices)
    plain = {
        "text": refs or ("an id" if spec.slug else "text"), "choice": choices, "flag": "true or false",
        "whole": f"whole number{between}", "number": f"number{between}", "extra": "anything",
        "texts": f"list of {refs or 'texts'}", "choices": f"list of {choices}",
        "table": f"{'whole number' if 'whole' in shape.choices else 'text'} by name",
    }
    return plain.get(shape.kind) or _held(shape, spec)


def _held(shape: Shape, spec: FieldSpec) -> str:
    assert shape.of is not None
    name = f"[{_words(shape.of)}](#{_words(shape.of).lower().replace(' ', '-')})"
    return {"record": name, "records": f"one or a list of {name}"}.get(
        shape.kind, f"{'list' if spec.as_list else 'mapping from id to'}{' of' if spec.as_list else ''} {name}")


def _inside(cls: type, seen: dict[type, None]) -> None:
    for spec in fields_of(cls):
        inner = spec.shape.of
        if inner is not None and inner not in seen:
            seen[inner] = None
            _inside(inner, seen)


def _about(cls: type) -> str:
    return _cell((cls.__doc__ or "").split("\n\n")[0].strip())


def _words(cls: type) -> str:
    name = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).strip()
    return name.capitalize()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
