"""For machines that watch: readiness, figures, the document of the interface."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.messages import Health
from kiosk.server import version
from kiosk.server.exchange import Handler, Reply, Visit
from kiosk.server.exposition import exposition

if TYPE_CHECKING:
    from kiosk.server.house import House


async def health(house: House, _visit: Visit) -> Reply:
    """200 when the database answers; a problem 503 when it does not."""
    await house.read(lambda tx: tx.business_date(house.point.id))
    return Reply(
        Health(
            status="ok",
            version=version.current(),
            point=house.point.id,
            database=house.database,
            uptime_s=round(time.monotonic() - house.started, 3),
        )
    )


async def metrics(house: House, _visit: Visit) -> Reply:
    text = await asyncio.to_thread(exposition, house)
    return Reply(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def document(make: Callable[[], bytes]) -> Handler:
    """The OpenAPI document, made once."""
    made: list[bytes] = []

    async def handler(_house: House, _visit: Visit) -> Reply:
        if not made:
            made.append(make())
        return Reply(made[0])

    return handler
