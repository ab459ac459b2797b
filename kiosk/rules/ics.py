"""A point's plan as an iCalendar file (RFC 5545), for the calendar of a telephone or a website.

Calendar programs know an event by its ``UID`` and take a file's event where its ``SEQUENCE`` is not lower than theirs
(section 3.8.7.4, RFC 5546 section 2.1.5). So a stretch keeps its ``UID`` whatever else changes: it is made of the date,
the point, the service and which stretch of the date it is. A date that closes is one event of the point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import TRANSP, Calendar, Event

from kiosk.rules.decide import Rules
from kiosk.rules.plan_rows import PlanRow
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Revision:
    """When the file was made, and when the configuration that it rests on was last changed."""

    made: datetime
    changed: datetime

    @property
    def sequence(self) -> int:
        """Minutes from 2020 to the change: a later configuration's is higher, that of the same one is the same."""
        return max(0, int((self.changed - _EPOCH).total_seconds()) // 60)


def calendar(rules: Rules, point: str, found: Iterable[PlanRow], language: str, revision: Revision) -> bytes:
    """An event for each stretch of open hours, and one for each date that a holiday or special day closes."""
    configuration = rules.configuration
    name = localized(configuration.points[point].name, language)
    events: list[Event] = []
    for day, rows in groupby(found, key=lambda row: row.plan.day):
        members = tuple(rows)
        for row in members:
            events += _stretches(rules, point, row, language)
        events += _closed(rules, point, day, members, language)
    for event in events:
        event.stamp = revision.made
        event.sequence = revision.sequence
        event.LAST_MODIFIED = revision.changed
    uid = f"{point}@{configuration.office.id}"
    file = Calendar.new(name=name, prodid="-//Antrean//rules//ID", uid=uid, subcomponents=events)
    file.add_missing_timezones()
    return file.to_ical()


def _stretches(rules: Rules, point: str, row: PlanRow, language: str) -> Iterator[Event]:
    configuration = rules.configuration
    zone = configuration.office.timezone
    for service in row.services:
        name = localized(configuration.services[service].name, language)
        uid = f"{row.plan.day:%Y%m%d}-{point}-{service}@{configuration.office.id}"
        for number, (start, end) in enumerate(row.plan.spans, 1):
            yield Event.new(
                uid=f"{number}-{uid}",
                summary=name,
                start=datetime.fromtimestamp(start, zone),
                end=datetime.fromtimestamp(end, zone),
                location=configuration.points[point].address or None,
                description=_last_number(row, zone, language),
            )


def _closed(rules: Rules, point: str, day: date, rows: tuple[PlanRow, ...], language: str) -> Iterator[Event]:
    """One event for what holidays and special days close, whichever services that are."""
    configuration = rules.configuration
    shut = [row for row in rows if not row.plan.spans and row.plan.layer in ("special", "holiday")]
    if not shut:
        return
    rulings = [row.plan.ruling for row in shut]
    named = dict.fromkeys(each.basis or localized(each.note, language) or each.source for each in rulings)
    services = (localized(configuration.services[each].name, language) for row in shut for each in row.services)
    yield Event.new(
        uid=f"closed-{day:%Y%m%d}-{point}@{configuration.office.id}",
        summary=translate("rules.ics.closed", language, name="; ".join(named)),
        start=day,
        description=", ".join(services),
        transparency=TRANSP.TRANSPARENT,
    )


def _last_number(row: PlanRow, zone: ZoneInfo, language: str) -> str | None:
    """``numbers until 10:00``, where the service stops before it closes."""
    if row.issue_until is None:
        return None
    until = dates.clock_time(datetime.fromtimestamp(row.issue_until, zone), language)
    return translate("rules.show.until", language, until=until)
