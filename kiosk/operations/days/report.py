"""The day's report: every number accounted for, waits and service times, and where the log's chain ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from kiosk.contract.reasons import Reason
from kiosk.contract.reports import ChainHead, DayReport, HourFigures, NumberRow, ServiceFigures
from kiosk.operations.days.timeline import Timeline, spread, timelines
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.queue.ticket import State
from kiosk.store.chain import START
from kiosk.store.interface import Event, Tally, Transaction

_OPEN = (State.WAITING, State.CALLED, State.SERVING, State.HELD)


def parse_day(text: str) -> date:
    """Of a path; refused with 400 for what is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(Reason.NO_DATE, {"date": text}) from None


def day_report(point: ServicePoint, tx: Transaction, day: date) -> DayReport:
    """Of any day, also of one that nobody came on: then with zeros."""
    events = list(tx.events_of_day(point.id, day))
    told = _final_timelines(tx, events)
    tallies = tx.tally(point.id, day)
    services = [_service(point, service, tally, told) for service, tally in sorted(tallies.items())]
    issued = sum(row.issued for row in services)
    last = tx.last_event()
    return DayReport(
        point=point.id,
        point_name=dict(point.definition.name),
        day=day,
        closed=tx.is_closed(point.id, day),
        services=services,
        hours=_hours(point, told),
        reasons=dict(Counter(story.reason or "" for story in told if story.state is State.NOT_SERVED)),
        papers=dict(Counter(paper for event in events if event.kind == "documents" for paper in event.data["missing"])),
        overrides=sum(event.kind == "override" for event in events),
        undone=sum(event.kind == "undo" for event in events),
        accounted=issued == sum(map(_accounted_for, services)) == len(told),
        chain=ChainHead(
            epoch=last.epoch if last else 0, sequence=last.sequence if last else 0, hash=last.hash if last else START
        ),
    )


def number_rows(point: ServicePoint, tx: Transaction, day: date) -> list[NumberRow]:
    """A row for every number of the day, in the order of issue; nothing in it is about a person."""
    zone = point.configuration.office.timezone
    return [
        NumberRow(
            day=day,
            number=story.number,
            service=story.service,
            state=story.state,
            reason=story.reason,
            counter=story.counter,
            calls=story.calls,
            issued_at=story.issued_at.astimezone(zone),
            called_at=story.called_at and story.called_at.astimezone(zone),
            ended_at=story.ended_at and story.ended_at.astimezone(zone),
            wait_min=_tenth(story.wait_min),
            service_min=_tenth(story.service_min),
            appointment=story.appointment and story.appointment.astimezone(zone),
        )
        for story in _final_timelines(tx, tx.events_of_day(point.id, day))
    ]


def _final_timelines(tx: Transaction, events: Iterable[Event]) -> list[Timeline]:
    """As the log of the day says; what ended after the next day had begun, as the ticket says."""
    found = timelines(events)
    for ticket_id, story in found.items():
        ticket = tx.ticket(ticket_id) if story.state in _OPEN else None
        if ticket is not None and ticket.state is not story.state:
            found[ticket_id] = Timeline(
                story.number,
                ticket.service,
                story.issued_at,
                ticket.state,
                story.counter,
                story.calls,
                story.called_at,
                None,
                story.served_s,
                ticket.ended_at,
                ticket.reason,
            )
    return list(found.values())


def _service(point: ServicePoint, service: str, tally: Tally, told: Sequence[Timeline]) -> ServiceFigures:
    known = point.configuration.services.get(service)
    mine = [story for story in told if story.service == service]
    target = known.sla_wait_min if known else None
    return ServiceFigures(
        service=service,
        name=dict(known.name) if known else {},
        issued=tally.issued,
        served=tally.finished,
        no_show=tally.no_show,
        void=tally.void,
        not_served=tally.not_served,
        open=tally.waiting + tally.called + tally.serving + tally.held,
        late=sum(1 for story in mine if target is not None and (story.wait_min or 0) > target),
        wait=spread(story.wait_min for story in mine),
        service_time=spread(story.service_min for story in mine),
    )


def _accounted_for(row: ServiceFigures) -> int:
    return row.served + row.no_show + row.void + row.not_served + row.open


def _hours(point: ServicePoint, told: Sequence[Timeline]) -> list[HourFigures]:
    """By the hour in which the number was taken."""
    zone = point.configuration.office.timezone
    groups: dict[tuple[int, str], list[Timeline]] = {}
    for story in told:
        groups.setdefault((story.issued_at.astimezone(zone).hour, story.service), []).append(story)
    return [
        HourFigures(
            hour=hour,
            service=service,
            issued=len(group),
            served=sum(story.state is State.FINISHED for story in group),
            wait=spread(story.wait_min for story in group),
            service_time=spread(story.service_min for story in group),
        )
        for (hour, service), group in sorted(groups.items())
    ]


def _tenth(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 1)
