"""Figures of a day, and the rows of its log."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import field

from kiosk.contract.fields import Message, TextByLanguage


class Spread(Message, frozen=True, kw_only=True):
    """How long something took, in minutes."""

    count: int
    mean_min: float
    median_min: float
    p90_min: float
    """Nine of ten took no longer."""
    max_min: float


class ServiceFigures(Message, frozen=True, kw_only=True):
    """One service on one day. ``issued`` is by the service of the number, the rest by where it ended."""

    service: str
    name: TextByLanguage
    issued: int
    served: int
    no_show: int
    void: int
    not_served: int
    open: int
    """Waiting, called, served or on hold at this moment."""
    late: int
    """Waited longer than the service's target, whether they were called or not."""
    wait: Spread | None
    """From the number to its first call."""
    service_time: Spread | None
    """At counters, of those who were served."""
    walk: Spread | None = None
    """From the call until the visitor was at the counter."""
    quoted: int = 0
    """Numbers that were called and had been told a range of time ..."""
    held: int = 0
    """... within which they were called."""


class OfficerFigures(Message, frozen=True, kw_only=True):
    """What one member of staff did; each stage that a visitor passes counts once."""

    staff: str
    calls: int
    served: int
    no_show: int
    walk: Spread | None
    """From the call until the visitor was at the counter, where staff pressed *start*."""
    service_time: Spread | None


class HourFigures(Message, frozen=True, kw_only=True):
    """Numbers of one service that were taken within one hour of the day."""

    hour: int
    service: str
    issued: int
    served: int
    wait: Spread | None
    service_time: Spread | None
    quoted: int = 0
    held: int = 0


class ChainHead(Message, frozen=True, kw_only=True):
    """Where the event log ends: whoever has noted it sees later whether the log was changed."""

    epoch: int
    sequence: int
    hash: str


class SurveyFigures(Message, frozen=True, kw_only=True):
    """Answers of one service on one day; no answer belongs to a number."""

    service: str
    answers: dict[str, int]
    """How many gave each score."""
    elements: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    """The same for each element that was asked, ``u1`` to ``u9``."""


class DayReport(Message, frozen=True, kw_only=True):
    point: str
    point_name: TextByLanguage
    day: date
    closed: bool
    services: list[ServiceFigures]
    hours: list[HourFigures]
    reasons: dict[str, int]
    """Why numbers were not served: codes such as ``after_close``."""
    papers: dict[str, int]
    """How often each document was missing."""
    overrides: int
    """Numbers that staff gave in spite of the rules."""
    undone: int
    accounted: bool
    """Every number that was given ended in one way or is still open; the log and the counts agree."""
    chain: ChainHead
    officers: list[OfficerFigures] = field(default_factory=list[OfficerFigures])
    """By member of staff."""
    survey: list[SurveyFigures] = field(default_factory=list[SurveyFigures])
    sealed: bool = False
    """The day's events were deleted after ``ticket_days``: waits and hours are not known any more."""


class LogRow(Message, frozen=True, kw_only=True):
    """Who did what when: one event of the append-only log."""

    sequence: int
    at: datetime
    kind: str
    number: str | None
    counter: str | None
    staff: str | None
    """Who did it; null: a visitor, a device or the time."""
    device: str | None
    """The name of the device on which it was done, ``server`` for the server's own machine; null: the time."""
    text: TextByLanguage
    hash: str
    """Of the event and the one before it."""


class NumberRow(Message, frozen=True, kw_only=True):
    """What became of one number."""

    day: date
    number: str
    service: str
    state: str
    reason: str | None
    counter: str | None
    calls: int
    issued_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    wait_min: float | None
    service_min: float | None
    appointment: datetime | None = None
    """That was asked for, kept or not."""


class VisitRow(Message, frozen=True, kw_only=True):
    """One stage of one number at one counter; a number that was never called has one row without a visit."""

    day: date
    number: str
    service: str
    stage: str | None
    counter: str | None
    staff: str | None
    """Where the configuration allows figures of officers."""
    state: str
    """What became of the number in the end."""
    how: str
    """The move that ended this visit; empty while it lasts, or where there was none."""
    reason: str | None
    issued_at: datetime
    waits_since: datetime
    """When the visitor began to wait for this stage."""
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    wait_min: float | None
    """For this stage."""
    walk_min: float | None
    """From the call until the visitor was at the counter, where staff pressed *start*."""
    service_min: float | None
    appointment: datetime | None = None
