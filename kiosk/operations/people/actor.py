"""Who does something at a counter: the device that asks, and the member of staff signed in there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint
from kiosk.store.interface import CounterSession, Transaction


@dataclass(frozen=True, slots=True)
class Actor:
    device: str | None
    """None: this machine's own user, who may act for every counter."""
    counter: str | None = None
    """Where that user says to sit; a device is known by where somebody signed in on it."""

    def owns(self, session: CounterSession) -> bool:
        return self.device is None or session.device is None or session.device == self.device


def known_counter(point: ServicePoint, counter: str) -> str:
    """The counter's id; refused with 404 where the configuration has none."""
    if point.counter(counter) is None:
        raise Refusal(Reason.UNKNOWN_COUNTER, {"counter": counter})
    return counter


def session_at(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> CounterSession:
    """The session at this counter; refused unless someone signed in there on this device."""
    session = tx.counter_session(point.id, known_counter(point, counter))
    if session is None:
        raise Refusal(Reason.NOT_SIGNED_IN, values={"counter": counter})
    if not actor.owns(session):
        raise Refusal(Reason.SIGNED_IN_ELSEWHERE, values={"counter": counter, "staff": session.staff})
    return session


def session_of(sessions: Sequence[CounterSession], actor: Actor) -> CounterSession | None:
    """The session of who asks, of those at the point's counters."""
    if actor.device is None:
        return next((session for session in sessions if session.counter == actor.counter), None)
    return next((session for session in sessions if session.device == actor.device), None)


def counter_of_session(context: Context, actor: Actor) -> str | None:
    """The counter where somebody is signed in on the device that asks."""
    session = session_of(context.sessions, actor)
    return session.counter if session else None


def may_supervise(point: ServicePoint, tx: Transaction, actor: Actor) -> bool:
    """Whether a supervisor is signed in on the device that asks; this machine's own user is one away from a counter."""
    session = session_of(tx.counter_sessions(point.id), actor)
    if session is None:
        return actor.device is None
    account = tx.staff(session.staff)
    return account is not None and account.active and account.role == "supervisor"


def staff_of(context: Context, actor: Actor, counter: str | None) -> str | None:
    """Whom to write down: who sits at the counter, else who is signed in on the device that asks."""
    for session in context.sessions:
        if session.counter == counter:
            return session.staff
    session = session_of(context.sessions, actor)
    return session.staff if session else None
