"""The first thing a connection meets, before any request is read: a place for its address, and limits of time."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from sysmap.workshop.limits import Connections, Limits

__all__ = ["limited"]


def limited(limits: Limits) -> type[asyncio.Protocol]:
    """The protocol for uvicorn's `http` setting that drops connections beyond the limits of an address, those that never get to
    a request (the first one or a later one on a connection that was kept), and those whose answer nobody takes.
    """
    connections = Connections(limits.per_address)

    class Limited(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            self._half_sent: asyncio.TimerHandle | None = None
            self._unanswered: asyncio.TimerHandle | None = None
            peer: Any = transport.get_extra_info("peername") or ("",)
            if not connections.enter(str(peer[0]), transport):
                transport.abort()
                return
            super().connection_made(transport)
            self._half_sent = self.loop.call_later(limits.request, self._drop)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._busy():
                self._stop_waiting()
                if self._unanswered is None:
                    self._unanswered = self.loop.call_later(limits.answer, self._drop)
            elif self._half_sent is None:
                self._half_sent = self.loop.call_later(limits.request, self._drop)

        def on_response_complete(self) -> None:
            self._stop_waiting()
            super().on_response_complete()
            if self._busy():  # another request had arrived meanwhile
                self._unanswered = self.loop.call_later(limits.answer, self._drop)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def _busy(self) -> bool:
            cycle: Any = self.cycle
            return cycle is not None and not cycle.response_complete

        def _stop_waiting(self) -> None:
            for timer in (self._half_sent, self._unanswered):
                if timer is not None:
                    timer.cancel()
            self._half_sent = self._unanswered = None

        def _drop(self) -> None:
            if self.transport.get_protocol() is self:  # otherwise it has become a socket, which has limits of its own
                self.transport.abort()

    return Limited
