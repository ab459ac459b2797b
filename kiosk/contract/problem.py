"""A refusal, as RFC 9457 writes it."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from kiosk.contract.fields import Message
from kiosk.contract.point import Alternative


class Problem(Message, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457. ``reason`` is stable; ``detail`` is for people, in the language asked for."""

    type: str
    title: str
    status: int
    reason: str
    detail: str
    instance: str | None = None
    next_opening: datetime | None = None
    alternatives: list[Alternative] = field(default_factory=list[Alternative])
    state: str | None = None
    """With ``illegal_move``: the state that the ticket is in."""
    missing: list[str] = field(default_factory=list[str])
    """With ``docs_incomplete``: the ids of the documents."""
    retry_after_s: int | None = None
    overridable: bool = False
    """Staff may take the number all the same, with a reason."""
