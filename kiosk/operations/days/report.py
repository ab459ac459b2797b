"""The report of a service day: what became of every number, waits, service times, and the head of the log's chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kiosk.contract import bounds
from kiosk.contract.reasons import Reason
from kiosk.contract.reports import ChainHead, DayReport, HourFigures, NumberRow, ServiceFigures
from kiosk.operations.days.officers import CounterVisit, counter_visits, officer_figures
from kiosk.operations.days.timeline import Timeline, spread, timelines
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.visitors import survey
from kiosk.queue.ticket import State
from kiosk.store.chain import START
from kiosk.store.interface import Event, Tally, Transaction

_OPEN = (State.WAITING, State.CALLED, State.SERVING, State.HELD)


def parse_day(text: str) -> date:
    """The date in a path, as ISO 8601; refused with ``no_date`` (400) for any other text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal(Reason.NO_DATE, {"date": text}) from None
    if not bounds.is_day(day):
        raise Refusal(Reason.NO_DATE, {"date": text})
    return day


def day_report(point: ServicePoint, tx: Transaction, day: date) -> DayReport:
    """The report of any day; a day without tickets has zeros."""
    events = list(tx.events_of_day(point.id, day))
    timelines_of_day = _final_timelines(tx, events)
    tallies = tx.tally(point.id, day)
    visits = counter_visits(events)
    services = [
        _service_figures(point, service, tally, timelines_of_day, visits) for service, tally in sorted(tallies.items())
    ]
    issued = sum(row.issued for row in services)
    last = tx.last_event()
    sealed = not events and issued > 0
    return DayReport(
        point=point.id,
        point_name=dict(point.definition.name),
        day=day,
        closed=tx.is_closed(point.id, day),
        services=services,
        hours=_hour_figures(point, timelines_of_day),
        reasons=dict(
            Counter(timeline.reason or "" for timeline in timelines_of_day if timeline.state is State.NOT_SERVED)
        ),
        papers=dict(Counter(paper for event in events if event.kind == "documents" for paper in event.data["missing"])),
        officers=officer_figures(visits) if point.configuration.privacy.officer_figures else [],
        overrides=sum(event.kind == "override" for event in events),
        undone=sum(event.kind == "undo" for event in events),
        accounted=issued == sum(map(_accounted_for, services)) and (sealed or issued == len(timelines_of_day)),
        survey=survey.figures(point, tx, day),
        sealed=sealed,
        chain=ChainHead(
            epoch=last.epoch if last else 0, sequence=last.sequence if last else 0, hash=last.hash if last else START
        ),
    )


def number_rows(point: ServicePoint, tx: Transaction, day: date) -> list[NumberRow]:
    """A row for every number of the day, in the order of issue, without personal data."""
    zone = point.configuration.office.timezone
    return [
        NumberRow(
            day=day,
            number=timeline.number,
            service=timeline.service,
            state=timeline.state,
            reason=timeline.reason,
            counter=timeline.counter,
            calls=timeline.calls,
            issued_at=timeline.issued_at.astimezone(zone),
            called_at=timeline.called_at and timeline.called_at.astimezone(zone),
            ended_at=timeline.ended_at and timeline.ended_at.astimezone(zone),
            wait_min=_rounded_to_tenth(timeline.wait_min),
            service_min=_rounded_to_tenth(timeline.service_min),
            appointment=timeline.appointment and timeline.appointment.astimezone(zone),
        )
        for timeline in _final_timelines(tx, tx.events_of_day(point.id, day))
    ]


def _final_timelines(tx: Transaction, events: Iterable[Event]) -> list[Timeline]:
    """What the log of the day says; a ticket that ended after the next day had begun is completed from its row."""
    found = timelines(events)
    for ticket_id, timeline in found.items():
        ticket = tx.ticket(ticket_id) if timeline.state in _OPEN else None
        if ticket is not None and ticket.state is not timeline.state:
            found[ticket_id] = replace(
                timeline,
                service=ticket.service,
                state=ticket.state,
                at_counter_since=None,
                ended_at=ticket.ended_at,
                reason=ticket.reason,
            )
    return list(found.values())


def _service_figures(
    point: ServicePoint,
    service: str,
    tally: Tally,
    timelines_of_day: Sequence[Timeline],
    visits: Sequence[CounterVisit],
) -> ServiceFigures:
    known = point.configuration.services.get(service)
    mine = [timeline for timeline in timelines_of_day if timeline.service == service]
    target, now = known.sla_wait_min if known else None, point.clock.now()
    answered = [timeline for timeline in mine if timeline.state is not State.VOID or timeline.called_at is not None]
    return ServiceFigures(
        service=service,
        name=dict(known.name) if known else {},
        issued=tally.issued,
        served=tally.finished,
        no_show=tally.no_show,
        void=tally.void,
        not_served=tally.not_served,
        open=tally.waiting + tally.called + tally.serving + tally.held,
        late=sum(1 for timeline in answered if target is not None and timeline.waited_min(now) > target),
        wait=spread(timeline.wait_min for timeline in mine),
        service_time=spread(timeline.service_min for timeline in mine),
        walk=spread(visit.walk_min for visit in visits if visit.service == service),
        quoted=sum(timeline.quote_held is not None for timeline in mine),
        held=sum(timeline.quote_held is True for timeline in mine),
    )


def _accounted_for(row: ServiceFigures) -> int:
    return row.served + row.no_show + row.void + row.not_served + row.open


def _hour_figures(point: ServicePoint, timelines_of_day: Sequence[Timeline]) -> list[HourFigures]:
    """By the hour in which the number was taken."""
    zone = point.configuration.office.timezone
    groups: dict[tuple[int, str], list[Timeline]] = {}
    for timeline in timelines_of_day:
        groups.setdefault((timeline.issued_at.astimezone(zone).hour, timeline.service), []).append(timeline)
    return [
        HourFigures(
            hour=hour,
            service=service,
            issued=len(group),
            served=sum(timeline.state is State.FINISHED for timeline in group),
            wait=spread(timeline.wait_min for timeline in group),
            service_time=spread(timeline.service_min for timeline in group),
            quoted=sum(timeline.quote_held is not None for timeline in group),
            held=sum(timeline.quote_held is True for timeline in group),
        )
        for (hour, service), group in sorted(groups.items())
    ]


def _rounded_to_tenth(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 1)
