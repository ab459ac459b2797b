"""A row for each stage that a visitor passed, for spreadsheets: where, with whom, how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from kiosk.contract.reports import NumberRow, VisitRow
from kiosk.operations.days.officers import CounterVisit, counter_visits
from kiosk.operations.days.report import number_rows
from kiosk.operations.service_point import ServicePoint
from kiosk.queue.ticket import Move
from kiosk.store.interface import Event, Transaction


def visit_rows(point: ServicePoint, tx: Transaction, day: date) -> list[VisitRow]:
    """In the order of issue, then of the calls; a number that was never called has one row without a visit."""
    events = list(tx.events_of_day(point.id, day))
    numbers = number_rows(point, tx, day)
    stages = _stages(point, events)
    numbers_of = {event.ticket: event.data["number"] for event in events if event.kind == Move.ISSUE}
    visits: dict[str, list[CounterVisit]] = {}
    for visit in counter_visits(events):
        visits.setdefault(numbers_of.get(visit.ticket, ""), []).append(visit)
    return [row for number in numbers for row in _rows(point, number, visits.get(number.number, ()), stages)]


def _rows(
    point: ServicePoint,
    number: NumberRow,
    visits: Iterable[CounterVisit],
    stages: dict[int, tuple[str | None, datetime]],
) -> Iterator[VisitRow]:
    zone, named = point.configuration.office.timezone, point.configuration.privacy.officer_figures
    any_visit = False
    for visit in visits:
        any_visit = True
        stage, since = stages[visit.sequence]
        yield VisitRow(
            day=number.day,
            number=number.number,
            service=visit.service,
            stage=stage,
            counter=visit.counter,
            staff=visit.staff if named else None,
            state=number.state,
            how=visit.how,
            reason=number.reason,
            issued_at=number.issued_at,
            waits_since=since.astimezone(zone),
            called_at=visit.called_at.astimezone(zone),
            started_at=visit.started_at and visit.started_at.astimezone(zone),
            ended_at=visit.ended_at and visit.ended_at.astimezone(zone),
            wait_min=_tenth((visit.called_at - since).total_seconds() / 60),
            walk_min=_tenth(visit.walk_min),
            service_min=_tenth(visit.service_min),
            appointment=number.appointment,
        )
    if not any_visit:
        yield VisitRow(
            day=number.day,
            number=number.number,
            service=number.service,
            stage=None,
            counter=None,
            staff=None,
            state=number.state,
            how="",
            reason=number.reason,
            issued_at=number.issued_at,
            waits_since=number.issued_at,
            called_at=None,
            started_at=None,
            ended_at=number.ended_at,
            wait_min=None,
            walk_min=None,
            service_min=None,
            appointment=number.appointment,
        )


def _stages(point: ServicePoint, events: Iterable[Event]) -> dict[int, tuple[str | None, datetime]]:
    """Of each call, by its place in the log: the stage, and since when the visitor had waited for it."""
    services = point.configuration.services
    stage: dict[str, str | None] = {}
    since: dict[str, datetime] = {}
    found: dict[int, tuple[str | None, datetime]] = {}
    for event in events:
        ticket = event.ticket
        if ticket is None:
            continue
        if event.kind == Move.ISSUE:
            service = services.get(event.data["service"])
            stage[ticket] = service.stages[0] if service is not None and service.stages else None
            since[ticket] = event.at
        elif event.kind == Move.CALL:
            found[event.sequence] = stage.get(ticket), since.get(ticket, event.at)
        elif event.kind in (Move.TRANSFER, Move.RETURN, "revive"):
            since[ticket] = event.at
            if event.kind == Move.TRANSFER:
                stage[ticket] = event.data.get("stage")
    return found


def _tenth(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 1)
