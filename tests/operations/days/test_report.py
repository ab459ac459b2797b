"""The day's report: every number accounted for, and the figures of waiting and service."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.operations.days import closing
from kiosk.operations.days.report import day_report, number_rows, parse_day
from kiosk.operations.days.timeline import spread, timelines
from kiosk.operations.refusal import Refusal
from kiosk.operations.tickets.missing_documents import record_missing
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.operations.tickets.undoing import undo
from kiosk.queue.ticket import Move
from kiosk.store.chain import START
from tests.operations.office import HERE, TUESDAY, Office

DAY = date(2026, 9, 15)


@pytest.fixture
def busy(office: Office) -> Office:
    """Six numbers: served after 10 and 70 minutes, missed, void, waiting, and sent on from ``informasi``."""
    first, second, missed, void = (office.issue() for _ in range(4))
    office.issue("prioritas")
    sent = office.issue("informasi")
    office.sign_in()
    office.sign_in("2", "Budi")
    office.sign_in("3", "Cici")
    office.move(void, Move.VOID, why="salah")
    office.pass_time(minutes=10)
    office.call("3")
    office.run(transfer, HERE, sent.id, TransferTarget(service="paspor", position="end"))
    office.move(office.ticket(office.issue("prioritas")), Move.VOID, why="salah")
    office.set_rules(priority_run_max=1)
    called = office.call("1")
    assert called.number == "R-001"
    office.run(undo, HERE, called.id)
    office.run(transfer, HERE, called.id, TransferTarget(position="end"))
    office.move(called, Move.HOLD)
    assert office.call("1").id == first.id
    office.pass_time(minutes=5)
    office.move(first, Move.SERVE)
    office.pass_time(minutes=15)
    office.move(first, Move.FINISH)
    office.pass_time(minutes=40)
    assert office.call("1").id == second.id
    office.pass_time(minutes=8)
    office.move(second, Move.FINISH)
    assert office.call("1").id == missed.id
    office.miss(missed)
    return office


def test_every_number_is_accounted_for(busy: Office) -> None:
    report = busy.read(day_report, DAY)
    assert report.accounted
    assert (report.point, report.point_name["id"], report.day, report.closed) == (
        "ulp",
        "ULP Plasa Cibubur",
        DAY,
        False,
    )
    rows = {row.service: row for row in report.services}
    passport = rows["paspor"]
    assert (passport.issued, passport.served, passport.no_show, passport.void, passport.open) == (4, 2, 1, 1, 1)
    assert (rows["informasi"].issued, rows["informasi"].open) == (1, 0)
    assert (rows["prioritas"].issued, rows["prioritas"].open, rows["prioritas"].void) == (2, 1, 1)
    assert passport.name["en"] == "Passport Application"


def test_waits_end_with_the_first_call_and_service_begins_with_being_served(busy: Office) -> None:
    report = busy.read(day_report, DAY)
    passport = next(row for row in report.services if row.service == "paspor")
    assert passport.wait is not None
    assert passport.service_time is not None
    assert (passport.wait.count, passport.wait.max_min) == (4, 78.0), "three were called, and the one sent on before"
    assert (passport.service_time.count, passport.service_time.mean_min) == (2, 11.5)
    assert passport.late == 2, "its target is sixty minutes"


def test_by_the_hour_in_which_the_number_was_taken(busy: Office) -> None:
    hours = {(row.hour, row.service): row for row in busy.read(day_report, DAY).hours}
    assert set(hours) == {(9, "paspor"), (9, "prioritas")}
    assert (hours[9, "paspor"].issued, hours[9, "paspor"].served) == (5, 2)


def test_what_staff_did_is_counted(busy: Office) -> None:
    busy.run(record_missing, "dewasa-baru", ["ktp", "kk"])
    busy.run(record_missing, "dewasa-baru", ["ktp"])
    busy.issue(checklist="dewasa-baru", have=[], override="boleh")
    report = busy.read(day_report, DAY)
    assert report.papers == {"ktp": 2, "kk": 1}
    assert (report.overrides, report.undone, report.reasons) == (1, 1, {})


def test_what_was_not_served_has_its_reason_also_after_the_next_day_began(busy: Office) -> None:
    busy.pass_time(days=1)
    busy.issue()
    busy.run(closing.expire_due)
    report = busy.read(day_report, DAY)
    assert report.reasons == {"day_over": 2}
    assert (report.closed, report.accounted) == (True, True)
    row = next(row for row in busy.read(number_rows, DAY) if row.number == "U-001")
    assert (row.state, row.reason, row.service) == ("not_served", "day_over", "paspor")


def test_the_chain_of_the_log_ends_here(busy: Office) -> None:
    chain, last = busy.read(day_report, DAY).chain, busy.events()[-1]
    assert (chain.epoch, chain.sequence, chain.hash) == (last.epoch, last.sequence, last.hash)


def test_a_day_that_nobody_came_on_has_zeros(office: Office) -> None:
    report = office.read(day_report, DAY)
    assert (report.services, report.hours, report.accounted, report.closed) == ([], [], True, False)
    assert (report.chain.sequence, report.chain.hash) == (0, START)
    assert office.read(number_rows, DAY) == []


def test_a_count_that_disagrees_with_the_log_is_said(office: Office) -> None:
    office.issue()
    office.point.store.write(
        lambda tx: tx.append(Move.ISSUE, TUESDAY, "ulp", ticket="x", data={"number": "A-9", "service": "paspor"})
    )
    assert not office.read(day_report, DAY).accounted


def test_a_row_for_every_number(busy: Office) -> None:
    rows = busy.read(number_rows, DAY)
    assert [row.number for row in rows] == ["A-001", "A-002", "A-003", "A-004", "R-001", "U-001", "R-002"]
    first = rows[0]
    assert (first.state, first.counter, first.calls) == ("finished", "1", 1)
    assert (first.wait_min, first.service_min) == (10.0, 15.0)
    assert (first.issued_at, first.called_at) == (TUESDAY, TUESDAY + timedelta(minutes=10))
    assert first.ended_at == TUESDAY + timedelta(minutes=30)
    assert (rows[2].state, rows[2].calls, rows[2].service_min) == ("no_show", 3, None)
    assert (rows[3].state, rows[3].reason, rows[3].wait_min) == ("void", "salah", None)


def test_an_appointment_that_was_asked_for_is_in_its_row_kept_or_not(office: Office) -> None:
    office.set_service("prioritas", appointments=True)
    for hours in (-1, 1):
        office.issue("prioritas", appointment=TUESDAY + timedelta(hours=hours))
    assert [row.appointment for row in office.read(number_rows, DAY)] == [
        TUESDAY - timedelta(hours=1),
        TUESDAY + timedelta(hours=1),
    ]


@pytest.mark.parametrize("text", ["", "today", "2026-13-01", "15-09-2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_day(text)
    assert (refused.value.reason, refused.value.status, refused.value.values) == ("no_date", 400, {"date": text})


def test_a_date_of_a_path() -> None:
    assert parse_day("2026-09-15") == DAY


def test_an_undone_move_is_as_if_it_had_not_been(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.pass_time(minutes=3)
    office.call()
    office.run(undo, HERE, ticket.id)
    found = timelines(office.events())[ticket.id]
    assert (found.state, found.called_at, found.calls, found.counter) == ("waiting", None, 0, None)


def test_the_time_of_several_visits_is_added_and_hold_is_none_of_it(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    for minutes in (4, 6):
        office.call()
        office.move(ticket, Move.SERVE)
        office.pass_time(minutes=minutes)
        if minutes == 4:
            office.move(ticket, Move.HOLD)
            office.pass_time(minutes=30)
            office.move(ticket, Move.RETURN)
    office.move(ticket, Move.FINISH)
    found = timelines(office.events())[ticket.id]
    assert (found.service_min, found.wait_min) == (10.0, 0.0)


def test_a_call_that_nobody_answered_is_no_service(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.call()
    office.pass_time(minutes=9)
    office.run(transfer, HERE, ticket.id, TransferTarget())
    office.call()
    office.pass_time(minutes=2)
    office.move(ticket, Move.FINISH)
    assert timelines(office.events())[ticket.id].service_min == 2.0


def test_a_spread_in_minutes_to_a_tenth() -> None:
    assert spread([]) is None
    assert spread([None]) is None
    one = spread([None, 3.14])
    assert one is not None
    assert (one.count, one.mean_min, one.median_min, one.p90_min, one.max_min) == (1, 3.1, 3.1, 3.1, 3.1)
    many = spread(float(n) for n in range(1, 12))
    assert many is not None
    assert (many.count, many.mean_min, many.median_min, many.p90_min, many.max_min) == (11, 6.0, 6.0, 10.0, 11.0)
