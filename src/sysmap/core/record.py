"""How a record of the file format says what its fields mean.

Every element of a map (a factor, a link, …) is a frozen dataclass. Each field carries, beside its type, the sentence
that explains it to a person and the few facts that reading, writing, checking and the JSON Schema need. The format
is thereby written down once, here, and everything else is derived from it.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, dataclass_transform

from sysmap.core.record_methods import give_methods

__all__ = ["LONGEST", "SLUG_RULE", "FieldSpec", "Group", "Merging", "Private", "Shape", "attr", "fields_of", "is_block", "is_slug",
           "record", "shorthand_of"]

Merging = Literal["own", "one", "first", "alias", "any", "union"]
"""What becomes of a field where two elements are merged into one.

own: it belongs to each element alone (its id, the ends of a link) and the kept element keeps its own. one: an element
has one; where both say something and not the same, the kept one's stands and the other's is told. first: the kept one's
stands, else the other's, and nothing is told (where a box stands on the page means nothing). alias: the kept one's stands,
the other's becomes one of its aliases. any: true where either says so. union: what either says, the kept one's first.
"""

R = TypeVar("R")

LONGEST = 20_000
"""The most characters of a text, where its field does not say less: far above what people read."""

Private = Literal["roles", "quote", "own"]
"""What of a field does not leave the team as it stands.

roles: it says who; a role that few people hold is a name. quote: somebody's words; they leave only with permission. own:
the team's own data, which nobody else is given.
"""

Group = Literal["what", "stands", "works", "who", "sources", "apart"]
"""The questions under which a form shows what an element says: what it is, how it stands, how it works, who says so and who
looks after it, where it comes from; apart: a control of its own shows it."""

SLUG_RULE = (
    "letters, digits and single hyphens, beginning with a letter, at most 64 characters, "
    "and none of the words YAML readers take for true, false or null (yes, no, on, off, …)"
)
_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*\Z")
_NOT_SLUGS = frozenset("y n yes no on off true false null".split())


def is_slug(text: str) -> bool:
    """Whether a text may serve as an id: short, readable in a diff, the same in every YAML reader.

    >>> is_slug("assessment-report"), is_slug("no"), is_slug("1e3"), is_slug("../x")
    (True, False, False, False)
    """
    return len(text) <= 64 and _SLUG.match(text) is not None and text.lower() not in _NOT_SLUGS


@typing.overload
def record(cls: type[R], /) -> type[R]: ...
@typing.overload
def record(*, block: bool = ...) -> Callable[[type[R]], type[R]]: ...


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(cls: type | None = None, /, *, block: bool = False) -> Any:
    """Make a class a record: frozen, compared by value, keyword arguments only.

    Parameters
    ----------
    block : the house layout writes it one key a line, however short it is, so that a change of one key is one line.
    """
    def made(cls: type) -> type:
        new: type = dataclasses.dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)(cls)
        give_methods(new)
        _BLOCKS[new] = block
        return new

    return made if cls is None else made(cls)


_BLOCKS: dict[type, bool] = {}


def is_block(cls: type | None) -> bool:
    """Whether the house layout writes a record of this class one key a line."""
    return cls is not None and _BLOCKS.get(cls, False)


def attr(
    doc: str,
    *,
    default: Any = None,
    key: str | None = None,
    ref: str | None = None,
    slug: bool = False,
    required: bool = False,
    as_list: bool = False,
    low: float | None = None,
    high: float | None = None,
    longest: int = LONGEST,
    merge: Merging | None = None,
    mentions: bool = False,
    private: Private | None = None,
    shorthand: bool = False,
    group: Group = "what",
    prose: bool = False,
    picture: bool = False,
    offers: str | None = None,
) -> Any:
    """Declare a field of a record.

    Parameters
    ----------
    doc : what the field means, in a user's words; becomes the description in the JSON Schema.
    default : value when the key is absent: `None` (not said), `()` for lists, `{}` for collections and tables.
    key : the key in the file where it differs from the Python name (`from` is a word of Python).
    ref : the collection (or several, joined by `|`) whose ids the value names, e.g. ``"factors"``.
    slug : the value is an id and has to follow `SLUG_RULE`.
    required : the file must have the key.
    as_list : a collection written as a list of records that carry their own `id` (order matters), not as a mapping.
    low, high : bounds of a number, both inclusive; a number is finite in any case.
    longest : the most characters of a text. Which characters it may hold: `sysmap.core.characters`.
    merge : what becomes of it in a merge; lists and tables are united and all else is `one` where it is not said.
    mentions : the value may name elements of the map by id, in texts or as keys, though they need not be there (any more).
    private : what of it may not leave the team, or `None`.
    shorthand : a bare text in place of the whole record stands for this field (`trust: Trust` for `trust: {label: Trust}`).
    group : the question of a person under which a form shows it.
    prose : a sentence or more, for which a form gives room.
    picture : the text is a picture (`sysmap.core.pictures`).
    offers : what a form gives to choose from where that is no one collection, e.g. ``"elements"``.
    """
    meta = {"doc": doc, "key": key, "ref": ref, "slug": slug, "required": required, "as_list": as_list,
            "low": low, "high": high, "longest": longest, "merge": merge, "mentions": mentions, "private": private,
            "shorthand": shorthand, "group": group, "prose": prose, "picture": picture, "offers": offers}
    if isinstance(default, dict):
        return dataclasses.field(default_factory=dict, metadata=meta)
    return dataclasses.field(default=default, metadata=meta)


@dataclasses.dataclass(frozen=True)
class Shape:
    """What values a field takes: its kind and, for a record or a choice, which.

    `kind` is one of: text, choice, flag, whole, number, extra (anything, kept untouched), record,
    texts (a list of text), choices (a list of words), records (a list of records), collection (records by id),
    table (text or number by text).
    """

    kind: str
    of: type | None = None
    choices: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One field of a record as reading, writing, checking and the schema see it; see `attr`."""

    shape: Shape
    name: str = ""
    key: str = ""
    doc: str = ""
    ref: tuple[str, ...] = ()
    slug: bool = False
    required: bool = False
    as_list: bool = False
    low: float | None = None
    high: float | None = None
    default: Any = None
    longest: int = LONGEST
    merge: Merging = "one"
    mentions: bool = False
    private: Private | None = None
    shorthand: bool = False
    group: Group = "what"
    prose: bool = False
    picture: bool = False
    offers: str | None = None


