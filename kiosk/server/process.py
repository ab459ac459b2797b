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
from ssl import SSLContext
from typing import Any, Final

import uvicorn

from kiosk.clock import Clock
from kiosk.operations.days.clock_acceptance import judge_start
from kiosk.operations.people.tokens import database_secret, new_token
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import Configuration, Rules
from kiosk.server import server_file
from kiosk.server.app_state import AppState
from kiosk.server.application import build_application, build_page_application
from kiosk.server.http import limits
from kiosk.server.http.auth import Authenticator
from kiosk.server.http.connection import BoundedConnection
from kiosk.server.jobs.forecasting import Forecasting
from kiosk.server.jobs.housekeeping import Housekeeping
from kiosk.server.live.views import LiveViews
from kiosk.server.log_format import log_to_stderr
from kiosk.server.network.acceptor import Acceptor, Admission
from kiosk.server.network.addresses import own_url
from kiosk.server.network.admission import OpenAdmission, Place, ServerAdmission, Shares
from kiosk.server.network.advertise import Advertiser
from kiosk.server.network.certificate import Certificate, load_or_create_certificate
from kiosk.server.network.file_limit import file_limit, raise_file_limit
from kiosk.server.network.listeners import LOOPBACK_ONLY, Listeners, NetworkOptions, open_listeners
from kiosk.server.preflight import open_data
from kiosk.store.interface import Store

STOP_S: Final = 3
"""Open requests get so long to end."""
THREAD_SWITCH_S: Final = 0.001
"""Python's default of 5 ms lets the writer's thread delay the event loop: four counters call 215 a second, now 480."""

_log = logging.getLogger("antrean.server")


@dataclass(frozen=True)
class ServerOptions:
    configuration: Configuration
    folder: Path
    """Of the configuration; watched for changes."""
    data: Path
    point: str
    clock: Clock
    speed: float = 1.0
    database: str | None = None
    network: NetworkOptions = LOOPBACK_ONLY


def run(options: ServerOptions, ready: Callable[[QueueServer], None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT. Raises ``CannotStartError``, ``StoreError``. ``ready`` is told when it serves."""
    sys.setswitchinterval(THREAD_SWITCH_S)
    raise_file_limit()
    log_to_stderr()
    listeners = open_listeners(options.network)
    try:
        store = open_data(options.data, options.database, options.clock)
    except BaseException:
        listeners.close()
        raise
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ignored)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(options, store, listeners, ready))
    finally:
        listeners.close()
        store.close()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415  not on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(
    options: ServerOptions, store: Store, listeners: Listeners, ready: Callable[[QueueServer], None] | None
) -> None:
    async with assembled_server(options, store, listeners) as server:
        if ready is not None:
            ready(server)
        await server.serve(sockets=[])


@asynccontextmanager
async def assembled_server(options: ServerOptions, store: Store, listeners: Listeners) -> AsyncGenerator[QueueServer]:
    """The server and what works beside it; ``server.json`` stands in the data folder meanwhile."""
    certificate = load_or_create_certificate(options.data) if listeners.tls else None
    network = options.network
    if network.insecure_lan:
        _log.warning("--insecure-lan: whoever can listen on this network reads and changes what passes on it")
    token = new_token()
    point = ServicePoint(store, options.clock, Rules(options.configuration), options.point, database_secret(store))
    with store.read() as tx:
        judge_start(point, tx, options.folder.glob("*.toml"))
    database = "sqlite" if options.database is None else "postgresql"
    app = AppState(point, Authenticator(point.id, token), "", database)
    advertiser = Advertiser(app, listeners, network, certificate.fingerprint if certificate else "")
    await advertiser.update_addresses()
    live = LiveViews(app, options.speed)
    await live.start()
    await app.reload_devices()
    housekeeping = Housekeeping(app, live, options.folder, options.data)
    url = own_url(*listeners.address_of(listeners.local))
    server = QueueServer(app, build_application(app, live), url, listeners, certificate)
    lan = app.tls.url if app.tls else ""
    config, simulated = str(options.folder.absolute()), options.clock.simulated
    found = server_file.ServerFile(
        url, os.getpid(), token, point.id, lan, options.configuration.office.languages[0], config, simulated
    )
    server_file.write(options.data, found)
    work = [
        live.run_publisher,
        live.run_heartbeat,
        housekeeping.run,
        Forecasting(app).run,
        *([advertiser.run] if certificate else []),
    ]
    workers = [asyncio.ensure_future(one()) for one in work]
    try:
        yield server
    finally:
        server_file.remove(options.data, os.getpid())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


class QueueServer(uvicorn.Server):
    """Serves every socket of ``Listeners``. Ends the live streams first, so that a stop need not wait for them."""

    def __init__(
        self, app: AppState, asgi: Any, url: str, listeners: Listeners, certificate: Certificate | None
    ) -> None:
        super().__init__(_uvicorn(asgi))
        self.app = app
        self.url = url
        self._listeners, self._certificate = listeners, certificate
        self._sweeper: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """``sockets`` must be empty: uvicorn's own way of accepting bounds nothing."""
        await super().startup(sockets)
        files = file_limit()
        whole = ServerAdmission(Shares.of(files))
        self._add_listener(self._listeners.local, whole, self.config, None)
        if self._listeners.tls is not None and self._certificate is not None:
            self._add_listener(self._listeners.tls, whole, self.config, self._certificate.context)
        if self._listeners.pages is not None:
            pages = _uvicorn(build_page_application(self.app))
            pages.load()
            self._add_listener(self._listeners.pages, OpenAdmission(files), pages, None)
        self._sweeper = asyncio.ensure_future(self._sweep())

    def _add_listener(
        self, listener: socket.socket, admission: Admission, config: uvicorn.Config, context: SSLContext | None
    ) -> None:
        language = self.app.languages[0]

        def protocol(place: Place) -> asyncio.Protocol:
            return BoundedConnection(config, self.server_state, self.lifespan.state, place, language)

        acceptors: list[Any] = self.servers
        acceptors.append(Acceptor(listener, admission, protocol, context))

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(limits.SWEEP_S)
            now = loop.time()
            connections: list[Any] = list(self.server_state.connections)
            for connection in connections:
                connection.sweep(now)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.app.hub.close()
        await super().shutdown(sockets)
        if self._sweeper is not None:
            self._sweeper.cancel()


def _uvicorn(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
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


def _ignored(_number: int, _frame: object) -> None:
    """Uvicorn raises a signal again after its own clean end, when nothing is left to do."""
