"""A hospital whose business day starts at six: nobody who waits is lost at midnight, at six, or while at a counter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.days import closing
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.tickets.late import find_by_code
from kiosk.operations.views.board import board_view
from kiosk.operations.views.queue import queue_view
from kiosk.operations.views.visitor import visitor_status
from kiosk.queue.ticket import Move, State
from kiosk.rules import Rules, load
from kiosk.store import open_store
from tests.fixtures import FixedClock
from tests.operations.office import HERE, Office
from tests.rules.conftest import OFFICES

EVENING = datetime.fromisoformat("2026-03-09T23:50:00+07:00")
MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Office]:
    """Counter 2 serves the emergency desk of 24 hours and the pharmacy, which is open until six."""
    clock = FixedClock(EVENING, origin=EVENING)
    store = open_store(tmp_path, None, clock)
    yield Office(ServicePoint(store, clock, Rules(load(OFFICES / "hospital")), "rs", b"secret" * 4), clock)
    assert store.verify() == []
    store.close()


def test_midnight_changes_nothing(hospital: Office) -> None:
    first, second = hospital.issue("darurat"), hospital.issue("darurat")
    hospital.sign_in("2")
    assert hospital.call("2").id == first.id
    hospital.pass_time(minutes=20)
    assert hospital.run(closing.expire_due) == 0
    assert (first.business_date, hospital.issue("darurat").number) == (MONDAY, "E-003")
    assert hospital.call("2", finish=True).id == second.id


def test_numbers_begin_anew_at_six_and_those_who_wait_stay(hospital: Office) -> None:
    before = [hospital.issue("darurat") for _ in range(3)]
    hospital.sign_in("2")
    assert hospital.call("2").id == before[0].id
    hospital.pass_time(hours=6, minutes=20)
    assert hospital.run(closing.expire_due) == 0
    after = hospital.issue("darurat")
    assert (after.number, after.business_date) == ("E-001", TUESDAY)
    assert hospital.tally("darurat").waiting == 3
    status = hospital.view(lambda context: visitor_status(context, before[1]))
    assert (status.over, status.open) == (False, True)
    assert [row.id for row in hospital.view(queue_view).tickets] == [before[1].id, before[2].id, after.id]
    assert [call.number for call in hospital.view(board_view).current] == ["E-001"]
    assert hospital.refused(sessions.sign_out, HERE, "2").reason == "not_signed_in", "sign-ins end with the day"
    hospital.sign_in("2", "Budi")
    assert hospital.refused(sessions.sign_out, HERE, "2").reason == "ticket_in_hand"
    assert hospital.view(lambda context: find_by_code(context, "E-002")).id == before[1].id
    assert [hospital.call("2", finish=True).id for _ in range(3)] == [before[1].id, before[2].id, after.id]
    assert hospital.ticket(before[0]).state is State.FINISHED


def test_the_night_is_called_through_its_drain_and_then_ends(hospital: Office) -> None:
    first, second = hospital.issue("obat"), hospital.issue("obat")
    hospital.pass_time(hours=8, minutes=5)
    hospital.sign_in("2")
    assert hospital.call("2").id == first.id
    hospital.pass_time(minutes=4)
    assert hospital.run(closing.expire_due) == 0
    hospital.pass_time(minutes=1)
    hospital.run(closing.expire_due)
    assert (hospital.ticket(second).state, hospital.ticket(second).reason) == (State.NOT_SERVED, "after_close")
    hospital.move(first, Move.SERVE)
    assert hospital.move(hospital.ticket(first), Move.FINISH).state is State.FINISHED
