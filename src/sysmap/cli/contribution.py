"""`sysmap contribution`: the six steps of contribution analysis, with claims under review and the plan of the next collection."""

from __future__ import annotations

import click

from sysmap.cli.common import emit_json, open_with_evidence, say, table

__all__ = ["contribution"]


@click.command()
@click.argument("file")
@click.option("--as-of", metavar="DATE|ROUND", help="Only what was known by a date, or by the end of a round.")
@click.option("--plan", "as_plan", is_flag=True, help="Only the plan of the next collection.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def contribution(file: str, as_of: str | None, as_plan: bool, as_json: bool) -> None:
    """Show the six steps of contribution analysis on FILE: what each rests on, what it lacks, what to collect next."""
    from sysmap.contribution.six_steps import six_steps

    project = open_with_evidence(file)
    if as_of is not None:
        project = project.at(as_of=as_of)
    found = six_steps(project.map, project.evidence, project.mechanisms, project.claim_rule)
    if as_json:
        emit_json({"map": project.map.id, **found.to_json()})
        return
    if not as_plan:
        say(f"{project.map.title}\n")
        for step in found.steps:
            say(f"{step.number}. {step.title}")
            for text in step.there:
                say(f"- {text}", indent="   ")
            for text in step.lacking:
                say(f"- Lacking: {text}", indent="   ")
            click.echo()
    say("The plan of the next collection: what reviewers asked for first, then the gaps of the claims." if found.plan else
        "Nothing is planned to be collected: no review asks for anything, and the claims have no gaps.")
    table(["claim", "look for", "why", "by", "due"], [(p.claim, p.wanted, p.why, p.owner or "", p.due or "") for p in found.plan])
