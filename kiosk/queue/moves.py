"""One table of states and legal moves, and what each move changes. Pure: the time is passed in.

``ISSUE`` makes a ticket, ``UNDO`` restores one (``undo``) and a supervisor brings one back (``revive``); every other
move goes through ``apply``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypedDict, Unpack

from kiosk.queue.ticket import Move, State, Ticket

TABLE: Mapping[tuple[State, Move], State] = {
    (State.WAITING, Move.CALL): State.CALLED,
    (State.WAITING, Move.HOLD): State.HELD,
    (State.WAITING, Move.TRANSFER): State.WAITING,
    (State.WAITING, Move.VOID): State.VOID,
    (State.WAITING, Move.EXPIRE): State.NOT_SERVED,
    (State.CALLED, Move.RECALL): State.CALLED,
    (State.CALLED, Move.SERVE): State.SERVING,
    (State.CALLED, Move.FINISH): State.FINISHED,
    (State.CALLED, Move.NO_SHOW): State.NO_SHOW,
    (State.CALLED, Move.HOLD): State.HELD,
    (State.CALLED, Move.TRANSFER): State.WAITING,
    (State.CALLED, Move.VOID): State.VOID,
    (State.CALLED, Move.EXPIRE): State.NOT_SERVED,
    (State.SERVING, Move.FINISH): State.FINISHED,
    (State.SERVING, Move.HOLD): State.HELD,
    (State.SERVING, Move.TRANSFER): State.WAITING,
    (State.SERVING, Move.VOID): State.VOID,
    (State.SERVING, Move.EXPIRE): State.NOT_SERVED,
    (State.HELD, Move.RETURN): State.WAITING,
    (State.HELD, Move.TRANSFER): State.WAITING,
    (State.HELD, Move.VOID): State.VOID,
    (State.HELD, Move.EXPIRE): State.NOT_SERVED,
    (State.NO_SHOW, Move.RETURN): State.WAITING,
    (State.NO_SHOW, Move.VOID): State.VOID,
}
"""Every legal move. Finished, void and not served are final."""


_FROM: Mapping[State, tuple[Move, ...]] = {state: tuple(move for at, move in TABLE if at is state) for state in State}


class IllegalMove(Exception):  # noqa: N818  the contract's name for it
    """The move does not start in the state that the ticket is in."""

    def __init__(self, state: State, move: Move, calls_left: int = 0) -> None:
        super().__init__(f"{move} is not possible while {state}")
        self.state = state
        self.move = move
        self.calls_left = calls_left
        """With ``NO_SHOW``: how often the ticket must still be called first."""


Changes = Mapping[str, Any]
"""Fields of a ticket with their new values, without state and version."""


class MoveFacts(TypedDict, total=False):
    """Arguments of a move. One that the move does not use is ignored."""

    counter: str | None
    """CALL: where. TRANSFER: the only counter that may call it now."""
    reason: str | None
    """VOID, EXPIRE, HOLD: a code or words."""
    held_until: datetime | None
    """HOLD: when the visitor is expected back."""
    call_limit: int
    """NO_SHOW: calls that must have been made; 1 unless given."""
    reentry_after: int | None
    """RETURN: the point's call count from which a late visitor may be called."""
    service: str
    """TRANSFER: the new service; the same unless given."""
    stage: str | None
    """TRANSFER: the next step under the same number; the same unless given."""
    queue_position: int
    """TRANSFER, RETURN: see ``Ticket.queue_position``; kept unless given."""
    priority: bool
    """TRANSFER: the same unless given."""
    appointment: datetime | None
    """TRANSFER, RETURN: kept unless given."""


def legal(ticket: Ticket, *, call_limit: int = 1) -> tuple[Move, ...]:
    """The moves that ``apply`` would accept now, in the table's order."""
    return tuple(move for move in _FROM[ticket.state] if not (move is Move.NO_SHOW and ticket.calls < call_limit))


