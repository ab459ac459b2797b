"""How many visitors the policy calls before one who waits, as far as is known now. Pure.

``kiosk.queue.dispatch`` decides who is next; this counts it for whole lines at once, so that a number can be told
within its own commit. Counted are the tickets that wait for the counters that may call the visitor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LineClass = Literal["appointment", "priority", "regular"]


@dataclass(frozen=True, slots=True)
class LineCounts:
    """Waiting tickets of one class, the visitor left out. A line shared with other counters counts by its share."""

    before: float = 0
    """Those that came before the visitor, or whose appointment is earlier."""
    after: float = 0
    """Those that came later."""

    @property
    def all(self) -> float:
        return self.before + self.after


NOBODY = LineCounts()


def called_before(
    own: LineClass,
    *,
    appointments: LineCounts = NOBODY,
    priority: LineCounts = NOBODY,
    regular: LineCounts = NOBODY,
    overdue: float = 0,
    appointment_run: int = 0,
    priority_run: int = 0,
    appointment_run_max: int,
    priority_run_max: int,
) -> int:
    """How many are called before the visitor.

    ``overdue``: those of ``regular`` who have waited longer than the limit and came before every priority visitor; for
    a regular visitor the same of himself is said by counting him in. Runs are those of ``dispatch.CallRuns``; they go
    on past their limit while nobody else waits.
    """
    if own == "appointment":
        others = priority.all + regular.all
        between = (min(appointment_run, appointment_run_max) + appointments.before) // appointment_run_max
        return round(appointments.before + min(others, between))
    first = min(overdue, regular.all)
    left_of_run = priority_run_max if first else max(0, priority_run_max - priority_run)
    if own == "regular":
        if first > regular.before:  # the visitor is overdue as well
            ahead = regular.before
        else:
            rounds = regular.before - first
            ahead = regular.before + min(priority.all, left_of_run + priority_run_max * rounds)
    else:
        run = 0 if first else min(priority_run, priority_run_max)
        between = (run + priority.before) // priority_run_max
        ahead = priority.before + first + min(regular.all - first, between)
    booked = max(0, appointment_run_max - appointment_run) + appointment_run_max * ahead
    return round(ahead + min(appointments.all, booked))
