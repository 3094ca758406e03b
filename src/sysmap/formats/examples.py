"""The example workspaces that come with sysmap: complete ones, to try everything on, unpacked where somebody wants them.

In an installed sysmap they lie in sysmap/data/examples, a folder each. In a checkout the same files lie where people work on
them; the table in pyproject.toml that puts them into the wheel says where.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.save import write_whole

__all__ = ["Example", "examples", "unpack"]

_PACKAGE = Path(__file__).parents[1]
_INSIDE = PurePosixPath("sysmap/data/examples")


@dataclass(frozen=True)
class Example:
    """An example workspace.

    Attributes
    ----------
    name : what it is asked for by.
    title : what it is about, from the heading of its README.
    files : path inside the workspace -> the file that it is copied from.
    """

    name: str
    title: str
    files: Mapping[str, Path]


def examples() -> tuple[Example, ...]:
    """The examples that come with this sysmap, by name."""
    found: dict[str, dict[str, Path]] = {}
    for inside, path in sorted(_installed() if (_PACKAGE / "data" / "examples").is_dir() else _in_a_checkout()):
        name, _, rest = inside.partition("/")
        found.setdefault(name, {})[rest] = path
    return tuple(Example(name, _title(name, files), files) for name, files in sorted(found.items()))


def unpack(name: str, folder: Path) -> tuple[Path, ...]:
    """Write an example workspace into a folder that is new or empty.

    Parameters
    ----------
    name : one of those in `examples`.
    folder : where; made if it is not there.

    Returns
    -------
    tuple[Path, ...] : the files written.

    Raises
    ------
    Refused : there is no such example, something is in the folder already, or it cannot be written.
    """
    known = {example.name: example for example in examples()}
    if name not in known:
        raise Refused(Problem(code="F01", message=f"There is no example {name}.", hint=one_of(name, list(known))))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(Problem(code="F35", message=f"There is something in {folder} already; nothing was written.",
                              hint=f"Choose a new folder: `sysmap example {name} NEW-FOLDER`."))
    written = []
    for inside, source in known[name].files.items():
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, source.read_bytes(), new=True)
        written.append(path)
    return tuple(written)


def _installed() -> Iterator[tuple[str, Path]]:
    return _below(_PACKAGE / "data" / "examples", "")


def _in_a_checkout() -> Iterator[tuple[str, Path]]:
    """Path inside the examples -> file, by what pyproject.toml puts into the wheel."""
    root = _PACKAGE.parents[1]
    table = root / "pyproject.toml"
    if not table.is_file():
        return
    build = tomllib.loads(table.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for source, target in build.items():
        if PurePosixPath(target).is_relative_to(_INSIDE):
            yield from _below(root / source, PurePosixPath(target).relative_to(_INSIDE).as_posix())


def _below(source: Path, inside: str) -> Iterator[tuple[str, Path]]:
    if source.is_file():
        yield inside, source
        return
    for top, folders, names in os.walk(source):
        folders[:] = [folder for folder in folders if not folder.startswith((".", "__"))]
        for name in names:
            path = Path(top) / name
            yield (PurePosixPath(inside) / path.relative_to(source).as_posix()).as_posix(), path


def _title(name: str, files: Mapping[str, Path]) -> str:
    readme = files.get("README.md")
    lines = readme.read_text(encoding="utf-8").splitlines() if readme else []
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), name)
