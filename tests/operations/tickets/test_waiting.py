"""The expected wait: by the counters signed in, else by those planned."""

from __future__ import annotations

from kiosk.operations.counters import sessions
from kiosk.operations.tickets.waiting import Wait, wait_of
from kiosk.queue.ticket import Move
from kiosk.queue.wait import estimate
from tests.operations.office import HERE, Office


def _wait(office: Office, ahead: int, service: str = "paspor") -> Wait:
    return office.view(lambda context: wait_of(context, service, ahead=ahead))


def _range(wait: Wait) -> tuple[int, int] | None:
    return (wait.estimate.low_min, wait.estimate.high_min) if wait.estimate else None


def test_before_anyone_signed_in_the_planned_counters_count(office: Office) -> None:
    """Two are planned for ``paspor``, of fifteen minutes each."""
    wait = _wait(office, 4)
    assert wait.ahead == 4
    assert _range(wait) == estimate(4, 0, 2, 15)
    assert _range(_wait(office, 0)) == (0, 0)


def test_signed_in_counters_count_without_those_paused(office: Office) -> None:
    for counter, staff in (("1", "Ani"), ("2", "Budi"), ("3", "Cici")):
        office.sign_in(counter, staff)
    assert _range(_wait(office, 5)) == estimate(5, 0, 2, 15)
    office.run(sessions.pause, HERE, "2", "")
    assert _range(_wait(office, 5)) == estimate(5, 0, 1, 15)


def test_visitors_at_counters_keep_them_busy(office: Office) -> None:
    office.sign_in()
    office.issue()
    assert _range(_wait(office, 0)) == (0, 0)
    ticket = office.call()
    assert _range(_wait(office, 0)) == estimate(0, 1, 1, 15)
    office.move(ticket, Move.SERVE)
    assert _range(_wait(office, 0)) == estimate(0, 1, 1, 15)


def test_the_measured_time_counts_once_there_is_one(office: Office) -> None:
    office.sign_in()
    office.issue()
    ticket = office.call()
    office.pass_time(minutes=40)
    office.move(ticket, Move.FINISH)
    assert _range(_wait(office, 5)) == estimate(5, 0, 1, 40)


def test_a_service_that_is_not_offered_has_no_estimate(office: Office) -> None:
    assert _wait(office, 3, "nikah") == Wait(3, None)
