"""Dates and clock times in people's words, on a 24-hour clock.

Every instant is in the office's zone already. Indonesian and English come from the translation files, another language
from babel; one that babel does not know is written as English.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kiosk.wording.translate import TRANSLATED, translate

if TYPE_CHECKING:
    from kiosk.wording.foreign import Formats


def clock_time(at: datetime, language: str) -> str:
    """``08.03`` in Indonesian, ``08:03`` in English."""
    return _clock(f"{at.hour:02}", f"{at.minute:02}", language)


def clock_seconds(at: datetime, language: str) -> str:
    """``08.03.59`` in Indonesian, ``08:03:59`` in English."""
    return _clock(clock_time(at, language), f"{at.second:02}", language)


def wall_clock(hh_mm: str, language: str) -> str:
    """``HH:MM``, written as ``clock_time`` writes it; ``30:00``, six hours past midnight, is ``06.00``."""
    hour, _, minute = hh_mm.partition(":")
    if hh_mm > "24:00":
        hour = f"{int(hour) % 24:02}"
    return _clock(hour, minute, language)


def _clock(hour: str, minute: str, language: str) -> str:
    if other := _formats(language):
        return f"{hour}{other.clock_separator}{minute}"
    return translate("wording.date.clock", language, hour=hour, minute=minute)


def hours(stretches: Iterable[tuple[str, str]], language: str) -> str:
    """``08.00–12.00, 13.00–16.00`` from pairs of ``HH:MM``; empty where there are none."""
    return ", ".join(
        translate("wording.date.hours", language, start=wall_clock(start, language), end=wall_clock(end, language))
        for start, end in stretches
    )


def stretch(start: datetime, end: datetime, language: str) -> str:
    """``10.50–11.15`` from two instants; one clock time where both read the same."""
    first, last = clock_time(start, language), clock_time(end, language)
    return first if first == last else translate("wording.date.hours", language, start=first, end=last)


def long_date(day: date, language: str) -> str:
    """``Sabtu, 12 September 2026``."""
    other = _formats(language)
    return other.long_date(day) if other else _filled("full", day, language)


@lru_cache(maxsize=64)
def medium_date(day: date, language: str) -> str:
    """``Sab, 12 Sep 2026``. Kept by day: it stands on every ticket, on the way from the tap to the answer."""
    other = _formats(language)
    return other.medium_date(day) if other else _filled("full", day, language, short=True)


def short_date(day: date, language: str) -> str:
    """``Sab, 12 Sep``, where the year is known."""
    other = _formats(language)
    return other.short_date(day) if other else _filled("this_year", day, language, short=True)


def plain_date(day: date, language: str) -> str:
    """``12 September 2026``, without the weekday."""
    other = _formats(language)
    return other.plain_date(day) if other else _filled("plain", day, language)


@lru_cache(maxsize=64)
def weekday_date(day: date, language: str) -> str:
    """``Sabtu, 12 September``, where the year is known."""
    other = _formats(language)
    return other.long_date(day) if other else _filled("this_year", day, language)


def weekday(day: date, language: str) -> str:
    """``Sabtu``."""
    other = _formats(language)
    return other.weekday(day) if other else translate("wording.date.weekdays", language).split()[day.weekday()]


def short_weekday(day: date, language: str) -> str:
    """``Sab``."""
    other = _formats(language)
    return other.weekday(day) if other else translate("wording.date.weekdays_short", language).split()[day.weekday()]


def month(day: date, language: str) -> str:
    """``September 2026``: the date without its day."""
    other = _formats(language)
    if other:
        return other.month(day)
    return f"{translate('wording.date.months', language).split()[day.month - 1]} {day.year}"


def when(at: datetime, now: datetime, language: str) -> str:
    """``hari ini pukul 08.00``, ``besok pukul 08.00``, in the next six days the weekday, else the date.

    The year is said where it is another one than now.
    """
    days = (at.date() - now.date()).days
    time = clock_time(at, language)
    if days in {0, 1}:
        return translate(f"wording.when.{'tomorrow' if days else 'today'}", language, time=time)
    return translate("wording.when.on", language, day=_day(at.date(), now.date(), language), time=time)


def _day(day: date, today: date, language: str) -> str:
    if 1 < (day - today).days < 7:
        return weekday(day, language)
    if day.year != today.year or _formats(language):
        return long_date(day, language)
    return _filled("this_year", day, language)


def reopens(at: datetime, now: datetime, language: str) -> str:
    """``Buka lagi besok pukul 08.00``."""
    return translate("wording.when.reopens", language, when=when(at, now, language))


def _filled(pattern: str, day: date, language: str, *, short: bool = False) -> str:
    form = "_short" if short else ""
    return translate(
        f"wording.date.{pattern}",
        language,
        weekday=translate(f"wording.date.weekdays{form}", language).split()[day.weekday()],
        day=day.day,
        month=translate(f"wording.date.months{form}", language).split()[day.month - 1],
        year=day.year,
    )


@cache
def _formats(language: str) -> Formats | None:
    """None for a language that is written by the translation files."""
    if language in TRANSLATED:
        return None
    from kiosk.wording import foreign  # noqa: PLC0415  babel is loaded for other languages alone

    return foreign.formats(language)
