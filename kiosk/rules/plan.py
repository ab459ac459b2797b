"""The plan of one offer on one business date: which layer speaks, and the instants that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from kiosk.rules.model import (
    WEEKDAYS,
    Configuration,
    Hours,
    Offer,
    Recurring,
    ScheduleVersion,
    Season,
    Service,
    Special,
    TimedValue,
)
from kiosk.rules.recurring import matches
from kiosk.rules.times import DAY_MINUTES
from kiosk.rules.zone import instant
from kiosk.wording.localized import LocalizedText

Layer = Literal["special", "holiday", "season", "recurring", "week", "none"]
"""Who decides about a date, strongest first; an emergency beats them all, but it is no part of a plan."""

Span = tuple[int, int]
"""Half-open, in seconds since 1970."""

HOLIDAY_AHEAD_DAYS = 31
"""A day counts as the last one before a public holiday that is at most so far away."""

_CACHE = 4096
_ONE_DAY = timedelta(days=1)


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
    """The id of the special day, season, recurring day or schedule."""
    basis: str = ""
    """The decree, notice or announcement; the holiday's name."""
    note: LocalizedText = field(default_factory=dict[str, str])
    """The reason of the special or recurring day."""
    since: date | None = None
    """First date of the season or weekly version."""
    until: date | None = None
    """Last date of the season."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Everything about one offer on one business date that does not depend on the queue."""

    day: date
    ruling: Ruling
    start: int
    """The first instant of the business day."""
    end: int
    """The first instant of the next one."""
    spans: tuple[Span, ...]
    """When visitors are called, within this business day."""
    windows: tuple[Span, ...]
    """When numbers are issued: the spans with lead, breaks where the office wants it, until the service's own end."""
    takes: tuple[Span, ...]
    """The windows without the times whose quota is zero: when a number may really be taken."""
    opens: int
    """Start of the first span less the lead; 0 on a closed date, like the two below."""
    closes: int
    """End of the last span; of the stretches of following dates that touch it, where there are any."""
    issue_ends: int
    """When the service stops issuing, ``closes`` where it has no end of its own."""
    sessions: tuple[SessionSpan, ...] = ()
    quotas: tuple[tuple[int, int, int | None], ...] = ()
    """Start, end and quota of the day, where it changes with the time."""
    counters: tuple[tuple[int, int, int], ...] = ()
    """Start, end and planned counters, where they change with the time."""
    carried_until: int = 0
    """Until when those may be called who wait since a stretch of the date before; 0 where there are none."""
    endless: bool = False
    """The stretches go on without a closing as far as anybody looks."""

    @property
    def layer(self) -> Layer:
        return self.ruling.layer

    @property
    def hours(self) -> tuple[Hours, ...]:
        """As they are written for this date; hours before the business day starts belong to the one before."""
        return self.ruling.hours

    @property
    def reason(self) -> str:
        return self.ruling.reason

    def differences(self, other: DayPlan) -> tuple[Literal["hours", "numbers", "quota", "counters"], ...]:
        """What another plan of the same offer and date changes."""
        return (
            *(("hours",) if (self.spans, self.start) != (other.spans, other.start) else ()),
            *(("numbers",) if self._issuing != other._issuing else ()),
            *(("quota",) if (self.sessions, self.quotas) != (other.sessions, other.quotas) else ()),
            *(("counters",) if self.counters != other.counters else ()),
        )

    @property
    def _issuing(self) -> tuple[int, int, bool]:
        """The lead, the service's own end, and whether breaks are issued through; hours alone change none of them."""
        first, last = (self.spans[0][0], self.spans[-1][1]) if self.spans else (0, 0)
        through = len(self.windows) == 1 and len(self.spans) > 1 and self.windows[0][1] > self.spans[0][1]
        return self.opens - first, self.issue_ends if self.issue_ends < last else 0, through


