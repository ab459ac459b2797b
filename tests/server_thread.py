"""The whole server on a thread of the test's process: real sockets, a real database, and no process to start."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.operations.people import pin_hashing
from kiosk.server.network.listeners import open_listeners
from kiosk.server.process import QueueServer, ServerOptions, assembled_server
from kiosk.store import open_store


@contextmanager
def serving(options: ServerOptions) -> Iterator[QueueServer]:
    """Ready when the body begins, ended with all that it started when the body is left."""
    options.data.mkdir(parents=True, exist_ok=True)
    doors = open_listeners(options.network)
    store = open_store(options.data, None, options.clock)
    started: list[QueueServer] = []
    ready = threading.Event()

    async def serve() -> None:
        async with assembled_server(options, store, doors) as server:
            started.append(server)
            ready.set()
            await server.serve(sockets=[])

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(60)
    try:
        yield started[0]
    finally:
        started[0].should_exit = True
        thread.join(60)
        doors.close()
        store.close()
        assert not thread.is_alive()


@contextmanager
def quick_pins() -> Iterator[None]:
    """As little memory as argon2 takes: for tests of what follows from a PIN, not of its cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pin_hashing, "MEMORY_KIB", 8)
        pin_hashing._hasher.cache_clear()
        yield
    pin_hashing._hasher.cache_clear()
