"""The stored example of the page document, read by the browser modules in a host that is no file and no notebook."""

import json
from pathlib import Path

from playwright.sync_api import Browser
from tests.web.screen import Screen

from sysmap.views.bundle import bundle, web_file

EXAMPLE = Path(__file__).parent / "examples" / "page-document.json"


def test_the_modules_show_the_stored_example_wherever_they_are_put(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content("<!DOCTYPE html><html lang=en><body><div id=room></div></body></html>")
    page.add_style_tag(content=web_file("page.css").read_text(encoding="utf-8"))
    page.evaluate(bundle("app.js", "globalThis.show = mount"))
    page.evaluate("""document_ => {
        window.fragments = [];
        window.sysmap = window.show(document.getElementById("room"), document_, {
            onFragment: (fragment) => window.fragments.push(fragment),
        });
    }""", json.loads(EXAMPLE.read_text(encoding="utf-8")))
    screen = Screen(page)
    assert screen.heading() == "How a report helps"
    screen.find("better local care")
    assert "A plan was made after the report." in screen.details()
    page.get_by_role("button", name="Difference").click()
    assert screen.heading() == "Better local care"
    assert page.evaluate("window.fragments.at(-1)") == "factor=better&version=difference"
    assert errors == []
    page.close()
