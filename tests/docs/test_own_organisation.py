"""The tutorial “your own organisation”, done as it stands: an empty folder, its files, its commands, no word of a client."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.test_second_programme import CLIENT

from sysmap.cli import cli

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial-organisation.md"


def test_the_page_leads_from_an_empty_folder_to_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = ""
    blocks = re.findall(r"^```(sh|yaml)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for kind, block in blocks:
        if kind == "yaml":
            name, _, key = block.split("\n")[0].removeprefix("# ").partition(": ")
            path = Path(name)
            assert path.is_file(), f"{path} is started by a command before it is written"
            now = path.read_text(encoding="utf-8")
            line = block.split("\n")[1]
            path.write_text(re.sub(rf"^{key}: .*$", line, now, flags=re.MULTILINE) if key else block, encoding="utf-8")
            continue
        for line in block.splitlines():
            words = shlex.split(line)
            if words[0] == "cd":
                os.chdir(words[1])
                continue
            done = CliRunner().invoke(cli, words[1:])
            fresh = "check" in words and "No factor of the theory is an activity" in done.output
            assert done.exit_code == (1 if fresh else 0), (line, done.output, done.exception)
            said += done.output
    said += Path("report.html").read_text(encoding="utf-8")
    said = re.sub(r"data:[a-z/+0-9;-]+;base64,[A-Za-z0-9+/=]+", "", said)
    assert re.search(r"attainment +impact +Findings differ", said)
    assert Path("report.docx").stat().st_size > 10_000
    assert [found.group() for found in CLIENT.finditer(said)] == []
