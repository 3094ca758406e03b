"""The examples of the manual: commands with what they print, checked by the tests and written anew by this module.

Run `python -m tests.manual` after a change of an answer's shape, and read the difference before committing it.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

from sysmap.cli import main

ROOT = Path(__file__).resolve().parent.parent
JSON_PAGE = ROOT / "docs" / "json.md"
EVIDENCE_PAGE = ROOT / "docs" / "json-evidence.md"
QUESTIONS_PAGE = ROOT / "docs" / "questions.md"
EXAMPLE = re.compile(r"(```sh\n(?P<command>sysmap [^\n]+)\n```\n+```json\n)(?P<answer>.*?)(?=\n```)", re.DOTALL)


QUESTION = re.compile(r"^### (?P<id>Q\d\d) (?P<asked>[^\n]+)\n```sh\n(?P<commands>.*?)\n```\n(?P<answer>.*?)(?=\n### |\n## |\Z)",
                      re.DOTALL | re.MULTILINE)


def plain(text: str) -> str:
    """Text without line ends, quotes of JSON and capitals, to look for phrases in."""
    return " ".join(text.split()).replace('\\"', '"').casefold()


def phrases(found: re.Match[str]) -> list[str]:
    """What an answer says that its commands print."""
    return [plain(phrase) for phrase in re.findall(r"`([^`]+)`", found["answer"])]


def missing(found: re.Match[str]) -> list[str]:
    """The phrases of an answer that none of its commands prints, and the commands that fail."""
    commands = found["commands"].splitlines()
    faults = [f"{command}: {run(command)[2].strip()}" for command in commands if run(command)[0] != 0]
    return faults + [phrase for phrase in phrases(found) if not printed(phrase, commands)]


def printed(phrase: str, commands: list[str]) -> bool:
    """Whether one of the commands prints a phrase; columns of a table count as one space apart."""
    return any(phrase in said(command) for command in commands)


@functools.cache
def said(command: str) -> str:
    """What a command prints, to look for phrases in."""
    return plain(run(command)[1])


@functools.cache
def run(command: str) -> tuple[int, str, str]:
    """Run a command line of the manual in the repository: exit code, what it printed, what it noted or complained of."""
    said, noted = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(noted):
            main(shlex.split(command)[1:])
        code: Any = 0
    except SystemExit as stop:
        code = stop.code
    finally:
        os.chdir(before)
    return int(code or 0), said.getvalue(), noted.getvalue()


def compact(value: Any) -> str:
    """JSON as people read it: short lists and records on one line."""
    def text(value: Any, indent: int) -> str:
        flat = json.dumps(value, ensure_ascii=False)
        if len(flat) + indent <= 110 or not isinstance(value, dict | list) or not value:
            return flat
        pad, inner = " " * indent, " " * (indent + 2)
        if isinstance(value, list):
            return "[\n" + ",\n".join(inner + text(one, indent + 2) for one in value) + f"\n{pad}]"
        rows = [f"{inner}{json.dumps(key)}: {text(one, indent + 2)}" for key, one in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{pad}}}"

    return text(value, 0)


def refreshed(page: str) -> str:
    """A page with every example's answer as the command gives it now."""
    return EXAMPLE.sub(lambda found: found.group(1) + compact(json.loads(run(found["command"])[1])), page)


if __name__ == "__main__":
    for page in (JSON_PAGE, EVIDENCE_PAGE):
        page.write_text(refreshed(page.read_text(encoding="utf-8")), encoding="utf-8")
