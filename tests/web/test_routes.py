"""The board and the page draw one picture: the same curves and signs for the same boxes, whoever works them out."""

import random
from typing import Any

import pytest
from playwright.sync_api import Browser

from sysmap.core.elements import Factor, Link, Position
from sysmap.core.map import Map
from sysmap.views.bundle import bundle
from sysmap.views.layout import layout_of


def drawn_map(seed: int) -> Map:
    """A map with every factor put somewhere, parallel links and links to themselves among the others."""
    chance = random.Random(seed)
    count = chance.randint(1, 14)
    factors = {f"f{i}": Factor(id=f"f{i}", label=" ".join(chance.choices(["trust", "waiting", "staff", "discharge"], k=chance.randint(1, 9))),
                               position=Position(x=chance.randint(-500, 900), y=chance.randint(-400, 600))) for i in range(count)}
    ends = [(chance.choice(list(factors)), chance.choice(list(factors))) for _ in range(chance.randint(0, 26))]
    links = {f"l{i:02}": Link(id=f"l{i:02}", from_=start, to=end, polarity="positive") for i, (start, end) in enumerate(ends)}
    return Map(id="m", title="M", factors=factors, links=links)


@pytest.fixture
def routes_in_browser(browser: Browser) -> Any:
    page = browser.new_page()
    page.set_content("<!DOCTYPE html>")
    page.evaluate(bundle("canvas/route.js", "globalThis.routesOf = routesOf"))
    yield lambda cases: page.evaluate("cases => cases.map(([boxes, links]) => routesOf(boxes, links))", cases)
    page.close()


def test_the_browser_draws_the_curves_and_signs_that_python_draws(routes_in_browser: Any) -> None:
    layouts = [layout_of(drawn_map(seed)) for seed in range(120)]
    assert {layout.engine for layout in layouts} == {"drawn"}
    cases = [[layout.to_json()["boxes"], [{"id": route.id, "from": route.from_, "to": route.to} for route in layout.routes.values()]]
             for layout in layouts]
    for seed, (layout, found) in enumerate(zip(layouts, routes_in_browser(cases), strict=True)):
        assert set(found) == set(layout.routes), seed
        for id_, route in layout.routes.items():
            expected = [value for point in (*route.path, route.sign_at) for value in point]
            got = [value for point in (*found[id_]["path"], found[id_]["sign_at"]) for value in point]
            assert got == pytest.approx(expected, abs=0.02), (seed, id_)
            assert found[id_]["kind"] == route.kind


def test_links_go_around_boxes_and_signs_stand_clear_of_words(routes_in_browser: Any) -> None:
    box = {"width": 120, "height": 40, "lines": ["Word"]}
    boxes = {"a": {**box, "x": 0, "y": 0}, "between": {**box, "x": 250, "y": 0}, "b": {**box, "x": 500, "y": 0}}
    [routes] = routes_in_browser([[boxes, [{"id": "a->b", "from": "a", "to": "b"}, {"id": "own", "from": "a", "to": "a"},
                                           {"id": "own-2", "from": "a", "to": "a"}]]])
    path = routes["a->b"]["path"]
    for step in range(33):
        t = step / 32
        x, y = (sum(k * point[axis] for k, point in zip(
            ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t ** 3), path, strict=True)) for axis in (0, 1))
        assert not (190 < x < 310 and -20 < y < 20)
    assert routes["own"]["path"] != routes["own-2"]["path"]
