"""Tickets: take one, move one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from kiosk.messages import PrintOutcome, TakeTicket, VoidTicket
from kiosk.operations import moving, paper
from kiosk.operations.actor import Actor
from kiosk.operations.issue import Take, Taken, issue
from kiosk.operations.refusal import Refusal
from kiosk.operations.views.queue import ticket_view
from kiosk.queue.ticket import Move
from kiosk.server.answers import issued
from kiosk.server.callers import Role
from kiosk.server.exchange import Handler, Reply, Visit
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
    """The member of staff and the counter of the device that asks."""
    if actor.device is None:
        return None, None
    sessions = (session for session in tx.counter_sessions(point) if session.device == actor.device)
    session = next(sessions, None)
    return (session.staff, session.counter) if session else (None, None)


def mover(move: Move) -> Handler:
    """The handler of one move."""

    async def handler(house: House, visit: Visit) -> Reply:
        why = visit.body.why if isinstance(visit.body, VoidTicket) else None
        point, actor, ticket_id = house.point, visit.caller.actor, visit.params["id"]
        after = await house.write(lambda tx: moving.move(point, tx, actor, ticket_id, move, why=why))
        return Reply(ticket_view(point.rules, after, point.clock.now()))

    return handler


async def paper_outcome(house: House, visit: Visit) -> Reply:
    body: PrintOutcome = visit.body
    await house.write(lambda tx: paper.report(house.point, tx, visit.caller.actor, visit.params["id"], body.state))
    return Reply(status=204)
