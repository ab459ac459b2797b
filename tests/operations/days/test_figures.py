"""Figures of a day: who waited past the target without being served, officers, walks, and how often quotes held."""

from __future__ import annotations

from dataclasses import replace

from kiosk.contract.reports import DayReport, ServiceFigures
from kiosk.operations.days.report import day_report
from kiosk.operations.tickets import undoing
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.operations.views.queue import late_by_service
from kiosk.queue.ticket import Move
from tests.operations.office import HERE, TUESDAY, Office


def report(office: Office) -> DayReport:
    return office.read(day_report, TUESDAY.date())


def passport(office: Office) -> ServiceFigures:
    return next(row for row in report(office).services if row.service == "paspor")


def show_officers(office: Office) -> None:
    """As ``[privacy] officer_figures = true``."""
    office.configure(lambda it: replace(it, privacy=replace(it.privacy, officer_figures=True)))


def test_who_waits_past_the_target_and_is_never_called_is_late(office: Office) -> None:
    """Row 6: three wait seventy minutes, the target is sixty."""
    for _ in range(3):
        office.issue()
    assert office.view(late_by_service) == {}
    office.pass_time(minutes=70)
    assert passport(office).late == 3
    assert office.view(late_by_service) == {"paspor": 3}, "staff are warned while it happens"


def test_who_ended_without_service_is_late_by_the_time_until_then(office: Office) -> None:
    early, long = office.issue(), office.issue()
    office.pass_time(minutes=30)
    office.move(early, Move.VOID, why="pulang")
    office.pass_time(hours=9)
    from kiosk.operations.days.closing import expire_due  # noqa: PLC0415  for this test alone

    assert office.run(expire_due) == 1
    assert (passport(office).not_served, passport(office).late) == (1, 1)
    assert long.number == "A-002"


def test_officers_and_the_time_from_call_to_start(office: Office) -> None:
    """Row 11."""
    show_officers(office)
    office.sign_in("1", "Ani")
    office.sign_in("2", "Budi")
    for _ in range(4):
        office.issue()
    served, missed = office.call("1"), office.call("2")
    office.pass_time(minutes=2)
    office.move(served, Move.SERVE)
    office.miss(missed)
    office.pass_time(minutes=10)
    office.move(served, Move.FINISH)
    ani, budi = report(office).officers
    assert (ani.staff, ani.calls, ani.served, ani.no_show) == ("Ani", 1, 1, 0)
    assert ani.walk is not None
    assert ani.service_time is not None
    assert (ani.walk.median_min, ani.service_time.median_min) == (2, 10)
    assert (budi.staff, budi.served, budi.no_show, budi.walk) == ("Budi", 0, 1, None)
    walk = passport(office).walk
    assert walk is not None
    assert walk.count == 1


def test_an_undone_call_is_no_officers_call(office: Office) -> None:
    show_officers(office)
    office.sign_in("1", "Ani")
    office.issue()
    ticket = office.call("1")
    office.run(undoing.undo, HERE, ticket.id)
    assert report(office).officers == []


def test_officers_are_nobodys_figures_unless_the_office_says_so(office: Office) -> None:
    office.sign_in("1", "Ani")
    office.issue()
    office.call("1")
    assert report(office).officers == []
    show_officers(office)
    assert [row.staff for row in report(office).officers] == ["Ani"]


def test_a_transfer_ends_one_visit_and_the_next_call_begins_another(office: Office) -> None:
    show_officers(office)
    office.sign_in("1", "Ani")
    office.sign_in("2", "Budi")
    office.issue()
    first = office.call("1")
    office.move(first, Move.SERVE)
    office.run(transfer, HERE, first.id, TransferTarget(counter="2"))
    office.call("2")
    assert [(row.staff, row.calls, row.served) for row in report(office).officers] == [("Ani", 1, 1), ("Budi", 1, 0)]


def test_a_quote_holds_when_the_call_comes_within_it(office: Office) -> None:
    office.sign_in("1", "Ani")
    office.issue()
    office.pass_time(minutes=1)
    office.call("1")
    assert (passport(office).quoted, passport(office).held) == (1, 1)
    office.issue()
    office.pass_time(hours=3)
    office.call("1", finish=True)
    assert (passport(office).quoted, passport(office).held) == (2, 1)
    assert sum(row.quoted for row in report(office).hours) == 2
