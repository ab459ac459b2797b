"""The expected wait of a visitor, as a range in minutes. Pure.

Free counters take the first of those ahead at once. With all ``c`` counters busy, ``avg`` minutes a visitor and ``n``
people still ahead, ``n + 1`` visits must end first; the one under way is taken to be half done, so the wait is about
``(n + 1/2) * avg / c``. Service times scatter by about half of their mean, the sum of ``n`` of them by
``avg / 2 * sqrt(n)``: that is the range. It is rounded outwards, to steps that people use: 1 minute below 10, 5 minutes
below 60, then 10.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

SAMPLE = 20
"""Number of the newest visits of the day that count."""
SCATTER = 0.5
"""Standard deviation of a service time as a share of its mean."""


def average_minutes(recent: Sequence[float], planned: float) -> float:
    """The median of the newest service times today; ``planned`` where there is none. At least half a minute."""
    return max(0.5, median(recent[:SAMPLE]) if recent else planned)


def estimate(ahead: int, serving: int, counters: int, avg: float) -> tuple[int, int] | None:
    """The lowest and highest likely wait in minutes until the visitor is called.

    ``ahead`` wait before, ``serving`` are at counters now, ``counters`` are open. None when no counter is open.
    """
    if counters <= 0:
        return None
    free = max(0, counters - serving)
    if ahead < free:
        return 0, 0
    visits = ahead - free + 0.5
    middle = visits * avg / counters
    scatter = SCATTER * avg * math.sqrt(visits) / counters
    return _down(max(0.0, middle - scatter)), _up(middle + scatter)


def _step(minutes: float) -> int:
    return 1 if minutes < 10 else 5 if minutes < 60 else 10


def _down(minutes: float) -> int:
    step = _step(minutes)
    return math.floor(minutes / step) * step


def _up(minutes: float) -> int:
    step = _step(minutes)
    return math.ceil(minutes / step) * step
