"""A point's plan as an iCalendar file (RFC 5545), for the calendar of a telephone or a website."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import TRANSP, Calendar, Event

from kiosk.rules.decide import Rules
from kiosk.rules.plan_rows import PlanRow
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate


def calendar(rules: Rules, point: str, found: Iterable[PlanRow], language: str, stamp: datetime) -> bytes:
    """An event for each stretch of open hours, and one for each date that a holiday or special day closes."""
    configuration = rules.configuration
    name = localized(configuration.points[point].name, language)
    events = [event for row in found for event in _events(rules, point, row, language, stamp)]
    uid = f"{point}@{configuration.office.id}"
    file = Calendar.new(name=name, prodid="-//Antrean//rules//ID", uid=uid, subcomponents=events)
    file.add_missing_timezones()
    return file.to_ical()


def _events(rules: Rules, point: str, row: PlanRow, language: str, stamp: datetime) -> Iterator[Event]:
    """An offer's event keeps its id whatever the others of the point do, so that calendar programs update it."""
    configuration, ruling = rules.configuration, row.plan.ruling
    zone = configuration.office.timezone
    for service in row.services:
        name = localized(configuration.services[service].name, language)
        uid = f"{row.plan.day:%Y%m%d}-{point}-{service}@{configuration.office.id}"
        for number, (start, end) in enumerate(row.plan.spans, 1):
            yield Event.new(
                uid=f"{number}-{uid}",
                stamp=stamp,
                summary=name,
                start=datetime.fromtimestamp(start, zone),
                end=datetime.fromtimestamp(end, zone),
                location=configuration.points[point].address or None,
                description=_last_number(row, zone, language),
            )
    if not row.plan.spans and ruling.layer in ("special", "holiday"):
        names = (localized(configuration.services[service].name, language) for service in row.services)
        named = ruling.basis or localized(ruling.note, language) or ruling.source
        yield Event.new(
            uid=f"closed-{ruling.source}-{row.plan.day:%Y%m%d}-{point}@{configuration.office.id}",
            stamp=stamp,
            summary=translate("rules.ics.closed", language, name=named),
            start=row.plan.day,
            description=", ".join(names),
            transparency=TRANSP.TRANSPARENT,
        )


def _last_number(row: PlanRow, zone: ZoneInfo, language: str) -> str | None:
    """``numbers until 10:00``, where the service stops before it closes."""
    if row.issue_until is None:
        return None
    until = dates.clock_time(datetime.fromtimestamp(row.issue_until, zone), language)
    return translate("rules.show.until", language, until=until)
