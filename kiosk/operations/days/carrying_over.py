"""Visitors who took a number while the clock was wrong wait on, on the day that it really is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from kiosk.operations.service_point import ServicePoint
from kiosk.operations.tickets.issue import token_expiry
from kiosk.queue import moves
from kiosk.queue.number import format_number, ticket_id
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.store.interface import Transaction

_OPEN: Final = (State.WAITING, State.HELD, State.CALLED, State.SERVING)


def carry_over(point: ServicePoint, tx: Transaction, now: datetime, today: date, days: Sequence[date]) -> list[str]:
    """Move the open tickets of ``days`` to ``today``, in their order, before everyone who comes later.

    Returns their numbers. A number stays as it was printed, unless it was given today too: then the ticket has the next
    one, and ``A-001 > A-017`` says so.
    """
    found = [ticket for day in days for ticket in tx.in_state(point.id, day, _OPEN)]
    if not found:
        return []
    if tx.business_date(point.id) != today:
        tx.open_day(point.id, today, now)
    position = int(now.timestamp() * 1_000_000) - len(found)
    places = {ticket.id: position + n for n, ticket in enumerate(found)}
    return [_rebook_ticket(point, tx, old, now, places[old.id]) for old in sorted(found, key=_prefix_and_sequence)]


def _prefix_and_sequence(ticket: Ticket) -> tuple[str, int]:
    return ticket.prefix, ticket.sequence


def _rebook_ticket(point: ServicePoint, tx: Transaction, old: Ticket, now: datetime, place: int) -> str:
    today = point.rules.business_date(now)
    sequence = max(old.sequence, tx.last_sequence(point.id, today, old.prefix) + 1)
    number = format_number(old.prefix, sequence, point.configuration.settings.number_digits)
    new = Ticket(
        id=ticket_id(point.id, today, old.prefix, sequence),
        point=point.id,
        service=old.service,
        prefix=old.prefix,
        sequence=sequence,
        number=number,
        business_date=today,
        issued_at=now,
        language=old.language,
        priority=old.priority,
        queue_position=place,
        stage=old.stage,
        staff_flag=old.staff_flag,
    )
    tx.save_ticket(moves.apply(old, Move.VOID, now, reason="clock"))
    ended = {"number": old.number, "service": old.service, "calls": old.calls, "why": "clock", "by": "clock"}
    tx.append(Move.VOID, now, point.id, ticket=old.id, data=ended)
    tx.rebook_ticket(new, old.id, token_expiry(point.rules, today))
    begun = {"number": number, "service": new.service, "language": new.language, "carried_from": old.id}
    tx.append(Move.ISSUE, now, point.id, ticket=new.id, data=begun)
    return number if number == old.number else f"{old.number} > {number}"
