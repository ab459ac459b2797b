"""One offer's hours as an OpenStreetMap ``opening_hours`` value.

Rules of the syntax: parts are joined by ``;`` and a later part replaces an earlier one on the dates that both match,
and what the earlier one would bring over midnight. So a night is written by the days of the calendar: its end stands
with the next day. https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification

The value has the weekly versions, recurring days and seasons as rules, then, in ranges, each date on which the layers
say something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from kiosk.rules import times
from kiosk.rules.model import WEEKDAYS, Configuration, Hours, Offer, Recurring, Week, Weekday
from kiosk.rules.plan import HOLIDAY_AHEAD_DAYS, Planner, by_date

MOST: Final = 255
"""Characters of a value: https://wiki.openstreetmap.org/wiki/API_v0.6#Tags"""
WINDOWS: Final = (366, 305, 244, 183, 152, 122, 92, 75, 60, 45, 31)
"""Days from the first one whose single dates a short value says; the first that fits is taken."""
LAST: Final = date(2099, 12, 31)
"""Until when years without a holiday file are said to be closed, where they are."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_ONE_DAY: Final = timedelta(days=1)

Days = Mapping[Weekday, tuple[Hours, ...]]


@dataclass(frozen=True, slots=True)
class OsmValue:
    text: str
    until: date | None
    """The last date whose holidays and special days are said; ``None``: all that are known."""
    names_public_holidays: bool = False
    """``PH`` stands for the public holidays: who reads the value takes the country's own list."""

    @property
    def fits(self) -> bool:
        return len(self.text) <= MOST


@dataclass(frozen=True, slots=True)
class _Rule:
    """A part of the value, and on which dates it holds."""

    text: str
    holds: Callable[[date], bool]
    hours: tuple[Hours, ...]


def opening_hours(configuration: Configuration, point: str, service: str) -> str:
    """Everything that is known. Raises ``KeyError`` where the point does not offer the service."""
    office = _Office(configuration, point, service)
    return office.value(office.known(), from_today=False).text


def short_value(configuration: Configuration, point: str, service: str, first: date) -> OsmValue:
    """The whole value if it fits into ``MOST`` characters, else what holds from ``first`` on, as far as it fits.

    The shortest one where none fits. Raises ``KeyError`` as ``opening_hours`` does.
    """
    office = _Office(configuration, point, service)
    whole = office.value(office.known(), from_today=False)
    if whole.fits:
        return whole
    tried: list[OsmValue] = []
    for days in WINDOWS:
        for public in (False, True):
            found = office.value([first + ahead * _ONE_DAY for ahead in range(days)], from_today=True, public=public)
            if found.fits:
                return found
            tried.append(found)
    return min(tried, key=lambda each: len(each.text))


class _Office:
    """One offer, as the value sees it."""

    def __init__(self, configuration: Configuration, point: str, service: str) -> None:
        found = configuration.points[point].offer(service)
        if found is None:
            raise KeyError(service)
        self.configuration = configuration
        self.offer: Offer = found
        self.versions = configuration.schedules[found.schedule].versions
        self.holidays = configuration.holidays_of(point)
        self.planner = Planner(
            configuration, point, found, configuration.services[service], by_date(configuration.specials)
        )
        self.seasons = [season for season in configuration.seasons if found.schedule in season.schedules]

    def known(self) -> list[date]:
        """The dates about which the configuration says something of its own, and those beside them, in order."""
        edges = {
            *(version.effective_from for version in self.versions),
            *(edge for season in self.seasons for edge in (season.first, season.last)),
            *(day for special in self.configuration.specials for day in special.dates),
            *(edge for rule in self.planner.recurring for edge in (rule.first, rule.last) if edge),
        }
        years = self.holidays.years or {max(edges).year}
        first, last = date(min(years), 1, 1) - HOLIDAY_AHEAD_DAYS * _ONE_DAY, date(max(years) + 1, 1, 2)
        if self.configuration.calendar.missing_year == "close":
            first, last = min(first, *edges), LAST
        dates = {first + ahead * _ONE_DAY for ahead in range((last - first).days + 1)}
        return sorted(dates | {edge + beside * _ONE_DAY for edge in edges for beside in (-1, 0, 1, 2)})

    def value(self, dates: Sequence[date], *, from_today: bool, public: bool = False) -> OsmValue:
        """``from_today``: nothing is said of the time before the dates; ``public``: ``PH`` for public holidays."""
        rules = list(self._rules((dates[0], dates[-1]), from_today=from_today))
        named = public and "public_holiday" in self.configuration.calendar.closed_on
        if named:
            rules.append(_Rule("PH off", self._is_public_holiday, ()))
        said: dict[date, tuple[Hours, ...]] = {}
        real: dict[date, tuple[Hours, ...]] = {}
        for day in dates:
            said[day] = next((rule.hours for rule in reversed(rules) if rule.holds(day)), ())
            real[day] = _by_calendar(self.planner.ruling(day - _ONE_DAY).hours, self.planner.ruling(day).hours)
        parts = [*(rule.text for rule in rules), *_exceptions(said, real)]
        return OsmValue("; ".join(parts) or "off", dates[-1] if from_today else None, named)

    def _is_public_holiday(self, day: date) -> bool:
        return self.holidays.days.get(day, ("", ""))[0] == "public_holiday"

    def _rules(self, window: tuple[date, date], *, from_today: bool) -> Iterator[_Rule]:
        """Weekly versions, recurring days and seasons of the window, each beating those before it."""
        first, last = window
        base = Week({})
        ends = (*(version.effective_from - _ONE_DAY for version in self.versions[1:]), date.max)
        for version, end in zip(self.versions, ends, strict=True):
            if end < first or version.effective_from > last:
                continue
            begins = date.min if from_today and version.effective_from <= first else version.effective_from
            closed: list[Weekday] = [day for day in WEEKDAYS if base.days.get(day) and begins > date.min]
            base = version.week
            yield from _weekly(_calendar_week(base.days), begins, end if end <= last else date.max, closed)
        for rule in sorted(self.planner.recurring, key=lambda each: each.rank):
            parts = list(_recurring(rule))
            if len(parts) == 1 and all(each.end <= times.DAY_MINUTES for each in rule.hours):
                yield _Rule(parts[0], lambda day, rule=rule: self.planner.recurs(rule, day), rule.hours)
        for season in self.seasons:
            if season.first <= last and season.last >= first:
                days = _calendar_week(season.week.days)
                weeks = [_calendar_week(version.week.days) for version in self.versions]
                other: list[Weekday] = [
                    day for day in WEEKDAYS if any(week.get(day, ()) != days.get(day, ()) for week in weeks)
                ]
                yield from _weekly({day: days.get(day, ()) for day in other}, season.first, season.last, other)


