"""A new window is let in: a supervisor asks for a code, the window proves that it was told it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk import pairing
from kiosk.messages import NewPairing, Pair, Paired, PairingCode
from kiosk.operations import devices
from kiosk.operations.refusal import Refusal
from kiosk.server.callers import is_loopback
from kiosk.server.exchange import Reply, Visit
from kiosk.server.handlers.people import asker, check_supervises, device_view
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.house import House


async def invite(house: House, visit: Visit) -> Reply:
    """A supervisor's matter, at a counter too while one is signed in there."""
    body: NewPairing = visit.body

    def read(tx: Transaction) -> str:
        check_supervises(house, visit, tx)
        return asker(house, visit, tx)

    asks = await house.read(read)
    if any(one.name == body.name and one.revoked_at is None for one in house.doorkeeper.devices.values()):
        raise Refusal("device_exists", values={"name": body.name})
    made = house.pairings.invite(body.name, body.role, by=asks, by_device=visit.caller.device)
    secure = house.secure
    return Reply(
        PairingCode(
            code=made.code,
            name=made.name,
            role=made.role,
            expires_in_s=pairing.LIFE_S,
            server=secure.url if secure else None,
            fingerprint=secure.fingerprint if secure else None,
            scanned=pairing.scanned(made.code, secure.url, secure.fingerprint) if secure else None,
        ),
        201,
    )


async def pair(house: House, visit: Visit) -> Reply:
    """The token goes to whoever proved the code on a connection with our own certificate, and to nobody else."""
    body: Pair = visit.body
    if not visit.secure and not is_loopback(visit.address):
        raise Refusal("pairing_in_clear", 403)
    fingerprint = house.secure.fingerprint if house.secure and visit.secure else ""
    invited, key = await house.pairings.take(body, fingerprint, visit.address)
    try:
        device, token = await house.write(
            lambda tx: devices.add(house.point, tx, invited.name, invited.role, by=f"pairing, {invited.by}")
        )
    except Refusal:
        house.pairings.give_back(invited)
        raise
    await house.reload_devices()
    return Reply(
        Paired(
            proof=pairing.proof(key, "server"), token=token, point=house.point.id, device=device_view(house, device)
        ),
        201,
    )
