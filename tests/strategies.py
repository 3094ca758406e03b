"""Maps, other documents and edits for Hypothesis, made from what the records say of themselves.

Every field of every record is met, so that a new field is tested from the day it is declared. Names within a map fit
each other: links join factors that exist, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from sysmap.core import compound
from sysmap.core import edit as ed
from sysmap.core.characters import unwanted_in
from sysmap.core.elements import Link
from sysmap.core.kinds import KINDS, MAP_KINDS
from sysmap.core.map import LAYER_PREFIX, Map, link_id
from sysmap.core.record import FieldSpec, fields_of, is_slug
from sysmap.core.values import FARTHEST

__all__ = ["documents", "edits", "extras", "maps", "records", "slugs", "texts"]

Known = Mapping[str, tuple[str, ...]]
"""Ids that references may name, by collection."""

AWKWARD = [
    "no", "Yes", "on", "null", "~", "1e3", "010", "0x1F", "12:30", "2024-01-01", "1_000", "+", "-", "?", "- a", "a: b",
    "a #b", "#b", "a:", ":a", "[a", "{a}", "a, b", "a]", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "'", '"', "''",
    "it's", '"quoted"', "“quoted”", "\\n", " lead", "trail ", "two  spaces", "tab\there", "two\nlines", "line\n",
    "\nline", "a\n\nb", "a\n b", "  a\nb", "a\n  \nb", "# a\nb", "x" * 130, "word " * 40 + "end", "a" * 98 + " b",
    "</script><script>alert(1)</script>", "<!--", "مرحبا", "\u202eabc\u202c", "\u200f", "👩‍👧‍👦 family", "é e\u0301",
    "\u2028", "\u0085", "\xa0a", "\ufeffa", "\r", "a\r\nb", "\x07", "---", "...", "--- a", "a\n---\nb", "=", "<<", ".inf",
    ".nan", "-.5", "5.", "\U0001f600", "layer:a", "../x", "a->b", "{a: b}", "a\tb: c", "key: |", "why: >-\n  x", "?a", "? a",
]

texts = st.one_of(
    st.sampled_from([text for text in AWKWARD if unwanted_in(text) is None]),
    st.text(st.one_of(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp")), st.sampled_from("\t\n\r")),
            min_size=1, max_size=12),
    st.lists(st.sampled_from(["Trust", "in", "care", "is: more", "than", "#1", "funding,", "–", "it's"]), min_size=1,
             max_size=40).map(" ".join),
).filter(lambda text: bool(text) and unwanted_in(text) is None)
"""Texts as people write them, and those that trip YAML, HTML and terminals; none that the gate for values keeps out."""

slugs = st.one_of(
    st.sampled_from(["a", "b", "care-quality", "A1", "x2-y", "e3", "null-case", "True1"]),
    st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,3}(-[A-Za-z0-9]{1,3}){0,2}", fullmatch=True),
).filter(is_slug)

PICTURES = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",)

numbers = st.one_of(st.integers(-(10**6), 10**6).map(float), st.floats(-1e15, 1e15))

extras = st.dictionaries(texts, st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**15), 10**15), numbers, texts, st.just("")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)), max_leaves=6),
    max_size=3)


def documents(kind: str) -> st.SearchStrategy[Any]:
    """Documents of one kind of file."""
    if kind in MAP_KINDS:
        return maps(kind)
    return records(KINDS[kind])


@st.composite
def maps(draw: st.DrawFn, kind: str | None = None, most: int = 5) -> Map:
    """Maps whose parts fit each other."""
    known: dict[str, tuple[str, ...]] = {}
    for name in ("layers", "factors", "assumptions", "rivals", "actors"):
        known[name] = tuple(draw(st.lists(slugs, unique=True, min_size=2 if name == "factors" else 0, max_size=most)))
    ends = [*known["factors"], *(LAYER_PREFIX + layer for layer in known["layers"])]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)).filter(lambda p: p[0] != p[1]),
                          unique=True, max_size=most))
    links = {}
    for from_, to in pairs:
        link = draw(records(Link, {**known, "links": ()}, {"from_": from_, "to": to, "id": link_id(from_, to)}))
        links[link.id] = link
    known["links"] = tuple(links)
    values: dict[str, Any] = {"kind": kind or draw(st.sampled_from(MAP_KINDS)), "links": links}
    for spec in fields_of(Map):
        if spec.name in known and spec.name != "links":
            values[spec.name] = {id_: draw(records(_of(spec), known, {"id": id_})) for id_ in known[spec.name]}
    return draw(records(Map, known, values))  # type: ignore[no-any-return]


def records(cls: type, known: Known | None = None, given: Mapping[str, Any] | None = None) -> st.SearchStrategy[Any]:
    """Records of a class: what is required, and now and then a few of the other fields."""
    return _record(cls, known, dict(given or {}))


@st.composite
def _record(draw: st.DrawFn, cls: type, known: Known | None, given: dict[str, Any]) -> Any:
    values = dict(given)
    open_ = [spec for spec in fields_of(cls) if spec.name not in given]
    optional = [spec.name for spec in open_ if not spec.required]
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=4)) if optional else []
    for spec in open_:
        if spec.required or spec.name in chosen:
            values[spec.name] = draw(value_of(cls, spec, known))
    if cls is Link and "id" not in values:
        values["id"] = link_id(values["from_"], values["to"])
    return cls(**values)


def value_of(cls: type, spec: FieldSpec, known: Known | None) -> st.SearchStrategy[Any]:
    """Values of one field of a record."""
    kind = spec.shape.kind
    names = _names(cls, spec, known)
    if spec.picture:
        return st.sampled_from(PICTURES)
    if kind == "text":
        return slugs if spec.slug else st.just(spec.default) if names == () else st.sampled_from(names) if names else texts
    if kind == "texts":
        one = texts if names is None else st.sampled_from(names or ("",))
        return st.just(()) if names == () else st.lists(one, max_size=3).map(tuple)
    if kind == "collection":
        return _collection(spec, known)
    return _plain_value(spec, known)


def _plain_value(spec: FieldSpec, known: Known | None) -> st.SearchStrategy[Any]:
    shape = spec.shape
    low, high = spec.low, spec.high
    if shape.kind == "choice":
        return st.sampled_from(shape.choices)
    if shape.kind == "choices":
        return st.lists(st.sampled_from(shape.choices), unique=True, max_size=3).map(tuple)
    if shape.kind == "flag":
        return st.booleans()
    if shape.kind == "whole":
        return st.integers(int(low if low is not None else -99), int(high if high is not None else 9999))
    if shape.kind == "number":
        return numbers if low is None else st.floats(low, FARTHEST if high is None else high)
    if shape.kind == "extra":
        return extras if low is None else st.dictionaries(texts, st.lists(st.floats(low, high), max_size=2), max_size=3)
    if shape.kind == "table":
        return st.dictionaries(texts, st.integers(0, 99) if shape.choices == ("whole",) else texts, max_size=3)
    assert shape.of is not None
    if shape.kind == "record":
        return records(shape.of, known)
    return st.lists(records(shape.of, known), max_size=2).map(tuple)


def _collection(spec: FieldSpec, known: Known | None) -> st.SearchStrategy[Any]:
    elements = st.lists(records(_of(spec), known), max_size=3, unique_by=lambda element: element.id)
    return elements.map(lambda found: {element.id: element for element in found})


def _names(cls: type, spec: FieldSpec, known: Known | None) -> tuple[str, ...] | None:
    """The ids a reference may name; `None` where any text will do."""
    if not spec.ref or known is None or not any(ref in known for ref in spec.ref):
        return None
    prefix = LAYER_PREFIX if cls is Link and spec.name in ("from_", "to") else ""
    return tuple((prefix if ref == "layers" else "") + id_ for ref in spec.ref for id_ in known.get(ref, ()))


def _of(spec: FieldSpec) -> type:
    assert spec.shape.of is not None
    return spec.shape.of


@st.composite
def edits(draw: st.DrawFn, map_: Map) -> ed.Edit:
    """Edits of a map, most of which can be applied."""
    known = {spec.name: tuple(getattr(map_, spec.name)) for spec in fields_of(Map) if spec.shape.kind == "collection"}
    filled = [spec for spec in fields_of(Map) if spec.shape.kind == "collection" and getattr(map_, spec.name)]
    does = draw(st.sampled_from(["set", "set", "set", "unset", "top", "add", "add link", "remove", "move", "remove factor",
                                 "merge", "relabel", "batch"] if known["factors"] else ["top", "add"]))
    if does == "batch":
        first = draw(edits(map_))
        try:
            return ed.Batch((first, draw(edits(ed.apply(map_, first)))), "two at once")
        except ed.Refused:
            return first
    factors = st.sampled_from(known["factors"] or ("none",))
    if does == "remove factor":
        return compound.remove_factor(map_, draw(factors))
    if does == "merge":
        one, two = draw(factors), draw(factors)
        return compound.merge_factors(map_, one, two) if one != two else ed.Move("factors", one)
    if does == "relabel":
        return compound.relabel(map_, draw(factors), draw(texts))
    if does == "top":
        top = draw(st.sampled_from([s for s in fields_of(Map) if s.shape.kind != "collection" and s.name not in ("id", "kind")]))
        unset = not top.required and draw(st.booleans())
        return ed.Set("", "", top.name, top.default if unset else draw(value_of(Map, top, known)))
    if does == "add link":
        from_, to = draw(factors), draw(factors)
        given = {"from_": from_, "to": to, "id": draw(st.sampled_from([link_id(from_, to), f"{from_}-{to}-2"]))}
        return ed.Add("links", draw(records(Link, known, given)), draw(_place(known["links"])))
    if does == "add":
        spec = draw(st.sampled_from([s for s in fields_of(Map) if s.shape.kind == "collection" and s.name != "links"]))
        return ed.Add(spec.name, draw(records(_of(spec), known)), draw(_place(known[spec.name])))
    spec = draw(st.sampled_from(filled))
    id_ = draw(st.sampled_from(known[spec.name]))
    if does == "remove":
        return ed.Remove(spec.name, id_)
    if does == "move":
        return ed.Move(spec.name, id_, draw(_place(known[spec.name])))
    fields = [f for f in fields_of(_of(spec)) if f.name not in ("id", "from_", "to")]
    field = draw(st.sampled_from(fields if does == "set" else [f for f in fields if not f.required] or fields))
    if does == "unset" and not field.required:
        return ed.Set(spec.name, id_, field.name, field.default)
    return ed.Set(spec.name, id_, field.name, draw(value_of(_of(spec), field, known)))


def _place(ids: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.sampled_from(ids)) if ids else st.none()
