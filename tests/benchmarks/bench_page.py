"""How long the page takes: made in Python, drawn in a browser, answered, panned; next to a plain pyvis page of the same map.

    python -m tests.benchmarks.bench_page [FACTORS/LINKS …]

First picture: from the start of the navigation until the canvas holds ink. Answer and filter: from a change of the question to
the picture drawn again, the median of five, and in brackets the processor time of the whole browser, which a busy machine does
not change; `--file PAGE.html FACTORS/LINKS` measures these of a page that another version made. Frames: how many frames a second
the browser shows while the picture is dragged for two seconds (a screen gives 60 at most). Plain pyvis: its own template, fixed
positions, its scripts in-lined; it also asks a network for style sheets, which is cut off here.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from tests import chromium
from tests.benchmarks.maps import map_text

from sysmap.core.map import Map
from sysmap.formats.read import read_text
from sysmap.views.layout import layout_of
from sysmap.views.page import render_page

SIZES = ("150/400", "500/1500", "3000/9000")
RUNS = 5
REST = 200
"""Milliseconds in which everything that a change sets off is done."""

WATCH = """() => {
    const looking = () => {
        const canvas = document.querySelector("canvas");
        if (canvas && canvas.width > 10) {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let ink = 0;
            for (let i = 3; i < data.length; i += 64) if (data[i]) ink++;
            if (ink > 200) { window.drawnAt = performance.now(); return; }
        }
        requestAnimationFrame(looking);
    };
    requestAnimationFrame(looking);
}"""

FRAMES = """async () => {
    const frames = [];
    let last = performance.now();
    const end = last + 2000;
    await new Promise((done) => {
        const next = (now) => { frames.push(now - last); last = now; now < end ? requestAnimationFrame(next) : done(); };
        requestAnimationFrame(next);
    });
    return frames.length / 2;
}"""


def main() -> None:
    if sys.argv[1:2] == ["--file"]:
        made_elsewhere(Path(sys.argv[2]), sys.argv[3])
        return
    sizes = sys.argv[1:] or SIZES
    head = ("map", "page made", "size", "first picture", "answer", "filter", "frames/s", "pyvis: size", "first picture",
            "frames/s")
    print(" | ".join(head))
    path = chromium.find()
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        for size in sizes:
            factors, links = map(int, size.split("/"))
            map_ = read_text(map_text(factors, links)).map
            print(" | ".join((size, *ours(browser, map_, Path(folder)), *plain(browser, map_, Path(folder)))), flush=True)
        browser.close()


def made_elsewhere(file: Path, size: str) -> None:
    """Answer and filter on a page that is there already."""
    with sync_playwright() as play:
        page = opened(play.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS), file.resolve())
        print(" | ".join((size, *answered(page, read_text(map_text(*map(int, size.split("/")))).map))))


def ours(browser: Browser, map_: Map, folder: Path) -> list[str]:
    start = time.perf_counter()
    html = render_page(map_)
    made = time.perf_counter() - start
    file = folder / "ours.html"
    file.write_text(html, encoding="utf-8")
    first = statistics.median(first_picture(browser, file) for _ in range(RUNS))
    page = opened(browser, file)
    changes = answered(page, map_)
    frames = panned(page)
    page.context.close()
    return [f"{made:.2f} s", f"{len(html.encode()) / 1e6:.2f} MB", f"{first:.0f} ms", *changes, f"{frames:.0f}"]


def answered(page: Page, map_: Map) -> list[str]:
    """How long an answer takes, and a filter: on the clock and of the processor."""
    into = Counter(link.to for link in map_.links.values())
    answers, filters = [], []
    page.wait_for_timeout(REST)
    for id_, _ in into.most_common(RUNS):
        ask = {"kind": "reach", "direction": "up", "starts": [id_], "steps": None, "combine": "union"}
        answers.append(timed(page, {"filter": {}, "ask": ask}))
        filters.append(timed(page, {"filter": {"polarity": ["negative"]}, "ask": None}))
        timed(page, {"filter": {}, "ask": None})
    return [f"{statistics.median(clock for clock, _ in some):.0f} ms ({statistics.mean(busy for _, busy in some):.0f})"
            for some in (answers, filters)]


def timed(page: Page, change: dict[str, Any]) -> tuple[float, float]:
    """Milliseconds until the picture of a change is drawn, and milliseconds of the processor until all is at rest."""
    before = busy()
    clock: float = page.evaluate(TIMED, change)
    page.wait_for_timeout(REST)
    return clock, busy() - before


def busy() -> float:
    """Milliseconds of the processor that the processes below this one have used."""
    stats = [(path.parent.name, path.read_text(errors="replace").rsplit(")", 1)[1].split()) for path in Path("/proc").glob("[0-9]*/stat")]
    below, ticks = {str(os.getpid())}, 0
    for name, fields in sorted(stats, key=lambda one: int(one[0])):
        if fields[1] in below:
            below.add(name)
            ticks += int(fields[11]) + int(fields[12])
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


TIMED = """async (change) => {
    const start = performance.now();
    window.sysmap.store.set(change);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
}"""


def plain(browser: Browser, map_: Map, folder: Path) -> list[str]:
    from pyvis.network import Network

    layout = layout_of(map_)
    net = Network(directed=True, height="750px", cdn_resources="in_line")
    net.toggle_physics(False)
    for factor in map_.factors.values():
        box = layout.boxes[factor.id]
        net.add_node(factor.id, label=factor.label, shape="box", x=box.x, y=box.y)
    for link in map_.links.values():
        net.add_edge(link.from_, link.to)
    html = net.generate_html()
    file = folder / "plain.html"
    file.write_text(html, encoding="utf-8")
    first = statistics.median(first_picture(browser, file) for _ in range(RUNS))
    page = opened(browser, file)
    frames = panned(page)
    page.context.close()
    return [f"{len(html.encode()) / 1e6:.2f} MB", f"{first:.0f} ms", f"{frames:.0f}"]


def opened(browser: Browser, file: Path) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.add_init_script(f"({WATCH})()")
    page.goto(file.as_uri())
    page.wait_for_function("window.drawnAt", timeout=120_000)
    return page


def first_picture(browser: Browser, file: Path) -> float:
    page = opened(browser, file)
    drawn: Any = page.evaluate("window.drawnAt")
    page.context.close()
    return float(drawn)


def panned(page: Page) -> float:
    """Frames a second while the picture is dragged to and fro."""
    page.evaluate("window.counting = (" + FRAMES + ")().then((f) => (window.frames_ = f)); 0")
    page.mouse.move(500, 400)
    page.mouse.down()
    end = time.perf_counter() + 2.0
    step = 0
    while time.perf_counter() < end:
        step += 1
        page.mouse.move(500 + 150 * ((step % 40) / 20 - 1), 400 + step % 30)
    page.mouse.up()
    page.wait_for_function("window.frames_")
    frames: float = page.evaluate("window.frames_")
    return frames


if __name__ == "__main__":
    main()
