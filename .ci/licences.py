"""Write docs/licences.md: what every package of requirements.lock says its licence is. `make licences`."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# Licences of what sysmap uses

Made by `make licences` from what each installed package says of itself; the list follows `requirements.lock`. The upper part is
what running sysmap takes; the lower part serves notebooks, reports, the workshop and the tests. sysmap's own licence is
[MIT](../LICENSE). The wheel holds no other project's code. The tests carry axe-core (MPL-2.0), which is not in the wheel.
"""


ELSEWHERE = "– (only on other systems or versions of Python)"


def licence_of(name: str, markers: list[str]) -> str:
    """What a package says its licence is; a dash where the lock does not want it on this system, installed or not."""
    try:
        if not any(not marker or Marker(marker).evaluate() for marker in markers):
            return ELSEWHERE
        said = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ELSEWHERE
    text = said.get("License-Expression") or ""
    if not text:
        classes = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License ::")]
        text = ", ".join(one for one in classes if one != "OSI Approved") or (said.get("License") or "").strip().partition("\n")[0]
    return text[:80] or "not stated"


def page() -> str:
    """The page as it should be."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    to_run, _, rest = lock.partition("# ---")
    parts = [HEAD]
    for title, text in (("To run", to_run), ("Besides", rest)):
        wanted: dict[str, list[str]] = {}
        for name, marker in re.findall(r"(?m)^([A-Za-z0-9][\w.-]*)==[^\s;\\]+(?: *; *([^\\\n]+?))? *\\?$", text):
            wanted.setdefault(name, []).append(marker)
        rows = "\n".join(f"| {name} | {licence_of(name, markers)} |" for name, markers in wanted.items())
        parts.append(f"## {title}\n\n| package | licence |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "licences.md").write_text(page(), encoding="utf-8")
