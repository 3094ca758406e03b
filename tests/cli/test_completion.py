"""The Tab key, in each shell as its people press it; and what `sysmap doctor` says."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.cli import cli
from sysmap.cli.doctor import _extras
from sysmap.core.parts import PARTS

ROOT = Path(__file__).parents[2]
THEORY = "cqc-system-assessment-2025"


def offered(*words: str) -> list[str]:
    """What is offered for the last of these words."""
    environment = {**os.environ, "_SYSMAP_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(("sysmap", *words)),
                   "COMP_CWORD": str(len(words))}
    done = subprocess.run([sys.executable, "-m", "sysmap"], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(("words", "one"), [
    (("must",), "must-pass"), (("wor",), "workshop"), (("upstream", "cqc-system-assessment-2"), THEORY), (("check", "bso"), "bsol-ics-2024"),
    (("upstream", THEORY, "inclus"), "inclusive-improvements"), (("must-pass", THEORY, "government-vision", "inclus"), "inclusive-improvements"),
    (("show", THEORY, "inclus"), "inclusive-improvements"), (("session", "verify", "bso"), "bsol-ics-2024"), (("upstream", "--li"), "--limit"),
    (("new", "the"), "theory"),
])
def test_commands_maps_and_factors_are_completed(words: tuple[str, ...], one: str) -> None:
    assert one in offered(*words)


def test_a_map_that_is_not_there_offers_nothing_and_says_nothing() -> None:
    assert offered("upstream", "no-such-map", "in") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_works_in_the_shell(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed here; the script is the one that click makes for it")
    script = tmp_path / f"sysmap.{shell}"
    script.write_text(CliRunner().invoke(cli, ["completion", shell]).output, encoding="utf-8")
    (tmp_path / "sysmap").write_text(f'#!/bin/sh\nexec {sys.executable} -m sysmap "$@"\n', encoding="utf-8")
    (tmp_path / "sysmap").chmod(0o755)
    press = {
        "bash": f"source {script}; COMP_WORDS=(sysmap must); COMP_CWORD=1; _sysmap_completion sysmap; echo ${{COMPREPLY[@]}}",
        "zsh": f"autoload -Uz compinit; compinit -D -u; source {script}; "
               "words=(sysmap must) CURRENT=2; compadd() { :; }; _describe() { print -r -- ${(P)3}; }; _sysmap_completion",
        "fish": f"source {script}; complete -C 'sysmap must'",
    }[shell]
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run([program, "-c", press], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "must-pass" in done.stdout, done.stderr


def test_doctor_knows_every_part_of_the_package_and_what_it_brings() -> None:
    found = json.loads(CliRunner().invoke(cli, ["doctor", "--json"]).output)
    offered = set(importlib.metadata.metadata("sysmap").get_all("Provides-Extra") or ()) - {"all", "dev"}
    assert {one["part"] for one in found["parts"]} == offered == set(PARTS)
    assert {"starlette", "alembic"} <= set(_extras()["hosting"])
    assert all(one["brings"] for one in found["parts"])
    text = CliRunner().invoke(cli, ["doctor"]).output
    assert "pip install" in text or "Nothing lacks." in text


def test_doctor_says_which_package_a_part_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sysmap.cli.doctor._installed", lambda package: package != "segno")
    text = CliRunner().invoke(cli, ["doctor"]).output
    assert "lacks segno" in text
    assert "pip install 'sysmap[hosting,workshop]'" in text
