"""Somebody who stands between a window and its server, with a certificate of his own, and reads along."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.connections import Connections


class Liar:
    """He ends TLS and begins it anew; every byte goes both ways."""

    def __init__(self, target: int, own: ssl.SSLContext) -> None:
        self.port = 0
        self.seen = bytearray()
        """What the window said to him."""
        self._target, self._own = target, own
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def live(self, ready: threading.Event) -> None:
        self._loop.run_until_complete(self._run(ready))
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _run(self, ready: threading.Event) -> None:
        connections = Connections(self._serve)
        server = await asyncio.start_server(connections, "127.0.0.1", 0, ssl=self._own)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        await connections.end()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target, ssl=_anything())
        await asyncio.gather(_pump(reader, far_writer, self.seen), _pump(far_reader, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: Any = None) -> None:
    try:
        while data := await reader.read(65_536):
            if seen is not None:
                seen.extend(data)
            writer.write(data)
            await writer.drain()
    finally:
        writer.transport.abort()


def _anything() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def between(target: int, own: ssl.SSLContext) -> Iterator[Liar]:
    liar, ready = Liar(target, own), threading.Event()
    thread = threading.Thread(target=liar.live, args=(ready,))
    thread.start()
    try:
        assert ready.wait(60)
        yield liar
    finally:
        liar.stop()
        thread.join(60)
        assert not thread.is_alive()
