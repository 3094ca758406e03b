"""The command line: thin commands over library calls of the same name.

Exit codes: 0 fine, 1 problems found, 2 cannot run. Modules are imported when their command is asked for, so that
`sysmap --version` and `sysmap check` stay light.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from sysmap import __version__, questions
from sysmap.core.problem import Refused, one_of

__all__ = ["COMMANDS", "FIRST_SCREEN", "SECTIONS", "cli", "main"]

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Write and check files": {
        "init": ("sysmap.cli.files", "init"),
        "example": ("sysmap.cli.example", "example"),
        "new": ("sysmap.cli.files", "new"),
        "check": ("sysmap.cli.files", "check"),
        "format": ("sysmap.cli.files", "format_"),
        "show": ("sysmap.cli.show", "show"),
        "diff": ("sysmap.cli.diff", "diff"),
        "schema": ("sysmap.cli.files", "schema"),
        "import": ("sysmap.cli.imports", "import_"),
        "export": ("sysmap.cli.exports", "export"),
        "sheet": ("sysmap.cli.sheets", "sheet"),
    },
    "Draw it together, show it, hand it in": {
        "studio": ("sysmap.cli.studio", "studio"),
        "workshop": ("sysmap.cli.workshop", "workshop"),
        "session": ("sysmap.cli.session", "session"),
        "render": ("sysmap.cli.render", "render"),
        "site": ("sysmap.cli.site", "site"),
        "figure": ("sysmap.cli.figure", "figure"),
        "report": ("sysmap.cli.report", "report"),
        "pack": ("sysmap.cli.pack", "pack"),
    },
    "Weigh the evidence": {
        "evidence": ("sysmap.cli.registers", "evidence"),
        **{name: ("sysmap.cli.evidence", name) for name in ("score", "gaps", "story")},
        "rubric": ("sysmap.cli.rubric", "rubric"),
        "indicators": ("sysmap.cli.indicators", "indicators"),
        "actions": ("sysmap.cli.indicators", "actions"),
        "contribution": ("sysmap.cli.contribution", "contribution"),
        "carried": ("sysmap.cli.versions", "carried"),
        "survey": ("sysmap.cli.survey", "survey"),
        "rate": ("sysmap.cli.rating", "rate"),
        "agreement": ("sysmap.cli.agreement", "agreement"),
        "sources": ("sysmap.cli.sources", "sources"),
    },
    "Set up": {
        "doctor": ("sysmap.cli.doctor", "doctor"),
        "completion": ("sysmap.cli.completion", "completion"),
        **{name: ("sysmap.cli.hosting", name) for name in ("serve", "hosted")},
    },
}
"""What people want to do -> command name -> (module, attribute). The questions (`sysmap.questions`) come after these."""

COMMANDS: dict[str, tuple[str, str]] = {name: place for section in SECTIONS.values() for name, place in section.items()}
"""Command name -> (module, attribute), without the questions."""


def _completed(command: click.Command, question: str | None = None) -> click.Command:
    """The command; while a shell asks what to complete, with its files and factors."""
    if "_SYSMAP_COMPLETE" not in os.environ:
        return command
    from sysmap.cli.completion import with_completion

    return with_completion(command, question)


class _Lazy(click.Group):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *(one.name for one in questions.every("cli"))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            module, attribute = COMMANDS[cmd_name]
            return _completed(getattr(importlib.import_module(module), attribute))
        if cmd_name not in questions.own_names() and cmd_name not in questions.names():
            return None
        from sysmap.cli.ask import command_for

        return _completed(command_for(cmd_name), cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS and name not in questions.own_names():
            known = [*COMMANDS, *questions.names()]
            if name not in known:
                meant = next((one.name for one in questions.every("cli") if name in one.aliases), None)
                if meant is None:
                    raise click.UsageError(f"There is no command {name}. {one_of(name, known, most=40)}")
                args = [meant, *args[1:]]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands by what people want to do."""
        sections = {title: list(section) for title, section in SECTIONS.items()}
        asked: dict[str, list[str]] = {}
        for one in questions.every("cli"):
            asked.setdefault(f"Ask: {questions.GROUPS[one.group].lower()}", []).append(one.name)
        width = max(len(name) for names in (*sections.values(), *asked.values()) for name in names)
        for title, names in (*sections.items(), *asked.items()):
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), command.get_short_help_str(300))
                                    for name in names if (command := self.get_command(ctx, name)) is not None])


FIRST_SCREEN = """\
sysmap draws systems maps and theories of change, asks them questions, and keeps the evidence with them.

Look around
  sysmap example               list complete workspaces to try; sysmap example NAME unpacks one
  sysmap check                 say what is wrong with the files here, and what to do about it
  sysmap show NAME             say in words what a map or theory holds
  sysmap render NAME --open    draw it as a page that opens in the browser, without a network

Work on your own
  sysmap init FOLDER           start a workspace; then, in it: sysmap new map NAME
  sysmap import FILE           bring a map from PRSM, Kumu, Excel and others
  sysmap studio                do all of it on a page in the browser
  sysmap workshop NAME --lan   draw a map together in a room

Ask and hand in
  sysmap upstream NAME FACTOR  what leads to a factor; `sysmap --help` lists all questions
  sysmap score NAME            what the evidence says of each outcome, and why
  sysmap report NAME -o r.docx write the report (.docx, .pdf, .pptx, .xlsx, .html)

All commands: sysmap --help. One command: sysmap COMMAND --help. What is installed: sysmap doctor.
"""
"""What somebody sees who types `sysmap` and nothing else."""


@click.group(cls=_Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="sysmap")
@click.option("--large", is_flag=True, help="Read files above 64 MB too.")
@click.pass_context
def cli(context: click.Context, large: bool) -> None:
    """Participatory systems mapping and theory of change, with the evidence attached."""
    if context.invoked_subcommand is None:
        click.echo(FIRST_SCREEN, nl=False)
        return
    if large:
        from sysmap.formats.read import large_files

        context.with_resource(large_files())


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; whatever goes wrong ends in a sentence and an exit code, never in a traceback."""
    os.environ.setdefault("SYSMAP_CACHE", "on")  # sysmap.formats.read_before
    try:
        code = cli.main(args=list(args) if args is not None else None, prog_name="sysmap", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(2)
    except Refused as refusal:
        for problem in refusal.problems:
            click.echo(f"sysmap: {problem}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except OSError as error:
        click.echo(f"sysmap: {error.strerror or error}: {error.filename or ''}. Check the path and the disk.", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
