"""``[calendar]`` and the holiday files, one for each year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from kiosk.rules import times
from kiosk.rules.model import Calendar, HolidayKind, HolidayList
from kiosk.rules.problems import SlipError
from kiosk.rules.read import Table

KINDS: tuple[HolidayKind, ...] = ("public_holiday", "collective_leave")


@dataclass
class Holidays:
    """What the holiday files said."""

    days: dict[date, tuple[HolidayKind, str]] = field(default_factory=dict[date, tuple[HolidayKind, str]])
    years: dict[int, str] = field(default_factory=dict[int, str])
    """Year to the name of its file."""
    unverified: set[int] = field(default_factory=set[int])
    ignored: list[str] = field(default_factory=list[str])

    def list(self, folder: str) -> HolidayList:
        return HolidayList(self.days, frozenset(self.years), frozenset(self.unverified), folder, tuple(self.ignored))


def read_holidays(files: Iterable[tuple[str, Table]]) -> Holidays:
    """``files`` are the name without ``.toml`` and the content of each."""
    found = Holidays()
    for stem, table in files:
        year = table.whole("year", least=1900, most=9999)
        table.text("decree", "")
        if not table.flag("verified", default=False):
            found.unverified.add(year)
        if table.has("year") and re.fullmatch(r"[0-9]{4}", stem) and int(stem) != year:
            table.wrong("year", "year_of_name", year=year, name=stem)
        elif year in found.years:
            table.wrong("year", "year_twice", year=year, other=found.years[year])
        found.years[year] = f"{stem}.toml"
        for kind in KINDS:
            _read_days(table.table(kind, required=False), kind, year, found.days)
        table.close()
    return found


def _read_days(table: Table, kind: HolidayKind, year: int, days: dict[date, tuple[HolidayKind, str]]) -> None:
    for key, value in table.values.items():
        if isinstance(value, dict):  # 17.8.2026 = "..." is read as tables in tables
            table.know(key)
            written = _dotted(key, cast("dict[str, object]", value))
            table.wrong(key, "not_date", text=written, write=times.date_advice(written) or f"{year}-08-17")
            continue
        name = table.text(key)
        day = _date(key)
        if day is None:
            write = times.date_advice(key) or f"{year}-08-17"
            table.wrong(key, "not_date", text=key, write=write)
            continue
        if day.year != year:
            table.wrong(key, "other_year", year=year, own=day.year)
        elif day in days:
            table.wrong(key, "day_twice", kind=days[day][0], name=days[day][1])
        days[day] = (kind, name)


def _dotted(key: str, value: object) -> str:
    while isinstance(value, dict) and value:
        inner, value = next(iter(cast("dict[str, object]", value).items()))
        key = f"{key}.{inner}"
    return key


def _date(text: str) -> date | None:
    """Strictly ``YYYY-MM-DD``, which ``date.fromisoformat`` alone is not."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def read_day_starts(table: Table) -> int:
    """When the business day begins, in minutes after midnight."""
    if not table.has("day_starts"):
        table.know("day_starts")
        return 0
    table.since_schema_2("day_starts")
    found = table.parsed("day_starts", times.minute) or 0
    if found >= times.DAY_MINUTES:
        table.wrong("day_starts", "day_starts_late")
        return 0
    return found


def read_calendar(table: Table, holidays: Holidays) -> Calendar:
    closed = table.references("closed_on", KINDS, "kind_of_day", default=KINDS)
    missing = table.choice("missing_year", ("warn", "close"), "warn")
    calendar = Calendar(
        days=holidays.days,
        years=frozenset(holidays.years),
        unverified=frozenset(holidays.unverified),
        closed_on=cast("frozenset[HolidayKind]", frozenset(closed)),
        missing_year=cast("Literal['warn', 'close']", missing),
        remind_from=_month_day(table),
        folder=table.text("holidays", "holidays"),
        day_starts=table.source.day_starts,
        ignored=tuple(holidays.ignored),
    )
    table.know("day_starts")
    table.close()
    return calendar


def _month_day(table: Table) -> tuple[int, int]:
    try:
        return times.month_day(table.text("remind_from", "11-01"))
    except SlipError as error:
        table.say("remind_from", error.said)
        return 11, 1
