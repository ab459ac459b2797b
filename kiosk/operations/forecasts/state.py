"""The state of a point for the forecast, and its earlier days, read from the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from kiosk.forecast.past import PastDay
from kiosk.forecast.state import (
    NEVER,
    CounterNow,
    PointState,
    PolicyNumbers,
    ServiceFacts,
    Stretch,
    VisitInHand,
    WaitingTicket,
)
from kiosk.operations.forecasts.absences import KnownAbsence, absences
from kiosk.operations.forecasts.day_log import DayLog, stage_key
from kiosk.operations.service_point import Context
from kiosk.queue.ticket import State, Ticket
from kiosk.rules import Rules
from kiosk.rules.zone import instant
from kiosk.store.interface import Transaction

MOST_WAITING: Final = 1000
"""Tickets that are simulated; nobody is told a time behind so many."""
HISTORY_DAYS: Final = 20
LOOK_BACK_DAYS: Final = 45


def midnight_of(rules: Rules, day: date) -> int:
    return instant(rules.configuration.office.timezone, day, 0)


def empty_log(rules: Rules, day: date) -> DayLog:
    services = rules.configuration.services

    def first_stage(service: str) -> str | None:
        found = services.get(service)
        return found.stages[0] if found is not None and found.stages else None

    def is_priority(service: str) -> bool:
        return service in services and services[service].priority

    return DayLog(midnight_of(rules, day), first_stage, is_priority)


def log_of_day(tx: Transaction, rules: Rules, point: str, day: date) -> DayLog:
    found = empty_log(rules, day)
    found.extend(tx.events_of_day(point, day))
    return found


def past_day_of(tx: Transaction, rules: Rules, point: str, day: date) -> tuple[PastDay, list[float]] | None:
    """An earlier day, with the levels of its forecasts; None where nobody was called on it."""
    log = log_of_day(tx, rules, point, day)
    return (past_day(log, rules, point, day), log.levels) if log.visits else None


def past_day(log: DayLog, rules: Rules, point: str, day: date) -> PastDay:
    return PastDay(hours_of(rules, point, day), log.visits, list(log.taken.values()), log.presence_until_now())


def hours_of(rules: Rules, point: str, day: date) -> dict[str, list[Stretch]]:
    """By the forecast's services, in seconds since the day's midnight."""
    midnight = midnight_of(rules, day)
    found: dict[str, list[Stretch]] = {}
    for key, service in _service_by_forecast_key(rules, point).items():
        spans = rules.plan(point, service, day).spans
        found[key] = [(float(start - midnight), float(end - midnight)) for start, end in spans]
    return found


def services_of(rules: Rules, point: str) -> dict[str, ServiceFacts]:
    """A service with stages is one more service for each later stage, reached from the one before."""
    configuration = rules.configuration
    found: dict[str, ServiceFacts] = {}
    for offer in configuration.points[point].offers:
        service = configuration.services[offer.service]
        stages: Sequence[str | None] = service.stages or (None,)
        keys = [stage_key(service.id, stage, stages[0]) for stage in stages]
        for key, following in zip(keys, [*keys[1:], None], strict=True):
            minutes = service.service_min / len(keys)
            found[key] = ServiceFacts(service.priority, minutes, following, keeps_position=True)
    return found


def counters_of(rules: Rules, point: str) -> dict[str, list[str]]:
    """What each counter serves, by the forecast's services."""
    keys = _service_by_forecast_key(rules, point)
    return {
        counter.id: [key for key, service in keys.items() if service in counter.serves]
        for counter in rules.configuration.points[point].counters
    }


def _service_by_forecast_key(rules: Rules, point: str) -> dict[str, str]:
    return {key: key.partition("#")[0] for key in services_of(rules, point)}


