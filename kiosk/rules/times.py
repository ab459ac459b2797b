"""Times of day as clerks write them: ``HH:MM``, ``HH:MM-HH:MM``, ``mon-thu``."""

from __future__ import annotations

import re

from kiosk.rules.model import WEEKDAYS, Hours, Weekday

DAY_MINUTES = 24 * 60
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})")
_STRETCH = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")


def minute(text: str) -> int:
    """Minutes after midnight of ``HH:MM``, up to ``24:00``. Raises ``ValueError`` with what to write."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is not a time; {_advice(text)}')
    hour, rest = int(match[1]), int(match[2])
    total = hour * 60 + rest
    if rest > 59 or total > DAY_MINUTES:
        raise ValueError(f'there is no time {text}; write 00:00 to 24:00, such as "08:00"')
    return total


def clock(minute_of_day: int) -> str:
    return f"{minute_of_day // 60:02}:{minute_of_day % 60:02}"


def hours(text: str) -> Hours:
    """Half-open hours from ``HH:MM-HH:MM``. Raises ``ValueError`` with what to write."""
    stretch = _STRETCH.fullmatch(text)
    if stretch is None:
        raise ValueError(f'"{text}" are not hours; {_advice_hours(text)}')
    start, end = minute(stretch[1]), minute(stretch[2])
    if start == end:
        raise ValueError(f'"{text}" has no length: it ends when it starts')
    if start > end:
        raise ValueError(
            f'"{text}" ends before it starts; a shift past midnight is two: "{clock(start)}-24:00" on this day'
            f' and "00:00-{clock(end)}" on the next'
        )
    return Hours(start, end)


def show(value: Hours) -> str:
    return f"{clock(value.start)}-{clock(value.end)}"


def days(key: str) -> tuple[Weekday, ...] | None:
    """The weekdays of ``tue`` or ``mon-thu``; ``None`` where the key is something else. Raises ``ValueError``."""
    first, dash, last = key.partition("-")
    names: list[str] = list(WEEKDAYS)
    if first not in names or (dash and last not in names):
        return None
    start, end = names.index(first), names.index(last) if dash else names.index(first)
    if end < start or (dash and end == start):
        raise ValueError(f'"{key}" runs backwards; a week runs mon to sun, so write two keys')
    return WEEKDAYS[start : end + 1]


def _advice(text: str) -> str:
    loose = re.fullmatch(r"\s*([0-9]{1,2})\s*[:.,h]?\s*([0-9]{2})?\s*", text)
    example = f"{int(loose[1]):02}:{loose[2] or '00'}" if loose and int(loose[1]) < 25 else "08:00"
    return f'write "{example}"'


def _advice_hours(text: str) -> str:
    loose = re.findall(r"([0-9]{1,2})(?:[:.,]([0-9]{2}))?", text)
    if len(loose) == 2:
        first, last = (f"{int(hour):02}:{rest or '00'}" for hour, rest in loose)
        return f'write "{first}-{last}"'
    if len(loose) > 2:
        return 'write each stretch in quotes of its own: ["08:00-12:00", "13:00-16:00"]'
    return 'write "08:00-16:00"'
