"""What privacy says is over is deleted, once a day."""

from __future__ import annotations

from datetime import timedelta

from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.store.interface import Transaction

KEYS_DAYS = 2
"""An idempotency key is of no use any more after so many days."""


def is_due(point: ServicePoint, tx: Transaction) -> bool:
    """Once for each date, and not while the clock is in doubt.

    A clock that is years ahead would delete everything: the date counts only once somebody has worked on it.
    """
    context = read_context(point, tx)
    worked_today = (
        context.last_event_at is not None
        and context.rules.business_date(context.last_event_at) == context.business_date
    )
    in_doubt = context.clock_suspect or point.watch.ahead_s() > CLOCK_AHEAD_S
    return worked_today and not in_doubt and tx.fact(_fact_key(point)) != context.business_date.isoformat()


def forget(point: ServicePoint, tx: Transaction) -> int:
    """The number of tickets deleted; a store deletes in batches, so it may be due again."""
    context = read_context(point, tx)
    privacy = context.rules.configuration.privacy
    deleted = tx.forget(
        tickets_before=context.business_date - timedelta(days=privacy.ticket_days),
        flags_before=context.business_date - timedelta(days=privacy.staff_flag_days - 1),
        keys_before=context.recorded_at - timedelta(days=KEYS_DAYS),
    )
    if deleted == 0:
        tx.put_fact(_fact_key(point), context.business_date.isoformat())
    return deleted


def _fact_key(point: ServicePoint) -> str:
    return f"forgotten:{point.id}"
