"""What privacy says is over is forgotten once a day, and never because of a wrong clock."""

from __future__ import annotations

from kiosk.operations.days import retention
from kiosk.operations.tickets.issue import issue
from tests.operations.office import Office

CPMI = {"checklist": "cpmi", "have": ["ktp", "kk", "akta"]}


def test_flags_are_forgotten_after_a_day_and_the_ticket_stays(office: Office) -> None:
    ticket = office.issue(**CPMI)
    assert office.ticket(ticket).staff_flag == "wawancara-mendalam"
    office.pass_time(days=1)
    office.issue(**CPMI)
    assert office.read(retention.is_due)
    assert office.run(retention.forget) == 0
    assert office.ticket(ticket).staff_flag is None
    with office.point.store.read() as tx:
        today = tx.in_state("ulp", office.clock.now().date(), ["waiting"])  # type: ignore[list-item]  a StrEnum
    assert [each.staff_flag for each in today] == ["wawancara-mendalam"], "today's is still needed"


def test_tickets_and_their_events_are_forgotten_after_their_days_and_a_seal_stays(office: Office) -> None:
    ticket, first = office.issue(), office.events()[-1]
    office.pass_time(days=400)
    fresh = office.issue()
    assert office.run(retention.forget) == 0, "ticket_days is 400"
    office.pass_time(days=1)
    office.issue()
    assert office.run(retention.forget) == 1
    with office.point.store.read() as tx:
        assert tx.ticket(ticket.id) is None
        assert tx.ticket(fresh.id) is not None
    assert first not in office.events()
    assert office.last("seal").data["head"] == first.hash


def test_it_is_done_once_a_date_and_again_while_something_was_deleted(office: Office) -> None:
    office.issue()
    office.pass_time(days=402)
    office.issue()
    assert office.run(retention.forget) == 1
    assert office.read(retention.is_due), "a store deletes in batches: there may be more"
    assert office.run(retention.forget) == 0
    assert not office.read(retention.is_due)
    office.pass_time(days=1)
    assert not office.read(retention.is_due), "nobody has worked on this date"
    office.issue()
    assert office.read(retention.is_due)


def test_a_clock_in_doubt_forgets_nothing(office: Office) -> None:
    office.issue()
    assert office.read(retention.is_due)
    office.clock.forward(days=4000)
    assert not office.read(retention.is_due), "far ahead, with nothing done since"
    office.pass_time(days=-4001)
    assert not office.read(retention.is_due), "back behind the last event"


def test_a_clock_that_jumped_and_was_worked_on_forgets_nothing(office: Office) -> None:
    office.issue()
    office.pass_time(days=1)
    office.issue()
    office.clock.forward(hours=1)
    office.point.watch._monotonic = office.clock.monotonic()
    assert not office.read(retention.is_due)


def test_an_idempotency_key_is_good_for_two_days(office: Office) -> None:
    request = office.request(key="same")
    first = office.run(issue, request)
    office.pass_time(days=retention.KEYS_DAYS - 1)
    office.run(retention.forget)
    assert office.run(issue, request).ticket.id == first.ticket.id
    office.pass_time(days=5)
    office.run(retention.forget)
    again = office.run(issue, request)
    assert (again.repeated, again.ticket.id == first.ticket.id) == (False, False)
