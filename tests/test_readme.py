"""The README: its commands run as written, its links lead somewhere, its make targets exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [line.removeprefix("$ ").split("  #")[0].strip()
         for block in re.findall(r"```console\n(.*?)```", README, re.S)
         for line in block.splitlines() if line.startswith("$ ")]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's data that commands may write to."""
    copy = tmp_path_factory.mktemp("workspace")
    for folder in ("toc", "maps", "models"):
        shutil.copytree(ROOT / folder, copy / folder)
    (copy / "build").mkdir()
    return copy


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("sysmap")])
def test_a_command_of_the_readme_runs(line: str, workspace: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *shlex.split(line)], cwd=workspace, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr


def test_its_make_targets_exist() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    named = {line.split()[1] for line in LINES if line.startswith("make")}
    assert {"demo", "test"} <= named <= set(targets)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []
