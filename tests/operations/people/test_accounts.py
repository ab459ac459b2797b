"""Staff accounts: wrong PINs lock, the right one clears, removal ends sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.operations.people import accounts
from kiosk.store.interface import Staff
from tests.operations.office import TUESDAY, Office


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
    office.run(accounts.begin_attempt, "Ani")
    office.run(accounts.remove, "Ani", by="Sari")
    assert office.last("staff").data == {"did": "removed", "by": "Sari"}
    assert not _staff(office).active
    again = office.run(accounts.add, "Ani", "supervisor", "new", first_only=False, by=None)
    assert (again.role, again.pin_hash, again.failures, again.active) == ("supervisor", "new", 0, True)
    assert ani.role == "counter"


@pytest.mark.parametrize("name", ["Budi", "Removed"])
def test_an_account_that_is_not_there_is_refused(office: Office, name: str) -> None:
    office.run(accounts.add, "Removed", "counter", "hash", first_only=False, by=None)
    office.run(accounts.remove, "Removed", by=None)
    assert office.run(accounts.begin_attempt, name) is None
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


def test_an_attempt_counts_before_it_is_checked(office: Office, ani: Staff) -> None:
    for failures in (1, 2):
        assert office.run(accounts.begin_attempt, ani.name) == "hash"
        assert _staff(office).failures == failures


def test_the_right_pin_clears_the_failures(office: Office, ani: Staff) -> None:
    office.run(accounts.begin_attempt, ani.name)
    done = office.point.store.write(lambda tx: accounts.end_attempt(tx, "Ani"))
    assert done == _staff(office)
    assert (done.failures, done.locked_until) == (0, None)


@pytest.mark.parametrize("name", ["Budi", "Ani"])
def test_an_account_that_went_meanwhile_signs_nobody_in(office: Office, ani: Staff, name: str) -> None:
    office.run(accounts.begin_attempt, ani.name)
    office.run(accounts.remove, ani.name, by=None)
    refusal = office.refused(lambda _, tx: accounts.end_attempt(tx, name))
    assert (refusal.reason, refusal.status) == ("wrong_pin", 403)


def test_the_fifth_wrong_pin_locks_and_each_further_one_for_longer(office: Office, ani: Staff) -> None:
    for _ in range(5):
        office.run(accounts.begin_attempt, ani.name)
    assert _staff(office).locked_until == TUESDAY + timedelta(minutes=5)
    event = office.last("staff")
    assert (event.staff, event.data) == ("Ani", {"did": "locked", "failures": 5})
    refusal = office.refused(accounts.begin_attempt, ani.name)
    assert (refusal.reason, refusal.status) == ("locked", 429)
    assert (refusal.values, refusal.retry_after_s) == ({"minutes": 6}, 301)
    office.pass_time(minutes=5)
    assert office.run(accounts.begin_attempt, ani.name) == "hash"
    assert _staff(office).locked_until == office.clock.now() + timedelta(minutes=10)


def test_how_long_an_account_is_locked() -> None:
    minutes = [lock and lock.total_seconds() / 60 for lock in map(accounts.lock_after, (0, 4, 5, 6, 7, 8, 9, 99_999))]
    assert minutes == [None, None, 5, 10, 20, 40, 60, 60]


def test_the_words_of_a_lock_round_up(office: Office) -> None:
    refusal = accounts.locked_refusal(TUESDAY + timedelta(seconds=59), TUESDAY)
    assert (refusal.retry_after_s, refusal.values) == (60, {"minutes": 1})
    assert accounts.locked_refusal(TUESDAY, TUESDAY + timedelta(hours=1)).retry_after_s == 1
    assert office.events() == []


def test_a_new_pin_ends_a_lock(office: Office, ani: Staff) -> None:
    for _ in range(5):
        office.run(accounts.begin_attempt, ani.name)
    changed = office.run(accounts.change_pin, ani.name, "new", by="Sari")
    assert changed == _staff(office)
    assert (changed.pin_hash, changed.failures, changed.locked_until, changed.role) == ("new", 0, None, "counter")
    assert office.last("staff").data == {"did": "pin_changed", "by": "Sari"}
    assert office.run(accounts.begin_attempt, ani.name) == "new"
