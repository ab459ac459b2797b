"""End of the service day: tickets that are still open end as not served, and the day is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.contract.reasons import Reason
from kiosk.operations.days.emergency import active
from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets.moving import apply_and_log
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.store.interface import Transaction

BATCH = 500
"""Most tickets that one transaction ends, so that other writes do not wait long."""
_WAITING = (State.WAITING, State.HELD)
_OPEN = (State.WAITING, State.HELD, State.CALLED, State.SERVING)


def expire_due(point: ServicePoint, tx: Transaction) -> int:
    """End the tickets that may never be called again; returns how many, ``BATCH`` when there may be more.

    Tickets end ``close_drain_min`` minutes after the stretch of hours of their day closed, at the latest with their day
    unless that stretch goes on. Nothing ends while the clock is in doubt (operating rules 13, 14, 22, 23 and 36).
    """
    context = read_context(point, tx)
    days = _days_to_end(context)
    if not days:
        return 0
    if context.clock_suspect or point.watch.ahead_s() > CLOCK_AHEAD_S:
        return 0
    ended = 0
    for day in sorted(days):
        if context.rules.is_callable_day(point.id, day, context.recorded_at):
            ended += _end_services(context, day, BATCH - ended)
        else:
            ended += _end_day(context, day, BATCH - ended)
    return ended


def may_be_due(point: ServicePoint, tx: Transaction) -> bool:
    """Whether ``expire`` might do anything."""
    return bool(_days_to_end(read_context(point, tx)))


def close_day(point: ServicePoint, tx: Transaction, actor: Actor, day: date) -> None:
    """End what is open and close the day, as staff ask; a day that is closed already is left as it is.

    Refused with ``still_open`` while a number could still be issued that day, with ``ticket_in_hand`` while a visitor
    is at a counter, with ``clock_suspect``, and with 404 for a day that was never opened.
    """
    context = read_context(point, tx)
    if day not in tx.unclosed_days(point.id):
        if tx.is_closed(point.id, day):
            return
        raise Refusal(Reason.UNKNOWN_DAY, {"day": day.isoformat()})
    if context.clock_suspect:
        raise Refusal(Reason.CLOCK_SUSPECT)
    if context.rules.is_callable_day(point.id, day, context.recorded_at):
        _refuse_unless_over(context, day)
    for ticket in tx.in_state(point.id, day, _OPEN):
        _end_ticket(context, ticket, "day_closed")
    _record_day_close(context, day, {"by": "staff", "staff": staff_of(context, actor, None)})


def _refuse_unless_over(context: Context, day: date) -> None:
    in_hand = context.tx.in_state(context.service_point.id, day, (State.CALLED, State.SERVING))
    if in_hand:
        raise Refusal(Reason.TICKET_IN_HAND, values={"number": in_hand[0].number}, state=in_hand[0].state)
    if day < context.business_date:
        return
    point = context.rules.configuration.points[context.service_point.id]
    for offer in point.offers:
        decision = context.rules.decide(point.id, offer.service, context.clock_time, context.live(offer.service))
        opens = decision.next_opening
        if decision.issue or (opens is not None and context.rules.business_date(opens) <= day):
            raise Refusal(Reason.STILL_OPEN, values={"service": offer.service}, next_opening=opens)


def _days_to_end(context: Context) -> set[date]:
    """Days with open tickets, and earlier days that are not closed."""
    earlier = {day for day in context.tx.unclosed_days(context.service_point.id) if day < context.business_date}
    return {*context.tx.open_days(context.service_point.id), *earlier}


def _end_day(context: Context, day: date, limit: int) -> int:
    tickets = context.tx.in_state(context.service_point.id, day, _OPEN, limit=limit)
    reason = "emergency" if active(list(context.stops), context.recorded_at) else "day_over"
    for ticket in tickets:
        _end_ticket(context, ticket, reason)
    if len(tickets) < limit and not context.tx.is_closed(context.service_point.id, day):
        _record_day_close(context, day, {"by": "time"})
    return len(tickets)


def _record_day_close(context: Context, day: date, by: Mapping[str, str | None]) -> None:
    context.tx.close_day(context.service_point.id, day, context.recorded_at)
    context.tx.append("day_close", context.recorded_at, context.service_point.id, data={"day": day.isoformat(), **by})


def _end_services(context: Context, day: date, limit: int) -> int:
    tallies = context.tx.tally(context.service_point.id, day)
    over = {service for service in tallies if context.is_over(service, day)}
    if not any(tallies[service].waiting + tallies[service].held for service in over):
        return 0
    waiting = context.tx.in_state(context.service_point.id, day, _WAITING)
    due = [ticket for ticket in waiting if ticket.service in over][:limit]
    for ticket in due:
        _end_ticket(context, ticket, "emergency" if active(list(context.stops), context.recorded_at) else "after_close")
    return len(due)


def _end_ticket(context: Context, ticket: Ticket, reason: str) -> None:
    """A ticket in service ends as finished, since the visitor was at the counter; every other one as not served."""
    if ticket.state is State.SERVING:
        apply_and_log(
            context, ticket, Move.FINISH, staff=None, at_counter=ticket.counter, data={"by": "day"}, reason=reason
        )
    else:
        apply_and_log(context, ticket, Move.EXPIRE, staff=None, at_counter=None, data={"why": reason}, reason=reason)
