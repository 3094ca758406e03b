"""The commands of a room, one file each. A file in this folder that holds a `COMMAND` is a command; nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

from sysmap.workshop.command import Command

__all__ = ["COMMANDS"]


def _found() -> Mapping[str, Command[Any]]:
    found: dict[str, Command[Any]] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        command = importlib.import_module(f"{__name__}.{module.name}").COMMAND
        assert isinstance(command, Command)
        assert command.name not in found, f"two commands are called {command.name}"
        found[command.name] = command
    return found


COMMANDS: Mapping[str, Command[Any]] = _found()
"""Every command by its name."""
