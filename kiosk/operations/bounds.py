"""Bounds of the times that come from outside, and of those that are already in the database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.rules import Rules

HORIZON: Final = timedelta(days=400)
"""A time further in the future was a slip of whoever wrote it, or of a clock."""


def within_reach(at: datetime | None, now: datetime) -> datetime | None:
    """``at``, or None for a time more than ``HORIZON`` after ``now``.

    Rows that were written before times were bounded may hold the year 9999, which no zone can show: such a row counts
    as one without a time, and the views that it shares with others go on.
    """
    return at if at is not None and at - now <= HORIZON else None


def check_end(rules: Rules, point: str, now: datetime, business_date: date, until: datetime | None) -> None:
    """Refuse the end of a stop or a hold that is not in the future, or later than the end of the next service day.

    Raises ``Refusal`` ``until_past`` or ``until_far``.
    """
    if until is None:
        return
    if until <= now:
        raise Refusal(Reason.UNTIL_PAST)
    latest = _end_of_next_service_day(rules, point, business_date)
    if until > latest:
        raise Refusal(Reason.UNTIL_FAR, {"latest": latest})


def _end_of_next_service_day(rules: Rules, point: str, today: date) -> datetime:
    """The end of the next business date on which the point has hours; of tomorrow where none is in reach."""
    offers = rules.configuration.points[point].offers
    tomorrow = today + timedelta(days=1)
    days = (tomorrow + timedelta(days=ahead) for ahead in range(HORIZON.days))
    following = next((day for day in days if any(rules.plan(point, o.service, day).hours for o in offers)), tomorrow)
    return rules.day_bounds(following)[1]
