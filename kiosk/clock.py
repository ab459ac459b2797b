"""The only source of time, and whether it can be believed. Everything else is told what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

BUILT: Final = datetime(2026, 9, 1, tzinfo=UTC)
"""When this version was made, at the latest: a clock before it is wrong. Moved on with every release."""
JUMP_S: Final = 86_400.0
"""Seconds between the wall clock and what is known of the time, beyond which the wall clock is in doubt."""


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


class ClockWatch:
    """Compares the wall clock with what is known of the time: an instant that was right, and the time passed since.

    The instant is that of the start or, while the clock is in doubt from the start on, the newest one that is known
    from before (``doubt_start``). Jumps by more than a day are in doubt (operating rules 22, 23 and 45): nothing
    may be issued or deleted by such a clock until a member of staff accepts it, or until it is right again.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall = clock.now()
        self._monotonic = clock.monotonic()
        self._at_least = False
        """The instant is only a lower bound: the machine was off for a time that nobody knows."""

    def ahead_s(self) -> float:
        """Seconds that the wall clock is ahead of the known time; negative while it is behind."""
        return (self._clock.now() - self.known_time()).total_seconds()

    def known_time(self) -> datetime:
        """The time without the wall clock: the newest instant that was right, and the time passed since."""
        return self._wall + timedelta(seconds=self._clock.monotonic() - self._monotonic)

    @property
    def in_doubt(self) -> bool:
        """Whether the wall clock is more than a day from the known time, or before the program was made."""
        if abs(self.ahead_s()) > JUMP_S or (self._at_least and self._clock.now() < BUILT):
            return True
        if self._at_least:
            self.trust()
        return False

    def trust(self) -> None:
        """The wall clock is right now: it was set right, or staff say so."""
        self._wall = self._clock.now()
        self._monotonic = self._clock.monotonic()
        self._at_least = False

    def doubt_start(self, known: datetime) -> None:
        """The wall clock cannot be believed; the newest time that is known from before the start is ``known``."""
        self._wall = known
        self._monotonic = self._clock.monotonic()
        self._at_least = True
