"""How many are ahead, and how long that will probably take."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.contract.point import Estimate
from kiosk.operations.service_point import Context
from kiosk.queue.wait import average_minutes, estimate


@dataclass(frozen=True, slots=True)
class Wait:
    ahead: int
    estimate: Estimate | None


def wait_of(context: Context, service: str, *, ahead: int) -> Wait:
    """Counters are those signed in for the service, else those planned for it."""
    found = context.rules.configuration.services.get(service)
    offer = context.rules.configuration.points[context.service_point.id].offer(service)
    if found is None or offer is None:
        return Wait(ahead, None)
    measured = context.service_point.average_service_minutes(context.tx, context.business_date, service)
    average = average_minutes([measured] if measured is not None else [], found.service_min)
    counters = context.counters_for(service) or offer.planned_counters
    tally = context.tally(service)
    span = estimate(ahead, tally.called + tally.serving, counters, average)
    return Wait(ahead, Estimate(low_min=span[0], high_min=span[1]) if span else None)
