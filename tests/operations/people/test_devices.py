"""Devices of a point: a token seen once, revoked at once."""

from __future__ import annotations

from kiosk.contract.status_token import hashed
from kiosk.operations.people import devices
from kiosk.operations.people.actor import Actor
from tests.operations.office import OTHER_TABLET, TUESDAY, Office


def test_a_device_is_known_by_the_hash_of_its_token(office: Office) -> None:
    device, token = office.run(devices.add, "Kios 1", "kiosk", by="Sari")
    assert (device.name, device.role, device.point, device.created_at) == ("Kios 1", "kiosk", "ulp", TUESDAY)
    assert device.token_hash == hashed(token) != token
    with office.point.store.read() as tx:
        assert tx.device_by_token(hashed(token)) == device
    event = office.last("device")
    assert event.data == {"did": "added", "device": device.id, "role": "kiosk", "by": "Sari"}
    assert token not in str(office.events())


def test_two_devices_have_different_ids_and_tokens(office: Office) -> None:
    first, one = office.run(devices.add, "Kios 1", "kiosk", by=None)
    second, two = office.run(devices.add, "Kios 2", "kiosk", by=None)
    assert first.id != second.id
    assert one != two


def test_a_name_in_use_is_refused_until_its_device_is_revoked(office: Office) -> None:
    first, _ = office.run(devices.add, "Kios 1", "kiosk", by=None)
    refusal = office.refused(devices.add, "Kios 1", "board", by=None)
    assert (refusal.reason, refusal.values) == ("device_exists", {"name": "Kios 1"})
    office.run(devices.revoke, first.id, by=None)
    again, _ = office.run(devices.add, "Kios 1", "board", by=None)
    assert {device.id for device in office.read(devices.of_point)} == {first.id, again.id}


def test_revoking_by_id_or_name_is_kept_and_logged(office: Office) -> None:
    first, _ = office.run(devices.add, "Kios 1", "kiosk", by=None)
    second, _ = office.run(devices.add, "Kios 2", "kiosk", by=None)
    office.pass_time(minutes=3)
    assert office.run(devices.revoke, "Kios 2", by="Sari") == []
    assert office.last("device").data == {"did": "revoked", "device": second.id, "by": "Sari"}
    office.run(devices.revoke, first.id, by=None)
    assert [device.revoked_at for device in office.read(devices.of_point)] == [office.clock.now()] * 2


def test_an_id_wins_over_a_name(office: Office) -> None:
    first, _ = office.run(devices.add, "Kios 1", "kiosk", by=None)
    office.run(devices.add, first.id, "kiosk", by=None)
    office.run(devices.revoke, first.id, by=None)
    assert [device.name for device in office.read(devices.of_point) if device.revoked_at] == ["Kios 1"]


def test_what_a_device_let_in_is_named_and_goes_with_it_on_demand(office: Office) -> None:
    """Also after the device itself was revoked."""
    root, _ = office.run(devices.add, "Atasan", "supervisor", by=None)
    made: dict[str, str] = {}
    for name, on in (("a", root.id), ("b", "a"), ("c", "b"), ("other", None)):
        made[name] = office.run(
            devices.add, name, "counter", by=None, added_by="Sari", added_on=made.get(on or "", on)
        )[0].id
    office.run(devices.revoke, made["b"], by=None)
    left = office.run(devices.revoke, root.id, by="Sari")
    assert {device.name for device in left} == {"a", "c"}
    assert office.run(devices.revoke, root.id, by="Sari", with_descendants=True) == []
    assert [device.name for device in office.read(devices.of_point) if device.revoked_at is None] == ["other"]


def test_a_device_that_is_not_there_is_refused(office: Office) -> None:
    device, _ = office.run(devices.add, "Kios 1", "kiosk", by=None)
    office.run(devices.revoke, device.id, by=None)
    for wanted in ("Kios 1", device.id, "other"):
        refusal = office.refused(devices.revoke, wanted, by=None)
        assert (refusal.reason, refusal.status, refusal.values) == ("unknown_device", 404, {"device": wanted})


def test_revoking_ends_the_sessions_on_the_device_alone(office: Office) -> None:
    device, _ = office.run(devices.add, "Loket", "counter", by=None)
    office.sign_in("1", "Ani", Actor(device.id))
    office.sign_in("2", "Budi", OTHER_TABLET)
    office.run(devices.revoke, device.id, by=None)
    with office.point.store.read() as tx:
        assert [session.staff for session in tx.counter_sessions("ulp")] == ["Budi"]
    event = office.last("sign_out")
    assert (event.counter, event.staff, event.data) == ("1", "Ani", {"by": "revocation"})
