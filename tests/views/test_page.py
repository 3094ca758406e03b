"""The page as bytes: what it holds, what it must never hold."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from sysmap.core.levels import LEVELS
from sysmap.core.map import Map
from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.views.file_page import page_of
from sysmap.views.page import render_page

SMALL = """\
sysmap: 1
kind: map
id: care
title: Care at home
factors:
  staff: {label: Staff in home care}
  visits: {label: Visits a week}
  falls: {label: Falls at home, definition: Counted by the ambulance service}
links:
  - {from: staff, to: visits, polarity: positive}
  - {from: visits, to: falls, polarity: negative}
"""

HOSTILE = [
    "</script><script>alert(1)</script>", "<!--<script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "&amp;&#60;b>",
    "‮right to left", "]]>", '"quoted" \'and\' `ticked`', "line separator", "a\\u003c/script>", "x" * 10_000,
]


def a_map(text: str) -> Map:
    return read_text(text).map


def document_in(html: str) -> dict[str, Any]:
    """The page document as the page's script reads it: the text of its element, parsed as JSON."""
    found = re.search(r'<script type="application/json" id="sysmap-document">(.*?)</script>', html, re.S)
    assert found
    document: dict[str, Any] = json.loads(found[1])
    return document


def test_the_page_holds_the_map_under_the_keys_of_the_file() -> None:
    document = document_in(render_page(a_map(SMALL)))
    assert document["map"]["factors"]["falls"] == {
        "id": "falls", "label": "Falls at home", "definition": "Counted by the ambulance service"}
    assert document["map"]["links"][1] == {
        "id": "visits->falls", "from": "visits", "to": "falls", "polarity": "negative"}
    assert set(document["layout"]["boxes"]) == {"staff", "visits", "falls"}


def test_the_same_map_gives_the_same_bytes() -> None:
    assert render_page(a_map(SMALL)) == render_page(a_map(SMALL))


def test_the_order_of_the_file_moves_no_box() -> None:
    staff = "  staff: {label: Staff in home care}\n"
    turned = SMALL.replace(staff, "").replace("links:", staff + "links:")
    assert turned != SMALL
    boxes = [document_in(render_page(a_map(text)))["layout"]["boxes"] for text in (SMALL, turned)]
    assert boxes[0] == boxes[1]


def test_nothing_in_the_page_names_another_place_to_load_from() -> None:
    html = render_page(a_map(SMALL))
    assert not re.search(r"<(?:script|link|img|iframe|object|embed|source|base)\b[^>]*\b(?:src|href|data)\s*=", html)
    assert "@import" not in html
    assert "<link" not in html


def test_the_policy_allows_the_scripts_and_the_style_by_hash_and_nothing_else() -> None:
    html = render_page(a_map(SMALL))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'"
    scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
    styles = re.findall(r"<style>(.*?)</style>", html, re.S)
    assert len(scripts) == 1
    assert len(styles) == 1
    assert rules["script-src"].split() == [_hash(script) for script in scripts]
    assert rules["style-src"].split() == [_hash(style) for style in styles]
    assert not any("unsafe" in rule or "http" in rule or "*" in rule for rule in rules.values())


def test_no_element_carries_a_handler_or_a_style() -> None:
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", render_page(a_map(SMALL)), flags=re.S)
    assert not re.search(r"\s(?:on\w+|style)\s*=", markup)


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_label_stays_text(label: str) -> None:
    """Whatever a label holds, it is in the page as data only and comes out of it as it went in."""
    from dataclasses import replace

    map_ = a_map(SMALL)
    map_ = replace(map_, title=label, factors={**map_.factors, "falls": replace(map_.factors["falls"], label=label)})
    html = render_page(map_)
    document = document_in(html)
    assert document["map"]["factors"]["falls"]["label"] == label
    assert document["title"] == label
    assert html.count("<script") == html.count("</script>") == 2
    assert "<img" not in html
    assert "{{ 7*7 }}" not in html.replace(json.dumps("{{ 7*7 }}"), "") or label == "{{ 7*7 }}"


def test_a_lone_surrogate_cannot_break_the_file() -> None:
    from dataclasses import replace

    map_ = replace(a_map(SMALL), title="half \ud83d of a sign")
    assert render_page(map_).encode("utf-8")


