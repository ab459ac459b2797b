"""Staff accounts and devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.messages import DeviceView, EnrolledDevice, NewDevice, NewPin, NewStaff, StaffNames, StaffView
from kiosk.operations import devices, people
from kiosk.operations.actor import at_work, may_supervise
from kiosk.operations.refusal import Refusal
from kiosk.server.callers import Role
from kiosk.server.exchange import Reply, Visit
from kiosk.server.handlers.counters import check_pin, hash_pin
from kiosk.store.interface import Device, Staff, Transaction

if TYPE_CHECKING:
    from kiosk.server.house import House


async def staff_names(house: House, _visit: Visit) -> Reply:
    accounts = await house.read(lambda tx: tx.all_staff())
    return Reply(StaffNames(names=sorted(staff.name for staff in accounts if staff.active)))


def supervises(house: House, visit: Visit, tx: Transaction) -> bool:
    """A supervisor's device, this machine's own user, or a counter where a supervisor is signed in."""
    return visit.caller.role is Role.SUPERVISOR or may_supervise(house.point, tx, visit.caller.actor)


def check_supervises(house: House, visit: Visit, tx: Transaction) -> None:
    if not supervises(house, visit, tx):
        raise Refusal("forbidden", 403)


def asker(house: House, visit: Visit, tx: Transaction) -> str:
    """Whom to write down: the member of staff, else the device."""
    session = at_work(tx.counter_sessions(house.point.id), visit.caller.actor)
    return session.staff if session else visit.caller.name


async def list_staff(house: House, visit: Visit) -> Reply:
    def read(tx: Transaction) -> list[Staff]:
        check_supervises(house, visit, tx)
        return tx.all_staff()

    return Reply([_staff(house, staff) for staff in await house.read(read) if staff.active])


async def add_staff(house: House, visit: Visit) -> Reply:
    """A counter without a supervisor may make the first account alone."""
    body: NewStaff = visit.body
    pin_hash = await hash_pin(body.pin)

    def write(tx: Transaction) -> Staff:
        first_only, who = not supervises(house, visit, tx), asker(house, visit, tx)
        return people.add(house.point, tx, body.name, body.role, pin_hash, first_only=first_only, by=who)

    return Reply(_staff(house, await house.write(write)), 201)


async def remove_staff(house: House, visit: Visit) -> Reply:
    def write(tx: Transaction) -> None:
        check_supervises(house, visit, tx)
        people.remove(house.point, tx, visit.params["name"], by=asker(house, visit, tx))

    await house.write(write)
    return Reply(status=204)


async def change_pin(house: House, visit: Visit) -> Reply:
    """By whoever knows the present PIN, guessed at as seldom as at a sign-in; or by a supervisor without it."""
    body: NewPin = visit.body
    name = visit.params["name"]
    if body.pin is not None:
        await check_pin(house, name, body.pin)
    else:
        await house.read(lambda tx: check_supervises(house, visit, tx))
    pin_hash = await hash_pin(body.new_pin)

    def write(tx: Transaction) -> Staff:
        if body.pin is None:
            check_supervises(house, visit, tx)
            return people.put_pin(house.point, tx, name, pin_hash, by=asker(house, visit, tx))
        return people.put_pin(house.point, tx, name, pin_hash, by=name)

    return Reply(_staff(house, await house.write(write)))


async def list_devices(house: House, _visit: Visit) -> Reply:
    found = await house.read(lambda tx: devices.of_point(house.point, tx))
    return Reply([device_view(house, device) for device in found])


async def add_device(house: House, visit: Visit) -> Reply:
    body: NewDevice = visit.body
    device, token = await house.write(
        lambda tx: devices.add(house.point, tx, body.name, body.role, by=visit.caller.name)
    )
    await house.reload_devices()
    return Reply(EnrolledDevice(device=device_view(house, device), token=token), 201)


async def revoke_device(house: House, visit: Visit) -> Reply:
    await house.write(lambda tx: devices.revoke(house.point, tx, visit.params["id"], by=visit.caller.name))
    await house.reload_devices()
    return Reply(status=204)


def _staff(house: House, staff: Staff) -> StaffView:
    zone = house.point.configuration.office.timezone
    until = staff.locked_until
    locked = until is not None and until > house.point.clock.now()
    return StaffView(
        name=staff.name,
        role=staff.role,
        active=staff.active,
        locked_until=until.astimezone(zone) if until and locked else None,
    )


def device_view(house: House, device: Device) -> DeviceView:
    zone = house.point.configuration.office.timezone
    return DeviceView(
        id=device.id,
        name=device.name,
        role=device.role,
        created_at=device.created_at.astimezone(zone),
        revoked_at=device.revoked_at.astimezone(zone) if device.revoked_at else None,
    )
