"""One offer's hours as an OpenStreetMap ``opening_hours`` value.

Rules of the syntax: parts are joined by ``;`` and a later part replaces an earlier one on the dates that both match.
https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from kiosk.rules import times
from kiosk.rules.model import WEEKDAYS, Calendar, Configuration, HolidayList, Hours, Recurring, Week
from kiosk.rules.plan import Planner

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
    closed_on: list[tuple[date, date]] = []
    for version, end in zip(versions, (*ends, last), strict=True):
        parts += _week(version.week, _dates(version.effective_from, end))
        if not version.open_on_holidays:
            closed_on.append((version.effective_from, end))
    rules = [each for each in configuration.recurring if each.covers(point, service, offer.schedule)]
    planner = Planner(configuration, point, offer, configuration.services[service])
    for rule in sorted(rules, key=lambda each: each.rank):
        parts += _recurring(rule, planner, configuration.holidays_of(point), last)
    for season in configuration.seasons:
        if offer.schedule in season.schedules:
            dates = _dates(season.first, season.last)
            parts += (f"{dates} off", *_week(season.week, dates))
    parts += _calendar(configuration.calendar, configuration.holidays_of(point), closed_on, last)
    dated = ((day, special) for special in configuration.specials for day in special.dates)
    for day, special in sorted(dated, key=lambda pair: pair[0]):
        if special.covers(point, service):
            parts.append(f"{_date(day)} {_hours(special.hours)}")
    return "; ".join(parts) or "off"


def _week(week: Week, dates: str) -> Iterator[str]:
    opened = [(number, week.days[day]) for number, day in enumerate(WEEKDAYS) if week.days.get(day)]
    for _, group in groupby(enumerate(opened), key=lambda item: (item[1][0] - item[0], item[1][1])):
        members = [number for _, (number, _) in group]
        days = _DAYS[members[0]] if len(members) == 1 else f"{_DAYS[members[0]]}-{_DAYS[members[-1]]}"
        yield f"{dates} {days} {_hours(week.days[WEEKDAYS[members[0]]])}"


def _recurring(rule: Recurring, planner: Planner, holidays: HolidayList, last: date) -> Iterator[str]:
    """One part, or one for each date where the syntax has no words for the rule."""
    period = _dates(rule.first or date(1970, 1, 1), rule.last or last)
    days = ",".join(name for day, name in zip(WEEKDAYS, _DAYS, strict=True) if day in rule.days)
    nth = f"[{','.join(str(place) for place in sorted(rule.nth))}]" if rule.nth else ""
    weekdays = ",".join(f"{day}{nth}" for day in days.split(",")) if days else ""
    plain = not rule.before_holiday and not (rule.dates and (rule.months or rule.first or rule.last or rule.nth))
    if plain and not (rule.first or rule.last) and not (rule.nth and rule.months):
        months = ",".join(_MONTHS[month - 1] for month in sorted(rule.months))
        monthdays = ",".join(f"{_MONTHS[month - 1]} {day:02}" for month, day in sorted(rule.dates))
        weeks = f"week {'02-52/2' if rule.weeks == 'even' else '01-53/2'}" if rule.weeks else ""
        yield " ".join(part for part in (months, monthdays, weeks, weekdays, _hours(rule.hours)) if part)
        return
    if plain and rule.nth and rule.months:
        for month in sorted(rule.months):
            yield f"{_MONTHS[month - 1]} {weekdays} {_hours(rule.hours)}"
        return
    if plain and not rule.weeks and not rule.dates and not rule.months:
        yield " ".join(part for part in (period, weekdays, _hours(rule.hours)) if part)
        return
    years = holidays.years or frozenset({2026})
    first = max(rule.first or date.min, date(min(years), 1, 1))
    until = min(rule.last or date.max, date(max(years), 12, 31), last)
    for ahead in range((until - first).days + 1):
        day = first + timedelta(days=ahead)
        if planner.recurs(rule, day):
            yield f"{_date(day)} {_hours(rule.hours)}"


def _calendar(
    calendar: Calendar, holidays: HolidayList, closed_on: list[tuple[date, date]], last: date
) -> Iterator[str]:
    for start, end in closed_on if calendar.missing_year == "close" else ():
        yield from (f"{year} off" for year in range(start.year, min(end, last).year + 1) if year not in holidays.years)
    for day, (kind, _) in sorted(holidays.days.items()):
        if kind in calendar.closed_on and any(start <= day <= end for start, end in closed_on):
            yield f"{_date(day)} off"


def _hours(stretches: tuple[Hours, ...]) -> str:
    return ",".join(times.show(hours) for hours in stretches) or "off"


def _dates(first: date, last: date) -> str:
    return f"{_date(first)}-{_date(last)}"


def _date(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
