"""The server tells its network where it is, for as long as it serves other machines over TLS."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk import lan
from kiosk.server.doors import Doors

if TYPE_CHECKING:
    from kiosk.server.house import House

_log = logging.getLogger("antrean.server")


async def announced(house: House, doors: Doors) -> None:
    """Until cancelled. On a thread of its own: it takes a second, and nobody waits for it."""
    if house.secure is None or doors.tls is None:
        return
    host, port = doors.tls.getsockname()[:2]
    place, point = house.point.configuration.points[house.point.id], house.point.id
    name = next(iter(place.name.values()), point)
    tell = partial(
        lan.announce,
        point=point,
        name=name,
        host=host,
        port=port,
        fingerprint=house.secure.fingerprint,
        main=urlsplit(house.secure.url).hostname or "",
    )
    opening = asyncio.ensure_future(asyncio.to_thread(tell))
    try:
        await asyncio.shield(opening)
        await asyncio.Event().wait()
    except lan.LanError as error:
        _log.warning("%s; windows need its address: --server %s", error, house.secure.url)
    finally:
        if not (opening.done() and opening.exception()):
            stop = await opening
            await asyncio.to_thread(stop)
