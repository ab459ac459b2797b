"""Where the server can be reached: looked at while it serves, since a network may come after it, or change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kiosk import lan
from kiosk.server.addresses import lan_url, public_url
from kiosk.server.answers import PUBLIC_URL_FACT
from kiosk.server.doors import Doors, Network
from kiosk.server.house import Secure

if TYPE_CHECKING:
    from kiosk.server.house import House

LOOK_S: Final = 10.0

_log = logging.getLogger("antrean.server")


class Presence:
    """Of a server with a door for other machines."""

    def __init__(self, house: House, doors: Doors, network: Network, fingerprint: str) -> None:
        self._house, self._doors, self._network, self._fingerprint = house, doors, network, fingerprint
        self._stop: Callable[[], None] | None = None
        self._told: tuple[str, list[str]] | None = None

    async def settle(self) -> None:
        """Say the present addresses in pairing codes and on tickets."""
        doors, house = self._doors, self._house
        if doors.tls is not None:
            house.secure = Secure(lan_url(*doors.place_of(doors.tls)), self._fingerprint)
        visitors = public_url(self._network.public_url, *doors.place_of(doors.pages or doors.local))
        if visitors != house.public_url:
            house.public_url = visitors
            await house.write(lambda tx: tx.put_fact(PUBLIC_URL_FACT, visitors))

    async def work(self) -> None:
        """Until cancelled. What is announced is so on a thread: it takes a second, and nobody waits for it."""
        try:
            while True:
                try:
                    await self._look()
                except lan.LanError as error:
                    _log.warning("%s; windows need its address: --server", error)
                except Exception:  # noqa: BLE001  the next look may well succeed
                    _log.exception("the server's address could not be looked at")
                await asyncio.sleep(LOOK_S)
        finally:
            await self._hush()

    async def _look(self) -> None:
        await self.settle()
        secure = self._house.secure
        now = (secure.url if secure else "", lan.addresses())
        if secure is None or not self._network.announce or now == self._told:
            return
        await self._hush()
        self._told = now
        opening = asyncio.ensure_future(asyncio.to_thread(self._announcing(secure)))
        try:
            self._stop = await asyncio.shield(opening)
        except asyncio.CancelledError:
            self._stop = await opening
            raise

    def _announcing(self, secure: Secure) -> Callable[[], Callable[[], None]]:
        house, doors = self._house, self._doors
        if doors.tls is None:
            raise ValueError("there is no door to announce")
        host, port = doors.tls.getsockname()[:2]
        point = house.point.id
        name = next(iter(house.point.configuration.points[point].name.values()), point)
        main = urlsplit(secure.url).hostname or ""
        return partial(
            lan.announce, point=point, name=name, host=host, port=port, fingerprint=secure.fingerprint, main=main
        )

    async def _hush(self) -> None:
        stop, self._stop = self._stop, None
        if stop is not None:
            await asyncio.to_thread(stop)
