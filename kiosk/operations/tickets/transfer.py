"""Transfer a ticket, under the same number: to another service, stage, counter or queue position."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from msgspec.structs import replace

from kiosk.contract.reasons import Reason
from kiosk.operations.people.actor import Actor, known_counter
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets.issue import closed_refusal
from kiosk.operations.tickets.moving import apply_and_log, counter_and_staff, find_ticket
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules import Rules
from kiosk.store.interface import Transaction

_PASSING: Final = ("clock_suspect", "emergency", "emergency_unknown")
"""Reasons that may be over at any time."""
TransferPosition = Literal["front", "end", "arrival"]


@dataclass(frozen=True, slots=True)
class TransferTarget:
    """Where to. None keeps service and stage; ``counter`` None lets every counter call the ticket."""

    service: str | None = None
    stage: str | None = None
    counter: str | None = None
    position: TransferPosition = "arrival"


def transfer(point: ServicePoint, tx: Transaction, actor: Actor, ticket_id: str, target: TransferTarget) -> Ticket:
    """Put the ticket back into a queue and return it. Refused where no counter could call it."""
    ticket = find_ticket(point, tx, ticket_id)
    context = read_context(point, tx)
    counter, staff = counter_and_staff(context, actor, ticket)
    service = target.service or ticket.service
    stage = _stage_after_transfer(context, ticket, service, target.stage)
    if service != ticket.service:
        _check_open(context, service)
    if target.counter is not None:
        _check_counter(context, target.counter, service)
    return apply_and_log(
        context,
        ticket,
        Move.TRANSFER,
        staff=staff,
        at_counter=counter,
        data={"stage": stage, "to": target.counter, "place": target.position, "from": ticket.service},
        service=service,
        stage=stage,
        counter=target.counter,
        queue_position=_new_queue_position(context, ticket, service, target.position),
        priority=ticket.priority or context.rules.configuration.services[service].priority,
        appointment=None if target.position == "end" else ticket.appointment,
    )


def next_stage(rules: Rules, ticket: Ticket) -> str | None:
    """The stage after the ticket's own in its service; None after the last one."""
    service = rules.configuration.services.get(ticket.service)
    stages = service.stages if service else ()
    if ticket.stage not in stages:
        return None
    after = stages[stages.index(ticket.stage) + 1 :]
    return after[0] if after else None


def release_reserved(context: Context, counter: str, staff: str | None) -> int:
    """Let every counter call the tickets reserved for this one, which is signing out; returns how many."""
    waiting = context.in_state((State.WAITING,))
    sent = [ticket for ticket in waiting if ticket.counter == counter]
    for ticket in sent:
        data = {"stage": ticket.stage, "to": None, "place": "same", "from": ticket.service, "by": "sign_out"}
        apply_and_log(
            context,
            ticket,
            Move.TRANSFER,
            staff=staff,
            at_counter=counter,
            data=data,
            reentry_after=ticket.reentry_after,
        )
    return len(sent)


def _stage_after_transfer(context: Context, ticket: Ticket, service: str, wanted: str | None) -> str | None:
    """The stage wanted; else the ticket's own where the service has it, else the service's first."""
    offered = context.rules.configuration.points[context.service_point.id].offer(service)
    found = context.rules.configuration.services.get(service)
    if offered is None or found is None:
        raise Refusal(Reason.UNKNOWN_SERVICE, {"service": service})
    if wanted is not None:
        if wanted not in found.stages:
            raise Refusal(Reason.UNKNOWN_STAGE, {"stage": wanted, "service": service})
        return wanted
    if ticket.stage in found.stages or service == ticket.service:
        return ticket.stage
    return found.stages[0] if found.stages else None


def _check_open(context: Context, service: str) -> None:
    """Refuse a service in which nobody is called any more today, with the rules' reason and where it is open."""
    point, live = context.service_point.id, context.live(service)
    decision = context.rules.decide(point, service, context.clock_time, replace(live, waiting=max(1, live.waiting)))
    spans = context.rules.plan(point, service, context.business_date).spans
    later = any(end > context.recorded_at.timestamp() for _, end in spans)
    if not decision.call and not later and decision.reason not in _PASSING:
        raise closed_refusal(context, service, decision)


def _check_counter(context: Context, counter: str, service: str) -> None:
    known_counter(context.service_point, counter)
    found = context.service_point.counter(counter)
    if found is None or service not in (*found.serves, *found.rest):
        raise Refusal(Reason.NOT_SERVED_THERE, values={"counter": counter, "service": service})
    if context.tx.counter_session(context.service_point.id, counter) is None:
        raise Refusal(Reason.NOT_SIGNED_IN, values={"counter": counter})


def _new_queue_position(context: Context, ticket: Ticket, service: str, wanted: TransferPosition) -> int:
    """Before or after everyone who waits for the service, or as at issue; see ``Ticket.queue_position``."""
    ends = context.tx.queue_position_range(context.service_point.id, ticket.business_date, service)
    if wanted == "front":
        return min(ends[0] - 1, ticket.queue_position) if ends else ticket.queue_position
    if wanted == "end":
        return max(_microseconds_since_epoch(context.recorded_at), ends[1] + 1 if ends else 0)
    return _microseconds_since_epoch(ticket.issued_at)


def _microseconds_since_epoch(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)
