"""Forms and panels show what the records say: every field of a factor and a link, by itself."""

from __future__ import annotations

import runpy
from pathlib import Path

from sysmap.core.elements import Factor, Link
from sysmap.core.form_fields import form_fields, form_records
from sysmap.core.record import fields_of

WITHOUT = {
    "id": "never changes", "from": "a link is turned round, or drawn anew", "to": "the same", "x": "not changed in a workshop",
    "label": "renaming is a command of its own", "polarity": "the signs are buttons", "notes": "added one by one",
    "position": "boxes are dragged",
}


def test_every_field_of_factors_and_links_is_in_the_form_or_has_a_control_of_its_own() -> None:
    for cls in (Factor, Link):
        assert {spec.key for spec in fields_of(cls)} - {one["key"] for one in form_fields(cls)} <= set(WITHOUT)


def test_records_within_records_are_there_too() -> None:
    assert {one["key"] for one in form_records(Factor)["Cite"]} == {"source", "at", "line", "note"}


def test_the_browser_has_the_fields_as_python_has_them(root: Path) -> None:
    made = runpy.run_path(str(root / "docs" / "generate.py"))["fields_js"]()
    assert (root / "src/sysmap/web/fields.js").read_text(encoding="utf-8") == made, "run: make docs"
