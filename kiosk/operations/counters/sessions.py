"""Who sits where: sign-in, sign-out, pause and resume. PINs are checked elsewhere."""

from __future__ import annotations

from dataclasses import replace

from kiosk.contract.reasons import Reason
from kiosk.operations.people.actor import Actor, known_counter, session_at
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.operations.tickets.transfer import release_reserved
from kiosk.store.interface import CounterSession, Transaction


def sign_in(point: ServicePoint, tx: Transaction, actor: Actor, counter: str, staff: str) -> CounterSession:
    """A colleague who takes over the counter ends the session of the one before; what is in hand stays there."""
    known_counter(point, counter)
    context = read_context(point, tx)
    before = tx.counter_session(point.id, counter)
    if before is not None and before.staff != staff:
        tx.append(
            "sign_out",
            context.recorded_at,
            point.id,
            counter=counter,
            staff=before.staff,
            data={"taken_over_by": staff},
        )
    session = CounterSession(point.id, counter, staff, context.recorded_at, device=actor.device)
    tx.put_counter_session(session)
    tx.append("sign_in", context.recorded_at, point.id, counter=counter, staff=staff)
    return session


def sign_out(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> None:
    """Refused while a ticket is in hand: it would be nobody's. Who was sent here alone is everyone's again."""
    session = session_at(point, tx, actor, counter)
    context = read_context(point, tx)
    current = tx.at_counter(point.id, context.business_date, counter)
    if current is not None:
        raise Refusal(Reason.TICKET_IN_HAND, values={"number": current.number}, state=current.state)
    release_reserved(context, counter, session.staff)
    tx.end_counter_session(point.id, counter)
    tx.append("sign_out", context.recorded_at, point.id, counter=counter, staff=session.staff)


def pause(point: ServicePoint, tx: Transaction, actor: Actor, counter: str, reason: str) -> CounterSession:
    """Pausing again changes the reason."""
    session = replace(session_at(point, tx, actor, counter), paused=reason)
    context = read_context(point, tx)
    tx.put_counter_session(session)
    tx.append("pause", context.recorded_at, point.id, counter=counter, staff=session.staff, data={"reason": reason})
    return session


def resume(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> CounterSession:
    """Resuming a counter that is not paused changes nothing."""
    session = session_at(point, tx, actor, counter)
    if session.paused is None:
        return session
    session = replace(session, paused=None)
    context = read_context(point, tx)
    tx.put_counter_session(session)
    tx.append("resume", context.recorded_at, point.id, counter=counter, staff=session.staff)
    return session
