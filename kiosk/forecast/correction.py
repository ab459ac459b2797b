"""Correction of a forecast by its own errors (probability integral transform).

For each ticket that was called, ``u`` is the share of paths that had called it by then. A right forecast makes every
``u`` between 0 and 1 equally likely; the quantiles of those seen say which levels to quote instead.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LOW: Final = 0.09
HIGH: Final = 0.91
SHOWN_LOW: Final = 0.15
SHOWN_HIGH: Final = 0.85
FEW_OUTCOMES: Final = 20
UNIFORM: Final = 20.0
"""Weight of the belief that the forecast is right."""
HALF_LIFE_DAYS: Final = 10.0
PAST_WEIGHT: Final = 100.0
"""Earlier days together weigh at most as much."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One ticket that was called."""

    level: float
    """The share of paths that had called it by then."""
    days_ago: int
    """0: today."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The shares of paths at which a range is quoted and shown."""

    low: float = 0.1
    high: float = 0.9
    shown_low: float = SHOWN_LOW
    shown_high: float = SHOWN_HIGH


def corrected(outcomes: Sequence[Outcome]) -> Levels:
    """The levels after these outcomes; the plain ones while too few are known."""
    if len(outcomes) < FEW_OUTCOMES:
        return Levels()
    weighted = [
        (outcome.level, 1.0 if outcome.days_ago == 0 else 0.5 ** (outcome.days_ago / HALF_LIFE_DAYS))
        for outcome in outcomes
    ]
    past = sum(weight for (_, weight), outcome in zip(weighted, outcomes, strict=True) if outcome.days_ago > 0)
    cap = min(1.0, PAST_WEIGHT / past) if past else 1.0
    known = sorted(
        (level, weight * (cap if outcome.days_ago > 0 else 1.0))
        for (level, weight), outcome in zip(weighted, outcomes, strict=True)
    )
    wanted = (LOW, HIGH, SHOWN_LOW, SHOWN_HIGH)
    return Levels(*(_quantile(known, share) for share in wanted))


def _quantile(known: Sequence[tuple[float, float]], share: float) -> float:
    """Where the weighted outcomes and the uniform belief together reach this share."""
    target = share * (UNIFORM + sum(weight for _, weight in known))
    below = 0.0
    for level, weight in known:
        if below + UNIFORM * level >= target:
            break
        if below + weight + UNIFORM * level >= target:
            return level
        below += weight
    return min(1.0, max(0.0, (target - below) / UNIFORM))


def level_of(times: Sequence[float], called_at: float) -> float:
    """The share of these ascending times that came before; a half for each that is the same."""
    return (bisect_left(times, called_at) + bisect_right(times, called_at)) / (2 * len(times))


def time_at(times: Sequence[float], level: float) -> float:
    """The time at which this share of the ascending times has come; in between by a straight line."""
    last = len(times) - 1
    at = min(max(level * len(times) - 0.5, 0.0), float(last))
    low = int(at)
    high = min(low + 1, last)
    return times[low] + (at - low) * (times[high] - times[low])
