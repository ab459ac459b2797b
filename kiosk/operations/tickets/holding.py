"""Tickets on hold until a time return to the queue when it has come, at their old queue position."""

from __future__ import annotations

from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.operations.tickets.moving import apply_and_log
from kiosk.queue.ticket import Move, State
from kiosk.store.interface import Transaction


def return_due(point: ServicePoint, tx: Transaction) -> int:
    """Return the tickets whose time has come; how many there were."""
    context = read_context(point, tx)
    held = context.in_state((State.HELD,))
    due = [ticket for ticket in held if ticket.held_until is not None and ticket.held_until <= context.recorded_at]
    for ticket in due:
        apply_and_log(context, ticket, Move.RETURN, staff=None, at_counter=None, data={"by": "time"})
    return len(due)


def is_due(point: ServicePoint, tx: Transaction) -> bool:
    """Whether ``return_due`` would do anything."""
    context = read_context(point, tx)
    held = context.in_state((State.HELD,))
    return any(ticket.held_until is not None and ticket.held_until <= context.recorded_at for ticket in held)
