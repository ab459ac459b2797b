"""Whether the queue, the quota and the visitor's papers allow one more number while doors are open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.contract.reasons import Reason
from kiosk.rules.live import LiveState
from kiosk.rules.offer_plans import OfferPlans
from kiosk.rules.plan import DayPlan, SessionSpan

POSSIBLE: Final = 0.3
"""Below this share of the forecast's paths no number is given: 94 % of such visitors were never called."""


@dataclass(frozen=True, slots=True)
class DemandFigures:
    """The numbers behind a decision, for a person who asks why."""

    ahead: int
    counters: int
    minutes: float
    """With one visitor."""
    left_min: float
    """Service time until closing, breaks left out."""
    quota: int | None
    """Of the day, else of the session that is on; ``None`` without any."""
    used: int


def figures(desk: OfferPlans, plan: DayPlan, now: float, live: LiveState) -> DemandFigures:
    session = session_at(plan, now)
    quota = quota_at(desk, plan, now)
    used = live.issued - live.voided
    if quota is None and session is not None:
        quota, used = session.quota, live.issued_in_session - live.voided_in_session
    counters, minutes = _counters(desk, plan, now, live), _minutes(desk, live)
    return DemandFigures(_ahead(live), counters, minutes, left(plan, now) / 60, quota, used)


def refusals(
    desk: OfferPlans, plan: DayPlan, now: float, live: LiveState, missing: tuple[str, ...], *, cutoff: bool
) -> list[Reason]:
    """Every reason against one more number, in the order in which they are given."""
    found: list[Reason] = []
    if missing:
        found.append(Reason.DOCS_INCOMPLETE)
    quota = quota_at(desk, plan, now)
    if quota is not None and live.issued - live.voided >= quota:
        found.append(Reason.QUOTA_FULL)
    if plan.sessions:
        session = session_at(plan, now)
        if session is not None and live.issued_in_session - live.voided_in_session >= session.quota:
            found.append(Reason.QUOTA_SESSION_FULL)
    if cutoff and too_late(desk, plan, now, live):
        found.append(Reason.CUTOFF_QUEUE)
    return found


def session_at(plan: DayPlan, now: float) -> SessionSpan | None:
    return next((session for session in plan.sessions if session.count_from <= now < session.end), None)


def quota_at(desk: OfferPlans, plan: DayPlan, now: float) -> int | None:
    """The quota of the day that holds now."""
    if not plan.quotas:
        return desk.offer.quota_day
    return next((quota for start, end, quota in plan.quotas if start <= now < end), None)


def next_session(plan: DayPlan, now: float) -> float | None:
    """Where a later session of the day first allows issuing; one without any quota is passed over.

    After a session whose quota is zero, which nobody could use up, time outside of any session counts too.
    """
    current = session_at(plan, now)
    if current is None:
        return None
    if current.quota == 0:
        return next((max(start, now) for start, end in plan.takes if now < end), None)
    for session in plan.sessions:
        if session.start >= current.end and session.quota > 0:
            for start, end in plan.takes:
                if max(start, session.start) < min(end, session.end):
                    return max(start, session.start)
    return None


def next_quota(plan: DayPlan, now: float, used: int) -> float | None:
    """Where a later quota of the day, greater than what is used, first allows issuing."""
    for first, last, quota in plan.quotas:
        if first > now and (quota is None or quota > used):
            for start, end in plan.takes:
                if max(start, first) < min(end, last):
                    return max(start, first)
    return None


def too_late(desk: OfferPlans, plan: DayPlan, now: float, live: LiveState) -> bool:
    """Could a visitor who comes now not be served today? By the forecast where there is one.

    The formula of row 15 decides without one: whoever could not start before closing; breaks are no time to serve in.
    """
    ahead = _ahead(live)
    if ahead <= 0 or plan.endless:
        return False
    if live.reached is not None:
        return live.reached < POSSIBLE
    return (ahead // _counters(desk, plan, now, live)) * _minutes(desk, live) * 60 >= left(plan, now)


def _ahead(live: LiveState) -> int:
    return live.waiting + live.serving if live.ahead is None else live.ahead


def planned_counters(desk: OfferPlans, plan: DayPlan, now: float) -> int:
    """The planned counters that hold now."""
    return next((value for start, end, value in plan.counters if start <= now < end), desk.offer.planned_counters)


def _counters(desk: OfferPlans, plan: DayPlan, now: float, live: LiveState) -> int:
    return live.active_counters or planned_counters(desk, plan, now)


def _minutes(desk: OfferPlans, live: LiveState) -> float:
    return desk.service.service_min if live.avg_min is None else live.avg_min


def left(plan: DayPlan, now: float) -> float:
    """Seconds of service until closing, breaks left out; a stretch that crosses the day's end counts whole."""
    if not plan.spans:
        return 0
    seconds = sum(end - max(start, now) for start, end in plan.spans if now < end)
    return seconds + (plan.closes - max(plan.spans[-1][1], now) if now < plan.closes else 0)
