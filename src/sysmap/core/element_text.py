"""Any element of any file in words: a mechanism, an assumption, a survey, a question, the notes of a map.

The records of the file format say what there is to write, so that a new kind of element needs no code here: a field's
name is its heading, the label of what is meant replaces an id, a place in a source comes last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sysmap.core.elements import Cite, Link, Note
from sysmap.core.map import Map
from sysmap.core.record import FieldSpec, fields_of
from sysmap.core.sentences import cite_text, field_name, join_words, link_sentence, part_name, word_text

__all__ = ["element_lines", "elements_called", "fact_lines", "names_in", "note_lines", "part_lines", "parts_of", "source_lines"]

_SHORT, _LONG = 60, 160
_TITLES = ("label", "question", "statement", "text", "source", "element")
_SILENT = frozenset({"id", "x", "position", "cite", "notes", "internal"})


def parts_of(document: Any) -> dict[str, Any]:
    """The parts of a file that hold anything, by name: its collections of elements, its notes, limits and the like.

    >>> list(parts_of(Map(id="m", title="M", limits=("One system only.",))))
    ['limits']
    """
    kinds = ("collection", "records", "texts")
    return {spec.key: getattr(document, spec.name) for spec in fields_of(type(document))
            if spec.shape.kind in kinds and getattr(document, spec.name)}


def names_in(document: Any) -> dict[str, str]:
    """Every name that means one of a file's elements or parts, with the id (or part) it stands for."""
    names: dict[str, str] = {}
    for id_, element in _elements(document):
        for name in (id_, getattr(element, "label", None), *getattr(element, "aliases", ())):
            if name:
                names.setdefault(name, id_)
    for part in parts_of(document):
        names.setdefault(part, part)
    return names


def elements_called(document: Any, name: str) -> list[tuple[str, Any]]:
    """The elements that somebody named by id, label or alias, each with the part it stands in.

    An exact id wins over labels; capitals and spaces do not matter otherwise.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> small = Map(id="m", title="M", factors={"care": Factor(id="care", label="Home care")})
    >>> [(part, found.id) for part, found in elements_called(small, "home  CARE")]
    [('factors', 'care')]
    """
    low = _folded(name)
    exact, alike = [], []
    for part, elements in _collections(document):
        for id_, element in elements.items():
            if id_ == name:
                exact.append((part, element))
            elif low in map(_folded, (id_, getattr(element, "label", None) or "", *getattr(element, "aliases", ()))):
                alike.append((part, element))
    return exact or alike


def element_lines(document: Any, part: str, element: Any) -> list[str]:
    """What a file says of one element, line by line: a heading, its facts, what it holds, its notes, its sources.

    Examples
    --------
    >>> from sysmap.core.elements import Assumption
    >>> willing = Assumption(id="willing", label="People want it", critical=True, status="partly")
    >>> element_lines(Map(id="m", title="M", assumptions={"willing": willing}), "assumptions", willing)
    ['“People want it” (assumption willing).', 'Critical: yes.', 'Status: partly.']
    """
    if isinstance(document, Map) and isinstance(element, Link):
        lines = [link_sentence(document, element)]
    else:
        title = _title(element)
        lines = [f"“{title}” ({part_name(part)} {element.id})." if title else f"{part_name(part).capitalize()} {element.id}."]
    labels = _labels(document)
    for spec in _set_fields(element):
        value = getattr(element, spec.name)
        kind = spec.shape.kind
        if kind == "collection":
            lines += ["", field_name(spec.key)]
            for one in value.values():
                lines += _bullet(labels, one)
        elif kind == "records":
            lines += ["", field_name(spec.key)]
            for one in value:
                lines += _bullet(labels, one)
        elif not _in_heading(element, spec):
            lines.append(_fact(labels, spec, value))
    return lines + _ending(element)


def fact_lines(document: Any, element: Any, keys: Sequence[str]) -> list[str]:
    """Some of an element's facts, a line each, in the order of its record; what is not said is left out.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> fact_lines(Map(id="m", title="M"), Factor(id="care", label="Care", owner="The council", likelihood=2),
    ...            ("owner", "likelihood"))
    ['Owner: The council.', 'Place in the order of likelihood: 2.']
    """
    labels = _labels(document)
    return [_fact(labels, spec, getattr(element, spec.name)) for spec in _set_fields(element) if spec.key in keys]


def note_lines(element: Any) -> list[str]:
    """An element's notes, a line each."""
    return [_note_line(note) for note in element.notes]


def source_lines(element: Any) -> list[str]:
    """The places in the sources that an element cites, a line each."""
    return [line for cite in element.cite for line in _bullet({}, cite)]


