"""The page in a frame that its host named: selections go out and come in; any other frame stays silent."""

from __future__ import annotations

from typing import Any

import sysmap as sm
from sysmap.notebook.show import frame_of, html_of
from sysmap.views.page import render_page

BUSES = """
sysmap: 1
kind: map
id: buses
title: Buses
factors: {fares: {label: Fares}, riders: {label: Riders}}
links: [{from: fares, to: riders, polarity: negative}]
"""

EAR = "<script>window.heard = []; addEventListener('message', (e) => heard.push(e.data));</script>"


def opened(browser: Any, body: str) -> Any:
    page = browser.new_context(offline=True).new_page()
    page.set_content(f"<!DOCTYPE html><meta charset=utf-8><title>Host</title>{EAR}{body}")
    page.frame_locator("iframe").get_by_role("heading", name="Buses", level=1).wait_for()
    return page


def test_a_click_is_told_to_the_host_and_the_host_can_select(browser: Any) -> None:
    buses = sm.read(BUSES)
    page = opened(browser, frame_of(render_page(buses.map), "Buses", 500, name="sysmap-host"))
    page.wait_for_function("heard.some((m) => m.sysmap === 'ready')")
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage("
                  "{sysmap: 'select', selected: {kind: 'factor', id: 'riders'}}, '*')")
    page.wait_for_function("heard.some((m) => m.sysmap === 'selected' && m.selected.id === 'riders')")
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage("
                  "{sysmap: 'select', selected: {kind: 'factor', id: 'nobody'}}, '*')")
    page.wait_for_timeout(200)
    assert not page.evaluate("heard.some((m) => m.selected && m.selected.id === 'nobody')")


def test_a_shown_map_draws_offline_and_tells_nobody(browser: Any) -> None:
    page = opened(browser, html_of(sm.read(BUSES)))
    assert page.frame_locator("iframe").locator("canvas").count() == 1
    page.wait_for_timeout(200)
    assert page.evaluate("heard") == []


def test_the_frame_s_style_stays_inside(browser: Any) -> None:
    page = opened(browser, "<h1 id=out>Outside</h1>" + html_of(sm.read(BUSES)))
    bare = browser.new_context().new_page()
    bare.set_content("<!DOCTYPE html><h1 id=out>Outside</h1>")
    style = ("(() => { const look = getComputedStyle(document.getElementById('out'));"
             " return JSON.stringify([...look].filter((k) => /font|color/.test(k)).map((k) => [k, look[k]])); })()")
    assert page.evaluate(style) == bare.evaluate(style)
