"""Row 5: nobody is sent to a service in which nobody is called any more today."""

from __future__ import annotations

from dataclasses import replace

from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.rules.model import Special
from tests.operations.office import HERE, TUESDAY, Office


def close(office: Office, service: str) -> None:
    day = Special("tutup", (TUESDAY.date(),), (), services=frozenset({service}))
    office.configure(lambda found: replace(found, specials=(*found.specials, day)))


def test_a_service_closed_all_day_is_refused_with_the_reason(office: Office) -> None:
    close(office, "informasi")
    ticket = office.issue()
    refusal = office.refused(transfer, HERE, ticket.id, TransferTarget(service="informasi"))
    assert (refusal.reason, refusal.status) == ("special_closure", 409)
    assert refusal.next_opening is not None


def test_a_service_that_opens_again_after_the_break_is_not_refused(office: Office) -> None:
    office.pass_time(hours=3, minutes=30)
    ticket = office.issue()
    assert office.run(transfer, HERE, ticket.id, TransferTarget(service="informasi")).service == "informasi"


def test_in_its_drain_after_closing_it_may_still_be_called(office: Office) -> None:
    ticket = office.issue()
    office.pass_time(hours=7, minutes=30)
    assert office.run(transfer, HERE, ticket.id, TransferTarget(service="informasi")).service == "informasi"
    office.pass_time(hours=2)


def test_within_the_same_service_nothing_is_refused(office: Office) -> None:
    ticket = office.issue()
    close(office, "paspor")
    assert office.run(transfer, HERE, ticket.id, TransferTarget(position="end")).service == "paspor"
