"""`sysmap report`: the documents that evaluators hand in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sysmap.cli.common import emit_json, is_stdout, make_folder_of, say, write_output
from sysmap.core.sentences import count_text
from sysmap.reports.writers import formats

__all__ = ["report"]


@click.command()
@click.argument("file")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True,
              help="File to write; its ending says the format. A dash: standard output.")
@click.option("--format", "format_", type=click.Choice(formats()), help="The format, where the file's name does not say it.")
@click.option("--template", help="evaluation, change-log, evidence-annex, research-framework or public-summary; where not said, "
                                "public-summary at level public, else evaluation. Or a house template (.docx, .pptx).")
@click.option("--level", type=click.Choice(["internal", "client", "public"]), default="internal", show_default=True,
              help="For whom: client and public reports leave out what is internal.")
@click.option("--date", help="A date to print; without it the report carries none.")
@click.option("--rubric", help="Scoring rule, as for sysmap score.")
@click.option("--style", type=click.Path(path_type=Path), help="Your own look: a .docx, a .pptx, or a Jinja layout for .html and .md.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def report(file: str, output: Path, format_: str | None, template: str | None, level: str, date: str | None, rubric: str | None,
           style: Path | None, as_json: bool) -> None:
    """Write a report of FILE, a theory, map or process."""
    from sysmap.reports.make import make
    from sysmap.reports.make import report as write

    def tell(word: str) -> None:
        if sys.stderr.isatty() and not as_json:
            click.echo(f"{word} …", err=True)

    if is_stdout(output):
        if format_ is None or as_json:
            raise click.UsageError("-o - writes the report itself: say --format, without --json.")
        made = make(file, format_, template=template, level=level, date=date, rubric=rubric,  # type: ignore[arg-type]
                    style=style, progress=tell)
        write_output(output, made.output.data)
        return
    make_folder_of(output)
    written = write(file, output, format_=format_, template=template, level=level, date=date,  # type: ignore[arg-type]
                    rubric=rubric, style=style, progress=tell)
    if as_json:
        emit_json({"report": str(written.path), "beside": [str(path) for path in written.pictures],
                   "template": written.template, "level": written.level, "problems": written.problems,
                   "tables": written.tables, "figures": written.figures, "bytes": written.bytes, "notes": list(written.notes)})
        return
    listed = "sysmap check" if written.template == "public-summary" else "the report"
    them = "it" if written.problems == 1 else "them"
    found = f" The file has {count_text(written.problems, 'open point')}; {listed} lists {them}." if written.problems else ""
    for note in written.notes:
        click.echo(note, err=True)
    say(f"{written.path}: {count_text(written.tables, 'table')}, {count_text(written.figures, 'figure')}, {written.bytes / 1e6:.1f} MB.{found}")
