"""The plan of some days as people read it: a row for each date and group of services with the same hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.rules import say, times
from kiosk.rules.decide import Rules
from kiosk.rules.plan import DayPlan
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Services that have one plan on one date."""

    plan: DayPlan
    services: tuple[str, ...]
    issue_until: int | None
    """The services' own end of issuing, as an instant, where it comes before closing."""


def rows(rules: Rules, point: str, first: date, days: int) -> Iterator[PlanRow]:
    """Every offer of the point on every date, exactly once."""
    configuration = rules.configuration
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        groups: dict[tuple[object, ...], list[tuple[str, DayPlan, int | None]]] = {}
        for offer in configuration.points[point].offers:
            plan = rules.plan(point, offer.service, day)
            until = plan.issue_ends if plan.spans and plan.issue_ends < plan.spans[-1][1] else None
            ruling = plan.ruling
            key = (plan.hours, plan.layer, ruling.reason, ruling.basis, until, "" if plan.hours else ruling.source)
            groups.setdefault(key, []).append((offer.service, plan, until))
        for members in groups.values():
            yield PlanRow(members[0][1], tuple(member[0] for member in members), members[0][2])


def values(rules: Rules, found: Iterable[PlanRow]) -> list[dict[str, Any]]:
    return [
        {
            "date": row.plan.day.isoformat(),
            "services": list(row.services),
            "hours": [times.show(hours) for hours in row.plan.hours],
            "reason": row.plan.reason,
            "layer": row.plan.layer,
            "source": row.plan.ruling.source,
            "basis": row.plan.ruling.basis,
            "issue_until": None
            if row.issue_until is None
            else times.clock(_minute_after_midnight(rules, row.plan.day, row.issue_until)),
        }
        for row in found
    ]


def _minute_after_midnight(rules: Rules, day: date, seconds: int) -> int:
    """Minutes after midnight of the date on the office's clock, past 1440 on the next day."""
    wall = datetime.fromtimestamp(seconds, rules.configuration.office.timezone).replace(tzinfo=None)
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  a wall-clock time
    return int((wall - midnight).total_seconds()) // 60


def text(rules: Rules, point: str, first: date, days: int, language: str) -> str:
    """The rows as a table with a title."""
    configuration = rules.configuration
    cells = [tuple(translate(f"rules.show.{column}", language) for column in ("day", "hours", "services", "why"))]
    shown: date | None = None
    for row in rows(rules, point, first, days):
        day = row.plan.day
        cells.append(
            (
                "" if day == shown else dates.medium_date(day, language),
                _hours_cell(rules, row, language),
                _services_cell(rules, point, row, language),
                _reason_cell(row, language),
            )
        )
        shown = day
    title = translate(
        "rules.show.title",
        language,
        point=localized(configuration.points[point].name, language),
        first=dates.long_date(first, language),
        last=dates.long_date(first + timedelta(days=days - 1), language),
    )
    return "\n".join((title, "", *_aligned_lines(cells)))


def _hours_cell(rules: Rules, row: PlanRow, language: str) -> str:
    shown = say.hours(row.plan.hours, language) or translate("rules.show.closed", language)
    until = last_number(rules, row, language)
    return f"{shown} ({until})" if until else shown


def last_number(rules: Rules, row: PlanRow, language: str) -> str:
    """``numbers until 10:00``, where the services stop before they close."""
    if row.issue_until is None:
        return ""
    until = say.clock(_minute_after_midnight(rules, row.plan.day, row.issue_until), language)
    return translate("rules.show.until", language, until=until)


def _services_cell(rules: Rules, point: str, row: PlanRow, language: str) -> str:
    configuration = rules.configuration
    if len(row.services) == len(configuration.points[point].offers):
        return translate("rules.show.all", language)
    return ", ".join(localized(configuration.services[each].name, language) for each in row.services)


def _reason_cell(row: PlanRow, language: str) -> str:
    ruling = row.plan.ruling
    parts = [say.layer(ruling, row.plan.day.year, language)]
    note = ruling.basis or localized(ruling.note, language)
    return f"{parts[0]}: {note}" if note else parts[0]


def _aligned_lines(cells: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    rule = tuple("-" * width for width in widths)
    for row in (cells[0], rule, *cells[1:]):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
