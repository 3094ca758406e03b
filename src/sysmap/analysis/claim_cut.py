"""What people would have to take back for an influence to be cut off, counted in claims: links as they stand in the file.

A link between two layers is one claim, however many pairs of factors it joins; several links between the same two factors
are as many claims. The fewest claims whose loss leaves no path are found exactly: for every set of the few links that stand
for more than one step, in order of size, the rest is a smallest cut of single steps (a flow), and what cannot be fewer
than the best known is not tried.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping
from itertools import combinations

from sysmap.analysis.base import Budget
from sysmap.analysis.flows import largest_flow
from sysmap.analysis.projection import Projection

__all__ = ["cheapest_cut", "claim_cut", "single_claims", "steps_of_claims"]

Pair = tuple[int, int]


def single_claims(proj: Projection, start: int, end: int) -> tuple[str, ...]:
    """The claims each of which every path rests on, in the order in which a shortest path uses them."""
    claims = _claims_on_the_way(proj, start, end)
    way = _way(claims, start, end, ())
    if way is None:
        return ()
    alone = dict.fromkeys(links[0] for step in way if len(links := claims[step]) == 1)
    return tuple(link for link in alone if _way(claims, start, end, (link,)) is None)


def claim_cut(proj: Projection, start: int, end: int, budget: Budget | None = None) -> tuple[str, ...] | None:
    """A smallest set of claims without which no path is left; of several such sets one near the start.

    None where the time ran out.
    """
    return cheapest_cut(_claims_on_the_way(proj, start, end), start, end, budget=budget)


def cheapest_cut(
    claims: Mapping[Pair, tuple[str, ...]], start: int, end: int, cost: Mapping[str, int] | None = None, budget: Budget | None = None,
) -> tuple[str, ...] | None:
    """The claims without which no path is left and whose costs add up to least.

    Parameters
    ----------
    claims : the claims behind each step, by the step's two factors.
    start, end : two factors.
    cost : what each claim costs, a whole number from 1 up; 1 each where not given.
    budget : how long to search.

    Returns
    -------
    tuple : one cheapest set; None where the time ran out.
    """
    budget = budget or Budget()
    if not claims:
        return ()
    price = cost or {link: 1 for links in claims.values() for link in links}
    steps_of: dict[str, int] = {}
    for links in claims.values():
        for link in links:
            steps_of[link] = steps_of.get(link, 0) + 1
    spread = sorted(link for link, steps in steps_of.items() if steps > 1)
    number = {i: k for k, i in enumerate(sorted({start, end, *(i for step in claims for i in step)}))}
    best: tuple[str, ...] | None = None
    least = size = 0
    while size <= len(spread) and (best is None or size < least):
        for gone in combinations(spread, size):
            if budget.now_spent():
                return None
            paid = sum(price[link] for link in gone)
            if best is not None and paid >= least:
                continue
            rest = _rest(claims, price, number, start, end, set(gone), set(spread), budget)
            if rest is None:
                return None
            if rest and rest[0] == _TOO_MANY:
                continue
            whole = paid + sum(price[link] for link in rest)
            if best is None or whole < least:
                best, least = (*gone, *rest), whole
        size += 1
    return best


def steps_of_claims(proj: Projection, start: int, end: int, claims: Collection[str]) -> set[Pair]:
    """The steps on the way from start to end that some of these claims state."""
    return {step for step, links in _claims_on_the_way(proj, start, end).items() if any(link in claims for link in links)}


_TOO_MANY = ""
"""Stands for a cut that single steps cannot make."""


def _rest(
    claims: Mapping[Pair, tuple[str, ...]], price: Mapping[str, int], number: Mapping[int, int], start: int, end: int, gone: set[str],
    spread: set[str], budget: Budget,
) -> tuple[str, ...] | None:
    """The cheapest further claims, each of one step, once some are gone; None where the time ran out."""
    everything = sum(price[link] for links in claims.values() for link in links) + 1
    capacity: dict[Pair, int] = {}
    for (a, b), links in claims.items():
        left = [link for link in links if link not in gone]
        if left:
            capacity[number[a], number[b]] = everything if any(link in spread for link in left) else sum(price[link] for link in left)
    found = largest_flow(len(number), capacity, number[start], number[end], budget=budget)
    if found is None:
        return None
    flow, arcs = found
    if flow >= everything:
        return (_TOO_MANY,)
    at = sorted(number)
    return tuple(link for a, b in arcs for link in claims[at[a], at[b]] if link not in gone)


def _claims_on_the_way(proj: Projection, start: int, end: int) -> dict[Pair, tuple[str, ...]]:
    """The links behind every step that lies on a way, by the step's two factors."""
    up, down = proj.distances([end], up=True), proj.distances([start])
    return {(i, j): tuple(link.id for link in proj.step(i, j).links)
            for i in sorted(down) if i in up and i != end for j in proj.succ[i] if j in up and j != start}


def _way(claims: Mapping[Pair, tuple[str, ...]], start: int, end: int, gone: Collection[str]) -> list[Pair] | None:
    """The steps of a shortest way on which every step keeps a claim; the first by ids of several."""
    onward: dict[int, list[int]] = {}
    for (a, b), links in claims.items():
        if any(link not in gone for link in links):
            onward.setdefault(a, []).append(b)
    came: dict[int, int | None] = {start: None}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in onward.get(here, ()):
            if there not in came:
                came[there] = here
                queue.append(there)
        if end in came:
            way, at = [], end
            while (before := came[at]) is not None:
                way.append((before, at))
                at = before
            return way[::-1]
    return None
