"""A command imports only what it needs: people wait for `sysmap check` many times a day."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"IPython", "jinja2", "matplotlib", "msgspec", "networkx", "numpy", "pandas", "pyvis", "rustworkx", "scipy",
         "starlette", "uvicorn"}


@pytest.mark.parametrize("command", [
    ["--version"],
    ["--help"],
    ["check", "toc/cqc-system-assessment-2025.yaml"],
    ["format", "--check", "maps/bsol-ics-2024.yaml"],
    ["show", "bsol-ics-2024"],
    ["schema"],
    ["report", "--help"],
    ["upstream", "cqc-system-assessment-2025", "improvements"],
])
def test_light_commands_import_no_heavy_library(command: list[str], root: Path) -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "sysmap", *command], cwd=root, capture_output=True,
                          text=True, check=False)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    modules = re.findall(r"^import time:.*\|\s+(\S+)$", done.stderr, re.MULTILINE)
    assert "sysmap.cli" in modules
    assert HEAVY & {module.split(".")[0] for module in modules} == set()
    # Where no other package adds anything, the library that would read it is not imported either.
    if not command[0].startswith("--"):
        assert "importlib.metadata" not in modules


def test_what_another_package_adds_is_found(root: Path, tmp_path: Path) -> None:
    (tmp_path / "more_questions.py").write_text("from sysmap.questions.ego import ego as near_by\n", encoding="utf-8")
    (tmp_path / "more-1.0.dist-info").mkdir()
    (tmp_path / "more-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: more\nVersion: 1.0\n", encoding="utf-8")
    (tmp_path / "more-1.0.dist-info" / "entry_points.txt").write_text(
        "[sysmap.questions]\nnear-by = more_questions:near_by\n", encoding="utf-8")
    say = "import sys; sys.path.append(sys.argv[1])\nfrom sysmap.questions.registry.finding import names; print(names()[-1])"
    done = subprocess.run([sys.executable, "-c", say, str(tmp_path)], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "near-by\n"


def test_tests_that_need_no_browser_and_no_hypothesis_do_not_load_them(root: Path) -> None:
    loaded = subprocess.run([sys.executable, "-c", "import tests.conftest, sys; print(*sys.modules)"], cwd=root, capture_output=True,
                            text=True, check=True).stdout.split()
    assert {"hypothesis", "playwright", "sysmap.formats.workspace", "networkx", "pandas"} & set(loaded) == set()
