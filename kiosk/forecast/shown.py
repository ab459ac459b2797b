"""What a visitor is told of an outlook: clock times, around breaks and the end of the day."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from kiosk.forecast.correction import Levels, time_at
from kiosk.forecast.simulate import windows
from kiosk.forecast.state import Stretch
from kiosk.rules.demand import POSSIBLE

STEP_S: Final = 300
"""Shown ends lie on five minutes of the clock, rounded outward: nearest would halve the honesty of the range."""
SURE: Final = 0.97
"""From this share of paths that call the ticket on, nothing is said about closing."""
LIKELY: Final = 0.8
"""From here on a range is shown."""
CLEAR: Final = 0.8
"""Share of the paths on one side of a break from which the other side is not told as a range."""

ShownKind = Literal["soon", "range", "before_break", "after_break", "around_break", "uncertain", "not_reached"]


@dataclass(frozen=True, slots=True)
class ShownWait:
    """Seconds since midnight. ``start`` and ``end`` are there unless it is uncertain or not reached.

    Of an uncertain one ``start`` alone: it is hardly called earlier.
    """

    kind: ShownKind
    start: float = 0.0
    end: float = 0.0
    resumes: float | None = None
    """The end of the break that is spoken of."""
    may_not_be_reached: bool = False


def shown_wait(
    times: Sequence[float],
    reached: float,
    *,
    at: float,
    levels: Levels,
    hours: Sequence[Stretch],
    break_drain_s: float = 0.0,
    close_drain_s: float = 0.0,
) -> ShownWait:
    """``times``: of the paths that call the ticket, ascending. ``hours``: of its service today."""
    if reached < POSSIBLE or not times:
        return ShownWait("not_reached")
    if reached < LIKELY:
        return ShownWait("uncertain", max(at, time_at(times, levels.shown_low)))
    callable_in = windows(hours, break_drain_s, close_drain_s, 0.0)
    maybe = reached < SURE
    for (_, end), (again, _) in pairwise(callable_in):
        if again <= at or (end <= at and times[0] >= again):
            continue
        before = bisect_left(times, again)
        share = before / len(times)
        if share == 1:
            continue
        if share >= CLEAR:
            start, until = clock_range(times[:before], at, levels, callable_in)
            return ShownWait("before_break", start, until, again, maybe)
        if share > 1 - CLEAR:
            start, until = clock_range(times, at, levels, callable_in)
            return ShownWait("around_break", start, until, again, maybe)
        later = shown_wait(
            times[before:],
            1.0,
            at=again,
            levels=levels,
            hours=hours,
            break_drain_s=break_drain_s,
            close_drain_s=close_drain_s,
        )
        return ShownWait("after_break", later.start, later.end, again, maybe)
    start, until = clock_range(times, at, levels, callable_in)
    soon = until - at <= STEP_S + 1 and not maybe
    return ShownWait("soon" if soon else "range", start, until, None, maybe)


def clock_range(times: Sequence[float], at: float, levels: Levels, callable_in: Sequence[Stretch]) -> Stretch:
    """Rounded outward, and within times at which somebody may be called."""
    low, high = (max(at, time_at(times, level)) for level in (levels.shown_low, levels.shown_high))
    start, end = math.floor(low / STEP_S) * STEP_S, math.ceil(high / STEP_S) * STEP_S
    for opens, closes in callable_in:
        if opens <= low < closes:
            start = max(start, opens)
        if opens <= high < closes:
            end = min(end, closes)
    return max(at, start), max(at, end)
