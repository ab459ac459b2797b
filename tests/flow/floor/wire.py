"""The network between one machine and the server, through a proxy of ours that can be cut, stalled, reset and torn."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

LOST = (OSError, asyncio.IncompleteReadError)
_CHUNK = 65536


class Wire:
    """Listens on a port of its own; every connection to it goes on to ``port``."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._open = asyncio.Event()
        self._open.set()
        self._is_cut = False
        self._tearing = False
        self._torn = asyncio.Event()
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.torn_at = 0.0

    async def start(self) -> int:
        """The port to connect to."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Every connection breaks, and every new one, until ``heal``."""
        self._is_cut = True
        self._break()

    def stall(self) -> None:
        """Nothing arrives and nothing breaks, until ``heal``: a cable that was pulled out."""
        self._open.clear()

    def reset(self) -> None:
        """Every connection breaks; new ones are carried at once."""
        self._break()

    def tear(self) -> None:
        """Half of what the server says next arrives, then everything breaks: ``torn_at`` is when."""
        self._tearing, self.torn_at = True, 0.0
        self._torn.clear()

    async def torn(self) -> float:
        """When ``tear`` came to its end; 0 where the server said nothing for 4 s."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._torn.wait(), 4)
        return self.torn_at

    def heal(self) -> None:
        self._is_cut = self._tearing = False
        self._open.set()

    async def close(self) -> None:
        self.heal()
        if self._server is not None:
            self._server.close()
        self._break()
        await asyncio.sleep(0)

    def _break(self) -> None:
        for end in self._ends:
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        beyond: asyncio.StreamWriter | None = None
        try:
            await self._open.wait()
            if self._is_cut:
                return
            from_server, beyond = await asyncio.open_connection("127.0.0.1", self._to)
            self._ends.add(beyond)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, beyond))
                both.create_task(self._pump(from_server, writer, may_tear=True))
        except* LOST:
            pass
        finally:
            for end in (writer, beyond):
                if end is not None:
                    self._ends.discard(end)
                    end.transport.abort()

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, may_tear: bool = False
    ) -> None:
        """Until one end breaks; an end of what is said breaks both, as it does for every client of ours."""
        while chunk := await source.read(_CHUNK):
            await self._open.wait()
            if may_tear and self._tearing:
                target.write(chunk[: len(chunk) // 2])
                with suppress(*LOST):
                    await target.drain()
                await asyncio.sleep(0.01)  # what is aborted at once would never leave
                self._tearing, self.torn_at = False, time.monotonic()
                self._torn.set()
                self._break()
            target.write(chunk)
            await target.drain()
        await asyncio.sleep(0)
        raise ConnectionResetError
