"""What a use case answers when it may not do what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.contract.reasons import Reason
from kiosk.queue.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A service that is open now: here or at another point."""

    point: str
    service: str
    until: datetime | None


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818  it is an answer, not a fault
    """A request that was turned down; nothing was written. ``values`` fill the places of the reason's sentence."""

    reason: Reason
    values: dict[str, object] = field(default_factory=dict[str, object])
    state: str | None = None
    next_opening: datetime | None = None
    alternatives: Sequence[Elsewhere] = ()
    missing: Sequence[str] = ()
    retry_after_s: int | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return self.reason.status


def illegal_move(ticket: Ticket, calls_left: int = 0) -> Refusal:
    """The ticket is in a state from which this move does not start; or it must be called more often first."""
    if calls_left > 0:
        return Refusal(
            Reason.ILLEGAL_MOVE,
            state=ticket.state,
            values={"number": ticket.number, "state": ticket.state, "calls_left": calls_left},
        )
    return Refusal(Reason.ILLEGAL_MOVE, state=ticket.state, values={"number": ticket.number, "state": ticket.state})
