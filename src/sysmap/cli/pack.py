"""`sysmap pack`: a map with its evidence, report and figure as one archive that others can make them from again."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sysmap.cli.common import emit_json, is_stdout, problem_json, say, show_problems, write_output

__all__ = ["pack"]


@click.command()
@click.argument("file")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The archive, ending in .zip. A dash: standard output.")
@click.option("--level", type=click.Choice(["internal", "client", "public"]), default="public", show_default=True,
              help="For whom: of the files, only what these readers may see goes in.")
@click.option("--date", help="The day on which it is published; today where not given.")
@click.option("--licence", help="Address or name of the licence under which the data may be used.")
@click.option("--check", "checks", is_flag=True, help="FILE is an archive: say whether it is as it was made.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def pack(ctx: click.Context, file: str, output: Path | None, level: str, date: str | None, licence: str | None, checks: bool,
         as_json: bool) -> None:
    """Pack FILE for others: map, evidence, report, figure, versions, checksums, and a RO-Crate record of them."""
    from sysmap.reports.pack import check_pack
    from sysmap.reports.pack import pack as make

    if checks:
        problems = check_pack(Path(file))
        if as_json:
            emit_json({"archive": file, "whole": not problems, "problems": [problem_json(one) for one in problems]})
        else:
            show_problems(problems)
            say(f"{file} is not as it was made." if problems else f"{file} is as it was made.")
        ctx.exit(1 if problems else 0)
    if output is None:
        raise click.UsageError("Say where to write: -o PACK.zip.")
    if is_stdout(output) and as_json:
        raise click.UsageError("-o - writes the archive itself, without --json.")
    day = date or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    made = make(file, level=level, date=day, licence=licence)  # type: ignore[arg-type]
    write_output(output, made.data)
    for name in made.missing:
        click.echo(f"Note: {name} lies outside the workspace or has faults, and was not packed.", err=True)
    if as_json:
        emit_json({"archive": str(output), "level": level, "files": list(made.files), "missing": list(made.missing), "bytes": len(made.data)})
    elif not is_stdout(output):
        say(f"{output}: {len(made.files)} files, {len(made.data) / 1e6:.1f} MB, for readers at level {level}. "
            f"Is it whole? sysmap pack {output} --check")
