"""Who comes in a day, where no real one is given: as many as the counters can serve, most of them early. Pure but for
the chance that is passed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from kiosk.operations.planning.simulation import WALK_MIN, Visitor
from kiosk.rules import Rules

LOAD: Final = 0.9
"""Of what the counters can serve."""
PROFILE: Final = ((0.08, 0.22), (0.42, 0.40), (0.30, 0.20), (0.20, 0.18))
"""Parts of a service's day, and of its visitors: a fifth stands at the door when it opens."""
ABSENT: Final = 0.05
BOOKED: Final = 0.3
"""Of the visitors of a service that gives appointments."""
SHAPE: Final = 4.0
"""Of the gamma distribution of service times: a standard deviation of half the mean."""


@dataclass(frozen=True, slots=True)
class ExpectedVisitors:
    """Visitors of one service on one day, and its minutes of issuing."""

    service: str
    visitors: float
    start: float
    end: float


def expected_visitors(rules: Rules, point: str, day: date, visitors: int | None = None) -> list[ExpectedVisitors]:
    """How many come for what: by the counters planned for it. ``visitors``: in all; else as many as can be served."""
    configuration, place = rules.configuration, rules.configuration.points[point]
    plans = {offer.service: rules.plan(point, offer.service, day) for offer in place.offers}
    offers = [offer for offer in place.offers if plans[offer.service].windows]
    weights = {
        each.service: each.planned_counters / configuration.services[each.service].service_min for each in offers
    }
    if not offers:
        return []
    total = sum(weights.values())
    if visitors is None:
        work = sum(weights[each] * (configuration.services[each].service_min + WALK_MIN) for each in weights) / total
        minutes = sum(
            max(
                (sum(end - start for start, end in plans[each].spans) for each in counter.serves if each in weights),
                default=0,
            )
            for counter in place.counters
        )
        visitors = int(LOAD * minutes / 60 / work)
    return [
        ExpectedVisitors(each, visitors * weights[each] / total, plans[each].windows[0][0], plans[each].windows[-1][1])
        for each in weights
    ]


def typical_day(rules: Rules, point: str, day: date, chance: Random, visitors: int | None = None) -> list[Visitor]:
    """One such day."""
    return [
        visitor
        for part in expected_visitors(rules, point, day, visitors)
        for visitor in _visitors_of(rules, part, chance)
    ]


def _visitors_of(rules: Rules, part: ExpectedVisitors, chance: Random) -> Iterator[Visitor]:
    service, zone = rules.configuration.services[part.service], rules.configuration.office.timezone
    number = int(part.visitors) + (chance.random() < part.visitors % 1)
    for _ in range(number):
        at = datetime.fromtimestamp(part.start + (part.end - part.start) * _arrival_share(chance), zone)
        booked = service.appointments and chance.random() < BOOKED
        yield Visitor(
            at=at,
            service=part.service,
            minutes=chance.gammavariate(SHAPE, service.service_min / SHAPE),
            appointment=_nearest_half_hour(at + timedelta(minutes=chance.gauss(10, 10))) if booked else None,
            comes=chance.random() >= ABSENT,
        )


def _arrival_share(chance: Random) -> float:
    """A part of the day, 0 to 1."""
    begins = 0.0
    left = chance.random()
    for length, share in PROFILE:
        if left < share:
            return begins + length * left / share
        begins, left = begins + length, left - share
    return 0.999


def _nearest_half_hour(at: datetime) -> datetime:
    return at.replace(minute=30 * (at.minute // 30), second=0, microsecond=0) + timedelta(
        minutes=30 * (at.minute % 30 >= 15)
    )