class Planner:
    """Makes the plans of one offer. ``specials``: all of the office by date; the later of two beats the other."""

    def __init__(
        self,
        configuration: Configuration,
        point: str,
        offer: Offer,
        service: Service,
        specials: Mapping[date, Sequence[Special]] | None = None,
    ) -> None:
        self._configuration = configuration
        self._zone = configuration.office.timezone
        self._day_starts = configuration.calendar.day_starts
        self._point = point
        self._offer = offer
        self._service = service
        self._holidays = configuration.holidays_of(point)
        self._specials = by_date(configuration.specials) if specials is None else specials
        self._seasons: tuple[Season, ...] = tuple(s for s in configuration.seasons if offer.schedule in s.schedules)
        covering = (each for each in configuration.recurring if each.covers(point, service.id, offer.schedule))
        self._recurring = tuple(sorted(covering, key=lambda each: each.rank, reverse=True))
        self._rulings: dict[date, Ruling] = {}

    @property
    def recurring(self) -> tuple[Recurring, ...]:
        """The recurring days that cover the offer, the one that beats the others first."""
        return self._recurring

    def opens_on_holidays(self, day: date) -> bool:
        """Whether the weekly version of the date keeps its hours on holidays."""
        version = self._version(day)
        return version is not None and version.open_on_holidays

    # ------------------------------------------------------------ layers

    def ruling(self, day: date) -> Ruling:
        """The first layer that speaks wins: special, holiday or leave, season, recurring, weekly version, nothing."""
        found = self._rulings.get(day)
        if found is None:
            if len(self._rulings) >= _CACHE:
                self._rulings.clear()
            found = self._rulings[day] = next(self.voices(day))
        return found

    def voices(self, day: date) -> Iterator[Ruling]:
        """Every layer that has something to say about the date, strongest first; the last one always has."""
        version = self._version(day)
        if (special := self._special(day)) is not None:
            yield special
        if (holiday := self._holiday(day, version)) is not None:
            yield holiday
        if (season := self._season(day)) is not None:
            yield season
        if (recurring := self._recurring_ruling(day)) is not None:
            yield recurring
        yield self._week(day, version)

    def closure_note(self, day: date, reason: str) -> LocalizedText | None:
        """The special or recurring day's own words, where that day is why it is closed now for this ``reason``."""
        ruling = self.ruling(day)
        if not ruling.note:
            return None
        if not ruling.hours:
            return ruling.note if reason in ("special_closure", "no_hours_today") else None
        usual = list(islice(self.voices(day), 1, 2))
        if not usual or not usual[0].hours:
            return None
        hours = usual[0].hours
        later = reason == "before_open" and ruling.hours[0].start > hours[0].start
        earlier = reason == "after_close" and ruling.hours[-1].end < hours[-1].end
        return ruling.note if later or earlier else None

    def _special(self, day: date) -> Ruling | None:
        for special in reversed(self._specials.get(day, ())):
            if special.covers(self._point, self._service.id):
                reason = "ok" if special.hours else "special_closure"
                return Ruling("special", special.hours, reason, special.id, note=special.reason)
        return None

    def _holiday(self, day: date, version: ScheduleVersion | None) -> Ruling | None:
        if version is not None and version.open_on_holidays:
            return None
        calendar = self._configuration.calendar
        found = self._holidays.days.get(day)
        if found is not None and found[0] in calendar.closed_on:
            kind, name = found
            return Ruling("holiday", (), "holiday" if kind == "public_holiday" else kind, kind, name)
        if calendar.missing_year == "close" and day.year not in self._holidays.years:
            return Ruling("holiday", (), "no_hours_today", f"calendar_missing_{day.year}")
        return None

    def _season(self, day: date) -> Ruling | None:
        season = next((s for s in self._seasons if s.first <= day <= s.last), None)
        if season is None:
            return None
        hours = season.week.days.get(WEEKDAYS[day.weekday()], ())
        reason = "ok" if hours else "no_hours_today"
        return Ruling("season", hours, reason, season.id, season.basis, since=season.first, until=season.last)

    def _recurring_ruling(self, day: date) -> Ruling | None:
        rule = next((each for each in self._recurring if self.recurs(each, day)), None)
        if rule is None:
            return None
        reason = "ok" if rule.hours else "no_hours_today"
        return Ruling("recurring", rule.hours, reason, rule.id, rule.basis, rule.reason)

    def recurs(self, rule: Recurring, day: date) -> bool:
        """Whether the rule speaks about the date."""
        return matches(rule, day) and (not rule.before_holiday or self._is_before_holiday(day))

    def _is_before_holiday(self, day: date) -> bool:
        """Is it the last day with hours before a public holiday? Other rules of this kind do not count."""
        if not self._has_hours(day):
            return False
        for _ in range(HOLIDAY_AHEAD_DAYS):
            try:
                day += _ONE_DAY
            except OverflowError:  # the calendar ends with the year 9999
                return False
            if self._holidays.days.get(day, ("", ""))[0] == "public_holiday":
                return True
            if self._has_hours(day):
                return False
        return False

    def _has_hours(self, day: date) -> bool:
        version = self._version(day)
        layers = (self._special(day), self._holiday(day, version), self._season(day))
        for ruling in layers:
            if ruling is not None:
                return bool(ruling.hours)
        rule = next((each for each in self._recurring if not each.before_holiday and matches(each, day)), None)
        return bool(rule.hours if rule is not None else self._week(day, version).hours)

    def _version(self, day: date) -> ScheduleVersion | None:
        versions = self._configuration.schedules[self._offer.schedule].versions
        return next((v for v in reversed(versions) if v.effective_from <= day), None)

    def _week(self, day: date, version: ScheduleVersion | None) -> Ruling:
        if version is None:
            return Ruling("none", (), "no_hours_today", self._offer.schedule)
        hours = version.week.days.get(WEEKDAYS[day.weekday()], ())
        reason = "ok" if hours else "no_hours_today"
        return Ruling("week", hours, reason, self._offer.schedule, version.basis, since=version.effective_from)

    # ------------------------------------------------------------ instants

    def bounds(self, day: date) -> Span:
        """The first instant of the business day, and of the next one."""
        return business_day(self._zone, day, self._day_starts)

    def spans(self, day: date) -> tuple[Span, ...]:
        """When visitors are called, within the business day.

        Hours that a date has before its business day starts, as a desk of 24 hours does, are in the one before.
        """
        start, end = self.bounds(day)
        found = self._clipped(day, self.ruling(day).hours, start, end)
        if self._day_starts:
            following = _next(day)
            early = tuple(h for h in self.ruling(following).hours if h.start < self._day_starts) if following else ()
            if following and early:
                found = _merged((*found, *self._clipped(following, early, start, end)))
        return found

    def _clipped(self, day: date, hours: Iterable[Hours], start: int, end: int) -> tuple[Span, ...]:
        edges = ((instant(self._zone, day, each.start), instant(self._zone, day, each.end)) for each in hours)
        cut = ((max(first, start), min(last, end)) for first, last in edges) if self._day_starts else edges
        return tuple(span for span in cut if span[0] < span[1])  # hours that fall into a clock change are none

    def plan(self, day: date, spans: tuple[Span, ...], carried_until: int, closes: int, *, endless: bool) -> DayPlan:
        """``closes``: the end of the last span and of what touches it on the following dates; 0 without spans."""
        settings = self._configuration.settings
        ruling = self.ruling(day)
        start, end = self.bounds(day)
        if not spans:
            if ruling.hours:
                ruling = _without_hours(ruling)
            return DayPlan(day, ruling, start, end, (), (), (), 0, 0, 0, carried_until=carried_until)
        opens = max(start, spans[0][0] - settings.issue_lead_min * 60)
        issue_ends = self._issue_ends(day, closes, endless=endless)
        open_spans = [(opens, spans[-1][1])] if settings.issue_during_break else [(opens, spans[0][1]), *spans[1:]]
        windows = tuple((first, min(last, issue_ends)) for first, last in open_spans if first < issue_ends)
        sessions = self._sessions(day, spans)
        quotas = self._by_time(day, self._offer.quotas_by_time, self._offer.quota_day)
        counters = self._by_time(day, self._offer.counters_by_time, self._offer.planned_counters)
        shut = [
            *((each.count_from, each.end) for each in sessions if each.quota == 0),
            *((first, last) for first, last, quota in quotas if quota == 0),
        ]
        return DayPlan(
            day,
            ruling,
            start,
            end,
            spans,
            windows,
            _without(windows, shut) if shut else windows,
            opens,
            closes,
            issue_ends,
            sessions,
            quotas,
            tuple((first, last, value or 1) for first, last, value in counters),
            carried_until,
            endless,
        )

    def _issue_ends(self, day: date, closes: int, *, endless: bool) -> int:
        weekday = WEEKDAYS[day.weekday()]
        ends: list[int | None] = [
            each.on(weekday) if each else None for each in (self._offer.issue_until, self._service.issue_until)
        ]
        until = next((minute for minute in ends if minute is not None), None)
        stops = (self._offer.issue_stop_min, self._service.issue_stop_min, self._configuration.settings.issue_stop_min)
        stop = 0 if endless else next(minutes for minutes in stops if minutes is not None)
        last = closes - stop * 60
        if until is None:
            return last
        if until < self._day_starts:
            until += DAY_MINUTES
        return min(last, instant(self._zone, day, until))

    def _sessions(self, day: date, spans: tuple[Span, ...]) -> tuple[SessionSpan, ...]:
        start, end = self.bounds(day)
        following = _next(day)
        found: list[SessionSpan] = []
        for session in self._offer.sessions:
            pieces = self._clipped(day, (session.hours,), start, end)
            if following and session.hours.start < self._day_starts:
                pieces = (*pieces, *self._clipped(following, (session.hours,), start, end))
            found += (SessionSpan(_count_from(first, spans), first, last, session.quota) for first, last in pieces)
        return tuple(sorted(found, key=lambda each: each.start))

    def _by_time(
        self, day: date, values: tuple[TimedValue, ...], otherwise: int | None
    ) -> tuple[tuple[int, int, int | None], ...]:
        """The business day in pieces with the value of each; empty where the time does not matter."""
        if not values:
            return ()
        first, last = self._day_starts, self._day_starts + DAY_MINUTES
        edges = {minute for each in values for hours in each.hours for minute in (hours.start, hours.end)}
        inner = {edge + shift for edge in edges for shift in (0, DAY_MINUTES) if first < edge + shift < last}
        minutes = sorted({first, last, *inner, *({DAY_MINUTES} if first else ())})
        found: list[tuple[int, int, int | None]] = []
        for begin, end in pairwise(minutes):
            value = next((each.value for each in values if _holds(each, day, begin)), otherwise)
            start, stop = instant(self._zone, day, begin), instant(self._zone, day, end)
            if found and found[-1][2] == value:
                found[-1] = (found[-1][0], stop, value)
            else:
                found.append((start, stop, value))
        return tuple(found)


