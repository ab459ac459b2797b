"""A changed configuration that touches tickets or counters in use: what it touches, take it, leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.pending import PendingChange
from kiosk.contract.reasons import Reason
from kiosk.operations import configuration_change
from kiosk.operations.refusal import Refusal
from kiosk.rules import Rules
from kiosk.server.http.endpoint import Request, Response

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState, HeldConfiguration


async def show_pending(app: AppState, request: Request) -> Response:
    await app.look(request, lambda _tx: None)
    held = app.held_configuration
    if held is None:
        return Response([])
    rules = Rules(held.configuration)
    touched = await app.read(lambda tx: configuration_change.touches(app.point, tx, rules))
    zone = app.point.configuration.office.timezone
    return Response([PendingChange(id=held.id, since=held.since.astimezone(zone), touched=touched)])


async def accept_pending(app: AppState, request: Request) -> Response:
    held = await _held(app, request)
    if app.configuration_job is not None:
        await app.configuration_job.accept(held, request.caller.actor)
    return Response(status=204)


async def decline_pending(app: AppState, request: Request) -> Response:
    held = await _held(app, request)
    if app.configuration_job is not None:
        await app.configuration_job.decline(held)
    return Response(status=204)


async def _held(app: AppState, request: Request) -> HeldConfiguration:
    """Refused where who asks may not (the route says whom it needs), and where this change does not wait (any more)."""
    await app.look(request, lambda _tx: None)
    held = app.held_configuration
    if held is None or held.id != request.params["id"]:
        raise Refusal(Reason.UNKNOWN_CHANGE)
    return held
