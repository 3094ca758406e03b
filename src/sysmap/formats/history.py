"""Earlier states of a file, from git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from sysmap.core.problem import Problem, Refused
from sysmap.formats.read import Reading, read_bytes

__all__ = ["read_at"]

_NAMES = "Name a commit, branch or tag, e.g. HEAD~1 or main."


def read_at(path: Path, revision: str) -> Reading:
    """A file as it was at a commit, branch or tag.

    Raises
    ------
    Refused : without git, outside a repository, for an unknown revision, or where the file was not there then.
    """
    if revision.startswith("-") or not revision.strip():
        raise _refused("F42", f"“{revision}” is no revision.", _NAMES)
    folder = path.resolve().parent
    try:
        _git(folder, "rev-parse", "--show-toplevel")
    except FileNotFoundError:
        raise _refused("F40", "git is not installed.", "Install it, or compare two files: sysmap diff OLD NEW.") from None
    except subprocess.CalledProcessError:
        raise _refused("F41", f"{path} is in no git repository.", "Compare two files: sysmap diff OLD NEW.") from None
    try:
        _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError:
        raise _refused("F42", f"git knows no revision {revision}.", _NAMES) from None
    try:
        data = _git(folder, "show", f"{revision}:./{path.resolve().name}")
    except subprocess.CalledProcessError:
        raise _refused("F43", f"{path} was not there at {revision}.",
                       "Name a later revision, or the file's earlier name.") from None
    return read_bytes(data, f"{path} at {revision}")


def _git(folder: Path, *args: str) -> bytes:
    return subprocess.run(["git", "-C", str(folder), *args], check=True, capture_output=True, timeout=60).stdout


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code=code, message=message, hint=hint))
