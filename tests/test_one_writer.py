"""Every file that people keep is written by `sysmap.formats.save`, which holds the lock, compares, and writes whole or not at all."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "sysmap"
OTHERWISE = {
    "formats/save.py": "the writer itself",
    "formats/read_before.py": "what was read before, which can be deleted at any time",
    "views/figure.py": "a folder of its own, for Typst",
    "reports/writers/pdf.py": "a folder of its own, for Typst",
    "views/pyvis_network.py": "write_html of pyvis, as its users know it",
    "workshop/certificate.py": "a file of a moment, for OpenSSL",
    "hosting/git_http.py": "the hook of a repository that is made anew at any time",
    "hosting/history.py": "a folder of a moment, in which what was pushed is read before it comes in",
    "hosting/working_copy.py": "a server's own copy of what stands in the database",
}
WRITES = {"write_text", "write_bytes"}


def test_no_other_file_writes() -> None:
    found = {f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}" for path in SOURCE.rglob("*.py")
             for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call) and writes(node)}
    assert {place.split(":")[0] for place in found} - set(OTHERWISE) == set(), sorted(found)


def writes(call: ast.Call) -> bool:
    """Whether a call writes a file: by its name, or by the mode in which it opens one."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in WRITES or ast.unparse(call.func) in ("os.replace", "os.rename", "shutil.move", "shutil.copy", "shutil.copyfile"):
        return True
    if name not in ("open", "fdopen") or ast.unparse(call.func) == "archive.open":
        return False
    modes = [one.value for one in [*call.args[:2], *(word.value for word in call.keywords if word.arg == "mode")]
             if isinstance(one, ast.Constant) and isinstance(one.value, str) and len(one.value) <= 3]
    return any(set(mode) & set("wxa+") for mode in modes)
