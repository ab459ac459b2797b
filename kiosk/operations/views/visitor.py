"""What a visitor's own page shows: one ticket, and nothing of anyone else."""

from __future__ import annotations

from datetime import datetime

from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import VisitorStatus
from kiosk.operations.service_point import Context
from kiosk.operations.tickets import late
from kiosk.operations.tickets.waiting import wait_of
from kiosk.operations.visitors import survey
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
    stopped = waits and not decision.call and decision.reason != "ok"
    resumes = _resumes(context, ticket, decision.reason) if stopped else None
    return VisitorStatus(
        number=ticket.number,
        service=dict(service.name) if service else {},
        point=dict(point.name),
        state=ticket.state,
        ahead=wait.ahead if wait else 0,
        estimate=wait.estimate if wait and (not stopped or resumes) else None,
        counter=counter.id if counter else None,
        counter_name=dict(counter.name) if counter else {},
        business_date=ticket.business_date,
        issued_at=ticket.issued_at.astimezone(zone),
        now=context.clock_time.astimezone(zone),
        open=decision.call,
        over=ticket.state is State.WAITING and not waits,
        note={
            language: closed.why(decision.reason, language, decision.note)
            for language in configuration.office.languages
        }
        if stopped
        else {},
        appointment=ticket.appointment and ticket.appointment.astimezone(zone),
        acts=_acts(context, ticket),
        said_late=ticket.id in context.said_late if waits else False,
        after_calls=late.calls_before(context, ticket) if waits else None,
        survey=survey.question(context) if survey.may_answer(context, ticket) else None,
        answered=ticket.state is State.FINISHED and ticket.id in survey.answered(context),
        stopped=decision.reason if stopped else None,
        resumes=resumes,
    )


_AT_COUNTER = (State.CALLED, State.SERVING)


def _acts(context: Context, ticket: Ticket) -> list[str]:
    """What ``visitors.acts`` would not refuse now."""
    found: list[str] = []
    if ticket.business_date in context.days:
        if ticket.state is State.WAITING and ticket.id not in context.said_late:
            found.append("late")
        if ticket.state in (State.WAITING, State.HELD):
            found.append("cancel")
    return [*found, "answer"] if survey.may_answer(context, ticket) else found


def _resumes(context: Context, ticket: Ticket, reason: str) -> datetime | None:
    """When tickets of this service are called again today, by the hours and by the known ends of stops."""
    if reason in (Reason.EMERGENCY_UNKNOWN, Reason.CLOCK_SUSPECT) or ticket.service not in _offered(context):
        return None
    rules, now = context.rules, context.recorded_at.timestamp()
    ends = [
        stop.until.timestamp() for stop in context.stops if stop.until is not None and stop.start <= context.recorded_at
    ]
    earliest = max([now, *ends])
    spans = rules.plan(context.service_point.id, ticket.service, ticket.business_date).spans
    found = next((max(start, earliest) for start, end in spans if end > earliest), None)
    return None if found is None or found <= now else datetime.fromtimestamp(found, rules.configuration.office.timezone)


def _offered(context: Context) -> set[str]:
    return {offer.service for offer in context.rules.configuration.points[context.service_point.id].offers}
