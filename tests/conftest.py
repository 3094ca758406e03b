"""What all tests share: where the repository is, its data, and how hard Hypothesis tries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every run, and few of them; `--hypothesis-profile=thorough` looks further, and elsewhere each time.
settings.register_profile("steady", max_examples=20, deadline=None, derandomize=True, database=None,
                          suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=1500, deadline=None, database=None,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The repository's own data, read once."""
    return Workspace(ROOT)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one module.

    Not for the whole session: while Playwright runs, neither another Playwright nor `asyncio.run` can start in this process.
    """
    from playwright.sync_api import sync_playwright
    from tests import chromium

    path = chromium.find()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()
