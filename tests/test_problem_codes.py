"""Every code that the package can print is explained in the manual."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_code_is_in_the_manual() -> None:
    source = "\n".join(path.read_text() for path in sorted((ROOT / "src").rglob("*.py")))
    codes = set(re.findall(r'"([FSDALH][0-9]{2})"', source))
    pages = "\n".join(path.read_text() for path in sorted((ROOT / "docs").glob("*.md")))
    assert len(codes) > 25
    assert {code for code in codes if code not in pages} == set()
