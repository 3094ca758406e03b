"""`sysmap rubric`: the rubrics there are, and what one of them says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from sysmap.cli.common import emit_json, say, table
from sysmap.core.library import Rubric
from sysmap.formats.read import Reading, read_file
from sysmap.formats.workspace import Workspace

__all__ = ["rubric"]


@click.command()
@click.argument("name", required=False)
@click.option("--yaml", "as_yaml", is_flag=True, help="The file itself, to start a rubric of your own from.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def rubric(name: str | None, as_yaml: bool, as_json: bool) -> None:
    """List the rubrics there are, or show one by NAME: levels, what it counts, its steps and every setting."""
    from sysmap.contribution.catalogue import rubric_files, rule_for, rules
    from sysmap.contribution.rubric_text import rubric_paragraphs, rubric_tables
    from sysmap.core.profile import profile_among
    from sysmap.formats.plain import plain

    workspace = Workspace()
    own = {r.document.id: r for r in _rubrics(workspace) if isinstance(r.document, Rubric)}
    shipped = {r.document.id: r for path in rubric_files() if isinstance((r := read_file(path)).document, Rubric)}
    found = [r.document for r in own.values() if isinstance(r.document, Rubric)]
    if name is None:
        known = {**dict(rules()), **{r.id: rule_for(r.id, [r])[0] for r in found}}
        if as_json:
            emit_json({"rubrics": [{"id": rule.id, "version": rule.version, "title": rule.rubric.title, "scores": list(rule.kinds),
                                    "variants": list(rule.rubric.variants)} for rule in known.values()]})
            return
        table(["id", "version", "scores", "readings", "what it is"], [
            (rule.id, rule.version, ", ".join(rule.kinds), ", ".join(rule.rubric.variants), rule.rubric.title)
            for rule in known.values()])
        return
    rule, _ = rule_for(name, found, profile_among(()))
    if as_yaml:
        reading = own.get(rule.id) or shipped.get(rule.id)
        if reading is None:
            say(f"{rule.id} is a rule in code; it has no file.")
            return
        click.echo(reading.text, nl=False)
        return
    if as_json:
        emit_json(plain(rule.rubric))
        return
    say(f"{rule.rubric.title} ({rule.id} {rule.version}); scores: {', '.join(rule.kinds)}.")
    for lead, text in rubric_paragraphs(rule):
        say(f"\n{lead}. {text}")
    for one in rubric_tables(rule):
        click.echo()
        say(one.title)
        table(list(one.head), list(one.rows))


def _rubrics(workspace: Workspace) -> Iterator[Reading]:
    """The rubrics of the workspace."""
    folder = Path(workspace.root) / "models"
    for path in workspace.files():
        if path.is_relative_to(folder) and workspace.read(path).kind == "rubric":
            yield workspace.read(path)
