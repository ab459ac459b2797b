"""Estimates as the server makes them, for samples and tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.contract.point import Estimate


def estimate(low: int, high: int, at: datetime) -> Estimate:
    """A plain range of minutes from ``at``, its ends as clock times; up to five minutes it is soon."""
    start, end = (at + timedelta(minutes=minutes) for minutes in (low, high))
    return Estimate(low_min=low, high_min=high, kind="soon" if high <= 5 else "range", start=start, end=end)
