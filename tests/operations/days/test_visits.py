"""A row for each stage: where, with whom, how long the visitor waited, walked and was served."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.operations.days.visits import visit_rows
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.queue.ticket import Move
from tests.operations.office import HERE, TUESDAY, Office


def two_stages(office: Office) -> None:
    office.sign_in("1", "Ani")
    office.sign_in("2", "Budi")
    ticket = office.issue()
    office.issue("informasi")
    office.pass_time(minutes=10)
    office.call("1")
    office.pass_time(minutes=1)
    office.move(ticket, Move.SERVE)
    office.pass_time(minutes=5)
    office.run(transfer, HERE, ticket.id, TransferTarget(stage="biometrik"))
    office.pass_time(minutes=7)
    office.call("2")
    office.pass_time(minutes=3)
    office.move(ticket, Move.FINISH)


def test_each_stage_has_its_row(office: Office) -> None:
    office.configure(lambda found: replace(found, privacy=replace(found.privacy, officer_figures=True)))
    two_stages(office)
    first, second, other = office.read(visit_rows, TUESDAY.date())
    assert (first.number, first.stage, first.counter, first.staff, first.how) == (
        "A-001",
        "berkas",
        "1",
        "Ani",
        "transfer",
    )
    assert (first.wait_min, first.walk_min, first.service_min) == (10, 1, 5)
    assert (second.number, second.stage, second.counter, second.staff) == ("A-001", "biometrik", "2", "Budi")
    assert (second.wait_min, second.walk_min, second.service_min, second.how) == (7, None, 3, "finish")
    assert second.waits_since == TUESDAY + timedelta(minutes=16)
    assert {row.state for row in (first, second)} == {"finished"}
    assert (other.number, other.counter, other.called_at, other.state, other.how) == (
        "U-001",
        None,
        None,
        "waiting",
        "",
    )


def test_officers_are_not_named_where_the_office_does_not_want_it(office: Office) -> None:
    two_stages(office)
    assert {row.staff for row in office.read(visit_rows, TUESDAY.date())} == {None}
