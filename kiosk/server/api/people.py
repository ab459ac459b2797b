"""Staff accounts and devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.devices import DeviceView, EnrolledDevice, NewDevice
from kiosk.contract.people import NewPin, NewStaff, StaffNames, StaffView
from kiosk.contract.reasons import Reason
from kiosk.operations.people import accounts, devices
from kiosk.operations.people.actor import may_supervise, session_of
from kiosk.operations.refusal import Refusal
from kiosk.server.api.counters import check_pin, hash_pin
from kiosk.server.http.auth import Role
from kiosk.server.http.endpoint import Request, Response
from kiosk.store.interface import Device, Staff, Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def staff_names(app: AppState, _request: Request) -> Response:
    every = await app.read(lambda tx: tx.all_staff())
    return Response(StaffNames(names=sorted(staff.name for staff in every if staff.active)))


def supervises(app: AppState, request: Request, tx: Transaction) -> bool:
    """A supervisor's device, this machine's own user, or a counter where a supervisor is signed in."""
    return request.caller.role is Role.SUPERVISOR or may_supervise(app.point, tx, request.caller.actor)


def check_supervises(app: AppState, request: Request, tx: Transaction) -> None:
    if not supervises(app, request, tx):
        raise Refusal(Reason.FORBIDDEN)


def asker(app: AppState, request: Request, tx: Transaction) -> str:
    """Whom to write down: the member of staff, else the device."""
    session = session_of(tx.counter_sessions(app.point.id), request.caller.actor)
    return session.staff if session else request.caller.name


async def list_staff(app: AppState, request: Request) -> Response:
    def read(tx: Transaction) -> list[Staff]:
        check_supervises(app, request, tx)
        return tx.all_staff()

    return Response([_staff(app, staff) for staff in await app.read(read) if staff.active])


async def add_staff(app: AppState, request: Request) -> Response:
    """A counter without a supervisor may make the first account alone."""
    body: NewStaff = request.body
    pin_hash = await hash_pin(body.pin)

    def write(tx: Transaction) -> Staff:
        first_only, who = not supervises(app, request, tx), asker(app, request, tx)
        return accounts.add(app.point, tx, body.name, body.role, pin_hash, first_only=first_only, by=who)

    return Response(_staff(app, await app.write(write)), 201)


async def remove_staff(app: AppState, request: Request) -> Response:
    def write(tx: Transaction) -> None:
        check_supervises(app, request, tx)
        accounts.remove(app.point, tx, request.params["name"], by=asker(app, request, tx))

    await app.write(write)
    return Response(status=204)


async def change_pin(app: AppState, request: Request) -> Response:
    """By whoever knows the present PIN, guessed at as seldom as at a sign-in; or by a supervisor without it."""
    body: NewPin = request.body
    name = request.params["name"]
    if body.pin is not None:
        await check_pin(app, name, body.pin)
    else:
        await app.read(lambda tx: check_supervises(app, request, tx))
    pin_hash = await hash_pin(body.new_pin)

    def write(tx: Transaction) -> Staff:
        if body.pin is None:
            check_supervises(app, request, tx)
            return accounts.change_pin(app.point, tx, name, pin_hash, by=asker(app, request, tx))
        return accounts.change_pin(app.point, tx, name, pin_hash, by=name)

    return Response(_staff(app, await app.write(write)))


async def list_devices(app: AppState, _request: Request) -> Response:
    found = await app.read(lambda tx: devices.of_point(app.point, tx))
    return Response([device_view(app, device) for device in found])


async def add_device(app: AppState, request: Request) -> Response:
    body: NewDevice = request.body
    device, token = await app.write(lambda tx: devices.add(app.point, tx, body.name, body.role, by=request.caller.name))
    await app.reload_devices()
    return Response(EnrolledDevice(device=device_view(app, device), token=token), 201)


async def revoke_device(app: AppState, request: Request) -> Response:
    await app.write(lambda tx: devices.revoke(app.point, tx, request.params["id"], by=request.caller.name))
    await app.reload_devices()
    return Response(status=204)


def _staff(app: AppState, staff: Staff) -> StaffView:
    zone = app.point.configuration.office.timezone
    until = staff.locked_until
    locked = until is not None and until > app.point.clock.now()
    return StaffView(
        name=staff.name,
        role=staff.role,
        active=staff.active,
        locked_until=until.astimezone(zone) if until and locked else None,
    )


def device_view(app: AppState, device: Device) -> DeviceView:
    zone = app.point.configuration.office.timezone
    return DeviceView(
        id=device.id,
        name=device.name,
        role=device.role,
        created_at=device.created_at.astimezone(zone),
        revoked_at=device.revoked_at.astimezone(zone) if device.revoked_at else None,
    )
