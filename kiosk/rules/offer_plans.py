"""One offer with everything that a decision about it needs close at hand."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kiosk.rules.model import Configuration, Offer, Point, Service
from kiosk.rules.plan import DayPlan, Planner
from kiosk.rules.zone import local_date

HORIZON_DAYS = 800
_CACHE = 4096


class OfferPlans:
    """Plans are kept once made. Threads may share a desk: a plan made twice is the same plan."""

    def __init__(self, configuration: Configuration, point: Point, offer: Offer) -> None:
        self.point = point.id
        self.offer = offer
        self.service: Service = configuration.services[offer.service]
        self._zone: ZoneInfo = configuration.office.timezone
        self._planner = Planner(configuration, point.id, offer, self.service)
        self._plans: dict[date, DayPlan] = {}
        self._first_after: dict[date, int | None] = {}

    def plan(self, day: date) -> DayPlan:
        plan = self._plans.get(day)
        if plan is None:
            if len(self._plans) >= _CACHE:
                self._plans.clear()
            plan = self._plans[day] = self._planner.plan(day)
        return plan

    def issuing_from(self, seconds: float) -> float | None:
        """The first instant at or after ``seconds`` at which the layers allow issuing."""
        day = local_date(self._zone, seconds)
        for start, end in self.plan(day).windows:
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
            if plan.windows:
                return plan.windows[0][0]
        return None
