"""The audit finds a locked version that an advisory names, and no other; it never says “nothing known” when it could not look."""

from __future__ import annotations

import importlib.util
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
assert spec is not None
assert spec.loader is not None
audit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(audit)

LOCK = "thing==1.4.2 \\\n    --hash=sha256:00\nother-thing==2.0 ; python_version < '3.12' \\\n    --hash=sha256:00\n"


def advisory(name: str, *events: dict[str, str], versions: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"id": f"TEST-{name}", "summary": "Bad", "affected": [{
        "package": {"ecosystem": "PyPI", "name": name}, "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": list(versions)}], **more}


@pytest.mark.parametrize(("given", "found"), [
    (advisory("Thing", {"introduced": "0"}, {"fixed": "1.5"}), True),
    (advisory("thing", {"introduced": "0"}, {"fixed": "1.4.2"}), False),
    (advisory("thing", {"introduced": "1.4"}), True),
    (advisory("thing", {"introduced": "1.5"}), False),
    (advisory("thing", {"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.4"}, {"fixed": "1.4.9"}), True),
    (advisory("thing", {"introduced": "0"}, {"last_affected": "1.4.2"}), True),
    (advisory("thing", {"introduced": "0"}, {"last_affected": "1.4.1"}), False),
    (advisory("other_thing", versions=("2.0",)), True),
    (advisory("elsewhere", {"introduced": "0"}), False),
    (advisory("thing", {"introduced": "0"}, withdrawn="2024-01-01"), False),
])
def test_a_locked_version_is_found_where_an_advisory_says_so(tmp_path: Path, given: dict[str, Any], found: bool) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("one.json", json.dumps(given))
    lines, _ = audit.findings(audit.locked(LOCK), tmp_path / "all.zip")
    assert bool(lines) == found


def test_the_lock_of_the_project_is_read_whole() -> None:
    lock = audit.locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert {"networkx", "pyvis", "pandas", "pyyaml", "jupyterlab"} <= set(lock)


def test_no_advisories_are_no_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main([str(tmp_path)]) == 2
    assert audit.main([str(tmp_path / "gone.zip")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(("dependencies", "code"), [
    ([{"name": "thing", "version": "1", "vulns": []}], 0),
    ([{"name": "thing", "version": "1", "vulns": [{"id": "TEST-1"}]}, {"name": "other", "skip_reason": "not found"}], 1),
    ([{"name": "thing", "version": "1", "vulns": []}, {"name": "other", "skip_reason": "not found"}], 2),
    ([], 2),
])
def test_what_could_not_be_looked_up_is_not_without_findings(dependencies: list[dict[str, Any]], code: int) -> None:
    assert audit.answered(json.dumps({"dependencies": dependencies})) == code
    assert audit.answered("") == 2


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"tests/[\w/]+(?:\.py)?", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert len(named) > 10
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
