"""Wall-clock times of an office as instants, daylight saving included.

An edge such as 02:30 is the first instant of its date at which the office's clocks show that time or a later one: where
the clocks are put forward over it, it is the moment of the change; where they show it twice, it is the first time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.rules.times import DAY_MINUTES


def instant(zone: ZoneInfo, day: date, minute: int) -> int:
    """Seconds since 1970 at which ``minute`` (0 to 1440) of the local ``day`` begins."""
    if minute == DAY_MINUTES and day == date.max:
        return instant(zone, day, minute - 1) + 60
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  a wall-clock time
    first = wall.replace(tzinfo=zone)
    seconds = int(first.timestamp())
    if first.utcoffset() == first.replace(fold=1).utcoffset() or _wall(zone, seconds) == wall:
        return seconds
    return _change(zone, int(first.replace(fold=1).timestamp()), seconds)


def local_date(zone: ZoneInfo, seconds: float) -> date:
    """The office's date at an instant."""
    return datetime.fromtimestamp(seconds, zone).date()


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
