"""The questions as methods of a class that holds a project."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from sysmap.questions.registry.finding import own_names
from sysmap.questions.registry.question import Asked

__all__ = ["Method", "with_questions"]

C = TypeVar("C", bound=type)


class Method:
    """A question as a method, imported when it is first asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, holder: Asked | None, owner: type) -> Any:
        function: Callable[..., Any] = getattr(importlib.import_module(f"sysmap.questions.{self.name}"), self.name)
        if holder is None:
            return function
        bound = functools.partial(function, holder)
        functools.update_wrapper(bound, function)
        signature = inspect.signature(function)
        bound.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])  # type: ignore[attr-defined]
        return bound


def with_questions(owner: C) -> C:
    """Give a class that has a `project` every question of this package as a method."""
    for name in own_names():
        function = name.replace("-", "_")
        if function not in vars(owner):
            setattr(owner, function, Method(function))
    return owner
