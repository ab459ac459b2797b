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
    """A half-open stretch, in minutes after midnight of the local day that it belongs to: ``start <= minute < end``.

    Minutes from 1440 on are on the next day; a stretch ends at the latest when the next business day starts.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TimedValue:
    """A number that holds on some days and hours; no days are every day, no hours the whole day."""

    value: int
    days: frozenset[Weekday] = frozenset()
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueEnd:
    """When a service stops issuing, in minutes after midnight, for some days or, in ``every_day``, for the others."""

    every_day: int | None = None
    by_day: Mapping[Weekday, int] = field(default_factory=dict[Weekday, int])

    def on(self, day: Weekday) -> int | None:
        return self.by_day.get(day, self.every_day)


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: LocalizedText
    timezone: ZoneInfo
    languages: tuple[str, ...]
    """The first is what the kiosk shows to a new visitor."""


@dataclass(frozen=True, slots=True)
class HolidayList:
    """The holiday files of one folder."""

    days: Mapping[date, tuple[HolidayKind, str]]
    years: frozenset[int]
    unverified: frozenset[int] = frozenset()
    folder: str = "holidays"
    """Beside ``antrean.toml``."""
    ignored: tuple[str, ...] = ()
    """Files that look like holiday files and are not read, since their name does not end in ``.toml``."""


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
    day_starts: int = 0
    """Minutes after midnight at which the business day begins (operating rule 34)."""
    ignored: tuple[str, ...] = ()
    """As in ``HolidayList``."""

    @property
    def list(self) -> HolidayList:
        return HolidayList(self.days, self.years, self.unverified, self.folder, self.ignored)


@dataclass(frozen=True, slots=True)
class Settings:
    """The ``[rules]`` table; the defaults are those of the shipped configuration."""

    issue_lead_min: int = 0
    issue_stop_min: int = 0
    """So long before each closing the last number is given, where neither offer nor service says otherwise."""
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
    open_on_holidays: bool = False


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
class Recurring:
    """Days that come again and whose weekly hours are replaced whole; empty hours mean closed (operating rule 37).

    A date must meet every condition. Empty conditions are none; empty points, services or schedules mean all of them.
    """

    id: str
    hours: tuple[Hours, ...]
    schedules: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    days: frozenset[Weekday] = frozenset()
    nth: frozenset[int] = frozenset()
    """Which such weekday of the month: 1 to 5 from its start, -1 to -5 from its end."""
    weeks: Literal["", "even", "odd"] = ""
    """Of the ISO calendar."""
    months: frozenset[int] = frozenset()
    dates: frozenset[tuple[int, int]] = frozenset()
    """Month and day, every year."""
    before_holiday: bool = False
    """The last day with hours before a public holiday."""
    first: date | None = None
    last: date | None = None
    basis: str = ""
    reason: LocalizedText = field(default_factory=dict[str, str])

    def covers(self, point: str, service: str, schedule: str) -> bool:
        return (
            (not self.schedules or schedule in self.schedules)
            and (not self.points or point in self.points)
            and (not self.services or service in self.services)
        )

    @property
    def rank(self) -> tuple[int, int, int]:
        """The more conditions the higher; the days, and both ends of a period, count only between equals."""
        period = self.first is not None or self.last is not None
        named = (self.nth, self.weeks, self.months, self.dates, self.before_holiday, period)
        return sum(map(bool, named)), int(bool(self.days)), int(self.first is not None and self.last is not None)


@dataclass(frozen=True, slots=True)
class Special:
    """Dates replaced whole; empty points or services mean all of them, empty hours mean closed."""

    id: str
    dates: tuple[date, ...]
    """In order."""
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
    issue_until: IssueEnd | None = None
    """When issuing stops; calling goes on."""
    issue_stop_min: int | None = None
    """So long before each closing the last number is given; ``None``: as ``[rules]`` says."""
    stages: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    appointments: bool = False
    """A number may be taken for an appointment."""
    icon: str = ""
    """A pictogram beside the letter; see ``pictograms``."""


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
    """Where ``counters_by_time`` does not say otherwise."""
    quota_day: int | None = None
    """Where ``quotas_by_time`` does not say otherwise."""
    sessions: tuple[Session, ...] = ()
    counters_by_time: tuple[TimedValue, ...] = ()
    """The first that fits holds."""
    quotas_by_time: tuple[TimedValue, ...] = ()
    """Of the day so far; the first that fits holds."""
    issue_until: IssueEnd | None = None
    """Beats the service's on the days that it names."""
    issue_stop_min: int | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    id: str
    serves: tuple[str, ...]
    name: LocalizedText = field(default_factory=dict[str, str])
    rest: tuple[str, ...] = ()
    """Services called here only when nobody waits for those that it serves."""
    roster: str | None = None
    """The schedule of when somebody should be here; None: nobody says so."""


@dataclass(frozen=True, slots=True)
class Point:
    id: str
    name: LocalizedText
    address: str
    offers: tuple[Offer, ...]
    counters: tuple[Counter, ...]
    holidays: HolidayList | None = None
    """The point's own; ``None``: the office's."""

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
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Privacy:
    ticket_days: int = 400
    staff_flag_days: int = 1
    comment_days: int = 90
    officer_figures: bool = False
    """Whether the day report has figures of each officer, to whoever may read it."""


@dataclass(frozen=True, slots=True)
class Security:
    """The ``[security]`` table."""

    pin_digits: int = 6
    """A new PIN has at least so many characters."""
    idle_min: int = 30
    """A sign-in ends after so many minutes without a move."""


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
    security: Security = field(default_factory=Security)
    survey: Survey = field(default_factory=Survey)
    receipt: Receipt | None = None
    """None: the standard one."""
    printing: Printing = field(default_factory=Printing)
    recurring: tuple[Recurring, ...] = ()
    schema: int = 2
    """Of the file: under 1 no ticket outlives the end of its date, except in a stretch that goes on."""

    def holidays_of(self, point: str) -> HolidayList:
        """The holidays that hold at a point."""
        found = self.points.get(point)
        return (found.holidays if found else None) or self.calendar.list

    @property
    def gives_appointments(self) -> bool:
        return any(service.appointments for service in self.services.values())
