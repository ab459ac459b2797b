"""The office's configuration as frozen values. Nothing here reads a file or a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from kiosk.rules.receipt import Receipt
from kiosk.wording.localized import LocalizedText

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

HolidayKind = Literal["public_holiday", "collective_leave"]


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A half-open stretch of one local day, in minutes after midnight: ``start <= minute < end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: LocalizedText
    timezone: ZoneInfo
    languages: tuple[str, ...]
    """The first is what the kiosk shows to a new visitor."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Closing days by date, and what to do about a year that has no file."""

    days: Mapping[date, tuple[HolidayKind, str]]
    years: frozenset[int]
    unverified: frozenset[int]
    closed_on: frozenset[HolidayKind]
    missing_year: Literal["warn", "close"]
    remind_from: tuple[int, int]
    """Month and day from which staff are reminded of next year's missing file."""
    folder: str = "holidays"
    """Where the holiday files are, beside ``antrean.toml``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The ``[rules]`` table; the defaults are those of the shipped configuration."""

    issue_lead_min: int = 0
    issue_during_break: bool = False
    break_drain_min: int = 15
    close_drain_min: int = 120
    cutoff: Literal["estimate", "off"] = "estimate"
    clock_back_tolerance_s: int = 120
    number_digits: int = 3
    call_limit: int = 3
    late_reentry_after: int = 3
    priority_run_max: int = 2
    regular_wait_max_min: int = 45
    appointment_early_min: int = 5
    """Before its time from which an appointment goes ahead of the others."""
    appointment_late_min: int = 15
    """After its time until which a visitor with an appointment must have taken the number."""
    appointment_run_max: int = 3


@dataclass(frozen=True, slots=True)
class Week:
    """Weekly hours; a day that is not there is closed."""

    days: Mapping[Weekday, tuple[Hours, ...]]


@dataclass(frozen=True, slots=True)
class ScheduleVersion:
    effective_from: date
    week: Week
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    id: str
    versions: tuple[ScheduleVersion, ...]
    """Ordered by ``effective_from``."""


@dataclass(frozen=True, slots=True)
class Season:
    """Dates (both inclusive) on which the weekly hours of some schedules are replaced whole."""

    id: str
    first: date
    last: date
    schedules: frozenset[str]
    week: Week
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Special:
    """One date replaced whole; empty points or services mean all of them, empty hours mean closed."""

    id: str
    date: date
    hours: tuple[Hours, ...]
    points: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    reason: LocalizedText = field(default_factory=dict[str, str])

    def covers(self, point: str, service: str) -> bool:
        return (not self.points or point in self.points) and (not self.services or service in self.services)


@dataclass(frozen=True, slots=True)
class Service:
    id: str
    prefix: str
    name: LocalizedText
    hint: LocalizedText
    service_min: int
    sla_wait_min: int
    priority: bool = False
    fallback: bool = False
    issue_until: int | None = None
    """Minutes after midnight at which issuing stops; calling goes on."""
    stages: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    appointments: bool = False
    """A number may be taken for an appointment."""


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class Session:
    """A part of the day with a quota of its own."""

    hours: Hours
    quota: int


@dataclass(frozen=True, slots=True)
class Offer:
    service: str
    schedule: str
    planned_counters: int
    quota_day: int | None = None
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Counter:
    id: str
    serves: tuple[str, ...]
    name: LocalizedText = field(default_factory=dict[str, str])
    rest: tuple[str, ...] = ()
    """Services called here only when nobody waits for those that it serves."""


@dataclass(frozen=True, slots=True)
class Point:
    id: str
    name: LocalizedText
    address: str
    offers: tuple[Offer, ...]
    counters: tuple[Counter, ...]

    def offer(self, service: str) -> Offer | None:
        return next((o for o in self.offers if o.service == service), None)

    def counter(self, counter: str) -> Counter | None:
        return next((c for c in self.counters if c.id == counter), None)


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    id: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Checklist:
    """Papers that a visitor declares, never stored. ``required`` already holds what ``extends`` brings."""

    id: str
    title: LocalizedText
    required: tuple[RequiredDocument, ...]
    conditional: tuple[RequiredDocument, ...]
    staff_flag: str | None = None


@dataclass(frozen=True, slots=True)
class Privacy:
    ticket_days: int = 400
    staff_flag_days: int = 1
    comment_days: int = 90


@dataclass(frozen=True, slots=True)
class Printing:
    """The ``[printing]`` table."""

    on_trouble: Literal["continue", "pause"] = "continue"
    """A kiosk that cannot print goes on with numbers on the screen, or sends visitors to the staff."""
    warn_tickets: int = 40
    """Staff are told when the paper is enough for fewer."""


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    score: int
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Survey:
    enabled: bool = False
    question: LocalizedText = field(default_factory=dict[str, str])
    answers: tuple[SurveyAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything an office has decided, validated; ids are unique and every reference resolves."""

    office: Office
    calendar: Calendar
    settings: Settings
    schedules: Mapping[str, Schedule]
    seasons: tuple[Season, ...]
    specials: tuple[Special, ...]
    services: Mapping[str, Service]
    stages: Mapping[str, Stage]
    points: Mapping[str, Point]
    checklists: Mapping[str, Checklist]
    staff_flags: Mapping[str, LocalizedText] = field(default_factory=dict[str, LocalizedText])
    """What staff read for each flag; a flag without words is shown as it is written."""
    privacy: Privacy = field(default_factory=Privacy)
    survey: Survey = field(default_factory=Survey)
    receipt: Receipt | None = None
    """None: the standard one."""
    printing: Printing = field(default_factory=Printing)

    @property
    def gives_appointments(self) -> bool:
        return any(service.appointments for service in self.services.values())
