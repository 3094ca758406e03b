"""Groups of factors that all influence each other: the strongly connected components of a map."""

from __future__ import annotations

from collections.abc import Sequence

from sysmap.core.graph import Graph

__all__ = ["groups_of", "strong_components"]


def strong_components(graph: Graph) -> list[list[str]]:
    """Groups of factors that all influence each other.

    Returns
    -------
    list of lists of ids : every factor is in exactly one; effects come before causes; ids in a group in map order.
    """
    at = {id_: i for i, id_ in enumerate(graph.factors)}
    rows = [[at[arc.to] for arc in graph.out[id_]] for id_ in graph.factors]
    return [[graph.factors[i] for i in group] for group in groups_of(rows)]


def groups_of(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongly connected components of a graph given by the numbers each place leads to (Tarjan 1972).

    Returns
    -------
    list of lists : every place is in exactly one; effects come before causes; a group in rising order.
    """
    unseen, done = -1, len(rows)
    low = [unseen] * len(rows)
    index = [unseen] * len(rows)
    count = 0
    stack: list[int] = []
    found: list[list[int]] = []
    for root in range(len(rows)):
        if index[root] != unseen:
            continue
        work = [(root, iter(rows[root]))]
        index[root] = low[root] = count
        count += 1
        stack.append(root)
        while work:
            here, onward = work[-1]
            for there in onward:
                if index[there] == unseen:
                    index[there] = low[there] = count
                    count += 1
                    stack.append(there)
                    work.append((there, iter(rows[there])))
                    break
                if index[there] < low[here]:
                    low[here] = index[there]
            else:
                work.pop()
                if work and low[here] < low[work[-1][0]]:
                    low[work[-1][0]] = low[here]
                if low[here] == index[here]:
                    group = []
                    while index[here] != done:
                        member = stack.pop()
                        index[member] = done
                        group.append(member)
                    found.append(sorted(group))
    return found
