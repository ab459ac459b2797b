"""The expected wait of a ticket: how many are called before it, and when it is likely to be called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.contract.point import Estimate
from kiosk.forecast.forecast import learn
from kiosk.forecast.shown import ShownWait, shown_wait
from kiosk.forecast.table import ForecastTable, make_table
from kiosk.operations.forecasts.state import (
    MOST_WAITING,
    counters_of,
    forecast_service,
    log_of_day,
    midnight_of,
    point_state,
    services_of,
    step_seconds,
)
from kiosk.operations.service_point import Context
from kiosk.operations.tickets.ahead import ahead_of, ahead_of_newcomer
from kiosk.queue.ticket import State, Ticket

STALE_S: Final = 600.0
"""A table older than that is not read any more: nothing makes tables beside this process."""
QUICK_PATHS: Final = 48


@dataclass(frozen=True, slots=True)
class Wait:
    """Tickets ahead, and when the call is likely; None where it cannot be estimated."""

    ahead: int
    estimate: Estimate | None
    times: Sequence[float] = ()
    """Of the paths that call it, in seconds since midnight, ``shift`` not added."""
    shift: float = 0.0
    reached: float | None = None
    """The share of paths that call it; None without an estimate."""


def wait_of_newcomer(context: Context, service: str) -> Wait:
    """Of a visitor who takes a number for this service now."""
    ahead = ahead_of_newcomer(context, service)
    table = _todays_forecast_table(context)
    times = table.newcomers.get(service) if table is not None else None
    if table is None or times is None:
        return Wait(ahead, None)
    shift = _issued_since(context, service) * context.service_point.forecasts.step_s.get(service, 0.0)
    return _wait_by_forecast(context, table, service, ahead, times, shift=shift)


def wait_of_appointment(context: Context, service: str, at: datetime) -> Wait:
    """Of a visitor who takes a number now for an appointment: it is in both lines, and called in whichever is first.

    From ``appointment_early_min`` before its time on, only appointments that are earlier go before it.
    """
    wait = wait_of_newcomer(context, service)
    table = _todays_forecast_table(context)
    if table is None or not wait.times:
        return wait
    midnight = midnight_of(context.rules, context.business_date)
    due = at.timestamp() - midnight - context.rules.configuration.settings.appointment_early_min * 60
    now = context.recorded_at.timestamp() - midnight
    step = context.service_point.forecasts.step_s.get(service, 0.0)
    earlier = sum(
        ticket.appointment is not None and ticket.appointment <= at and ticket.service in _competing(context, service)
        for ticket in context.in_state((State.WAITING,), limit=MOST_WAITING)
    )
    count = len(wait.times)
    times = sorted(
        min(time + wait.shift, max(due, now) + (earlier + (n + 0.5) / count) * step)
        for n, time in enumerate(wait.times)
    )
    until = context.appointments_due_until
    ahead = min(wait.ahead, earlier) if until is not None and at <= until else wait.ahead
    return _wait_by_forecast(context, table, service, ahead, times)


def wait_of(context: Context, ticket: Ticket) -> Wait:
    """Of a ticket that waits."""
    ahead = ahead_of(context, ticket)
    table = _todays_forecast_table(context)
    if table is None:
        return Wait(ahead, None)
    times = table.tickets.get(ticket.id)
    if times is not None:
        return _wait_by_forecast(context, table, forecast_service(context.rules, ticket), ahead, times)
    newcomer = table.newcomers.get(ticket.service)
    return Wait(ahead, None) if newcomer is None else _wait_by_forecast(context, table, ticket.service, ahead, newcomer)


def _todays_forecast_table(context: Context) -> ForecastTable | None:
    """The newest table of the day; made here, from today alone, where no server makes one."""
    board, rules, point = context.service_point.forecasts, context.rules, context.service_point.id
    table, day = board.table, context.business_date.isoformat()
    now = context.recorded_at.timestamp() - midnight_of(rules, context.business_date)
    if table is not None and table.day == day and now - table.at < STALE_S:
        return table
    if point not in rules.configuration.points:
        return None
    log = log_of_day(context.tx, rules, point, context.business_date)
    experience = learn(services_of(rules, point), counters_of(rules, point), ())
    table = make_table(day, point_state(context, log), experience, (), paths=QUICK_PATHS)
    board.replace(table, {name: tally.issued for name, tally in context.tallies.items()}, step_seconds(context))
    return table


def _issued_since(context: Context, service: str) -> int:
    """Numbers that were issued since the table, of services that the same counters serve and that go before."""
    configuration = context.rules.configuration
    own, competing = configuration.services[service], _competing(context, service)
    return sum(
        tally.issued - context.service_point.forecasts.issued.get(name, 0)
        for name, tally in context.tallies.items()
        if name in competing and (not own.priority or configuration.services[name].priority)
    )


def _competing(context: Context, service: str) -> set[str]:
    """Services that the same counters serve."""
    point = context.rules.configuration.points[context.service_point.id]
    return {name for counter in point.counters if service in counter.serves for name in counter.serves}


def _wait_by_forecast(
    context: Context, table: ForecastTable, service: str, ahead: int, times: Sequence[float], *, shift: float = 0.0
) -> Wait:
    rules, settings = context.rules, context.rules.configuration.settings
    day = context.business_date
    midnight = midnight_of(rules, day)
    at = context.recorded_at.timestamp() - midnight
    base = service.partition("#")[0]
    spans = rules.plan(context.service_point.id, base, day).spans
    hours = [(float(start - midnight), float(end - midnight)) for start, end in spans]
    last = hours[-1][1] + settings.close_drain_min * 60 if hours else 0.0
    shifted = [time + shift for time in times if time + shift < last] if shift else times
    reached = len(shifted) / table.paths
    shown = shown_wait(
        shifted,
        reached,
        at=at,
        levels=table.levels,
        hours=hours,
        break_drain_s=settings.break_drain_min * 60,
        close_drain_s=settings.close_drain_min * 60,
    )
    if_open = not _is_open(context, base)
    estimate = _estimate_of_shown_wait(shown, at, context.rules.local(context.recorded_at), until=last, if_open=if_open)
    return Wait(ahead, estimate, times, shift, reached)


def _is_open(context: Context, service: str) -> bool:
    point = context.rules.configuration.points[context.service_point.id]
    here = {session.counter for session in context.sessions}
    return any(service in (*counter.serves, *counter.rest) for counter in point.counters if counter.id in here)


def _estimate_of_shown_wait(shown: ShownWait, at: float, now: datetime, *, until: float, if_open: bool) -> Estimate:
    """``until``: when calling ends today. Without a range the minutes are those until then: never fewer than are so."""

    def clock(seconds: float | None) -> datetime | None:
        return None if seconds is None else (now + timedelta(seconds=seconds - at)).replace(microsecond=0)

    has_range = shown.kind not in ("uncertain", "not_reached")
    start = until if shown.kind == "not_reached" else shown.start
    return Estimate(
        low_min=max(0, math.floor((start - at) / 60)),
        high_min=max(0, math.ceil(((shown.end if has_range else until) - at) / 60)),
        kind=shown.kind,
        start=clock(shown.start) if has_range else None,
        end=clock(shown.end) if has_range else None,
        resumes=clock(shown.resumes),
        may_not_be_reached=shown.may_not_be_reached,
        if_open=if_open and has_range,
    )
