"""Sign-ins at counters and on supervisors' devices, pause and resume. The caller has checked the PIN."""

from __future__ import annotations

from dataclasses import replace

from kiosk.contract.reasons import Reason
from kiosk.operations.forecasts import absences
from kiosk.operations.people.actor import Actor, known_counter, session_at, session_of
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.operations.tickets.transfer import release_reserved
from kiosk.store.interface import CounterSession, Transaction


def sign_in(
    point: ServicePoint, tx: Transaction, actor: Actor, counter: str, staff: str, *, token_hash: str | None = None
) -> CounterSession:
    """Begin a session; it ends a colleague's session at the same counter. A ticket in hand stays at the counter.

    A counter that was marked as closed is open again.

    ``token_hash``: of the session token that every request of this session must show; None: none is asked for.
    """
    known_counter(point, counter)
    context = read_context(point, tx)
    absences.clear_for_sign_in(context, counter, staff)
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
    session = _new_session(point, actor, counter, staff, token_hash)
    tx.put_counter_session(session)
    tx.append("sign_in", context.recorded_at, point.id, counter=counter, staff=staff)
    return session


def sign_in_on_device(
    point: ServicePoint, tx: Transaction, actor: Actor, staff: str, token_hash: str | None
) -> CounterSession:
    """Begin a session on a device that belongs to no counter; it ends the one before it there."""
    context = read_context(point, tx)
    session = _new_session(point, actor, "", staff, token_hash)
    tx.put_counter_session(session)
    tx.append("sign_in", context.recorded_at, point.id, staff=staff)
    return session


def sign_out_of_device(point: ServicePoint, tx: Transaction, actor: Actor) -> None:
    """End the session on a device that belongs to no counter. Nothing happens where nobody is signed in."""
    session = session_of([one for one in tx.sign_ins(point.id) if not one.counter], actor)
    if session is not None:
        tx.end_counter_session(session)
        tx.append("sign_out", read_context(point, tx).recorded_at, point.id, staff=session.staff)


def prove(point: ServicePoint, tx: Transaction, session: CounterSession) -> None:
    """The PIN was given again."""
    tx.put_counter_session(replace(session, proved_at=point.clock.now()))


def _new_session(point: ServicePoint, actor: Actor, counter: str, staff: str, token_hash: str | None) -> CounterSession:
    now = point.clock.now()
    return CounterSession(
        point.id, counter, staff, now, device=actor.device, token_hash=token_hash, used_at=now, proved_at=now
    )


def sign_out(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> None:
    """End the session; tickets that only this counter may call are released to every counter.

    Refused with ``ticket_in_hand`` while a ticket is in hand: nobody would be responsible for it.
    """
    session = session_at(point, tx, actor, counter)
    context = read_context(point, tx)
    current = context.at_counter(counter)
    if current is not None:
        raise Refusal(Reason.TICKET_IN_HAND, values={"number": current.number}, state=current.state)
    release_reserved(context, counter, session.staff)
    tx.end_counter_session(session)
    tx.append("sign_out", context.recorded_at, point.id, counter=counter, staff=session.staff)


def pause(point: ServicePoint, tx: Transaction, actor: Actor, counter: str, reason: str) -> CounterSession:
    """Stop calling at the counter; when it is paused already, only the reason changes."""
    session = replace(session_at(point, tx, actor, counter), paused=reason)
    context = read_context(point, tx)
    tx.put_counter_session(session)
    tx.append("pause", context.recorded_at, point.id, counter=counter, staff=session.staff, data={"reason": reason})
    return session


def resume(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> CounterSession:
    """End the pause; a counter that is not paused is left as it is."""
    session = session_at(point, tx, actor, counter)
    if session.paused is None:
        return session
    session = replace(session, paused=None)
    context = read_context(point, tx)
    tx.put_counter_session(session)
    tx.append("resume", context.recorded_at, point.id, counter=counter, staff=session.staff)
    return session
