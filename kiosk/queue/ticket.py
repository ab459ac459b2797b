"""A ticket and the states it can be in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    NO_SHOW = "no_show"
    FINISHED = "finished"
    VOID = "void"
    NOT_SERVED = "not_served"


class Move(StrEnum):
    """What can happen to a ticket; ``ISSUE`` makes one."""

    ISSUE = "issue"
    CALL = "call"
    RECALL = "recall"
    SERVE = "serve"
    FINISH = "finish"
    NO_SHOW = "no_show"
    HOLD = "hold"
    RETURN = "return"
    TRANSFER = "transfer"
    VOID = "void"
    UNDO = "undo"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One visitor's place in the queue. No field says who the visitor is."""

    id: str
    """``{point}-{yyyymmdd}-{prefix}-{sequence}``: unique by the numbering promise."""
    point: str
    service: str
    prefix: str
    sequence: int
    number: str
    """What is shown and spoken, such as ``A-012``."""
    business_date: date
    issued_at: datetime
    language: str
    priority: bool = False
    state: State = State.WAITING
    queue_position: int = 0
    """Orders those who wait for a service: smallest first, ties by number. Microseconds since 1970 at issue."""
    stage: str | None = None
    counter: str | None = None
    """Who called it; while it waits: the only counter that may."""
    calls: int = 0
    """Calls and recalls since it last began to wait."""
    called_at: datetime | None = None
    """The first of them."""
    served_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    """Why it was voided or not served; a code or a member of staff's words."""
    reentry_after: int | None = None
    """The point's call count from which a late visitor may be called again."""
    held_until: datetime | None = None
    appointment: datetime | None = None
    """From when on it goes ahead of the others; None once it has been lost, too."""
    staff_flag: str | None = None
    """Seen by staff alone, deleted after ``privacy.staff_flag_days``."""
    version: int = 0
    """Grows with every move; a stale move is refused."""
