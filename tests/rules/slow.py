"""A second reading of the operating rules, slow and obvious: one minute after the other.

It shares no code with ``kiosk.rules.plan`` and ``decide``: it looks at the configuration's values alone, asks for one
minute "is this desk open?" by walking the layers of the date, and finds everything else by stepping through minutes.

Clock changes need one idea: what counts is the latest time that the office's clocks have shown so far. Where they are
put back it stands still until they are past it again, where they are put forward it jumps, and so each time of a date
comes once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kiosk.rules import Configuration
from kiosk.rules.model import WEEKDAYS, Hours, Offer, Recurring, TimedValue

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class SlowDay:
    """One business day, minute by minute."""

    minutes: list[datetime]
    """In UTC."""
    shown: list[datetime]
    """What the office's clocks have shown at most; without a zone."""
    open: list[bool]
    takes: list[bool]
    """May a number be taken, by the layers, the lead, the last number and quotas of zero?"""


class SlowOffice:
    """One offer of one point."""

    def __init__(self, configuration: Configuration, point: str, offer: Offer) -> None:
        self.c, self.point, self.offer = configuration, point, offer
        self.service = configuration.services[offer.service]
        self.starts = configuration.calendar.day_starts
        self.holidays = configuration.holidays_of(point)
        self._hours: dict[date, tuple[Hours, ...]] = {}
        self._clock: dict[date, list[tuple[datetime, datetime]]] = {}
        self._days: dict[date, SlowDay] = {}

    def hours(self, day: date) -> tuple[Hours, ...]:
        if day not in self._hours:
            self._hours[day] = self._layers(day)
        return self._hours[day]

    def _layers(self, day: date, *, before_holidays: bool = True) -> tuple[Hours, ...]:
        name = WEEKDAYS[day.weekday()]
        for special in reversed(self.c.specials):
            if day in special.dates and special.covers(self.point, self.offer.service):
                return special.hours
        versions = [v for v in self.c.schedules[self.offer.schedule].versions if v.effective_from <= day]
        version = max(versions, key=lambda each: each.effective_from) if versions else None
        closed = self.holidays.days.get(day, ("", ""))[0] in self.c.calendar.closed_on
        closed = closed or (self.c.calendar.missing_year == "close" and day.year not in self.holidays.years)
        if closed and not (version and version.open_on_holidays):
            return ()
        for season in self.c.seasons:
            if season.first <= day <= season.last and self.offer.schedule in season.schedules:
                return season.week.days.get(name, ())
        speaking = [rule for rule in self.c.recurring if self._speaks(rule, day, before_holidays=before_holidays)]
        if speaking:
            return max(speaking, key=lambda rule: rule.rank).hours
        return version.week.days.get(name, ()) if version else ()

    def _speaks(self, rule: Recurring, day: date, *, before_holidays: bool) -> bool:
        if not rule.covers(self.point, self.offer.service, self.offer.schedule):
            return False
        same = [day.replace(day=1) + n * DAY for n in range(31)]
        same = [each for each in same if each.month == day.month and each.weekday() == day.weekday()]
        place = same.index(day)
        tests = [
            not rule.days or WEEKDAYS[day.weekday()] in rule.days,
            not rule.dates or (day.month, day.day) in rule.dates,
            not rule.months or day.month in rule.months,
            not rule.nth or place + 1 in rule.nth or place - len(same) in rule.nth,
            not rule.weeks or (rule.weeks == "even") == (int(day.strftime("%V")) % 2 == 0),
            rule.first is None or day >= rule.first,
            rule.last is None or day <= rule.last,
        ]
        if not all(tests):
            return False
        if not rule.before_holiday:
            return True
        return before_holidays and self._last_before_holiday(day)

    def _last_before_holiday(self, day: date) -> bool:
        if not self._layers(day, before_holidays=False):
            return False
        for ahead in range(1, 32):
            after = day + ahead * DAY
            if self.holidays.days.get(after, ("", ""))[0] == "public_holiday":
                return True
            if self._layers(after, before_holidays=False):
                return False
        return False

    def clock(self, day: date) -> list[tuple[datetime, datetime]]:
        """Every minute of the business day with what the office's clocks have shown at most."""
        if day not in self._clock:
            first = datetime(day.year, day.month, day.day) + self.starts * MINUTE  # noqa: DTZ001  a wall-clock time
            at = first.replace(tzinfo=UTC) - timedelta(hours=18)
            latest, found = datetime.min, []  # noqa: DTZ901  a wall-clock time
            while latest < first + DAY:
                shown = at.astimezone(self.c.office.timezone).replace(tzinfo=None)
                latest = max(latest, shown)
                if first <= latest < first + DAY:
                    found.append((at, latest))
                at += MINUTE
            self._clock[day] = found
        return self._clock[day]

    def open(self, shown: datetime) -> bool:
        """Is a minute inside of hours, of its own date or of the night that began the day before?"""
        return self._inside(shown, self.hours(shown.date()), self.hours(shown.date() - DAY))

    @staticmethod
    def _inside(shown: datetime, today: tuple[Hours, ...], before: tuple[Hours, ...]) -> bool:
        minute = shown.hour * 60 + shown.minute
        return any(h.start <= minute < h.end for h in today) or any(h.start <= minute + 1440 < h.end for h in before)

    def day(self, day: date) -> SlowDay:
        if day not in self._days:
            clock = self.clock(day)
            minutes, shown = [at for at, _ in clock], [latest for _, latest in clock]
            opened = [self.open(each) for each in shown]
            self._days[day] = SlowDay(minutes, shown, opened, self._takes(day, minutes, shown, opened))
        return self._days[day]

    def _closing(self, day: date) -> datetime:
        """The first closed minute after the last open one of the business day; hours that go on are followed."""
        closing = max(at for at, shown in self.clock(day) if self.open(shown)) + MINUTE
        for ahead in range(14):
            for at, shown in self.clock(day + ahead * DAY):
                if at == closing and self.open(shown):
                    closing += MINUTE
        return (
            closing if closing - min(at for at, _ in self.clock(day)) < 13 * DAY else datetime.max.replace(tzinfo=UTC)
        )

    def _takes(self, day: date, minutes: list[datetime], shown: list[datetime], opened: list[bool]) -> list[bool]:
        if not any(opened):
            return [False] * len(minutes)
        first, last = opened.index(True), len(opened) - 1 - opened[::-1].index(True)
        end = self._closing(day)
        stops = (self.offer.issue_stop_min, self.service.issue_stop_min, self.c.settings.issue_stop_min)
        if end.year < 9999:
            end -= next(minutes for minutes in stops if minutes is not None) * MINUTE
        begin = max(minutes[0], minutes[first] - self.c.settings.issue_lead_min * MINUTE)
        until = self._until(day)
        found: list[bool] = []
        for number, at in enumerate(minutes):
            before = begin <= at < minutes[first]
            within = first <= number <= last and (opened[number] or self.c.settings.issue_during_break)
            ended = at >= end or (until is not None and shown[number] >= until)
            allowed = (before or within) and not ended
            found.append(allowed and not self._nothing_left(day, number, shown, opened))
        return found

    def _until(self, day: date) -> datetime | None:
        name = WEEKDAYS[day.weekday()]
        for end in (self.offer.issue_until, self.service.issue_until):
            minute = end.by_day.get(name, end.every_day) if end else None
            if minute is not None:
                minute += 1440 if minute < self.starts else 0
                return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  wall clock
        return None

    def _nothing_left(self, day: date, number: int, shown: list[datetime], opened: list[bool]) -> bool:
        """Is the quota zero, of the day at this time or of the session that is on or comes next?"""
        if self.offer.quotas_by_time and self.timed(self.offer.quotas_by_time, day, shown[number]) == 0:
            return True
        following = next((n for n in range(number, len(opened)) if opened[n]), number)
        for session in self.offer.sessions:
            if session.quota == 0:
                on = [self._inside(shown[n], (session.hours,), (session.hours,)) for n in (number, following)]
                begun = any(
                    self._inside(shown[n], (session.hours,), (session.hours,)) for n in range(number, following + 1)
                )
                if on[0] or (not opened[number] and on[1] and begun):
                    return True
        return False

    @staticmethod
    def timed(values: tuple[TimedValue, ...], day: date, shown: datetime) -> int | None:
        """The first value that fits a minute of the business day ``day``."""
        for each in values:
            for date_of, shift in ((day, (shown.date() - day).days * 1440), (shown.date(), 0)):
                minute = shown.hour * 60 + shown.minute + shift
                on_day = not each.days or WEEKDAYS[date_of.weekday()] in each.days
                inside = any(h.start <= minute < h.end for h in each.hours) if each.hours else date_of == day
                if on_day and inside:
                    return each.value
        return None

    def next_taking(self, day: date, number: int, days: int) -> datetime | None:
        """The first minute after that one at which a number may be taken, in so many days."""
        for ahead in range(days):
            found = self.day(day + ahead * DAY)
            for at in range(number + 1 if ahead == 0 else 0, len(found.minutes)):
                if found.takes[at]:
                    return found.minutes[at]
        return None
