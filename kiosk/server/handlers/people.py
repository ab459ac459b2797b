"""Staff accounts and devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.messages import DeviceView, EnrolledDevice, NewDevice, NewStaff, StaffNames, StaffView
from kiosk.operations import devices, people
from kiosk.server.callers import Role
from kiosk.server.exchange import Reply, Visit
from kiosk.server.handlers.counters import hash_pin
from kiosk.store.interface import Device, Staff

if TYPE_CHECKING:
    from kiosk.server.house import House


async def staff_names(house: House, _visit: Visit) -> Reply:
    accounts = await house.read(lambda tx: tx.all_staff())
    return Reply(StaffNames(names=sorted(staff.name for staff in accounts if staff.active)))


async def list_staff(house: House, _visit: Visit) -> Reply:
    accounts = await house.read(lambda tx: tx.all_staff())
    return Reply([_staff(house, staff) for staff in accounts if staff.active])


async def add_staff(house: House, visit: Visit) -> Reply:
    """A counter device may make the first account alone."""
    body: NewStaff = visit.body
    first_only = visit.caller.role is Role.COUNTER
    pin_hash = await hash_pin(body.pin)
    name, point = visit.caller.name, house.point
    staff = await house.write(
        lambda tx: people.add(point, tx, body.name, body.role, pin_hash, first_only=first_only, by=name)
    )
    return Reply(_staff(house, staff), 201)


async def remove_staff(house: House, visit: Visit) -> Reply:
    await house.write(lambda tx: people.remove(house.point, tx, visit.params["name"], by=visit.caller.name))
    return Reply(status=204)


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
