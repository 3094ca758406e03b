"""The engine speaks as nobody in particular: an organisation's words live in its own files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CLIENT = re.compile(r"\b(?:CQC|ICSs?|LAs?|IFF|Manchester)\b|cqc|iff-2025|manchester")
SOURCES = [p for p in (ROOT / "src").rglob("*") if p.suffix in (".py", ".pyi", ".js", ".yaml", ".css", ".html", ".svg")
           and "vendor" not in p.parts and p.is_file()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src/sysmap")))
def test_no_client_is_named_in_the_source(path: Path) -> None:
    said = [f"{number}: {line.strip()[:100]}" for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if CLIENT.search(line)]
    assert not said
