"""What a visitor's own page shows: one ticket, and nothing of anyone else."""

from __future__ import annotations

from kiosk.contract.tickets import VisitorStatus
from kiosk.operations.service_point import Context
from kiosk.operations.tickets.waiting import wait_of
from kiosk.queue.ticket import State, Ticket
from kiosk.wording.translate import in_languages


def visitor_status(context: Context, ticket: Ticket) -> VisitorStatus:
    configuration = context.rules.configuration
    zone = configuration.office.timezone
    service = configuration.services.get(ticket.service)
    point = configuration.points[context.service_point.id]
    counter = point.counter(ticket.counter) if ticket.counter and ticket.state in _AT_COUNTER else None
    waits = ticket.state is State.WAITING and ticket.business_date == context.business_date
    wait = wait_of(context, ticket.service, ahead=context.tx.ahead(ticket)) if waits else None
    decision = context.rules.decide(
        context.service_point.id, ticket.service, context.clock_time, context.live(ticket.service)
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
        note=in_languages(configuration.office.languages, f"wording.closed.{decision.reason}")
        if stopped and decision.reason != "ok"
        else {},
    )


_AT_COUNTER = (State.CALLED, State.SERVING)
