"""``python -m kiosk.server.phone.child``: the process that serves phones. The server starts it; nobody else does.

It inherits the listening socket, reads the feed from its standard input, and ends with it. It opens no database and
no file of the data folder, and has limits of its own: whatever is done to it, the server does not notice.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import Any, Final

from starlette.routing import Router

from kiosk.server.http.client_address import proxy_test
from kiosk.server.log_format import log_to_stderr
from kiosk.server.network.admission import OpenAdmission
from kiosk.server.network.bounded_server import BoundedServer, loop_factory
from kiosk.server.network.file_limit import raise_file_limit
from kiosk.server.page.endpoints import NothingElse, routes
from kiosk.server.phone.messages import (
    MAX_FEED_FRAME,
    ActDone,
    ActWish,
    Alive,
    Door,
    StatusFeed,
    ToPhone,
    decode_to_phone,
    framed,
)
from kiosk.server.phone.statuses import PublishedStatuses

MEMORY_MB: Final = 512
"""Of data; with 4,000 connections and 5,000 pages it is about 120."""
FILES: Final = 4_096
ALIVE_S: Final = 1.0
_NICE: Final = 5
"""Counters and kiosks come first where there is one processor."""


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the server, which ends this process
    log_to_stderr()
    files = raise_file_limit(FILES)
    _limit_memory()
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    door = _read()
    if not isinstance(door, Door):
        return
    os.chdir("/" if os.name == "posix" else os.environ.get("SYSTEMROOT", "."))
    with socket.socket(fileno=door.listener) as listener, asyncio.Runner(loop_factory=loop_factory()) as runner:
        listener.setblocking(False)  # noqa: FBT003  the socket library's signature
        runner.run(_serve(listener, door, files))


async def _serve(listener: socket.socket, door: Door, files: int) -> None:
    statuses = PublishedStatuses(send=_say)
    is_proxy = proxy_test(door.trusted_proxies)
    router = Router(routes(statuses, is_proxy), redirect_slashes=False, default=NothingElse(statuses))
    fed = asyncio.Event()
    server = BoundedServer(router)
    threading.Thread(
        target=_follow, args=(asyncio.get_running_loop(), server, statuses, fed), name="feed", daemon=True
    ).start()
    await fed.wait()
    if server.should_exit:
        return
    server.language = statuses.languages[0]
    server.listen_on(listener, OpenAdmission(files, is_proxy))
    alive = asyncio.ensure_future(_report(server))
    await server.serve(sockets=[])
    alive.cancel()


def _follow(
    loop: asyncio.AbstractEventLoop, server: BoundedServer, statuses: PublishedStatuses, fed: asyncio.Event
) -> None:
    """On a thread: read the feed until it ends, which ends the process."""

    def apply(feed: StatusFeed) -> None:
        statuses.apply(feed)
        fed.set()

    def end() -> None:
        server.should_exit = True
        fed.set()

    while (message := _read()) is not None:
        if isinstance(message, StatusFeed):
            loop.call_soon_threadsafe(apply, message)
        elif isinstance(message, ActDone):
            loop.call_soon_threadsafe(statuses.acted, message)
    with suppress(RuntimeError):  # the loop has ended by itself
        loop.call_soon_threadsafe(end)


async def _report(server: BoundedServer) -> None:
    while True:
        with suppress(OSError):  # a server that is gone ends the feed too
            _say(Alive(len(server.server_state.connections)))
        await asyncio.sleep(ALIVE_S)


def _say(message: Alive | ActWish) -> None:
    """A frame is far smaller than the pipe's buffer, which the server empties at once: it is written whole."""
    os.write(1, framed(message))


def _read() -> ToPhone | None:
    """The next message; None at the end of the feed."""
    head = _exactly(4)
    size = int.from_bytes(head, "big")
    if len(head) < 4 or size > MAX_FEED_FRAME:
        return None
    body = _exactly(size)
    return decode_to_phone(body) if len(body) == size else None


def _exactly(size: int) -> bytes:
    try:
        return sys.stdin.buffer.read(size)
    except OSError:
        return b""


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    most: Any = MEMORY_MB * 1024 * 1024
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
