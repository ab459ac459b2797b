"""Devices of a point. Each has a token that is shown once and stored as a hash; revoking takes effect at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import hashed
from kiosk.operations.people.tokens import new_token
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import Device, Transaction


def add(
    point: ServicePoint,
    tx: Transaction,
    name: str,
    role: str,
    *,
    by: str | None,
    added_by: str | None = None,
    added_on: str | None = None,
) -> tuple[Device, str]:
    """Add a device; returns it with its token. Refused with ``device_exists`` when a device in use has the name.

    ``by``: for the log; ``added_by`` and ``added_on``: the member of staff and the device that let it in.
    """
    if any(device.name == name and device.revoked_at is None for device in of_point(point, tx)):
        raise Refusal(Reason.DEVICE_EXISTS, values={"name": name})
    context = read_context(point, tx)
    token = new_token()
    device = Device(
        id=secrets.token_hex(4),
        name=name,
        role=role,
        point=point.id,
        token_hash=hashed(token),
        created_at=context.recorded_at,
        added_by=added_by,
        added_on=added_on,
    )
    tx.put_device(device)
    tx.append(
        "device", context.recorded_at, point.id, data={"did": "added", "device": device.id, "role": role, "by": by}
    )
    return device, token


def revoke(
    point: ServicePoint, tx: Transaction, wanted: str, *, by: str | None, with_descendants: bool = False
) -> list[Device]:
    """Revoke the device with this id, else the one with this name, and end its sign-ins; returns what it let in.

    That are the devices still in use which were let in on it, and on those, and so on; with ``with_descendants`` they
    are revoked too, also where the device itself was revoked before. Refused with ``unknown_device`` (404).
    """
    devices = of_point(point, tx)
    in_use = [device for device in devices if device.revoked_at is None]
    known = [*in_use, *(devices if with_descendants else ())]
    device = next((d for d in known if d.id == wanted), None) or next((d for d in known if d.name == wanted), None)
    if device is None:
        raise Refusal(Reason.UNKNOWN_DEVICE, {"device": wanted})
    left = descendants(devices, device.id)
    if device.revoked_at is None:
        _revoke_device(point, tx, device, by)
    if with_descendants:
        for one in left:
            _revoke_device(point, tx, one, by)
        return []
    return left


def descendants(devices: Sequence[Device], root: str) -> list[Device]:
    """The devices in use that were let in on the device ``root``, or on one of its descendants."""
    reached = {root}
    while new := {device.id for device in devices if device.added_on in reached} - reached:
        reached |= new
    return [device for device in devices if device.id in reached - {root} and device.revoked_at is None]


def _revoke_device(point: ServicePoint, tx: Transaction, device: Device, by: str | None) -> None:
    context = read_context(point, tx)
    tx.put_device(replace(device, revoked_at=context.recorded_at))
    for session in tx.sign_ins(point.id):
        if session.device == device.id:
            tx.end_counter_session(session)
            data, counter = {"by": "revocation"}, session.counter or None
            tx.append("sign_out", context.recorded_at, point.id, counter=counter, staff=session.staff, data=data)
    tx.append("device", context.recorded_at, point.id, data={"did": "revoked", "device": device.id, "by": by})


def of_point(point: ServicePoint, tx: Transaction) -> list[Device]:
    return [device for device in tx.all_devices() if device.point == point.id]
