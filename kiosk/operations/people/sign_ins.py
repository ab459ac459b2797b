"""How long a sign-in lasts: to the end of the service day, or until nobody has made a move for a while.

What is in hand stays at its counter: whoever signs in there next goes on with it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import CounterSession, Transaction

PROVED_FOR: Final = timedelta(minutes=5)
"""For so long after the PIN was given it need not be given again for a grave act."""
_USED_EVERY: Final = timedelta(minutes=1)
"""A move is noted at most so often: the note costs a row of the database."""


def is_over(point: ServicePoint, session: CounterSession) -> bool:
    """Whether the session has ended by the time, whether housekeeping has removed it yet or not."""
    return _ended_by(point, session) is not None


def is_proved(point: ServicePoint, session: CounterSession) -> bool:
    """Whether the PIN was given a short time ago."""
    age = point.clock.now() - (session.proved_at or session.since)
    return -_USED_EVERY <= age <= PROVED_FOR * point.clock.speed


def used(point: ServicePoint, tx: Transaction, session: CounterSession) -> CounterSession:
    """Note that a move was made."""
    now = point.clock.now()
    if abs(now - (session.used_at or session.since)) < _USED_EVERY:
        return session
    session = replace(session, used_at=now)
    tx.put_counter_session(session)
    return session


def end_due(point: ServicePoint, tx: Transaction) -> int:
    """End the sessions whose time is over; returns how many."""
    due = [session for session in tx.sign_ins(point.id) if is_over(point, session)]
    if not due:
        return 0
    context = read_context(point, tx)
    for session in due:
        tx.end_counter_session(session)
        tx.append(
            "sign_out",
            context.recorded_at,
            point.id,
            counter=session.counter or None,
            staff=session.staff,
            data={"by": _ended_by(point, session), "device": session.device},
        )
    return len(due)


def are_due(point: ServicePoint, tx: Transaction) -> bool:
    """Whether ``end_due`` would end any."""
    return any(is_over(point, session) for session in tx.sign_ins(point.id))


def _ended_by(point: ServicePoint, session: CounterSession) -> str | None:
    """``day`` or ``idle``; None while it lasts. A simulated clock that runs fast leaves as much real time."""
    now, rules = point.clock.now(), point.rules
    if rules.business_date(now) != rules.business_date(session.since):
        return "day"
    idle = now - (session.used_at or session.since)
    limit = timedelta(minutes=rules.configuration.security.idle_min) * point.clock.speed
    return "idle" if idle > limit else None
