"""The board: what is called now, what was, who was missed, how many wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.contract.board import BoardView, CallView, MissedView, UndoView, WaitingView
from kiosk.operations.service_point import Context
from kiosk.operations.tickets import late
from kiosk.operations.tickets.undoing import CALLS, undone_calls
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules.model import Configuration
from kiosk.store.interface import Event

RECENT = 13
"""A board of many counters shows the newest call and the twelve before it."""
LOOK_BACK = 40
"""Calls and recalls that are read; a ticket recalled often must not push the others out."""
MISSED = 12


def board_view(context: Context) -> BoardView:
    configuration = context.rules.configuration
    point = configuration.points[context.service_point.id]
    in_hand = context.in_state((State.CALLED, State.SERVING))
    in_hand.sort(key=lambda ticket: ticket.called_at or ticket.issued_at, reverse=True)
    gone = context.in_state((State.NO_SHOW, State.VOID))
    newest = _newest_calls(context, len(in_hand), {ticket.id for ticket in gone})
    missed = [ticket for ticket in gone if ticket.state == State.NO_SHOW][-MISSED:]
    return BoardView(
        current=[newest.get(ticket.id) or _call_from_ticket(configuration, ticket) for ticket in in_hand],
        recent=list(newest.values())[:RECENT],
        missed=[
            MissedView(number=ticket.number, service=ticket.service, until=late.deadline(context.rules, ticket))
            for ticket in missed
            if late.may_return(context.rules, ticket, context.recorded_at)
        ],
        waiting=[
            WaitingView(
                service=offer.service,
                prefix=configuration.services[offer.service].prefix,
                name=dict(configuration.services[offer.service].name),
                waiting=context.tally(offer.service).waiting,
            )
            for offer in point.offers
        ],
    )


def call_view(configuration: Configuration, event: Event) -> CallView | None:
    """The call that an event of the log tells of; None for every other event."""
    if event.kind not in (Move.CALL, Move.RECALL) or event.counter is None:
        return None
    data: Mapping[str, Any] = event.data
    return CallView(
        id=event.sequence,
        number=data["number"],
        service=data["service"],
        counter=event.counter,
        counter_name=_counter_name(configuration, event.point, event.counter),
        calls=data["calls"],
        at=event.at.astimezone(configuration.office.timezone),
    )


def undo_view(event: Event) -> UndoView | None:
    """What an event of the log says about a call that is void; None for every other event."""
    if event.kind != Move.UNDO or event.data["call"] is None:
        return None
    return UndoView(id=event.sequence, call=event.data["call"], number=event.data["number"])


def _newest_calls(context: Context, in_hand: int, gone: set[str]) -> dict[str, CallView]:
    """The newest call of each ticket, newest first, without those that were undone.

    Nobody is sent to a counter any more for a ticket in ``gone``: it was missed or cancelled.
    """
    newest: dict[str, CallView] = {}
    events = context.newest_events(CALLS, LOOK_BACK + 4 * in_hand)
    void = undone_calls(events)
    for event in events:
        call = call_view(context.rules.configuration, event)
        if call is not None and event.ticket is not None and event.ticket not in gone and call.id not in void:
            newest.setdefault(event.ticket, call)
    return newest


def _call_from_ticket(configuration: Configuration, ticket: Ticket) -> CallView:
    """A ticket at a counter whose call is further back than we look."""
    counter = ticket.counter or ""
    return CallView(
        id=0,
        number=ticket.number,
        service=ticket.service,
        counter=counter,
        counter_name=_counter_name(configuration, ticket.point, counter),
        calls=ticket.calls,
        at=(ticket.called_at or ticket.issued_at).astimezone(configuration.office.timezone),
    )


def _counter_name(configuration: Configuration, point: str, counter: str) -> dict[str, str]:
    found = configuration.points[point].counter(counter) if point in configuration.points else None
    return dict(found.name) if found else {}
