"""What stands between a window and its server: a cable that can be cut, or somebody who reads along."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Relay:
    """Every byte goes both ways until the cable is cut. A ``liar`` ends TLS with a certificate of its own, and reads."""

    def __init__(self, target: int, liar: ssl.SSLContext | None = None) -> None:
        self.port = 0
        self.seen = bytearray()
        """What came from the windows."""
        self._target, self._liar = target, liar
        self._loop = asyncio.new_event_loop()
        self._flows = asyncio.Event()
        self._resets = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._stop = asyncio.Event()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def cut(self, *, reset: bool = False) -> None:
        """Nothing passes any more: in silence, or every connection is reset and none is taken."""

        def cut() -> None:
            self._flows.clear()
            self._resets = reset
            for writer in self._writers if reset else ():
                writer.transport.abort()

        self._loop.call_soon_threadsafe(cut)

    def heal(self) -> None:
        """What was held back in silence goes on its way, as TCP has it."""
        self._loop.call_soon_threadsafe(self._flows.set)

    def live(self, ready: threading.Event) -> None:
        self._loop.run_until_complete(self._run(ready))
        self._loop.close()

    async def _run(self, ready: threading.Event) -> None:
        self._flows.set()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._liar)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        for writer in self._writers:
            writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        if not self._flows.is_set() and self._resets:
            writer.transport.abort()
            return
        with suppress(OSError):
            await self._flows.wait()
            there = _anything() if self._liar else None
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target, ssl=there)
            self._writers.add(far_writer)
            await asyncio.gather(self._pump(reader, far_writer, self.seen), self._pump(far_reader, writer))
            self._writers.discard(far_writer)
        self._writers.discard(writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: Any = None) -> None:
        try:
            while data := await reader.read(65_536):
                await self._flows.wait()
                if seen is not None:
                    seen.extend(data)
                writer.write(data)
                await writer.drain()
        finally:
            writer.transport.abort()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)


def _anything() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def relayed(target: int, liar: ssl.SSLContext | None = None) -> Iterator[Relay]:
    relay, ready = Relay(target, liar), threading.Event()
    thread = threading.Thread(target=relay.live, args=(ready,))
    thread.start()
    try:
        assert ready.wait(5)
        yield relay
    finally:
        relay.stop()
        thread.join(10)
        assert not thread.is_alive()