def _by_calendar(before: Iterable[Hours], own: Iterable[Hours]) -> tuple[Hours, ...]:
    """The hours of a day of the calendar: what the night of the day before leaves, and its own until midnight."""
    rest = [
        Hours(max(0, h.start - times.DAY_MINUTES), h.end - times.DAY_MINUTES)
        for h in before
        if h.end > times.DAY_MINUTES
    ]
    today = [Hours(h.start, min(h.end, times.DAY_MINUTES)) for h in own if h.start < times.DAY_MINUTES]
    return tuple(sorted((*rest, *today)))


def _calendar_week(days: Days) -> Days:
    following = zip((WEEKDAYS[-1], *WEEKDAYS), WEEKDAYS, strict=False)
    return {day: _by_calendar(days.get(before, ()), days.get(day, ())) for before, day in following}


def _weekly(days: Days, first: date, last: date, closed: Iterable[Weekday]) -> Iterator[_Rule]:
    """A rule for the days that share hours; ``closed``: the days to be named also where they have none."""
    named = set(closed)
    groups: dict[tuple[Hours, ...], list[int]] = {}
    for number, day in enumerate(WEEKDAYS):
        if days.get(day) or day in named:
            groups.setdefault(days.get(day, ()), []).append(number)
    period = "" if first == date.min and last == date.max else f"{_period(first, last)} "
    for hours, numbers in groups.items():
        yield _Rule(
            f"{period}{_weekdays(numbers)} {_hours(hours)}",
            lambda day, numbers=tuple(numbers): first <= day <= last and day.weekday() in numbers,
            hours,
        )


def _weekdays(numbers: list[int]) -> str:
    """``Mo-Th,Sa``."""
    runs = [[numbers[0], numbers[0]]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(_DAYS[start] if start == end else f"{_DAYS[start]}-{_DAYS[end]}" for start, end in runs)


def _recurring(rule: Recurring) -> Iterator[str]:
    """The rule in the syntax's own words, in several parts where one does not say it; nothing where it has none."""
    bounded = rule.first is not None or rule.last is not None
    if rule.before_holiday or sum(map(bool, (rule.dates, rule.weeks, rule.nth, bounded))) > 1:
        return
    if (rule.dates or bounded) and (rule.months or (rule.dates and rule.days)):
        return
    nth = f"[{','.join(str(place) for place in sorted(rule.nth))}]" if rule.nth else ""
    weekdays = ",".join(f"{name}{nth}" for day, name in zip(WEEKDAYS, _DAYS, strict=True) if day in rule.days)
    months = [_MONTHS[month - 1] for month in sorted(rule.months)]
    weeks = f"week {'02-52/2' if rule.weeks == 'even' else '01-53/2'}" if rule.weeks else ""
    dates = ",".join(f"{_MONTHS[month - 1]} {day:02}" for month, day in sorted(rule.dates))
    period = _period(rule.first or date(2000, 1, 1), rule.last or date.max) if bounded else ""
    for month in months if rule.nth and months else [",".join(months)]:
        yield " ".join(part for part in (month, dates, period, weeks, weekdays, _hours(rule.hours)) if part)


def _exceptions(said: Mapping[date, tuple[Hours, ...]], real: Mapping[date, tuple[Hours, ...]]) -> Iterator[str]:
    """The dates on which the rules say something else, in ranges, grouped by their hours."""
    runs: dict[tuple[Hours, ...], list[list[date]]] = {}
    last: dict[tuple[Hours, ...], date] = {}
    for day, hours in real.items():
        if said[day] != hours:
            found = runs.setdefault(hours, [])
            if found and last.get(hours) == day - _ONE_DAY:
                found[-1][1] = day  # the dates between have these hours anyway
            else:
                found.append([day, day])
            last[hours] = day
        elif last.get(hours) == day - _ONE_DAY:
            last[hours] = day
    for hours, ranges in runs.items():
        yield f"{','.join(_period(start, end) for start, end in ranges)} {_hours(hours)}"


def _period(first: date, last: date) -> str:
    """``2026 Mar 18-24``; ``2026 Mar 18+`` for good; a first date that is not known is long ago."""
    start = first if first > date.min else date(2000, 1, 1)
    if last == date.max:
        return f"{_date(start)}+"
    if start == last:
        return _date(start)
    if (start.year, start.month) == (last.year, last.month):
        return f"{_date(start)}-{last.day:02}"
    if start.year == last.year:
        return f"{_date(start)}-{_date(last)[5:]}"
    return f"{_date(start)}-{_date(last)}"


def _hours(stretches: tuple[Hours, ...]) -> str:
    return ",".join(times.show(hours) for hours in stretches) or "off"


def _date(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
