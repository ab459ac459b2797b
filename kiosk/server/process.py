"""The server process: from the options of ``antrean serve`` to a clean end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.clock import Clock
from kiosk.operations.days.clock_acceptance import judge_start
from kiosk.operations.people.tokens import database_secret, new_token
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import Configuration, Rules
from kiosk.server import server_file
from kiosk.server.app_state import AppState
from kiosk.server.application import build_application
from kiosk.server.http.auth import Authenticator
from kiosk.server.jobs.configuration import ConfigurationJob, configuration_at_start
from kiosk.server.jobs.forecasting import Forecasting
from kiosk.server.jobs.housekeeping import Housekeeping
from kiosk.server.live.views import LiveViews
from kiosk.server.log_format import log_to_stderr
from kiosk.server.network.addresses import own_url
from kiosk.server.network.admission import ServerAdmission, Shares
from kiosk.server.network.advertise import Advertiser
from kiosk.server.network.bounded_server import BoundedServer, loop_factory
from kiosk.server.network.certificate import Certificate, load_or_create_certificate
from kiosk.server.network.file_limit import file_limit, raise_file_limit
from kiosk.server.network.listeners import LOOPBACK_ONLY, Listeners, NetworkOptions, open_listeners
from kiosk.server.phone.door import PhoneDoor
from kiosk.server.preflight import open_data
from kiosk.store.interface import Store

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
    early_stops: list[int] = []

    def note_stop(number: int, _frame: object) -> None:
        """Before uvicorn listens to signals; it also raises one again after its own clean end."""
        early_stops.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note_stop)
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(_serve(options, store, listeners, ready, early_stops))
    finally:
        listeners.close()
        store.close()


async def _serve(
    options: ServerOptions,
    store: Store,
    listeners: Listeners,
    ready: Callable[[QueueServer], None] | None,
    early_stops: Sequence[int],
) -> None:
    async with assembled_server(options, store, listeners) as server:
        server.early_stops = early_stops
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
    in_use = configuration_at_start(options.data, options.folder, options.point, options.configuration)
    point = ServicePoint(store, options.clock, Rules(in_use), options.point, database_secret(store))
    with store.read() as tx:
        judge_start(point, tx, options.folder.glob("*.toml"))
    database = "sqlite" if options.database is None else "postgresql"
    app = AppState(point, Authenticator(point.id, token), "", database)
    advertiser = Advertiser(app, listeners, network, certificate.fingerprint if certificate else "")
    await advertiser.update_addresses()
    live = LiveViews(app, options.speed)
    await live.start()
    await app.reload_devices()
    configuration = ConfigurationJob(app, options.data, options.folder)
    await configuration.start(options.configuration)
    housekeeping = Housekeeping(app, live, configuration, options.data)
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
    if listeners.pages is not None:
        server.phones = PhoneDoor(app, listeners.pages.fileno(), network.trusted_proxy)
        work.append(server.phones.run)
    workers = [asyncio.ensure_future(one()) for one in work]
    try:
        yield server
    finally:
        server_file.remove(options.data, os.getpid())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


class QueueServer(BoundedServer):
    """Serves the doors of the whole server. Ends the live streams first, so that a stop need not wait for them."""

    def __init__(
        self, app: AppState, asgi: Any, url: str, listeners: Listeners, certificate: Certificate | None
    ) -> None:
        super().__init__(asgi, app.languages[0])
        self.app = app
        self.url = url
        self.phones: PhoneDoor | None = None
        """The process that shows visitors' pages; None where no door is for phones."""
        self.early_stops: Sequence[int] = ()
        """Signals to stop that came before this server listened to them."""
        admission = ServerAdmission(Shares.of(file_limit()))
        self.listen_on(listeners.local, admission)
        if listeners.tls is not None and certificate is not None:
            self.listen_on(listeners.tls, admission, certificate.context)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.should_exit = self.should_exit or bool(self.early_stops)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.app.hub.close()
        await super().shutdown(sockets)
