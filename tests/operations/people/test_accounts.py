"""Staff accounts: made, changed, removed, each with its event."""

from __future__ import annotations

import pytest

from kiosk.operations.people import accounts, pin_attempts
from kiosk.store.interface import Staff
from tests.operations.office import TABLET, TUESDAY, Office


@pytest.fixture
def ani(office: Office) -> Staff:
    return office.run(accounts.add, "Ani", "counter", "hash", first_only=False, by="Sari")


def _staff(office: Office, name: str = "Ani") -> Staff:
    with office.point.store.read() as tx:
        found = tx.staff(name)
    assert found is not None
    return found


def test_an_account_is_kept_and_logged_with_who_made_it(office: Office, ani: Staff) -> None:
    assert ani == Staff("Ani", "counter", "hash", TUESDAY) == _staff(office)
    event = office.last("staff")
    assert (event.staff, event.data) == ("Ani", {"did": "added", "role": "counter", "by": "Sari"})


def test_a_name_that_is_there_is_refused(office: Office, ani: Staff) -> None:
    refusal = office.refused(accounts.add, ani.name, "supervisor", "other", first_only=False, by=None)
    assert (refusal.reason, refusal.values) == ("staff_exists", {"name": "Ani"})
    assert _staff(office) == ani


def test_the_first_account_alone_needs_nobody(office: Office) -> None:
    office.run(accounts.add, "Sari", "supervisor", "hash", first_only=True, by=None)
    refusal = office.refused(accounts.add, "Budi", "supervisor", "hash", first_only=True, by=None)
    assert (refusal.reason, refusal.status) == ("forbidden", 403)
    office.run(accounts.remove, "Sari", by=None)
    assert office.run(accounts.add, "Budi", "supervisor", "hash", first_only=True, by=None).active


def test_a_removed_name_may_be_given_again_with_nothing_of_the_old_account(office: Office, ani: Staff) -> None:
    office.run(pin_attempts.begin, TABLET, "Ani")
    office.run(accounts.remove, "Ani", by="Sari")
    assert office.last("staff").data == {"did": "removed", "by": "Sari"}
    assert not _staff(office).active
    again = office.run(accounts.add, "Ani", "supervisor", "new", first_only=False, by=None)
    assert (again.role, again.pin_hash, again.active) == ("supervisor", "new", True)
    assert ani.role == "counter"


@pytest.mark.parametrize("name", ["Budi", "Removed"])
def test_an_account_that_is_not_there_is_refused(office: Office, name: str) -> None:
    office.run(accounts.add, "Removed", "counter", "hash", first_only=False, by=None)
    office.run(accounts.remove, "Removed", by=None)
    assert office.run(pin_attempts.begin, TABLET, name) is None
    for refusal in (
        office.refused(accounts.change_pin, name, "new", by=None),
        office.refused(accounts.remove, name, by=None),
    ):
        assert (refusal.reason, refusal.status, refusal.values) == ("unknown_staff", 404, {"name": name})
    with office.point.store.read() as tx:
        assert tx.staff("Budi") is None


def test_removal_ends_sessions_and_leaves_others(office: Office, ani: Staff) -> None:
    office.sign_in("1", ani.name)
    office.sign_in("2", "Budi")
    office.run(accounts.remove, ani.name, by="Sari")
    with office.point.store.read() as tx:
        assert [session.staff for session in tx.counter_sessions("ulp")] == ["Budi"]
    event = office.last("sign_out")
    assert (event.counter, event.staff, event.data) == ("1", "Ani", {"by": "removal"})


def test_a_new_pin_is_kept_and_logged(office: Office, ani: Staff) -> None:
    changed = office.run(accounts.change_pin, ani.name, "new", by="Sari")
    assert changed == _staff(office)
    assert (changed.pin_hash, changed.role) == ("new", "counter")
    assert office.last("staff").data == {"did": "pin_changed", "by": "Sari"}
