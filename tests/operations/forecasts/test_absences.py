"""Counters that staff say are closed: waits, the place and the last number count on them no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.forecasts import absences
from kiosk.operations.service_point import read_context
from kiosk.operations.tickets.issue import issue
from kiosk.operations.tickets.waiting import Wait, wait_of_newcomer
from tests.operations.office import HERE, TUESDAY, Office


def wait(office: Office, service: str = "paspor") -> Wait:
    office.point.forecasts.table = None
    return office.view(lambda context: wait_of_newcomer(context, service))


def held(office: Office) -> set[str]:
    return set(office.view(absences.absences))


def test_the_wait_grows_at_once_and_shrinks_when_it_is_taken_back(office: Office) -> None:
    office.sign_in("1")
    office.pass_time(minutes=50)  # the other one is late, as it often is
    for _ in range(8):
        office.issue()
    before = wait(office)
    office.run(absences.mark, HERE, "2", None)
    marked = wait(office)
    office.run(absences.clear, HERE, "2")
    after = wait(office)
    assert before.estimate is not None
    assert marked.estimate is not None
    assert marked.estimate.high_min > before.estimate.high_min + 10
    assert after.estimate == before.estimate


def test_who_was_let_in_is_refused_when_one_counter_is_left(office: Office) -> None:
    """The gate asks the same forecast."""
    office.pass_time(hours=5)
    office.sign_in("1")
    office.set_rules(cutoff="off")
    for _ in range(22):
        office.issue()
    office.set_rules(cutoff="estimate")
    assert (wait(office).reached or 0) >= 0.3
    office.run(absences.mark, HERE, "2", None)
    office.point.forecasts.table = None
    assert office.refused(issue, office.request()).reason == "cutoff_queue"


def test_it_ends_with_its_time_its_day_a_sign_in_and_a_word(office: Office) -> None:
    until = office.clock.now() + timedelta(minutes=30)
    office.run(absences.mark, HERE, "1", until)
    office.run(absences.mark, HERE, "2", None)
    office.run(absences.mark, HERE, "3", None)
    assert held(office) == {"1", "2", "3"}
    office.pass_time(minutes=30)
    assert held(office) == {"2", "3"}
    office.sign_in("2", "Budi")
    assert held(office) == {"3"}
    assert office.run(absences.clear, HERE, "3")
    assert not office.run(absences.clear, HERE, "3")
    office.run(absences.mark, HERE, "3", None)
    office.pass_time(days=1)
    assert held(office) == set()
    assert [event.counter for event in office.events("absent_end")] == ["2", "3"]
    assert office.events("absent")[0].data["until"] == until.isoformat()


def test_what_cannot_be_meant_is_refused(office: Office) -> None:
    office.sign_in("1")
    assert office.refused(absences.mark, HERE, "1", None).reason == "counter_open"
    assert office.refused(absences.mark, HERE, "9", None).reason == "unknown_counter"
    assert office.refused(absences.clear, HERE, "9").reason == "unknown_counter"
    assert office.refused(absences.mark, HERE, "2", TUESDAY).reason == "until_past"
    assert office.refused(absences.mark, HERE, "2", TUESDAY + timedelta(days=30)).reason == "until_far"


def test_a_counter_that_was_marked_and_signed_out_is_not_marked_by_that(office: Office) -> None:
    office.run(absences.mark, HERE, "1", None)
    office.sign_in("1")
    office.run(sessions.sign_out, HERE, "1")
    assert held(office) == set()


@pytest.mark.parametrize("marked", ["1", "2"])
def test_the_place_counts_the_counters_that_are_expected(office: Office, marked: str) -> None:
    """Priority visitors go first at both; with nobody signed in, the place is by those that will be there."""
    for _ in range(4):
        office.issue("percepatan")
    free = wait(office).ahead
    office.run(absences.mark, HERE, marked, None)
    alone = wait(office).ahead
    with office.point.store.read() as tx:
        assert set(absences.absences(read_context(office.point, tx))) == {marked}
    assert (alone <= free) if marked == "2" else (alone >= free)
