"""The browser's own modules, run by Node: for laws over thousands of random cases, where a page would take too long.

Node comes with Playwright, so that nothing else has to be installed.
"""

from __future__ import annotations

import functools
import json
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = ["Node", "node"]

WEB = Path(__file__).parents[1] / "src" / "sysmap" / "web"
_LOOP = """\
globalThis.location = {protocol: "http:", host: "test", hash: "", pathname: "/", href: "http://test/"};
globalThis.addEventListener = () => {};
globalThis.setInterval = () => 0;
globalThis.setTimeout = () => 0;
globalThis.document = {addEventListener: () => {}};
const {createInterface} = await import("node:readline");
const work = (await import(process.argv[2])).default;
for await (const line of createInterface({input: process.stdin})) {
  let answer;
  try { answer = {answer: await work(JSON.parse(line))}; } catch (error) { answer = {error: String(error && error.stack || error)}; }
  process.stdout.write(JSON.stringify(answer) + "\\n");
}
"""


class Node:
    """A process of Node with one function of the browser's code, called as often as one likes.

    Parameters
    ----------
    code : an ES module whose default export takes and gives plain data; `WEB` in it is the folder of the browser code.
    """

    def __init__(self, code: str) -> None:
        from playwright._impl._driver import compute_driver_executable

        self.folder = tempfile.TemporaryDirectory()
        work, loop = Path(self.folder.name) / "work.mjs", Path(self.folder.name) / "loop.mjs"
        work.write_text(code.replace("WEB", WEB.as_posix()), encoding="utf-8")
        loop.write_text(_LOOP, encoding="utf-8")
        self.process = subprocess.Popen(
            [str(compute_driver_executable()[0]), "--no-warnings", str(loop), work.as_uri()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def __call__(self, data: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(data) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["answer"]

    def __enter__(self) -> Node:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
        self.folder.cleanup()


@functools.cache
def node(code: str) -> Node:
    """The process for some code, kept for the rest of the run."""
    import atexit

    made = Node(code)
    atexit.register(made.__exit__, None, None, None)
    return made
