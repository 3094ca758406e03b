"""The first thing a connection meets, before any request is read: a place for its address, and a limit of time."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from sysmap.workshop.limits import Connections, Limits

__all__ = ["gated"]


def gated(limits: Limits) -> type[asyncio.Protocol]:
    """The protocol for uvicorn's `http` setting that drops connections beyond the limits of an address, and those that
    never get to a request."""
    connections = Connections(limits.per_address)

    class Gated(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            peer: Any = transport.get_extra_info("peername") or ("",)
            if not connections.enter(str(peer[0]), transport):
                transport.abort()
                return
            super().connection_made(transport)
            self.loop.call_later(limits.request, self._drop_silent)

        def _drop_silent(self) -> None:
            request: object = self.cycle
            if request is None and self.transport.get_protocol() is self:
                self.transport.abort()

    return Gated
