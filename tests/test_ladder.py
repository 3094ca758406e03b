"""Imports go down one ladder, and heavy libraries stay where they belong."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CLOCK_DISK_OR_CHANCE = {"asyncio", "datetime", "io", "os", "pathlib", "random", "secrets", "shutil", "socket", "sqlite3",
                        "subprocess", "tempfile", "threading", "time", "urllib", "uuid"}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run([sys.executable, "-c", f"import sys; sys.path.insert(0, 'src'); {code}", "--no-cache"], cwd=root,
                          capture_output=True, text=True, check=False)


def test_imports_go_down_the_ladder(root: Path) -> None:
    done = lint_imports(root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(("module", "line"), [
    ("core/words.py", "import sysmap.formats.read"),
    ("formats/read.py", "import sysmap.views.page"),
    ("formats/read.py", "import networkx"),
    ("core/map.py", "import numpy"),
])
def test_an_import_up_the_ladder_is_caught(root: Path, tmp_path: Path, module: str, line: str) -> None:
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    file = tmp_path / "src" / "sysmap" / module
    file.write_text(file.read_text(encoding="utf-8") + f"\n\ndef _up() -> None:\n    {line}\n", encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "0 broken" not in done.stdout


def test_core_needs_nothing_but_the_language(root: Path) -> None:
    """Standard library only, and of that nothing that reads, waits or rolls dice."""
    for file, module in imports(root / "src" / "sysmap" / "core"):
        top = module.split(".")[0]
        assert top == "sysmap" or top in sys.stdlib_module_names, f"{file} imports {module}"
        assert top not in CLOCK_DISK_OR_CHANCE, f"{file} imports {module}"


def test_one_module_alone_imports_pyvis(root: Path) -> None:
    assert users_of("pyvis", root) <= {"views/pyvis_network.py"}


def test_networkx_stays_in_analysis(root: Path) -> None:
    assert {user for user in users_of("networkx", root) if not user.startswith("analysis/")} == set()


def users_of(library: str, root: Path) -> set[str]:
    package = root / "src" / "sysmap"
    return {file.relative_to(package).as_posix() for file, module in imports(package)
            if module.split(".")[0] == library}


def imports(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((file, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield file, node.module
