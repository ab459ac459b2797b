"""The end of a day: what still waits was not served, with the reason; nothing ends while the clock is in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kiosk.operations.days import closing, emergency
from kiosk.operations.tickets.calling import call_next
from kiosk.queue.ticket import Move, State
from kiosk.rules import Configuration
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office

DAY = date(2026, 9, 15)


def _to_closing(office: Office, minutes: float = 0) -> None:
    """Passport services close at four."""
    office.pass_time(hours=7, minutes=minutes)


def test_who_waits_may_be_called_until_the_drain_is_over(office: Office) -> None:
    first, second = office.issue(), office.issue()
    office.sign_in()
    _to_closing(office, 119)
    assert office.run(closing.expire_due) == 0
    assert office.call().id == first.id
    office.pass_time(minutes=1)
    assert office.clock.now() == TUESDAY.replace(hour=18)
    assert office.run(closing.expire_due) == 1, "who is at the counter stays"
    assert office.ticket(first).state is State.CALLED
    ended = office.ticket(second)
    assert (ended.state, ended.reason, ended.ended_at) == (State.NOT_SERVED, "after_close", office.clock.now())
    assert office.run(closing.expire_due) == 0
    assert (office.tally().called, office.tally().not_served) == (1, 1)


def test_a_held_ticket_ends_with_its_service_too(office: Office) -> None:
    held = office.move(office.issue(), Move.HOLD)
    _to_closing(office, 120)
    assert office.run(closing.expire_due) == 1
    assert office.ticket(held).state is State.NOT_SERVED
    event = office.last("expire")
    assert (event.ticket, event.staff, event.counter) == (held.id, None, None)
    assert event.data == {"number": "A-001", "service": "paspor", "calls": 0, "why": "after_close"}


def test_nobody_is_called_after_the_drain(office: Office) -> None:
    office.issue()
    office.sign_in()
    _to_closing(office, 120)
    assert office.refused(call_next, HERE, "1", finish=False).reason == "after_close"


def test_an_emergency_is_the_reason_while_it_holds(office: Office) -> None:
    ticket = office.issue()
    office.run(emergency.start, HERE, until=None, reason="listrik")
    office.pass_time(days=2)
    assert office.run(closing.expire_due) == 1
    assert office.ticket(ticket).reason == "emergency"


def test_an_emergency_is_the_reason_at_the_end_of_the_hours_too(office: Office) -> None:
    ticket = office.issue()
    office.run(emergency.start, HERE, until=None, reason="listrik")
    _to_closing(office, 120)
    office.run(closing.expire_due)
    assert office.ticket(ticket).reason == "emergency"


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        (State.WAITING, State.NOT_SERVED),
        (State.HELD, State.NOT_SERVED),
        (State.CALLED, State.NOT_SERVED),
        (State.SERVING, State.FINISHED),
    ],
)
def test_yesterday_ends_whole_and_who_sat_at_a_counter_was_served(office: Office, state: State, ended: State) -> None:
    ticket = office.issue()
    office.sign_in()
    if state is State.HELD:
        office.move(ticket, Move.HOLD)
    elif state is not State.WAITING:
        office.call()
    if state is State.SERVING:
        office.move(ticket, Move.SERVE)
    office.pass_time(days=1)
    assert office.run(closing.expire_due) == 1
    after = office.ticket(ticket)
    assert (after.state, after.reason) == (ended, "day_over")
    with office.point.store.read() as tx:
        assert tx.open_days("ulp") == []
        assert tx.is_closed("ulp", DAY)
    assert office.last("day_close").data == {"day": "2026-09-15", "by": "time"}
    if state is State.SERVING:
        assert (office.last("finish").data["by"], office.last("finish").counter) == ("day", "1")


def test_a_clock_in_doubt_ends_nothing(office: Office) -> None:
    ticket = office.issue()
    office.clock.forward(days=2)
    office.point.watch._monotonic = office.clock.monotonic()
    assert office.run(closing.expire_due) == 0, "it jumped ahead"
    office.pass_time(days=-3)
    assert office.run(closing.expire_due) == 0, "it went back behind the last event"
    assert office.ticket(ticket).state is State.WAITING


def test_many_end_in_several_transactions(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "BATCH", 4)
    for _ in range(10):
        office.issue()
    office.pass_time(days=2)
    assert [office.run(closing.expire_due) for _ in range(4)] == [4, 4, 2, 0]
    assert office.kinds().count("day_close") == 1


def test_many_of_today_end_in_several_transactions(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "BATCH", 2)
    for _ in range(5):
        office.issue()
    _to_closing(office, 120)
    assert [office.run(closing.expire_due) for _ in range(4)] == [2, 2, 1, 0]


def test_an_empty_day_has_nothing_to_end(office: Office) -> None:
    assert not office.read(closing.may_be_due)
    assert office.run(closing.expire_due) == 0
    ticket = office.issue()
    assert office.read(closing.may_be_due)
    office.move(ticket, Move.VOID, why="salah")
    assert not office.read(closing.may_be_due)
    office.pass_time(days=1)
    assert office.read(closing.may_be_due), "the day before is not closed yet"
    office.run(closing.expire_due)
    assert not office.read(closing.may_be_due)


def test_staff_close_the_day_once_its_hours_are_over(office: Office) -> None:
    waiting, held = office.issue(), office.move(office.issue("prioritas"), Move.HOLD)
    office.sign_in(staff="Budi", actor=TABLET)
    _to_closing(office)
    office.run(closing.close_day, TABLET, DAY)
    assert [office.ticket(each).reason for each in (waiting, held)] == ["day_closed", "day_closed"]
    event = office.last("day_close")
    assert event.data == {"day": "2026-09-15", "by": "staff", "staff": "Budi"}
    before = office.events()
    office.run(closing.close_day, OTHER_TABLET, DAY)
    assert office.events() == before, "a closed day stays as it is"


def test_a_day_that_goes_on_is_not_closed(office: Office) -> None:
    office.issue()
    refusal = office.refused(closing.close_day, HERE, DAY)
    assert refusal.reason == "still_open"
    assert refusal.values == {"service": "paspor"}


def test_a_day_whose_next_hours_are_still_to_come_is_not_closed(office: Office) -> None:
    """At noon ``pengambilan`` has its break; it opens again at one."""
    office.issue()
    office.configure(_only("pengambilan"))
    office.pass_time(hours=3, minutes=30)
    refusal = office.refused(closing.close_day, HERE, DAY)
    assert refusal.reason == "still_open"
    assert refusal.next_opening == TUESDAY.replace(hour=13)


def test_a_day_with_a_visitor_at_a_counter_is_not_closed(office: Office) -> None:
    office.issue()
    office.sign_in()
    office.call()
    _to_closing(office)
    refusal = office.refused(closing.close_day, HERE, DAY)
    assert (refusal.reason, refusal.state, refusal.values) == ("ticket_in_hand", "called", {"number": "A-001"})


def test_a_day_that_never_was_cannot_be_closed(office: Office) -> None:
    refusal = office.refused(closing.close_day, HERE, DAY)
    assert (refusal.reason, refusal.status, refusal.values) == ("unknown_day", 404, {"day": "2026-09-15"})


def test_no_day_is_closed_by_a_clock_that_went_back(office: Office) -> None:
    office.issue()
    office.pass_time(days=-1)
    assert office.refused(closing.close_day, HERE, DAY).reason == "clock_suspect"


def _only(service: str) -> Callable[[Configuration], Configuration]:
    """A change of the configuration: the point offers this service alone."""

    def change(found: Configuration) -> Configuration:
        point = found.points["ulp"]
        offers = tuple(offer for offer in point.offers if offer.service == service)
        return replace(found, points=found.points | {"ulp": replace(point, offers=offers)})

    return change
