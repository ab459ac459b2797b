"""Who waits, and who was missed, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.contract.queue import QueueRow
from kiosk.contract.tickets import TicketView
from kiosk.wording.dates import clock_time
from kiosk.wording.durations import waited
from ui.counter.desk import flag_words
from ui.counter.inputs import CounterInputs


@dataclass(frozen=True, slots=True)
class WaitingTicketRow:
    ticket: str
    number: str
    service: str
    about: str
    """What staff should know of its place: the step, whose turn it is before it, the only counter."""
    wait: str
    late: str
    """Against the target, in words; empty while there is time."""
    soon: bool
    """Not late yet."""
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


def waiting(i: CounterInputs) -> list[WaitingTicketRow]:
    """In the order of the calls; this counter's visitors, everyone, or who has waited too long."""
    mine = i.mine()
    first = i.next.ticket if i.next else mine[0].id if mine else ""
    everyone = i.queue.tickets if i.queue else []
    if i.filter == "late":
        return [_waiting(i, row, first) for row in everyone if _is_late(i, row)]
    return [_waiting(i, row, first) for row in (everyone if i.filter == "all" else mine)]


def _waited_s(i: CounterInputs, row: QueueRow) -> float:
    return (i.now - row.issued_at).total_seconds() if i.now else row.waited_s


def _is_late(i: CounterInputs, row: QueueRow) -> bool:
    over = i.over_target_s(row.service, _waited_s(i, row))
    return row.late if over is None else over > 0


def _late(i: CounterInputs, row: QueueRow) -> str:
    over = i.over_target_s(row.service, _waited_s(i, row))
    if over is None:
        return i.say("late_word") if row.late else ""
    if over > 0:
        return i.say("late_by", time=waited(over, i.language))
    soon = i.is_soon(row.service, _waited_s(i, row))
    return i.say("late_in", time=waited(-over, i.language)) if soon else ""


def _about(i: CounterInputs, row: QueueRow) -> str:
    view = i.service_view(row.service)
    begins = bool(view and view.stages and view.stages[0].id == row.stage)
    parts = [
        i.stage(row.stage) if row.stage and not begins else "",
        i.say("after_calls", n=row.after_calls) if row.after_calls else "",
        i.say("only_counter", counter=row.counter) if row.counter else "",
    ]
    return " · ".join(part for part in parts if part)


def _waiting(i: CounterInputs, row: QueueRow, first: str) -> WaitingTicketRow:
    return WaitingTicketRow(
        ticket=row.id,
        number=row.number,
        service=i.service(row.service),
        about=_about(i, row),
        wait=waited(_waited_s(i, row), i.language),
        late=_late(i, row),
        soon=not _is_late(i, row),
        priority=i.say("priority") if row.priority else "",
        flag=flag_words(i, row),
        first=row.id == first,
    )


def missed(i: CounterInputs) -> list[MissedRow]:
    """The newest first: they are the ones who come back."""
    tickets = i.queue.missed if i.queue else []
    return [_missed(i, ticket) for ticket in sorted(tickets, key=_missed_at, reverse=True)]


def _missed_at(ticket: TicketView) -> datetime:
    return ticket.ended_at or ticket.called_at or ticket.issued_at


def _missed(i: CounterInputs, ticket: TicketView) -> MissedRow:
    """With the time until which the visitor may come back, or that it is over."""
    zone = ZoneInfo(i.point.timezone) if i.point else None
    when = i.say("missed_at", time=clock_time(_missed_at(ticket).astimezone(zone), i.language))
    may_return = "return" in ticket.moves and (
        ticket.return_until is None or i.now is None or i.now < ticket.return_until
    )
    until = ticket.return_until
    end = i.say("missed_until", time=clock_time(until.astimezone(zone), i.language)) if until else i.say("missed_today")
    parts = (when, end if may_return else i.say("missed_over"))
    return MissedRow(ticket.id, ticket.number, i.service(ticket.service), " · ".join(parts), may_return)


def held(i: CounterInputs) -> list[MissedRow]:
    """Who is back soonest first; those that wait for a sign after them."""
    tickets = i.queue.held if i.queue else []
    return [_held(i, ticket) for ticket in sorted(tickets, key=_back_at)]


def _held(i: CounterInputs, ticket: TicketView) -> MissedRow:
    zone = ZoneInfo(i.point.timezone) if i.point else None
    until = ticket.held_until
    when = i.say("held_until", time=clock_time(until.astimezone(zone), i.language)) if until else i.say("held_sign")
    return MissedRow(ticket.id, ticket.number, i.service(ticket.service), when, "return" in ticket.moves)


def _back_at(ticket: TicketView) -> tuple[float, str]:
    return ticket.held_until.timestamp() if ticket.held_until else float("inf"), ticket.number
