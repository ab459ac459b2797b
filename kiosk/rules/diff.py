"""What a changed configuration changes: the days that differ, and the open tickets that it would end, move or hide.

Pure: two rule sets in, values out. ``rules diff`` prints them; the server holds a change back that touches tickets
(operating rule 44).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from kiosk.rules.decide import Rules
from kiosk.rules.plan import DayPlan

Aspect = Literal["offer", "hours", "numbers", "quota", "counters"]
"""``offer``: only one of the two offers the service at the point; ``numbers``: when numbers are issued; ``quota``: the
sessions and the quota of the day; ``counters``: the planned ones."""

Touch = Literal["not_offered", "no_counter", "other_day", "over", "closes_earlier", "appointment_outside"]
"""Why a ticket is touched: nobody offers its service here any more; no counter would call it; it would belong to a day
that is over; it could not be called any more; its last call comes earlier; its appointment is outside of the hours."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """One offer on one date. ``None`` for the plan of a side that does not have the offer."""

    day: date
    point: str
    service: str
    before: DayPlan | None
    after: DayPlan | None
    aspects: tuple[Aspect, ...]


class OpenTicket(Protocol):
    """What the comparison needs to know of a ticket; ``kiosk.queue.ticket.Ticket`` has it."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def business_date(self) -> date: ...
    @property
    def appointment(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class TouchedTicket:
    ticket: str
    """Its id."""
    number: str
    service: str
    why: Touch
    until: datetime | None = None
    """Until when it may still be called under the new rules, for ``closes_earlier``."""


def changed_days(before: Rules, after: Rules, first: date, days: int, point: str | None = None) -> Iterator[DayChange]:
    """Every offer and date from ``first`` on whose plan differs, by date, then in the order of the configuration."""
    offers = [key for key in _offers(before, after) if point is None or key[0] == point]
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        for where, service in offers:
            one, other = (_plan(rules, where, service, day) for rules in (before, after))
            aspects = _aspects(one, other)
            if aspects:
                yield DayChange(day, where, service, one, other, aspects)


def touched(
    before: Rules, after: Rules, point: str, tickets: Iterable[OpenTicket], at: datetime
) -> tuple[TouchedTicket, ...]:
    """The tickets that still wait, are on hold or at a counter, and that ``after`` would end, move or hide.

    ``tickets`` are the open ones of the point, ``at`` is the accepted instant. A ticket that ``before`` would not let
    anybody call any more is not touched.
    """
    found = ((ticket, _why(before, after, point, ticket, at)) for ticket in tickets)
    return tuple(
        TouchedTicket(ticket.id, ticket.number, ticket.service, why[0], why[1]) for ticket, why in found if why
    )


def _offers(before: Rules, after: Rules) -> list[tuple[str, str]]:
    keys = [
        (point.id, offer.service)
        for rules in (after, before)
        for point in rules.configuration.points.values()
        for offer in point.offers
    ]
    return list(dict.fromkeys(keys))


def _plan(rules: Rules, point: str, service: str, day: date) -> DayPlan | None:
    try:
        return rules.plan(point, service, day)
    except KeyError:
        return None


def _aspects(one: DayPlan | None, other: DayPlan | None) -> tuple[Aspect, ...]:
    if one is None or other is None:
        return () if one is other else ("offer",)
    return one.differences(other)


def _why(
    before: Rules, after: Rules, point: str, ticket: OpenTicket, at: datetime
) -> tuple[Touch, datetime | None] | None:
    old, new = (rules.last_call(point, ticket.service, ticket.business_date) for rules in (before, after))
    if old is not None and old <= at:
        return None
    where = after.configuration.points.get(point)
    why: Touch | None = None
    if where is None or where.offer(ticket.service) is None:
        why = "not_offered"
    elif not any(ticket.service in (*counter.serves, *counter.rest) for counter in where.counters):
        why = "no_counter"
    elif new is not None and new <= at:
        why = "other_day" if after.business_date(at) != before.business_date(at) else "over"
    elif new is not None and (old is None or new < old):
        return "closes_earlier", new
    elif ticket.appointment is not None and ticket.appointment > at:
        inside = [rules.may_call(point, ticket.service, ticket.appointment) for rules in (before, after)]
        why = "appointment_outside" if inside == [True, False] else None
    return (why, None) if why else None
