"""What privacy says is over is deleted, once a day."""

from __future__ import annotations

from datetime import timedelta

from kiosk.operations.service_point import ServicePoint, moment
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.store.interface import Transaction

KEYS_DAYS = 2
"""An idempotency key is of no use any more after so many days."""


def is_due(point: ServicePoint, tx: Transaction) -> bool:
    """Once for each date, and not while the clock is in doubt.

    A clock that is years ahead would delete everything: the date counts only once somebody has worked on it.
    """
    now = moment(point, tx)
    worked_today = now.last_event_at is not None and now.rules.business_date(now.last_event_at) == now.day
    in_doubt = now.clock_suspect or point.watch.ahead_s() > CLOCK_AHEAD_S
    return worked_today and not in_doubt and tx.fact(_done(point)) != now.day.isoformat()


def forget(point: ServicePoint, tx: Transaction) -> int:
    """The number of tickets deleted; a store deletes in batches, so it may be due again."""
    now = moment(point, tx)
    privacy = now.rules.configuration.privacy
    deleted = tx.forget(
        tickets_before=now.day - timedelta(days=privacy.ticket_days),
        flags_before=now.day - timedelta(days=privacy.staff_flag_days - 1),
        keys_before=now.at - timedelta(days=KEYS_DAYS),
    )
    if deleted == 0:
        tx.put_fact(_done(point), now.day.isoformat())
    return deleted


def _done(point: ServicePoint) -> str:
    return f"forgotten:{point.id}"
