"""A point's plan as an iCalendar file (RFC 5545), for the calendar of a telephone or a website."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from icalendar import TRANSP, Calendar, Event

from kiosk.rules.decide import Rules
from kiosk.rules.table import PlanRow
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
    configuration, ruling = rules.configuration, row.plan.ruling
    services = ", ".join(localized(configuration.services[each].name, language) for each in row.services)
    uid = f"{row.plan.day:%Y%m%d}-{point}-{'-'.join(row.services)}@{configuration.office.id}"
    for start, end in row.plan.spans:
        yield Event.new(
            uid=f"{start}-{uid}",
            stamp=stamp,
            summary=services,
            start=datetime.fromtimestamp(start, configuration.office.timezone),
            end=datetime.fromtimestamp(end, configuration.office.timezone),
            location=configuration.points[point].address or None,
        )
    if not row.plan.spans and ruling.layer in ("special", "holiday"):
        name = ruling.basis or localized(ruling.note, language) or ruling.source
        yield Event.new(
            uid=f"closed-{uid}",
            stamp=stamp,
            summary=translate("rules.ics.closed", language, name=name),
            start=row.plan.day,
            description=services,
            transparency=TRANSP.TRANSPARENT,
        )
