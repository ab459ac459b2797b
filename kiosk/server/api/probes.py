"""For machines that watch: readiness, figures, the document of the interface."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.contract.system import Health
from kiosk.server.api.prometheus import exposition
from kiosk.server.http import version
from kiosk.server.http.endpoint import Handler, Request, Response

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def health(app: AppState, _request: Request) -> Response:
    """200 when the database answers; a problem 503 when it does not."""
    await app.read(lambda tx: tx.business_date(app.point.id))
    return Response(
        Health(
            status="ok",
            version=version.current(),
            point=app.point.id,
            database=app.database,
            uptime_s=round(time.monotonic() - app.started, 3),
        )
    )


async def metrics(app: AppState, _request: Request) -> Response:
    text = await asyncio.to_thread(exposition, app)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def openapi_handler(make: Callable[[], bytes]) -> Handler:
    """The OpenAPI document, made once."""
    made: list[bytes] = []

    async def handler(_app: AppState, _request: Request) -> Response:
        if not made:
            made.append(make())
        return Response(made[0])

    return handler
