"""``[calendar]`` and the holiday files, one for each year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from kiosk.rules.model import Calendar, HolidayKind
from kiosk.rules.read import Table

KINDS: tuple[HolidayKind, ...] = ("public_holiday", "collective_leave")


@dataclass
class Holidays:
    """What the holiday files said."""

    days: dict[date, tuple[HolidayKind, str]] = field(default_factory=dict[date, tuple[HolidayKind, str]])
    years: dict[int, str] = field(default_factory=dict[int, str])
    """Year to the name of its file."""
    unverified: set[int] = field(default_factory=set[int])


def read_holidays(files: Iterable[tuple[str, Table]]) -> Holidays:
    """``files`` are the name without ``.toml`` and the content of each."""
    found = Holidays()
    for stem, table in files:
        year = table.whole("year", least=1900, most=9999)
        table.text("decree", "")
        if not table.flag("verified", default=False):
            found.unverified.add(year)
        if table.has("year") and re.fullmatch(r"[0-9]{4}", stem) and int(stem) != year:
            table.wrong("year", f"{year} is not the year of the file's name; write year = {stem}, or rename the file")
        elif year in found.years:
            table.wrong("year", f"{year} already has the file {found.years[year]}; keep one")
        found.years[year] = f"{stem}.toml"
        for kind in KINDS:
            _read_days(table.table(kind, required=False), kind, year, found.days)
        table.close()
    return found


def _read_days(table: Table, kind: HolidayKind, year: int, days: dict[date, tuple[HolidayKind, str]]) -> None:
    for key in table.values:
        name = table.text(key)
        day = _date(key)
        if day is None:
            table.wrong(key, f"is not a date; write one of the calendar, such as {year}-08-17")
            continue
        if day.year != year:
            table.wrong(key, f"is not in {year}, the year of this file; move it to {day.year}.toml or correct it")
        elif day in days:
            table.wrong(key, f'is already given as {days[day][0]} "{days[day][1]}"; keep one')
        days[day] = (kind, name)


def _date(text: str) -> date | None:
    """Strictly ``YYYY-MM-DD``, which ``date.fromisoformat`` alone is not."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def read_calendar(table: Table, holidays: Holidays) -> Calendar:
    closed = table.references("closed_on", KINDS, "kind of day", default=KINDS)
    missing = table.choice("missing_year", ("warn", "close"), "warn")
    calendar = Calendar(
        days=holidays.days,
        years=frozenset(holidays.years),
        unverified=frozenset(holidays.unverified),
        closed_on=cast("frozenset[HolidayKind]", frozenset(closed)),
        missing_year=cast("Literal['warn', 'close']", missing),
        remind_from=_month_day(table),
        folder=table.text("holidays", "holidays"),
    )
    table.close()
    return calendar


def _month_day(table: Table) -> tuple[int, int]:
    text = table.text("remind_from", "11-01")
    day = _date(f"2027-{text}")
    if day is None:
        table.wrong("remind_from", f'"{text}" is not a day of the year; write month and day, such as "11-01"')
        return 11, 1
    return day.month, day.day
