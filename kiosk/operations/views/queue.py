"""The queue as staff see it: who is next, who is at a counter, who was missed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.contract.fields import TextByLanguage
from kiosk.contract.queue import NextView, QueueRow, QueueView
from kiosk.contract.tickets import TicketView, Why
from kiosk.operations.bounds import within_reach
from kiosk.operations.service_point import Context
from kiosk.operations.tickets import late
from kiosk.operations.tickets.calling import next_for
from kiosk.operations.tickets.moving import PATHS
from kiosk.operations.tickets.transfer import next_stage
from kiosk.operations.tickets.undoing import undo_deadlines
from kiosk.queue import dispatch, moves
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules import Rules
from kiosk.wording.translate import in_languages

SHOWN = 500
"""Rows that the view holds; nobody reads further, and a listener should not wait for it."""


def queue_view(context: Context) -> QueueView:
    """Waiting tickets in the order in which a counter that serves all would call them."""
    point = context.service_point.id
    waiting = {ticket.id: ticket for ticket in context.in_state((State.WAITING,), limit=SHOWN)}
    services = [offer.service for offer in context.rules.configuration.points[point].offers]
    waiting |= {ticket.id: ticket for ticket in context.heads(services)}
    calls_made = context.tx.calls_made(point, context.business_date)
    ordered = dispatch.order(
        waiting.values(),
        now=context.recorded_at,
        runs=context.tx.runs(point, context.business_date),
        calls_made=calls_made,
        settings=context.rules.configuration.settings,
    )
    until = undo_deadlines(context)

    def views(*states: State) -> list[TicketView]:
        tickets = context.in_state(states)
        return [
            ticket_view(context.rules, ticket, context.recorded_at, undo_until=until.get(ticket.id))
            for ticket in tickets
        ]

    return QueueView(
        tickets=[_queue_row(context, ticket, calls_made) for ticket in ordered],
        serving=views(State.CALLED, State.SERVING),
        missed=views(State.NO_SHOW),
        held=views(State.HELD),
        next=[
            found
            for session in context.sessions
            if session.paused is None
            for found in _next_tickets(context, session.counter)
        ],
    )


def _next_tickets(context: Context, counter: str) -> list[NextView]:
    choice = next_for(context, counter)
    if choice is None:
        return []
    why = why_view(context.rules, choice.why, choice.facts)
    return [NextView(counter=counter, ticket=choice.ticket.id, number=choice.ticket.number, why=why)]


def ticket_view(
    rules: Rules, ticket: Ticket, at: datetime, why: Why | None = None, *, undo_until: datetime | None = None
) -> TicketView:
    zone = rules.configuration.office.timezone
    is_missed = ticket.state is State.NO_SHOW
    until = late.deadline(rules, ticket) if is_missed else None
    held_until = within_reach(ticket.held_until, at)
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        service=ticket.service,
        priority=ticket.priority,
        state=ticket.state,
        stage=ticket.stage,
        counter=ticket.counter,
        language=ticket.language,
        issued_at=ticket.issued_at.astimezone(zone),
        called_at=ticket.called_at and ticket.called_at.astimezone(zone),
        served_at=ticket.served_at and ticket.served_at.astimezone(zone),
        ended_at=ticket.ended_at and ticket.ended_at.astimezone(zone),
        calls=ticket.calls,
        waited_s=_seconds_between(ticket.issued_at, ticket.called_at or ticket.ended_at or at),
        reason=ticket.reason,
        staff_flag=ticket.staff_flag,
        why=why,
        moves=_possible_moves(rules, ticket, at, undo=undo_until is not None),
        version=ticket.version,
        next_stage=next_stage(rules, ticket) if Move.TRANSFER in moves.legal(ticket) else None,
        held_until=held_until.astimezone(zone) if held_until else None,
        return_until=until,
        undo_until=undo_until and undo_until.astimezone(zone),
        appointment=ticket.appointment and ticket.appointment.astimezone(zone),
        staff_flag_name=_flag_name(rules, ticket),
    )


def _possible_moves(rules: Rules, ticket: Ticket, at: datetime, *, undo: bool) -> list[str]:
    """Path names of what may be done with the ticket now."""
    found = [move for move in moves.legal(ticket, call_limit=rules.configuration.settings.call_limit) if move in PATHS]
    if ticket.state is State.NO_SHOW and not late.may_return(rules, ticket, at):
        found.remove(Move.RETURN)
    return [PATHS[move] for move in (*found, *((Move.UNDO,) if undo else ()))]


def why_view(rules: Rules, code: str, facts: Mapping[str, int]) -> Why:
    return Why(code=code, text=in_languages(rules.configuration.office.languages, f"server.why.{code}", **facts))


def _queue_row(context: Context, ticket: Ticket, calls_made: int) -> QueueRow:
    configuration = context.rules.configuration
    zone = configuration.office.timezone
    service = configuration.services.get(ticket.service)
    waited = _seconds_between(ticket.issued_at, context.recorded_at)
    return QueueRow(
        id=ticket.id,
        number=ticket.number,
        service=ticket.service,
        priority=ticket.priority,
        issued_at=ticket.issued_at.astimezone(zone),
        waited_s=waited,
        late=service is not None and waited > service.sla_wait_min * 60,
        staff_flag=ticket.staff_flag,
        stage=ticket.stage,
        counter=ticket.counter,
        after_calls=max(0, ticket.reentry_after - calls_made) if ticket.reentry_after is not None else None,
        appointment=ticket.appointment and ticket.appointment.astimezone(zone),
        staff_flag_name=_flag_name(context.rules, ticket),
        stranded=is_stranded(context, ticket),
    )


def stranded(context: Context) -> list[Ticket]:
    """Today's tickets whose service is gone, so that no counter calls them, in queue order."""
    point = context.rules.configuration.points[context.service_point.id]
    gone = {
        service
        for service, tally in context.tallies.items()
        if tally.waiting + tally.held and point.offer(service) is None
    }
    if not gone:
        return []
    waiting = context.tx.in_state(context.service_point.id, context.business_date, (State.WAITING, State.HELD))
    return [ticket for ticket in waiting if ticket.service in gone]


def is_stranded(context: Context, ticket: Ticket) -> bool:
    """Whether no counter can call it: its service, or the counter for which it waits, is gone."""
    point = context.rules.configuration.points[context.service_point.id]
    counter = ticket.counter if ticket.state is State.WAITING else None
    return point.offer(ticket.service) is None or (counter is not None and point.counter(counter) is None)


def _flag_name(rules: Rules, ticket: Ticket) -> TextByLanguage:
    return dict(rules.configuration.staff_flags.get(ticket.staff_flag, {})) if ticket.staff_flag else {}


def _seconds_between(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


def late_by_service(context: Context) -> dict[str, int]:
    """How many wait longer than their service's target now; services without one are not there."""
    services = context.rules.configuration.services
    found: dict[str, int] = {}
    for ticket in context.in_state((State.WAITING,), limit=SHOWN):
        service = services.get(ticket.service)
        if service is not None and (context.recorded_at - ticket.issued_at).total_seconds() > service.sla_wait_min * 60:
            found[ticket.service] = found.get(ticket.service, 0) + 1
    return found
