"""`sysmap indicators` and `sysmap actions`: monitoring of a theory, its observations as spreadsheets, what is done about findings."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sysmap.cli.common import ShowGroup, emit_json, is_stdout, open_project, say, table, write_output
from sysmap.core.monitoring import Monitoring
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import count_text
from sysmap.formats.read import Reading
from sysmap.formats.workspace import Workspace

__all__ = ["actions", "indicators"]


@click.group(cls=ShowGroup)
def indicators() -> None:
    """Show how the indicators of THEORY stand; take observations to a spreadsheet and back; start from a framework."""


@indicators.command()
@click.argument("file")
@click.option("--as-of", metavar="DATE", help="Only observations up to a date.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def show(file: str, as_of: str | None, as_json: bool) -> None:
    """Show how the indicators of FILE stand: baseline, latest, target, distance travelled, trend."""
    from sysmap.contribution.indicator_trend import standing_of_indicator

    project = open_project(file)
    held = [one for monitoring in project.monitoring for one in monitoring.indicators.values()]
    found = [standing_of_indicator(one, as_of) for one in held]
    if as_json:
        emit_json({"map": project.map.id, "as_of": as_of, "indicators": [one.to_json() for one in found]})
        return
    if not found:
        say(f"No file of indicators names {project.name} under uses. Start one: sysmap new monitoring NAME --on {project.name}")
        return
    seen = sum(one.latest is not None for one in found)
    say(f"{project.map.title}: {count_text(len(found), 'indicator')}, {seen} with data{f' up to {as_of}' if as_of else ''}. "
        "An indicator shows that something moved, never why.\n")
    table(["indicator", "watches", "baseline", "latest", "target", "way", "trend", "stands"], [
        (one.indicator.id, ", ".join(one.indicator.about), f"{one.indicator.baseline.value:g}" if one.indicator.baseline else "",
         f"{one.latest.value:g} ({one.latest.date})" if one.latest else "no data",
         f"{one.indicator.target.value:g} ({one.indicator.target.date})" if one.indicator.target else "",
         "" if one.travelled is None else f"{one.travelled:.0%}", one.trend if one.latest else "",
         "" if one.on_course is None else "on course" if one.on_course else "behind") for one in found])


@indicators.command("export")
@click.argument("monitoring")
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace an existing file.")
def export(monitoring: str, output: Path, force: bool) -> None:
    """Write the observations of a MONITORING file as a spreadsheet: OUTPUT ends with .xlsx or .csv."""
    from sysmap.formats.observations_sheet import export_observations
    from sysmap.formats.save import write_whole

    _, document = _monitoring(Workspace(), monitoring)
    write_whole(output, export_observations(document, output), new=not force)
    say(f"Wrote {output}. Back again: sysmap indicators import {monitoring} {output}")


@indicators.command("import")
@click.argument("monitoring")
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_(monitoring: str, sheet: Path, dry_run: bool, as_json: bool) -> None:
    """Take observations from a spreadsheet into a MONITORING file: all of them, or with a single fault none."""
    from sysmap.formats.observations_sheet import import_observations
    from sysmap.formats.save import save

    reading, document = _monitoring(Workspace(), monitoring)
    found = import_observations(document, sheet)
    written = bool(found.added or found.replaced) and not dry_run
    if written:
        save(reading, found.file)
    if as_json:
        emit_json({**found.to_json(), "written": written})
        return
    for sentence in found.sentences():
        say(sentence)
    if dry_run:
        say("Nothing was written (--dry-run).")


@indicators.command("start")
@click.argument("name")
@click.option("--framework", help="The research framework whose measures become indicators.", required=True)
@click.option("--on", "theory", required=True, metavar="FILE", help="The theory that they watch.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of toc/monitoring/. A dash: standard output.")
def start(name: str, framework: str, theory: str, output: Path | None) -> None:
    """Start a file of indicators NAME from the measures of a research framework, one each, still without data."""
    from sysmap.formats.starting_indicators import indicators_from, monitoring_from
    from sysmap.formats.tidy import text_of

    workspace = Workspace()
    if output is not None and is_stdout(output):
        document = monitoring_from(workspace, name, framework, theory, workspace.root / "toc" / "monitoring")
        write_output(output, text_of(document, "monitoring").encode())
        return
    path, found = indicators_from(workspace, name, framework, theory, output)
    say(f"Wrote {workspace.name_of(path)}: {count_text(len(found.indicators), 'indicator')}, one for each measure. Give those that are "
        "numbers a unit, a baseline and a target; take out what nobody will gather.")


@click.command()
@click.argument("file")
@click.option("--as-of", metavar="DATE", help="The day on which one asks what is late; today if not given.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def actions(file: str, as_of: str | None, as_json: bool) -> None:
    """Show what is done about findings on FILE: improvement actions, by whom, by when, and which are late."""
    from sysmap.contribution.improvement_actions import actions_on, actions_words

    project = open_project(file)
    day = as_of or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    rows = actions_on((one for monitoring in project.monitoring for one in monitoring.actions.values()), day)
    if as_json:
        emit_json({"map": project.map.id, "as_of": day, "actions": [row.to_json() for row in rows]})
        return
    say(f"{project.map.title}: {actions_words(rows, day)}\n")
    table(["action", "what", "finding", "about", "by", "due", "state"], [
        (row.action.id, row.action.label, row.action.finding, ", ".join(row.action.about), row.action.owner or "", row.action.due or "",
         row.stands) for row in rows])


def _monitoring(workspace: Workspace, name: str) -> tuple[Reading, Monitoring]:
    reading = workspace.read(workspace.find(name))
    if reading.problems:
        raise Refused(reading.problems)
    if not isinstance(reading.document, Monitoring):
        known = [path.stem for path in workspace.files() if "monitoring" in path.parts]
        raise Refused(Problem(code="F18", message=f"{name} holds {reading.kind}, not indicators.",
                              hint=f"Files of indicators here: {', '.join(known[:12])}." if known else "Make one in toc/monitoring/."))
    return reading, reading.document
