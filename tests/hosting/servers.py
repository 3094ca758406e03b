"""Servers of a hosted sysmap as an operator starts them, and people who sign in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from tests.workshop.serving import MAP, Guest

from sysmap.cli import cli

__all__ = ["PASSWORD", "Office", "Way", "free_port", "prepared", "run"]

PASSWORD = "a long one for tests"  # noqa: S105


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def run(*words: str, stdin: str = "") -> str:
    """A command as it is typed."""
    from click.testing import CliRunner

    done = CliRunner().invoke(cli, list(words), input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def prepared(url: str, folder: Path) -> str:
    """A database with an organisation, people of each role, and a workspace with one map; the workspace's id."""
    (folder / "maps").mkdir(parents=True)
    (folder / "maps" / "town.yaml").write_text(MAP)
    said = run("hosted", "prepare", "--database", url, "--organisation", "Town", "--owner", "first@town.org", "--workspace", "Care",
               "--from", str(folder))
    for role in ("owner", "editor", "facilitator", "commenter", "reader"):
        run("hosted", "person", "--database", url, f"{role}@town.org", "--name", f"The {role}", "--in", "town", "--role", role,
            "--password-stdin", stdin=PASSWORD + "\n")
    return said.split("Workspace ")[1].split()[0]


class Office:
    """One server, and what people there say to it."""

    def __init__(self, url: str, port: int, others: tuple[int, ...] = (), *more: str) -> None:
        self.port = port
        self.clients: list[httpx.Client] = []
        self.base = f"http://127.0.0.1:{port}"
        publics = [word for one in (port, *others) for word in ("--public", f"http://127.0.0.1:{one}")]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sysmap", "serve", "--database", url, "--port", str(port), *publics, *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        until = time.monotonic() + 90
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if httpx.get(f"{self.base}/ready", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(self.stop())

    def client(self) -> httpx.Client:
        """A browser of somebody who has not signed in."""
        self.clients.append(httpx.Client(base_url=self.base, headers={"Origin": self.base}, timeout=30))
        return self.clients[-1]

    def signed_in(self, who: str) -> httpx.Client:
        """A browser of somebody who has signed in here."""
        client = self.client()
        answer = client.post("/sign-in", data={"email": f"{who}@town.org", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    def kill(self) -> None:
        """As a power cut would."""
        self._close()
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> str:
        """As an operator would; what it wrote to its log."""
        self._close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return str(self.process.communicate(timeout=20)[1])

    def _close(self) -> None:
        for client in self.clients:
            client.close()
        self.clients.clear()


class Way:
    """How a guest reaches a room: through which server, with which code."""

    def __init__(self, office: Office, link: str, code: str = "") -> None:
        self.guests: list[Guest] = []
        self.path = "/w/" + link.split("/w/")[1].split("#")[0]
        self.code = code or link.split("#")[1].split("~")[0]
        self.office = office

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.office.port}{self.path}socket"


def opened(client: httpx.Client, workspace: str, name: str = "maps/town.yaml") -> dict[str, Any]:
    """Open the room of a map in the studio."""
    answer = client.post(f"/w/{workspace}/api/open", params={"file": name}, content=b"{}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
