"""Deletes tickets, staff flags and keys that are older than the configuration's ``[privacy]`` allows, once a day."""

from __future__ import annotations

from datetime import timedelta

from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.store.interface import Transaction

KEYS_DAYS = 2
"""Days that an idempotency key is kept."""


def is_due(point: ServicePoint, tx: Transaction) -> bool:
    """Whether ``forget`` should run: once for each date, and not while the clock is in doubt.

    With a clock that is years ahead it would delete everything, so it waits until something was logged on the date.
    """
    context = read_context(point, tx)
    worked_today = (
        context.last_event_at is not None
        and context.rules.business_date(context.last_event_at) == context.business_date
    )
    in_doubt = context.clock_suspect or point.watch.ahead_s() > CLOCK_AHEAD_S
    return worked_today and not in_doubt and tx.fact(_fact_key(point)) != context.business_date.isoformat()


def forget(point: ServicePoint, tx: Transaction) -> int:
    """Delete one batch and return the number of tickets; it stays due until a call deletes none."""
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
