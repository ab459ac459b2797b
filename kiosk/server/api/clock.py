"""The machine's clock, and the way out where it is in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.clock import ClockView
from kiosk.operations.days import clock_acceptance
from kiosk.operations.days.clock_acceptance import ClockAcceptance
from kiosk.operations.service_point import read_context
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def show_clock(app: AppState, _request: Request) -> Response:
    return Response(await _view(app))


async def accept_clock(app: AppState, request: Request) -> Response:
    """Accepting a clock that is not in doubt is no fault: it is logged, too."""

    def write(tx: Transaction) -> ClockAcceptance:
        return clock_acceptance.accept(app.point, tx, request.caller.actor)

    accepted = await app.act(request, write)
    app.point.watch.trust()
    return Response(await _view(app, accepted.carried))


async def _view(app: AppState, carried: tuple[str, ...] = ()) -> ClockView:
    context = await app.read(lambda tx: read_context(app.point, tx))
    zone, now = context.rules.configuration.office.timezone, app.point.clock.now()
    known = max(context.recorded_at, context.last_event_at or context.recorded_at)
    return ClockView(
        now=now.astimezone(zone),
        known=known.astimezone(zone),
        in_doubt=context.clock_suspect,
        ahead_s=round((now - known).total_seconds()),
        carried=list(carried),
    )
