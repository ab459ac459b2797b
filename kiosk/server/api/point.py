"""The point as a whole: its state, queue and board, emergencies, and visitors who ask for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.point import EmergencyView, IncompletePapers, StartEmergency
from kiosk.contract.reasons import Reason
from kiosk.operations.counters import help_requests as asking
from kiosk.operations.days import emergency
from kiosk.operations.refusal import Refusal
from kiosk.operations.tickets import missing_documents
from kiosk.server.http.endpoint import Handler, Request
from kiosk.server.http.response import Response

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState
    from kiosk.server.live.views import LiveViews


def view_handlers(live: LiveViews) -> tuple[Handler, Handler, Handler]:
    """``GET /point``, ``/board`` and ``/queue``."""

    async def point(_app: AppState, _request: Request) -> Response:
        return Response(live.with_current_time((await live.views(queue=False)).point))

    async def board(_app: AppState, _request: Request) -> Response:
        return Response((await live.views(queue=False)).board)

    async def queue(_app: AppState, _request: Request) -> Response:
        return Response((await live.views(queue=True)).queue)

    return point, board, queue


async def start_emergency(app: AppState, request: Request) -> Response:
    body: StartEmergency = request.body
    point, actor = app.point, request.caller.actor
    if body.until is not None and body.until.tzinfo is None:
        raise Refusal(Reason.INVALID_BODY, {"error": "`until` needs an offset, such as +07:00"})
    stop = await app.act(request, lambda tx: emergency.start(point, tx, actor, until=body.until, reason=body.reason))
    zone = point.configuration.office.timezone
    until = stop.until.astimezone(zone) if stop.until else None
    return Response(EmergencyView(since=stop.start.astimezone(zone), until=until, reason=stop.reason))


async def end_emergency(app: AppState, request: Request) -> Response:
    """Ending what is not on is no fault."""
    await app.act(request, lambda tx: emergency.end(app.point, tx, request.caller.actor))
    return Response(status=204)


async def start_help_request(app: AppState, request: Request) -> Response:
    await app.act(request, lambda tx: asking.ask(app.point, tx, request.caller.actor))
    return Response(status=204)


async def end_help_request(app: AppState, request: Request) -> Response:
    await app.act(request, lambda tx: asking.end(app.point, tx, request.caller.actor))
    return Response(status=204)


async def record_missing_documents(app: AppState, request: Request) -> Response:
    body: IncompletePapers = request.body
    await app.act(request, lambda tx: missing_documents.record_missing(app.point, tx, body.checklist, body.missing))
    return Response(status=204)
