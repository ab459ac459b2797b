"""A visitor at the kiosk asks for staff, and staff have come."""

from __future__ import annotations

from datetime import datetime

from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import Transaction


def _fact_key(point: ServicePoint) -> str:
    return f"help:{point.id}"


def asked_since(point: ServicePoint, tx: Transaction) -> datetime | None:
    found = tx.fact(_fact_key(point))
    return datetime.fromisoformat(found) if found else None


def ask(point: ServicePoint, tx: Transaction, actor: Actor) -> datetime:
    """Asking twice is asking once; the first time counts."""
    since = asked_since(point, tx)
    if since is not None:
        return since
    context = read_context(point, tx)
    tx.put_fact(_fact_key(point), context.recorded_at.isoformat())
    tx.append("help", context.recorded_at, point.id, data={"device": actor.device})
    return context.recorded_at


def end(point: ServicePoint, tx: Transaction, actor: Actor) -> bool:
    """False when nobody had asked."""
    if asked_since(point, tx) is None:
        return False
    context = read_context(point, tx)
    tx.put_fact(_fact_key(point), "")
    tx.append(
        "help_end", context.recorded_at, point.id, staff=staff_of(context, actor, None), data={"device": actor.device}
    )
    return True
