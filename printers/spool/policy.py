"""The states of a job and the moves between them, as a pure state machine.

A job is *printed* only when the printer confirms it after its data. Nothing is sent again automatically after the first
byte. After a crash it is unknown whether a job being sent came out, so it is *unconfirmed* and never queued again.
"""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    PREFLIGHT = "preflight"
    """The printer is being asked whether it can print."""
    HELD = "held"
    """It cannot; nothing was sent. The job waits."""
    SENDING = "sending"
    """Committed before the first byte."""
    SENT = "sent"
    """Every byte was taken over; the printer has not yet said that it printed them."""
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    """Perhaps on paper, perhaps not; only a marked copy may follow."""
    EXPIRED = "expired"
    """Too old to be printed; nothing was sent."""
    FAILED = "failed"
    """It can never be printed, such as a document that this printer cannot draw; nothing was sent."""


class JobEvent(StrEnum):
    START = "start"
    READY = "ready"
    NOT_READY = "not_ready"
    RETRY = "retry"
    EXPIRE = "expire"
    NOTHING_LEFT = "nothing_left"
    """The line broke before it took the first byte."""
    BROKEN = "broken"
    """The line broke after it took some."""
    WRITTEN = "written"
    CONFIRMED = "confirmed"
    NO_ANSWER = "no_answer"
    IMPOSSIBLE = "impossible"


_MOVES: dict[tuple[JobState, JobEvent], JobState] = {
    (JobState.QUEUED, JobEvent.START): JobState.PREFLIGHT,
    (JobState.QUEUED, JobEvent.EXPIRE): JobState.EXPIRED,
    (JobState.PREFLIGHT, JobEvent.READY): JobState.SENDING,
    (JobState.PREFLIGHT, JobEvent.NOT_READY): JobState.HELD,
    (JobState.PREFLIGHT, JobEvent.IMPOSSIBLE): JobState.FAILED,
    (JobState.HELD, JobEvent.RETRY): JobState.QUEUED,
    (JobState.HELD, JobEvent.EXPIRE): JobState.EXPIRED,
    (JobState.SENDING, JobEvent.NOTHING_LEFT): JobState.HELD,
    (JobState.SENDING, JobEvent.BROKEN): JobState.UNCONFIRMED,
    (JobState.SENDING, JobEvent.WRITTEN): JobState.SENT,
    (JobState.SENT, JobEvent.CONFIRMED): JobState.PRINTED,
    (JobState.SENT, JobEvent.NO_ANSWER): JobState.UNCONFIRMED,
    (JobState.UNCONFIRMED, JobEvent.CONFIRMED): JobState.PRINTED,  # the answer came late, on the same connection
}
FINAL = frozenset({JobState.PRINTED, JobState.UNCONFIRMED, JobState.EXPIRED, JobState.FAILED})
"""Nothing more happens by itself, but that a late answer turns *unconfirmed* into *printed*."""
STATES_NOTHING_SENT = frozenset({JobState.QUEUED, JobState.PREFLIGHT, JobState.HELD, JobState.EXPIRED, JobState.FAILED})


class IllegalMoveError(ValueError):
    """A fault of the program: this cannot happen to a job in that state."""


def move(state: JobState, event: JobEvent) -> JobState:
    """The next state. Raises ``IllegalMoveError``."""
    try:
        return _MOVES[state, event]
    except KeyError:
        raise IllegalMoveError(f"{event} cannot happen to a job that is {state}") from None


def recover(state: JobState) -> JobState:
    """What a job is after the program died while it was in ``state``."""
    if state is JobState.PREFLIGHT:
        return JobState.QUEUED
    if state in (JobState.SENDING, JobState.SENT):
        return JobState.UNCONFIRMED
    return state


def reprint_is_copy(state: JobState) -> bool:
    """Whether another print must be marked: always once a byte may have left."""
    return state not in STATES_NOTHING_SENT


def may_copy_elsewhere(state: JobState, copy: int, *, confirms: bool) -> bool:
    """Whether another printer prints a marked copy automatically: only of an unconfirmed original, never of a copy.

    A printer that never confirms leaves every ticket in doubt; each would come out twice.
    """
    return state is JobState.UNCONFIRMED and copy == 0 and confirms
