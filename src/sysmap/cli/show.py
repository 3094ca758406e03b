"""`sysmap show`: what a file or one of its factors holds, in words."""

from __future__ import annotations

from typing import Any

import click

from sysmap.cli.common import emit_json, say, table
from sysmap.core.describe import cite_text, factor_sentences, link_sentence, map_sentences
from sysmap.core.elements import Factor
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.core.naming import factor_named
from sysmap.core.problem import Refused
from sysmap.core.record import fields_of
from sysmap.formats.plain import plain
from sysmap.formats.workspace import Workspace


@click.command()
@click.argument("file")
@click.argument("factor", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def show(file: str, factor: str | None, as_json: bool) -> None:
    """Say what FILE holds, or what is known of one FACTOR (an id, a label or an alias)."""
    workspace = Workspace()
    loaded = workspace.load(workspace.find(file))
    document = loaded.reading.document
    if document is None:
        raise Refused(loaded.problems)
    if loaded.problems and not as_json:
        say(f"Note: the file has problems ({len(loaded.problems)}); this is its sound part. See sysmap check {file}.")
    if factor is not None and not isinstance(document, Map):
        raise click.UsageError(f"{file} holds {loaded.reading.kind}; only theories, maps and processes have factors.")
    if isinstance(document, Map):
        one = document.factors[factor_named(document, factor)] if factor is not None else None
        if as_json:
            emit_json(plain(document) if one is None else _factor_json(document, one))
        elif one is None:
            _show_map(document)
        else:
            _show_factor(document, one)
    elif as_json:
        emit_json(plain(document))
    else:
        _show_document(loaded.reading.kind or "", document)


def _show_map(map_: Map) -> None:
    say(" ".join(map_sentences(map_)))
    for text in (map_.rationale, map_.purpose, *map_.limits):
        if text:
            say(text, indent="  ")
    groups: dict[str, list[Factor]] = {}
    for factor in map_.factors.values():
        layer = map_.layers.get(factor.layer or "")
        groups.setdefault(layer.label if layer else factor.theme or factor.role or "", []).append(factor)
    rows = [(name if i == 0 else "", f.id, f.status or "", ", ".join(f.whose), f.label)
            for name, factors in groups.items() for i, f in enumerate(factors)]
    click.echo()
    table(["layer or theme", "id", "status", "whose", "factor"], rows)


def _show_factor(map_: Map, factor: Factor) -> None:
    say("\n".join(factor_sentences(map_, factor)))
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
        for note in factor.notes:
            say(f"- {note.kind + ': ' if note.kind else ''}{note.text}", indent="  ")
    if factor.cite:
        click.echo("\nSource")
        for cite in factor.cite:
            say(f"- {cite_text(cite)}", indent="  ")


def _show_document(kind: str, document: Any) -> None:
    say(f"{document.title} ({kind} {document.id}).")
    for spec in fields_of(type(document)):
        if spec.shape.kind == "collection":
            elements = getattr(document, spec.name)
            if elements:
                click.echo()
                table(["id", spec.key], [(id_, _name(element)) for id_, element in elements.items()])


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
