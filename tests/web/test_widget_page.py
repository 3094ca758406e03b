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


def test_the_widget_passes_the_selection_both_ways(browser: Any) -> None:
    """With a stand-in for the model that Jupyter gives to a widget's script."""
    from sysmap.notebook.widget import MapWidget

    widget = sm.read(BUSES).widget(height=420)
    page = browser.new_context(offline=True).new_page()
    page.set_content("<!DOCTYPE html><meta charset=utf-8><title>Notebook</title><div id=cell></div>")
    page.evaluate("""async ([script, state]) => {
      const held = { ...state }; const ears = {};
      window.model = {
        get: (name) => held[name], saved: 0, save_changes() { this.saved += 1; }, on: (name, ear) => { ears[name] = ear; },
        set: (name, value) => { held[name] = value; }, push(name, value) { held[name] = value; ears['change:' + name](); },
      };
      const { default: widget } = await import(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
      window.end = widget.render({ model: window.model, el: document.getElementById('cell') });
    }""", [MapWidget._esm, {"page": widget.page, "title": "Buses", "height": 420, "_selection": {"kind": "factor", "id": "fares"}}])
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="Fares").first.wait_for()
    page.evaluate("model.push('_selection', { kind: 'factor', id: 'riders' })")
    frame.get_by_role("heading", name="Riders").first.wait_for()
    frame.get_by_role("button", name="Outline").click()
    frame.get_by_role("button", name="Fares").first.click()
    page.wait_for_function("model.saved > 0 && model.get('_selection') && model.get('_selection').id === 'fares'")
    page.evaluate("end()")


def test_a_frame_without_size_at_first_is_whole_once_it_is_seen(browser: Any) -> None:
    """Notebooks collapse outputs, and browsers give a frame far down the page no size until it is scrolled to."""
    page = browser.new_context(offline=True).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(f"<!DOCTYPE html><meta charset=utf-8><title>Notebook</title>{html_of(sm.read(BUSES))}"
                     "<script>document.querySelector('iframe').style.cssText = 'width:0;height:0'</script>")
    page.wait_for_timeout(500)
    page.evaluate("document.querySelector('iframe').style.cssText = 'width:900px;height:600px'")
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="Buses", level=1).wait_for()
    frame.get_by_role("button", name="Picture", exact=True).click()  # what opens narrow opens as cards
    frame.get_by_role("button", name="Fit").click()
    assert errors == []
