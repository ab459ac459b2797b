"""Every state with every move, written out: what comes of it, or that it is refused.

The tables are this file's own and not read from ``kiosk.queue.moves``, so that a wrong entry there is seen here.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.queue import moves
from kiosk.queue.moves import IllegalMove
from kiosk.queue.ticket import Move, State, Ticket
from tests.fixtures import NINE, ticket

AT = NINE + timedelta(minutes=30)
CALLED_AT = NINE + timedelta(minutes=5)
SERVED_AT = NINE + timedelta(minutes=6)
ENDED_AT = NINE + timedelta(minutes=7)
HELD_UNTIL = NINE + timedelta(minutes=8)
APPOINTMENT = NINE + timedelta(minutes=9)
NEW_HELD_UNTIL = AT + timedelta(minutes=10)

RESULTS = """
            issue call   recall serve   finish   no_show hold return  transfer void undo expire
waiting     -     called -      -       -        -       held -       waiting  void -    not_served
called      -     -      called serving finished no_show held -       waiting  void -    not_served
serving     -     -      -      -       finished -       held -       waiting  void -    not_served
held        -     -      -      -       -        -       -    waiting waiting  void -    not_served
no_show     -     -      -      -       -        -       -    waiting -        void -    -
finished    -     -      -      -       -        -       -    -       -        -    -    -
void        -     -      -      -       -        -       -    -       -        -    -    -
not_served  -     -      -      -       -        -       -    -       -        -    -    -
"""
"""A row for each state before the move; ``-``: refused with ``IllegalMove``."""

_WAITS_AGAIN = {
    "service": "photo",
    "stage": "payment",
    "queue_position": 5,
    "priority": True,
    "appointment": None,
    "counter": "7",
    "reentry_after": 17,
    "calls": 0,
    "called_at": None,
    "served_at": None,
    "ended_at": None,
    "held_until": None,
    "reason": None,
}
_ENDS = {"ended_at": AT, "reason": "new"}
CHANGES: dict[str, dict[str, Any]] = {
    "call": {"counter": "7", "called_at": AT, "calls": 3, "reentry_after": None, "held_until": None},
    "recall": {"calls": 3},
    "serve": {"served_at": AT},
    "finish": _ENDS,
    "no_show": _ENDS,
    "hold": {"held_until": NEW_HELD_UNTIL, "reason": "new"},
    "return": _WAITS_AGAIN,
    "transfer": _WAITS_AGAIN,
    "void": _ENDS,
    "expire": _ENDS,
}
"""What a move changes when it is given every fact, beside state and version. Every other field stays."""


def _full(state: State) -> Ticket:
    """A ticket with a value in every field, whatever the state, so that no change and no forgotten reset is hidden."""
    return replace(
        ticket(),
        state=state,
        stage="biometrics",
        counter="1",
        calls=2,
        called_at=CALLED_AT,
        served_at=SERVED_AT,
        ended_at=ENDED_AT,
        reason="old",
        reentry_after=9,
        held_until=HELD_UNTIL,
        appointment=APPOINTMENT,
        staff_flag="interview",
        version=4,
    )


def _apply(before: Ticket, move: Move) -> Ticket:
    return moves.apply(
        before,
        move,
        AT,
        counter="7",
        reason="new",
        held_until=NEW_HELD_UNTIL,
        call_limit=2,
        reentry_after=17,
        service="photo",
        stage="payment",
        queue_position=5,
        priority=True,
        appointment=None,
    )


def _results() -> list[tuple[str, str, str]]:
    header, *rows = (line.split() for line in RESULTS.strip().splitlines())
    return [(row[0], move, result) for row in rows for move, result in zip(header, row[1:], strict=True)]


def test_the_table_names_every_state_and_every_move() -> None:
    results = _results()
    assert {state for state, _, _ in results} == {state.value for state in State}
    assert {move for _, move, _ in results} == {move.value for move in Move}
    assert len(results) == len(State) * len(Move) == 96


@pytest.mark.parametrize(("state", "move", "result"), _results())
def test_a_move_gives_this_state_and_these_fields_or_is_refused(state: str, move: str, result: str) -> None:
    before = _full(State(state))
    if result == "-":
        with pytest.raises(IllegalMove) as refused:
            _apply(before, Move(move))
        assert (refused.value.state, refused.value.move, refused.value.calls_left) == (state, move, 0)
        assert Move(move) not in moves.legal(before, call_limit=2)
        return
    after = _apply(before, Move(move))
    assert after == replace(before, state=State(result), version=5, **CHANGES[move])
    assert before == _full(State(state)), "the ticket that was given is untouched"
    assert Move(move) in moves.legal(before, call_limit=2)


@pytest.mark.parametrize(("state", "move", "result"), _results())
def test_a_move_without_facts_leaves_no_trace_of_the_visit_before(state: str, move: str, result: str) -> None:
    """Facts that are not given are kept, or emptied where the next visit must not see them."""
    if result == "-":
        return
    before = _full(State(state))
    after = moves.apply(before, Move(move), AT)
    emptied: dict[str, dict[str, Any]] = {
        "call": CHANGES["call"] | {"counter": None},
        "finish": {"ended_at": AT},
        "no_show": {"ended_at": AT},
        "hold": {"held_until": None, "reason": None},
        "return": _kept(before),
        "transfer": _kept(before),
        "void": {"ended_at": AT},
        "expire": {"ended_at": AT},
    }
    assert after == replace(before, state=State(result), version=5, **emptied.get(move, CHANGES[move]))


def _kept(before: Ticket) -> dict[str, Any]:
    kept = {name: getattr(before, name) for name in ("service", "stage", "queue_position", "priority", "appointment")}
    return _WAITS_AGAIN | kept | {"counter": None, "reentry_after": None}


@pytest.mark.parametrize(("calls", "limit", "left"), [(1, 3, 2), (2, 3, 1), (3, 3, 0), (4, 3, 0), (0, 1, 1), (1, 1, 0)])
def test_a_no_show_needs_its_calls(calls: int, limit: int, left: int) -> None:
    before = replace(ticket(), state=State.CALLED, calls=calls)
    assert (Move.NO_SHOW in moves.legal(before, call_limit=limit)) is (left == 0)
    if left == 0:
        assert moves.apply(before, Move.NO_SHOW, AT, call_limit=limit).state is State.NO_SHOW
        return
    with pytest.raises(IllegalMove) as refused:
        moves.apply(before, Move.NO_SHOW, AT, call_limit=limit)
    assert (refused.value.state, refused.value.calls_left) == (State.CALLED, left)


def test_the_full_ticket_leaves_no_field_out() -> None:
    """A field that is added to ``Ticket`` must be given a value above, so that its changes are seen."""
    plain, full = ticket(), _full(State.HELD)
    identity = {"id", "point", "service", "prefix", "sequence", "number", "business_date", "issued_at", "language"}
    same = {field.name for field in fields(Ticket) if getattr(plain, field.name) == getattr(full, field.name)}
    assert same == identity | {"priority", "queue_position"}
