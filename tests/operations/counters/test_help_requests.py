"""A visitor asks for staff at the kiosk, and staff answer."""

from __future__ import annotations

from datetime import timedelta

from kiosk.operations.counters import help_requests
from kiosk.operations.people.actor import Actor
from tests.operations.office import TABLET, TUESDAY, Office

KIOSK = Actor("kiosk-1")


def test_the_first_request_counts_until_it_is_answered(office: Office) -> None:
    assert office.read(help_requests.asked_since) is None
    assert office.run(help_requests.ask, KIOSK) == TUESDAY
    office.pass_time(minutes=2)
    assert office.run(help_requests.ask, Actor("kiosk-2")) == TUESDAY
    assert office.read(help_requests.asked_since) == TUESDAY
    assert [event.data for event in office.events("help")] == [{"device": "kiosk-1"}]


def test_staff_answer_once(office: Office) -> None:
    office.run(help_requests.ask, KIOSK)
    office.sign_in(staff="Ani", actor=TABLET)
    assert office.run(help_requests.end, TABLET)
    event = office.last("help_end")
    assert (event.staff, event.data) == ("Ani", {"device": "tablet"})
    assert office.read(help_requests.asked_since) is None
    assert not office.run(help_requests.end, TABLET)
    assert len(office.events("help_end")) == 1


def test_help_may_be_asked_for_again(office: Office) -> None:
    office.run(help_requests.ask, KIOSK)
    office.run(help_requests.end, TABLET)
    office.pass_time(minutes=5)
    assert office.run(help_requests.ask, KIOSK) == TUESDAY + timedelta(minutes=5)
    assert len(office.events("help")) == 2


def test_there_is_nothing_to_answer(office: Office) -> None:
    assert not office.run(help_requests.end, TABLET)
    assert office.events() == []
