"""What one may say to a question, as values: kind, words, bounds. Signatures, commands, forms and schemas are read from them.

A parameter of a question stands in the signature of its function with one of the types below, such as
`def paths(project, start: From, end: To, max_length: MaxLength = 6, …)`: the type is what Python takes, and carries the
`Parameter` that says what people take. Name and default come from the signature. What is in the signature without one is
for programs only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from sysmap.analysis.ordering import ORDERS, Order

__all__ = [
    "By", "Factor", "Factors", "From", "Kind", "Limit", "MaxLength", "Parameter", "Seconds", "Steps", "To",
]

Kind = Literal["factor", "factors", "factor-or-link", "elements", "links", "part", "choice", "whole", "number", "seconds", "flag",
               "limit", "text"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a question has to know.

    Attributes
    ----------
    kind : factor or factors (by id, label or alias), factor-or-link, elements (anything of the map, by id or label), links (by
        id), part (a submap in words, such as upstream:health:2), choice, whole (a number from 1 up), number (any above 0),
        seconds, flag, limit (how many to list), text (words).
    help : what it means, in a sentence.
    metavar : what stands for it in the help of a command.
    flags : how it is given on a command line; by its place where there are none.
    choices : what may be chosen.
    chosen_by_flag : for a choice of two: the flag that chooses the second.
    name, default, required, several : from the signature.
    """

    kind: Kind
    help: str
    metavar: str = ""
    flags: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    chosen_by_flag: str = ""
    name: str = ""
    default: object = None
    required: bool = False
    several: bool = False


From = Annotated[str, Parameter("factor", "Where influence starts.", metavar="FROM")]
"""The factor where influence starts, by id, label or alias."""

To = Annotated[str, Parameter("factor", "What is influenced.", metavar="TO")]
"""The factor that is influenced, by id, label or alias."""

Factor = Annotated[str, Parameter("factor", "The factor asked about.", metavar="FACTOR")]
"""One factor, by id, label or alias."""

Factors = Annotated[str | Iterable[str], Parameter("factors", "The factors asked about.", metavar="FACTORS...")]
"""One or several factors, by id, label or alias."""

Steps = Annotated[int | None, Parameter("whole", "Go at most N links.", metavar="N", flags=("--steps", "--max-length"))]
"""How many links to go at most; all the way where not given."""

MaxLength = Annotated[int, Parameter("whole", "The most links a path or loop may have.", metavar="N", flags=("--max-length",))]
"""The most links a path or loop may have."""

Seconds = Annotated[float | None, Parameter("seconds", "Stop searching after so long.", flags=("--seconds",))]
"""How long to search; what was found by then is the answer, and it says so. None: no limit."""

Limit = Annotated[int, Parameter("limit", "List at most so many.", metavar="N", flags=("--limit",))]
"""How many to list."""

By = Annotated[Order, Parameter("choice", "Which paths come first.", flags=("--by",), choices=ORDERS)]
"""The order of paths: weakest-link, shortest or evidence."""
