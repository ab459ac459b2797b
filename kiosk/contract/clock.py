"""The machine's clock: whether it can be believed, and that staff say it is right."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from kiosk.contract.fields import Message


class ClockView(Message, frozen=True, kw_only=True):
    now: datetime
    """What the machine's clock says."""
    known: datetime
    """What is known of the time without it."""
    in_doubt: bool
    """Nothing is issued and nothing deleted, until the clock is set right or a supervisor accepts it."""
    ahead_s: int
    """Seconds that the clock is ahead of the known time; negative while it is behind."""
    carried: list[str] = field(default_factory=list[str])
    """After an acceptance: numbers given under a wrong date, which wait on today. ``A-001 > A-017``: a new number."""