def apply(ticket: Ticket, move: Move, at: datetime, **facts: Unpack[MoveFacts]) -> Ticket:
    """The ticket after the move, its version one higher. Raises ``IllegalMove``; the ticket given is untouched."""
    state = TABLE.get((ticket.state, move))
    if state is None:
        raise IllegalMove(ticket.state, move)
    calls_left = facts.get("call_limit", 1) - ticket.calls if move is Move.NO_SHOW else 0
    if calls_left > 0:
        raise IllegalMove(ticket.state, move, calls_left)
    return replace(ticket, state=state, version=ticket.version + 1, **_CHANGES[move](ticket, at, facts))


def undo(ticket: Ticket, before: Ticket) -> Ticket:
    """The ticket as it was ``before`` its newest move, as a new version: history grows, it is never rewritten."""
    if before.id != ticket.id or before.version >= ticket.version:
        raise ValueError(f"version {before.version} of {before.id} is not earlier than {ticket.version} of {ticket.id}")
    return replace(before, version=ticket.version + 1)


REVIVABLE = (State.NOT_SERVED, State.VOID, State.NO_SHOW)
"""States in which a ticket ended without service."""


def revive(ticket: Ticket) -> Ticket:
    """The ticket waits again, at its place, as a new version. Raises ``IllegalMove`` unless it is ``REVIVABLE``."""
    if ticket.state not in REVIVABLE:
        raise IllegalMove(ticket.state, Move.RETURN)
    changes = _changes_of_wait_again(ticket, ticket.issued_at, {})
    return replace(ticket, state=State.WAITING, version=ticket.version + 1, **changes)


def _changes_of_call(ticket: Ticket, at: datetime, facts: MoveFacts) -> Changes:
    return {
        "counter": facts.get("counter"),
        "called_at": at,
        "calls": ticket.calls + 1,
        "reentry_after": None,
        "held_until": None,
    }


def _changes_of_recall(ticket: Ticket, _at: datetime, _facts: MoveFacts) -> Changes:
    return {"calls": ticket.calls + 1}


def _changes_of_serve(_ticket: Ticket, at: datetime, _facts: MoveFacts) -> Changes:
    return {"served_at": at}


def _changes_of_end(ticket: Ticket, at: datetime, facts: MoveFacts) -> Changes:
    return {"ended_at": at, "reason": facts.get("reason", ticket.reason)}


def _changes_of_finish(ticket: Ticket, at: datetime, facts: MoveFacts) -> Changes:
    """Officers often skip *serve*: then the visit began with the call."""
    return {**_changes_of_end(ticket, at, facts), "served_at": ticket.served_at or ticket.called_at}


def _changes_of_hold(_ticket: Ticket, _at: datetime, facts: MoveFacts) -> Changes:
    return {"held_until": facts.get("held_until"), "reason": facts.get("reason")}


def _changes_of_wait_again(ticket: Ticket, _at: datetime, facts: MoveFacts) -> Changes:
    return {
        "service": facts.get("service", ticket.service),
        "stage": facts.get("stage", ticket.stage),
        "queue_position": facts.get("queue_position", ticket.queue_position),
        "priority": facts.get("priority", ticket.priority),
        "appointment": facts.get("appointment", ticket.appointment),
        "counter": facts.get("counter"),
        "reentry_after": facts.get("reentry_after"),
        "calls": 0,
        "called_at": None,
        "served_at": None,
        "ended_at": None,
        "held_until": None,
        "reason": None,
    }


_CHANGES: Mapping[Move, Callable[[Ticket, datetime, MoveFacts], Changes]] = {
    Move.CALL: _changes_of_call,
    Move.RECALL: _changes_of_recall,
    Move.SERVE: _changes_of_serve,
    Move.FINISH: _changes_of_finish,
    Move.NO_SHOW: _changes_of_end,
    Move.HOLD: _changes_of_hold,
    Move.RETURN: _changes_of_wait_again,
    Move.TRANSFER: _changes_of_wait_again,
    Move.VOID: _changes_of_end,
    Move.EXPIRE: _changes_of_end,
}
