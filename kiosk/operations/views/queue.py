"""The queue as staff see it: who is next, who is at a counter, who was missed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.messages import QueueRow, QueueView, TicketView, Why
from kiosk.operations.moving import possible
from kiosk.operations.phrases import in_languages
from kiosk.operations.service_point import Moment
from kiosk.queue import dispatch
from kiosk.queue.ticket import State, Ticket
from kiosk.rules import Rules

SHOWN = 500
"""Rows that the view holds; nobody reads further, and a listener should not wait for it."""


def queue_view(now: Moment) -> QueueView:
    """Waiting tickets in the order in which a counter that serves all would call them."""
    point = now.point.id
    waiting = {ticket.id: ticket for ticket in now.tx.in_state(point, now.day, (State.WAITING,), limit=SHOWN)}
    services = [offer.service for offer in now.rules.configuration.points[point].offers]
    waiting |= {ticket.id: ticket for ticket in now.tx.heads(point, now.day, services)}
    ordered = dispatch.order(
        waiting.values(),
        now=now.at,
        priority_run=now.tx.priority_run(point, now.day),
        calls_made=now.tx.calls_made(point, now.day),
        settings=now.rules.configuration.settings,
    )
    return QueueView(
        tickets=[_row(now, ticket) for ticket in ordered],
        serving=[ticket_view(now.rules, t, now.at) for t in now.tx.in_state(point, now.day, _IN_HAND)],
        missed=[ticket_view(now.rules, t, now.at) for t in now.tx.in_state(point, now.day, (State.NO_SHOW,))],
    )


_IN_HAND = (State.CALLED, State.SERVING)


def ticket_view(rules: Rules, ticket: Ticket, at: datetime, why: Why | None = None) -> TicketView:
    zone = rules.configuration.office.timezone
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
        waited_s=_seconds(ticket.issued_at, ticket.called_at or ticket.ended_at or at),
        reason=ticket.reason,
        staff_flag=ticket.staff_flag,
        why=why,
        moves=possible(ticket, rules.configuration.settings.call_limit),
        version=ticket.version,
    )


def why_view(rules: Rules, code: str, facts: Mapping[str, int]) -> Why:
    return Why(code=code, text=in_languages(rules.configuration.office.languages, f"server.why.{code}", **facts))


def _row(now: Moment, ticket: Ticket) -> QueueRow:
    configuration = now.rules.configuration
    service = configuration.services.get(ticket.service)
    waited = _seconds(ticket.issued_at, now.at)
    return QueueRow(
        id=ticket.id,
        number=ticket.number,
        service=ticket.service,
        priority=ticket.priority,
        issued_at=ticket.issued_at.astimezone(configuration.office.timezone),
        waited_s=waited,
        late=service is not None and waited > service.sla_wait_min * 60,
        staff_flag=ticket.staff_flag,
    )


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))
