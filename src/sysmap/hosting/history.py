"""The history of a workspace as a git repository: each version that was kept is a commit, and what editors push comes in as files.

The program git does it, as its own ways are the ones that everybody's clients expect. The database has the commits, as packs; the
server that holds the workspace has a bare repository made of them, which can be thrown away at any time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.read import read_file
from sysmap.hosting.database import Connection
from sysmap.hosting.database_log import held
from sysmap.hosting.working_copy import LARGEST, WorkingCopy, checked_name, delete_files, put_file

__all__ = ["BRANCH", "NOTHING", "History"]

BRANCH = "refs/heads/main"
NOTHING = "0" * 40
"""What git calls the commit before the first one."""
_PLAIN = ("100644", "100755")
_SECONDS = 60


class History:
    """The repository of a workspace on the server that holds it.

    Parameters
    ----------
    copy : the files of the workspace.
    place : a folder for the repository, outside the files.

    Raises
    ------
    Refused : if git is not installed, or the database is gone.
    """

    def __init__(self, copy: WorkingCopy, place: Path) -> None:
        self.copy = copy
        self.repository = place / "repository.git"
        if not self.repository.exists():
            self._restored()

    @property
    def tip(self) -> str:
        """The newest commit; an empty text where there is none yet."""
        return self._git("rev-parse", "--verify", "--quiet", BRANCH, check=False).decode().strip()

    def commit(self, author: str, message: str) -> str:
        """Make a commit of the files as they are, if they differ from the last one, and keep it in the database.

        Parameters
        ----------
        author : name and id of whoever wrote them.
        message : what was done.

        Returns
        -------
        str : the newest commit.
        """
        before = self.tip
        tree = self._tree()
        if before and self._git("rev-parse", f"{before}^{{tree}}").decode().strip() == tree:
            return before
        who = {"GIT_AUTHOR_NAME": author or "sysmap", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "sysmap", "GIT_COMMITTER_EMAIL": ""}
        after = self._git("commit-tree", tree, "-F", "-", *(("-p", before) if before else ()), given=message.encode(), more=who).decode().strip()
        with self.copy.database.transaction() as connection:
            held(connection, self.copy.hold)
            self._keep(connection, before, after, {})
        self._git("update-ref", BRANCH, after, before or NOTHING)
        return after

    def accept(self, before: str, after: str, ref: str, env: Mapping[str, str], open_rooms: frozenset[str]) -> list[str]:
        """Take what was pushed: its files come into the workspace, in one transaction with its commits.

        Parameters
        ----------
        before, after : the commits between which somebody wants to move a branch.
        ref : that branch.
        env : where git keeps the commits until they are accepted.
        open_rooms : files that people are drawing in just now.

        Returns
        -------
        list of str : the files that changed.

        Raises
        ------
        Refused : if it is not the branch `BRANCH`, the files have changed meanwhile, a file may not be in a workspace or has faults, or
            people are drawing in one.
        """
        if ref != BRANCH or after == NOTHING:
            raise _refused("Only the branch main is kept here, and it is not deleted.", "Push to main.")
        tip = self.tip
        if (before if before != NOTHING else "") != tip:
            raise _refused("The maps were changed here meanwhile.", "Fetch, merge, and push again: git pull && git push.")
        if tip and subprocess.run(self._words("merge-base", "--is-ancestor", tip, after), env=self._env(env), check=False).returncode:
            raise _refused("What you push would take out what was kept here before.", "Fetch, merge, and push again: git pull && git push.")
        if tip and self._tree() != self._git("rev-parse", f"{tip}^{{tree}}").decode().strip():
            raise _refused("The maps were changed here while you pushed.", "Fetch, merge, and push again: git pull && git push.")
        files = self._files(after, env)
        old = self._files(tip, env) if tip else {}
        changed = {name: self._git("cat-file", "blob", blob, more=env) for name, blob in files.items() if old.get(name) != blob}
        gone = [name for name in old if name not in files]
        busy = sorted(open_rooms & {*changed, *gone})
        if busy:
            raise _refused(f"People are drawing in {busy[0]} just now.", "Push again when its room is empty.")
        _check(changed)
        with self.copy.database.transaction() as connection:
            held(connection, self.copy.hold)
            for name, data in changed.items():
                put_file(connection, self.copy.hold.workspace, name, data)
            delete_files(connection, self.copy.hold.workspace, gone)
            self._keep(connection, tip, after, env)
        self.copy.take(changed, gone)
        return [*changed, *gone]

    # Within

    def _restored(self) -> None:
        if shutil.which("git") is None:
            raise Refused(Problem(code="H10", message="git is not installed on the server.", hint="Install it: apt install git."))
        self.repository.mkdir()
        self._git("init", "--quiet", "--bare", "--initial-branch=main")
        for key, value in (("receive.fsckObjects", "true"), ("receive.denyDeletes", "true"), ("receive.denyNonFastForwards", "true"),
                           ("http.receivepack", "true"), ("gc.auto", "0"), ("receive.maxInputSize", str(2 * LARGEST)),
                           ("receive.autogc", "false")):
            self._git("config", key, value)
        with self.copy.database.transaction() as connection:
            rows = connection.execute("SELECT tip, pack FROM history WHERE workspace = %s ORDER BY number",
                                      (self.copy.hold.workspace,)).fetchall()
        for _, pack in rows:
            self._git("unpack-objects", "-q", given=bytes(pack))
        if rows:
            self._git("update-ref", BRANCH, str(rows[-1][0]))

    def _tree(self) -> str:
        """The files as they are, as git keeps them."""
        index = {"GIT_INDEX_FILE": str(self.repository / "files.index"), "GIT_WORK_TREE": str(self.copy.root)}
        known = self._git("ls-files", "-z", more=index)
        now = b"".join(name.encode() + b"\0" for name in self.copy.names())
        self._git("update-index", "-z", "--add", "--remove", "--stdin", given=known + now, more=index, cwd=self.copy.root)
        return self._git("write-tree", more=index).decode().strip()

    def _files(self, commit: str, env: Mapping[str, str]) -> dict[str, str]:
        """Path and blob of each file of a commit."""
        out: dict[str, str] = {}
        for line in self._git("ls-tree", "-r", "-z", commit, more=env).split(b"\0"):
            if line:
                about, _, name = line.partition(b"\t")
                mode, _, blob = about.decode().split(" ")
                path = name.decode("utf-8", "replace")
                if mode not in _PLAIN:
                    raise _refused(f"{path} is a link or a repository of its own; a workspace holds files.", "Take it out.")
                checked_name(path)
                out[path] = blob
        return out

    def _keep(self, connection: Connection, before: str, after: str, env: Mapping[str, str]) -> None:
        pack = self._git("pack-objects", "--revs", "--stdout", "-q", given=f"{after}\n{f'^{before}' if before else ''}\n".encode(), more=env)
        connection.execute("INSERT INTO history SELECT %s, coalesce(max(number), 0) + 1, %s, %s FROM history WHERE workspace = %s",
                           (self.copy.hold.workspace, after, pack, self.copy.hold.workspace))

    def _words(self, *words: str) -> list[str]:
        return ["git", "--git-dir", str(self.repository), *words]

    def _env(self, more: Mapping[str, str]) -> dict[str, str]:
        return {**git_environment(), **more}

    def _git(self, *words: str, given: bytes = b"", more: Mapping[str, str] | None = None, check: bool = True, cwd: Path | None = None) -> bytes:
        done = subprocess.run(self._words(*words), input=given, capture_output=True, env=self._env(more or {}), check=False, timeout=_SECONDS,
                              cwd=cwd or self.repository)
        if check and done.returncode:
            raise Refused(Problem(code="H10", message=f"git could not do it ({done.stderr.decode('utf-8', 'replace').strip()[:200]}).",
                                  hint="Nothing was changed."))
        return done.stdout


def git_environment() -> dict[str, str]:
    """What git sees of this computer: nobody's settings."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
            "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def _check(files: Mapping[str, bytes]) -> None:
    """Refuse files of sysmap that have faults, with all of them."""
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="sysmap-") as folder:
        for number, (name, data) in enumerate(files.items()):
            if len(data) > LARGEST:
                problems.append(Problem(code="F04", message="The file is too large.", hint=f"The limit is {LARGEST / 1e6:.0f} MB.",
                                        place=Place(name)))
            elif name.endswith((".yaml", ".yml")):
                file = Path(folder) / f"{number}.yaml"
                file.write_bytes(data)
                problems += [one for one in read_file(file, name).problems if one.severity == "error"]
    if problems:
        raise Refused(problems)


def _refused(message: str, hint: str) -> Refused:
    return Refused(Problem(code="H10", message=message, hint=hint))
