"""Wrong PINs slow down the device on which they are typed, for that account; the account only after many devices.

So nobody can lock others out from one device, and a guesser gets five tries, then ever fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from kiosk.contract.reasons import Reason
from kiosk.operations.people.actor import Actor
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import PinFailures, Staff, Transaction

FREE_FAILURES: Final = 5
FIRST_LOCK: Final = timedelta(minutes=5)
LONGEST_LOCK: Final = timedelta(hours=1)
MANY_DEVICES: Final = 4
"""So many devices that are locked for an account at the same time lock it on every device, but for supervisors."""
ANYONE: Final = ""
"""The name under which PINs without a name are counted."""
FORGOTTEN_AFTER: Final = timedelta(days=1)
"""A wrong PIN counts for so long."""


def lock_after(failures: int) -> timedelta | None:
    """How long a device is locked for an account after so many wrong PINs in a row; None: not."""
    if failures < FREE_FAILURES:
        return None
    return min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(failures - FREE_FAILURES, 10))


def begin(point: ServicePoint, tx: Transaction, actor: Actor, name: str) -> str | None:
    """Count an attempt and return the hash to check the PIN against; None for an unknown or removed account.

    It counts as a failure before the PIN is checked, so that parallel guesses cannot exceed the limit. Refused with
    ``locked`` while the device is locked for the account, or the account on every device.
    """
    staff = tx.staff(name)
    if staff is None or not staff.active:
        return None
    until = _locked_until(tx.pin_failures(name), staff, actor.device or "", point.clock.now())
    _count(point, tx, actor, name, until)
    return staff.pin_hash


def begin_for_anyone(point: ServicePoint, tx: Transaction, actor: Actor) -> list[Staff]:
    """Count an attempt with a PIN that comes without a name, and return the accounts that it may belong to.

    The device is slowed for such PINs as it is for an account; no account is. Refused with ``locked``, and with
    ``no_account`` where nobody could have a PIN.
    """
    accounts = [staff for staff in tx.all_staff() if staff.active]
    if not accounts:
        raise Refusal(Reason.NO_ACCOUNT)
    here = [one for one in tx.pin_failures(ANYONE) if one.device == (actor.device or "")]
    _count(point, tx, actor, ANYONE, max(_ends_of_locks(here, point.clock.now()), default=None))
    return accounts


def end_for_anyone(tx: Transaction, actor: Actor) -> None:
    """The PIN belonged to somebody: forget this device's failures."""
    tx.clear_pin_failures(ANYONE, actor.device or "")


def _count(point: ServicePoint, tx: Transaction, actor: Actor, name: str, locked_until: datetime | None) -> None:
    """One more failure of this device for this name. Refused where it is locked."""
    now, device = point.clock.now(), actor.device or ""
    if locked_until is not None:
        raise _locked_refusal(locked_until, now)
    known = tx.pin_failures(name)
    before = next((one for one in known if one.device == device and now - one.last_at < FORGOTTEN_AFTER), None)
    failures = before.failures + 1 if before else 1
    lock = lock_after(failures)
    tx.put_pin_failures(PinFailures(device, name, failures, now, now + lock if lock else None))
    if lock is not None:
        context = read_context(point, tx)
        data = {"did": "locked" if name else "window_locked", "failures": failures, "on": actor.logged_device}
        tx.append("staff", context.recorded_at, point.id, staff=name or None, data=data)


def end(tx: Transaction, actor: Actor, name: str) -> Staff:
    """The PIN was right: forget this device's failures. Refused with ``wrong_pin`` when the account was removed."""
    staff = tx.staff(name)
    if staff is None or not staff.active:
        raise Refusal(Reason.WRONG_PIN)
    tx.clear_pin_failures(name, actor.device or "")
    return staff


def locked_until(point: ServicePoint, tx: Transaction, name: str) -> datetime | None:
    """Until when some device is locked for the account; None where none is."""
    return max(_ends_of_locks(tx.pin_failures(name), point.clock.now()), default=None)


def _ends_of_locks(known: Sequence[PinFailures], now: datetime) -> list[datetime]:
    """Ends of the locks that hold. No lock lasts longer than the longest, also where the clock was set back."""
    return [
        one.locked_until
        for one in known
        if one.locked_until is not None and now < one.locked_until and one.locked_until - now <= LONGEST_LOCK
    ]


def _locked_until(known: Sequence[PinFailures], staff: Staff, device: str, now: datetime) -> datetime | None:
    here = _ends_of_locks([one for one in known if one.device == device], now)
    if here:
        return max(here)
    locks = sorted(_ends_of_locks(known, now), reverse=True)
    if staff.role == "supervisor" or len(locks) < MANY_DEVICES:
        return None
    return locks[MANY_DEVICES - 1]


def _locked_refusal(until: datetime, at: datetime) -> Refusal:
    """With the seconds to wait and the minutes rounded up."""
    seconds = max(1, int((until - at).total_seconds()) + 1)
    return Refusal(Reason.LOCKED, {"minutes": -(-seconds // 60)}, retry_after_s=seconds)
