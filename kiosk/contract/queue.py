"""The queue as staff see it."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from kiosk.contract.fields import Message, TextByLanguage
from kiosk.contract.tickets import TicketView, Why


class QueueRow(Message, frozen=True, kw_only=True):
    id: str
    number: str
    service: str
    priority: bool
    issued_at: datetime
    waited_s: int
    late: bool
    """It has waited longer than the service's target."""
    staff_flag: str | None
    stage: str | None = None
    counter: str | None = None
    """The only counter that may call it; null: every one that serves the service."""
    after_calls: int | None = None
    """A late visitor who came back: how many other calls come first; null for everyone else."""
    appointment: datetime | None = None
    staff_flag_name: TextByLanguage = field(default_factory=dict[str, str])
    """The configuration's words for ``staff_flag``."""
    stranded: bool = False
    """Its service, or the counter that alone may call it, is not in the configuration any more: transfer it."""


class NextView(Message, frozen=True, kw_only=True):
    """Whom a counter would call now, and why."""

    counter: str
    ticket: str
    number: str
    why: Why


class QueueView(Message, frozen=True, kw_only=True):
    """Waiting tickets in the order they will be called; ``next`` explains the first for each counter."""

    tickets: list[QueueRow]
    serving: list[TicketView]
    missed: list[TicketView]
    held: list[TicketView] = field(default_factory=list[TicketView])
    next: list[NextView] = field(default_factory=list[NextView])
    """Of counters where somebody sits and may call somebody."""
