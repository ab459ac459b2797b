"""Late visitors: who missed the calls may return and is called after a number of other calls, the second time last.

Otherwise visitors who miss every call and return each time could keep everyone behind them waiting for ever.
"""

from __future__ import annotations

from datetime import datetime

from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import STATUS_LENGTH, hashed, normal_status_token
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context
from kiosk.queue import moves
from kiosk.queue.number import parse_number, ticket_id
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules import Rules


def deadline(rules: Rules, ticket: Ticket) -> datetime | None:
    """Until when the visitor of a missed number may return: the end of the service's hours on the ticket's day.

    None where the service has no hours on that day, or never closes: then there is no limit.
    """
    if rules.configuration.points[ticket.point].offer(ticket.service) is None:
        return None
    plan = rules.plan(ticket.point, ticket.service, ticket.business_date)
    limited = plan.closes > 0 and not plan.endless
    return datetime.fromtimestamp(plan.closes, rules.configuration.office.timezone) if limited else None


def may_return(rules: Rules, ticket: Ticket, at: datetime) -> bool:
    """Whether the deadline has not passed."""
    until = deadline(rules, ticket)
    return until is None or at < until


def reentry(context: Context, ticket: Ticket) -> moves.MoveFacts:
    """The facts of the return: after which call count, or the last queue position. Refused with ``return_over``."""
    if ticket.business_date not in context.days or not may_return(context.rules, ticket, context.recorded_at):
        raise Refusal(Reason.RETURN_OVER, values={"number": ticket.number}, state=ticket.state)
    if _came_back_before(context, ticket):
        ends = context.tx.queue_position_range(context.service_point.id, ticket.business_date, ticket.service)
        return {"queue_position": max(int(context.recorded_at.timestamp() * 1_000_000), ends[1] + 1 if ends else 0)}
    after = context.rules.configuration.settings.late_reentry_after
    return {"reentry_after": context.tx.calls_made(context.service_point.id, ticket.business_date) + after}


def calls_before(context: Context, ticket: Ticket) -> int | None:
    """How many other calls come before a late visitor's; None where the queue position alone decides."""
    if ticket.reentry_after is None:
        return None
    return max(0, ticket.reentry_after - context.tx.calls_made(context.service_point.id, ticket.business_date))


def _came_back_before(context: Context, ticket: Ticket) -> bool:
    """Whether the visitor returned late before and was called since. A return that was undone does not count."""
    back = context.tx.newest_event_of(ticket, (Move.RETURN,))
    call = context.tx.newest_event_of(ticket, (Move.CALL,))
    return back is not None and call is not None and "late" in back.data and back.sequence < call.sequence


def find_by_code(context: Context, code: str) -> Ticket:
    """Today's ticket by its number as typed, or by its QR code as scanned. Refused with ``unknown_ticket`` (404)."""
    ticket = _by_number(context, code) or _by_token(context, code)
    if ticket is None or ticket.point != context.service_point.id:
        raise Refusal(Reason.UNKNOWN_TICKET, {"ticket": code})
    return ticket


def find_returnable(context: Context, code: str) -> Ticket:
    """As ``find_by_code``, and refused with ``illegal_move`` unless the ticket is missed or on hold."""
    ticket = find_by_code(context, code)
    if ticket.state not in (State.HELD, State.NO_SHOW):
        raise Refusal(Reason.ILLEGAL_MOVE, state=ticket.state, values={"number": ticket.number, "state": ticket.state})
    return ticket


def _by_number(context: Context, code: str) -> Ticket | None:
    """Today's before an earlier day's, of which one that is not over."""
    number = parse_number(code)
    if number is None:
        return None
    tickets = [context.tx.ticket(ticket_id(context.service_point.id, day, *number)) for day in reversed(context.days)]
    found = [ticket for ticket in tickets if ticket is not None]
    return next((ticket for ticket in found if ticket.ended_at is None), found[0] if found else None)


def _by_token(context: Context, code: str) -> Ticket | None:
    """A scanner sends the whole address; the token is its end."""
    token = normal_status_token(code.strip()[-STATUS_LENGTH:])
    return context.tx.ticket_by_token(hashed(token), context.clock_time) if token else None
