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

from sysmap import __version__
from sysmap.core.problem import Refused, one_of

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("sysmap.cli.files", "new"),
    "check": ("sysmap.cli.files", "check"),
    "format": ("sysmap.cli.files", "format_"),
    "show": ("sysmap.cli.show", "show"),
    "render": ("sysmap.cli.render", "render"),
    "report": ("sysmap.cli.report", "report"),
    "workshop": ("sysmap.cli.workshop", "workshop"),
    "figure": ("sysmap.cli.figure", "figure"),
    "schema": ("sysmap.cli.files", "schema"),
    "import": ("sysmap.cli.imports", "import_"),
    "export": ("sysmap.cli.exports", "export"),
    **{name: ("sysmap.cli.ask", name.replace("-", "_")) for name in (
        "upstream", "downstream", "ego", "between", "union", "intersection", "difference", "paths", "influence",
        "must-pass", "only-through", "loops", "rank", "overlap", "tradeoffs", "compound-risks", "control-profile",
        "exposure", "mechanisms", "robustness")},
    **{name: ("sysmap.cli.evidence", name) for name in ("score", "gaps", "story")},
    "evidence": ("sysmap.cli.registers", "evidence"),
    "diff": ("sysmap.cli.diff", "diff"),
}
"""Command name -> (module, attribute)."""


class _Lazy(click.Group):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"There is no command {args[0]}. {one_of(args[0], COMMANDS, most=30)}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="sysmap")
def cli() -> None:
    """Participatory systems mapping and theory of change, with the evidence attached."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; whatever goes wrong ends in a sentence and an exit code, never in a traceback."""
    try:
        code = cli.main(args=list(args) if args is not None else None, standalone_mode=False)
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
