"""Deletes tickets, staff flags, keys, notes and events that are older than the configuration's ``[privacy]`` allows."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.operations.visitors import survey
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.rules.zone import instant
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
    zone = context.rules.configuration.office.timezone
    notes, events = (
        datetime.fromtimestamp(instant(zone, context.business_date - timedelta(days=days), 0), zone)
        for days in (privacy.comment_days, privacy.ticket_days)
    )
    tx.forget_notes(notes)
    survey.forget(point, tx, context.business_date)
    sealed = tx.seal_log(events, context.recorded_at)
    if deleted == 0 and sealed == 0:
        tx.put_fact(_fact_key(point), context.business_date.isoformat())
    return deleted


def _fact_key(point: ServicePoint) -> str:
    return f"forgotten:{point.id}"
