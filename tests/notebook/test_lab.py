"""JupyterLab as people start it: it comes up on the notebooks, and the widget talks to Python both ways."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, TimeoutError

BUSES = """import sysmap as sm
buses = sm.read('''
sysmap: 1
kind: map
id: buses
title: Buses
factors: {fares: {label: Fares}, riders: {label: Riders}}
links: [{from: fares, to: riders}]
''')
widget = buses.widget(height=420)
widget.selected = "fares"
widget"""


@dataclass(frozen=True)
class Lab:
    address: str
    folder: Path

    def get(self, path: str) -> object:
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:  # noqa: S310 - our own server on loopback
            return json.load(answer)


def commands(root: Path, target: str) -> str:
    """What make would do for a target, without doing it."""
    said = subprocess.run(["make", "--no-print-directory", "-n", target], cwd=root, capture_output=True, text=True, check=True)
    return said.stdout


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """`make lab` on a folder of ours, without a browser and without a token, on loopback."""
    folder = tmp_path_factory.mktemp("lab")
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(BUSES), nbformat.v4.new_code_cell("widget.selected")],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    nbformat.write(book, folder / "buses.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(folder / "jupyter" / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", str(folder), "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
             f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="],
            env={**os.environ, **own}, stdout=log, stderr=log)
    lab = Lab(f"http://127.0.0.1:{port}", folder)
    try:
        for _ in range(240):
            try:
                lab.get("/api/status")
                break
            except OSError:
                assert server.poll() is None, (folder / "lab.log").read_text()
                time.sleep(0.25)
        yield lab
    finally:
        server.terminate()
        server.wait(30)


def run(cell: Locator) -> None:
    """Run a cell as people do; again where JupyterLab was still connecting to the kernel and dropped the request."""
    prompt = cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]"))
    for _ in range(8):
        cell.locator(".cm-content").click()
        cell.page.keyboard.press("Control+Enter")
        with contextlib.suppress(TimeoutError):
            prompt.wait_for(timeout=4_000)
            cell.page.wait_for_timeout(300)
            if prompt.count():
                return
    raise AssertionError("JupyterLab does not run the cell")


def test_make_lab_opens_jupyterlab_on_the_notebooks(root: Path) -> None:
    assert re.search(r"jupyter lab notebooks\s*$", commands(root, "lab"))


def test_one_command_runs_every_notebook_and_needs_no_network_afterwards(root: Path) -> None:
    said = commands(root, "notebooks")
    assert re.search(r"nbconvert .*--execute .*--output-dir build/notebooks .*notebooks/\*\.ipynb", said, re.S)
    assert "require_js_url= " in said
    assert "make notebooks" in (root / "README.md").read_text(encoding="utf-8")


def test_the_server_says_that_it_is_up_and_shows_the_notebooks(lab: Lab) -> None:
    assert isinstance(lab.get("/api/status"), dict)
    names = [one["name"] for one in lab.get("/api/contents/")["content"]]  # type: ignore[index]
    assert "buses.ipynb" in names


def test_the_widget_in_jupyterlab_shows_and_tells_the_selection_and_leaks_no_style(lab: Lab, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.goto(f"{lab.address}/lab/tree/buses.ipynb?reset", timeout=90_000)
    page.wait_for_selector(".jp-CodeCell", timeout=90_000)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=90_000)
    looks = "[document.querySelectorAll('style, link[rel=stylesheet]').length, getComputedStyle(document.body).font," \
            " getComputedStyle(document.querySelector('.jp-Notebook')).font]"
    before = page.evaluate(looks)
    first, second = page.locator(".jp-CodeCell").nth(0), page.locator(".jp-CodeCell").nth(1)
    run(first)
    shown = page.frame_locator("iframe[name=sysmap-host]")
    shown.get_by_role("heading", name="Fares", exact=True).wait_for(timeout=60_000)
    assert page.evaluate(looks) == before
    shown.get_by_placeholder("Find a factor").fill("Riders")
    page.keyboard.press("Enter")
    shown.get_by_role("heading", name="Riders", exact=True).wait_for(timeout=20_000)
    run(second)
    second.locator(".jp-OutputArea-output", has_text="'riders'").wait_for(timeout=20_000)
    page.close()
