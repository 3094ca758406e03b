"""The questions that there are: the modules of `sysmap.questions`, and those that other packages bring.

A question is found by the name of its file, so that a command imports no question but its own. Another package brings a
question through the entry point group `sysmap.questions`: a name, and `package.module:function`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.entry_points import entry_points
from sysmap.questions.registry.question import GROUPS, Door, Question, question_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["every", "named", "names", "own_names"]

_PACKAGE = "sysmap.questions"
_FOLDER = str(Path(__file__).parents[1])


@cache
def own_names() -> tuple[str, ...]:
    """The questions of this package in order of name: `must-pass` for `must_pass.py`. Imports none of them."""
    return tuple(sorted(one.name.replace("_", "-") for one in pkgutil.iter_modules([_FOLDER]) if not one.ispkg))


@cache
def _brought() -> dict[str, EntryPoint]:
    return {one.name.replace("_", "-"): one for one in entry_points(group=_PACKAGE)}


def names() -> tuple[str, ...]:
    """Every question, those of other packages last."""
    own = own_names()
    return (*own, *sorted(name for name in _brought() if name not in own))


@cache
def _known(name: str) -> Question | None:
    if name in own_names():
        function = name.replace("-", "_")
        return question_of(getattr(importlib.import_module(f"{_PACKAGE}.{function}"), function))
    brought = _brought().get(name)
    return question_of(brought.load()) if brought is not None else None


def named(name: str) -> Question:
    """The question of that name, or with that alias.

    Raises
    ------
    Refused : there is none, with the nearest names.

    Examples
    --------
    >>> named("must-pass").function, named("must_pass").name
    ('must_pass', 'must-pass')
    """
    plain = name.replace("_", "-")
    found = _known(plain) or next((one for one in every() if plain in one.aliases), None)
    if found is None:
        raise Refused(Problem(code="A17", message=f"There is no question “{name}”.", hint=one_of(plain, names(), most=40)))
    return found


def every(door: Door | None = None) -> Iterator[Question]:
    """All questions, or those that may be asked at a door, in the order of their groups, then by name."""
    found = [one for name in names() if (one := _known(name)) is not None]
    order = list(GROUPS)
    for one in sorted(found, key=lambda one: (order.index(one.group), one.name)):
        if door is None or door in one.doors:
            yield one
