"""The answer of a use case that may not do what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.contract.reasons import Reason
from kiosk.queue.ticket import Ticket
from kiosk.rules import OpenElsewhere


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818  it is an answer, not a fault
    """Raised by a use case; nothing was written. ``reason`` is a stable code, ``values`` fill its sentence."""

    reason: Reason
    values: dict[str, object] = field(default_factory=dict[str, object])
    state: str | None = None
    next_opening: datetime | None = None
    alternatives: Sequence[OpenElsewhere] = ()
    missing: Sequence[str] = ()
    retry_after_s: int | None = None
    note: Mapping[str, str] | None = None
    """The closure's own reason, by language."""

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return self.reason.status


def illegal_move(ticket: Ticket, calls_left: int = 0) -> Refusal:
    """The refusal of a move that the ticket's state does not allow, or that needs ``calls_left`` more calls first."""
    if calls_left > 0:
        return Refusal(
            Reason.ILLEGAL_MOVE,
            state=ticket.state,
            values={"number": ticket.number, "state": ticket.state, "calls_left": calls_left},
        )
    return Refusal(Reason.ILLEGAL_MOVE, state=ticket.state, values={"number": ticket.number, "state": ticket.state})
