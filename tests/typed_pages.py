"""A page of the manual, typed as it stands: commands, Python and files, in the folder where one is.

Needs nothing but sysmap, so that an environment without test tools can do it too: `python typed_pages.py PAGE …` types pages
one after the other and says what did not work.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(sh|python|yaml)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Typed:
    """A command that was typed, its exit code and all that it printed."""

    line: str
    code: int
    said: str


def typed(page: Path, *, files: bool = False) -> Iterator[Typed]:
    """Type a page's commands and run its Python; with `files`, write its YAML into the files that their first lines name.

    Raises
    ------
    AssertionError : the page shows nothing to type, or something that is no command of sysmap.
    """
    blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
    assert blocks, page.name
    names: dict[str, object] = {}
    for kind, block in blocks:
        if kind == "python":
            exec(compile(block, page.name, "exec"), names)  # noqa: S102 - the manual's own examples
        elif kind == "yaml":
            if files:
                _write(block)
        else:
            for line in block.splitlines():
                words = shlex.split(line, comments=True)
                if words and words[0] == "cd":
                    os.chdir(words[1])
                elif words:
                    assert words[0] == "sysmap", line
                    yield Typed(line, *_run(words[1:]))


def _write(block: str) -> None:
    """`# path` above a block makes it the file; `# path: key` puts its next line in the place of that key's."""
    name, _, key = block.split("\n")[0].removeprefix("# ").partition(": ")
    path = Path(name)
    assert path.is_file(), f"{path} is started by a command before it is written"
    line = block.split("\n")[1]
    now = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"^{key}: .*$", line, now, flags=re.MULTILINE) if key else block, encoding="utf-8")


def _run(words: list[str]) -> tuple[int, str]:
    from sysmap.cli import main

    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code: object = 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main(words)
        except SystemExit as stop:
            code = stop.code
    said.seek(0)
    return int(str(code or 0)), said.read()


if __name__ == "__main__":
    failed = 0
    for name in sys.argv[1:]:
        done = list(typed(Path(name).resolve(), files="organisation" in name))
        for one in done:
            if one.code not in (0, 1):
                failed += 1
                print(f"{name}: {one.line}\n{one.said[-600:]}")
        print(f"{name}: {len(done)} commands")
    sys.exit(1 if failed else 0)
