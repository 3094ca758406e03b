"""Where boxes go when nobody said where."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.workshop.places import GAP, Taken, free_place, places_of


def nearest(taken: list[tuple[float, float]], near: tuple[float, float]) -> tuple[float, float]:
    """By definition: of all cells of the lattice the free one in the nearest ring, and in that the one with the shortest way."""
    cells = {(round(x / GAP[0]), round(y / GAP[1])) for x, y in taken}
    column, row = round(near[0] / GAP[0]), round(near[1] / GAP[1])
    free = [(c, r) for c in range(-12, 13) for r in range(-12, 13) if (column + c, row + r) not in cells]
    c, r = min(free, key=lambda at: (max(abs(at[0]), abs(at[1])), abs(at[0]) * GAP[0] + abs(at[1]) * GAP[1], at))
    return ((column + c) * GAP[0], (row + r) * GAP[1])


spots = st.tuples(st.integers(-900, 900).map(float), st.integers(-500, 500).map(float))


@given(st.lists(spots, max_size=40), st.lists(spots, min_size=1, max_size=8))
def test_a_box_goes_to_the_nearest_free_place_also_when_asked_again(taken: list[tuple[float, float]], near: list[tuple[float, float]]) -> None:
    places, known = Taken(taken), list(taken)
    for point in near * 2:
        found = places.free(point)
        assert found == nearest(known, point) == free_place(known, point)
        places.add(found)
        known.append(found)


def test_a_room_of_thousands_is_placed_in_a_time_that_grows_with_their_number() -> None:
    def seconds(number: int) -> float:
        map_ = Map(id="m", title="M", factors={f"f{i}": Factor(id=f"f{i}", label=f"F {i}") for i in range(number)})
        began = time.process_time()
        assert len(set(places_of(map_, {}).values())) == number
        return time.process_time() - began

    seconds(500)
    assert min(seconds(4_000) for _ in range(3)) < 25 * max(0.001, min(seconds(500) for _ in range(3))), "not 64 times as long"
