"""A new window is let in: a supervisor asks for a code, the window proves that it was told it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract import pairing_code
from kiosk.contract.pairing import NewPairing, Pair, Paired, PairingCode
from kiosk.contract.reasons import Reason
from kiosk.operations.people import devices
from kiosk.operations.refusal import Refusal
from kiosk.server.api.people import actor_name, checked_name, device_view
from kiosk.server.http.client_address import is_loopback_address
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def create_pairing_code(app: AppState, request: Request) -> Response:
    """A supervisor's matter, at a counter too while one is signed in there."""
    body: NewPairing = request.body
    name = checked_name(body.name)

    asks = await app.look(request, lambda tx: actor_name(app, request, tx))
    if any(one.name == name and one.revoked_at is None for one in app.authenticator.devices.values()):
        raise Refusal(Reason.DEVICE_EXISTS, values={"name": name})
    made = app.pairing_codes.create(
        name, body.role, by=asks or request.caller.name, by_staff=asks, by_device=request.caller.device
    )
    secure = app.tls
    return Response(
        PairingCode(
            code=made.code,
            name=made.name,
            role=made.role,
            expires_in_s=pairing_code.LIFE_S,
            server=secure.url if secure else None,
            fingerprint=secure.fingerprint if secure else None,
            scanned=pairing_code.qr_text(made.code, secure.url, secure.fingerprint) if secure else None,
        ),
        201,
    )


async def pair(app: AppState, request: Request) -> Response:
    """The token goes to whoever proved the code on a connection with our own certificate, and to nobody else."""
    body: Pair = request.body
    if not request.secure and not is_loopback_address(request.address):
        raise Refusal(Reason.PAIRING_IN_CLEAR)
    fingerprint = app.tls.fingerprint if app.tls and request.secure else ""
    invited, key = await app.pairing_codes.redeem(body, fingerprint, request.address)
    try:
        device, token = await app.write(
            lambda tx: devices.add(
                app.point,
                tx,
                invited.name,
                invited.role,
                by=f"pairing, {invited.created_by}",
                added_by=invited.created_by_staff,
                added_on=invited.created_by_device,
            )
        )
    except Refusal:
        app.pairing_codes.reopen(invited)
        raise
    await app.reload_devices()
    return Response(
        Paired(
            proof=pairing_code.proof(key, "server"),
            token=token,
            point=app.point.id,
            device=device_view(app, device),
            language=app.languages[0],
        ),
        201,
    )
