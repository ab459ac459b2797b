"""Tickets on hold until a time go back into the queue when it comes, at the place that they had."""

from __future__ import annotations

from kiosk.operations.moving import write
from kiosk.operations.service_point import ServicePoint, moment
from kiosk.queue.ticket import Move, State
from kiosk.store.interface import Transaction


def return_due(point: ServicePoint, tx: Transaction) -> int:
    """How many went back."""
    now = moment(point, tx)
    held = tx.in_state(point.id, now.day, (State.HELD,))
    due = [ticket for ticket in held if ticket.held_until is not None and ticket.held_until <= now.at]
    for ticket in due:
        write(now, ticket, Move.RETURN, staff=None, at_counter=None, data={"by": "time"})
    return len(due)


def is_due(point: ServicePoint, tx: Transaction) -> bool:
    """Whether ``return_due`` would do anything."""
    now = moment(point, tx)
    held = tx.in_state(point.id, now.day, (State.HELD,))
    return any(ticket.held_until is not None and ticket.held_until <= now.at for ticket in held)