def business_day(zone: ZoneInfo, day: date, day_starts: int) -> Span:
    """The first instant of a business day, and of the next one."""
    return instant(zone, day, day_starts), instant(zone, day, day_starts + DAY_MINUTES)


def by_date(specials: Iterable[Special]) -> dict[date, list[Special]]:
    """Special days by date, in their order."""
    found: dict[date, list[Special]] = {}
    for special in specials:
        for day in special.dates:
            found.setdefault(day, []).append(special)
    return found


def _holds(value: TimedValue, day: date, minute: int) -> bool:
    """Does the value hold at a minute of the business day? Minutes from 1440 on are on the next day of the calendar."""
    if _fits(value, day, minute):
        return True
    following = _next(day) if minute >= DAY_MINUTES and value.hours else None
    return following is not None and _fits(value, following, minute - DAY_MINUTES)


def _fits(value: TimedValue, day: date, minute: int) -> bool:
    if value.days and WEEKDAYS[day.weekday()] not in value.days:
        return False
    return not value.hours or any(each.start <= minute < each.end for each in value.hours)


def _next(day: date) -> date | None:
    return day + _ONE_DAY if day < date.max else None


def _without_hours(ruling: Ruling) -> Ruling:
    return Ruling(
        ruling.layer, (), "no_hours_today", ruling.source, ruling.basis, ruling.note, ruling.since, ruling.until
    )


def _merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """In order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def _without(windows: tuple[Span, ...], shut: Iterable[Span]) -> tuple[Span, ...]:
    found = list(windows)
    for first, last in shut:
        cut = [piece for start, end in found for piece in ((start, min(end, first)), (max(start, last), end))]
        found = [(start, end) for start, end in cut if start < end]
    return tuple(found)


def _count_from(start: int, spans: tuple[Span, ...]) -> int:
    """A session that is on when doors open takes in what was issued since the doors were last closed."""
    closed = 0
    for first, last in spans:
        if closed <= start <= first:
            return closed
        closed = last
    return start
