"""Staff accounts."""

from __future__ import annotations

from dataclasses import replace

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import Staff, Transaction


def add(
    point: ServicePoint, tx: Transaction, name: str, role: str, pin_hash: str, *, first_only: bool, by: str | None
) -> Staff:
    """Add an account; the name of a removed one may be used again. ``first_only``: refused when any account exists."""
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
    """Set a new PIN, which clears failures and ends a lock."""
    staff = tx.staff(name)
    if staff is None or not staff.active:
        raise Refusal(Reason.UNKNOWN_STAFF, {"name": name})
    context = read_context(point, tx)
    staff = replace(staff, pin_hash=pin_hash)
    tx.clear_pin_failures(name)
    tx.put_staff(staff)
    tx.append("staff", context.recorded_at, point.id, staff=name, data={"did": "pin_changed", "by": by})
    return staff


def remove(point: ServicePoint, tx: Transaction, name: str, *, by: str | None) -> None:
    """Remove the account and end its counter sessions; a ticket in hand stays at its counter."""
    staff = tx.staff(name)
    if staff is None or not staff.active:
        raise Refusal(Reason.UNKNOWN_STAFF, {"name": name})
    context = read_context(point, tx)
    tx.put_staff(replace(staff, active=False))
    tx.clear_pin_failures(name)
    for session in tx.sign_ins(point.id):
        if session.staff == name:
            tx.end_counter_session(session)
            data = {"by": "removal"}
            tx.append("sign_out", context.recorded_at, point.id, counter=session.counter or None, staff=name, data=data)
    tx.append("staff", context.recorded_at, point.id, staff=name, data={"did": "removed", "by": by})
