"""`sysmap rate`: an assessment's rating, step by step."""

from __future__ import annotations

import click

from sysmap.cli.common import emit_json, say, table
from sysmap.core.problem import Problem, Refused
from sysmap.formats.workspace import Workspace

__all__ = ["rate"]


@click.command()
@click.argument("assessment")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON (docs/ratings.md).")
def rate(assessment: str, as_json: bool) -> None:
    """Rate an ASSESSMENT: from scores of evidence categories to statements, themes and the whole, with what held it down."""
    from sysmap.contribution.ratings import rate as rated
    from sysmap.core.library import AssessmentFramework
    from sysmap.core.rating import Assessment

    workspace = Workspace()
    loaded = workspace.load(workspace.find(assessment))
    document = loaded.reading.document
    if loaded.problems:
        raise Refused(loaded.problems)
    if not isinstance(document, Assessment):
        raise Refused(Problem(code="F18", message=f"{assessment} holds {loaded.reading.kind}, not an assessment.",
                              hint="An assessment has `kind: assessment` and scores by statement; see docs/ratings.md."))
    try:
        found = rated(document, [one for one in loaded.used if isinstance(one, AssessmentFramework)])
    except Refused as refused:
        raise Refused([one.placed(loaded.reading.place(one.at)) for one in refused.problems]) from None
    if as_json:
        emit_json(found.to_json())
        return
    made_up = " This is a made-up example: nobody was rated." if document.made_up else ""
    say(f"{document.title}: {found.whole.rating} ({found.whole.percent} per cent).{made_up}")
    for sentence in (found.whole.held, *found.alerts):
        if sentence:
            say(f"- {sentence}")
    if found.unscored:
        say(f"- No score yet, and counted in nothing: {', '.join(found.unscored)}.")
    click.echo()
    table(["theme", "per cent", "rating", "held down by"], [(one.label, one.percent, one.rating, one.held) for one in found.themes])
    click.echo()
    names = {id_: category.label for file in loaded.used if isinstance(file, AssessmentFramework)
             for id_, category in file.categories.items()}
    table(["statement", "score", "per cent", "categories"], [
        (one.label, one.score, one.percent, ", ".join(f"{names[id_]} {score}" for id_, score in one.scores.items()))
        for one in found.statements])
