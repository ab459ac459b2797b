"""Moves of one ticket by a counter: who may make them, and what is written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.days import emergency
from kiosk.operations.tickets.moving import MoveRequest, changed_fields, find_ticket, move
from kiosk.queue.ticket import Move, State
from tests.fixtures import ticket as make_ticket
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office


def test_a_ticket_of_this_point_is_found(office: Office) -> None:
    ticket = office.issue()
    assert office.read(find_ticket, ticket.id) == ticket


@pytest.mark.parametrize("ticket_id", ["ulp-20260915-A-002", "mpp-20260915-A-001", "nonsense", ""])
def test_any_other_id_is_unknown(office: Office, ticket_id: str) -> None:
    office.issue()
    refusal = office.refused(move, HERE, ticket_id, Move.VOID)
    assert (refusal.reason, refusal.status, refusal.values) == ("unknown_ticket", 404, {"ticket": ticket_id})


def test_each_move_of_a_visit_is_written_with_who_and_where(office: Office) -> None:
    ticket = office.issue()
    office.sign_in(staff="Ani", actor=TABLET)
    office.call(actor=TABLET)
    for minutes, wanted in enumerate((Move.RECALL, Move.SERVE, Move.FINISH), 1):
        office.pass_time(minutes=minutes)
        office.move(ticket, wanted, TABLET)
        event = office.last(wanted)
        assert (event.ticket, event.counter, event.staff) == (ticket.id, "1", "Ani")
        assert (event.at, event.data["number"], event.data["service"]) == (office.clock.now(), "A-001", "paspor")
    done = office.ticket(ticket)
    assert (done.state, done.calls) == (State.FINISHED, 2)
    assert [done.called_at, done.served_at, done.ended_at] == [
        TUESDAY,
        TUESDAY + timedelta(minutes=3),
        TUESDAY + timedelta(minutes=6),
    ]
    assert office.last("finish").data["before"] == {"state": "serving", "ended_at": None}
    assert (office.tally().finished, office.tally().called, office.tally().serving) == (1, 0, 0)


def test_a_move_that_is_not_possible_names_the_state(office: Office) -> None:
    ticket = office.issue()
    for wanted in (Move.SERVE, Move.FINISH, Move.RECALL, Move.RETURN, Move.NO_SHOW):
        refusal = office.refused(move, HERE, ticket.id, wanted)
        assert (refusal.reason, refusal.status, refusal.state) == ("illegal_move", 409, "waiting")
        assert refusal.values == {"number": "A-001", "state": "waiting"}
    assert office.ticket(ticket) == ticket


def test_a_no_show_needs_the_calls_of_the_configuration(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.call()
    for left in (2, 1):
        refusal = office.refused(move, HERE, ticket.id, Move.NO_SHOW)
        assert (refusal.reason, refusal.values["calls_left"]) == ("illegal_move", left)
        office.move(ticket, Move.RECALL)
    office.move(ticket, Move.NO_SHOW)
    assert office.ticket(ticket).state is State.NO_SHOW
    assert office.tally().no_show == 1


def test_what_a_colleague_has_in_hand_is_not_moved(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Budi", OTHER_TABLET)
    office.call(actor=TABLET)
    for wanted in (Move.SERVE, Move.FINISH, Move.HOLD, Move.VOID):
        refusal = office.refused(move, OTHER_TABLET, ticket.id, wanted)
        assert (refusal.reason, refusal.status) == ("other_counter", 403)
        assert refusal.values == {"number": "A-001", "counter": "1"}
    assert office.move(ticket, Move.SERVE, HERE).state is State.SERVING, "this machine's own user may"


def test_what_waits_may_be_moved_by_anyone_who_works(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("2", "Budi", OTHER_TABLET)
    office.move(ticket, Move.VOID, OTHER_TABLET, why="salah ambil")
    event = office.last("void")
    assert (event.counter, event.staff, event.data["why"]) == ("2", "Budi", "salah ambil")
    assert office.ticket(ticket).reason == "salah ambil"
    assert office.tally().void == 1


def test_where_nobody_sits_any_more_the_ticket_in_hand_may_be_moved(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Budi", OTHER_TABLET)
    office.call(actor=TABLET)
    office.point.store.write(lambda tx: tx.end_counter_session(tx.counter_sessions("ulp")[0]))
    office.move(ticket, Move.FINISH, OTHER_TABLET)
    event = office.last("finish")
    assert (event.counter, event.staff) == ("1", "Budi")


def test_hold_with_a_time_and_a_reason(office: Office) -> None:
    ticket, until = office.issue(), TUESDAY + timedelta(minutes=10)
    held = office.move(ticket, Move.HOLD, until=until, why="fotokopi")
    assert (held.state, held.held_until, held.reason) == (State.HELD, until, "fotokopi")
    assert office.last("hold").data["until"] == until.isoformat()
    assert office.last("hold").data["why"] == "fotokopi"
    assert (office.tally().waiting, office.tally().held) == (0, 1)


def test_hold_without_a_time(office: Office) -> None:
    held = office.move(office.issue(), Move.HOLD)
    assert (held.held_until, held.reason) == (None, None)
    assert office.last("hold").data["until"] is None
    assert "why" not in office.last("hold").data


def test_hold_until_now_or_before_is_refused(office: Office) -> None:
    ticket = office.issue()
    for minutes in (0, -5):
        details = MoveRequest(until=TUESDAY + timedelta(minutes=minutes))
        refusal = office.refused(move, HERE, ticket.id, Move.HOLD, details=details)
        assert (refusal.reason, refusal.status) == ("until_past", 400)


def test_a_held_ticket_returns_to_its_position(office: Office) -> None:
    held = office.move(office.issue(), Move.HOLD)
    office.issue()
    office.pass_time(minutes=20)
    back = office.move(held, Move.RETURN)
    assert (back.state, back.queue_position, back.reentry_after) == (State.WAITING, held.queue_position, None)
    office.sign_in("2")
    assert office.order() == ["A-001", "A-002"]


def test_nobody_is_called_again_during_an_emergency(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.call()
    office.run(emergency.start, HERE, until=TUESDAY + timedelta(minutes=5), reason="")
    assert office.refused(move, HERE, ticket.id, Move.RECALL).reason == "emergency"
    office.pass_time(minutes=5)
    assert office.move(ticket, Move.RECALL).calls == 2


def test_the_end_of_the_hours_does_not_silence_a_call_that_was_made_in_time(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.call()
    office.pass_time(hours=11)
    assert office.move(ticket, Move.RECALL).calls == 2


def test_the_measured_average_follows_each_finished_visit(office: Office) -> None:
    office.sign_in()
    averages: list[float | None] = []
    for minutes in (4, 8):
        office.issue()
        with office.context() as context:
            averages.append(office.point.average_service_minutes(context.tx, context.business_date, "paspor"))
        ticket = office.call()
        office.pass_time(minutes=minutes)
        office.move(ticket, Move.FINISH)
    with office.context() as context:
        averages.append(office.point.average_service_minutes(context.tx, context.business_date, "paspor"))
    assert averages == [None, 4.0, 6.0]


def test_a_move_of_a_paused_counter_is_made(office: Office) -> None:
    """A pause stops the next call, not the visit."""
    ticket = office.issue()
    office.sign_in()
    office.call()
    office.run(sessions.pause, HERE, "1", "")
    assert office.move(ticket, Move.FINISH).state is State.FINISHED


def test_changed_fields_are_those_before_the_move_without_the_staff_flag() -> None:
    before = make_ticket(staff_flag="interview", called_at=TUESDAY)
    after = make_ticket(calls=1, version=7, state=State.CALLED)
    assert changed_fields(before, after) == {"state": "waiting", "calls": 0, "called_at": TUESDAY.isoformat()}
