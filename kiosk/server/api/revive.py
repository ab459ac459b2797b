"""Bring back a ticket that ended wrongly today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.tickets import ReviveTicket
from kiosk.operations.tickets import reviving
from kiosk.operations.views.queue import ticket_view
from kiosk.queue.ticket import Ticket
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def revive_ticket(app: AppState, request: Request) -> Response:
    body: ReviveTicket = request.body
    point, ticket, actor = app.point, request.params["id"], request.caller.actor

    def write(tx: Transaction) -> Ticket:
        return reviving.revive(point, tx, actor, ticket, body.why)

    return Response(ticket_view(point.rules, await app.act(request, write), point.clock.now()))
