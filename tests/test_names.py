"""A name means one thing: no class is called the same in two rooms of the house."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path


def test_no_class_name_stands_in_two_packages(root: Path) -> None:
    package = root / "src" / "sysmap"
    rooms: dict[str, set[str]] = defaultdict(set)
    for file in package.rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                rooms[node.name].add(file.relative_to(package).parts[0])
    assert {name: sorted(found) for name, found in rooms.items() if len(found) > 1} == {}
