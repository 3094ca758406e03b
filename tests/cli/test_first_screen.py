"""What somebody sees who types `sysmap` and nothing else."""

from __future__ import annotations

import re

from click.testing import CliRunner

from sysmap import questions
from sysmap.cli import COMMANDS, cli


def test_the_first_screen_fits_a_terminal_and_names_commands_that_exist() -> None:
    done = CliRunner().invoke(cli, [])
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 110
    named = set(re.findall(r"sysmap ([a-z][a-z-]*)", "\n".join(line for line in lines if line.startswith("  sysmap"))))
    assert len(named) >= 10
    assert named <= {*COMMANDS, *questions.own_names()}


def test_the_whole_list_is_one_option_away() -> None:
    said = CliRunner().invoke(cli, ["--help"]).output
    assert all(f"\n  {name} " in said for name in (*COMMANDS, *questions.own_names()))
