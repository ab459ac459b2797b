"""Who does something at a counter: the device that asks, and the member of staff signed in there."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Moment, ServicePoint
from kiosk.store.interface import CounterSession, Transaction


@dataclass(frozen=True, slots=True)
class Actor:
    device: str | None
    """None: this machine's own user, who may act for every counter."""

    def owns(self, session: CounterSession) -> bool:
        return self.device is None or session.device is None or session.device == self.device


def counter_of(point: ServicePoint, counter: str) -> str:
    """The counter's id; refused with 404 where the configuration has none."""
    if point.counter(counter) is None:
        raise Refusal("unknown_counter", 404, {"counter": counter})
    return counter


def session_at(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> CounterSession:
    """The session at this counter; refused unless someone signed in there on this device."""
    session = tx.counter_session(point.id, counter_of(point, counter))
    if session is None:
        raise Refusal("not_signed_in", values={"counter": counter})
    if not actor.owns(session):
        raise Refusal("signed_in_elsewhere", values={"counter": counter, "staff": session.staff})
    return session


def counter_at(now: Moment, actor: Actor) -> str | None:
    """The counter where somebody is signed in on the device that asks."""
    if actor.device is None:
        return None
    return next((session.counter for session in now.sessions if session.device == actor.device), None)


def staff_of(now: Moment, actor: Actor, counter: str | None) -> str | None:
    """Whom to write down: who sits at the counter, else who is signed in on the device that asks."""
    for session in now.sessions:
        if session.counter == counter:
            return session.staff
    if actor.device is not None:
        for session in now.sessions:
            if session.device == actor.device:
                return session.staff
    return None
