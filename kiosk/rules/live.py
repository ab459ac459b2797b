"""What a decision needs to know of the moment, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msgspec import Struct

from kiosk.rules.model import LocalizedText


@dataclass(frozen=True, slots=True)
class Emergency:
    """A stop of one point by its staff, half-open; without ``until`` it holds until a person ends it."""

    point: str
    start: datetime
    until: datetime | None = None


class LiveState(Struct, frozen=True, gc=False):
    """The state of one service at one point. Whatever is left away is as in an empty queue."""

    waiting: int = 0
    """Tickets that may still be called, the one to be called now among them."""
    serving: int = 0
    ahead: int | None = None
    """How many go before a new ticket; ``None``: those waiting and being served."""
    reached: float | None = None
    """The share of the forecast's paths in which a newcomer is called today; ``None``: the formula of row 15 holds."""
    active_counters: int | None = None
    """Counters signed in for the service; none, and the planned number is used."""
    avg_min: float | None = None
    """Minutes with one visitor, measured today; ``None``: the service's own figure."""
    issued: int = 0
    issued_in_session: int = 0
    """... since ``Rules.session``'s ``count_from``."""
    voided: int = 0
    voided_in_session: int = 0
    last_sequence: int = 0
    """Of today's business date and this letter."""
    last_event_at: datetime | None = None
    """When the newest event of the point was recorded."""
    clock_ahead_s: float = 0
    """How much further the wall clock went than the monotonic clock."""
    clock_in_doubt: bool = False
    """The wall clock cannot be right (operating rule 45): nothing is issued, and the time given is what is known."""
    emergencies: tuple[Emergency, ...] = ()
    checklist: str | None = None
    have: frozenset[str] = frozenset()
    """Ids of the documents that the visitor declared to have."""
    staff_override: bool = False
    """Staff issue in spite of missing documents or a queue that is too long; nothing else can be overridden."""
    ticket_day: date | None = None
    """Business date of the ticket that a counter tries to call."""


class Decision(Struct, frozen=True, kw_only=True, gc=False):
    """May a number be issued, may one be called; why, and when next. Times are in the office's zone."""

    issue: bool
    call: bool
    reason: str
    """``ok`` if and only if ``issue``; else the first reason that applies."""
    business_date: date
    recorded_at: datetime
    """When to record what happens now; never before the last event."""
    next_opening: datetime | None = None
    """The next instant that issuing may start; ``None`` where it may now, or nobody knows."""
    closes_at: datetime | None = None
    """When issuing ends today, breaks aside; ``None`` unless ``issue``."""
    sequence: int | None = None
    """The number to issue."""
    warnings: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    """Fallback services open here, where documents are missing."""
    staff_flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Ids of the documents that were not declared."""
    overridden: tuple[str, ...] = ()
    """Reasons that staff set aside, to be logged."""
    note: LocalizedText | None = None
    """The closure's own reason, as the configuration has it for this date."""


@dataclass(frozen=True, slots=True)
class OpenElsewhere:
    """Where a service is open now, and until when numbers are issued there."""

    point: str
    service: str
    until: datetime
