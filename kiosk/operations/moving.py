"""Moves of one ticket by a counter: recall, serve, finish, no-show, void."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from kiosk.operations.actor import Actor, staff_of
from kiosk.operations.refusal import Refusal, illegal_move
from kiosk.operations.service_point import Moment, ServicePoint, moment
from kiosk.queue import moves
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.store.interface import Transaction

PATHS: Mapping[Move, str] = {
    Move.RECALL: "recall",
    Move.SERVE: "serve",
    Move.FINISH: "finish",
    Move.NO_SHOW: "no-show",
    Move.VOID: "void",
}
"""The moves that a counter may ask for, by their names in the contract's paths."""


def possible(ticket: Ticket, call_limit: int) -> list[str]:
    """Path names of what may be done with the ticket now."""
    return [PATHS[move] for move in moves.legal(ticket, call_limit=call_limit) if move in PATHS]


def move(
    point: ServicePoint, tx: Transaction, actor: Actor, ticket_id: str, wanted: Move, *, why: str | None = None
) -> Ticket:
    """The ticket after the move. Refused with ``illegal_move``, which names the state that the ticket is in."""
    ticket = tx.ticket(ticket_id)
    if ticket is None or ticket.point != point.id:
        raise Refusal("unknown_ticket", 404, {"ticket": ticket_id})
    now = moment(point, tx)
    in_hand = ticket.counter if ticket.state in (State.CALLED, State.SERVING) else None
    session = tx.counter_session(point.id, in_hand) if in_hand is not None else None
    if session is not None and not actor.owns(session):
        raise Refusal("other_counter", 403, {"number": ticket.number, "counter": session.counter})
    if wanted is Move.RECALL:
        _may_recall(now, ticket)
    staff = session.staff if session is not None else staff_of(now, actor, in_hand)
    facts: moves.Facts = {"call_limit": now.rules.configuration.settings.call_limit}
    if why is not None:
        facts["reason"] = why
    data = {"why": why} if why is not None else {}
    return write(now, ticket, wanted, staff=staff, at_counter=in_hand, data=data, **facts)


def write(
    now: Moment,
    ticket: Ticket,
    wanted: Move,
    *,
    staff: str | None,
    at_counter: str | None,
    data: Mapping[str, Any] | None = None,
    **facts: Unpack[moves.Facts],
) -> Ticket:
    """Apply the move, save it and log it."""
    try:
        after = moves.apply(ticket, wanted, now.at, **facts)
    except moves.IllegalMove as error:
        raise illegal_move(ticket, error.calls_left) from None
    now.tx.save_ticket(after)
    now.tx.append(
        wanted,
        now.at,
        now.point.id,
        ticket=ticket.id,
        counter=at_counter,
        staff=staff,
        data={"number": ticket.number, "service": ticket.service, "calls": after.calls, **(data or {})},
    )
    if wanted is Move.FINISH:
        now.point.averages.pop((ticket.business_date, ticket.service), None)
    return after


def _may_recall(now: Moment, ticket: Ticket) -> None:
    """An emergency stops every call; the end of the hours does not silence one that was made in time."""
    if ticket.state is State.CALLED and any(
        stop.start <= now.at and (stop.until is None or now.at < stop.until) for stop in now.stops
    ):
        raise Refusal("emergency")
