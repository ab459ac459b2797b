"""Moves of one ticket by a counter, and how each is saved and logged. See also ``transfer`` and ``undoing``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Unpack

from kiosk.contract.reasons import Reason
from kiosk.operations.bounds import check_end
from kiosk.operations.people.actor import Actor, counter_of_session, staff_of
from kiosk.operations.refusal import Refusal, illegal_move
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets import late
from kiosk.queue import moves
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.store.interface import Transaction

PATHS: Mapping[Move, str] = {
    Move.RECALL: "recall",
    Move.SERVE: "serve",
    Move.FINISH: "finish",
    Move.NO_SHOW: "no-show",
    Move.HOLD: "hold",
    Move.RETURN: "return",
    Move.TRANSFER: "transfer",
    Move.VOID: "void",
    Move.UNDO: "undo",
}
"""The moves that a counter may ask for, by their names in the contract's paths."""

AT_COUNTER: Final = (State.CALLED, State.SERVING)
_KEPT: Final = frozenset({"id", "version", "staff_flag"})
"""Fields that no undo changes. A staff flag must not reach the log, which is never deleted."""
_LOGGED: Final = tuple(field.name for field in fields(Ticket) if field.name not in _KEPT)


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """Details that a counter sends with a move."""

    why: str | None = None
    """VOID, HOLD: the reason, in the words of staff."""
    until: datetime | None = None
    """HOLD: when the ticket returns to the queue by itself; None: when staff return it."""


_PLAIN: Final = MoveRequest()


def find_ticket(point: ServicePoint, tx: Transaction, ticket_id: str) -> Ticket:
    """The ticket with this id; refused with ``unknown_ticket`` (404) where this point has none."""
    ticket = tx.ticket(ticket_id)
    if ticket is None or ticket.point != point.id:
        raise Refusal(Reason.UNKNOWN_TICKET, {"ticket": ticket_id})
    return ticket


def move(
    point: ServicePoint, tx: Transaction, actor: Actor, ticket_id: str, wanted: Move, *, details: MoveRequest = _PLAIN
) -> Ticket:
    """Make a move and return the ticket after it. Refused with ``illegal_move``, which names the ticket's state."""
    ticket = find_ticket(point, tx, ticket_id)
    context = read_context(point, tx)
    counter, staff = counter_and_staff(context, actor, ticket)
    facts: moves.MoveFacts = {"call_limit": context.rules.configuration.settings.call_limit}
    data: dict[str, Any] = {}
    if wanted is Move.RECALL:
        _may_recall(context, ticket)
    elif wanted is Move.HOLD:
        check_end(context.rules, point.id, context.recorded_at, context.business_date, details.until)
        facts |= {"held_until": details.until, "reason": details.why}
        data["until"] = details.until.isoformat() if details.until else None
    elif wanted is Move.RETURN and ticket.state is State.NO_SHOW:
        turn = late.reentry(context, ticket)
        facts |= turn
        facts["appointment"] = None  # who missed the call has had it
        data["late"] = dict(turn)
    if details.why is not None:
        facts["reason"] = data["why"] = details.why
    return apply_and_log(context, ticket, wanted, staff=staff, at_counter=counter, data=data, **facts)


def counter_and_staff(context: Context, actor: Actor, ticket: Ticket) -> tuple[str | None, str | None]:
    """Counter and staff to log; refused with ``other_counter`` for a ticket that a colleague has at a counter."""
    if ticket.state not in AT_COUNTER:
        counter = counter_of_session(context, actor)
        return counter, staff_of(context, actor, counter)
    session = (
        context.tx.counter_session(context.service_point.id, ticket.counter) if ticket.counter is not None else None
    )
    gone = ticket.counter is not None and context.service_point.counter(ticket.counter) is None
    if session is not None and not gone and not actor.owns(session):
        raise Refusal(Reason.OTHER_COUNTER, {"number": ticket.number, "counter": session.counter})
    return ticket.counter, session.staff if session is not None else staff_of(context, actor, ticket.counter)


def apply_and_log(
    context: Context,
    ticket: Ticket,
    wanted: Move,
    *,
    staff: str | None,
    at_counter: str | None,
    data: Mapping[str, Any] | None = None,
    **facts: Unpack[moves.MoveFacts],
) -> Ticket:
    """Apply the move, save the ticket, and log the fields as they were before, so that the move can be undone."""
    try:
        after = moves.apply(ticket, wanted, context.recorded_at, **facts)
    except moves.IllegalMove as error:
        raise illegal_move(ticket, error.calls_left) from None
    context.tx.save_ticket(after)
    logged: dict[str, Any] = {"number": ticket.number, "service": after.service, "calls": after.calls, **(data or {})}
    if wanted is not Move.EXPIRE:
        logged["before"] = changed_fields(ticket, after)
    context.tx.append(
        wanted,
        context.recorded_at,
        context.service_point.id,
        ticket=ticket.id,
        counter=at_counter,
        staff=staff,
        data=logged,
    )
    if wanted is Move.FINISH:
        context.service_point.averages.pop((ticket.business_date, ticket.service), None)
    return after


def changed_fields(before: Ticket, after: Ticket) -> dict[str, Any]:
    """The fields that a move changed, with their values before it; times as ISO 8601."""
    return {
        name: old.isoformat() if isinstance(old, datetime) else old
        for name in _LOGGED
        if (old := getattr(before, name)) != getattr(after, name)
    }


def _may_recall(context: Context, ticket: Ticket) -> None:
    """Refuse a recall during an emergency stop. After the hours a ticket that was called in time may be recalled."""
    if ticket.state is State.CALLED and any(
        stop.start <= context.recorded_at and (stop.until is None or context.recorded_at < stop.until)
        for stop in context.stops
    ):
        raise Refusal(Reason.EMERGENCY)
