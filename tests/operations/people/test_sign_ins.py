"""Sign-ins end with the day and after idleness; grave acts ask for the PIN again."""

from __future__ import annotations

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.people import accounts, authority, sign_ins
from kiosk.operations.people.actor import Actor
from kiosk.operations.people.authority import Access
from kiosk.queue.ticket import State
from tests.operations.office import HERE, OTHER_TABLET, TABLET, Office

WINDOW = Actor(None, "1")


@pytest.fixture(autouse=True)
def _accounts(office: Office) -> None:
    office.run(accounts.add, "Ani", "counter", "hash", first_only=False, by=None)
    office.run(accounts.add, "Sari", "supervisor", "hash", first_only=False, by=None)


def _staff(office: Office) -> list[str]:
    with office.point.store.read() as tx:
        return [session.staff for session in tx.sign_ins("ulp")]


def test_idleness_ends_a_sign_in_and_what_is_in_hand_stays(office: Office) -> None:
    office.set_security(idle_min=30)
    ticket = office.issue()
    office.sign_in("1", "Ani", TABLET)
    office.call(actor=TABLET)
    office.pass_time(minutes=30)
    assert not office.read(sign_ins.are_due)
    office.pass_time(seconds=1)
    assert office.refused(sessions.pause, TABLET, "1", "").reason == "not_signed_in", "before housekeeping comes"
    assert office.run(sign_ins.end_due) == 1
    assert _staff(office) == []
    event = office.last("sign_out")
    assert (event.counter, event.staff, event.data["by"]) == ("1", "Ani", "idle")
    assert (office.ticket(ticket).state, office.ticket(ticket).counter) == (State.CALLED, "1")


def test_a_move_puts_idleness_off(office: Office) -> None:
    office.set_security(idle_min=30)
    office.sign_in("1", "Ani", TABLET)
    for _ in range(3):
        office.pass_time(minutes=20)
        office.run(authority.sign, TABLET, Access.PERSON)
    office.pass_time(minutes=20)
    office.run(sessions.resume, TABLET, "1")
    office.pass_time(minutes=20)
    assert not office.read(sign_ins.are_due)


def test_the_end_of_the_day_ends_every_sign_in(office: Office) -> None:
    office.pass_time(hours=14)
    office.sign_in("1", "Ani", TABLET)
    office.run(sessions.sign_in_on_device, OTHER_TABLET, "Sari", None)
    office.pass_time(minutes=59)
    assert office.run(sign_ins.end_due) == 0
    office.pass_time(minutes=2)
    assert office.run(sign_ins.end_due) == 2
    assert [event.data["by"] for event in office.events("sign_out")] == ["day", "day"]


def test_what_needs_a_person(office: Office) -> None:
    assert office.run(authority.sign, HERE, Access.SUPERVISOR, grave=True) is None, "the server's own user"
    assert office.run(authority.sign, TABLET, Access.DEVICE) is None
    for actor in (TABLET, WINDOW):
        assert office.refused(authority.sign, actor, Access.PERSON).reason == "sign_in_needed"
        office.sign_in("1", "Ani", actor)
        session = office.run(authority.sign, actor, Access.PERSON, grave=True)
        assert session is not None
        assert session.staff == "Ani"
        assert office.refused(authority.sign, actor, Access.SUPERVISOR).reason == "forbidden"


def test_grave_acts_ask_for_the_pin_again_after_five_minutes(office: Office) -> None:
    office.run(sessions.sign_in_on_device, TABLET, "Sari", None)
    office.pass_time(minutes=5)
    session = office.run(authority.sign, TABLET, Access.SUPERVISOR, grave=True)
    assert session is not None
    office.pass_time(seconds=1)
    assert office.refused(authority.sign, TABLET, Access.SUPERVISOR, grave=True).reason == "pin_needed"
    assert office.run(authority.sign, TABLET, Access.SUPERVISOR) is not None
    office.run(sessions.prove, session)
    assert office.run(authority.sign, TABLET, Access.SUPERVISOR, grave=True) is not None


def test_a_clock_that_was_set_back_proves_nothing(office: Office) -> None:
    office.run(sessions.sign_in_on_device, TABLET, "Sari", None)
    office.pass_time(hours=-2)
    assert office.refused(authority.sign, TABLET, Access.SUPERVISOR, grave=True).reason == "pin_needed"
