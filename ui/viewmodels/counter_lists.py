"""Who waits, and who was missed, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.messages import QueueRow, TicketView
from ui import times
from ui.viewmodels.counter_inputs import Inputs


@dataclass(frozen=True, slots=True)
class WaitingRow:
    ticket: str
    number: str
    service: str
    wait: str
    late: str
    """The word for it; empty when in time."""
    priority: str
    flag: str
    first: bool
    """The one that this counter calls next."""


@dataclass(frozen=True, slots=True)
class MissedRow:
    ticket: str
    number: str
    service: str
    when: str
    mayReturn: bool


def waiting(i: Inputs) -> list[WaitingRow]:
    """In the order of the calls; this counter's services, or everyone's."""
    mine = i.mine()
    rows = i.queue.tickets if i.everyone and i.queue else mine
    first = mine[0].id if mine else ""
    return [_waiting(i, row, first) for row in rows]


def _waiting(i: Inputs, row: QueueRow, first: str) -> WaitingRow:
    seconds = (i.now - row.issued_at).total_seconds() if i.now else row.waited_s
    return WaitingRow(
        ticket=row.id,
        number=row.number,
        service=i.service(row.service),
        wait=times.waiting(seconds, i.language),
        late=i.say("late") if row.late else "",
        priority=i.say("priority") if row.priority else "",
        flag=row.staff_flag or "",
        first=row.id == first,
    )


def missed(i: Inputs) -> list[MissedRow]:
    """The newest first: they are the ones who come back."""
    tickets = i.queue.missed if i.queue else []
    return [_missed(i, ticket) for ticket in sorted(tickets, key=_missed_at, reverse=True)]


def _missed_at(ticket: TicketView) -> datetime:
    return ticket.ended_at or ticket.called_at or ticket.issued_at


def _missed(i: Inputs, ticket: TicketView) -> MissedRow:
    zone = ZoneInfo(i.point.timezone) if i.point else None
    when = i.say("missed_at", time=times.clock(_missed_at(ticket).astimezone(zone), i.language))
    return MissedRow(ticket.id, ticket.number, i.service(ticket.service), when, "return" in ticket.moves)


def held(i: Inputs) -> list[MissedRow]:
    """Who is back soonest first; those that wait for a sign after them."""
    tickets = i.queue.held if i.queue else []
    return [_held(i, ticket) for ticket in sorted(tickets, key=_back_at)]


def _held(i: Inputs, ticket: TicketView) -> MissedRow:
    zone = ZoneInfo(i.point.timezone) if i.point else None
    until = ticket.held_until
    when = i.say("held_until", time=times.clock(until.astimezone(zone), i.language)) if until else i.say("held_sign")
    return MissedRow(ticket.id, ticket.number, i.service(ticket.service), when, "return" in ticket.moves)


def _back_at(ticket: TicketView) -> tuple[float, str]:
    return ticket.held_until.timestamp() if ticket.held_until else float("inf"), ticket.number