_SEVERAL = frozenset({"texts", "choices", "records", "collection", "table", "extra"})
_KNOWN: dict[type, tuple[FieldSpec, ...]] = {}


def fields_of(cls: type) -> tuple[FieldSpec, ...]:
    """The fields of a record class in the order of the house layout."""
    found = _KNOWN.get(cls)
    if found is None:
        found = _KNOWN[cls] = _read_fields(cls)
    return found


def shorthand_of(cls: type) -> FieldSpec | None:
    """The field that a bare text stands for in place of a whole record, if it may stand for one."""
    return next((spec for spec in fields_of(cls) if spec.shorthand), None)


def _read_fields(cls: type) -> tuple[FieldSpec, ...]:
    hints = typing.get_type_hints(cls)
    specs = []
    for f in dataclasses.fields(cls):
        meta = f.metadata
        if not meta:
            continue
        shape = _shape(hints[f.name])
        factory = f.default_factory
        default = f.default if factory is dataclasses.MISSING else factory()
        specs.append(FieldSpec(
            name=f.name, key=meta["key"] or f.name, doc=meta["doc"], shape=shape,
            ref=tuple(meta["ref"].split("|")) if meta["ref"] else (), slug=meta["slug"], required=meta["required"],
            as_list=meta["as_list"], low=meta["low"], high=meta["high"], default=default,
            merge=meta["merge"] or ("own" if f.name == "id" else "union" if shape.kind in _SEVERAL else "one"),
            longest=meta["longest"], mentions=meta["mentions"], private=meta["private"], shorthand=meta["shorthand"],
            group=meta["group"], prose=meta["prose"], offers=meta["offers"], picture=meta["picture"],
        ))
    return tuple(specs)


def _shape(hint: Any) -> Shape:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = next(arg for arg in typing.get_args(hint) if arg is not type(None))
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is str:
        return Shape("text")
    if hint is bool:
        return Shape("flag")
    if hint is int:
        return Shape("whole")
    if hint is float:
        return Shape("number")
    if origin is Literal:
        return Shape("choice", choices=args)
    if origin is tuple:
        inner = _shape(args[0])
        plural = {"text": "texts", "choice": "choices", "record": "records"}[inner.kind]
        return Shape(plural, of=inner.of, choices=inner.choices)
    if origin is Mapping:
        if args[1] is Any:
            return Shape("extra")
        inner = _shape(args[1])
        return Shape("collection", of=inner.of) if inner.kind == "record" else Shape("table", choices=(inner.kind,))
    if dataclasses.is_dataclass(hint):
        return Shape("record", of=hint)  # type: ignore[arg-type]
    raise TypeError(f"no file shape for {hint!r}")
