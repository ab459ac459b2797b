"""May a number be issued now, may one be called; why, when next, where else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.rules.demand import DemandFigures, figures, next_quota, next_session, planned_counters, refusals, session_at
from kiosk.rules.live import Decision, Emergency, LiveState, OpenElsewhere
from kiosk.rules.model import WEEKDAYS, Checklist, Configuration
from kiosk.rules.offer_plans import NEVER, OfferPlans
from kiosk.rules.plan import DayPlan, Ruling, SessionSpan, Span, business_day, by_date
from kiosk.rules.zone import business_date, instant

CLOCK_AHEAD_S = 300
_NOTHING = LiveState()


class Rules:
    """The decisions of one configuration. Threads may share it; a changed configuration is a new ``Rules``."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._zone: ZoneInfo = configuration.office.timezone
        self._settings = configuration.settings
        self._day_starts = configuration.calendar.day_starts
        specials = by_date(configuration.specials)
        self._desks = {
            (point.id, offer.service): OfferPlans(configuration, point, offer, specials)
            for point in configuration.points.values()
            for offer in point.offers
        }
        self._at_point: dict[str, list[OfferPlans]] = defaultdict(list)
        self._for_service: dict[str, list[OfferPlans]] = defaultdict(list)
        for desk in self._desks.values():
            self._at_point[desk.point].append(desk)
            self._for_service[desk.service.id].append(desk)
        self._required = {
            checklist.id: tuple(document.id for document in checklist.required)
            for checklist in configuration.checklists.values()
        }
        self._years = {point: configuration.holidays_of(point).years for point in configuration.points}
        self._today: tuple[int, int, date] = (0, 0, date.min)
        self._carried: dict[tuple[str, date], float] = {}

    def decide(self, point: str, service: str, at: datetime, live: LiveState = _NOTHING) -> Decision:
        """The first reason that applies, in the order of row 31 of the operating rules.

        Raises ``KeyError`` for a checklist that the configuration does not have.
        """
        now, recorded, suspect = self._accepted(at, live)
        suspect = suspect or live.clock_in_doubt
        day = self._date(now)
        desk = self._desks.get((point, service))
        if desk is None:
            return Decision(
                issue=False,
                call=False,
                reason="service_unavailable",
                business_date=day,
                recorded_at=recorded,
                warnings=self._warnings(point, day, None, live),
            )
        plan = desk.plan(day)
        if suspect:
            reason, call = "clock_suspect", live.waiting > 0
        elif live.emergencies and (stop := _stopped(live.emergencies, point, now)):
            reason, call = stop, False
        else:
            reason, call = self._hours(plan, now, live)
        if live.ticket_day is not None and live.ticket_day != day:
            call = call and live.ticket_day < day and now < desk.last_call(live.ticket_day)
        missing = self._missing(live) if live.checklist is not None and reason == "ok" else ()
        overridden: tuple[str, ...] = ()
        if reason == "ok":
            against = refusals(desk, plan, now, live, missing, cutoff=self._settings.cutoff == "estimate")
            if live.staff_override:
                overridden = tuple(one for one in against if one.overridable)
                against = [one for one in against if not one.overridable]
            reason = against[0] if against else "ok"
        if reason == "ok":
            return Decision(
                issue=True,
                call=call,
                reason="ok",
                business_date=day,
                recorded_at=recorded,
                closes_at=datetime.fromtimestamp(plan.issue_ends, self._zone),
                sequence=live.last_sequence + 1,
                warnings=self._warnings(point, day, None, live),
                staff_flags=self._flags(live.checklist) if live.checklist is not None else (),
                missing=missing,
                overridden=overridden,
            )
        following = self._following(desk, plan, now, live, reason)
        return Decision(
            issue=False,
            call=call,
            reason=reason,
            business_date=day,
            recorded_at=recorded,
            next_opening=following,
            warnings=self._warnings(point, day, following, live),
            alternatives=self.fallbacks(point, service, recorded) if reason == "docs_incomplete" else (),
            missing=missing,
            note=desk.planner.closure_note(day, reason),
        )

    def _accepted(self, at: datetime, live: LiveState) -> tuple[float, datetime, bool]:
        """The instant to decide by, when to record it, and whether the clock went back too far to be believed."""
        now = at.timestamp()
        if live.last_event_at is None or (back := live.last_event_at.timestamp() - now) <= 0:
            return now, at, False
        return now + back, live.last_event_at, back > self._settings.clock_back_tolerance_s

    def _missing(self, live: LiveState) -> tuple[str, ...]:
        return tuple(paper for paper in self._required[live.checklist or ""] if paper not in live.have)

    def _hours(self, plan: DayPlan, now: float, live: LiveState) -> tuple[str, bool]:
        """The hours of the day, then the service's own end; and whether a counter may call."""
        waiting = live.waiting > 0
        if not plan.spans:
            return plan.ruling.reason, waiting and now < plan.carried_until
        if now < plan.opens:
            reason = "before_open" if plan.ruling.hours else plan.ruling.reason
            return reason, waiting and now < plan.carried_until
        settings = self._settings
        if now >= plan.closes:
            return "after_close", waiting and now < plan.closes + settings.close_drain_min * 60
        call = False
        closed_since = 0
        for start, end in plan.spans:
            if now < end:
                if now >= start:
                    call = True
                elif closed_since:
                    call = waiting and now < closed_since + settings.break_drain_min * 60
                    if not settings.issue_during_break:
                        return "break", call
                else:
                    call = waiting and now < plan.carried_until
                break
            closed_since = end
        return ("ok" if now < plan.issue_ends else "service_cutoff"), call

    def _following(self, desk: OfferPlans, plan: DayPlan, now: float, live: LiveState, reason: str) -> datetime | None:
        """When issuing may start again. The layers are foretold; how the queue will move is not."""
        match reason:
            case "clock_suspect" | "emergency_unknown" | "docs_incomplete":
                return None
            case "emergency":
                active = _active(live.emergencies, desk.point, now)
                following = desk.issuing_from(max(stop.until.timestamp() for stop in active if stop.until))
            case "quota_session_full":
                following = next_session(plan, now)
                following = desk.issuing_after(plan.day) if following is None else following
            case "quota_full":
                following = next_quota(plan, now, live.issued - live.voided)
                following = desk.issuing_after(plan.day) if following is None else following
            case "cutoff_queue":
                following = desk.issuing_after(plan.day) if plan.closes <= plan.end else desk.issuing_from(plan.closes)
            case _:
                following = desk.issuing_from(now)
        return self._time(following)

    def _warnings(self, point: str, day: date, following: datetime | None, live: LiveState) -> tuple[str, ...]:
        """Years without a holiday file that the answer rests on; a clock that ran ahead."""
        years = self._years.get(point, self.configuration.calendar.years)
        found = () if day.year in years else (f"calendar_missing_{day.year}",)
        if following is not None and following.year != day.year and following.year not in years:
            found = (*found, f"calendar_missing_{following.year}")
        return (*found, "clock_ahead") if live.clock_ahead_s > CLOCK_AHEAD_S else found

    def _flags(self, checklist: str) -> tuple[str, ...]:
        flag = self.configuration.checklists[checklist].staff_flag
        return (flag,) if flag else ()

    def local(self, at: datetime) -> datetime:
        """The same instant on the office's clock."""
        return at.astimezone(self._zone)

    def business_date(self, at: datetime, last_event_at: datetime | None = None) -> date:
        """The business date of the accepted instant (rule 34): a clock that goes back does not bring back a date."""
        return self._date((at if last_event_at is None else max(at, last_event_at)).timestamp())

    def plan(self, point: str, service: str, day: date) -> DayPlan:
        """Raises ``KeyError`` where the point does not offer the service."""
        return self._desks[point, service].plan(day)

    def roster(self, point: str, counter: str, day: date) -> tuple[Span, ...] | None:
        """When somebody should be at the counter by its roster; ``None`` where it has none."""
        found = self.configuration.points[point].counter(counter)
        if found is None or found.roster is None:
            return None
        versions = self.configuration.schedules[found.roster].versions
        version = next((each for each in reversed(versions) if each.effective_from <= day), None)
        hours = version.week.days.get(WEEKDAYS[day.weekday()], ()) if version is not None else ()
        return tuple((instant(self._zone, day, each.start), instant(self._zone, day, each.end)) for each in hours)

    def voices(self, point: str, service: str, day: date) -> Iterator[Ruling]:
        """Every layer that speaks about the date, strongest first. Raises ``KeyError`` without an offer."""
        return self._desks[point, service].planner.voices(day)

    def day_bounds(self, day: date) -> tuple[datetime, datetime]:
        """The first instant of a business day, and of the next one."""
        start, end = business_day(self._zone, day, self._day_starts)
        return datetime.fromtimestamp(start, self._zone), datetime.fromtimestamp(end, self._zone)

    def last_call(self, point: str, service: str, day: date) -> datetime | None:
        """Until when a ticket of this business date may be called at all: a drain after its stretch ended.

        ``None`` where no closing is in sight; the end of the business day where the point does not offer the service.
        """
        desk = self._desks.get((point, service))
        until = desk.last_call(day) if desk else business_day(self._zone, day, self._day_starts)[1]
        return None if until == NEVER else datetime.fromtimestamp(until, self._zone)

    def is_callable_day(self, point: str, day: date, at: datetime) -> bool:
        """Whether a ticket of this business date may still be called: today's, and those of a stretch that goes on."""
        seconds = at.timestamp()
        if day >= self._date(seconds):
            return True
        until = self._carried.get((point, day))
        if until is None:
            if len(self._carried) > 64:
                self._carried.clear()
            until = max((desk.last_call(day) for desk in self._at_point.get(point, ())), default=0.0)
            self._carried[point, day] = until
        return seconds < until

    def planned_counters(self, point: str, service: str, at: datetime) -> int:
        """The counters that are planned for this time. Raises ``KeyError`` where the service is not offered."""
        desk, seconds = self._desks[point, service], at.timestamp()
        return planned_counters(desk, desk.plan(self._date(seconds)), seconds)

    def figures(self, point: str, service: str, at: datetime, live: LiveState = _NOTHING) -> DemandFigures | None:
        """The numbers that ``decide`` weighs; ``None`` where the point does not offer the service."""
        desk = self._desks.get((point, service))
        now, _, _ = self._accepted(at, live)
        return figures(desk, desk.plan(self._date(now)), now, live) if desk else None

    def session(self, point: str, service: str, at: datetime) -> SessionSpan | None:
        """The session whose quota a ticket issued now would use."""
        desk = self._desks.get((point, service))
        if desk is None or not desk.offer.sessions:
            return None
        seconds = at.timestamp()
        return session_at(desk.plan(self._date(seconds)), seconds)

    def next_opening(self, point: str, service: str, at: datetime) -> datetime | None:
        """The first instant from ``at`` on, itself included, at which the layers but emergencies allow issuing."""
        desk = self._desks.get((point, service))
        return self._time(desk.issuing_from(at.timestamp())) if desk else None

    def may_call(self, point: str, service: str, at: datetime, live: LiveState = _NOTHING) -> bool:
        """May a counter call a ticket now? ``live.waiting`` counts the ticket itself."""
        return self.decide(point, service, at, live).call

    def alternatives(
        self, service: str, at: datetime, exclude_point: str | None = None, emergencies: Iterable[Emergency] = ()
    ) -> tuple[OpenElsewhere, ...]:
        """The points where the service is open now, in the configuration's order."""
        seconds = at.timestamp()
        day = self._date(seconds)
        stops = tuple(emergencies)
        return tuple(
            OpenElsewhere(desk.point, service, datetime.fromtimestamp(desk.plan(day).issue_ends, self._zone))
            for desk in self._for_service.get(service, ())
            if desk.point != exclude_point
            and _within(desk.plan(day).windows, seconds)
            and not _stopped(stops, desk.point, seconds)
        )

    def fallbacks(self, point: str, service: str, at: datetime) -> tuple[str, ...]:
        """Other services of this point that are open now and take visitors whose documents are incomplete."""
        seconds = at.timestamp()
        day = self._date(seconds)
        return tuple(
            desk.service.id
            for desk in self._at_point.get(point, ())
            if desk.service.fallback and desk.service.id != service and _within(desk.plan(day).windows, seconds)
        )

    def checklist(self, service: str, checklist: str) -> Checklist | None:
        """The checklist, where the service has it."""
        found = self.configuration.services.get(service)
        if found is None or checklist not in found.checklists:
            return None
        return self.configuration.checklists[checklist]

    def next_change(self, point: str, at: datetime) -> datetime:
        """The next instant at which a decision of this point may change by the clock; the day's end at the latest."""
        seconds = at.timestamp()
        day = self._date(seconds)
        edges = [edge for desk in self._at_point.get(point, ()) for edge in self._edges(desk.plan(day))]
        end = business_day(self._zone, day, self._day_starts)[1]
        return datetime.fromtimestamp(min(edge for edge in (*edges, end) if edge > seconds), self._zone)

    def _edges(self, plan: DayPlan) -> Iterator[int]:
        for span in (*plan.spans, *plan.windows):
            yield from span
        yield from (end + self._settings.break_drain_min * 60 for _, end in plan.spans)
        yield from (plan.opens, plan.issue_ends, plan.closes + self._settings.close_drain_min * 60)
        yield plan.carried_until
        for start, end, _ in (*plan.quotas, *plan.counters):
            yield from (start, end)
        for session in plan.sessions:
            yield from (session.count_from, session.start, session.end)

    def _date(self, seconds: float) -> date:
        start, end, day = self._today
        if start <= seconds < end:
            return day
        day = business_date(self._zone, seconds, self._day_starts)
        self._today = (*business_day(self._zone, day, self._day_starts), day)
        return day

    def _time(self, seconds: float | None) -> datetime | None:
        return None if seconds is None else datetime.fromtimestamp(seconds, self._zone)


def _within(spans: tuple[Span, ...], seconds: float) -> bool:
    return any(start <= seconds < end for start, end in spans)


def _active(emergencies: Iterable[Emergency], point: str, now: float) -> list[Emergency]:
    return [
        stop
        for stop in emergencies
        if stop.point == point
        and stop.start.timestamp() <= now
        and (stop.until is None or now < stop.until.timestamp())
    ]


def _stopped(emergencies: Iterable[Emergency], point: str, now: float) -> str | None:
    """The reason that an emergency gives; several together end when the last one does."""
    active = _active(emergencies, point, now)
    if not active:
        return None
    return "emergency_unknown" if any(stop.until is None for stop in active) else "emergency"
