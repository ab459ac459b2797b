"""A clock that cannot be right gives no number, ends nothing and deletes nothing, until it is right or accepted."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import ClockWatch, SystemClock
from kiosk.operations.days import clock_acceptance, closing, retention
from kiosk.operations.days.audit_log import log_rows
from kiosk.operations.days.clock_acceptance import ClockAcceptance
from kiosk.operations.tickets.issue import issue
from kiosk.queue.ticket import Move, State
from tests.fixtures import FixedClock
from tests.operations.office import HERE, TUESDAY, Office

DAY = TUESDAY.date()


def jump(office: Office, **by: float) -> None:
    """The wall clock alone."""
    office.clock.forward(**by)
    office.clock.origin += timedelta(**by)


def restart(office: Office, *, files: tuple[Path, ...] = (), **by: float) -> None:
    """The process ends, and starts with this much more on the clock."""
    office.clock.forward(**by)
    office.point.watch.trust()
    with office.point.store.read() as tx:
        clock_acceptance.judge_start(office.point, tx, files)


def accept(office: Office) -> ClockAcceptance:
    done = office.run(clock_acceptance.accept, HERE)
    office.point.watch.trust()
    return done


def is_held(office: Office) -> bool:
    """Issuing is refused, whoever overrides; nothing ends, nothing is forgotten."""
    before = office.events()
    held = office.view(lambda context: context.clock_suspect)
    if held:
        assert office.refused(issue, office.request()).reason == "clock_suspect"
        assert office.refused(issue, office.request(override="Pak Kepala")).reason == "clock_suspect"
        assert office.run(closing.expire_due) == 0
        assert not office.read(retention.is_due)
        assert office.events() == before
    return held


@pytest.mark.parametrize("days", [-700, -3, 3, 700])
def test_a_jump_while_running_holds_until_it_is_taken_back(office: Office, days: int) -> None:
    first = office.issue()
    jump(office, days=days)
    assert is_held(office)
    assert office.view(lambda context: context.business_date) == DAY, "no day ends because of a clock alone"
    office.sign_in()
    assert office.call().id == first.id, "those who wait are called"
    assert office.last("call").at == TUESDAY, "the wrong clock writes no time"
    jump(office, days=-days)
    assert not is_held(office)
    assert office.issue().number == "A-002"


def test_a_jump_of_hours_over_midnight_begins_no_new_numbers(office: Office) -> None:
    office.issue()
    jump(office, hours=16)
    assert is_held(office)
    assert office.view(lambda context: context.business_date) == DAY
    accept(office)
    assert office.view(lambda context: context.business_date) == DAY + timedelta(days=1)


def test_a_jump_of_hours_on_the_same_day_goes_on(office: Office) -> None:
    office.issue()
    jump(office, hours=1)
    assert office.issue().number == "A-002"


@pytest.mark.parametrize("days", [-400, -3, 3, 400])
def test_a_start_that_is_days_from_the_last_event_holds_until_accepted(office: Office, days: int) -> None:
    waiting = office.issue()
    restart(office, days=days)
    assert is_held(office)
    assert office.ticket(waiting).state is State.WAITING
    done = accept(office)
    assert not is_held(office)
    assert (done.now, done.before) == (office.clock.now(), TUESDAY)
    event = office.last("clock_accept")
    assert (event.at, event.data["jump_s"]) == (office.clock.now(), days * 86_400)


def test_a_start_heals_by_itself_when_the_clock_is_set_right(office: Office) -> None:
    office.issue()
    restart(office, days=700)
    assert is_held(office)
    jump(office, days=-700)
    assert not is_held(office)
    assert office.issue().number == "A-002"
    jump(office, days=2)
    assert is_held(office), "it is watched from here on"


def test_numbers_given_in_2028_stop_nobody_when_the_year_is_right_again(office: Office) -> None:
    """A new database knows no better than to believe the clock."""
    office.clock.at = office.clock.origin = datetime.fromisoformat("2028-01-04T09:00:00+07:00")
    office.point.watch.trust()
    wrong = [office.issue(), office.issue(), office.issue("prioritas")]
    office.sign_in()
    office.call()
    restart(office, days=(TUESDAY - office.clock.at).days)
    office.clock.at = TUESDAY + timedelta(hours=1)
    assert is_held(office)
    done = accept(office)
    rows = office.read(log_rows, DAY)
    assert [row.kind for row in rows] == ["clock_accept", *["void", "issue"] * 3]
    assert [row.kind for row in office.read(log_rows, wrong[0].business_date)][:2] == ["issue", "issue"]
    assert sorted(done.carried) == sorted(ticket.number for ticket in wrong)
    assert not is_held(office)
    assert office.issue().number == "A-003", "above what the visitors in the hall hold"
    assert office.view(lambda context: context.business_date) == DAY
    office.pass_time(days=1)
    assert office.issue().number == "A-001"
    with office.point.store.read() as tx:
        assert [day.year for day in tx.days_of_wrong_clock("ulp")] == [2028]


def test_who_waited_under_a_wrong_date_is_called_before_those_who_come_later(office: Office) -> None:
    office.clock.at = office.clock.origin = datetime.fromisoformat("2027-02-09T09:00:00+07:00")
    office.point.watch.trust()
    first, second = office.issue(), office.issue()
    jump(office, days=(TUESDAY - office.clock.at).days)
    accept(office)
    office.issue()
    office.sign_in()
    assert [office.call(finish=True).number for _ in range(3)] == [first.number, second.number, "A-003"]
    assert office.ticket(first).reason == "clock"


def test_a_number_of_a_wrong_date_that_was_given_today_too_becomes_another(office: Office) -> None:
    assert office.issue().number == "A-001"
    jump(office, days=30)
    accept(office)  # by mistake
    assert office.issue().number == "A-001"
    jump(office, days=-30)
    assert accept(office).carried == ("A-001 > A-002",)
    assert office.issue().number == "A-003"


def test_a_day_that_a_wrong_clock_opened_goes_on_when_it_really_comes(office: Office) -> None:
    jump(office, days=7)
    accept(office)
    office.issue()
    jump(office, days=-7)
    accept(office)
    office.pass_time(days=7)
    assert office.issue().number == "A-002"


def test_the_time_is_noted_for_a_quiet_weekend(office: Office) -> None:
    office.issue()
    office.pass_time(days=3)
    office.run(clock_acceptance.note_time)
    restart(office, hours=5)
    assert not office.view(lambda context: context.clock_suspect)
    restart(office, days=700)
    office.run(clock_acceptance.note_time)
    assert is_held(office), "a clock in doubt notes nothing"
    restart(office)
    assert is_held(office)


def test_a_weekend_with_the_machine_off_needs_nobody(office: Office) -> None:
    """MPP Kota Bekasi is closed on Saturdays and Sundays."""
    office.point.id = "mpp"
    friday = datetime.fromisoformat("2026-09-18T09:00:00+07:00")
    office.clock.at = office.clock.origin = friday
    office.point.watch.trust()
    office.sign_in()
    ticket = office.issue()
    office.call()
    office.pass_time(hours=9)
    office.move(ticket, Move.FINISH)
    restart(office, days=2, hours=14)
    assert not office.view(lambda context: context.clock_suspect)
    restart(office, days=2)
    assert office.view(lambda context: context.clock_suspect), "a Tuesday with hours was missed"


def test_a_weekend_is_no_excuse_while_somebody_waits(office: Office) -> None:
    office.point.id = "mpp"
    office.clock.at = office.clock.origin = datetime.fromisoformat("2026-09-18T09:00:00+07:00")
    office.point.watch.trust()
    office.issue()
    restart(office, days=3)
    assert is_held(office)


def test_a_clock_before_the_program_was_made_is_wrong(office: Office) -> None:
    restart(office, days=-616)
    assert is_held(office)
    accept(office)
    assert not is_held(office)


def test_a_new_database_is_no_older_than_the_files_beside_it(office: Office, tmp_path: Path) -> None:
    class Machine(FixedClock, SystemClock):
        """Files have their times from it."""

    file = tmp_path / "antrean.toml"
    file.touch()
    office.clock = office.point.clock = Machine(TUESDAY, origin=TUESDAY)
    office.point.watch = ClockWatch(office.clock)
    os.utime(file, ((TUESDAY + timedelta(days=2)).timestamp(),) * 2)
    restart(office, files=(file, tmp_path / "gone"))
    assert is_held(office)
    os.utime(file, ((TUESDAY - timedelta(days=900)).timestamp(),) * 2)
    restart(office, files=(file,))
    assert not is_held(office)


def test_a_simulated_clock_is_not_judged(office: Office) -> None:
    office.issue()
    office.clock.simulated = True
    restart(office, days=3)
    assert not office.view(lambda context: context.clock_suspect)


def test_an_accepted_clock_stays_accepted_at_the_next_start(office: Office) -> None:
    office.issue()
    restart(office, days=-7)
    accept(office)
    restart(office, hours=1)
    assert not is_held(office)
    assert office.issue().number == "A-002", "above the one that waits on, of a date that was wrong"
