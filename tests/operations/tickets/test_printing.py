"""What became of a ticket's paper is in the log, and so is the wish for another copy."""

from __future__ import annotations

import pytest

from kiosk.operations.people.actor import Actor
from kiosk.operations.tickets.printing import report_printed, reprint, reprint_view
from tests.operations.office import HERE, TABLET, Office

KIOSK = Actor("kiosk-1")


def test_a_report_is_logged_with_the_device_that_printed(office: Office) -> None:
    ticket = office.issue()
    office.run(report_printed, KIOSK, ticket.id, "printed")
    event = office.last("print")
    assert event.ticket == ticket.id
    assert event.data == {"number": "A-001", "state": "printed", "device": "kiosk-1"}
    assert office.ticket(ticket) == ticket


@pytest.mark.parametrize("ticket_id", ["ulp-20260915-A-009", "mpp-20260915-A-001", "?"])
def test_a_report_of_another_ticket_is_refused(office: Office, ticket_id: str) -> None:
    office.issue()
    refusal = office.refused(report_printed, KIOSK, ticket_id, "printed")
    assert (refusal.reason, refusal.status) == ("unknown_ticket", 404)


def test_staff_ask_for_a_copy_by_number(office: Office) -> None:
    ticket = office.issue()
    office.sign_in(staff="Ani", actor=TABLET)
    office.run(report_printed, KIOSK, ticket.id, "printed")
    copy = office.run(reprint, TABLET, "a1", {"kiosk-1"})
    event = office.last("reprint")
    assert (copy.id, copy.ticket, copy.number) == (event.sequence, ticket.id, "A-001")
    assert (event.ticket, event.staff, event.data) == (ticket.id, "Ani", {"number": "A-001", "device": "tablet"})
    assert reprint_view(event) == copy


def test_a_ticket_without_paper_has_no_copy(office: Office) -> None:
    office.issue()
    refusal = office.refused(reprint, HERE, "A-001", {"kiosk-1"})
    assert (refusal.reason, refusal.values) == ("not_printed", {"number": "A-001"})


def test_the_kiosk_that_printed_last_must_be_there(office: Office) -> None:
    ticket = office.issue()
    office.run(report_printed, KIOSK, ticket.id, "printed")
    office.run(report_printed, Actor("kiosk-2"), ticket.id, "printed")
    assert office.refused(reprint, HERE, "A-001", {"kiosk-1"}).reason == "no_printer"
    assert office.run(reprint, HERE, "A-001", {"kiosk-2", None}).number == "A-001"


def test_an_unknown_number_has_no_copy(office: Office) -> None:
    assert office.refused(reprint, HERE, "A-001", {"kiosk-1"}).reason == "unknown_ticket"


def test_no_other_event_is_a_reprint(office: Office) -> None:
    ticket = office.issue()
    office.run(report_printed, KIOSK, ticket.id, "printed")
    assert [reprint_view(event) for event in office.events()] == [None, None]
