"""The server process: from the options of ``antrean serve`` to a clean end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn

from kiosk.clock import Clock
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.tokens import new_token, secret_of
from kiosk.rules import Configuration, Rules
from kiosk.server import server_file
from kiosk.server.addresses import own_url, public_url
from kiosk.server.answers import PUBLIC_URL_FACT
from kiosk.server.app import application
from kiosk.server.callers import Doorkeeper
from kiosk.server.caretaker import Caretaker
from kiosk.server.ground import CannotStartError, check_clock, prepare
from kiosk.server.house import House
from kiosk.server.live import Live
from kiosk.store import open_store
from kiosk.store.interface import Store

STOP_S: Final = 3
"""Open requests get so long to end."""
SWITCH_S: Final = 0.001
"""Python's own 5 ms let the writer's thread keep the event loop waiting: four counters called 215 a second, now 480."""


@dataclass(frozen=True)
class Options:
    configuration: Configuration
    folder: Path
    """Of the configuration; watched for changes."""
    data: Path
    point: str
    clock: Clock
    speed: float = 1.0
    database: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None


def run(options: Options, ready: Callable[[str], None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT. Raises ``CannotStartError``, ``StoreError``. ``ready`` is told the URL."""
    check_clock(options.clock)
    sys.setswitchinterval(SWITCH_S)
    logging.basicConfig(format="antrean: %(levelname)s: %(message)s", level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("uvicorn").setLevel(logging.ERROR)  # rubbish on the socket is not worth a line each
    listener = listen(options.host, options.port)
    try:
        prepare(options.data)
        store = open_store(options.data, options.database, options.clock)
    except BaseException:
        listener.close()
        raise
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ignored)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(options, store, listener, ready))
    finally:
        listener.close()
        store.close()


def listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotStartError(f"--host {host}: {error.strerror or error}") from None
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise CannotStartError(
            f"port {port} on {host} cannot be opened: {error.strerror or error}; choose another with --port (0: any)"
        ) from None
    listener.setblocking(False)  # noqa: FBT003  the socket library's signature
    return listener


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415  not on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(options: Options, store: Store, listener: socket.socket, ready: Callable[[str], None] | None) -> None:
    async with assembled(options, store, listener.getsockname()[1]) as server:
        if ready is not None:
            ready(server.url)
        await server.serve(sockets=[listener])


@asynccontextmanager
async def assembled(options: Options, store: Store, port: int) -> AsyncGenerator[Server]:
    """The server and what works beside it; ``server.json`` stands in the data folder meanwhile."""
    visitors_url = public_url(options.public_url, options.host, port)
    token = new_token()
    point = ServicePoint(store, options.clock, Rules(options.configuration), options.point, secret_of(store))
    database = "sqlite" if options.database is None else "postgresql"
    house = House(point, Doorkeeper(point.id, token), visitors_url, database)
    await house.write(lambda tx: tx.put_fact(PUBLIC_URL_FACT, visitors_url))
    live = Live(house, options.speed)
    await live.start()
    await house.reload_devices()
    caretaker = Caretaker(house, live, options.folder)
    url = own_url(options.host, port)
    server = Server(house, application(house, live), url)
    server_file.put(options.data, server_file.ServerFile(url, os.getpid(), token, point.id))
    workers = [asyncio.ensure_future(work()) for work in (live.publish, live.beat, caretaker.work)]
    try:
        yield server
    finally:
        server_file.remove(options.data, os.getpid())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


class Server(uvicorn.Server):
    """Ends the live streams first, so that a stop need not wait for them."""

    def __init__(self, house: House, app: Any, url: str) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=True,
                proxy_headers=False,
                ws="none",
                http="httptools",
                timeout_keep_alive=75,
                timeout_graceful_shutdown=STOP_S - 1,
                h11_max_incomplete_event_size=32 * 1024,
            )
        )
        self.house = house
        self.url = url

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.house.hub.close()
        await super().shutdown(sockets)


def _ignored(_number: int, _frame: object) -> None:
    """Uvicorn raises a signal again after its own clean end; that is the end already."""
