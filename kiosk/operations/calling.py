"""Call the next visitor to a counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.operations.actor import Actor, session_at
from kiosk.operations.issue import refused
from kiosk.operations.moving import write
from kiosk.operations.refusal import Refusal, illegal_move
from kiosk.operations.service_point import Moment, ServicePoint, moment
from kiosk.queue import dispatch
from kiosk.queue.ticket import Move, Ticket
from kiosk.rules import Decision
from kiosk.store.interface import CounterSession, Transaction


@dataclass(frozen=True, slots=True)
class Called:
    ticket: Ticket
    why: str
    """A code of ``kiosk.queue.dispatch``."""
    facts: Mapping[str, int]


def call_next(point: ServicePoint, tx: Transaction, actor: Actor, counter: str, *, finish: bool) -> Called | None:
    """None when nobody waits for this counter.

    A ticket in hand is finished first, in the same commit. Without ``finish`` it is refused instead, which is how a
    window asks that believes its counter free: a second press after a lost answer must not send a visitor away.
    """
    session = session_at(point, tx, actor, counter)
    if session.paused is not None:
        raise Refusal("paused", values={"counter": counter})
    now = moment(point, tx)
    finished = _clear_hand(now, session, finish=finish)
    heads, choice = _choice(now, counter)
    if not heads:
        return None
    if choice is None:
        head, decision = heads[0]
        raise refused(now, head.service, decision)
    data = {"why": choice.why, "facts": dict(choice.facts), "priority": choice.ticket.priority, "finished": finished}
    ticket = write(now, choice.ticket, Move.CALL, staff=session.staff, at_counter=counter, data=data, counter=counter)
    tx.count_call(point.id, now.day, appointment=choice.why == dispatch.APPOINTMENT, priority=ticket.priority)
    return Called(ticket, choice.why, choice.facts)


def next_at(now: Moment, counter: str) -> dispatch.Choice | None:
    """Whom the counter would call now; None when there is nobody, or nobody may be called."""
    return _choice(now, counter)[1]


def _choice(now: Moment, counter: str) -> tuple[list[tuple[Ticket, Decision]], dispatch.Choice | None]:
    """The first of each line that waits for this counter, and the one of them that is next."""
    place = now.point.counter(counter)
    heads = _heads(now, counter, place.serves if place else ())
    callable_heads = [head for head, decision in heads if decision.call]
    rest = _heads(now, counter, place.rest) if place and place.rest and not callable_heads else []
    if not heads and not rest:
        return [], None
    choice = dispatch.choose(
        callable_heads,
        rest=[head for head, decision in rest if decision.call],
        now=now.at,
        runs=now.tx.runs(now.point.id, now.day),
        settings=now.rules.configuration.settings,
    )
    return heads or rest, choice


def _clear_hand(now: Moment, session: CounterSession, *, finish: bool) -> str | None:
    """The id of the ticket that was finished."""
    current = now.tx.at_counter(now.point.id, now.day, session.counter)
    if current is None:
        return None
    if not finish:
        raise illegal_move(current)
    write(now, current, Move.FINISH, staff=session.staff, at_counter=session.counter)
    return current.id


def _heads(now: Moment, counter: str, services: Sequence[str]) -> list[tuple[Ticket, Decision]]:
    """The first ticket of each line of these services, with what the rules say about calling it."""
    services = [service for service in services if now.tally(service).waiting]
    found: list[tuple[Ticket, Decision]] = []
    for head in now.tx.heads(now.point.id, now.day, services, counter, until=now.appointed_by) if services else ():
        live = now.live(head.service, ticket_day=head.business_date)
        found.append((head, now.rules.decide(now.point.id, head.service, now.now, live)))
    return found
