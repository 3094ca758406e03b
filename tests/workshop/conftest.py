"""A room with a real server and real browsers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocket
from tests.workshop.protocol import Side, answer_faults, faults
from tests.workshop.serving import MAP, Server, a_map


class Place:
    """A workshop and the browsers in it."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def guest(self, name: str, *, host: bool = False, size: tuple[int, int] = (1280, 800), touch: bool = False,
              group: str = "") -> Page:
        """Somebody opens the link, types a name and joins."""
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=touch)
        self.contexts.append(context)
        page = context.new_page()
        page.on("websocket", lambda line: self.listen(name, line))
        page.on("pageerror", lambda error: self.complaints.append(f"{name}: {error}"))
        page.on("console", lambda said: self.complaints.append(f"{name}: {said.text[:300]}")
                if said.type == "error" and "WebSocket" not in said.text and "ERR_INTERNET" not in said.text else None)
        page.goto(f"{self.server.url}#{self.server.host_code if host else self.server.code}")
        page.fill("#join-name", name)
        page.fill("#join-group", group)
        page.click("button[type=submit]")
        page.wait_for_selector("#add")
        return page

    def listen(self, name: str, line: WebSocket) -> None:
        """Hold everything that a browser sends and hears against the protocol."""
        asked: dict[int, str] = {}

        def check(side: Side, text: str | bytes) -> None:
            message = json.loads(text)
            self.complaints += [f"{name}: {fault}" for fault in faults(side, message)]
            if message["type"] == "ask":
                asked[message["n"]] = message["what"]
            elif message["type"] == "answer" and "answer" in message:
                self.complaints += [f"{name}: {fault}" for fault in answer_faults(asked[message["n"]], message["answer"])]

        line.on("framesent", lambda text: check("FromBrowser", text))
        line.on("framereceived", lambda text: check("FromServer", text))


def say(page: Page, text: str) -> None:
    """Type into the line and press Enter."""
    page.fill("#add", text)
    page.press("#add", "Enter")


def open_panel(page: Page, name: str) -> None:
    """Open a panel: on a small screen under "More"."""
    if page.locator("[data-way-to=more]").is_visible():
        page.click("[data-way-to=more]")
    page.click(f"[data-panel-tab={name}]")


def see(page: Page, expression: str, seconds: float = 8.0) -> None:
    """Wait until something holds for the map a browser shows (`map`), the page (`editor`) or the room (`room`)."""
    page.wait_for_function(
        f"() => {{ const {{room, editor}} = globalThis.workshop; const map = room.replica.map; "
        f"try {{ return Boolean({expression}); }} catch {{ return false; }} }}",  # what is empty is left out of the map
        timeout=seconds * 1000)


def spot(page: Page, factor: str, handle: bool = False) -> tuple[float, float]:
    """Where a factor's box (or its handle) is on the screen."""
    x, y = page.evaluate(
        """([id, handle]) => {
            const {board} = globalThis.workshop.editor;
            const {box} = board.scene.boxById.get(id);
            const at = board.toFrame(handle ? [box.x + box.width / 2 + 16, box.y] : [box.x, box.y]);
            const frame = board.canvas.getBoundingClientRect();
            return [at[0] + frame.left, at[1] + frame.top];
        }""", [factor, handle])
    return x, y


@pytest.fixture
def workshop(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """Start a workshop on a map; whatever a page complains of fails the test."""
    places: list[Place] = []

    def begin(text: str = MAP, *more: str) -> Place:
        place = Place(browser, Server(a_map(tmp_path, text), *more))
        places.append(place)
        return place

    yield begin
    for place in places:
        for context in place.contexts:
            context.close()
        if place.server.process.poll() is None:
            place.server.stop()
        assert place.complaints == []
