"""Call the next visitor to a counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.contract.reasons import Reason
from kiosk.operations.forecasts.state import midnight_of
from kiosk.operations.people.actor import Actor, session_at
from kiosk.operations.refusal import Refusal, illegal_move
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets.issue import closed_refusal
from kiosk.operations.tickets.moving import apply_and_log
from kiosk.queue import dispatch
from kiosk.queue.ticket import Move, Ticket
from kiosk.rules import Decision
from kiosk.store.interface import CounterSession, Transaction


@dataclass(frozen=True, slots=True)
class CalledTicket:
    """The ticket that was called, with the reason why it was next."""

    ticket: Ticket
    why: str
    """A code of ``kiosk.queue.dispatch``."""
    facts: Mapping[str, int]


def call_next(point: ServicePoint, tx: Transaction, actor: Actor, counter: str, *, finish: bool) -> CalledTicket | None:
    """None when nobody waits for this counter.

    With ``finish`` a ticket in hand is finished first, in the same commit; without it the call is refused. A window
    that believes its counter free asks without, so that a second press after a lost answer sends no visitor away.
    """
    session = session_at(point, tx, actor, counter)
    if session.paused is not None:
        raise Refusal(Reason.PAUSED, values={"counter": counter})
    context = read_context(point, tx)
    finished = _finish_current(context, session, finish=finish)
    heads, choice = _heads_and_choice(context, counter)
    if not heads:
        return None
    if choice is None:
        head, decision = heads[0]
        raise closed_refusal(context, head.service, decision)
    data: dict[str, Any] = {
        "why": choice.why,
        "facts": dict(choice.facts),
        "priority": choice.ticket.priority,
        "finished": finished,
    }
    level = point.forecasts.level(choice.ticket.id, _seconds_of_day(context))
    if level is not None:
        data["level"] = level
    ticket = apply_and_log(
        context, choice.ticket, Move.CALL, staff=session.staff, at_counter=counter, data=data, counter=counter
    )
    tx.count_call(
        point.id, ticket.business_date, appointment=choice.why == dispatch.APPOINTMENT, priority=ticket.priority
    )
    return CalledTicket(ticket, choice.why, choice.facts)


def _seconds_of_day(context: Context) -> float:
    return context.recorded_at.timestamp() - midnight_of(context.rules, context.business_date)


def next_for(context: Context, counter: str) -> dispatch.NextTicket | None:
    """The ticket that the counter would call now; None when nobody waits or nobody may be called."""
    return _heads_and_choice(context, counter)[1]


def _heads_and_choice(
    context: Context, counter: str
) -> tuple[list[tuple[Ticket, Decision]], dispatch.NextTicket | None]:
    """The first of each line that waits for this counter, and the one of them that is next."""
    found = context.service_point.counter(counter)
    heads = _heads_of_lines(context, counter, found.serves if found else ())
    callable_heads = [head for head, decision in heads if decision.call]
    rest = _heads_of_lines(context, counter, found.rest) if found and found.rest and not callable_heads else []
    if not heads and not rest:
        return [], None
    choice = dispatch.choose(
        callable_heads,
        rest=[head for head, decision in rest if decision.call],
        now=context.recorded_at,
        runs=context.tx.runs(context.service_point.id, context.business_date),
        settings=context.rules.configuration.settings,
    )
    return heads or rest, choice


def _finish_current(context: Context, session: CounterSession, *, finish: bool) -> str | None:
    """Finish the ticket in hand and return its id; None when there is none."""
    current = context.at_counter(session.counter)
    if current is None:
        return None
    if not finish:
        raise illegal_move(current)
    apply_and_log(context, current, Move.FINISH, staff=session.staff, at_counter=session.counter)
    return current.id


def _heads_of_lines(context: Context, counter: str, services: Sequence[str]) -> list[tuple[Ticket, Decision]]:
    """The first ticket of each line of these services, with what the rules say about calling it."""
    services = [service for service in services if context.tally(service).waiting]
    found: list[tuple[Ticket, Decision]] = []
    for head in context.heads(services, counter) if services else ():
        live = context.live(head.service, ticket_day=head.business_date)
        found.append((head, context.rules.decide(context.service_point.id, head.service, context.clock_time, live)))
    return found
