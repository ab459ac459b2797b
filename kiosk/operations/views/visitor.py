"""What a visitor's own page shows: one ticket, and nothing of anyone else."""

from __future__ import annotations

from kiosk.contract.tickets import VisitorStatus
from kiosk.operations.service_point import Context
from kiosk.operations.tickets.waiting import wait_of
from kiosk.queue.ticket import State, Ticket
from kiosk.wording import closed


def visitor_status(context: Context, ticket: Ticket) -> VisitorStatus:
    configuration = context.rules.configuration
    zone = configuration.office.timezone
    service = configuration.services.get(ticket.service)
    point = configuration.points[context.service_point.id]
    counter = point.counter(ticket.counter) if ticket.counter and ticket.state in _AT_COUNTER else None
    waits = ticket.state is State.WAITING and ticket.business_date in context.days
    wait = wait_of(context, ticket) if waits else None
    decision = context.rules.decide(
        context.service_point.id,
        ticket.service,
        context.clock_time,
        context.live(ticket.service, ticket_day=ticket.business_date),
    )
    stopped = waits and not decision.call
    return VisitorStatus(
        number=ticket.number,
        service=dict(service.name) if service else {},
        point=dict(point.name),
        state=ticket.state,
        ahead=wait.ahead if wait else 0,
        estimate=wait.estimate if wait and not stopped else None,
        counter=counter.id if counter else None,
        counter_name=dict(counter.name) if counter else {},
        business_date=ticket.business_date,
        issued_at=ticket.issued_at.astimezone(zone),
        now=context.clock_time.astimezone(zone),
        open=decision.call,
        over=ticket.state is State.WAITING and not waits,
        note={language: closed.why(decision.reason, language) for language in configuration.office.languages}
        if stopped and decision.reason != "ok"
        else {},
    )


_AT_COUNTER = (State.CALLED, State.SERVING)
