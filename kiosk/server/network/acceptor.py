"""Takes connections from one listening socket, within bounds, and goes on whatever happens to them."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from kiosk.server.http import limits
from kiosk.server.network.admission import Place

_log = logging.getLogger("antrean.server")

_OUT_OF_FILES: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_RETRY_S: Final = 0.1


class Admission(Protocol):
    def admit(self, address: str) -> Place | None: ...
    def make_room(self) -> bool: ...


class Acceptor:
    """asyncio's own loop of accepting logs a traceback for each connection that finds no file, and bounds nothing."""

    def __init__(
        self,
        listener: socket.socket,
        admission: Admission,
        protocol: Callable[[Place], asyncio.Protocol],
        context: ssl.SSLContext | None = None,
    ) -> None:
        """``context``: None for a door in the clear."""
        self._listener, self._admission, self._protocol, self._context = listener, admission, protocol, context
        self._connecting = set[asyncio.Task[None]]()
        self._starved = False
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._accept())

    def close(self) -> None:
        """No new connection; those that are there stay."""
        self._task.cancel()
        for task in self._connecting:
            task.cancel()

    async def wait_closed(self) -> None:
        await asyncio.gather(self._task, *self._connecting, return_exceptions=True)

    async def _accept(self) -> None:
        while True:
            try:
                peer, address = await self._loop.sock_accept(self._listener)
            except OSError as error:
                await self._recover(error)
                continue
            if self._starved:
                self._starved = False
                _log.warning("connections are accepted again")
            place = self._admission.admit(str(address[0]))
            if place is None:
                peer.close()
                continue
            task = self._loop.create_task(self._connect(peer, place))
            place.evict_by(task.cancel)
            self._connecting.add(task)
            task.add_done_callback(self._connecting.discard)

    async def _recover(self, error: OSError) -> None:
        """A peer that hung up before it was accepted is nothing; without files, make room and try again."""
        if error.errno not in _OUT_OF_FILES:
            await asyncio.sleep(0 if error.errno in (errno.ECONNABORTED, errno.EINTR) else _RETRY_S)
            return
        if not self._starved:
            self._starved = True
            _log.warning("no connection can be accepted: %s", error.strerror)
        self._admission.make_room()
        await asyncio.sleep(_RETRY_S)

    async def _connect(self, peer: socket.socket, place: Place) -> None:
        """From the accepted socket to the protocol, through the TLS handshake."""
        handshake = limits.HANDSHAKE_S if self._context else None
        shutdown = limits.LINGER_S if self._context else None
        try:
            with suppress(OSError):
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await self._loop.connect_accepted_socket(
                lambda: self._protocol(place),
                peer,
                ssl=self._context,
                ssl_handshake_timeout=handshake,
                ssl_shutdown_timeout=shutdown,
            )
        except (OSError, asyncio.CancelledError):  # ssl.SSLError is an OSError
            place.release()
            peer.close()
