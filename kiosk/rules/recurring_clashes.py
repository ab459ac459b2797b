"""Two recurring days that both speak about one date, of which neither has more conditions (operating rule 37)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from kiosk.rules.model import Configuration, Offer, Point, Recurring
from kiosk.rules.plan import HOLIDAY_AHEAD_DAYS, Planner, by_date
from kiosk.rules.recurring import matches

YEARS: Final = 12
"""Dates that are looked at, from the first year that has a holiday file: every weekday falls on every date once."""


@dataclass(frozen=True, slots=True)
class Clash:
    one: Recurring
    other: Recurring
    day: date
    point: str
    service: str


def clashes(configuration: Configuration) -> Iterator[Clash]:
    """The first common date of each two rules that would give one offer different hours."""
    pairs = [
        (one, two, shared)
        for one, two in combinations(configuration.recurring, 2)
        if one.rank == two.rank and one.hours != two.hours and (shared := _shared(configuration, one, two))
    ]
    if not pairs:
        return
    first = date(min(configuration.calendar.years, default=2026), 1, 1)
    dates = [first + timedelta(days=ahead) for ahead in range(YEARS * 366)]
    matched: dict[str, set[date]] = {}
    for rule in {rule.id: rule for one, two, _ in pairs for rule in (one, two)}.values():
        matched[rule.id] = {day for day in dates if matches(rule, day)}
    for one, two, (point, offer) in pairs:
        common = sorted(matched[one.id] & matched[two.id])
        if one.before_holiday or two.before_holiday:
            common = list(_before_holidays(configuration, point, offer, common))
        if common:
            yield Clash(one, two, common[0], point.id, offer.service)


def _shared(configuration: Configuration, one: Recurring, two: Recurring) -> tuple[Point, Offer] | None:
    return next(
        (
            (point, offer)
            for point in configuration.points.values()
            for offer in point.offers
            if one.covers(point.id, offer.service, offer.schedule)
            and two.covers(point.id, offer.service, offer.schedule)
        ),
        None,
    )


def _before_holidays(configuration: Configuration, point: Point, offer: Offer, dates: Iterable[date]) -> Iterator[date]:
    holidays = configuration.holidays_of(point.id).days
    near = {
        day - timedelta(days=back)
        for day, (kind, _) in holidays.items()
        if kind == "public_holiday"
        for back in range(1, HOLIDAY_AHEAD_DAYS + 1)
    }
    planner = Planner(
        configuration, point.id, offer, configuration.services[offer.service], by_date(configuration.specials)
    )
    rule = Recurring("", (), before_holiday=True)
    yield from (day for day in dates if day in near and planner.recurs(rule, day))
