"""Cloning a workspace, and pushing back: git's own program `git http-backend`, behind the accounts of this service."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from sysmap.core.problem import Refused
from sysmap.hosting.accounts import Account, Accounts, MemberRole
from sysmap.hosting.held import HeldWorkspace
from sysmap.hosting.history import History, git_environment
from sysmap.hosting.working_copy import LARGEST
from sysmap.workshop.limits import Guesses, Limits

__all__ = ["REPOSITORY", "GitDoor"]

REPOSITORY = "repository.git"
_PATHS = ("info/refs", "git-upload-pack", "git-receive-pack")
_PUSHERS: frozenset[MemberRole] = frozenset({"owner", "editor", "facilitator"})
_HOOK = """#!{python} -IS
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({socket!r})
names = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
asked = {{"env": {{one: os.environ[one] for one in names if one in os.environ}}, "refs": [one.split() for one in sys.stdin]}}
line.sendall(json.dumps(asked).encode() + b"\\n")
answer = json.loads(line.makefile().readline())
print("\\n".join(answer), file=sys.stderr)
sys.exit(1 if answer else 0)
"""


class GitDoor:
    """Lets git in.

    Parameters
    ----------
    accounts : who has one. With git they give their address and password, or the token that `sysmap hosted person --token` prints.
    """

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self._guesses = Guesses(Limits())

    async def may(self, workspace: str, path: str, request: Request, scope: Scope, receive: Receive, send: Send) -> Account | None:
        """Who asks, if they may; otherwise they have been answered."""
        account, role = await self._who(workspace, request)
        if account is None:
            await PlainTextResponse("Give your address and password, or the token of your account.\n", 401,
                                    headers={"WWW-Authenticate": 'Basic realm="sysmap", charset="UTF-8"'})(scope, receive, send)
        elif role is None or path not in _PATHS:
            await PlainTextResponse("There is nothing here, or it is not for you.\n", 404)(scope, receive, send)
        elif "git-receive-pack" in (path, request.query_params.get("service")) and role not in _PUSHERS:
            await PlainTextResponse(f"As {role} you may clone, not push.\n", 403)(scope, receive, send)
        else:
            return account
        return None

    async def _who(self, workspace: str, request: Request) -> tuple[Account | None, MemberRole | None]:
        kind, _, said = request.headers.get("authorization", "").partition(" ")
        try:
            email, colon, password = base64.b64decode(said, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None, None
        if kind.lower() != "basic" or not colon:
            return None, None
        address = request.client.host if request.client else ""
        await self._guesses.turn(address, time.monotonic())
        account = await asyncio.to_thread(self.accounts.proven, email, password)
        if account is None:
            self._guesses.wrong(address, time.monotonic())
            return None, None
        return account, await asyncio.to_thread(self.accounts.role, account.id, workspace)

    async def answer(self, held: HeldWorkspace, account: Account, path: str, request: Request, send: Send) -> None:
        """Do what git asks. While something is pushed nothing else is written into the files."""
        with tempfile.TemporaryFile() as body:
            size = 0
            async for part in request.stream():
                size += len(part)
                if size > 2 * LARGEST:
                    await PlainTextResponse("That is too large.\n", 413)(request.scope, request.receive, send)
                    return
                body.write(part)
            body.seek(0)
            async with held.syncing:
                history = await asyncio.to_thread(held.history)
                if path == "git-receive-pack":
                    async with _listening(held, history):
                        await self._backend(history, account, path, request, body, send)
                    return
                await asyncio.to_thread(history.commit, "", "As it was drawn and written here")
            await self._backend(history, account, path, request, body, send)

    async def _backend(self, history: History, account: Account, path: str, request: Request, body: IO[bytes], send: Send) -> None:
        headers = request.headers
        cgi = {"GIT_PROJECT_ROOT": str(history.repository.parent), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": f"/{history.repository.name}/{path}",
               "QUERY_STRING": request.url.query, "REQUEST_METHOD": request.method, "CONTENT_TYPE": headers.get("content-type", ""),
               "REMOTE_USER": account.id, "REMOTE_ADDR": "", "GIT_PROTOCOL": headers.get("git-protocol", ""),
               "HTTP_CONTENT_ENCODING": headers.get("content-encoding", "")}
        process = await asyncio.create_subprocess_exec("git", "http-backend", stdin=body, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                                       env={**git_environment(), **cgi})
        assert process.stdout is not None
        try:
            status, kept = 200, []
            while (line := (await process.stdout.readline()).rstrip(b"\r\n")):
                name, _, value = line.partition(b": ")
                if name.lower() == b"status":
                    status = int(value.split()[0])
                else:
                    kept.append((name.lower(), value))
            await send({"type": "http.response.start", "status": status if kept else 500, "headers": kept})
            while part := await process.stdout.read(1 << 16):
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
            await process.wait()


@contextlib.asynccontextmanager
async def _listening(held: HeldWorkspace, history: History) -> AsyncIterator[None]:
    """Be asked by git whether what was pushed may come in."""
    socket = history.repository.parent / "push.socket"
    hook = history.repository / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(_HOOK.format(python=sys.executable, socket=str(socket)))
    hook.chmod(0o700)

    async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            said = json.loads(await reader.readline())
            answer = await asyncio.to_thread(_verdict, held, history, said)
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        finally:
            writer.close()

    Path(socket).unlink(missing_ok=True)
    server = await asyncio.start_unix_server(asked, socket)
    try:
        yield
    finally:
        server.close()


def _verdict(held: HeldWorkspace, history: History, said: dict[str, object]) -> list[str]:
    """Why what was pushed may not come in; nothing where it came in."""
    refs, env = said["refs"], said["env"]
    assert isinstance(refs, list)
    assert isinstance(env, dict)
    if len(refs) != 1:
        return ["Push one branch at a time: main."]
    try:
        before, after, ref = map(str, refs[0])
        history.accept(before, after, ref, env, frozenset(name for name, board in held.rooms.boards.items() if board.hub.clients))
    except Refused as refusal:
        return [line for one in refusal.problems for line in (str(one), *([f"  {one.hint}"] if one.hint else []))]
    return []
