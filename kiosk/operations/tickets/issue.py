"""Issue a ticket: once for each idempotency key, numbered without gaps, committed before the answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec

from kiosk.contract import bounds
from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import hashed
from kiosk.contract.tickets import TakeTicket
from kiosk.operations.people.actor import SERVER_MACHINE
from kiosk.operations.people.tokens import status_token
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets.quoted import quote_data, told_at_issue
from kiosk.operations.tickets.waiting import Wait, wait_of, wait_of_appointment, wait_of_newcomer
from kiosk.queue.number import format_number, ticket_id
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules import Decision, OpenElsewhere, Rules
from kiosk.rules.model import Service
from kiosk.store.interface import IdempotencyRecord, Transaction

TOKEN_LIVES_ON_H = 24
"""Hours after the end of the ticket's day until which the visitor's page answers."""
RECENT_CALLS = 20
"""Calls among which the newest of the ticket's service is looked for."""


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """A request for a ticket, with the language and the member of staff that the server has found out."""

    body: TakeTicket
    key: str
    language: str
    staff: str | None = None
    counter: str | None = None
    device: str = SERVER_MACHINE
    """As the log names it. A key belongs to its device: on another one it is another request."""

    @property
    def device_key(self) -> str:
        return f"{self.device}\n{self.key}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the body: the same key with another body is another request."""
        return hashlib.sha256(msgspec.json.encode(self.body)).hexdigest()


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """The ticket with its expected wait and the visitor's token."""

    ticket: Ticket
    wait: Wait
    token: str
    repeated: bool
    """The key had been used before, and nothing was written."""
    serving: str | None = None
    """The number of the same service that was called last."""


def issue(point: ServicePoint, tx: Transaction, request: IssueRequest) -> IssuedTicket:
    """Issue a ticket, or return the one of the same key.

    Raises ``Refusal`` with the rules' reason, the next opening and where the service is open.
    """
    key_hash = hashed(request.device_key)
    known = tx.idempotency_record(key_hash)
    context = read_context(point, tx)
    if known is not None:
        return _answer_to_repeated_request(context, request, known)
    wait = _wait_of_request(context, request)
    service, decision = _decision_for_request(context, request, wait)
    ticket = _new_ticket(context, request, service, decision)
    token = status_token(point.secret, request.device_key, ticket.id)
    if tx.business_date(point.id) != ticket.business_date:
        tx.open_day(point.id, ticket.business_date, context.recorded_at)
    point.forecasts.remember(ticket.id, wait.times, wait.shift)
    expires = token_expiry(context.rules, ticket.business_date)
    tx.add_ticket(ticket, token_hash=hashed(token), token_expires=expires)
    serving = _number_called_last(context, ticket)
    tx.append(
        Move.ISSUE,
        context.recorded_at,
        point.id,
        ticket=ticket.id,
        counter=request.counter,
        staff=request.staff,
        data={
            "number": ticket.number,
            "service": ticket.service,
            "language": ticket.language,
            **({"priority": True} if ticket.priority else {}),
            **quote_data(wait, serving),
            **_appointment_for_log(request, ticket),
        },
    )
    if decision.overridden:
        tx.append(
            "override",
            context.recorded_at,
            point.id,
            ticket=ticket.id,
            counter=request.counter,
            staff=request.staff,
            data={"reasons": list(decision.overridden), "why": request.body.override},
        )
    tx.add_idempotency_record(IdempotencyRecord(key_hash, request.fingerprint, ticket.id, context.recorded_at))
    return IssuedTicket(ticket, wait, token, repeated=False, serving=serving)


def _wait_of_request(context: Context, request: IssueRequest) -> Wait:
    service, booked = request.body.service, request.body.appointment
    known = context.rules.configuration.services.get(service)
    if booked is None or booked.tzinfo is None or known is None or not known.appointments:
        return wait_of_newcomer(context, service)
    late = timedelta(minutes=context.rules.configuration.settings.appointment_late_min)
    if not bounds.is_instant(booked) or context.recorded_at > booked + late:
        return wait_of_newcomer(context, service)
    return wait_of_appointment(context, service, booked)


def _number_called_last(context: Context, ticket: Ticket) -> str | None:
    calls = context.tx.recent_calls(context.service_point.id, ticket.business_date, RECENT_CALLS)
    return next((call.number for call in calls if call.service == ticket.service), None)


