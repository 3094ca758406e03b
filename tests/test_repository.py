"""What may be committed: nothing that names a machine, a download address, or a file too long to hold in the head."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

NOT_OURS = {".git", ".hypothesis", ".import_linter_cache", ".ipynb_checkpoints", ".mypy_cache", ".pytest_cache",
            ".ruff_cache", ".venv", "__pycache__", "build", "dist", "node_modules", "vendor"}

MOST_LINES = 500
LONGER = {
    # file in src/: why it is better in one piece
    "src/sysmap/web/english.js",  # made by `make docs`: all patterns, a line each; nobody reads it from end to end
}

A_MACHINE = re.compile(r"(?<![\w.~$}])/(?:work|root|home|Users|mnt|srv)/[\w.-]+/[\w./-]*|\b[A-Z]:\\\\?Users\b")
A_REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|debian|anaconda|golang|crates)\.(?:org|com|io)\b")


def our_files(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and not name.endswith(".egg-info"))
        yield from (Path(folder) / name for name in sorted(files) if name not in NOT_OURS)


def our_texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in our_files(root):
        try:
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            assert path.suffix in {".db", ".png", ".docx", ".pptx", ".xlsx", ".woff2"}, f"{path} is not UTF-8 text"


@pytest.mark.parametrize("pattern", [A_MACHINE, A_REGISTRY], ids=["a path of a machine", "a registry"])
def test_no_file_names(pattern: re.Pattern[str], root: Path) -> None:
    found = [f"{name}: {match.group()}" for name, text in our_texts(root) for match in pattern.finditer(text)]
    assert found == []


def test_the_lock_names_no_address_and_holds_every_file_by_its_hash(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|^-|^\s*--(?!hash=sha256:)| @ ", text, re.MULTILINE)
    packages = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert len(packages) > 100
    assert [p.split()[0] for p in packages if not re.match(r"\S+==\S+ [^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", p)] == []


def test_the_first_part_of_the_lock_is_what_running_takes(root: Path) -> None:
    first, second = (root / "requirements.lock").read_text(encoding="utf-8").split("\n# ---")
    for name in ("click", "hatchling", "networkx", "pandas", "pyyaml"):
        assert f"\n{name}==" in first
    for name in ("jupyterlab", "playwright", "pytest", "pyvis"):
        assert f"\n{name}==" in second


def test_files_of_the_package_fit_in_the_head(root: Path) -> None:
    counts = {name: text.count("\n") for name, text in our_texts(root) if re.match(r"src/.*\.(py|js|css|j2)$", name)}
    assert {name: n for name, n in counts.items() if n > MOST_LINES and name not in LONGER} == {}
    assert [name for name in LONGER if counts.get(name, 0) <= MOST_LINES] == []


def test_data_files_are_in_the_house_layout(root: Path) -> None:
    from sysmap.formats.tidy import format_text
    from sysmap.formats.workspace import Workspace

    for path in Workspace(root).files():
        text = path.read_text(encoding="utf-8")
        assert format_text(text, path.name) == text, f"run: sysmap format {path.relative_to(root)}"
