"""One scene and one SVG: what Python writes of a map, the browser writes byte for byte."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser, Page
from tests.views.drawn import drawings

from sysmap.core.map import Map
from sysmap.views.bundle import bundle
from sysmap.views.describe import long_description, short_description
from sysmap.views.document import page_document, page_style
from sysmap.views.layout import layout_of
from sysmap.views.layout.text import visible
from sysmap.views.marks import HALO, svg_text
from sysmap.views.scene import Badge, Scene, scene_of
from sysmap.views.svg import Around, svg_of, svg_picture

PARTS = """globalThis.parts = { ...m_canvas_svg, ...m_canvas_marks, ...m_legend, ...m_scene, ...m_model, ...m_looks };
globalThis.themed = (style) => ({ ...style, accent: "", cause: "", effect: "", halo: style.halo, thick: 1 })"""
WHOLE = """([document_, around]) => {
    const { modelOf, sceneOf, legendRows, svgOf, svgText, PLAIN } = parts;
    const model = modelOf(document_);
    const theme = themed(document_.style);
    const scene = sceneOf(model, { factors: null, links: null, answer: null, selected: null }, theme);
    return svgText(svgOf(scene, theme, { ...around, legend: legendRows(model, theme, PLAIN) }));
}"""
SCENE = "([scene, style, around]) => parts.svgText(parts.svgOf(scene, themed(style), around))"


@pytest.fixture(scope="module")
def in_browser(browser: Browser) -> Any:
    page = browser.new_page()
    page.set_content("<!DOCTYPE html>")
    page.evaluate(bundle("versionpage.js", PARTS))
    yield page
    page.close()


def twin(page: Page, map_: Map, aspect: float) -> tuple[str, str]:
    """The figure of a map as Python and as the browser writes it."""
    layout = layout_of(map_)
    document = page_document(map_, layout.to_json())
    document["layout"] = layout.to_json()  # with every digit, where a page rounds
    around = {"label": short_description(map_), "description": long_description(map_, layout.left_out), "title": visible(map_.title) or map_.id,
              "prefix": f"{map_.id}-", "aspect": aspect}
    return svg_of(map_, layout, aspect=aspect), page.evaluate(WHOLE, [document, around]) + "\n"


@settings(max_examples=60)
@given(map_=drawings())
def test_the_figure_of_a_map_is_the_picture_of_its_page(in_browser: Page, map_: Map) -> None:
    python, browser = twin(in_browser, map_, 0.0)
    assert browser == python


@settings(max_examples=25)
@given(map_=drawings(positions=True))
def test_so_it_is_where_people_have_put_factors_and_on_paper_of_a_shape(in_browser: Page, map_: Map) -> None:
    python, browser = twin(in_browser, map_, 16 / 9)
    assert browser == python


def changed(scene: Scene, seed: int) -> Scene:
    """A scene as a reader may have it: some chosen, faded, counted, noted."""
    chance = random.Random(seed)
    some: Callable[[], bool] = lambda: chance.random() < 0.4  # noqa: E731
    return dataclasses.replace(
        scene,
        boxes=tuple(dataclasses.replace(
            one, chosen=some(), faded=some(), focal=some(), fill="#fff3c4" if some() else one.fill,
            badge=Badge(chance.choice(["1", "24", "1,234", "<&>"]), 7 + 6 * chance.random()) if some() else None) for one in scene.boxes),
        links=tuple(dataclasses.replace(
            one, faded=some(), note=chance.choice(["", "new", "gone & “done”"]), width=one.width + chance.random()) for one in scene.links))


def as_json(scene: Scene) -> dict[str, Any]:
    """A scene as the browser holds it."""
    plain = dataclasses.asdict(scene)
    for link in plain["links"]:
        link["signAt"] = link.pop("sign_at")
    return plain | {"font": {"size": 14, "caption": 11, "header": 14, "line": 1.25}}


@settings(max_examples=40)
@given(map_=drawings())
def test_what_is_chosen_faded_counted_or_noted_is_written_alike(in_browser: Page, map_: Map) -> None:
    scene = changed(scene_of(map_, layout_of(map_)), len(map_.links) * 31 + len(map_.factors))
    around = {"label": "A & B", "description": "<one>\n\"two\"", "title": map_.title, "subtitle": "Only “x” < y", "footer": "m · 2026-11-29"}
    python = svg_text(svg_picture(scene, Around(**around)))
    assert in_browser.evaluate(SCENE, [as_json(scene), {**page_style(), "halo": HALO}, around]) == python
