"""Starting a workshop on this computer: address, codes, log, server."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.admission import HostCode
from sysmap.workshop.certificate import Certificate, given_certificate, kept_files, own_certificate
from sysmap.workshop.codes import new_code
from sysmap.workshop.hub import Hub
from sysmap.workshop.limits import MAX_MESSAGE, Limits
from sysmap.workshop.session import RoomSession, open_session
from sysmap.workshop.state import Role

if TYPE_CHECKING:
    import uvicorn

__all__ = ["Workshop", "lan_address", "open_door", "open_workshop"]


class Workshop:
    """A workshop ready to run: its room, its addresses, its codes."""

    def __init__(self, hub: Hub, address: str, door: socket.socket, limits: Limits | None = None,
                 certificate: Certificate | None = None) -> None:
        self.hub, self.address, self.door = hub, address, door
        self.limits = limits or Limits()
        self.port = port = int(door.getsockname()[1])
        self.certificate = certificate
        scheme = "https" if certificate else "http"
        self.here = f"{scheme}://127.0.0.1:{port}/"
        self.room = f"{scheme}://{address}:{port}/"
        hub.fingerprint = certificate.fingerprint if certificate else ""
        self._link(hub.code)
        hub.recoded = self._link

    def _link(self, code: str) -> None:
        self.hub.link = f"{self.room}#{code}"

    @property
    def session(self) -> RoomSession:
        """The session the hub works on."""
        return self.hub.session

    @property
    def join_link(self) -> str:
        """What the QR code says; the code stands after #, which browsers never send."""
        return f"{self.room}#{self.hub.code}"

    @property
    def host_link(self) -> str:
        """The host's own way in, on this computer."""
        return f"{self.here}#{self.hub.host.code}"

    def hosts(self) -> tuple[str, ...]:
        """The names this server answers to."""
        names = {"127.0.0.1", "localhost", "[::1]", self.address}
        return tuple(sorted(f"{name}:{self.port}" for name in names))

    def server(self) -> uvicorn.Server:
        """What serves it. Nothing is logged by request; what is refused is said in the room."""
        import uvicorn

        from sysmap.workshop.http_limits import limited
        from sysmap.workshop.server import create_app

        config = uvicorn.Config(
            create_app(self.hub, self.hosts(), self.limits), http=limited(self.limits), ws="websockets-sansio",
            ws_max_size=MAX_MESSAGE, ws_per_message_deflate=False, ws_ping_interval=20.0, ws_ping_timeout=30.0,
            log_level="warning", access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=3,
            limit_concurrency=2 * self.limits.per_address + 200)
        if self.certificate is None:
            config.load()
        else:
            with kept_files(self.certificate) as (config.ssl_certfile, config.ssl_keyfile):
                config.load()
        return uvicorn.Server(config)

    def run(self) -> None:
        """Serve until stopped."""
        sys.setswitchinterval(0.0005)  # writing the file in a thread must not hold up the room
        with contextlib.suppress(KeyboardInterrupt):
            self.server().run(sockets=[self.door])


def open_workshop(path: Path, *, lan: bool = False, port: int = 8765, host_code: str | None = None,
                  role: Role = "contributor", people: int = 250, anyway: bool = False, https: bool = False,
                  certificate: tuple[Path, Path] | None = None) -> Workshop:
    """Open the session of a map and choose where to serve it.

    Parameters
    ----------
    path : the YAML file of the map.
    lan : reachable from the room's network; otherwise from this computer only.
    port : where; 0 takes a free one.
    host_code : the host's code, to keep it over several sessions; a new one is made at each start where it is not given,
        and the one of the last start holds as well.
    role : what people are who join with the code.
    people : how many may be connected at once; all of them may come from one address, as behind an access point.
    anyway : go on although the file was changed by hand since; the host decides in the room what becomes of it.
    https : serve by https, with a certificate of the session's own.
    certificate : files of a certificate and its key (PEM) to serve by https with instead.

    Raises
    ------
    Refused : if the file or its log cannot be used, or nothing can be served there.
    """
    if host_code is not None and len("".join(c for c in host_code if c.isalnum())) < 6:
        raise Refused(Problem(code="L14", message="The host's code is too short.", hint="Use six letters or more."))
    given = given_certificate(*certificate) if certificate else None
    address = lan_address() if lan else "127.0.0.1"
    door = open_door("0.0.0.0" if lan else "127.0.0.1", port)  # noqa: S104
    try:
        session = open_session(path, anyway=anyway)
    except BaseException:
        door.close()
        raise
    code = session.log.meta("code") or new_code()
    host = HostCode(host_code or new_code(12), session.log.meta("host_hash") or "")
    session.log.set_meta({"code": code, "host_hash": host.to_keep(), "host_code": ""})
    if https and given is None:
        given, kept = own_certificate(address, session.log.meta("certificate") or "")
        session.log.set_meta({"certificate": kept})
    limits = Limits(people=people, per_address=people + 150, waiting=max(150, people))
    made = Workshop(Hub(session, code=code, host=host, role=role), address, door, limits, given)
    # Everything is imported before the address is said: a Ctrl-C in the middle of an import can be lost.
    made.server()
    return made


def open_door(address: str, port: int) -> socket.socket:
    """Take a port now: who comes while the server is still starting waits at the door.

    Parameters
    ----------
    address : of this computer, on which to listen.
    port : which; 0 takes a free one.

    Raises
    ------
    Refused : if the port is taken or cannot be used.
    """
    # The protocol is named, so that asyncio switches Nagle's algorithm off: otherwise a small message waits up to 40 ms for
    # the receiver's acknowledgement of the one before.
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((address, port))
        door.listen(512)
    except (OSError, OverflowError) as error:
        door.close()
        raise Refused(Problem(code="L15", message=f"Port {port} cannot be used ({getattr(error, 'strerror', error)}).",
                              hint="Say another with --port, or --port 0 for any.")) from None
    return door


def lan_address() -> str:
    """The address of this computer on the room's network. Nothing is sent: the system is only asked which way it would go.

    Raises
    ------
    Refused : if there is no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
            address = str(probe.getsockname()[0])
        except OSError:
            address = "127.0.0.1"
    if ipaddress.ip_address(address).is_loopback:
        raise Refused(Problem(code="L15", message="This computer is on no network.",
                              hint="Join the room's Wi-Fi, or leave --lan out."))
    return address
