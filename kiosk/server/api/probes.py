"""For machines that watch: readiness, figures, the document of the interface."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import structs

from kiosk.contract.system import Health
from kiosk.operations.refusal import Refusal
from kiosk.server.api.prometheus import exposition
from kiosk.server.http import version
from kiosk.server.http.endpoint import Handler, Request
from kiosk.server.http.problem import encoded, problem
from kiosk.server.http.response import Response

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def health(app: AppState, request: Request) -> Response:
    """200 after a write was synced to the disk; a problem 503 where nothing can be written, with the reason."""
    await app.store_probe.check()
    stopping = app.conditions.stopping
    if stopping is not None:
        refusal = Refusal(stopping.reason, retry_after_s=5)
        found = problem(app.point, refusal, request.language, "/healthz")
        answer = structs.replace(found, detail=stopping.sentence(request.language))
        return Response(encoded(answer), found.status, "application/problem+json", {"retry-after": "5"})
    await app.read(lambda tx: tx.business_date(app.point.id))
    return Response(
        Health(
            status="ok",
            conditions=[condition.code for condition in app.conditions.current()],
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
