"""Whether the queue, the quota and the visitor's papers allow one more number while doors are open."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.contract.reasons import Reason
from kiosk.rules.live import LiveState
from kiosk.rules.offer_plans import OfferPlans
from kiosk.rules.plan import DayPlan, SessionSpan


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
    quota = desk.offer.quota_day
    used = live.issued - live.voided
    if quota is None and session is not None:
        quota, used = session.quota, live.issued_in_session - live.voided_in_session
    return DemandFigures(_ahead(live), _counters(desk, live), _minutes(desk, live), _left(plan, now) / 60, quota, used)


def refusals(
    desk: OfferPlans, plan: DayPlan, now: float, live: LiveState, missing: tuple[str, ...], *, cutoff: bool
) -> list[Reason]:
    """Every reason against one more number, in the order in which they are given."""
    found: list[Reason] = []
    if missing:
        found.append(Reason.DOCS_INCOMPLETE)
    if desk.offer.quota_day is not None and live.issued - live.voided >= desk.offer.quota_day:
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


def next_session(plan: DayPlan, now: float) -> float | None:
    """Where a later session of the day first allows issuing; one without any quota is passed over."""
    current = session_at(plan, now)
    for session in plan.sessions:
        if current is not None and session.start >= current.end and session.quota > 0:
            for start, end in plan.windows:
                if max(start, session.start) < min(end, session.end):
                    return max(start, session.start)
    return None


def too_late(desk: OfferPlans, plan: DayPlan, now: float, live: LiveState) -> bool:
    """Could a visitor who comes now not start before closing? Breaks are no time to serve in."""
    ahead = _ahead(live)
    if ahead <= 0:
        return False
    return (ahead // _counters(desk, live)) * _minutes(desk, live) * 60 >= _left(plan, now)


def _ahead(live: LiveState) -> int:
    return live.waiting + live.serving if live.ahead is None else live.ahead


def _counters(desk: OfferPlans, live: LiveState) -> int:
    return live.active_counters or desk.offer.planned_counters


def _minutes(desk: OfferPlans, live: LiveState) -> float:
    return desk.service.service_min if live.avg_min is None else live.avg_min


def _left(plan: DayPlan, now: float) -> float:
    return sum(end - max(start, now) for start, end in plan.spans if now < end)
