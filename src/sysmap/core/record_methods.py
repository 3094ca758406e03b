"""Methods of records that are made when they are first called.

`dataclasses` compiles six functions for every class when it is imported, which took a third of the time of a short command;
most commands touch a few of the eighty classes. Here comparing and showing are shared closures, and `__init__` is compiled
when the first record of its class is made.
"""

from __future__ import annotations

import dataclasses
import operator
import reprlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspect import Signature

__all__ = ["give_methods"]


def give_methods(cls: type) -> None:
    """Give a dataclass with slots what makes it frozen, compared by value, shown and made, where `dataclasses` gave it nothing."""
    names = tuple(f.name for f in dataclasses.fields(cls))
    values = operator.attrgetter(*names, *names[:1])  # one name more, so that it gives a tuple for a single field too

    def __init__(self: Any, **given: Any) -> None:  # noqa: N807
        type.__setattr__(cls, "__init__", _compiled_init(cls))
        cls.__init__(self, **given)  # type: ignore[misc]

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    @reprlib.recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self: Any) -> list[Any]:  # noqa: N807
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:  # noqa: N807
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    for method in (__init__, __eq__, __hash__, __repr__, __setattr__, __delattr__, __getstate__, __setstate__):
        method.__qualname__ = f"{cls.__qualname__}.{method.__name__}"
        method.__module__ = cls.__module__
        setattr(cls, method.__name__, method)
    cls.__signature__ = _LazySignature()  # type: ignore[attr-defined]


class _LazySignature:
    """What `help` and notebooks show of `__init__`, worked out when they ask."""

    def __get__(self, instance: object, owner: type) -> Signature:
        from inspect import Parameter, Signature

        return Signature([Parameter(f.name, Parameter.KEYWORD_ONLY, annotation=f.type, default=(
            f.default if f.default is not dataclasses.MISSING else Parameter.empty
            if f.default_factory is dataclasses.MISSING else f.default_factory())) for f in dataclasses.fields(owner)])


def _compiled_init(cls: type) -> Any:
    """`__init__` of a frozen class: each value goes to its slot past the class's own refusal to be changed."""
    parameters, body = [], []
    scope: dict[str, Any] = {"_MISSING": dataclasses.MISSING}
    for number, f in enumerate(dataclasses.fields(cls)):
        scope[f"_set{number}"] = getattr(cls, f.name).__set__
        value = f.name
        if f.default is not dataclasses.MISSING:
            scope[f"_default{number}"] = f.default
            parameters.append(f"{f.name}=_default{number}")
        elif f.default_factory is not dataclasses.MISSING:
            scope[f"_factory{number}"] = f.default_factory
            parameters.append(f"{f.name}=_MISSING")
            value = f"_factory{number}() if {f.name} is _MISSING else {f.name}"
        else:
            parameters.append(f.name)
        body.append(f"  _set{number}(self, {value})")
    exec(f"def __init__(self, *, {', '.join(parameters)}):\n" + "\n".join(body), scope)  # noqa: S102
    made = scope["__init__"]
    made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return made
