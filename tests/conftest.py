"""What all tests share: where the repository is, its data, and how hard Hypothesis tries."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    from playwright.sync_api import Browser

    from sysmap.formats.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
os.environ["SYSMAP_CACHE"] = "off"  # a test that wants what was read before says where it is kept


class HypothesisFinder(MetaPathFinder, Loader):
    """Sets the profiles of Hypothesis when a test imports it: without it a file of tests starts in a third of the time."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Hypothesis as others find it, loaded here."""
        if name != "hypothesis":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        self.loader = spec.loader
        spec.loader = self
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Load it, and set the profiles."""
        assert self.loader is not None
        self.loader.exec_module(module)
        set_profiles()


def set_profiles() -> None:
    """The same examples on every run, and few; `--hypothesis-profile=thorough` looks further, and elsewhere each time."""
    from hypothesis import HealthCheck, settings

    settings.register_profile("steady", max_examples=20, deadline=None, derandomize=True, database=None,
                              suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("thorough", max_examples=1500, deadline=None, database=None,
                              suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("steady")


if "hypothesis" in sys.modules:
    set_profiles()
else:
    sys.meta_path.insert(0, HypothesisFinder())


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The repository's own data, read once."""
    from sysmap.formats.workspace import Workspace

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
