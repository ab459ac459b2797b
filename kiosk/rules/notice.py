"""A point's month as a notice for the public: what is printed and hung at the door, before it is drawn anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.rules import month as months
from kiosk.rules import say
from kiosk.rules.decide import Rules
from kiosk.rules.month import Cell
from kiosk.rules.plan import Layer
from kiosk.rules.plan_rows import PlanRow, last_number
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One date of the month."""

    day: int
    layer: Layer
    """Which layer decides for the services that are open, else for the first."""
    closed: bool
    """For every service."""
    lines: tuple[str, ...]
    """The hours; with a letter before them where services have different ones. ``closed`` in words."""
    reason: str
    """Name of the holiday or special day; empty on an ordinary one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """All words are in ``language``; nothing in it is markup."""

    language: str
    heading: str
    """``Service hours``."""
    month_name: str
    point: str
    office: str
    """Empty where it is the point's name."""
    address: str
    weekdays: tuple[str, ...]
    """From Monday to Sunday."""
    weeks: tuple[tuple[NoticeDay | None, ...], ...]
    """``None`` for dates of other months."""
    services: tuple[str, ...]
    """``A  Passport Application, Priority Passport``; one without a letter where all have the same hours."""
    since: str
    """As of when the schedule is right."""


def notice(rules: Rules, point: str, month: date, today: date, language: str) -> Notice:
    """The notice of the month in which ``month`` is; ``today`` is when it is made."""
    configuration = rules.configuration
    place = configuration.points[point]
    name, office = localized(place.name, language), localized(configuration.office.name, language)
    table = months.weeks(rules, point, month)
    rows = _rows([cell for week in table for cell in week if cell is not None])
    lasts = {service: _last_numbers(rules, plans, language) for service, plans in rows.items()}
    groups = _groups(rows, lasts)
    letters = dict(zip(groups, _letters(len(groups)), strict=True))
    weeks = tuple(
        tuple(_day(rules, cell, letters, lasts, language) if cell else None for cell in week) for week in table
    )
    return Notice(
        language=language,
        heading=translate("rules.notice.heading", language),
        month_name=dates.month(month, language),
        point=name,
        office="" if office == name else office,
        address=place.address,
        weekdays=tuple(dates.weekday(day, language) for day in months.A_WEEK),
        weeks=weeks,
        services=tuple(_services(rules, letters, lasts, language)),
        since=translate("rules.notice.since", language, day=dates.plain_date(today, language)),
    )


def _rows(cells: list[Cell]) -> dict[str, list[PlanRow]]:
    """Of each service, date by date."""
    found: dict[str, list[PlanRow]] = {}
    for cell in cells:
        for row in cell.groups:
            for service in row.services:
                found.setdefault(service, []).append(row)
    return found


def _last_numbers(rules: Rules, plans: list[PlanRow], language: str) -> frozenset[str]:
    """Every ``numbers until 10:00`` of the month's open dates; one is said once, with the service's name."""
    return frozenset(last_number(rules, row, language) for row in plans if row.plan.spans)


def _groups(rows: dict[str, list[PlanRow]], lasts: dict[str, frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """The services in groups that have the same hours on every date."""
    same: dict[object, list[str]] = {}
    for service, plans in rows.items():
        hours = tuple((row.plan.hours, bool(row.plan.spans)) for row in plans)
        ends = tuple(row.issue_until for row in plans) if len(lasts[service]) > 1 else ()
        same.setdefault((hours, ends), []).append(service)
    return tuple(map(tuple, same.values()))


def _letters(count: int) -> Iterator[str]:
    """None for one group; A to Z, then AA, AB for more."""
    for number in range(count):
        first = _LETTERS[number // 26 - 1] if number >= 26 else ""
        yield "" if count == 1 else first + _LETTERS[number % 26]


def _services(
    rules: Rules, letters: dict[tuple[str, ...], str], lasts: dict[str, frozenset[str]], language: str
) -> Iterator[str]:
    services = rules.configuration.services
    for group, letter in letters.items():
        names: list[str] = []
        for service in group:
            name, last = localized(services[service].name, language), lasts[service]
            names.append(f"{name} ({next(iter(last))})" if len(last) == 1 and "" not in last else name)
        yield f"{letter}  {', '.join(names)}" if letter else ", ".join(names)


def _day(
    rules: Rules,
    cell: Cell,
    letters: dict[tuple[str, ...], str],
    lasts: dict[str, frozenset[str]],
    language: str,
) -> NoticeDay:
    rows = {service: row for row in cell.groups for service in row.services}
    said: dict[str, str] = {}
    for group, letter in letters.items():
        row = rows[group[0]]
        until = last_number(rules, row, language) if len(lasts[group[0]]) > 1 else ""
        hours = say.hours(row.plan.hours, language) if row.plan.spans else ""
        said[letter] = f"{hours} ({until})" if until else hours or translate("rules.notice.closed", language)
    alike = len(set(said.values())) == 1
    lines = tuple(said.values())[:1] if alike else tuple(f"{letter}  {hours}" for letter, hours in said.items())
    reasons = dict.fromkeys(filter(None, (_reason(row, language) for row in cell.groups)))
    closed = not any(row.plan.spans for row in cell.groups)
    return NoticeDay(cell.day.day, cell.plan.layer, closed, lines, "; ".join(reasons))


def _reason(row: PlanRow, language: str) -> str:
    """What the public is told of a date: a holiday's name, the reason of a special or recurring day."""
    ruling = row.plan.ruling
    return localized(ruling.note, language) or (ruling.basis if ruling.layer == "holiday" else "")
