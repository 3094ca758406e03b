"""With what numbers paths of a sign stand, where a file declares an interval for each grade: exact bounds, source by source.

Each event (a source that is right or not, a statement that nobody tested) stands or falls as a whole and independently of the others,
with a number that lies anywhere in its interval. The number of any outcome is then linear in each of them, so that its least and its
greatest value lie at corners: every event at one of its ends. All corners are worked out at once, one event after the other (the
transform of Yates 1937 for factorial designs), so nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["MOST_EVENTS", "Interval", "SignedPath", "standing_intervals"]

Interval = tuple[float, float]
MOST_EVENTS = 16
"""More have too many states to be gone through."""


@dataclass(frozen=True, slots=True)
class SignedPath:
    """A path: its sign, and for each of its links the events any one of which makes it stand."""

    sign: str
    links: tuple[frozenset[int], ...]


def standing_intervals(paths: Sequence[SignedPath], events: Sequence[Interval]) -> dict[str, Interval]:
    """The least and the greatest number with which there is a path of each sign, and with which there are paths of that sign alone.

    Parameters
    ----------
    paths : the paths from the one factor to the other.
    events : the interval of each event, within 0 and 1; at most `MOST_EVENTS`.

    Returns
    -------
    dict : by sign (`positive`), by `only positive`, and `none` for no path at all.

    Examples
    --------
    One path of a strong and a moderate link raises, one of a weak and an untested link lowers.

    >>> raises = SignedPath("positive", (frozenset({0}), frozenset({1})))
    >>> lowers = SignedPath("negative", (frozenset({2}), frozenset({3})))
    >>> found = standing_intervals([raises, lowers], [(0.9, 1), (0.7, 0.95), (0.4, 0.8), (0, 1)])
    >>> {name: (round(low, 3), round(high, 3)) for name, (low, high) in found.items() if name != "none"}
    {'negative': (0.0, 0.8), 'positive': (0.63, 0.95), 'only negative': (0.0, 0.296), 'only positive': (0.126, 0.95)}
    """
    if len(events) > MOST_EVENTS:
        raise ValueError(f"{len(events)} events; at most {MOST_EVENTS}")
    states = np.arange(2 ** len(events))
    stands = [(states >> at) & 1 == 1 for at in range(len(events))]
    signs = {sign: np.zeros(len(states), dtype=np.bool_) for sign in sorted({path.sign for path in paths})}
    for path in paths:
        whole = np.ones(len(states), dtype=np.bool_)
        for link in path.links:
            whole &= np.logical_or.reduce([stands[at] for at in sorted(link)]) if link else False
        signs[path.sign] |= whole
    only = {f"only {sign}": found & ~np.logical_or.reduce([np.zeros(len(states), dtype=np.bool_), *(
        other for name, other in signs.items() if name != sign)]) for sign, found in signs.items()}
    none = ~np.logical_or.reduce([np.zeros(len(states), dtype=np.bool_), *signs.values()])
    return {name: _bounds(found, events) for name, found in {**signs, **only, "none": none}.items()}


def _bounds(happens: np.ndarray[tuple[int], np.dtype[np.bool_]], events: Sequence[Interval]) -> Interval:
    """The least and greatest number of an outcome over all corners."""
    corners = happens.astype(float).reshape((2,) * len(events)) if events else happens.astype(float)
    for at, (low, high) in enumerate(events):
        axis = len(events) - 1 - at  # the first event is the last axis of the states in order
        falls, rises = np.take(corners, 0, axis=axis), np.take(corners, 1, axis=axis)
        corners = np.stack([(1 - low) * falls + low * rises, (1 - high) * falls + high * rises], axis=axis)
    return float(corners.min()), float(corners.max())

