"""The expected wait of a ticket: how many are ahead, and the likely minutes."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.contract.point import Estimate
from kiosk.operations.service_point import Context
from kiosk.queue.wait import average_minutes, estimate


@dataclass(frozen=True, slots=True)
class Wait:
    """Tickets ahead, and the range of minutes; None where it cannot be estimated."""

    ahead: int
    estimate: Estimate | None


def wait_of(context: Context, service: str, *, ahead: int) -> Wait:
    """The wait for a service with ``ahead`` tickets before. It counts the counters signed in, else those planned."""
    found = context.rules.configuration.services.get(service)
    offer = context.rules.configuration.points[context.service_point.id].offer(service)
    if found is None or offer is None:
        return Wait(ahead, None)
    measured = context.service_point.average_service_minutes(context.tx, context.business_date, service)
    average = average_minutes([measured] if measured is not None else [], found.service_min)
    planned = context.rules.planned_counters(context.service_point.id, service, context.recorded_at)
    counters = context.counters_for(service) or planned
    tally = context.tally(service)
    span = estimate(ahead, tally.called + tally.serving, counters, average)
    return Wait(ahead, Estimate(low_min=span[0], high_min=span[1]) if span else None)
