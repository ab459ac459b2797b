"""A late visitor missed the calls, comes back, and goes in again after so many other calls; the second time at the end.

Else those who miss every call and come back each time would keep everyone behind them waiting for ever.
"""

from __future__ import annotations

from datetime import datetime

from kiosk.contract.reasons import Reason
from kiosk.operations.people.tokens import STATUS_LENGTH, hashed, normal_status_token
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context
from kiosk.queue import moves
from kiosk.queue.number import parse_number, ticket_id
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules import Rules


def deadline(rules: Rules, ticket: Ticket) -> datetime | None:
    """Until when the visitor of a missed number may come back: the end of today's hours of its service.

    None where the service has no hours on that day: then until the day ends.
    """
    if rules.configuration.points[ticket.point].offer(ticket.service) is None:
        return None
    closes = rules.plan(ticket.point, ticket.service, ticket.business_date).closes
    return datetime.fromtimestamp(closes, rules.configuration.office.timezone) if closes > 0 else None


def may_return(rules: Rules, ticket: Ticket, at: datetime) -> bool:
    until = deadline(rules, ticket)
    return until is None or at < until


def reentry(context: Context, ticket: Ticket) -> moves.MoveFacts:
    """From which call on the visitor may be called again, or the place at the end; refused after the deadline."""
    if ticket.business_date != context.business_date or not may_return(context.rules, ticket, context.recorded_at):
        raise Refusal(Reason.RETURN_OVER, values={"number": ticket.number}, state=ticket.state)
    if _came_back_before(context, ticket):
        ends = context.tx.queue_position_range(context.service_point.id, ticket.business_date, ticket.service)
        return {"queue_position": max(int(context.recorded_at.timestamp() * 1_000_000), ends[1] + 1 if ends else 0)}
    after = context.rules.configuration.settings.late_reentry_after
    return {"reentry_after": context.tx.calls_made(context.service_point.id, context.business_date) + after}


def calls_before(context: Context, ticket: Ticket) -> int | None:
    """How many other calls come before a late visitor's; None where the place in the queue says it all."""
    if ticket.reentry_after is None:
        return None
    return max(0, ticket.reentry_after - context.tx.calls_made(context.service_point.id, context.business_date))


def _came_back_before(context: Context, ticket: Ticket) -> bool:
    """And was called since: a return that was undone does not count."""
    back = context.tx.newest_event_of(ticket, (Move.RETURN,))
    call = context.tx.newest_event_of(ticket, (Move.CALL,))
    return back is not None and call is not None and "late" in back.data and back.sequence < call.sequence


def find_by_code(context: Context, code: str) -> Ticket:
    """The ticket of today whose number was typed, or whose QR code was scanned; refused with 404."""
    ticket = _by_number(context, code) or _by_token(context, code)
    if ticket is None or ticket.point != context.service_point.id:
        raise Refusal(Reason.UNKNOWN_TICKET, {"ticket": code})
    return ticket


def find_returnable(context: Context, code: str) -> Ticket:
    """One that may come back into the queue."""
    ticket = find_by_code(context, code)
    if ticket.state not in (State.HELD, State.NO_SHOW):
        raise Refusal(Reason.ILLEGAL_MOVE, state=ticket.state, values={"number": ticket.number, "state": ticket.state})
    return ticket


def _by_number(context: Context, code: str) -> Ticket | None:
    number = parse_number(code)
    return context.tx.ticket(ticket_id(context.service_point.id, context.business_date, *number)) if number else None


def _by_token(context: Context, code: str) -> Ticket | None:
    """A scanner types the whole address."""
    token = normal_status_token(code.strip()[-STATUS_LENGTH:])
    return context.tx.ticket_by_token(hashed(token), context.clock_time) if token else None
