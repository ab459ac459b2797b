"""How many are called before a visitor: one number for screen, paper, phone and queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from kiosk.operations.forecasts.absences import absences
from kiosk.operations.service_point import Context
from kiosk.queue.ahead import LineClass, LineCounts, called_before
from kiosk.queue.ticket import Ticket
from kiosk.rules.model import Counter
from kiosk.store.interface import WaitingLine

COUNTED: Final = 300
"""Up to so many waiting tickets each is looked at; beyond, a newcomer's place follows from the counts of the lines."""


def ahead_of_newcomer(context: Context, service: str) -> int:
    """Of a visitor who takes a number now."""
    configuration = context.rules.configuration
    found = configuration.services.get(service)
    if found is None:
        return 0
    if sum(tally.waiting for tally in context.tallies.values()) <= COUNTED:
        lines = _waiting_lines(context)
    else:
        services = configuration.services
        lines = [
            WaitingLine(name, services[name].priority, due=False, before=tally.waiting, after=0)
            for name, tally in context.tallies.items()
            if tally.waiting and name in services
        ]
    return _called_before(context, service, None, "priority" if found.priority else "regular", lines)


def ahead_of(context: Context, ticket: Ticket) -> int:
    """Of a ticket that waits."""
    until = context.appointments_due_until
    due = until is not None and ticket.appointment is not None and ticket.appointment <= until
    own: LineClass = "appointment" if due else "priority" if ticket.priority else "regular"
    lines = _waiting_lines(context, ticket)
    ahead = _called_before(context, ticket.service, ticket.counter, own, lines)
    if ticket.reentry_after is None:
        return ahead
    calls = context.tx.calls_made(context.service_point.id, context.business_date)
    others = sum(line.before + line.after for line in lines)
    return min(max(ahead, ticket.reentry_after - calls), others)


def _waiting_lines(context: Context, own: Ticket | None = None) -> list[WaitingLine]:
    """Everyone else who waits; those of an earlier day, whose hours go on, are before those of today."""
    settings = context.rules.configuration.settings
    overdue = context.recorded_at - timedelta(minutes=settings.regular_wait_max_min + 1)
    found: list[WaitingLine] = []
    for day in context.days:
        same = own if own is not None and own.business_date == day else None
        lines = context.tx.waiting_lines(
            context.service_point.id, day, same, due_until=context.appointments_due_until, overdue_before=overdue
        )
        later = own is not None and own.business_date < day
        found += [replace(line, before=0, after=line.before) for line in lines] if later else lines
    return found


def _called_before(
    context: Context, service: str, reserved: str | None, own: LineClass, lines: Iterable[WaitingLine]
) -> int:
    counters = _counters_that_can_call(context, service, reserved)
    counts: dict[LineClass, tuple[float, float]] = {}
    overdue = 0.0
    for line in lines:
        if line.counter is not None:
            able = sum(counter.id == line.counter for counter in counters)
        else:
            able = sum(line.service in counter.serves or line.service == service for counter in counters)
        share = able / len(counters) if counters else float(line.service == service)
        kind: LineClass = "appointment" if line.due else "priority" if line.priority else "regular"
        before, after = counts.get(kind, (0.0, 0.0))
        counts[kind] = before + share * line.before, after + share * line.after
        overdue += share * line.overdue
    settings = context.rules.configuration.settings
    runs = context.tx.runs(context.service_point.id, context.business_date)
    each: Mapping[LineClass, LineCounts] = {kind: LineCounts(*pair) for kind, pair in counts.items()}
    nobody = LineCounts()
    return called_before(
        own,
        appointments=each.get("appointment", nobody),
        priority=each.get("priority", nobody),
        regular=each.get("regular", nobody),
        overdue=overdue,
        appointment_run=runs.appointment,
        priority_run=runs.priority,
        appointment_run_max=settings.appointment_run_max,
        priority_run_max=settings.priority_run_max,
    )


def _counters_that_can_call(context: Context, service: str, reserved: str | None) -> list[Counter]:
    """Those that can call the visitor: open ones, else those signed in, else all that serve the service.

    Those that staff said are closed count only where there are no others.
    """
    point = context.rules.configuration.points[context.service_point.id]
    able = [counter for counter in point.counters if service in counter.serves]
    able = able or [counter for counter in point.counters if service in counter.rest]
    if reserved is not None:
        return [counter for counter in point.counters if counter.id == reserved]
    here = {session.counter: session.paused is None for session in context.sessions}
    open_now = [counter for counter in able if here.get(counter.id)]
    away = absences(context)
    expected = [counter for counter in able if counter.id not in away]
    return open_now or [counter for counter in able if counter.id in here] or expected or able
