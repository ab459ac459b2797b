"""Tickets: take one, move one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import structs

from kiosk.messages import (
    HoldTicket,
    LateVisitor,
    PrintAgain,
    PrinterReport,
    PrintOutcome,
    TakeTicket,
    TransferTicket,
    VoidTicket,
    Why,
)
from kiosk.operations import late, moving, paper, transfer, undoing
from kiosk.operations.actor import Actor, at_work
from kiosk.operations.issue import Take, Taken, issue
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import moment
from kiosk.operations.views.queue import ticket_view
from kiosk.queue.ticket import Move, Ticket
from kiosk.server.answers import issued
from kiosk.server.callers import Role
from kiosk.server.exchange import Handler, Headers, Reply, Visit
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.house import House

_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


async def take(house: House, visit: Visit) -> Reply:
    """201 with a new ticket, 200 with the same one for the same key."""
    body: TakeTicket = visit.body
    key = _key(visit.headers)
    may_override = visit.caller.role in (Role.COUNTER, Role.LOCAL)
    if body.override is not None and not may_override:
        raise Refusal("forbidden", 403)
    language = body.language if body.language in house.languages else visit.language
    point, actor = house.point, visit.caller.actor

    def write(tx: Transaction) -> Taken:
        staff, counter = _at_work(tx, point.id, actor) if may_override else (None, None)
        return issue(point, tx, Take(body, key, language, staff, counter))

    taken = await house.write(write)
    return Reply(issued(house.point, house.public_url, taken, body.checklist), 200 if taken.repeated else 201)


def _key(headers: Headers) -> str:
    key = headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        raise Refusal("key_missing", 400)
    return key


def _at_work(tx: Transaction, point: str, actor: Actor) -> tuple[str | None, str | None]:
    """The member of staff and the counter of who asks."""
    if actor.device is None and actor.counter is None:
        return None, None
    session = at_work(tx.counter_sessions(point), actor)
    return (session.staff, session.counter) if session else (None, None)


def mover(move: Move) -> Handler:
    """The handler of one move."""

    async def handler(house: House, visit: Visit) -> Reply:
        wish = _wish(visit.body)
        point, actor, ticket_id = house.point, visit.caller.actor, visit.params["id"]
        if move is Move.RETURN:
            return await returned(house, lambda tx: moving.move(point, tx, actor, ticket_id, move))
        return moved(house, await house.write(lambda tx: moving.move(point, tx, actor, ticket_id, move, wish=wish)))

    return handler


async def returned(house: House, back: Callable[[Transaction], Ticket]) -> Reply:
    """A ticket that waits again, with what comes before it."""

    def write(tx: Transaction) -> tuple[Ticket, int | None]:
        after = back(tx)
        return after, late.calls_before(moment(house.point, tx), after)

    after, calls = await house.write(write)
    return moved(house, after, after_calls=calls)


def _wish(body: object) -> moving.Wish:
    if isinstance(body, VoidTicket):
        return moving.Wish(why=body.why)
    if isinstance(body, HoldTicket):
        if body.until is not None and body.until.tzinfo is None:
            raise Refusal("invalid_body", 400, {"error": "`until` needs an offset, such as +07:00"})
        return moving.Wish(why=body.why or None, until=body.until)
    return moving.Wish()


def moved(house: House, after: Ticket, why: Why | None = None, *, after_calls: int | None = None) -> Reply:
    """A ticket right after its move, which may be undone for a while."""
    now = house.point.clock.now()
    view = ticket_view(house.point.rules, after, now, why, undo_until=now + undoing.WITHIN)
    return Reply(view if after_calls is None else structs.replace(view, after_calls=after_calls))


async def transfer_on(house: House, visit: Visit) -> Reply:
    body: TransferTicket = visit.body
    point, actor, ticket_id = house.point, visit.caller.actor, visit.params["id"]
    target = transfer.Target(body.service, body.stage, body.counter, body.place)
    return moved(house, await house.write(lambda tx: transfer.transfer(point, tx, actor, ticket_id, target)))


async def undo(house: House, visit: Visit) -> Reply:
    point, actor, ticket_id = house.point, visit.caller.actor, visit.params["id"]
    after = await house.write(lambda tx: undoing.undo(point, tx, actor, ticket_id))
    return Reply(ticket_view(point.rules, after, point.clock.now()))


async def late_visitor(house: House, visit: Visit) -> Reply:
    """Back into the queue by the number or the QR code of the paper."""
    body: LateVisitor = visit.body
    point, actor = house.point, visit.caller.actor

    def back(tx: Transaction) -> Ticket:
        return moving.move(point, tx, actor, late.find(moment(point, tx), body.code).id, Move.RETURN)

    return await returned(house, back)


async def paper_outcome(house: House, visit: Visit) -> Reply:
    body: PrintOutcome = visit.body
    await house.write(lambda tx: paper.report(house.point, tx, visit.caller.actor, visit.params["id"], body.state))
    return Reply(status=204)


async def printer_state(house: House, visit: Visit) -> Reply:
    """In memory alone: a kiosk says it again after a restart."""
    body: PrinterReport = visit.body
    house.printers[visit.caller.device] = (body, time.monotonic())
    return Reply(status=204)


async def print_again(house: House, visit: Visit) -> Reply:
    body: PrintAgain = visit.body
    house.known_printers()
    reachable, actor = frozenset(house.printers), visit.caller.actor
    return Reply(await house.write(lambda tx: paper.again(house.point, tx, actor, body.code, reachable)), 202)
