from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue import moves
from kiosk.queue.moves import IllegalMove
from kiosk.queue.ticket import Move, State
from tests.fixtures import NINE, ticket

LATER = NINE + timedelta(minutes=7)
LIFE = [
    (Move.CALL, State.CALLED),
    (Move.RECALL, State.CALLED),
    (Move.SERVE, State.SERVING),
    (Move.FINISH, State.FINISHED),
]


def test_a_visit_from_issue_to_finish() -> None:
    visit = ticket()
    for step, (move, state) in enumerate(LIFE, 1):
        visit = moves.apply(visit, move, NINE + timedelta(minutes=step), counter="2")
        assert (visit.state, visit.version) == (state, step)
    assert (visit.counter, visit.calls) == ("2", 2)
    assert [visit.called_at, visit.served_at, visit.ended_at] == [NINE + timedelta(minutes=n) for n in (1, 3, 4)]


def test_a_visit_whose_start_was_skipped_began_with_its_call() -> None:
    called = moves.apply(ticket(), Move.CALL, NINE, counter="2")
    done = moves.apply(called, Move.FINISH, LATER)
    assert (done.state, done.served_at, done.ended_at) == (State.FINISHED, NINE, LATER)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_every_pair_is_legal_or_names_the_state(state: State, move: Move) -> None:
    before = replace(ticket(), state=state, calls=1)
    if move in moves.legal(before):
        after = moves.apply(before, move, LATER)
        assert after.version == before.version + 1
        assert before.state is state
    else:
        with pytest.raises(IllegalMove) as refused:
            moves.apply(before, move, LATER)
        assert refused.value.state is state


@pytest.mark.parametrize("state", [State.FINISHED, State.VOID, State.NOT_SERVED])
def test_an_ended_ticket_stays_ended(state: State) -> None:
    assert moves.legal(replace(ticket(), state=state)) == ()


@pytest.mark.parametrize("state", [State.WAITING, State.CALLED, State.SERVING, State.HELD])
def test_nothing_open_survives_the_end_of_the_day(state: State) -> None:
    after = moves.apply(replace(ticket(), state=state), Move.EXPIRE, LATER, reason="day_end")
    assert (after.state, after.reason, after.ended_at) == (State.NOT_SERVED, "day_end", LATER)


def test_no_show_needs_all_its_calls() -> None:
    visit = moves.apply(ticket(), Move.CALL, NINE, counter="1")
    for calls_left in (2, 1):
        assert Move.NO_SHOW not in moves.legal(visit, call_limit=3)
        with pytest.raises(IllegalMove) as refused:
            moves.apply(visit, Move.NO_SHOW, NINE, call_limit=3)
        assert (refused.value.state, refused.value.calls_left) == (State.CALLED, calls_left)
        visit = moves.apply(visit, Move.RECALL, NINE)
    assert Move.NO_SHOW in moves.legal(visit, call_limit=3)
    assert moves.apply(visit, Move.NO_SHOW, LATER, call_limit=3).state is State.NO_SHOW


def test_a_late_visitor_waits_again_at_the_old_place_until_so_many_calls() -> None:
    missed = replace(ticket(), state=State.NO_SHOW, calls=3, counter="1", called_at=NINE, ended_at=NINE, version=4)
    back = moves.apply(missed, Move.RETURN, LATER, reentry_after=17)
    assert back == replace(ticket(), version=5, reentry_after=17)
    again = moves.apply(back, Move.CALL, LATER, counter="2")
    assert (again.calls, again.reentry_after, again.called_at) == (1, None, LATER)


def test_hold_keeps_the_place() -> None:
    until = LATER + timedelta(minutes=10)
    held = moves.apply(ticket(), Move.HOLD, NINE, held_until=until, reason="photocopy")
    assert (held.held_until, held.reason) == (until, "photocopy")
    assert moves.apply(held, Move.RETURN, LATER) == replace(ticket(), version=2)


def test_transfer_changes_what_it_is_told_and_keeps_number_and_id() -> None:
    visit = moves.apply(ticket(), Move.CALL, NINE, counter="1")
    moved = moves.apply(visit, Move.TRANSFER, LATER, service="photo", stage="photo", counter="3", queue_position=5)
    assert (moved.service, moved.stage, moved.counter, moved.queue_position) == ("photo", "photo", "3", 5)
    assert (moved.id, moved.number, moved.state, moved.calls) == (visit.id, visit.number, State.WAITING, 0)
    kept = moves.apply(visit, Move.TRANSFER, LATER)
    assert (kept.service, kept.stage, kept.counter, kept.queue_position) == (
        "passport",
        None,
        None,
        visit.queue_position,
    )


@given(st.sampled_from([*moves.TABLE]), st.integers(0, 50))
def test_undo_restores_everything_as_a_new_version(pair: tuple[State, Move], version: int) -> None:
    before = replace(ticket(), state=pair[0], calls=2, counter="1", called_at=NINE, version=version)
    after = moves.apply(before, pair[1], LATER, counter="9", reason="slip", call_limit=2)
    assert replace(moves.undo(after, before), version=version) == before
    assert moves.undo(after, before).version == version + 2


def test_undo_refuses_another_ticket_and_a_newer_version() -> None:
    with pytest.raises(ValueError, match="not earlier"):
        moves.undo(ticket(1, version=3), ticket(2))
    with pytest.raises(ValueError, match="not earlier"):
        moves.undo(ticket(1, version=3), ticket(1, version=3))
