"""Wrong PINs slow the device for the account, the account after many devices, and never a supervisor elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kiosk.operations.people import accounts, pin_attempts
from kiosk.operations.people.actor import Actor
from kiosk.store.interface import PinFailures
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office


@pytest.fixture(autouse=True)
def _accounts(office: Office) -> None:
    office.run(accounts.add, "Ani", "counter", "hash", first_only=False, by=None)
    office.run(accounts.add, "Sari", "supervisor", "hash", first_only=False, by=None)


def _guess(office: Office, actor: Actor, name: str = "Ani", times: int = 5) -> None:
    for _ in range(times):
        assert office.run(pin_attempts.begin, actor, name) == "hash"


def _failures(office: Office, name: str = "Ani") -> list[PinFailures]:
    with office.point.store.read() as tx:
        return tx.pin_failures(name)


def _locked_until(office: Office) -> datetime | None:
    return office.read(pin_attempts.locked_until, "Ani")


def test_an_attempt_counts_before_it_is_checked_and_the_right_pin_clears_it(office: Office) -> None:
    _guess(office, TABLET, times=2)
    assert _failures(office) == [PinFailures("tablet", "Ani", 2, TUESDAY)]
    assert office.point.store.write(lambda tx: pin_attempts.end(tx, TABLET, "Ani")).name == "Ani"
    assert _failures(office) == []


@pytest.mark.parametrize("name", ["Budi", "Ani"])
def test_an_account_that_went_meanwhile_signs_nobody_in(office: Office, name: str) -> None:
    office.run(pin_attempts.begin, TABLET, "Ani")
    office.run(accounts.remove, "Ani", by=None)
    refusal = office.refused(lambda _, tx: pin_attempts.end(tx, TABLET, name))
    assert (refusal.reason, refusal.status) == ("wrong_pin", 403)


def test_the_fifth_wrong_pin_locks_and_each_further_one_for_longer(office: Office) -> None:
    _guess(office, TABLET)
    assert _locked_until(office) == TUESDAY + timedelta(minutes=5)
    event = office.last("staff")
    assert (event.staff, event.data) == ("Ani", {"did": "locked", "failures": 5, "on": "tablet"})
    refusal = office.refused(pin_attempts.begin, TABLET, "Ani")
    assert (refusal.reason, refusal.status) == ("locked", 429)
    assert (refusal.values, refusal.retry_after_s) == ({"minutes": 6}, 301)
    office.pass_time(minutes=5)
    _guess(office, TABLET, times=1)
    assert _locked_until(office) == office.clock.now() + timedelta(minutes=10)


def test_how_long_a_device_is_locked() -> None:
    minutes = [
        lock and lock.total_seconds() / 60 for lock in map(pin_attempts.lock_after, (0, 4, 5, 6, 7, 8, 9, 99_999))
    ]
    assert minutes == [None, None, 5, 10, 20, 40, 60, 60]


def test_one_device_locks_nobody_out_elsewhere(office: Office) -> None:
    for name in ("Ani", "Sari"):
        _guess(office, TABLET, name)
        _guess(office, OTHER_TABLET, name, times=1)
        _guess(office, HERE, name, times=1)


def test_many_devices_lock_an_officer_and_never_a_supervisor(office: Office) -> None:
    for name in ("Ani", "Sari"):
        for number in range(pin_attempts.MANY_DEVICES):
            _guess(office, Actor(f"d{number}"), name)
    assert office.refused(pin_attempts.begin, OTHER_TABLET, "Ani").reason == "locked"
    _guess(office, OTHER_TABLET, "Sari", times=1)
    office.pass_time(minutes=5)
    _guess(office, OTHER_TABLET, "Ani", times=1)


def test_failures_of_yesterday_are_forgotten_and_a_lock_of_a_wrong_clock_does_not_hold(office: Office) -> None:
    _guess(office, TABLET, times=4)
    office.pass_time(days=1)
    _guess(office, TABLET, times=1)
    assert _failures(office)[0].failures == 1
    _guess(office, TABLET, times=4)
    office.pass_time(days=-30)
    _guess(office, TABLET, times=1)


def test_a_new_pin_ends_a_lock(office: Office) -> None:
    _guess(office, TABLET)
    office.run(accounts.change_pin, "Ani", "new", by="Sari")
    assert office.run(pin_attempts.begin, TABLET, "Ani") == "new"
