"""What a forecast starts from: one service point at one moment. Times are seconds since the day's local midnight."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Stretch = tuple[float, float]
"""Half-open, in seconds since midnight."""
NEVER: Final = math.inf


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What the configuration says of one service."""

    priority: bool
    minutes: float
    """The configured length of a visit (``service_min``)."""
    next_stage: str | None = None
    """The service in which a finished visitor waits next."""
    keeps_position: bool = False
    """There the visitor waits in the order of the number; else behind those who wait already."""


@dataclass(frozen=True, slots=True)
class PolicyNumbers:
    """The numbers of ``kiosk.queue.dispatch`` and of the drains, as ``[rules]`` has them."""

    priority_run_max: int = 2
    regular_wait_max_min: int = 45
    appointment_early_min: int = 5
    appointment_run_max: int = 3
    break_drain_min: int = 15
    close_drain_min: int = 120
    late_reentry_after: int = 3


@dataclass(frozen=True, slots=True)
class VisitInHand:
    """A visit that a counter has called and not ended."""

    service: str
    called_at: float
    started: bool
    """Whether the visitor has come to the counter."""


@dataclass(frozen=True, slots=True)
class CounterNow:
    id: str
    serves: Sequence[str]
    rest: Sequence[str] = ()
    present: bool = False
    """Signed in, paused or not."""
    paused: str | None = None
    """The reason, while paused."""
    since: float | None = None
    """Since when it is signed in, or paused."""
    open_today: Sequence[Stretch] = ()
    """Stretches of today in which it was signed in and not paused."""
    in_hand: VisitInHand | None = None
    planned: Sequence[Stretch] | None = None
    """The roster of today; None where there is none."""
    closed_until: float | None = None
    """Staff marked it as closed until then; ``NEVER``: for the day."""


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    key: str
    """Names the ticket within the state."""
    service: str
    priority: bool
    position: float
    """Orders a line: smallest first."""
    issued_at: float
    appointment: float | None = None
    reentry_after: int | None = None
    """The number of calls made from which a late visitor is due again."""
    counter: str | None = None
    """The only counter that may call it."""
    back_at: float | None = None
    """For a ticket on hold: when it returns to the line."""


@dataclass(frozen=True, slots=True)
class EndedVisit:
    """A visit of a past moment; a visitor who passes two stages makes two."""

    service: str
    counter: str | None
    called_at: float
    ended_at: float
    came: bool
    """False: nobody answered the call."""
    number: str = ""
    entered_at: float | None = None
    """When the visitor began to wait for it; None where that is not known."""


@dataclass(frozen=True, slots=True)
class PointState:
    at: float
    hours: Mapping[str, Sequence[Stretch]]
    """By service; a break is the gap between two spans."""
    services: Mapping[str, ServiceFacts]
    counters: Sequence[CounterNow]
    waiting: Sequence[WaitingTicket]
    ended: Sequence[EndedVisit] = ()
    """Today's visits so far, in the order in which they ended."""
    calls_made: int = 0
    appointment_run: int = 0
    priority_run: int = 0
    policy: PolicyNumbers = field(default_factory=PolicyNumbers)
    stopped_until: float | None = None
    """Nobody is called before: an emergency stop. ``NEVER``: its end is unknown."""
    seed: str = ""
