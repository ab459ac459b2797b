"""The visitor's window: who may close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.counters import CloseWindow
from kiosk.contract.reasons import Reason
from kiosk.operations.people import pin_attempts
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import read_context
from kiosk.server.api.counters import owner_of_pin
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def close_window(app: AppState, request: Request) -> Response:
    """204 where the PIN is somebody's; the log names who closed which window."""
    body: CloseWindow = request.body
    point, actor = app.point, request.caller.actor
    accounts = await app.write(lambda tx: pin_attempts.begin_for_anyone(point, tx, actor))
    name = await owner_of_pin(accounts, body.pin)
    if name is None:
        raise Refusal(Reason.WRONG_PIN)

    def write(tx: Transaction) -> None:
        pin_attempts.end_for_anyone(tx, actor)
        at = read_context(point, tx).recorded_at
        tx.append("window_closed", at, point.id, staff=name, data={"on": actor.logged_device})

    await app.write(write)
    return Response(status=204)
