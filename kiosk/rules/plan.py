"""The plan of one offer on one date: which layer speaks, and the instants that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from kiosk.rules.model import WEEKDAYS, Configuration, Hours, Offer, Season, Service, Special
from kiosk.rules.zone import instant
from kiosk.wording.localized import LocalizedText

Layer = Literal["special", "holiday", "season", "week", "none"]
"""Who decides about a date, strongest first; an emergency beats them all, but it is no part of a plan."""

Span = tuple[int, int]
"""Half-open, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """One session of one date. Tickets issued from ``count_from`` (a lead, a break before it) count towards it."""

    count_from: int
    start: int
    end: int
    quota: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the layers say about one date. Exactly one layer speaks."""

    layer: Layer
    hours: tuple[Hours, ...]
    reason: str
    """Why the whole date is closed: a code of the contract; ``ok`` where it has hours."""
    source: str = ""
    """The id of the special day, season or schedule."""
    basis: str = ""
    """The decree, notice or announcement; the holiday's name."""
    note: LocalizedText = field(default_factory=dict[str, str])
    """The special day's reason."""
    since: date | None = None
    """First date of the season or weekly version."""
    until: date | None = None
    """Last date of the season."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Everything about one offer on one date that does not depend on the queue."""

    day: date
    ruling: Ruling
    start: int
    """The first instant of the date."""
    spans: tuple[Span, ...]
    """When visitors are called."""
    windows: tuple[Span, ...]
    """When numbers are issued: the spans with lead, breaks where the office wants it, until the service's own end."""
    opens: int
    """Start of the first span less the lead; 0 on a closed date, like the two below."""
    closes: int
    issue_ends: int
    """When the service stops issuing, ``closes`` where it has no end of its own."""
    sessions: tuple[SessionSpan, ...] = ()

    @property
    def layer(self) -> Layer:
        return self.ruling.layer

    @property
    def hours(self) -> tuple[Hours, ...]:
        return self.ruling.hours

    @property
    def reason(self) -> str:
        return self.ruling.reason


class Planner:
    """Makes the plans of one offer."""

    def __init__(self, configuration: Configuration, point: str, offer: Offer, service: Service) -> None:
        self._configuration = configuration
        self._offer = offer
        self._service = service
        self._specials: Mapping[date, Special] = {
            special.date: special for special in configuration.specials if special.covers(point, service.id)
        }
        self._seasons: tuple[Season, ...] = tuple(s for s in configuration.seasons if offer.schedule in s.schedules)

    def ruling(self, day: date) -> Ruling:
        """The first layer that speaks wins: special day, holiday or leave, season, weekly version, nothing."""
        return self._special(day) or self._holiday(day) or self._season(day) or self._week(day)

    def _special(self, day: date) -> Ruling | None:
        special = self._specials.get(day)
        if special is None:
            return None
        reason = "ok" if special.hours else "special_closure"
        return Ruling("special", special.hours, reason, special.id, note=special.reason)

    def _holiday(self, day: date) -> Ruling | None:
        calendar = self._configuration.calendar
        found = calendar.days.get(day)
        if found is not None and found[0] in calendar.closed_on:
            kind, name = found
            return Ruling("holiday", (), "holiday" if kind == "public_holiday" else kind, kind, name)
        if calendar.missing_year == "close" and day.year not in calendar.years:
            return Ruling("holiday", (), "no_hours_today", f"calendar_missing_{day.year}")
        return None

    def _season(self, day: date) -> Ruling | None:
        season = next((s for s in self._seasons if s.first <= day <= s.last), None)
        if season is None:
            return None
        hours = season.week.days.get(WEEKDAYS[day.weekday()], ())
        return Ruling(
            "season",
            hours,
            "ok" if hours else "no_hours_today",
            season.id,
            season.basis,
            since=season.first,
            until=season.last,
        )

    def _week(self, day: date) -> Ruling:
        schedule = self._configuration.schedules[self._offer.schedule]
        version = next((v for v in reversed(schedule.versions) if v.effective_from <= day), None)
        if version is None:
            return Ruling("none", (), "no_hours_today", schedule.id)
        hours = version.week.days.get(WEEKDAYS[day.weekday()], ())
        return Ruling(
            "week", hours, "ok" if hours else "no_hours_today", schedule.id, version.basis, since=version.effective_from
        )

    def plan(self, day: date) -> DayPlan:
        zone, settings = self._configuration.office.timezone, self._configuration.settings
        ruling = self.ruling(day)
        start = instant(zone, day, 0)
        edges = ((instant(zone, day, h.start), instant(zone, day, h.end)) for h in ruling.hours)
        spans = tuple(span for span in edges if span[0] < span[1])  # hours that fall into a clock change are no hours
        if not spans:
            if ruling.hours:
                ruling = replace(ruling, hours=(), reason="no_hours_today")
            return DayPlan(day, ruling, start, (), (), 0, 0, 0)
        opens = max(start, spans[0][0] - settings.issue_lead_min * 60)
        closes = spans[-1][1]
        until = self._service.issue_until
        issue_ends = closes if until is None else min(closes, instant(zone, day, until))
        open_spans = [(opens, closes)] if settings.issue_during_break else [(opens, spans[0][1]), *spans[1:]]
        windows = tuple((first, min(last, issue_ends)) for first, last in open_spans if first < issue_ends)
        return DayPlan(day, ruling, start, spans, windows, opens, closes, issue_ends, self._sessions(day, spans))

    def _sessions(self, day: date, spans: tuple[Span, ...]) -> tuple[SessionSpan, ...]:
        zone = self._configuration.office.timezone
        found: list[SessionSpan] = []
        for session in self._offer.sessions:
            start, end = instant(zone, day, session.hours.start), instant(zone, day, session.hours.end)
            found.append(SessionSpan(_count_from(start, spans), start, end, session.quota))
        return tuple(found)


def _count_from(start: int, spans: tuple[Span, ...]) -> int:
    """A session that is on when doors open takes in what was issued since the doors were last closed."""
    closed = 0
    for first, last in spans:
        if closed <= start <= first:
            return closed
        closed = last
    return start