def point_state(context: Context, log: DayLog) -> PointState:
    """Today's state; ``log`` is today's."""
    rules, point, day = context.rules, context.service_point.id, context.business_date
    settings = rules.configuration.settings
    midnight = midnight_of(rules, day)
    at = context.recorded_at.timestamp() - midnight
    tx = context.tx
    in_hand = {ticket.counter: ticket for ticket in context.in_state((State.CALLED, State.SERVING)) if ticket.counter}
    waiting = context.in_state((State.WAITING,), limit=MOST_WAITING)
    held = [ticket for ticket in context.in_state((State.HELD,)) if ticket.held_until is not None]
    runs = tx.runs(point, day)
    return PointState(
        at=at,
        hours=hours_of(rules, point, day),
        services=services_of(rules, point),
        counters=_counters_now(context, log, in_hand, at, midnight),
        waiting=[_waiting_ticket(rules, ticket, midnight) for ticket in (*waiting, *held)],
        ended=log.visits[-400:],
        calls_made=tx.calls_made(point, day),
        appointment_run=runs.appointment,
        priority_run=runs.priority,
        policy=PolicyNumbers(**{name: getattr(settings, name) for name in PolicyNumbers.__slots__}),
        stopped_until=_stopped_until(context, midnight),
        seed=f"{point} {day}",
    )


def _counters_now(
    context: Context, log: DayLog, in_hand: Mapping[str, Ticket], at: float, midnight: int
) -> list[CounterNow]:
    rules, point = context.rules, context.service_point.id
    keys, serves = _service_by_forecast_key(rules, point), counters_of(rules, point)
    sessions = {session.counter: session for session in context.sessions}
    away = absences(context)
    found: list[CounterNow] = []
    for counter in rules.configuration.points[point].counters:
        session, ticket = sessions.get(counter.id), in_hand.get(counter.id)
        hand = None
        if ticket is not None and ticket.called_at is not None:
            called_at = ticket.called_at.timestamp() - midnight
            hand = VisitInHand(forecast_service(rules, ticket), called_at, ticket.state is State.SERVING)
        found.append(
            CounterNow(
                id=counter.id,
                serves=serves[counter.id],
                rest=[key for key, service in keys.items() if service in counter.rest],
                present=session is not None,
                paused=session.paused if session is not None else None,
                since=log.since(counter.id),
                open_today=log.open_spans(counter.id, at),
                in_hand=hand,
                planned=_planned(context, counter.id, midnight),
                closed_until=_closed_until(away.get(counter.id), midnight),
            )
        )
    return found


def _planned(context: Context, counter: str, midnight: int) -> list[Stretch] | None:
    roster = context.rules.roster(context.service_point.id, counter, context.business_date)
    return None if roster is None else [(float(start - midnight), float(end - midnight)) for start, end in roster]


def _closed_until(absence: KnownAbsence | None, midnight: int) -> float | None:
    if absence is None:
        return None
    return NEVER if absence.until is None else absence.until.timestamp() - midnight


def forecast_service(rules: Rules, ticket: Ticket) -> str:
    found = rules.configuration.services.get(ticket.service)
    return stage_key(ticket.service, ticket.stage, found.stages[0] if found is not None and found.stages else None)


def _waiting_ticket(rules: Rules, ticket: Ticket, midnight: int) -> WaitingTicket:
    back = ticket.held_until if ticket.state is State.HELD else None
    return WaitingTicket(
        key=ticket.id,
        service=forecast_service(rules, ticket),
        priority=ticket.priority,
        position=ticket.queue_position / 1_000_000 - midnight,
        issued_at=ticket.issued_at.timestamp() - midnight,
        appointment=ticket.appointment.timestamp() - midnight if ticket.appointment is not None else None,
        reentry_after=ticket.reentry_after,
        counter=ticket.counter if ticket.state is State.WAITING else None,
        back_at=back.timestamp() - midnight if back is not None else None,
    )


def _stopped_until(context: Context, midnight: int) -> float | None:
    stops = [stop for stop in context.stops if stop.start <= context.recorded_at]
    if not stops:
        return None
    return max(stop.until.timestamp() - midnight if stop.until is not None else NEVER for stop in stops)


def step_seconds(context: Context) -> dict[str, float]:
    """By service: how much later one more visitor of its counters makes those after him."""
    rules, point = context.rules, context.rules.configuration.points[context.service_point.id]
    here, away = {session.counter for session in context.sessions if session.paused is None}, absences(context)
    found: dict[str, float] = {}
    for offer in point.offers:
        able = [counter.id for counter in point.counters if offer.service in counter.serves and counter.id not in away]
        average = context.service_point.average_service_minutes(context.tx, context.business_date, offer.service)
        minutes = rules.configuration.services[offer.service].service_min if average is None else average
        found[offer.service] = minutes * 60 / max(1, len(here.intersection(able)) or len(able))
    return found
