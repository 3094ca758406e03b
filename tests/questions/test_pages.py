"""A manual page a question: its own words, a picture, a source, and what it cannot say."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from sysmap import questions

OWN = [one for one in questions.every() if one.name in questions.own_names()]


@pytest.mark.parametrize("question", OWN, ids=lambda one: one.name)
def test_every_question_has_a_page_with_its_limits_and_source(question: questions.Question, root: Path) -> None:
    assert question.answers.endswith("?")
    assert question.cannot.endswith(".")
    assert question.source
    page = (root / "docs" / "questions" / f"{question.name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {question.name}: {question.answers}\n")
    assert f"**What it cannot say.** {question.cannot}" in page
    assert "\nError" not in page
    assert (f"({question.name}.svg)" in page) == (root / "docs" / "questions" / f"{question.name}.svg").exists()


def test_the_index_lists_every_question_and_what_is_not_built(root: Path) -> None:
    page = (root / "docs" / "questions" / "README.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(root / "docs" / "generate.py"))["question_index"](), "run: make docs"
    assert [one.name for one in OWN if f"({one.name}.md)" not in page] == []
    assert "## Not built on purpose" in page
