"""Devices of a point: a token each, seen once, stored as a hash, revoked at once."""

from __future__ import annotations

import secrets
from dataclasses import replace

from kiosk.contract.reasons import Reason
from kiosk.operations.people.tokens import hashed, new_token
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import Device, Transaction


def add(point: ServicePoint, tx: Transaction, name: str, role: str, *, by: str | None) -> tuple[Device, str]:
    """The device and its token. Refused when a device of this point that may be used has the name."""
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
    )
    tx.put_device(device)
    tx.append(
        "device", context.recorded_at, point.id, data={"did": "added", "device": device.id, "role": role, "by": by}
    )
    return device, token


def revoke(point: ServicePoint, tx: Transaction, wanted: str, *, by: str | None) -> Device:
    """By id, or by the name of a device that may be used. Its sessions at counters end."""
    devices = [device for device in of_point(point, tx) if device.revoked_at is None]
    device = next((d for d in devices if d.id == wanted), None) or next((d for d in devices if d.name == wanted), None)
    if device is None:
        raise Refusal(Reason.UNKNOWN_DEVICE, {"device": wanted})
    context = read_context(point, tx)
    device = replace(device, revoked_at=context.recorded_at)
    tx.put_device(device)
    for session in tx.counter_sessions(point.id):
        if session.device == device.id:
            tx.end_counter_session(point.id, session.counter)
            data = {"by": "revocation"}
            tx.append(
                "sign_out", context.recorded_at, point.id, counter=session.counter, staff=session.staff, data=data
            )
    tx.append("device", context.recorded_at, point.id, data={"did": "revoked", "device": device.id, "by": by})
    return device


def of_point(point: ServicePoint, tx: Transaction) -> list[Device]:
    return [device for device in tx.all_devices() if device.point == point.id]
