"""uvicorn's server with sockets that are accepted from, and connections that are served, within bounds."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Any

import uvicorn

from kiosk.server.http import limits
from kiosk.server.http.connection import BoundedConnection
from kiosk.server.network.acceptor import Acceptor, Admission
from kiosk.server.network.admission import Place

STOP_S = 3
"""Open requests get so long to end."""


class BoundedServer(uvicorn.Server):
    """``serve(sockets=[])`` serves what ``listen_on`` named: uvicorn's own way of accepting bounds nothing."""

    def __init__(self, asgi: Any, language: str = "en") -> None:
        """``language``: of what is answered to those who never make a request."""
        super().__init__(_config(asgi))
        self.language = language
        self._doors: list[tuple[socket.socket, Admission, ssl.SSLContext | None]] = []
        self._sweeper: asyncio.Task[None] | None = None

    def listen_on(self, listener: socket.socket, admission: Admission, context: ssl.SSLContext | None = None) -> None:
        """Serve this socket too, from the start on. ``context``: over TLS."""
        self._doors.append((listener, admission, context))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        acceptors: list[Any] = self.servers
        acceptors += [Acceptor(listener, admission, self._protocol, tls) for listener, admission, tls in self._doors]
        self._sweeper = asyncio.ensure_future(self._sweep())

    def _protocol(self, place: Place) -> asyncio.Protocol:
        return BoundedConnection(self.config, self.server_state, self.lifespan.state, place, self.language)

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(limits.SWEEP_S)
            now = loop.time()
            connections: list[Any] = list(self.server_state.connections)
            for connection in connections:
                connection.sweep(now)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        if self._sweeper is not None:
            self._sweeper.cancel()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop, where there is one; None for asyncio's own loop."""
    try:
        import uvloop  # noqa: PLC0415  not on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop


def _config(asgi: Any) -> uvicorn.Config:
    return uvicorn.Config(
        asgi,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        ws="none",
        http="httptools",
        timeout_keep_alive=limits.IDLE_S,
        timeout_graceful_shutdown=STOP_S - 1,
    )
