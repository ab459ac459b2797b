"""What is allowed but worth a second look: staff see it, nothing is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.rules.model import Configuration, Offer, Point, Schedule, Season


@dataclass(frozen=True, slots=True)
class ConfigWarning:
    """``code`` is stable; the sentence is ``rules.warning.`` + ``kind`` with ``values``."""

    code: str
    kind: str
    values: dict[str, str]


def warnings(configuration: Configuration, today: date) -> tuple[ConfigWarning, ...]:
    """Everything to remind staff of on this date."""
    return (
        *_calendar(configuration, today),
        *(warning for season in configuration.seasons if season.last >= today for warning in _season(season)),
        *_specials(configuration, today),
        *(warning for point in configuration.points.values() for warning in _point(configuration, point)),
    )


def _calendar(configuration: Configuration, today: date) -> Iterator[ConfigWarning]:
    calendar = configuration.calendar
    wanted = [today.year]
    if (today.month, today.day) >= calendar.remind_from:
        wanted.append(today.year + 1)
    for year in wanted:
        if year not in calendar.years:
            yield ConfigWarning(f"calendar_missing_{year}", "calendar_missing", {"year": str(year)})
    for year in sorted(calendar.unverified):
        if year >= today.year:
            yield ConfigWarning(f"calendar_unverified_{year}", "calendar_unverified", {"year": str(year)})


def _season(season: Season) -> Iterator[ConfigWarning]:
    if "fri" not in season.week.days:
        schedules = ", ".join(sorted(season.schedules))
        yield ConfigWarning(
            f"season_without_friday_{season.id}", "season_without_friday", {"season": season.id, "schedules": schedules}
        )


def _specials(configuration: Configuration, today: date) -> Iterator[ConfigWarning]:
    for special in configuration.specials:
        holiday = configuration.calendar.days.get(special.date)
        if special.hours and holiday and special.date >= today:
            values = {"special": special.id, "date": special.date.isoformat(), "holiday": holiday[1]}
            yield ConfigWarning(f"special_on_holiday_{special.id}", "special_on_holiday", values)
        for point in configuration.points.values():
            for service in sorted(special.services):
                if special.date >= today and point.offer(service) is None and special.covers(point.id, service):
                    values = {"special": special.id, "point": point.id, "service": service}
                    code = f"special_not_offered_{special.id}_{point.id}_{service}"
                    yield ConfigWarning(code, "special_not_offered", values)


def _point(configuration: Configuration, point: Point) -> Iterator[ConfigWarning]:
    served = {service for counter in point.counters for service in counter.serves}
    for offer in point.offers:
        values = {"point": point.id, "service": offer.service}
        if offer.service not in served:
            yield ConfigWarning(f"nobody_serves_{point.id}_{offer.service}", "nobody_serves", values)
        if offer.sessions and _leave_gap(offer, configuration.schedules[offer.schedule]):
            yield ConfigWarning(f"sessions_leave_gap_{point.id}_{offer.service}", "sessions_leave_gap", values)
    services = [configuration.services[offer.service] for offer in point.offers]
    if any(service.checklists for service in services) and not any(service.fallback for service in services):
        yield ConfigWarning(f"no_fallback_{point.id}", "no_fallback", {"point": point.id})


def _leave_gap(offer: Offer, schedule: Schedule) -> bool:
    """Has the newest version a minute of service in no session?"""
    covered = {minute for session in offer.sessions for minute in range(session.hours.start, session.hours.end)}
    days = schedule.versions[-1].week.days.values()
    return any(minute not in covered for hours in days for each in hours for minute in range(each.start, each.end))
