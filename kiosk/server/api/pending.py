"""A changed configuration that touches tickets or counters in use: what it touches, take it, leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.pending import PendingChange
from kiosk.contract.reasons import Reason
from kiosk.operations import configuration_change
from kiosk.operations.refusal import Refusal
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState, HeldConfiguration


async def show_pending(app: AppState, request: Request) -> Response:
    held = app.held_configuration
    rules = held.rules if held else app.point.rules
    touched = await app.look(request, lambda tx: configuration_change.touches(app.point, tx, rules))
    if held is None:
        return Response([])
    zone = app.point.configuration.office.timezone
    return Response([PendingChange(id=held.id, since=held.since.astimezone(zone), touched=touched)])


async def accept_pending(app: AppState, request: Request) -> Response:
    held = await _held(app, request)
    if app.configuration_decisions is not None:
        await app.configuration_decisions.accept(held, request)
    return Response(status=204)


async def decline_pending(app: AppState, request: Request) -> Response:
    held = await _held(app, request)
    if app.configuration_decisions is not None:
        await app.configuration_decisions.decline(held)
    return Response(status=204)


async def _held(app: AppState, request: Request) -> HeldConfiguration:
    """Refused where the caller may not decide, and where this change does not wait (any more)."""
    await app.look(request, lambda _tx: None)
    held = app.held_configuration
    if held is None or held.id != request.params["id"]:
        raise Refusal(Reason.UNKNOWN_CHANGE)
    return held
