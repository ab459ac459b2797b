"""The point as a kiosk and anyone else sees it: services, hours, counters, warnings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, field

from kiosk.contract.fields import FreeText, Id, Message, TextByLanguage
from kiosk.contract.people import StaffRole


class Estimate(Message, frozen=True, kw_only=True):
    """When a visitor is likely to be called: as minutes from now, and as the clock times that are shown.

    ``kiosk.wording.expected`` has the words. Without a range (``uncertain``, ``not_reached``) the times are null.
    """

    low_min: int
    high_min: int
    kind: Literal["soon", "range", "before_break", "after_break", "around_break", "uncertain", "not_reached"] = "range"
    start: datetime | None = None
    """Ends lie on five minutes of the clock, rounded outward."""
    end: datetime | None = None
    resumes: datetime | None = None
    """The end of the break that is spoken of."""
    may_not_be_reached: bool = False
    """The ticket may not be called before closing."""
    if_open: bool = False
    """No counter is open now; it holds if one opens as usual."""


class HoursView(Message, frozen=True, kw_only=True):
    """A half-open stretch of today, as wall-clock ``HH:MM``."""

    start: str
    end: str


class Alternative(Message, frozen=True, kw_only=True):
    """Another place, or another service here, that is open now."""

    point: str
    point_name: TextByLanguage
    service: str
    service_name: TextByLanguage
    until: datetime | None = None


class DocumentView(Message, frozen=True, kw_only=True):
    id: str
    text: TextByLanguage


class ChecklistView(Message, frozen=True, kw_only=True):
    """The migrant worker's list looks like every other: no flag crosses to a kiosk."""

    id: str
    title: TextByLanguage
    required: list[DocumentView]
    conditional: list[DocumentView]
    icon: str = ""
    """A pictogram by its Lucide name; empty without."""


class StageView(Message, frozen=True, kw_only=True):
    """A step under one number, such as the check of documents."""

    id: str
    name: TextByLanguage


class ServiceView(Message, frozen=True, kw_only=True):
    id: str
    prefix: str
    name: TextByLanguage
    hint: TextByLanguage
    priority: bool
    fallback: bool
    checklists: list[str]
    open: bool
    """A ticket may be issued now."""
    reason: str
    """A code of the contract; ``ok`` when open."""
    detail: TextByLanguage
    """Why it is closed and when it opens, in words; empty when open."""
    next_opening: datetime | None
    hours: list[HoursView]
    """Today's, empty when closed all day."""
    closes_at: datetime | None
    """When issuing stops today, breaks aside; null when closed."""
    waiting: int
    estimate: Estimate | None
    alternatives: list[Alternative]
    """Other points where this service is open now."""
    stages: list[StageView] = field(default_factory=list[StageView])
    """In the order in which a visitor goes through them."""
    appointments: bool = False
    """A number may be taken for an appointment."""
    target_min: int | None = None
    """Nobody should wait longer."""
    icon: str = ""
    """A pictogram by its Lucide name; empty without."""


class OfficeView(Message, frozen=True, kw_only=True):
    id: str
    name: TextByLanguage


class PlaceView(Message, frozen=True, kw_only=True):
    id: str
    name: TextByLanguage
    address: str


class EmergencyView(Message, frozen=True, kw_only=True):
    since: datetime
    until: datetime | None
    reason: str


class CounterView(Message, frozen=True, kw_only=True):
    id: str
    name: TextByLanguage
    serves: list[str]
    staff: str | None = None
    paused: str | None = None
    ticket: str | None = None
    """The number now called or served."""
    rest: list[str] = field(default_factory=list[str])
    """Services called here only when nobody waits for those in ``serves``."""
    role: StaffRole | None = None
    """Of the member of staff."""
    absent: bool = False
    """Staff said that nobody is here for a while, or today."""
    absent_until: datetime | None = None
    """While ``absent``: until when; null: for the rest of the day."""


class Warning(Message, frozen=True, kw_only=True):  # noqa: A001  the contract's name for it
    """Something that staff should know: a missing calendar, a clock in doubt, a refused configuration."""

    code: str
    detail: TextByLanguage


class PointView(Message, frozen=True, kw_only=True):
    office: OfficeView
    point: PlaceView
    languages: list[str]
    timezone: str
    now: datetime
    simulated: bool
    speed: float
    """How fast the server's clock runs; 1 unless simulated."""
    business_date: date
    open: bool
    """At least one service issues tickets now."""
    services: list[ServiceView]
    checklists: list[ChecklistView]
    counters: list[CounterView]
    emergency: EmergencyView | None
    warnings: list[Warning]
    staff_exists: bool
    """False until the first account is made."""
    call_limit: int = 3
    help_since: datetime | None = None
    """A visitor at the kiosk has asked for staff, and nobody has come yet."""
    on_paper_trouble: Literal["continue", "pause"] = "continue"
    """What a kiosk does that cannot print: it goes on with numbers on the screen, or sends visitors to the staff."""


class StartEmergency(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    until: datetime | None = None
    reason: FreeText = ""


class IncompletePapers(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /point/documents``: which papers a visitor lacked. Counted without a person or a ticket."""

    checklist: Id
    missing: Annotated[list[Id], Meta(min_length=1, max_length=100)]
