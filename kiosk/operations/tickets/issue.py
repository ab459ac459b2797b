"""Issue a ticket: once per idempotency key, numbered without a gap, on disk before anyone sees it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import TakeTicket
from kiosk.operations.people.tokens import hashed, status_token
from kiosk.operations.refusal import Elsewhere, Refusal
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets.waiting import Wait, wait_of
from kiosk.queue.number import format_number, ticket_id
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules import Decision
from kiosk.rules.model import Service
from kiosk.rules.zone import instant
from kiosk.store.interface import IdempotencyRecord, Transaction

TOKEN_LIVES_ON_H = 24
"""The visitor's page answers so long after the end of the day."""


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """A request for a ticket, with what the server knows of who asks."""

    body: TakeTicket
    key: str
    language: str
    staff: str | None = None
    counter: str | None = None

    @property
    def fingerprint(self) -> str:
        """Of everything in the request that makes it this request and no other."""
        return hashlib.sha256(msgspec.json.encode(self.body)).hexdigest()


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    ticket: Ticket
    wait: Wait
    token: str
    repeated: bool
    """The key was known; nothing was written."""


def issue(point: ServicePoint, tx: Transaction, take: IssueRequest) -> IssuedTicket:
    """Raises ``Refusal`` with the reason, the next opening and where else."""
    key_hash = hashed(take.key)
    known = tx.idempotency_record(key_hash)
    token = status_token(point.secret, take.key)
    context = read_context(point, tx)
    if known is not None:
        return _repeated(context, take, known, token)
    service, decision = _decide(context, take)
    ticket = _ticket(context, take, service, decision)
    if tx.business_date(point.id) != ticket.business_date:
        tx.open_day(point.id, ticket.business_date, context.recorded_at)
    wait = wait_of(context, ticket.service, ahead=context.tally(ticket.service).waiting)
    zone = context.rules.configuration.office.timezone
    tx.add_ticket(ticket, token_hash=hashed(token), token_expires=_token_expiry(zone, ticket.business_date))
    tx.append(
        Move.ISSUE,
        context.recorded_at,
        point.id,
        ticket=ticket.id,
        counter=take.counter,
        staff=take.staff,
        data={
            "number": ticket.number,
            "service": ticket.service,
            "language": ticket.language,
            **_appointment(take, ticket),
        },
    )
    if decision.overridden:
        tx.append(
            "override",
            context.recorded_at,
            point.id,
            ticket=ticket.id,
            counter=take.counter,
            staff=take.staff,
            data={"reasons": list(decision.overridden), "why": take.body.override},
        )
    tx.add_idempotency_record(IdempotencyRecord(key_hash, take.fingerprint, ticket.id, context.recorded_at))
    return IssuedTicket(ticket, wait, token, repeated=False)


def _repeated(context: Context, take: IssueRequest, known: IdempotencyRecord, token: str) -> IssuedTicket:
    if known.body_hash != take.fingerprint:
        raise Refusal(Reason.KEY_REUSED)
    ticket = context.tx.ticket(known.ticket)
    if ticket is None:
        raise Refusal(Reason.TICKET_FORGOTTEN)
    ahead = context.tx.ahead(ticket) if ticket.state is State.WAITING else 0
    return IssuedTicket(ticket, wait_of(context, ticket.service, ahead=ahead), token, repeated=True)


def _decide(context: Context, take: IssueRequest) -> tuple[Service, Decision]:
    body, point = take.body, context.service_point
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
    if context.rules.local(appointment).date() != context.business_date:
        raise Refusal(Reason.APPOINTMENT_NOT_TODAY)


def _appointment(take: IssueRequest, ticket: Ticket) -> dict[str, str | bool]:
    """For the log: the time that was asked for, and whether it was kept."""
    asked = take.body.appointment
    return {} if asked is None else {"appointment": asked.isoformat(), "kept": ticket.appointment is not None}


def closed_refusal(context: Context, service: str, decision: Decision, checklist: str | None = None) -> Refusal:
    """A decision against the visitor, with everything that helps: when next, what is missing, where else.

    Missing documents are missing everywhere: then only those services help that advise.
    """
    return Refusal(
        Reason(decision.reason),
        next_opening=decision.next_opening,
        alternatives=_here(context, decision) if decision.missing else _elsewhere(context, service),
        missing=decision.missing,
        values={"service": service, "checklist": checklist},
    )


def _here(context: Context, decision: Decision) -> list[Elsewhere]:
    point, zone = context.service_point.id, context.rules.configuration.office.timezone
    return [
        Elsewhere(
            point,
            service,
            datetime.fromtimestamp(context.rules.plan(point, service, context.business_date).issue_ends, zone),
        )
        for service in decision.alternatives
    ]


def _elsewhere(context: Context, service: str) -> list[Elsewhere]:
    places = context.rules.alternatives(service, context.recorded_at, context.service_point.id)
    return [Elsewhere(place.point, place.service, place.until) for place in places]


def _ticket(context: Context, take: IssueRequest, service: Service, decision: Decision) -> Ticket:
    sequence = decision.sequence
    if sequence is None:  # the rules give a number with every yes
        raise Refusal(Reason.SERVICE_UNAVAILABLE)
    settings = context.rules.configuration.settings
    day, appointment = decision.business_date, take.body.appointment
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
        language=take.language,
        priority=service.priority,
        queue_position=int(context.recorded_at.timestamp() * 1_000_000),
        stage=service.stages[0] if service.stages else None,
        appointment=appointment,
        staff_flag=decision.staff_flags[0] if decision.staff_flags else None,
    )


@lru_cache(maxsize=8)
def _token_expiry(zone: ZoneInfo, day: date) -> datetime:
    return datetime.fromtimestamp(instant(zone, day, 24 * 60), UTC) + timedelta(hours=TOKEN_LIVES_ON_H)
