"""Tickets: take one, move one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import structs

from kiosk.contract.printing import PrintAgain, PrinterReport, PrintOutcome
from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import HoldTicket, LateVisitor, TakeTicket, TransferTicket, VoidTicket, Why
from kiosk.operations.people.actor import Actor, session_of
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import read_context
from kiosk.operations.tickets import late, moving, printing, transfer, undoing
from kiosk.operations.tickets.issue import IssuedTicket, IssueRequest, issue
from kiosk.operations.views.queue import ticket_view
from kiosk.queue.ticket import Move, Ticket
from kiosk.server.api.ticket_response import issued_message
from kiosk.server.http.auth import Role
from kiosk.server.http.endpoint import Handler, Headers, Request
from kiosk.server.http.response import Response
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState

_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


async def issue_ticket(app: AppState, request: Request) -> Response:
    """201 with a new ticket, 200 with the same one for the same key."""
    body: TakeTicket = request.body
    key = _key(request.headers)
    may_override = request.caller.role in (Role.COUNTER, Role.LOCAL)
    if body.override is not None and not may_override:
        raise Refusal(Reason.FORBIDDEN)
    language = body.language if body.language in app.languages else request.language
    point, actor = app.point, request.caller.actor

    def write(tx: Transaction) -> IssuedTicket:
        staff, counter = _staff_and_counter(tx, point.id, actor) if may_override else (None, None)
        return issue(point, tx, IssueRequest(body, key, language, staff, counter, actor.logged_device))

    taken = await app.act(request, write)
    return Response(issued_message(app.point, app.public_url, taken, body.checklist), 200 if taken.repeated else 201)


def _key(headers: Headers) -> str:
    key = headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        raise Refusal(Reason.KEY_MISSING)
    return key


def _staff_and_counter(tx: Transaction, point: str, actor: Actor) -> tuple[str | None, str | None]:
    """The member of staff and the counter of who asks."""
    session = session_of(tx.counter_sessions(point), actor)
    return (session.staff, session.counter) if session else (None, None)


def move_handler(move: Move) -> Handler:
    """The handler of one move."""

    async def handler(app: AppState, request: Request) -> Response:
        wish = _move_request(request.body)
        point, actor, ticket_id = app.point, request.caller.actor, request.params["id"]
        if move is Move.RETURN:
            return await returned_response(app, request, lambda tx: moving.move(point, tx, actor, ticket_id, move))
        return moved_response(
            app, await app.act(request, lambda tx: moving.move(point, tx, actor, ticket_id, move, details=wish))
        )

    return handler


async def returned_response(app: AppState, request: Request, back: Callable[[Transaction], Ticket]) -> Response:
    """A ticket that waits again, with what comes before it."""

    def write(tx: Transaction) -> tuple[Ticket, int | None]:
        after = back(tx)
        return after, late.calls_before(read_context(app.point, tx), after)

    after, calls = await app.act(request, write)
    return moved_response(app, after, after_calls=calls)


def _move_request(body: object) -> moving.MoveRequest:
    if isinstance(body, VoidTicket):
        return moving.MoveRequest(why=body.why)
    if isinstance(body, HoldTicket):
        if body.until is not None and body.until.tzinfo is None:
            raise Refusal(Reason.INVALID_BODY, {"error": "`until` needs an offset, such as +07:00"})
        return moving.MoveRequest(why=body.why or None, until=body.until)
    return moving.MoveRequest()


def moved_response(app: AppState, after: Ticket, why: Why | None = None, *, after_calls: int | None = None) -> Response:
    """A ticket right after its move, which may be undone for a while."""
    now = app.point.clock.now()
    view = ticket_view(app.point.rules, after, now, why, undo_until=now + undoing.UNDO_WITHIN)
    return Response(view if after_calls is None else structs.replace(view, after_calls=after_calls))


async def transfer_ticket(app: AppState, request: Request) -> Response:
    body: TransferTicket = request.body
    point, actor, ticket_id = app.point, request.caller.actor, request.params["id"]
    target = transfer.TransferTarget(body.service, body.stage, body.counter, body.place)
    return moved_response(
        app, await app.act(request, lambda tx: transfer.transfer(point, tx, actor, ticket_id, target))
    )


async def undo_move(app: AppState, request: Request) -> Response:
    point, actor, ticket_id = app.point, request.caller.actor, request.params["id"]
    after = await app.act(request, lambda tx: undoing.undo(point, tx, actor, ticket_id))
    return Response(ticket_view(point.rules, after, point.clock.now()))


async def return_late_visitor(app: AppState, request: Request) -> Response:
    """Back into the queue by the number or the QR code of the paper."""
    body: LateVisitor = request.body
    point, actor = app.point, request.caller.actor

    def back(tx: Transaction) -> Ticket:
        return moving.move(point, tx, actor, late.find_returnable(read_context(point, tx), body.code).id, Move.RETURN)

    return await returned_response(app, request, back)


async def record_paper_outcome(app: AppState, request: Request) -> Response:
    body: PrintOutcome = request.body
    await app.act(
        request,
        lambda tx: printing.report_printed(app.point, tx, request.caller.actor, request.params["id"], body.state),
    )
    return Response(status=204)


async def record_printer_report(app: AppState, request: Request) -> Response:
    """In memory alone: a kiosk says it again after a restart."""
    body: PrinterReport = request.body
    app.printer_reports[request.caller.device] = (body, time.monotonic())
    return Response(status=204)


async def request_reprint(app: AppState, request: Request) -> Response:
    body: PrintAgain = request.body
    app.current_printer_reports()
    reachable, actor = frozenset(app.printer_reports), request.caller.actor
    return Response(
        await app.act(request, lambda tx: printing.reprint(app.point, tx, actor, body.code, reachable)), 202
    )
