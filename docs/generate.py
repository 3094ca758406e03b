"""The pages and pictures of docs/ that are made and not written: `make docs`.

docs/cli.md is what every command says of itself with --help; the picture of the README is drawn from the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from sysmap.cli import cli

DOCS = Path(__file__).resolve().parent
FIGURES = ["cqc-system-assessment-2025"]

HEAD = """\
# Commands

Made by `make docs` from what each command says of itself; `sysmap COMMAND --help` says the same.

Where a command takes a FILE it takes a path or a name in the workspace (`cqc-system-assessment-2025`); where it takes a
FACTOR, an id, a label or an alias. A name that is not known is answered with the nearest ones. Exit codes: 0 fine, 1
problems found, 2 cannot run. `--json` answers for programs: see [json.md](json.md).
"""


def cli_page() -> str:
    """docs/cli.md as it should be."""
    parts = [HEAD]
    for words, command, context in commands(cli, click.Context(cli, info_name="sysmap", **cli.context_settings), ("sysmap",)):
        parts.append(f"## {' '.join(words)}\n\n```text\n{command.get_help(context).strip()}\n```\n")
    return "\n".join(parts)


def commands(
    group: click.Group, context: click.Context, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Context]]:
    """Every command and what is under it, in the order in which --help lists them."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100, max_content_width=100)
        yield (*words, name), command, inner
        if isinstance(command, click.Group):
            yield from commands(command, inner, (*words, name))


def main() -> None:
    """Write what differs, and say what was written."""
    page = DOCS / "cli.md"
    page.write_text(cli_page(), encoding="utf-8")
    print(f"wrote {page.relative_to(DOCS.parent)}")
    for name in FIGURES:
        cli(["figure", name, "-o", str(DOCS / "images" / f"{name}.svg"), "--shape", "slide"], standalone_mode=False)


if __name__ == "__main__":
    main()
