"""Counting every influence path between two factors and keeping the best so many, within a budget."""

from __future__ import annotations

from sysmap.analysis.base import Budget
from sysmap.analysis.ordering import Place, Places, Weighed
from sysmap.analysis.projection import Projection
from sysmap.analysis.simple_paths import SimplePaths

__all__ = ["BestPaths"]

_MANY = 300_000
"""More walks than this, and paths are looked for in bands, best first, so that a list that the clock cuts still begins
with the best."""


class BestPaths:
    """One listing: counts every path, keeps the best so many."""

    def __init__(self, proj: Projection, x: int, y: int, most: int, places: Places, limit: int, budget: Budget) -> None:
        self.proj, self.x, self.y, self.most = proj, x, y, most
        self.places, self.limit, self.budget = places, limit, budget
        self._weights = None if places.plain else places.steps
        self.ways = SimplePaths(proj.succ, proj.pred, x, y, most, weights=self._weights, budget=budget)
        self.count = 0
        self.cut = False
        self._kept: list[Weighed] = []
        self._worst: Place | None = None

    def run(self) -> None:
        """Search; afterwards `count`, `cut` (whether the time ran out) and `best` say what was found."""
        few = self.ways.all_at_once(self.budget)
        if few is not None:
            self._kept, self.count = few, len(few)
            return
        if self.ways.walks <= _MANY:
            self._run(self.ways, None, None, self.budget)
            self.cut = self.budget.spent
        else:
            self._run_in_bands()
        if not self.count and self.cut and self.ways.shortest is not None:
            self._kept.append((0, self.ways.one_shortest()))
            self.count = 1

    def best(self) -> list[tuple[int, ...]]:
        """The best paths, in order."""
        return [way for _, ways in self.places.in_order(self._kept, self.limit) for way in ways]

    def _run_in_bands(self) -> None:
        """Best first, band by band, so that a list cut by the clock still begins with the best.

        Each band has its share of the time, so that none is left without a look.
        """
        by_length = self.places.by_length
        levels = (0,) if by_length else (4, 3, 2, 1, 0) if self.places.by == "evidence" else (3, 2, 1, 0)
        for at, level in enumerate(levels):
            part = self.budget.share(len(levels) - at)
            ways = self.ways
            if level:
                ways = SimplePaths(self.proj.succ, self.proj.pred, self.x, self.y, self.most, weights=self._weights, budget=part,
                            keep=lambda a, b, level=level: self.places.rank(a, b) >= level)  # type: ignore[misc]
            if ways.shortest is not None:
                for length in range(ways.shortest, ways.most + 1):
                    self._run(ways, length, None if by_length else level, part)
                    if part.now_spent():
                        self.cut = True
                        break

    def _run(self, ways: SimplePaths, exactly: int | None, level: int | None, budget: Budget) -> None:
        """Count ways, and keep those among the best; with a level, only those whose weakest link has it."""
        places, enough = self.places, 2 * self.limit + 1000
        for beginning, weight, tails in ways.batches(budget, exactly=exactly):
            mine = tails if level is None else [tail for tail in tails if places[weight + tail[2]][0] == -level]
            self.count += len(mine)
            worst = self._worst
            if worst is None or (places.plain and len(beginning) + len(tails[0][1]) - 1 <= worst[2]):
                self._kept += [(weight + more, beginning + tail) for _, tail, more in mine]
            elif not places.plain:
                self._kept += [(weight + more, beginning + tail) for _, tail, more in mine if places[weight + more] <= worst]
            if len(self._kept) >= enough:
                self._kept = places.first(self._kept, self.limit)
                weight, way = self._kept[-1]
                self._worst = places[places.shelf(weight, way)]
