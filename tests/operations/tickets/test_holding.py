"""Tickets on hold until a time return by themselves."""

from __future__ import annotations

from datetime import timedelta

from kiosk.operations.tickets import holding
from kiosk.queue.ticket import Move, State
from tests.operations.office import TUESDAY, Office


def test_a_ticket_returns_at_its_time_and_not_before(office: Office) -> None:
    held = office.move(office.issue(), Move.HOLD, until=TUESDAY + timedelta(minutes=10))
    office.pass_time(minutes=9, seconds=59)
    assert not office.read(holding.is_due)
    assert office.run(holding.return_due) == 0
    office.pass_time(seconds=1)
    assert office.read(holding.is_due)
    assert office.run(holding.return_due) == 1
    back = office.ticket(held)
    assert (back.state, back.held_until, back.queue_position) == (State.WAITING, None, held.queue_position)
    event = office.last("return")
    assert (event.staff, event.counter, event.data["by"]) == (None, None, "time")
    assert not office.read(holding.is_due)


def test_a_hold_without_a_time_stays(office: Office) -> None:
    office.move(office.issue(), Move.HOLD)
    office.pass_time(hours=5)
    assert not office.read(holding.is_due)
    assert office.run(holding.return_due) == 0


def test_all_that_are_due_return_and_the_others_stay(office: Office) -> None:
    for minutes in (5, 10, 15):
        office.move(office.issue(), Move.HOLD, until=TUESDAY + timedelta(minutes=minutes))
    office.pass_time(minutes=12)
    assert office.run(holding.return_due) == 2
    assert (office.tally().waiting, office.tally().held) == (2, 1)


def test_yesterdays_are_left_to_the_end_of_the_day(office: Office) -> None:
    held = office.move(office.issue(), Move.HOLD, until=TUESDAY + timedelta(minutes=5))
    office.pass_time(days=1)
    assert office.run(holding.return_due) == 0
    assert office.ticket(held).state is State.HELD
