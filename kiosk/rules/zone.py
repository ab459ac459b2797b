"""Wall-clock times of an office as instants, daylight saving included.

An edge such as 02:30 is the first instant of its date at which the office's clocks show that time or a later one: where
the clocks are put forward over it, it is the moment of the change; where they show it twice, it is the first time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.rules.times import DAY_MINUTES


def instant(zone: ZoneInfo, day: date, minute: int) -> int:
    """Seconds since 1970 at which ``minute`` of the local ``day`` begins; from 1440 on it is one of the next day."""
    if minute >= DAY_MINUTES and day == date.max:
        return instant(zone, day, DAY_MINUTES - 1) + 60 * (minute - DAY_MINUTES + 1)
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  a wall-clock time
    first = wall.replace(tzinfo=zone)
    seconds = int(first.timestamp())
    if first.utcoffset() == first.replace(fold=1).utcoffset() or _wall(zone, seconds) == wall:
        return seconds
    return _change(zone, int(first.replace(fold=1).timestamp()), seconds)


def business_date(zone: ZoneInfo, seconds: float, day_starts: int) -> date:
    """The business date at an instant: the office's date, until ``day_starts`` minutes the one before."""
    day = datetime.fromtimestamp(seconds, zone).date()
    return day - timedelta(days=1) if day_starts and seconds < instant(zone, day, day_starts) else day


def _wall(zone: ZoneInfo, seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).replace(tzinfo=None, fold=0)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The instant, after ``before`` and not after ``after``, at which the offset changes."""
    old = datetime.fromtimestamp(before, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
