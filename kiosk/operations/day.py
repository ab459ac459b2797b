"""The service day is a row, opened by the first ticket and closed here: what is still open then was not served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kiosk.operations.actor import Actor, staff_of
from kiosk.operations.emergency import active
from kiosk.operations.moving import write
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Moment, ServicePoint, moment
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.store.interface import Transaction

BATCH = 500
"""Tickets that one transaction ends, so that nobody waits long behind it."""
_WAITING = (State.WAITING, State.HELD)
_OPEN = (State.WAITING, State.HELD, State.CALLED, State.SERVING)


def expire(point: ServicePoint, tx: Transaction) -> int:
    """End what may never be called any more; the number of tickets ended, ``BATCH`` when there may be more.

    An earlier day ends whole. Today's services end ``close_drain_min`` after they close. A clock in doubt ends nothing
    (operating rules 13, 14, 22 and 23).
    """
    now = moment(point, tx)
    days = _days(now)
    if not days:
        return 0
    if now.clock_suspect or point.watch.ahead_s() > CLOCK_AHEAD_S:
        return 0
    ended = 0
    for day in sorted(days):
        if day < now.day:
            ended += _end_day(now, day, BATCH - ended)
        elif day == now.day:
            ended += _end_services(now, BATCH - ended)
    return ended


def may_be_due(point: ServicePoint, tx: Transaction) -> bool:
    """Whether ``expire`` might do anything."""
    return bool(_days(moment(point, tx)))


def close(point: ServicePoint, tx: Transaction, actor: Actor, day: date) -> None:
    """By hand: end what is open and close the day; a closed one stays as it is.

    Refused while a number could still be given that day, and while somebody is at a counter.
    """
    now = moment(point, tx)
    if day not in tx.unclosed_days(point.id):
        if tx.is_closed(point.id, day):
            return
        raise Refusal("unknown_day", 404, {"day": day.isoformat()})
    if now.clock_suspect:
        raise Refusal("clock_suspect")
    if day >= now.day:
        _must_be_over(now, day)
    for ticket in tx.in_state(point.id, day, _OPEN):
        _end(now, ticket, "day_closed")
    _close(now, day, {"by": "staff", "staff": staff_of(now, actor, None)})


def _must_be_over(now: Moment, day: date) -> None:
    in_hand = now.tx.in_state(now.point.id, day, (State.CALLED, State.SERVING))
    if in_hand:
        raise Refusal("ticket_in_hand", values={"number": in_hand[0].number}, state=in_hand[0].state)
    point = now.rules.configuration.points[now.point.id]
    zone = now.rules.configuration.office.timezone
    for offer in point.offers:
        decision = now.rules.decide(point.id, offer.service, now.now, now.live(offer.service))
        opens = decision.next_opening
        if decision.issue or (opens is not None and opens.astimezone(zone).date() <= day):
            raise Refusal("still_open", values={"service": offer.service}, next_opening=opens)


def _days(now: Moment) -> set[date]:
    """Those that hold anyone, and earlier ones that nobody has closed yet."""
    earlier = {day for day in now.tx.unclosed_days(now.point.id) if day < now.day}
    return {*now.tx.open_days(now.point.id), *earlier}


def _end_day(now: Moment, day: date, limit: int) -> int:
    tickets = now.tx.in_state(now.point.id, day, _OPEN, limit=limit)
    reason = "emergency" if active(list(now.stops), now.at) else "day_over"
    for ticket in tickets:
        _end(now, ticket, reason)
    if len(tickets) < limit and not now.tx.is_closed(now.point.id, day):
        _close(now, day, {"by": "time"})
    return len(tickets)


def _close(now: Moment, day: date, by: Mapping[str, str | None]) -> None:
    now.tx.close_day(now.point.id, day, now.at)
    now.tx.append("day_close", now.at, now.point.id, data={"day": day.isoformat(), **by})


def _end_services(now: Moment, limit: int) -> int:
    over = {service for service in now.tallies if _is_over(now, service)}
    if not any(now.tally(service).waiting + now.tally(service).held for service in over):
        return 0
    waiting = now.tx.in_state(now.point.id, now.day, _WAITING)
    due = [ticket for ticket in waiting if ticket.service in over][:limit]
    for ticket in due:
        _end(now, ticket, "emergency" if active(list(now.stops), now.at) else "after_close")
    return len(due)


def _is_over(now: Moment, service: str) -> bool:
    point = now.rules.configuration.points[now.point.id]
    if point.offer(service) is None:
        return False
    closes = now.rules.plan(point.id, service, now.day).closes
    drain = timedelta(minutes=now.rules.configuration.settings.close_drain_min)
    return closes > 0 and now.at.timestamp() >= closes + drain.total_seconds()


def _end(now: Moment, ticket: Ticket, reason: str) -> None:
    """Who sat at a counter was served; only nobody said so."""
    if ticket.state is State.SERVING:
        write(now, ticket, Move.FINISH, staff=None, at_counter=ticket.counter, data={"by": "day"}, reason=reason)
    else:
        write(now, ticket, Move.EXPIRE, staff=None, at_counter=None, data={"why": reason}, reason=reason)
