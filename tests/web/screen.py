"""The page as a reader speaks of it, for the browser tests: no selectors in the tests themselves."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

__all__ = ["Screen"]


class Screen:
    """One open page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def place_of(self, factor: str) -> tuple[float, float]:
        """Where the middle of a factor's box is in the window."""
        x, y = self.page.evaluate("""factor => {
            const drawn = window.sysmap.picture.scene().boxById.get(factor);
            const box = drawn ? drawn.box : JSON.parse(document.getElementById("sysmap-document").textContent).layout.boxes[factor];
            const at = window.sysmap.picture.toScreen(box.x, box.y);
            return [at.x, at.y];
        }""", factor)
        return x, y

    def click_factor(self, factor: str) -> None:
        """Click on a factor in the picture."""
        self.page.mouse.click(*self.place_of(factor))

    def heading(self) -> str:
        """What the details are about."""
        return self.page.locator("#panel-details h2").text_content() or ""

    def details(self) -> str:
        """What the details say."""
        self.show_panel()
        return self.page.locator("#panel-details").inner_text()

    def open_panel(self, name: str) -> None:
        """Details, Ask, Show, Views and files; the panel is closed until it is asked for."""
        self.show_panel()
        self.page.get_by_role("tab", name=name).click()

    def show_panel(self) -> None:
        """Open the panel, where it is closed."""
        closed = self.page.get_by_role("button", name="Show the panel")
        if closed.is_visible():
            closed.click()

    def legend(self) -> str:
        """What the legend says, opened where it is closed."""
        self.page.evaluate("document.querySelector('details.legend').open = true")
        return " ".join(self.page.locator(".legend").inner_text().split())

    def read_as(self, name: str) -> None:
        """Picture, Outline or Tables."""
        self.page.get_by_role("group", name="How to read the map").get_by_role("button", name=name).click()

    def text(self) -> str:
        """The outline or the tables."""
        return self.page.locator(".text-view").inner_text()

    def press(self, name: str) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name).first.click()

    def find(self, words: str) -> None:
        """Type into the search field and take the first factor found."""
        self.page.locator("#find").fill(words)
        self.page.locator("#find").press("Enter")

    def picture_key(self, *keys: str) -> None:
        """Press keys while the picture has the focus."""
        self.page.locator(".picture").focus()
        for key in keys:
            self.page.keyboard.press(key)

    def looking_at(self) -> str:
        """The line above the picture: what is shown, in words."""
        bar = self.page.locator(".bar")
        return " ".join(bar.inner_text().split()) if bar.is_visible() else ""

    def announced(self) -> str:
        """What a screen reader last heard; a view is spoken once it has stood for a tenth of a second."""
        self.page.wait_for_timeout(200)
        return self.page.locator("[aria-live]").inner_text()

    def result(self) -> str:
        """The answer to the question asked."""
        return self.page.locator(".ask-result").inner_text()

    def view(self) -> dict[str, Any]:
        """The view as the page holds it."""
        view: dict[str, Any] = self.page.evaluate("window.sysmap.store.get()")
        return view

    def fragment(self) -> str:
        """What stands behind the # of the address."""
        return str(self.page.evaluate("location.hash")).removeprefix("#")

    def written(self) -> list[str]:
        """The texts that the picture writes when it is painted anew, in order."""
        return [text for text, _ in self.lettering()]

    def lettering(self) -> list[tuple[str, float]]:
        """The texts that the picture writes when it is painted anew, each with the size of its letters on the screen."""
        texts: list[tuple[str, float]] = self.page.evaluate("""async () => {
            const paint = CanvasRenderingContext2D.prototype.fillText;
            const texts = [];
            CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
                texts.push([text, Number.parseFloat(this.font.match(/([0-9.]+)px/)[1]) * this.getTransform().a / devicePixelRatio]);
                return paint.call(this, text, ...rest);
            };
            const { picture } = window.sysmap;
            picture.show({ ...picture.scene() });
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            CanvasRenderingContext2D.prototype.fillText = paint;
            return texts;
        }""")
        return texts

    def header_lines(self) -> list[list[str]]:
        """The lines of the headers of columns and rows."""
        lines: list[list[str]] = self.page.evaluate("window.sysmap.picture.scene().headers.map(({ header }) => header.lines)")
        return lines

    def dark_pixels(self) -> int:
        """How much is drawn on the canvas, once it is painted: a change of its size clears it until the next frame."""
        count: int = self.page.evaluate("""async () => {
            const canvas = document.querySelector(".picture canvas");
            let dark = 0;
            for (let frame = 0; frame < 60 && !dark; frame++) {
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                for (let i = 3; i < data.length; i += 4) if (data[i] && data[i - 1] + data[i - 2] + data[i - 3] < 600) dark++;
            }
            return dark;
        }""")
        return count
