"""A member of staff stops the point, with or without an end, and lets it go on. It survives midnight and restarts."""

from __future__ import annotations

from datetime import datetime

from kiosk.operations.bounds import check_end
from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import EmergencyStop, Transaction


def active(stops: list[EmergencyStop], at: datetime) -> EmergencyStop | None:
    """The stop that holds now."""
    return next((s for s in stops if s.start <= at and (s.until is None or at < s.until)), None)


def start(point: ServicePoint, tx: Transaction, actor: Actor, *, until: datetime | None, reason: str) -> EmergencyStop:
    """Replaces a stop that is on: its end and reason change. Raises ``Refusal`` for an end that cannot be meant."""
    context = read_context(point, tx)
    check_end(context.rules, point.id, context.recorded_at, context.business_date, until)
    for stop in context.stops:
        tx.end_emergency(stop.id, context.recorded_at)
    stop = tx.start_emergency(point.id, context.recorded_at, until, reason)
    tx.append(
        "emergency",
        context.recorded_at,
        point.id,
        staff=staff_of(context, actor, None),
        data={"until": until.isoformat() if until else None, "reason": reason, "device": actor.device},
    )
    return stop


def end(point: ServicePoint, tx: Transaction, actor: Actor | None) -> bool:
    """False when there was none. ``actor`` is None when the stop ends by its own ``until``."""
    context = read_context(point, tx)
    if not context.stops:
        return False
    for stop in context.stops:
        tx.end_emergency(stop.id, context.recorded_at)
    by = {"device": actor.device, "by": "staff"} if actor else {"by": "time"}
    tx.append(
        "emergency_end", context.recorded_at, point.id, staff=staff_of(context, actor, None) if actor else None, data=by
    )
    return True


def end_due(point: ServicePoint, tx: Transaction) -> bool:
    """End the stops whose time is over, so that the log says when."""
    context = read_context(point, tx)
    due = [stop for stop in context.stops if stop.until is not None and stop.until <= context.recorded_at]
    if not due or len(due) < len(context.stops):
        return False
    return end(point, tx, None)
