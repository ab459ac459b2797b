"""The newest move of a ticket is taken back shortly after it was made, with its counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.days import closing
from kiosk.operations.tickets import holding
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.operations.tickets.undoing import UNDO_WITHIN, undo, undo_deadlines, undone_calls
from kiosk.queue.ticket import Move, State, Ticket
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office

STEPS: dict[str, Callable[[Office, Ticket], object]] = {
    "call": lambda office, _: office.call(),
    "recall": lambda office, ticket: office.move(ticket, Move.RECALL),
    "serve": lambda office, ticket: office.move(ticket, Move.SERVE),
    "finish": lambda office, ticket: office.move(ticket, Move.FINISH),
    "hold": lambda office, ticket: office.move(ticket, Move.HOLD, until=TUESDAY + timedelta(hours=1), why="fotokopi"),
    "return": lambda office, ticket: office.move(ticket, Move.RETURN),
    "void": lambda office, ticket: office.move(ticket, Move.VOID, why="salah"),
    "no_show": lambda office, ticket: office.move(ticket, Move.NO_SHOW),
    "transfer": lambda office, ticket: office.run(
        transfer, HERE, ticket.id, TransferTarget("prioritas", "biometrik", "1", "end")
    ),
}


@pytest.mark.parametrize(
    "path",
    [
        "call",
        "call recall",
        "call serve",
        "call finish",
        "call serve finish",
        "call hold",
        "hold",
        "hold return",
        "call hold return",
        "void",
        "call void",
        "call recall recall no_show",
        "call recall recall no_show return",
        "transfer",
        "call transfer",
        "call serve transfer",
    ],
)
def test_the_ticket_is_as_before_and_so_are_the_tallies(office: Office, path: str) -> None:
    office.set_service("prioritas", appointments=True)
    ticket = office.issue()
    office.sign_in()
    *before, newest = path.split()
    for step in before:
        STEPS[step](office, ticket)
        office.pass_time(seconds=16)
    was, tallies = office.ticket(ticket), office.view(lambda context: dict(context.tallies))
    with office.context() as context:
        counts = (context.tx.calls_made("ulp", context.business_date), context.tx.runs("ulp", context.business_date))
    STEPS[newest](office, ticket)
    office.pass_time(seconds=15)
    after = office.run(undo, HERE, ticket.id)
    assert after == office.ticket(ticket) == replace(was, version=was.version + 2)
    empty = {service for service, tally in office.view(lambda c: dict(c.tallies)).items() if service not in tallies}
    assert office.view(lambda c: {s: t for s, t in c.tallies.items() if s not in empty}) == tallies
    with office.context() as context:
        assert counts == (
            context.tx.calls_made("ulp", context.business_date),
            context.tx.runs("ulp", context.business_date),
        )


def test_the_log_says_what_was_undone_and_which_call_is_void(office: Office) -> None:
    ticket = office.issue()
    office.sign_in(staff="Ani")
    office.call()
    call = office.last("call")
    office.run(undo, HERE, ticket.id)
    event = office.last("undo")
    assert (event.ticket, event.counter, event.staff) == (ticket.id, "1", "Ani")
    assert event.data == {"number": "A-001", "service": "paspor", "undone": "call", "call": call.sequence}
    assert undone_calls(office.events()) == {call.sequence}
    office.call()
    office.move(ticket, Move.SERVE)
    office.run(undo, HERE, ticket.id)
    assert office.last("undo").data["call"] is None
    assert undone_calls(office.events()) == {call.sequence}


def test_after_fifteen_seconds_it_is_over(office: Office) -> None:
    ticket = office.issue()
    office.move(ticket, Move.HOLD)
    office.pass_time(seconds=15, microseconds=1)
    refusal = office.refused(undo, HERE, ticket.id)
    assert (refusal.reason, refusal.state, refusal.values) == ("undo_over", "held", {"number": "A-001", "seconds": 15})


def test_one_step_alone_is_taken_back(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.call()
    office.move(ticket, Move.SERVE)
    office.run(undo, HERE, ticket.id)
    refusal = office.refused(undo, HERE, ticket.id)
    assert (refusal.reason, refusal.state) == ("illegal_move", "called")


def test_a_ticket_that_was_only_issued_has_nothing_to_undo(office: Office) -> None:
    ticket = office.issue()
    assert office.refused(undo, HERE, ticket.id).reason == "illegal_move"
    assert office.refused(undo, HERE, "ulp-20260915-A-009").reason == "unknown_ticket"


def test_what_the_time_did_stays(office: Office) -> None:
    held = office.move(office.issue(), Move.HOLD, until=TUESDAY + timedelta(seconds=5))
    office.pass_time(seconds=5)
    office.run(holding.return_due)
    assert office.refused(undo, HERE, held.id).reason == "illegal_move"


def test_what_the_end_of_the_day_did_stays(office: Office) -> None:
    waiting, sitting = office.issue(), office.issue("prioritas")
    office.sign_in()
    office.call()
    office.move(sitting, Move.SERVE)
    office.pass_time(days=1)
    office.run(closing.expire_due)
    for ticket in (waiting, sitting):
        assert office.refused(undo, HERE, ticket.id).reason == "illegal_move"


def test_a_day_that_was_closed_stays_closed(office: Office) -> None:
    ticket = office.issue()
    office.pass_time(hours=7)
    office.move(ticket, Move.VOID, why="salah")
    office.run(closing.close_day, HERE, TUESDAY.date())
    assert office.refused(undo, HERE, ticket.id).reason == "undo_over"


def test_next_brings_back_the_visitor_whom_it_finished(office: Office) -> None:
    first, second = office.issue(), office.issue()
    office.sign_in()
    office.call()
    office.pass_time(minutes=1)
    office.call(finish=True)
    office.run(undo, HERE, second.id)
    assert (office.ticket(first).state, office.ticket(second).state) == (State.CALLED, State.WAITING)
    assert [event.data["undone"] for event in office.events("undo")] == ["call", "finish"]
    assert (office.tally().called, office.tally().waiting, office.tally().finished) == (1, 1, 0)


def test_the_visitor_before_stays_finished_when_the_visit_had_ended_earlier(office: Office) -> None:
    first, second = office.issue(), office.issue()
    office.sign_in()
    office.call()
    office.move(first, Move.FINISH)
    office.call()
    office.run(undo, HERE, second.id)
    assert (office.ticket(first).state, office.ticket(second).state) == (State.FINISHED, State.WAITING)


def test_a_counter_that_has_another_visitor_gets_no_second_one(office: Office) -> None:
    first = office.issue()
    office.issue()
    office.sign_in()
    office.call()
    office.move(first, Move.FINISH)
    office.call()
    refusal = office.refused(undo, HERE, first.id)
    assert (refusal.reason, refusal.state, refusal.values) == ("ticket_in_hand", "called", {"number": "A-002"})


def test_a_visitor_is_not_put_where_nobody_sits(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.call()
    office.move(ticket, Move.FINISH)
    office.run(sessions.sign_out, HERE, "1")
    refusal = office.refused(undo, HERE, ticket.id)
    assert (refusal.reason, refusal.values) == ("not_signed_in", {"counter": "1"})


def test_only_who_sits_where_it_happened_takes_it_back(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Budi", OTHER_TABLET)
    office.call(actor=TABLET)
    refusal = office.refused(undo, OTHER_TABLET, ticket.id)
    assert (refusal.reason, refusal.status, refusal.values) == (
        "other_counter",
        403,
        {"number": "A-001", "counter": "1"},
    )
    assert office.run(undo, TABLET, ticket.id).state is State.WAITING


def test_the_runs_are_those_without_the_call(office: Office) -> None:
    for service in ("paspor", "prioritas", "prioritas", "prioritas"):
        office.issue(service)
    office.sign_in()
    office.call(finish=True)
    second = office.call(finish=True)
    office.run(undo, HERE, second.id)
    with office.context() as context:
        assert context.tx.runs("ulp", context.business_date) == (0, 1)


def test_until_when_each_ticket_may_be_undone(office: Office) -> None:
    first, second, third = (office.issue() for _ in range(3))
    office.move(first, Move.HOLD)
    office.pass_time(seconds=10)
    office.move(second, Move.VOID, why="salah")
    office.move(third, Move.HOLD)
    office.run(undo, HERE, third.id)
    now = office.clock.now()
    assert office.view(undo_deadlines) == {
        first.id: now - timedelta(seconds=10) + UNDO_WITHIN,
        second.id: now + UNDO_WITHIN,
    }
    office.pass_time(seconds=5)
    assert set(office.view(undo_deadlines)) == {first.id, second.id}, "the last instant counts"
    office.pass_time(microseconds=1)
    assert set(office.view(undo_deadlines)) == {second.id}


def test_a_move_that_an_earlier_version_logged_is_taken_back(office: Office) -> None:
    """Its log names the queue position ``place``; a database may be upgraded within the fifteen seconds."""
    ticket = office.issue()
    moved = replace(ticket, queue_position=ticket.queue_position + 9, version=1)
    data: dict[str, Any] = {"number": "A-001", "service": "paspor", "before": {"place": ticket.queue_position}}

    office.point.store.write(lambda tx: tx.save_ticket(moved))
    office.point.store.write(lambda tx: tx.append(Move.TRANSFER, TUESDAY, "ulp", ticket=ticket.id, data=data))
    assert office.run(undo, HERE, ticket.id) == replace(ticket, version=2)
