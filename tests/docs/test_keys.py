"""The manual's tables of keys are those of the records. To make them anew: python -m tests.docs.test_keys"""

from __future__ import annotations

import re
from pathlib import Path

from sysmap.formats.keys import keys_as_markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "format-keys.md"
HEAD = """# Keys of the file format

Made from the records of the format (`python -m tests.docs.test_keys`); [the file format](format.md) tells how they are used.
The same as a JSON Schema for your editor: `sysmap schema`.

"""


def test_the_manual_shows_the_keys_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == HEAD + keys_as_markdown()


def test_every_link_in_it_leads_somewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    heads = {line[3:].lower().replace(" ", "-") for line in text.splitlines() if line.startswith("## ")}
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= heads


if __name__ == "__main__":
    PAGE.write_text(HEAD + keys_as_markdown(), encoding="utf-8")
