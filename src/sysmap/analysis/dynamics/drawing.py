"""Drawing what a map does not say: the sizes of its links, the signs that are open, and whether doubtful links are there."""

from __future__ import annotations

import numpy as np

from sysmap.analysis.dynamics.elimination import Floats, Truths
from sysmap.analysis.dynamics.scales import Interval, Strengths
from sysmap.analysis.dynamics.system import Interaction, System

__all__ = ["drawn_links", "generator"]


def generator(seed: int, stream: int, number: int) -> np.random.Generator:
    """Random numbers for one part of the draws, which depend on nothing but these three."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(stream, number))))


def drawn_links(
    system: System, strengths: Strengths, chance: np.random.Generator, size: int, *, doubt: bool,
) -> tuple[Floats, Floats]:
    """The influence of each link in each draw, with its sign.

    Parameters
    ----------
    system : who acts on whom.
    strengths : the interval of each strength.
    chance : random numbers.
    size : how many draws.
    doubt : let each doubtful link be there in half of the draws; an influence is there if any of its links is.

    Returns
    -------
    influences by draws, and influences of a factor on itself by draws.
    """
    ones = (*system.influences, *system.own)
    drawn = np.empty((len(ones), size))
    for row, one in zip(drawn, ones, strict=True):
        row[:] = _sizes(chance, strengths.of(one.strength, one.links), size) * _signs(chance, one, size)
    there: dict[str, Truths] = {}
    for id_ in sorted({id_ for one in ones for id_ in one.doubtful}) if doubt else ():
        there[id_] = np.less(chance.random(size), 0.5)
    for row, one in zip(drawn, ones, strict=True):
        if doubt and len(one.doubtful) == len(one.links):
            row *= np.any([there[id_] for id_ in one.doubtful], axis=0)
    return drawn[:len(system.influences)], drawn[len(system.influences):]


def _sizes(chance: np.random.Generator, interval: Interval, size: int) -> Floats:
    """Sizes from an interval, open at its lower end so that none is zero."""
    low, high = interval
    return high - (high - low) * chance.random(size)


def _signs(chance: np.random.Generator, one: Interaction, size: int) -> Floats | int:
    return one.sign or np.where(chance.random(size) < 0.5, 1.0, -1.0)
