"""One offer with everything that a decision about it needs close at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.rules.model import Configuration, Offer, Point, Service, Special
from kiosk.rules.plan import DayPlan, Planner, Span
from kiosk.rules.zone import business_date

HORIZON_DAYS: Final = 800
ENDLESS_DAYS: Final = 14
"""Stretches that touch from date to date for so long are one without a closing."""
NEVER: Final = float("inf")
_CACHE = 4096
_ONE_DAY = timedelta(days=1)


class OfferPlans:
    """Plans are kept once made. Threads may share them: a plan made twice is the same plan."""

    def __init__(
        self,
        configuration: Configuration,
        point: Point,
        offer: Offer,
        specials: Mapping[date, Sequence[Special]] | None = None,
    ) -> None:
        self.point = point.id
        self.offer = offer
        self.service: Service = configuration.services[offer.service]
        self.planner = Planner(configuration, point.id, offer, self.service, specials)
        self._zone: ZoneInfo = configuration.office.timezone
        self._day_starts = configuration.calendar.day_starts
        self._drain_s = configuration.settings.close_drain_min * 60
        self._drain_goes_on = configuration.schema > 1
        self._plans: dict[date, DayPlan] = {}
        self._spans: dict[date, tuple[Span, ...]] = {}
        self._first_after: dict[date, int | None] = {}

    def plan(self, day: date) -> DayPlan:
        plan = self._plans.get(day)
        if plan is None:
            if len(self._plans) >= _CACHE:
                self._plans.clear()
            plan = self._plans[day] = self._plan(day)
        return plan

    def _plan(self, day: date) -> DayPlan:
        spans = self._spans_of(day)
        closes, endless = self._closing(day, spans)
        return self.planner.plan(day, spans, self._carried_until(day, spans), closes, endless=endless)

    def _spans_of(self, day: date) -> tuple[Span, ...]:
        spans = self._spans.get(day)
        if spans is None:
            if len(self._spans) >= _CACHE:
                self._spans.clear()
            spans = self._spans[day] = self.planner.spans(day)
        return spans

    def _closing(self, day: date, spans: tuple[Span, ...]) -> tuple[int, bool]:
        """The end of the last span and of the spans of following dates that touch it; whether it is out of sight."""
        if not spans:
            return 0, False
        closes = spans[-1][1]
        for _ in range(ENDLESS_DAYS):
            if day == date.max:
                return closes, False
            day += _ONE_DAY
            following = self._spans_of(day)
            if not following or following[0][0] > closes:
                return closes, False
            for start, end in following:
                if start > closes:
                    return closes, False
                closes = max(closes, end)
        return closes, True

    def _carried_until(self, day: date, spans: tuple[Span, ...]) -> int:
        """Until when those may be called who wait since the date before; 0 where its stretch goes on, or is over."""
        if not self._drain_goes_on or day == date.min:
            return 0
        before = self._spans_of(day - _ONE_DAY)
        if not before or (spans and spans[0][0] <= before[-1][1]):
            return 0
        until = before[-1][1] + self._drain_s
        return until if until > self.planner.bounds(day)[0] else 0

    def last_call(self, day: date) -> float:
        """Until when a ticket of this business date may be called at all; ``NEVER`` where no closing is in sight."""
        plan = self.plan(day)
        if plan.endless:
            return NEVER
        if not plan.spans:
            return plan.end
        until = plan.closes + self._drain_s
        return until if self._drain_goes_on or plan.closes > plan.end else min(until, plan.end)

    def issuing_from(self, seconds: float) -> float | None:
        """The first instant at or after ``seconds`` at which the layers allow issuing and the quota is not zero."""
        day = business_date(self._zone, seconds, self._day_starts)
        for start, end in self.plan(day).takes:
            if seconds < end:
                return max(start, seconds)
        return self.issuing_after(day)

    def issuing_after(self, day: date) -> int | None:
        """The first instant of issuing on a date after ``day``; ``None`` where there is none in two years."""
        if day not in self._first_after:
            if len(self._first_after) >= _CACHE:
                self._first_after.clear()
            self._first_after[day] = self._search(day)
        return self._first_after[day]

    def _search(self, day: date) -> int | None:
        for ahead in range(1, HORIZON_DAYS + 1):
            try:
                plan = self.plan(day + timedelta(days=ahead))
            except OverflowError:  # the calendar ends with the year 9999
                return None
            if plan.takes:
                return plan.takes[0][0]
        return None
