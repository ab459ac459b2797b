"""Staff accounts and devices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.contract import bounds, pairing_code
from kiosk.contract.devices import DeviceView, EnrolledDevice, NewDevice, RevokedDevice
from kiosk.contract.people import FirstAccountCode, NewPin, NewStaff, StaffNames, StaffView
from kiosk.contract.reasons import Reason
from kiosk.operations.people import accounts, devices, pin_attempts, pin_policy
from kiosk.operations.people.actor import session_of
from kiosk.operations.people.authority import Access
from kiosk.operations.refusal import Refusal
from kiosk.server.api.counters import check_pin, hash_pin
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response
from kiosk.store.interface import Device, Staff, Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def staff_names(app: AppState, _request: Request) -> Response:
    every = await app.read(lambda tx: tx.all_staff())
    return Response(StaffNames(names=sorted(staff.name for staff in every if staff.active)))


def checked_name(text: str) -> str:
    """The name of an account or a device as it is kept. Refused with ``name_alike``."""
    try:
        return bounds.normal_name(text)
    except ValueError:
        raise Refusal(Reason.NAME_ALIKE, {"name": text}) from None


def actor_name(app: AppState, request: Request, tx: Transaction) -> str | None:
    """The member of staff who acts; None for the server's own user."""
    session = session_of(tx.sign_ins(app.point.id), request.caller.actor)
    return session.staff if session else None


async def list_staff(app: AppState, request: Request) -> Response:
    def read(tx: Transaction) -> list[StaffView]:
        return [_staff_view(app, tx, staff) for staff in tx.all_staff() if staff.active]

    return Response(await app.look(request, read))


async def add_staff(app: AppState, request: Request) -> Response:
    """By a supervisor; the first account on the server's own machine, or with the code that the server shows there."""
    body: NewStaff = request.body
    name = checked_name(body.name)
    pin_policy.check(body.pin, app.point.configuration.security.pin_digits)
    first = await app.read(lambda tx: not any(staff.active for staff in tx.all_staff()))
    with_code = first and not request.caller.actor.is_administrator
    if with_code and not app.first_account.redeem(body.code):
        raise Refusal(Reason.FIRST_ACCOUNT)
    if not with_code:
        await app.look(_supervising(request), lambda _tx: None)
    pin_hash = await hash_pin(body.pin)

    def write(tx: Transaction) -> StaffView:
        who = actor_name(app, request, tx) or request.caller.name
        made = accounts.add(app.point, tx, name, body.role, pin_hash, first_only=with_code, by=who)
        return _staff_view(app, tx, made)

    return Response(await app.act(request if with_code else _supervising(request), write), 201)


def _supervising(request: Request) -> Request:
    return replace(request, access=Access.SUPERVISOR, grave=True)


async def create_first_account_code(app: AppState, _request: Request) -> Response:
    """For this machine's own user, who tells it to whoever makes the first account at another machine."""
    if await app.read(lambda tx: any(staff.active for staff in tx.all_staff())):
        raise Refusal(Reason.NOT_FIRST)
    return Response(FirstAccountCode(code=app.first_account.new_code(), expires_in_s=pairing_code.LIFE_S), 201)


async def remove_staff(app: AppState, request: Request) -> Response:
    def write(tx: Transaction) -> None:
        accounts.remove(app.point, tx, request.params["name"], by=actor_name(app, request, tx) or request.caller.name)

    await app.act(request, write)
    return Response(status=204)


async def change_pin(app: AppState, request: Request) -> Response:
    """By whoever knows the present PIN, guessed at as seldom as at a sign-in; or by a supervisor without it."""
    body: NewPin = request.body
    name, actor = request.params["name"], request.caller.actor
    pin_policy.check(body.new_pin, app.point.configuration.security.pin_digits)
    request = request if body.pin is not None else _supervising(request)
    await app.look(request, lambda _tx: None)
    if body.pin is not None:
        await check_pin(app, actor, name, body.pin)
    pin_hash = await hash_pin(body.new_pin)

    def write(tx: Transaction) -> StaffView:
        by = name if body.pin is not None else actor_name(app, request, tx) or request.caller.name
        return _staff_view(app, tx, accounts.change_pin(app.point, tx, name, pin_hash, by=by))

    return Response(await app.act(request, write))


async def list_devices(app: AppState, request: Request) -> Response:
    found = await app.look(request, lambda tx: devices.of_point(app.point, tx))
    return Response([device_view(app, device) for device in found])


async def add_device(app: AppState, request: Request) -> Response:
    body: NewDevice = request.body
    caller, name = request.caller, checked_name(body.name)

    def write(tx: Transaction) -> tuple[Device, str]:
        who = actor_name(app, request, tx)
        by = who or caller.name
        return devices.add(app.point, tx, name, body.role, by=by, added_by=who, added_on=caller.device)

    device, token = await app.act(request, write)
    await app.reload_devices()
    return Response(EnrolledDevice(device=device_view(app, device), token=token), 201)


async def revoke_device(app: AppState, request: Request) -> Response:
    """With ``?descendants=true`` those too that it let in, and so on. The answer names those that are left."""
    with_descendants = request.query.get("descendants") == "true"

    def write(tx: Transaction) -> list[Device]:
        by = actor_name(app, request, tx) or request.caller.name
        return devices.revoke(app.point, tx, request.params["id"], by=by, with_descendants=with_descendants)

    left = await app.act(request, write)
    await app.reload_devices()
    if not left:
        return Response(status=204)
    return Response(RevokedDevice(descendants=[device_view(app, device) for device in left]))


def _staff_view(app: AppState, tx: Transaction, staff: Staff) -> StaffView:
    zone = app.point.configuration.office.timezone
    until = pin_attempts.locked_until(app.point, tx, staff.name)
    return StaffView(
        name=staff.name,
        role=staff.role,
        active=staff.active,
        locked_until=until.astimezone(zone) if until else None,
    )


def device_view(app: AppState, device: Device) -> DeviceView:
    zone = app.point.configuration.office.timezone
    return DeviceView(
        id=device.id,
        name=device.name,
        role=device.role,
        created_at=device.created_at.astimezone(zone),
        revoked_at=device.revoked_at.astimezone(zone) if device.revoked_at else None,
        added_by=device.added_by,
        added_on=device.added_on,
    )
