"""Undo: take back the newest move of a ticket shortly after it was made, with its counts and its call on the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.contract.reasons import Reason
from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.refusal import Refusal, illegal_move
from kiosk.operations.service_point import LATE, Context, ServicePoint, read_context
from kiosk.operations.tickets.moving import AT_COUNTER, find_ticket
from kiosk.queue import moves
from kiosk.queue.dispatch import APPOINTMENT, CallRuns, runs_after
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.store.interface import Event, Transaction

UNDO_WITHIN: Final = timedelta(seconds=15)
_UNDOABLE: Final = (
    Move.CALL,
    Move.RECALL,
    Move.SERVE,
    Move.FINISH,
    Move.NO_SHOW,
    Move.HOLD,
    Move.RETURN,
    Move.TRANSFER,
    Move.VOID,
)
_MOVES: Final = (*_UNDOABLE, Move.UNDO, Move.EXPIRE, "revive", LATE)
"""The newest of these events decides whether there is anything to undo."""
_TIMES: Final = ("called_at", "served_at", "ended_at", "held_until", "appointment")
_OLD_NAMES: Final = {"place": "queue_position"}
"""Fields of a ticket that the log of an earlier version names otherwise."""
_LOOK_BACK: Final = 200
CALLS: Final = (Move.CALL, Move.RECALL, Move.UNDO)


def undo(point: ServicePoint, tx: Transaction, actor: Actor, ticket_id: str) -> Ticket:
    """The ticket as it was before its newest move, as a new version.

    A call that finished the visit before it in the same press brings that visitor back, too.
    Refused with ``illegal_move`` where nothing can be undone, ``undo_over`` when it is too late, ``ticket_in_hand``
    when the counter has called somebody else since.
    """
    ticket = find_ticket(point, tx, ticket_id)
    context = read_context(point, tx)
    event = tx.newest_event_of(ticket, _MOVES)
    if event is None or not _can_be_undone(event):
        raise illegal_move(ticket)
    if context.recorded_at - event.at > UNDO_WITHIN or tx.is_closed(point.id, ticket.business_date):
        values: dict[str, object] = {"number": ticket.number, "seconds": int(UNDO_WITHIN.total_seconds())}
        raise Refusal(Reason.UNDO_OVER, values=values, state=ticket.state)
    _check_owner(context, actor, event, ticket)
    after = _take_back(context, actor, event, ticket)
    _take_back_finish(context, actor, event)
    return after


def undo_deadlines(context: Context) -> dict[str, datetime]:
    """Until when the newest move of a ticket may be undone, by ticket id; only tickets for which it still may."""
    newest: dict[str, Event] = {}
    for event in context.newest_events(_MOVES, _LOOK_BACK):
        if event.at + UNDO_WITHIN < context.recorded_at:
            break
        if event.ticket is not None:
            newest.setdefault(event.ticket, event)
    return {ticket: event.at + UNDO_WITHIN for ticket, event in newest.items() if _can_be_undone(event)}


def undone_calls(events: Iterable[Event]) -> set[int]:
    """Log sequences of the calls and recalls that these events undo."""
    return {event.data["call"] for event in events if event.kind == Move.UNDO and event.data["call"] is not None}


def _can_be_undone(event: Event) -> bool:
    """Whether staff made this move; what the end of the day or a timer did stays."""
    return event.kind in _UNDOABLE and "before" in event.data and "by" not in event.data


def _check_owner(context: Context, actor: Actor, event: Event, ticket: Ticket) -> None:
    """Refuse unless the actor has the counter where the move was made, or nobody is signed in there."""
    session = context.tx.counter_session(context.service_point.id, event.counter) if event.counter is not None else None
    if session is not None and not actor.owns(session):
        raise Refusal(Reason.OTHER_COUNTER, {"number": ticket.number, "counter": session.counter})


def _take_back(context: Context, actor: Actor, event: Event, ticket: Ticket) -> Ticket:
    after = moves.undo(ticket, _ticket_before_move(ticket, event.data["before"]))
    if after.state in AT_COUNTER and after.counter is not None:
        _check_free(context, after, after.counter)
    context.tx.save_ticket(after)
    if event.kind == Move.CALL:
        context.tx.uncount_call(
            context.service_point.id, ticket.business_date, runs=_runs_without(context, event.sequence)
        )
    context.tx.append(
        Move.UNDO,
        context.recorded_at,
        context.service_point.id,
        ticket=ticket.id,
        counter=event.counter,
        staff=staff_of(context, actor, event.counter),
        data={
            "number": ticket.number,
            "service": after.service,
            "undone": event.kind,
            "call": event.sequence if event.kind in (Move.CALL, Move.RECALL) else None,
        },
    )
    context.service_point.averages.clear()
    return after


def _ticket_before_move(ticket: Ticket, old: Mapping[str, Any]) -> Ticket:
    values = {_OLD_NAMES.get(name, name): value for name, value in old.items()}
    for name in _TIMES:
        if values.get(name) is not None:
            values[name] = datetime.fromisoformat(values[name])
    if "state" in values:
        values["state"] = State(values["state"])
    return replace(ticket, **values, version=ticket.version - 1)


def _check_free(context: Context, ticket: Ticket, counter: str) -> None:
    """Refuse to put a second ticket at a counter, or a ticket at a counter where nobody is signed in."""
    in_hand = context.at_counter(counter)
    if in_hand is not None and in_hand.id != ticket.id:
        raise Refusal(Reason.TICKET_IN_HAND, values={"number": in_hand.number}, state=in_hand.state)
    if context.tx.counter_session(context.service_point.id, counter) is None:
        raise Refusal(Reason.NOT_SIGNED_IN, values={"counter": counter})


def _take_back_finish(context: Context, actor: Actor, call: Event) -> None:
    """Take back the finish that the undone call made, unless the ticket moved since."""
    finished = context.tx.ticket(call.data["finished"]) if call.data.get("finished") else None
    event = context.tx.newest_event_of(finished, _MOVES) if finished else None
    if finished is not None and event is not None and event.kind == Move.FINISH and event.sequence == call.sequence - 1:
        _take_back(context, actor, event, finished)


def _runs_without(context: Context, call: int) -> CallRuns:
    """The runs as they are without this call and the calls undone before."""
    events = context.newest_events((Move.CALL, Move.UNDO), _LOOK_BACK)
    void = undone_calls(events) | {call}
    runs = CallRuns()
    for event in reversed(events):
        if event.kind == Move.CALL and event.sequence not in void:
            appointment = event.data["why"] == APPOINTMENT
            runs = runs_after(runs, appointment=appointment, priority=event.data["priority"])
    return runs
