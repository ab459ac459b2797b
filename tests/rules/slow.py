"""A second reading of the operating rules, slow and obvious: one minute of the office's clock after the other.

It shares no code with ``kiosk.rules.plan`` and ``decide``: it looks at the configuration's values alone, asks for one
minute "is this desk open?" by walking the layers of the date, and finds everything else by stepping through minutes.
Only for zones whose offset does not change on the dates that are asked for, unless said otherwise.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kiosk.rules import Configuration
from kiosk.rules.model import WEEKDAYS, Hours, Offer, Recurring

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class SlowOffice:
    """One offer of one point."""

    def __init__(self, configuration: Configuration, point: str, offer: Offer) -> None:
        self.c, self.point, self.offer = configuration, point, offer
        self.service = configuration.services[offer.service]
        self.starts = configuration.calendar.day_starts
        self.holidays = configuration.holidays_of(point)
        self._hours: dict[date, tuple[Hours, ...]] = {}

    def business_date(self, wall: datetime) -> date:
        return (wall - timedelta(minutes=self.starts)).date()

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

    def open(self, wall: datetime) -> bool:
        """Is a minute inside of hours, of its own date or of the night that began the day before?"""
        midnight = datetime(wall.year, wall.month, wall.day)  # noqa: DTZ001  a wall-clock time
        minute = int((wall - midnight).total_seconds() // 60)
        today, before = self.hours(wall.date()), self.hours(wall.date() - DAY)
        return any(h.start <= minute < h.end for h in today) or any(h.start <= minute + 1440 < h.end for h in before)

    def minutes_of(self, day: date) -> list[datetime]:
        first = datetime(day.year, day.month, day.day) + timedelta(minutes=self.starts)  # noqa: DTZ001  wall clock
        return [first + n * MINUTE for n in range(1440)]

    def closing(self, day: date) -> datetime | None:
        """The first closed minute after the last open one of the business day; hours that go on are followed."""
        opened = [wall for wall in self.minutes_of(day) if self.open(wall)]
        if not opened:
            return None
        wall = opened[-1] + MINUTE
        while self.open(wall):
            wall += MINUTE
            if wall - opened[-1] > 13 * DAY:
                return datetime.max  # noqa: DTZ901  never
        return wall

    def issues(self, wall: datetime) -> bool:
        """May a number be given at this minute, by the layers, the lead, and the last number?"""
        day = self.business_date(wall)
        minutes = self.minutes_of(day)
        opened = [minute for minute in minutes if self.open(minute)]
        closing = self.closing(day)
        if not opened or closing is None:
            return False
        first, last = opened[0], opened[-1] + MINUTE
        end = closing
        stops = (self.offer.issue_stop_min, self.service.issue_stop_min, self.c.settings.issue_stop_min)
        stop = next(minutes for minutes in stops if minutes is not None)
        if closing != datetime.max:  # noqa: DTZ901  never
            end = closing - timedelta(minutes=stop)
        until = self._until(day)
        if until is not None:
            end = min(end, until)
        lead = max(minutes[0], first - timedelta(minutes=self.c.settings.issue_lead_min))
        if wall >= end or wall < lead or wall >= last:
            return False
        return wall < first or self.open(wall) or self.c.settings.issue_during_break

    def _until(self, day: date) -> datetime | None:
        name = WEEKDAYS[day.weekday()]
        for end in (self.offer.issue_until, self.service.issue_until):
            minute = end.by_day.get(name, end.every_day) if end else None
            if minute is not None:
                minute += 1440 if minute < self.starts else 0
                return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  wall clock
        return None
