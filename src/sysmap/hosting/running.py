"""Starting one server of a hosted sysmap."""

from __future__ import annotations

import contextlib
import secrets
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn

from sysmap.core.problem import Problem, Refused
from sysmap.hosting.database import Database
from sysmap.hosting.server import HostedServer
from sysmap.workshop.http_limits import limited
from sysmap.workshop.limits import MAX_MESSAGE, Limits
from sysmap.workshop.running import open_door

if TYPE_CHECKING:
    from sysmap.hosting.identity_provider import IdentityProvider

__all__ = ["Service", "open_service"]


class Service:
    """A server ready to run."""

    def __init__(self, app: HostedServer, door: socket.socket, trusted: Sequence[str], people: int) -> None:
        self.app, self.door = app, door
        limits = Limits(people=people, per_address=max(people, 400))
        config = uvicorn.Config(
            app, http=limited(Limits(per_address=100_000)) if trusted else limited(limits), ws="websockets-sansio", ws_max_size=MAX_MESSAGE,
            ws_per_message_deflate=False, ws_ping_interval=20.0, ws_ping_timeout=30.0, log_level="warning", access_log=False,
            server_header=False, proxy_headers=bool(trusted), forwarded_allow_ips=list(trusted) or None, timeout_graceful_shutdown=5)
        config.load()
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until stopped; then save, and give free what is held."""
        sys.setswitchinterval(0.0005)
        try:
            with contextlib.suppress(KeyboardInterrupt):
                self._server.run(sockets=[self.door])
        finally:
            self.app.database.close()


def open_service(url: str, *, port: int = 8765, listen: str = "127.0.0.1", inside: str | None = None, public: Sequence[str] = (),
                 trusted: Sequence[str] = (), people: int = 250, provider: IdentityProvider | None = None) -> Service:
    """Prepare a server.

    Parameters
    ----------
    url : address of the database.
    port, listen : where to serve; port 0 takes a free one.
    inside : where other servers reach this one, ``http://host:port``; otherwise ``listen`` and the port.
    public : the addresses under which browsers come, ``https://maps.example.org``; otherwise this computer's.
    trusted : addresses of proxies whose word about where a request came from is believed.
    people : connections to one room.
    provider : the identity provider through which people sign in; one that does not answer just now is asked again later.

    Raises
    ------
    Refused : if the database cannot be used, an address is none, or the port is taken, or
        another provider answers than the one named.
    """
    for one in public:
        parts = urlsplit(one)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise Refused(Problem(code="H01", message=f"{one} is not an address that browsers can go to.",
                                  hint="Write it as https://maps.example.org."))
    if provider is not None:
        provider.check()
    database = Database(url)
    try:
        door = open_door(listen, port)
    except BaseException:
        database.close()
        raise
    at = int(door.getsockname()[1])
    here = f"http://{'127.0.0.1' if listen == '0.0.0.0' else listen}:{at}"  # noqa: S104
    app = HostedServer(database, f"server-{secrets.token_hex(4)}", inside or here, tuple(public) or (here, f"http://localhost:{at}"),
                       provider)
    return Service(app, door, trusted, people)
