"""`sysmap show`: what a file or one of its factors holds, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from sysmap.cli.common import emit_json, say, table
from sysmap.core.element_text import (
    element_lines,
    elements_called,
    fact_lines,
    names_in,
    note_lines,
    part_lines,
    parts_of,
    source_lines,
)
from sysmap.core.elements import Factor
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.core.problem import Problem, Refused, nearest
from sysmap.core.record import FieldSpec, fields_of
from sysmap.core.sentences import count_text, factor_sentences, join_words, link_sentence, map_sentences
from sysmap.formats.plain import plain
from sysmap.formats.workspace import Workspace

_FACTS = ("role", "focal", "intended", "importance", "control", "vulnerability", "owner", "indicators", "mechanisms",
          "conditions", "maps_to", "origin", "raised_by", "likelihood")

_COLUMNS: tuple[tuple[str, Callable[[Factor], str]], ...] = (
    ("status", lambda f: f.status or ""), ("whose", lambda f: ", ".join(f.whose)),
    ("published score", lambda f: f.score.label if f.score else ""), ("likelihood", lambda f: str(f.likelihood or "")),
)


@click.command()
@click.argument("file")
@click.argument("element", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def show(file: str, element: str | None, as_json: bool) -> None:
    """Say what FILE holds, or what it says of one ELEMENT.

    ELEMENT is a factor or anything else in the file (an assumption, a mechanism, a survey, …), by id, label or alias; or
    a part of it, such as notes, assumptions, changes or sessions.
    """
    workspace = Workspace()
    loaded = workspace.load(workspace.find(file))
    document = loaded.reading.document
    if document is None:
        raise Refused(loaded.problems)
    if loaded.problems and not as_json:
        say(f"Note: the file has problems ({len(loaded.problems)}); this is its sound part. See sysmap check {file}.")
    if element is not None:
        _show_element(document, element, as_json)
    elif as_json:
        emit_json(plain(document))
    else:
        if isinstance(document, Map):
            _show_map(document)
        else:
            _show_document(loaded.reading.kind or "", document)
        _show_rest(document, file)


def _show_element(document: Any, said: str, as_json: bool) -> None:
    found = elements_called(document, said)
    found = [pair for pair in found if isinstance(pair[1], Factor)] or found
    part = said.casefold()
    if not found and part in parts_of(document):
        if as_json:
            emit_json(plain(document)[part])
        for line in () if as_json else part_lines(document, part):
            _say_line(line)
        return
    if not found:
        names = names_in(document)
        close = [f"{names[name]} (“{name}”)" if names[name] != name else name for name in nearest(said, names)]
        hint = f"Did you mean {' or '.join(close)}?" if close else f"`sysmap show {document.id}` lists what it holds."
        what = "factor or other element" if isinstance(document, Map) else "element"
        raise Refused(Problem(code="A01", message=f"{document.id} has no {what} “{said}”.", hint=hint))
    if as_json:
        told = [_factor_json(document, one) if isinstance(one, Factor) else plain(one) for _, one in found]
        emit_json(told[0] if len(told) == 1 else told)
        return
    for number, (part, one) in enumerate(found):
        if number:
            click.echo()
        if isinstance(one, Factor):
            _show_factor(document, one)
        else:
            for line in element_lines(document, part, one):
                _say_line(line)


def _say_line(line: str) -> None:
    bare = line.lstrip(" ")
    say(bare, indent=" " * (len(line) - len(bare)))


def _show_rest(document: Any, file: str) -> None:
    """What else the file holds, and how to have it said."""
    shown = {"factors", "limits"} if isinstance(document, Map) else {
        spec.key for spec in fields_of(type(document)) if spec.shape.kind == "collection"}
    rest = [f"{part.replace('_', ' ')} ({len(held)})" for part, held in parts_of(document).items()
            if part not in shown | {"uses", "cite", "waive"}]
    if rest:
        click.echo()
        say(f"Also in the file: {join_words(rest)}. To read one of these parts, or a single element:")
        click.echo(f"  sysmap show {file} {rest[-1].split(' (')[0].replace(' ', '_')}")


def _show_map(map_: Map) -> None:
    say(" ".join(map_sentences(map_)))
    if map_.sessions:
        say(f"Drawn at {count_text(len(map_.sessions), 'session')}: " + "; ".join(
            ", ".join(part for part in (one.label, one.date, one.form) if part) for one in map_.sessions.values()) + "."
            + (f" Facilitated by {map_.facilitator}." if map_.facilitator else ""), indent="  ")
    for text in (map_.rationale, map_.purpose, *map_.limits):
        if text:
            say(text, indent="  ")
    groups: dict[str, list[Factor]] = {}
    for factor in map_.factors.values():
        layer = map_.layers.get(factor.layer or "")
        groups.setdefault(layer.label if layer else factor.theme or factor.role or "", []).append(factor)
    told = [(head, word) for head, word in _COLUMNS if any(word(f) for f in map_.factors.values())]
    rows = [(name if i == 0 else "", f.id, *(word(f) for _, word in told), f.label)
            for name, factors in groups.items() for i, f in enumerate(factors)]
    click.echo()
    table(["layer or theme", "id", *(head for head, _ in told), "factor"], rows)


def _show_factor(map_: Map, factor: Factor) -> None:
    say("\n".join(factor_sentences(map_, factor)))
    for line in fact_lines(document=map_, element=factor, keys=_FACTS):
        say(line)
    ends = {factor.id, LAYER_PREFIX + (factor.layer or "")}
    links = [link for link in map_.links.values() if ends & {link.from_, link.to}]
    if links:
        click.echo("\nLinks")
        for link in links:
            say(f"- {link_sentence(map_, link)}" + (f" [{link.basis}]" if link.basis else ""), indent="  ")
    named = dict.fromkeys([*factor.assumptions, *(a for link in links for a in link.assumptions)])
    if named:
        click.echo("\nAssumptions")
        for id_ in named:
            assumption = map_.assumptions.get(id_)
            status = f" [{assumption.status}]" if assumption and assumption.status else ""
            say(f"- {assumption.label if assumption else id_}{status}", indent="  ")
    if factor.notes:
        click.echo("\nNotes")
        for line in note_lines(factor):
            say(line, indent="  ")
    if factor.cite:
        click.echo("\nSource")
        for line in source_lines(factor):
            say(line, indent="  ")


def _show_document(kind: str, document: Any) -> None:
    say(f"{document.title} ({kind} {document.id}).")
    for spec in fields_of(type(document)):
        if spec.shape.kind == "collection":
            elements = getattr(document, spec.name)
            if elements:
                click.echo()
                facts = _columns(spec, elements)
                table(["id", *(fact.key.replace("_", " ") for fact in facts), spec.key], [
                    (id_, *(_cell(getattr(one, fact.name)) for fact in facts), _name(one)) for id_, one in elements.items()])


def _columns(spec: FieldSpec, elements: Mapping[str, Any]) -> list[FieldSpec]:
    """Fields with a word or number that is said of some of the elements: what they belong to, of what kind they are."""
    assert spec.shape.of is not None
    return [fact for fact in fields_of(spec.shape.of)
            if (fact.shape.kind in ("choice", "flag", "whole") or (fact.shape.kind == "text" and fact.ref))
            and any(getattr(one, fact.name) is not None for one in elements.values())]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _name(element: Any) -> str:
    for field in ("label", "question", "statement", "text"):
        text = getattr(element, field, None)
        if text:
            return str(text)
    return ""


def _factor_json(map_: Map, factor: Factor) -> dict[str, Any]:
    from sysmap.core.graph import graph_of

    graph = graph_of(map_, retired=True)
    return {**plain(factor), "causes": graph.causes(factor.id), "effects": graph.effects(factor.id)}


__all__ = ["show"]
