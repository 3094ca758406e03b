"""States of factors as people give them to a scenario: a name, or a name with a number."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

from sysmap.analysis.names import factor_id
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.questions.settling.scope import named_list

__all__ = ["SaidStates", "held_states", "states_said"]

SaidStates = str | Iterable[str] | Mapping[str, float] | None


def states_said(map_: Map, said: SaidStates, bounds: tuple[float, float], flag: str, *, usual: float | None = None) -> dict[str, float]:
    """The state of each factor that is named, by id.

    Parameters
    ----------
    map_ : the map.
    said : names with states, as `bills=0.3` or in a mapping.
    bounds : the lowest and the highest state there is.
    flag : how it is given at the command line, for the sentences.
    usual : the state of a factor that is named without one; None where it needs one.

    Raises
    ------
    Refused : an unknown or retired factor, one given two states, a state that is no number or lies outside the bounds.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> map_ = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "ab"})
    >>> states_said(map_, ["A=0.3", "b"], (0, 1), "--begin", usual=1)
    {'a': 0.3, 'b': 1}
    """
    given = said.items() if isinstance(said, Mapping) else [
        _parted(map_, one) for one in ((said,) if isinstance(said, str) else said or ())]
    found: dict[str, float] = {}
    for name, number in given:
        id_ = factor_id(map_, name)
        try:
            value = usual if number == "" else float(number)
        except ValueError:
            value = None
        if value is None or math.isnan(value):
            raise Refused(Problem(code="A18", message=f"“{name}” is given with {flag} without a state that is a number.",
                                  hint=f"Write {id_}=0.7, for example."))
        if not bounds[0] <= value <= bounds[1]:
            raise Refused(Problem(code="A04", message=f"The state of {named_list(map_, [id_])} ({flag}) is {value:g}; with this squashing "
                                  f"states lie between {bounds[0]:g} and {bounds[1]:g}.", hint="Give a state between the two."))
        if found.setdefault(id_, value) != value:
            raise Refused(Problem(code="A32", message=f"{named_list(map_, [id_])} is given two states with {flag}.", hint="Name it once."))
    return found


def held_states(
    map_: Map, said: SaidStates, bounds: tuple[float, float], pushed: Collection[str], among: Collection[str] | None,
) -> dict[str, float]:
    """The factors that are held at a state of their own, by id.

    Raises
    ------
    Refused : as `states_said`; one that is held up or down as well, or lies outside the part.
    """
    found = states_said(map_, said, bounds, "--at")
    both = sorted(set(found) & set(pushed))
    if both:
        raise Refused(Problem(code="A32", message=f"{named_list(map_, both)} cannot be held at a state and up or down at once.",
                              hint="Name each factor once."))
    apart = sorted(id_ for id_ in found if among is not None and id_ not in among)
    if apart:
        raise Refused(Problem(code="A31", message=f"{named_list(map_, apart)} is not in the part that is asked about.",
                              hint="Choose a larger part, or leave --part out."))
    return dict(sorted(found.items()))


def _parted(map_: Map, said: str) -> tuple[str, str]:
    """A name and the number after the last equals sign; a factor whose own name has such a sign is meant as a whole."""
    name, _, number = said.rpartition("=")
    return (name, number) if name and said not in map_.factors else (said, "")
