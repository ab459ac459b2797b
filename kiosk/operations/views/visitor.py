"""What a visitor's own page shows: one ticket, and nothing of anyone else."""

from __future__ import annotations

from kiosk.messages import VisitorStatus
from kiosk.operations.phrases import in_languages
from kiosk.operations.service_point import Moment
from kiosk.operations.waiting import wait_of
from kiosk.queue.ticket import State, Ticket


def visitor_status(now: Moment, ticket: Ticket) -> VisitorStatus:
    configuration = now.rules.configuration
    zone = configuration.office.timezone
    service = configuration.services.get(ticket.service)
    point = configuration.points[now.point.id]
    counter = point.counter(ticket.counter) if ticket.counter and ticket.state in _AT_COUNTER else None
    waits = ticket.state is State.WAITING and ticket.business_date == now.day
    wait = wait_of(now, ticket.service, ahead=now.tx.ahead(ticket)) if waits else None
    decision = now.rules.decide(now.point.id, ticket.service, now.now, now.live(ticket.service))
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
        now=now.now.astimezone(zone),
        open=decision.call,
        note=in_languages(configuration.office.languages, f"server.closed.{decision.reason}")
        if stopped and decision.reason != "ok"
        else {},
    )


_AT_COUNTER = (State.CALLED, State.SERVING)
