"""The public API is documented whole: every name on the page of the API, every function with an example or parameters."""

from __future__ import annotations

import inspect
from pathlib import Path

import sysmap as sm


def test_every_public_name_stands_on_the_page_of_the_api(root: Path) -> None:
    page = "".join((root / "docs" / name).read_text(encoding="utf-8") for name in ("api.md", "asking.md"))
    names = [*sm.PUBLIC, *(name for name in dir(sm.Study) if not name.startswith("_"))]
    assert [name for name in names if f"`{name}" not in page and f".{name}" not in page] == []


def test_every_public_function_says_what_it_takes_and_gives() -> None:
    assert [name for name in sm.PUBLIC if len(inspect.getdoc(getattr(sm, name)) or "") < 40] == []