def part_lines(document: Any, part: str) -> list[str]:
    """What one part of a file says, an item a line.

    Examples
    --------
    >>> part_lines(Map(id="m", title="M", notes=(Note(text="Nobody from housing came.", kind="gap"),)), "notes")
    ['- Gap: Nobody from housing came.']
    """
    value = parts_of(document)[part]
    if isinstance(value, Mapping):
        labels = _labels(document)
        return [line for one in value.values() for line in (
            [f"- {link_sentence(document, one)}"] if isinstance(one, Link) and isinstance(document, Map)
            else _bullet(labels, one, with_id=True))]
    if isinstance(value[0], str):
        return [f"- {text}" for text in value]
    return [line for one in value for line in _bullet({}, one)]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _collections(document: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for spec in fields_of(type(document)):
        if spec.shape.kind == "collection":
            yield spec.key, getattr(document, spec.name)


def _elements(document: Any) -> Iterator[tuple[str, Any]]:
    for _, elements in _collections(document):
        yield from elements.items()


def _labels(document: Any) -> dict[str, str]:
    return {id_: _title(element) or id_ for id_, element in _elements(document)}


def _title(element: Any) -> str:
    return next((text for name in _TITLES if (text := getattr(element, name, None))), "")


def _set_fields(element: Any) -> Iterator[FieldSpec]:
    """The fields of an element that say something beyond its name, its notes and its sources."""
    for spec in fields_of(type(element)):
        value = getattr(element, spec.name)
        if spec.key not in _SILENT and value is not None and value != spec.default and value not in ((), {}):
            yield spec


def _in_heading(element: Any, spec: FieldSpec) -> bool:
    """Whether the heading says it already."""
    if isinstance(element, Link):
        return spec.key in ("from", "to", "polarity", "why", "kind")
    if spec.key == "question" and hasattr(element, "percent"):
        return True
    return bool(getattr(element, spec.name) == _title(element))


def _fact(labels: Mapping[str, str], spec: FieldSpec, value: Any) -> str:
    text = _text(labels, spec, value).rstrip(".")
    return f"{field_name(spec.key)}: {text}{'' if text.endswith('?') else '.'}"


def _text(labels: Mapping[str, str], spec: FieldSpec, value: Any) -> str:
    kind = spec.shape.kind
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "choice":
        return word_text(str(value), spec.key)
    if kind == "table":
        return ", ".join(f"{name} {number}" for name, number in value.items())
    if kind in ("texts", "choices"):
        named = [labels.get(one, one).rstrip(".") if spec.ref else one.rstrip(".") for one in value]
        return "; ".join(named) if any("," in one or len(one) > _SHORT for one in named) else join_words(named)
    if kind == "record":
        return "; ".join(part for part in (_title(value), *_facts(labels, value)) if part)
    if kind == "extra":
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    return labels.get(value, str(value)) if spec.ref else str(value)


def _facts(labels: Mapping[str, str], element: Any) -> list[str]:
    """The facts of something that is told in one line or with a line for each."""
    facts = []
    for spec in _set_fields(element):
        value = getattr(element, spec.name)
        if spec.shape.kind in ("collection", "records") or _in_heading(element, spec):
            continue
        if spec.key == "percent":
            facts.append(f"{value}%")
        elif spec.key == "base":
            facts.append(f"of {value}")
        else:
            facts.append(f"{field_name(spec.key)[0].lower()}{field_name(spec.key)[1:]}: {_text(labels, spec, value).rstrip('.')}")
    if getattr(element, "percent", None) is not None and getattr(element, "base", None) is None:
        facts.append("no base given")
    return facts


def _bullet(labels: Mapping[str, str], element: Any, *, with_id: bool = False) -> list[str]:
    if isinstance(element, Cite):
        return [f"- {cite_text(element)}" + (f": {element.note}" if element.note else "")]
    if isinstance(element, Note):
        return [_note_line(element)]
    title = _title(element) or str(getattr(element, "id", ""))
    facts = _facts(labels, element)
    name = f" ({element.id})" if with_id and title != getattr(element, "id", title) else ""
    cites = getattr(element, "cite", ())
    place = f" {_place(cites[0])}" if cites else ""
    lines = [f"- {title}{name}{place}"]
    if facts and sum(map(len, facts)) + len(title) < _LONG:
        lines = [f"- {title.rstrip('.')}{name}: {'; '.join(facts)}.{place}"]
    elif facts:
        lines += [f"  - {fact[0].upper()}{fact[1:]}." for fact in facts]
    for spec in _set_fields(element):
        if spec.shape.kind in ("collection", "records"):
            value = getattr(element, spec.name)
            for one in value.values() if spec.shape.kind == "collection" else value:
                lines += [f"  {line}" for line in _bullet(labels, one)]
    return lines + [f"  {_note_line(note)}" for note in getattr(element, "notes", ())]


def _place(cite: Cite) -> str:
    line = f", line {cite.line}" if cite.line else ""
    return f"[{cite.source}{', ' + cite.at if cite.at else ''}{line}]"


def _note_line(note: Note) -> str:
    kind = f"{note.kind.replace('-', ' ').capitalize()}: " if note.kind else ""
    place = f" {_place(note.cite[0])}" if note.cite else ""
    return f"- {kind}{note.text}{place}"


def _ending(element: Any) -> list[str]:
    lines = []
    if getattr(element, "notes", ()):
        lines += ["", "Notes", *(_note_line(note) for note in element.notes)]
    if getattr(element, "cite", ()):
        lines += ["", "Source", *source_lines(element)]
    return lines
