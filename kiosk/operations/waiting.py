"""How many are ahead, and how long that will probably take."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.messages import Estimate
from kiosk.operations.service_point import Moment
from kiosk.queue.wait import average_minutes, estimate


@dataclass(frozen=True, slots=True)
class Wait:
    ahead: int
    estimate: Estimate | None


def wait_of(now: Moment, service: str, *, ahead: int) -> Wait:
    """Counters are those signed in for the service, else those planned for it."""
    found = now.rules.configuration.services.get(service)
    offer = now.rules.configuration.points[now.point.id].offer(service)
    if found is None or offer is None:
        return Wait(ahead, None)
    measured = now.point.average(now.tx, now.day, service)
    average = average_minutes([measured] if measured is not None else [], found.service_min)
    counters = now.counters_for(service) or offer.planned_counters
    tally = now.tally(service)
    span = estimate(ahead, tally.called + tally.serving, counters, average)
    return Wait(ahead, Estimate(low_min=span[0], high_min=span[1]) if span else None)
