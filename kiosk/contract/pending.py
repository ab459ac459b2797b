"""A changed configuration that touches tickets or counters in use, until a supervisor has decided about it."""

from __future__ import annotations

from datetime import datetime

from kiosk.contract.fields import Message, TextByLanguage


class Touched(Message, frozen=True, kw_only=True):
    """One thing in use that the change would end, move or hide."""

    kind: str
    """``service_gone``, ``closed_today``, ``shorter_hours``, ``no_calls_now``, ``other_letter``, ``stage_gone``,
    ``no_counter``, ``counter_gone``, ``counter_changed`` or ``other_date``."""
    what: str
    """The id of the service or counter."""
    text: TextByLanguage
    tickets: list[str]
    """The numbers that it concerns."""


class PendingChange(Message, frozen=True, kw_only=True):
    id: str
    """Of what is in the files now: another change of them has another id."""
    since: datetime
    touched: list[Touched]
