"""A workspace is a git repository too: cloned by those who may read, pushed to by those who may write."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest
from tests.hosting.servers import PASSWORD, Office, free_port, prepared, run

from sysmap.hosting.accounts import Accounts
from sysmap.hosting.database import Database
from sysmap.hosting.history import BRANCH, NOTHING, History
from sysmap.hosting.lease import Leases
from sysmap.hosting.working_copy import WorkingCopy


def git(folder: Path, *words: str) -> tuple[int, str]:
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "EMAIL": "ed@town.org",
              "GIT_AUTHOR_NAME": "Ed", "GIT_COMMITTER_NAME": "Ed", "PATH": os.environ["PATH"]}
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, env=nobody, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def address(office: Office, workspace: str, who: str, secret: str = PASSWORD) -> str:
    return f"http://{who}%40town.org:{secret.replace(' ', '%20')}@127.0.0.1:{office.port}/w/{workspace}/repository.git"


def written(office: Office, workspace: str, folder: Path, who: str) -> tuple[int, str]:
    """Change the map in a clone, and push."""
    text = (folder / "maps/town.yaml").read_text()
    (folder / "maps/town.yaml").write_text(text.replace("title: ", f"title: By {who}, ", 1))
    git(folder, "commit", "-qam", f"{who} renamed it")
    return git(folder, "push", address(office, workspace, who), "HEAD:main")


def test_clone_change_push_and_the_studio_has_it(url: str, tmp_path: Path) -> None:
    workspace = prepared(url, tmp_path / "care")
    ports = free_port(), free_port()
    office, other = Office(url, ports[0], (ports[1],)), Office(url, ports[1], (ports[0],))
    try:
        office.signed_in("editor").get(f"/w/{workspace}/api/maps")
        token = run("hosted", "person", "--database", url, "reader@town.org", "--token").strip()
        code, said = git(tmp_path, "clone", "-q", address(other, workspace, "reader", token), "clone")
        assert code == 0, said
        clone = tmp_path / "clone"
        assert (clone / "maps/town.yaml").read_text() == (tmp_path / "care/maps/town.yaml").read_text()

        code, said = written(office, workspace, clone, "reader")
        assert code != 0
        assert "403" in said
        code, said = git(clone, "push", address(office, workspace, "editor"), "HEAD:main")
        assert code == 0, said
        maps = other.signed_in("reader").get(f"/w/{workspace}/api/maps").json()["maps"]
        assert "By reader" in str(maps)

        (clone / "maps/town.yaml").write_text("sysmap: 1\nkind: map\nid: town\ntitle: T\nfactorz: {}\n")
        git(clone, "commit", "-qam", "A slip")
        code, said = git(clone, "push", address(office, workspace, "editor"), "HEAD:main")
        assert code != 0
        assert "maps/town.yaml" in said
        assert "factorz" in said
        git(clone, "reset", "-q", "--hard", "HEAD~1")

        (clone / "maps/sly.yaml").symlink_to("/etc/passwd")
        git(clone, "add", "-A")
        git(clone, "commit", "-qm", "A link")
        code, said = git(clone, "push", address(office, workspace, "editor"), "HEAD:main")
        assert code != 0
        assert "a workspace holds files" in said
        git(clone, "reset", "-q", "--hard", "HEAD~1")

        code, said = git(clone, "push", address(office, workspace, "editor"), "HEAD:other")
        assert code != 0
        assert "Only the branch main" in said

        git(tmp_path, "clone", "-q", address(office, workspace, "owner"), "second")
        assert written(office, workspace, tmp_path / "second", "owner")[0] == 0
        code, said = written(office, workspace, clone, "editor")
        assert code != 0
        assert "fetch first" in said or "changed here meanwhile" in said
        assert git(clone, "push", "--force", address(office, workspace, "editor"), "HEAD:main")[0] != 0

        for who, wrong in (("nobody", "Authentication failed"), ("reader", "not found")):
            place = address(office, workspace if who == "nobody" else "another-0000", who)
            code, said = git(tmp_path, "clone", place, f"no-{who}")
            assert code != 0
            assert wrong in said
        office.kill()
        until = time.monotonic() + 20
        while git(tmp_path, "clone", "-q", address(other, workspace, "reader"), "after")[0] and time.monotonic() < until:
            time.sleep(0.5)
        assert "By owner" in (tmp_path / "after/maps/town.yaml").read_text()
        assert "owner renamed it" in git(tmp_path / "after", "log", "--format=%s")[1]
    finally:
        office.stop()
        other.stop()


@pytest.fixture
def copy(database: Database) -> WorkingCopy:
    accounts = Accounts(database)
    hold = Leases(database, "a", "http://a").take(accounts.add_workspace(accounts.add_organisation("Town"), "Buses"))
    assert hold is not None
    return WorkingCopy(database, hold)


def test_another_server_has_the_same_commits(copy: WorkingCopy, tmp_path: Path) -> None:
    history = History(copy, copy.outside)
    (copy.root / "one.yaml").write_text("kind: map\n")
    first = history.commit("Ann", "One")
    assert history.commit("Ann", "Nothing new") == first
    (copy.root / "one.yaml").unlink()
    (copy.root / "two – ü.yaml").write_text("kind: map\n")
    second = history.commit("Bo", "Two")
    copy.sync()
    again = History(WorkingCopy(copy.database, copy.hold), tmp_path)
    assert again.tip == second != first
    code, said = git(again.repository, "log", "--format=%an %s", "--name-only")
    assert code == 0
    assert said.split("\n")[0] == "Bo Two"
    assert git(again.repository, "fsck", "--strict")[0] == 0


def test_what_was_drawn_meanwhile_is_not_pushed_over(copy: WorkingCopy) -> None:
    from sysmap.core.problem import Refused

    history = History(copy, copy.outside)
    (copy.root / "one.yaml").write_text("kind: map\n")
    tip = history.commit("Ann", "One")
    (copy.root / "one.yaml").write_text("kind: theory\n")
    with pytest.raises(Refused, match="changed here while you pushed"):
        history.accept(tip, tip, BRANCH, {}, frozenset())
    with pytest.raises(Refused, match="changed here meanwhile"):
        history.accept(NOTHING, tip, BRANCH, {}, frozenset())
