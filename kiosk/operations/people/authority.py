"""Who may do what: a device alone may only show and sign in; whatever changes something needs a person, or more."""

from __future__ import annotations

from enum import StrEnum

from kiosk.contract.reasons import Reason
from kiosk.operations.people import sign_ins
from kiosk.operations.people.actor import Actor, may_supervise, session_of
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.store.interface import CounterSession, Transaction


class Access(StrEnum):
    """What a call needs beside a device whose role may make it."""

    DEVICE = "device"
    """Nothing."""
    PERSON = "person"
    """Somebody who is signed in on the device."""
    SUPERVISOR = "supervisor"
    """A supervisor who is signed in on the device."""


def check(
    point: ServicePoint, tx: Transaction, actor: Actor, access: Access, *, grave: bool = False
) -> CounterSession | None:
    """The session of the person who acts; None for the server's own user and for a device alone.

    ``grave``: the PIN must have been given within the last five minutes. Raises ``Refusal`` ``sign_in_needed``,
    ``forbidden`` or ``pin_needed``.
    """
    if actor.is_administrator:
        return None
    session = session_of(tx.sign_ins(point.id), actor)
    if session is not None and sign_ins.is_over(point, session):
        session = None
    if access is Access.DEVICE:
        return session
    if session is None:
        raise Refusal(Reason.SIGN_IN_NEEDED)
    if access is Access.SUPERVISOR and not may_supervise(point, tx, actor):
        raise Refusal(Reason.FORBIDDEN)
    if grave and not sign_ins.is_proved(point, session):
        raise Refusal(Reason.PIN_NEEDED)
    return session


def sign(
    point: ServicePoint, tx: Transaction, actor: Actor, access: Access, *, grave: bool = False
) -> CounterSession | None:
    """As ``check``, for a write: notes the move, and names device and person in every event that the write appends."""
    session = check(point, tx, actor, access, grave=grave)
    tx.sign(actor.logged_device, session.staff if session else None)
    return sign_ins.used(point, tx, session) if session else None
