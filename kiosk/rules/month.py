"""A point's month as a calendar: text for a terminal, in colour there. ``notice`` makes the page for the door."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiosk.rules import say
from kiosk.rules.decide import Rules
from kiosk.rules.plan import DayPlan, Layer
from kiosk.rules.plan_rows import PlanRow, rows
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

COLOURS: Final[dict[Layer, str]] = {
    "special": "magenta",
    "holiday": "red",
    "season": "cyan",
    "recurring": "yellow",
    "week": "green",
    "none": "bright_black",
}
"""Of a date on a terminal, by the layer that decides."""
_ANSI: Final = {"magenta": 35, "red": 31, "cyan": 36, "yellow": 33, "green": 32, "bright_black": 90}
_WIDTH: Final = 16
A_WEEK: Final = tuple(date(2024, 1, day) for day in range(1, 8))
"""From a Monday to a Sunday, for the names of the days."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One date: its groups of services with the same hours."""

    day: date
    groups: tuple[PlanRow, ...]

    @property
    def plan(self) -> DayPlan:
        """Of the group that decides how the date looks: the first that is open, else the first."""
        return next((group.plan for group in self.groups if group.plan.spans), self.groups[0].plan)


def weeks(rules: Rules, point: str, month: date) -> list[list[Cell | None]]:
    """The month's weeks from Monday to Sunday, ``None`` for dates of other months."""
    first = month.replace(day=1)
    days = monthrange(first.year, first.month)[1]
    by_day: dict[date, list[PlanRow]] = {}
    for row in rows(rules, point, first, days):
        by_day.setdefault(row.plan.day, []).append(row)
    cells: list[Cell | None] = [None] * first.weekday()
    cells += [Cell(day, tuple(by_day[day])) for day in (first + timedelta(days=n) for n in range(days))]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def title(rules: Rules, point: str, month: date, language: str) -> str:
    place = localized(rules.configuration.points[point].name, language)
    return translate("rules.month.title", language, point=place, month=dates.month(month, language))


def text(rules: Rules, point: str, month: date, language: str, *, colour: bool) -> str:
    """Seven columns; below it what differs from the weekly hours, and services with hours of their own."""
    heads = [dates.short_weekday(day, language) for day in A_WEEK]
    table = weeks(rules, point, month)
    out = [title(rules, point, month, language), "", "".join(head.ljust(_WIDTH) for head in heads).rstrip()]
    for week in table:
        cells = [_cell_lines(cell, language) if cell else [] for cell in week]
        for number in range(max(map(len, cells))):
            line = ""
            for cell, shown in zip(week, cells, strict=True):
                part = (shown[number] if number < len(shown) else "")[: _WIDTH - 1].ljust(_WIDTH)
                line += _coloured(part, cell.plan.layer) if colour and cell else part
            out.append(line.rstrip())
        out.append("")
    return "\n".join((*out, *notes(rules, table, language)))


def _coloured(part: str, layer: Layer) -> str:
    return f"\x1b[{_ANSI[COLOURS[layer]]}m{part}\x1b[0m"


def _cell_lines(cell: Cell, language: str) -> list[str]:
    plan = cell.plan
    hours = say.hours(plan.hours, language).split(", ") if plan.spans and plan.hours else []
    shown = hours or [translate("rules.show.closed", language)]
    more = "+" if _differs(cell) else ""
    return [f"{cell.day.day}{more}", *shown]


def notes(rules: Rules, table: list[list[Cell | None]], language: str) -> Iterator[str]:
    """Why dates differ from the weekly hours, and the services that have other hours than the rest, once each."""
    why: dict[str, list[date]] = {}
    other: dict[str, None] = {}
    for cell in (cell for week in table for cell in week if cell is not None):
        for group in cell.groups:
            ruling = group.plan.ruling
            if ruling.layer not in ("week", "none"):
                reason = ruling.basis or localized(ruling.note, language) or ruling.source
                found = why.setdefault(reason, [])
                found += [] if cell.day in found else [cell.day]
        if _differs(cell):
            for group in cell.groups:
                names = (localized(rules.configuration.services[each].name, language) for each in group.services)
                day = dates.weekday(cell.day, language)
                if group.plan.layer == "week":
                    other[f"+ {day}: {', '.join(names)}: {_hours(group, language)}"] = None
    for reason, days in why.items():
        last = f" – {dates.short_date(days[-1], language)}" if len(days) > 1 else ""
        yield f"{dates.short_date(days[0], language)}{last}: {reason}"
    yield from other


def _differs(cell: Cell) -> bool:
    """Do services have different hours on the date?"""
    return len({group.plan.hours for group in cell.groups}) > 1


def _hours(group: PlanRow, language: str) -> str:
    return say.hours(group.plan.hours, language) or translate("rules.show.closed", language)
