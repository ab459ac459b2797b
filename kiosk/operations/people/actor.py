"""The actor of a request: the device that sent it, and the member of staff who is signed in on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.contract.reasons import Reason
from kiosk.operations.people import sign_ins
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint
from kiosk.store.interface import CounterSession, Transaction

SERVER_MACHINE = "server"
"""What the log names as the device where the user of the server's machine acts."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who sent a request."""

    device: str | None
    """The device's id; None: the user of the server's machine."""
    counter: str | None = None
    """At which counter a window of the server's machine says that it is; for a device its session says it."""
    session: str | None = None
    """The hash of the session token that the request showed."""

    @property
    def is_administrator(self) -> bool:
        """The user of the server's machine away from a counter, as on the command line: may do everything."""
        return self.device is None and self.counter is None

    @property
    def logged_device(self) -> str:
        """The device as the event log names it."""
        return self.device or SERVER_MACHINE

    def owns(self, session: CounterSession) -> bool:
        """Whether the session was begun on the actor's device, and its token was shown where it has one."""
        if self.is_administrator:
            return True
        here = session.device == self.device and (self.device is not None or session.counter == self.counter)
        return here and session.token_hash in (None, self.session)


def known_counter(point: ServicePoint, counter: str) -> str:
    """The counter's id; refused with 404 where the configuration has none."""
    if point.counter(counter) is None:
        raise Refusal(Reason.UNKNOWN_COUNTER, {"counter": counter})
    return counter


def session_at(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> CounterSession:
    """The session at this counter; refused unless someone signed in there on this device."""
    session = tx.counter_session(point.id, known_counter(point, counter))
    if session is None or sign_ins.is_over(point, session):
        raise Refusal(Reason.NOT_SIGNED_IN, values={"counter": counter})
    if not actor.owns(session):
        raise Refusal(Reason.SIGNED_IN_ELSEWHERE, values={"counter": counter, "staff": session.staff})
    return sign_ins.used(point, tx, session)


def session_of(sessions: Sequence[CounterSession], actor: Actor) -> CounterSession | None:
    """The actor's own session among these; None where it has none."""
    if actor.is_administrator:
        return None
    own = [session for session in sessions if actor.owns(session)]
    if actor.session is not None:
        return next((session for session in own if session.token_hash == actor.session), None)
    return own[0] if own else None


def counter_of_session(context: Context, actor: Actor) -> str | None:
    """The counter of the actor's session; None where it has none."""
    session = session_of(context.sessions, actor)
    return session.counter if session else None


def may_supervise(point: ServicePoint, tx: Transaction, actor: Actor) -> bool:
    """Whether a supervisor is signed in on the actor's device, or it is the server's user away from a counter."""
    session = session_of(tx.sign_ins(point.id), actor)
    if session is None or sign_ins.is_over(point, session):
        return actor.is_administrator
    account = tx.staff(session.staff)
    return account is not None and account.active and account.role == "supervisor"


def staff_of(context: Context, actor: Actor, counter: str | None) -> str | None:
    """The member of staff to log: who is signed in at the counter, else on the actor's device; None where nobody is."""
    for session in context.sessions:
        if session.counter == counter:
            return session.staff
    session = session_of(context.sessions, actor)
    return session.staff if session else None
