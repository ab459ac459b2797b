"""Tickets: taken, moved, and shown to staff and to their visitors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from kiosk.contract.fields import FreeText, Id, Message, TextByLanguage
from kiosk.contract.point import Estimate


class TakeTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets``."""

    service: Id
    checklist: Id | None = None
    have: Annotated[list[Id], Meta(max_length=100)] = field(default_factory=list[str])
    language: Id | None = None
    override: Annotated[FreeText, Meta(min_length=1)] | None = None
    """A reason, from a counter alone: issue in spite of the rules; it is logged."""
    appointment: datetime | None = None
    """With an offset, today. From about then on the ticket goes ahead of the others."""


class Issued(Message, frozen=True, kw_only=True):
    """The answer to ``POST /tickets``. ``receipt`` is a ``printers.document.rows`` as JSON."""

    id: str
    number: str
    service: str
    business_date: date
    issued_at: datetime
    ahead: int
    estimate: Estimate | None
    status_url: str
    token: str
    receipt: dict[str, Any]
    appointment: datetime | None = None
    """Null too for who came too late for it, and waits like everyone."""


class Why(Message, frozen=True, kw_only=True):
    """Why this ticket is next: a code of ``kiosk.queue.dispatch`` and words."""

    code: str
    text: TextByLanguage


class TicketView(Message, frozen=True, kw_only=True):
    """What staff see of a ticket."""

    id: str
    number: str
    service: str
    priority: bool
    state: str
    stage: str | None
    counter: str | None
    language: str
    issued_at: datetime
    called_at: datetime | None
    served_at: datetime | None
    ended_at: datetime | None
    calls: int
    waited_s: int
    reason: str | None
    staff_flag: str | None
    why: Why | None
    moves: list[str]
    """What may be done with it now: path names of the contract (``recall``, ``serve``, ``no-show`` ...)."""
    version: int
    next_stage: str | None = None
    """The id of the step after this one; null after the last."""
    held_until: datetime | None = None
    """On hold: when it goes back into the queue by itself; null: when staff say so."""
    return_until: datetime | None = None
    """Missed: until when the visitor may come back."""
    undo_until: datetime | None = None
    """Until when its newest move may be undone."""
    appointment: datetime | None = None
    staff_flag_name: TextByLanguage = field(default_factory=dict[str, str])
    """The configuration's words for ``staff_flag``."""
    after_calls: int | None = None
    """In the answer to a late visitor's return: how many other calls come first; null: the end of the queue."""


class HoldTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets/{id}/hold``; may be left out."""

    until: datetime | None = None
    """With an offset. It then goes back into the queue by itself; null: when staff say so."""
    why: FreeText | None = None


class TransferTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets/{id}/transfer``; may be left out: back into the queue."""

    service: Id | None = None
    stage: Id | None = None
    counter: Id | None = None
    """The only counter that may call it; somebody must have signed in there."""
    place: Literal["front", "end", "arrival"] = "arrival"
    """Before or after everyone who waits for the service, or in the order in which the visitors came."""


class LateVisitor(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /returns``."""

    code: Annotated[str, Meta(min_length=1, max_length=200)]
    """What stands on the paper, typed: ``A-012``, ``a12``; or what its QR code says, scanned."""


class VoidTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    why: Annotated[FreeText, Meta(min_length=1)]


class ReviveTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets/{id}/revive``."""

    why: Annotated[FreeText, Meta(min_length=1)]


ELEMENTS_MAX = 9
"""Elements of the community satisfaction survey (PermenPANRB 14/2017)."""


class VisitorAct(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a visitor does from the page; ``act`` is the end of its address."""

    act: Literal["late", "cancel", "answer"]
    score: Annotated[int, Meta(ge=1, le=100)] | None = None
    """ANSWER: one of the survey's."""
    elements: Annotated[dict[Annotated[str, Meta(pattern="^u[1-9]$")], int], Meta(max_length=ELEMENTS_MAX)] = field(
        default_factory=dict[str, int]
    )
    """ANSWER: scores of the elements ``u1`` to ``u9``."""


class AnswerChoice(Message, frozen=True, kw_only=True):
    score: int
    text: TextByLanguage


class SurveyQuestion(Message, frozen=True, kw_only=True):
    text: TextByLanguage
    answers: list[AnswerChoice]


class VisitorStatus(Message, frozen=True, kw_only=True):
    """What a visitor's own page shows."""

    number: str
    service: TextByLanguage
    point: TextByLanguage
    state: str
    ahead: int
    estimate: Estimate | None
    counter: str | None
    counter_name: TextByLanguage
    business_date: date
    issued_at: datetime
    now: datetime
    open: bool
    note: TextByLanguage
    over: bool = False
    """It still waits, and its day is over."""
    stopped: str | None = None
    """It waits and nobody may be called now: the rules' reason; ``note`` says it in words."""
    resumes: datetime | None = None
    """While ``stopped``: when calling goes on today; null where it does not, or nobody knows when."""
    appointment: datetime | None = None
    acts: list[str] = field(default_factory=list[str])
    """What the visitor may do now: ``late``, ``cancel``, ``answer``."""
    said_late: bool = False
    """The visitor said so: ``after_calls`` other calls come first."""
    after_calls: int | None = None
    survey: SurveyQuestion | None = None
    """What ``answer`` answers."""
    answered: bool = False
