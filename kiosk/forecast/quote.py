"""A quoted range: from the paths of a forecast to the times that a visitor is told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from kiosk.forecast.correction import Levels, time_at
from kiosk.forecast.forecast import Outlook

STEP_S: Final = 300
"""Shown ends lie on five minutes of the clock, rounded outward: nearest would halve the honesty of the range."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Seconds since midnight."""

    low: float
    high: float
    shown_low: float
    shown_high: float
    reached: float


def quote(outlook: Outlook, at: float, levels: Levels) -> Quote | None:
    """None where no path calls the ticket."""
    if not outlook.times:
        return None
    low, high = (max(at, time_at(outlook.times, level)) for level in (levels.low, levels.high))
    shown_low, shown_high = (max(at, time_at(outlook.times, level)) for level in (levels.shown_low, levels.shown_high))
    return Quote(
        low=low,
        high=max(low, high),
        shown_low=max(at, math.floor(shown_low / STEP_S) * STEP_S),
        shown_high=max(at, math.ceil(shown_high / STEP_S) * STEP_S),
        reached=outlook.reached,
    )
