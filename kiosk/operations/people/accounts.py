"""Staff accounts. Five wrong PINs lock one for five minutes, each further one for twice as long."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import Staff, Transaction

FREE_FAILURES = 5
FIRST_LOCK = timedelta(minutes=5)
LONGEST_LOCK = timedelta(hours=1)


def lock_after(failures: int) -> timedelta | None:
    """How long an account is locked after so many wrong PINs in a row."""
    if failures < FREE_FAILURES:
        return None
    return min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(failures - FREE_FAILURES, 10))


def begin_attempt(point: ServicePoint, tx: Transaction, name: str) -> str | None:
    """The hash to check a PIN against; None for nobody.

    The attempt counts as a failure before it is checked, so that a hundred guesses at once are still only five.
    """
    staff = tx.staff(name)
    if staff is None or not staff.active:
        return None
    at = point.clock.now()
    if staff.locked_until is not None and at < staff.locked_until:
        raise locked_refusal(staff.locked_until, at)
    failures = staff.failures + 1
    lock = lock_after(failures)
    tx.put_staff(replace(staff, failures=failures, locked_until=at + lock if lock else None))
    if lock is not None:
        context = read_context(point, tx)
        tx.append("staff", context.recorded_at, point.id, staff=name, data={"did": "locked", "failures": failures})
    return staff.pin_hash


def end_attempt(tx: Transaction, name: str) -> Staff:
    """The right PIN: failures are forgotten. Refused when the account was removed meanwhile."""
    staff = tx.staff(name)
    if staff is None or not staff.active:
        raise Refusal(Reason.WRONG_PIN)
    staff = replace(staff, failures=0, locked_until=None)
    tx.put_staff(staff)
    return staff


def locked_refusal(until: datetime, at: datetime) -> Refusal:
    seconds = max(1, int((until - at).total_seconds()) + 1)
    return Refusal(Reason.LOCKED, {"minutes": -(-seconds // 60)}, retry_after_s=seconds)


def add(
    point: ServicePoint, tx: Transaction, name: str, role: str, pin_hash: str, *, first_only: bool, by: str | None
) -> Staff:
    """``first_only``: refused once there is an account. A removed name may be given again."""
    if first_only and any(staff.active for staff in tx.all_staff()):
        raise Refusal(Reason.FORBIDDEN)
    before = tx.staff(name)
    if before is not None and before.active:
        raise Refusal(Reason.STAFF_EXISTS, values={"name": name})
    context = read_context(point, tx)
    staff = Staff(name=name, role=role, pin_hash=pin_hash, created_at=context.recorded_at)
    tx.put_staff(staff)
    tx.append("staff", context.recorded_at, point.id, staff=name, data={"did": "added", "role": role, "by": by})
    return staff


def change_pin(point: ServicePoint, tx: Transaction, name: str, pin_hash: str, *, by: str | None) -> Staff:
    """A new PIN; wrong ones before it are forgotten and a lock ends."""
    staff = tx.staff(name)
    if staff is None or not staff.active:
        raise Refusal(Reason.UNKNOWN_STAFF, {"name": name})
    context = read_context(point, tx)
    staff = replace(staff, pin_hash=pin_hash, failures=0, locked_until=None)
    tx.put_staff(staff)
    tx.append("staff", context.recorded_at, point.id, staff=name, data={"did": "pin_changed", "by": by})
    return staff


def remove(point: ServicePoint, tx: Transaction, name: str, *, by: str | None) -> None:
    """Sessions of the account end at once; a ticket in hand stays at its counter."""
    staff = tx.staff(name)
    if staff is None or not staff.active:
        raise Refusal(Reason.UNKNOWN_STAFF, {"name": name})
    context = read_context(point, tx)
    tx.put_staff(replace(staff, active=False))
    for session in tx.counter_sessions(point.id):
        if session.staff == name:
            tx.end_counter_session(point.id, session.counter)
            tx.append(
                "sign_out", context.recorded_at, point.id, counter=session.counter, staff=name, data={"by": "removal"}
            )
    tx.append("staff", context.recorded_at, point.id, staff=name, data={"did": "removed", "by": by})