def _answer_to_repeated_request(context: Context, request: IssueRequest, known: IdempotencyRecord) -> IssuedTicket:
    if known.body_hash != request.fingerprint:
        raise Refusal(Reason.KEY_REUSED)
    ticket = context.tx.ticket(known.ticket)
    if ticket is None:
        raise Refusal(Reason.TICKET_FORGOTTEN)
    token = status_token(context.service_point.secret, request.device_key, ticket.id)
    issued = context.tx.newest_event_of(ticket, (Move.ISSUE,))
    told = told_at_issue(issued, context.rules.configuration.office.timezone) if issued is not None else None
    if told is None:  # issued by a version that did not keep all of it
        told = wait_of(context, ticket) if ticket.state is State.WAITING else Wait(0, None), None
    return IssuedTicket(ticket, told[0], token, repeated=True, serving=told[1])


def _decision_for_request(context: Context, request: IssueRequest, wait: Wait) -> tuple[Service, Decision]:
    body, point = request.body, context.service_point
    if body.checklist is not None and context.rules.checklist(body.service, body.checklist) is None:
        raise Refusal(Reason.UNKNOWN_CHECKLIST, {"checklist": body.checklist, "service": body.service})
    service = context.rules.configuration.services.get(body.service)
    if body.appointment is not None:
        _check_appointment(context, body.appointment, service)
    live = context.live(
        body.service,
        checklist=body.checklist,
        have=frozenset(body.have),
        override=body.override is not None,
        reached=wait.reached,
        last_sequence=context.tx.last_sequence(point.id, context.business_date, service.prefix) if service else 0,
    )
    decision = context.rules.decide(point.id, body.service, context.clock_time, live)
    if service is None or not decision.issue:
        raise closed_refusal(context, body.service, decision, body.checklist)
    return service, decision


def _check_appointment(context: Context, appointment: datetime, service: Service | None) -> None:
    if appointment.tzinfo is None:
        raise Refusal(Reason.INVALID_BODY, {"error": "`appointment` needs an offset, such as +07:00"})
    if service is None or not service.appointments:
        raise Refusal(Reason.NO_APPOINTMENTS, {"service": service.id if service else ""})
    if not bounds.is_instant(appointment) or context.rules.business_date(appointment) != context.business_date:
        raise Refusal(Reason.APPOINTMENT_NOT_TODAY)


def _appointment_for_log(request: IssueRequest, ticket: Ticket) -> dict[str, str | bool]:
    """For the log: the appointment that was asked for, and whether the ticket keeps it."""
    asked = request.body.appointment
    return {} if asked is None else {"appointment": asked.isoformat(), "kept": ticket.appointment is not None}


def closed_refusal(context: Context, service: str, decision: Decision, checklist: str | None = None) -> Refusal:
    """The refusal of a decision, with the next opening, the missing documents and where the service is open.

    When documents are missing, only services here that advise are alternatives: every point needs the documents.
    """
    here = context.service_point.id
    alternatives = (
        _alternatives_here(context, decision)
        if decision.missing
        else context.rules.alternatives(service, context.recorded_at, here)
    )
    return Refusal(
        Reason(decision.reason),
        next_opening=decision.next_opening,
        alternatives=alternatives,
        missing=decision.missing,
        values={"service": service, "checklist": checklist},
        note=decision.note,
    )


def _alternatives_here(context: Context, decision: Decision) -> list[OpenElsewhere]:
    point, zone = context.service_point.id, context.rules.configuration.office.timezone
    return [
        OpenElsewhere(
            point,
            service,
            datetime.fromtimestamp(context.rules.plan(point, service, context.business_date).issue_ends, zone),
        )
        for service in decision.alternatives
    ]


def _new_ticket(context: Context, request: IssueRequest, service: Service, decision: Decision) -> Ticket:
    sequence = decision.sequence
    if sequence is None:  # the rules give a number with every yes
        raise Refusal(Reason.SERVICE_UNAVAILABLE)
    settings = context.rules.configuration.settings
    day, appointment = decision.business_date, request.body.appointment
    if appointment is not None and context.recorded_at > appointment + timedelta(minutes=settings.appointment_late_min):
        appointment = None
    return Ticket(
        id=ticket_id(context.service_point.id, day, service.prefix, sequence),
        point=context.service_point.id,
        service=service.id,
        prefix=service.prefix,
        sequence=sequence,
        number=format_number(service.prefix, sequence, settings.number_digits),
        business_date=day,
        issued_at=context.recorded_at,
        language=request.language,
        priority=service.priority,
        queue_position=int(context.recorded_at.timestamp() * 1_000_000),
        stage=service.stages[0] if service.stages else None,
        appointment=appointment,
        staff_flag=decision.staff_flags[0] if decision.staff_flags else None,
    )


def token_expiry(rules: Rules, day: date) -> datetime:
    """Until when the visitor's page of a ticket of this business date answers."""
    return rules.day_bounds(day)[1].astimezone(UTC) + timedelta(hours=TOKEN_LIVES_ON_H)
