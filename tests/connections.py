"""The connections of a test's asyncio server, all of which are closed when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

QUIET_ROUNDS = 10
"""Rounds of the loop without a task after which every connection is closed."""


class Connections:
    """What ``asyncio.start_server`` calls for each connection.

    It is no coroutine: a task that is cancelled before its first line would leave the connection open.
    """

    def __init__(self, handle: Handler) -> None:
        self._handle = handle
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            try:
                await self._handle(reader, writer)
            finally:
                writer.transport.abort()

    async def end(self) -> None:
        """Cancel every other task of the loop; when this returns, all connections are closed.

        A connection that was just accepted begins a task a round later, one whose TLS handshake was under way ends some
        rounds later, and an aborted one closes a round later: it is over after a few rounds in which no task was left.
        """
        quiet = 0
        while quiet < QUIET_ROUNDS:
            await asyncio.sleep(0)
            for writer in self._writers:
                writer.transport.abort()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            quiet = 0 if others else quiet + 1
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
