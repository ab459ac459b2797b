"""One offer's hours as an OpenStreetMap ``opening_hours`` value.

Rules of the syntax: parts are joined by ``;`` and a later part replaces an earlier one on the dates that both match.
https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from kiosk.rules import times
from kiosk.rules.model import WEEKDAYS, Calendar, Configuration, Hours, Week

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def opening_hours(configuration: Configuration, point: str, service: str, last: date = date(2099, 12, 31)) -> str:
    """Weekly versions, then seasons, holidays and special days, each beating those before it.

    ``last`` ends the newest weekly version, as the syntax has no open end. Raises ``KeyError`` where the point does not
    offer the service.
    """
    offer = configuration.points[point].offer(service)
    if offer is None:
        raise KeyError(service)
    versions = configuration.schedules[offer.schedule].versions
    ends = [version.effective_from - timedelta(days=1) for version in versions[1:]]
    parts: list[str] = []
    for version, end in zip(versions, (*ends, last), strict=True):
        parts += _week(version.week, _dates(version.effective_from, end))
    for season in configuration.seasons:
        if offer.schedule in season.schedules:
            dates = _dates(season.first, season.last)
            parts += (f"{dates} off", *_week(season.week, dates))
    parts += _calendar(configuration.calendar, last)
    for special in sorted(configuration.specials, key=lambda each: each.date):
        if special.covers(point, service):
            parts.append(f"{_date(special.date)} {_hours(special.hours)}")
    return "; ".join(parts) or "off"


def _week(week: Week, dates: str) -> Iterator[str]:
    opened = [(number, week.days[day]) for number, day in enumerate(WEEKDAYS) if week.days.get(day)]
    for _, group in groupby(enumerate(opened), key=lambda item: (item[1][0] - item[0], item[1][1])):
        members = [number for _, (number, _) in group]
        days = _DAYS[members[0]] if len(members) == 1 else f"{_DAYS[members[0]]}-{_DAYS[members[-1]]}"
        yield f"{dates} {days} {_hours(week.days[WEEKDAYS[members[0]]])}"


def _calendar(calendar: Calendar, last: date) -> Iterator[str]:
    if calendar.missing_year == "close":
        yield from (f"{year} off" for year in range(1970, last.year + 1) if year not in calendar.years)
    for day, (kind, _) in sorted(calendar.days.items()):
        if kind in calendar.closed_on:
            yield f"{_date(day)} off"


def _hours(stretches: tuple[Hours, ...]) -> str:
    return ",".join(times.show(hours) for hours in stretches) or "off"


def _dates(first: date, last: date) -> str:
    return f"{_date(first)}-{_date(last)}"


def _date(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
