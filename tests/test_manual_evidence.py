"""The stored examples of docs/json-evidence.md are what the commands print."""

from __future__ import annotations

import json

import pytest
from tests.manual import EVIDENCE_PAGE, EXAMPLE, run

EXAMPLES = [(found["command"], found["answer"]) for found in EXAMPLE.finditer(EVIDENCE_PAGE.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_a_stored_example_is_what_the_command_prints(command: str, answer: str) -> None:
    code, said, _ = run(command)
    assert code == 0
    assert json.loads(said) == json.loads(answer), "after a wanted change: python -m tests.manual"


def test_every_command_about_evidence_has_one() -> None:
    assert {command.split()[1] for command, _ in EXAMPLES} == {"score", "evidence", "gaps", "story", "diff"}
