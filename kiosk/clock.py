"""The only source of time. Everything else is told what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for decisions, monotonic time for measuring."""

    simulated: bool
    speed: float
    """Simulated seconds in a real one; 1 unless simulated."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...


def _since_boot() -> float:
    """Counts while the machine sleeps too, where the system can: else every wake-up looks like a clock set ahead."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SystemClock:
    """The machine's own clock."""

    simulated = False
    speed = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return _since_boot()


class SimulatedClock:
    """A clock that starts at a chosen instant and runs on, ``speed`` times as fast as real time."""

    simulated = True

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        if start.tzinfo is None:
            raise ValueError("a simulated clock needs an instant with an offset")
        self._start = start.astimezone(UTC)
        self._origin = time.monotonic()
        self.speed = speed

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (time.monotonic() - self._origin) * self.speed
