"""Where the server can be reached: looked at while it serves, since a network may come after it, or change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol, TypeVar
from urllib.parse import urlsplit

from kiosk import discovery
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.server.network.addresses import PUBLIC_URL_FACT, lan_url, public_url
from kiosk.server.network.listeners import Listeners, NetworkOptions
from kiosk.store.interface import Transaction

T = TypeVar("T")

INTERVAL_S: Final = 10.0

_log = logging.getLogger("antrean.server")


@dataclass(frozen=True, slots=True)
class TlsEndpoint:
    """Where windows on other machines connect to, and what they pin."""

    url: str
    fingerprint: str


class AdvertiserHost(Protocol):
    """What the advertiser needs of the server. ``kiosk.server.app_state.AppState`` provides it."""

    point: ServicePoint
    tls: TlsEndpoint | None
    public_url: str

    async def write(self, write: Callable[[Transaction], T]) -> T: ...


class Advertiser:
    """Keeps the addresses of a server with a TLS listener up to date, and announces it by mDNS."""

    def __init__(self, app: AdvertiserHost, listeners: Listeners, network: NetworkOptions, fingerprint: str) -> None:
        self._app, self._doors, self._network, self._fingerprint = app, listeners, network, fingerprint
        self._stop: Callable[[], None] | None = None
        self._told: tuple[str, list[str]] | None = None
        self._noted = ""

    async def update_addresses(self) -> None:
        """Put the current addresses into pairing codes and onto tickets.

        Where nothing can be written, the address for visitors is noted for other processes at a later call.
        """
        doors, app = self._doors, self._app
        if doors.tls is not None:
            app.tls = TlsEndpoint(lan_url(*doors.address_of(doors.tls)), self._fingerprint)
        visitors = public_url(self._network.public_url, *doors.address_of(doors.pages or doors.local))
        app.public_url = visitors
        if visitors != self._noted:
            with suppress(Refusal):
                await app.write(lambda tx: tx.put_fact(PUBLIC_URL_FACT, visitors))
                self._noted = visitors

    async def run(self) -> None:
        """Until cancelled. What is announced is so on a thread: it takes a second, and nobody waits for it."""
        try:
            while True:
                try:
                    await self._refresh()
                except discovery.DiscoveryError as error:
                    _log.warning("%s; windows need its address: --server", error)
                except Exception:  # noqa: BLE001  the next look may well succeed
                    _log.exception("the server's address could not be looked at")
                await asyncio.sleep(INTERVAL_S)
        finally:
            await self._withdraw()

    async def _refresh(self) -> None:
        await self.update_addresses()
        secure = self._app.tls
        now = (secure.url if secure else "", discovery.own_addresses())
        if secure is None or not self._network.announce or now == self._told:
            return
        await self._withdraw()
        self._told = now
        opening = asyncio.ensure_future(asyncio.to_thread(self._announcement(secure)))
        try:
            self._stop = await asyncio.shield(opening)
        except asyncio.CancelledError:
            self._stop = await opening
            raise

    def _announcement(self, secure: TlsEndpoint) -> Callable[[], Callable[[], None]]:
        app, doors = self._app, self._doors
        if doors.tls is None:
            raise ValueError("there is no TLS listener to announce")
        host, port = doors.tls.getsockname()[:2]
        point = app.point.id
        name = next(iter(app.point.configuration.points[point].name.values()), point)
        main = urlsplit(secure.url).hostname or ""
        return partial(
            discovery.announce, point=point, name=name, host=host, port=port, fingerprint=secure.fingerprint, main=main
        )

    async def _withdraw(self) -> None:
        stop, self._stop = self._stop, None
        if stop is not None:
            await asyncio.to_thread(stop)
