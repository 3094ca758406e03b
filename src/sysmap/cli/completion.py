"""What the Tab key offers: commands and options, maps and other files by name, factors and links of the map that was named."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

from sysmap import questions
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace

__all__ = ["completion", "with_completion"]

SHELLS = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/completions/sysmap.fish"}
_FILES = frozenset({"file", "files", "paths", "before", "after", "of", "first", "second"})
_FACTORS = frozenset({"factor", "factors", "factor-or-link", "elements", "links"})


@click.command()
@click.argument("shell", type=click.Choice(list(SHELLS)))
def completion(shell: str) -> None:
    """Print what makes the Tab key complete commands, maps, factors and links in SHELL.

    For bash and zsh: eval "$(sysmap completion bash)" in ~/.bashrc or ~/.zshrc. For fish: sysmap completion fish >
    ~/.config/fish/completions/sysmap.fish
    """
    made = get_completion_class(shell)
    assert made is not None
    from sysmap.cli import cli

    click.echo(made(cli, {}, "sysmap", "_SYSMAP_COMPLETE").source())


def with_completion(command: click.Command, question: str | None = None) -> click.Command:
    """The command, its files and factors completed. Called only while a shell asks."""
    kinds = {one.name: one.kind for one in questions.named(question).parameters} if question else {}
    for parameter in command.params:
        name = parameter.name or ""
        if isinstance(parameter, click.Argument) and name in _FILES and name not in kinds:
            parameter._custom_shell_complete = _files
        elif kinds.get(name) in _FACTORS or (isinstance(parameter, click.Argument) and name == "element"):
            parameter._custom_shell_complete = _elements
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            with_completion(inner)
    return command


def _files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Files of the workspace by name, then paths as the shell finds them."""
    names = sorted({path.stem for path in Workspace().files()})
    return [CompletionItem(name) for name in names if name.startswith(begun)] or [CompletionItem(begun, type="file")]


def _elements(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids of factors and links of the map that was named, with their labels where the shell shows them."""
    from sysmap.core.map import Map

    file = context.params.get("file")
    try:
        document = Workspace().read(Workspace().find(str(file))).document if file else None
    except Refused:
        return []
    if not isinstance(document, Map):
        return []
    found = [CompletionItem(id_, help=factor.label) for id_, factor in document.factors.items()]
    found += [CompletionItem(id_) for id_ in document.links]
    return [item for item in found if item.value.startswith(begun)]