INTERNAL = """\
sysmap: 1
kind: map
id: levels
title: Levels
factors:
  open: {label: Open factor, notes: [{text: A private remark, internal: true}, {text: Kept remark, by: director}]}
  secret:
    label: Secret factor
    internal: true
  other:
    label: Other factor
    raised_by: [lone commissioner]
    notes:
      - {kind: quote, text: I never agreed to this}
      - {kind: quote, text: I agreed to this, permission: true, by: lone commissioner}
    x: {private: an extra of our own}
links:
  - {from: open, to: other, polarity: positive, why: Said at the table}
  - {from: open, to: secret, polarity: positive, why: Said in private}
loops:
  kept: {label: Kept loop, factors: [open, other]}
  gone: {label: Lost loop, factors: [open, secret]}
changes:
  - {id: c1, kind: add, element: secret, reason: A hidden reason}
views:
  - {id: v1, label: A view of secrets, query: {upstream: secret}}
"""

DROPPED = ["A private remark", "Secret factor", "I never agreed to this", "lone commissioner", "Said in private",
           "Lost loop", "A hidden reason", "A view of secrets", "an extra of our own", '"secret"', "open->secret"]


@pytest.mark.parametrize("level", ["client", "public"])
def test_what_a_level_drops_is_not_in_the_bytes(level: Any) -> None:
    html = render_page(a_map(INTERNAL), level=level)
    assert [words for words in DROPPED if words in html] == []
    for kept in ["Open factor", "Kept remark", "Said at the table", "Kept loop"]:
        assert kept in html
    assert ("I agreed to this" in html) == (level == "client"), "everybody is shown no quotation, whatever was agreed"


def test_the_internal_page_holds_everything() -> None:
    html = render_page(a_map(INTERNAL))
    assert [words for words in DROPPED if words.replace("->", "-\\u003e") not in html] == []


def test_a_role_that_many_hold_may_be_named_to_clients_but_not_to_the_public() -> None:
    cases = read_text("""\
sysmap: 1
kind: cases
id: cases
title: Cases
cases:
  one: {label: One, type: LA, people: {director: 4, lone commissioner: 1}}
""").document
    assert cases is not None
    told = {level: "director" in render_page(a_map(INTERNAL), uses=[cases], level=level)  # type: ignore[arg-type]
            for level in ("client", "public")}
    assert told == {"client": True, "public": False}


def test_an_unknown_level_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no export level 'secret'; the levels are internal, client, public"):
        render_page(a_map(SMALL), level="secret")  # type: ignore[arg-type]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_scores_for_clients_rest_on_what_clients_may_see(tmp_path: Path) -> None:
    """An internal item is not counted, not listed as left out, not in the bytes."""
    (tmp_path / "toc" / "evidence").mkdir(parents=True)
    theory = tmp_path / "toc" / "report.yaml"
    theory.write_text("""\
sysmap: 1
kind: theory
id: report
title: Report
layers: [{id: outcome, label: Outcomes, stage: outcome}]
factors:
  better: {label: Better care, layer: outcome, whose: [LA]}
""", encoding="utf-8")
    (tmp_path / "toc" / "evidence" / "seen.yaml").write_text("""\
sysmap: 1
kind: evidence
id: seen
title: Seen
uses: [../report.yaml]
items:
  told-openly:
    statement: A plan was made.
    kind: observed
    audience: [LA]
    bears_on: [{element: better, direction: supports, strength: strong}]
  told-in-private:
    statement: Nobody read it.
    kind: observed
    audience: [LA]
    internal: true
    bears_on: [{element: better, direction: contradicts, strength: strong}]
""", encoding="utf-8")
    workspace = Workspace(tmp_path)
    pages = {level: page_of(Project.open(theory, workspace), level=level) for level in LEVELS}
    assert {level: "told-in-private" in html for level, html in pages.items()} == {
        "internal": True, "client": False, "public": False}
    assert "told-openly" in pages["public"]


def test_a_page_is_made_without_the_libraries_of_others() -> None:
    code = """
        import sys
        from sysmap.core.map import Map
        from sysmap.views.page import render_page
        render_page(Map(id="m", title="M"))
        print(sorted({"IPython", "jinja2", "networkx", "pyvis"} & set(sys.modules)))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]"]
