"""The examples of the manual are what the commands say."""

from __future__ import annotations

import json
import re

import pytest
from tests.manual import EXAMPLE, JSON_PAGE, QUESTION, QUESTIONS_PAGE, missing, phrases, printed, run

EXAMPLES = [(found["command"], found["answer"]) for found in EXAMPLE.finditer(JSON_PAGE.read_text(encoding="utf-8"))]
QUESTIONS = list(QUESTION.finditer(QUESTIONS_PAGE.read_text(encoding="utf-8")))
COMMANDS = (
    "upstream", "downstream", "ego", "between", "union", "intersection", "difference", "paths", "influence", "must-pass",
    "only-through", "loops", "loop-analysis", "press", "scenario", "earliest", "rank", "overlap", "tradeoffs",
    "compound-risks", "control-profile", "exposure", "mechanisms", "robustness")


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[command.split()[1] for command, _ in EXAMPLES])
def test_the_stored_json_is_what_the_command_prints(command: str, answer: str) -> None:
    code, said, _ = run(command)
    assert code == 0
    assert json.loads(said) == json.loads(answer), "after a wanted change: python -m tests.manual"


def test_every_question_has_a_stored_example() -> None:
    assert [command.split()[1] for command, _ in EXAMPLES] == list(COMMANDS)


def test_the_example_map_checks_without_an_error() -> None:
    _, said, _ = run("sysmap check docs/examples --json")
    assert json.loads(said)["error"] == 0


def test_all_questions_are_there() -> None:
    assert [found["id"] for found in QUESTIONS] == [f"Q{number:02d}" for number in range(1, 83)]


@pytest.mark.parametrize("found", QUESTIONS, ids=[found["id"] for found in QUESTIONS])
def test_what_the_manual_answers_is_what_its_commands_print(found: re.Match[str]) -> None:
    assert missing(found) == []


@pytest.mark.parametrize("found", QUESTIONS, ids=[found["id"] for found in QUESTIONS])
def test_an_answer_says_so_much_that_it_can_be_wrong(found: re.Match[str]) -> None:
    """Whatever another question's commands print, it is not this answer, unless they are the same commands."""
    wanted = phrases(found)
    assert sum(map(len, wanted)) >= 60
    assert not any("--json" in command for command in found["commands"].splitlines())
    for other in QUESTIONS:
        theirs = other["commands"].splitlines()
        if not set(theirs) & set(found["commands"].splitlines()):
            assert not all(printed(phrase, theirs) for phrase in wanted), other["id"]
