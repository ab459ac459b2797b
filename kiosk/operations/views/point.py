"""The point as a kiosk shows it: services with their state, waits and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from kiosk.messages import (
    Alternative,
    ChecklistView,
    CounterView,
    DocumentView,
    EmergencyView,
    HoursView,
    OfficeView,
    PlaceView,
    PointView,
    ServiceView,
    StaffRole,
    StageView,
)
from kiosk.messages import Warning as StaffWarning
from kiosk.operations import emergency
from kiosk.operations import help as asking
from kiosk.operations.phrases import why_closed
from kiosk.operations.service_point import Moment
from kiosk.operations.waiting import wait_of
from kiosk.queue.ticket import State
from kiosk.rules import Decision
from kiosk.rules.model import Checklist, Configuration, Document, Hours, Offer


def point_view(now: Moment, warnings: Sequence[StaffWarning], *, speed: float) -> PointView:
    """Everything that a kiosk needs to know; nothing in it is about one visitor."""
    configuration = now.rules.configuration
    point = configuration.points[now.point.id]
    zone = configuration.office.timezone
    services = [_service(now, offer) for offer in point.offers]
    stop = emergency.active(list(now.stops), now.at)
    since = asking.asked_since(now.point, now.tx)
    return PointView(
        office=OfficeView(id=configuration.office.id, name=dict(configuration.office.name)),
        point=PlaceView(id=point.id, name=dict(point.name), address=point.address),
        languages=list(configuration.office.languages),
        timezone=zone.key,
        now=now.now.astimezone(zone),
        simulated=now.point.clock.simulated,
        speed=speed,
        business_date=now.day,
        open=any(service.open for service in services),
        services=services,
        checklists=_checklists(configuration, point.offers),
        counters=counter_views(now),
        emergency=EmergencyView(
            since=stop.start.astimezone(zone), until=stop.until and stop.until.astimezone(zone), reason=stop.reason
        )
        if stop
        else None,
        warnings=list(warnings),
        staff_exists=any(staff.active for staff in now.tx.all_staff()),
        call_limit=configuration.settings.call_limit,
        help_since=since.astimezone(zone) if since else None,
        on_paper_trouble=configuration.printing.on_trouble,
    )


def alternatives(configuration: Configuration, places: Sequence[tuple[str, str, datetime | None]]) -> list[Alternative]:
    """With names, so that a window needs no table of its own."""
    zone = configuration.office.timezone
    return [
        Alternative(
            point=point,
            point_name=dict(configuration.points[point].name),
            service=service,
            service_name=dict(configuration.services[service].name),
            until=until.astimezone(zone) if until else None,
        )
        for point, service, until in places
    ]


def counter_views(now: Moment) -> list[CounterView]:
    point = now.rules.configuration.points[now.point.id]
    sessions = {session.counter: session for session in now.sessions}
    hands = {
        ticket.counter: ticket.number
        for ticket in now.tx.in_state(now.point.id, now.day, (State.CALLED, State.SERVING))
    }
    return [
        CounterView(
            id=counter.id,
            name=dict(counter.name),
            serves=list(counter.serves),
            rest=list(counter.rest),
            staff=session.staff if (session := sessions.get(counter.id)) else None,
            paused=session.paused if session else None,
            ticket=hands.get(counter.id),
            role=_role(now, session.staff) if session else None,
        )
        for counter in point.counters
    ]


def _role(now: Moment, staff: str) -> StaffRole | None:
    account = now.tx.staff(staff)
    return cast("StaffRole", account.role) if account else None


def _service(now: Moment, offer: Offer) -> ServiceView:
    configuration = now.rules.configuration
    service = configuration.services[offer.service]
    decision = now.rules.decide(now.point.id, service.id, now.now, now.live(service.id))
    waiting = now.tally(service.id).waiting
    plan = now.rules.plan(now.point.id, service.id, now.day)
    places = () if decision.issue else now.rules.alternatives(service.id, now.at, now.point.id)
    return ServiceView(
        id=service.id,
        prefix=service.prefix,
        name=dict(service.name),
        hint=dict(service.hint),
        priority=service.priority,
        fallback=service.fallback,
        checklists=list(service.checklists),
        open=decision.issue,
        reason=decision.reason,
        detail=_detail(now, decision),
        next_opening=decision.next_opening,
        hours=[_hours(stretch) for stretch in plan.hours],
        closes_at=decision.closes_at,
        waiting=waiting,
        estimate=wait_of(now, service.id, ahead=waiting).estimate if decision.issue or waiting else None,
        alternatives=alternatives(configuration, [(place.point, place.service, place.until) for place in places]),
        stages=[StageView(id=stage, name=dict(configuration.stages[stage].name)) for stage in service.stages],
        appointments=service.appointments,
        target_min=service.sla_wait_min,
    )


def _detail(now: Moment, decision: Decision) -> dict[str, str]:
    if decision.issue:
        return {}
    configuration = now.rules.configuration
    return {
        language: why_closed(configuration, decision.reason, decision.next_opening, now.at, language)
        for language in configuration.office.languages
    }


def _hours(stretch: Hours) -> HoursView:
    return HoursView(start=_wall(stretch.start), end=_wall(stretch.end))


def _wall(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _checklists(configuration: Configuration, offers: Sequence[Offer]) -> list[ChecklistView]:
    wanted = dict.fromkeys(
        checklist for offer in offers for checklist in configuration.services[offer.service].checklists
    )
    return [_checklist(configuration.checklists[checklist]) for checklist in wanted]


def _checklist(checklist: Checklist) -> ChecklistView:
    return ChecklistView(
        id=checklist.id,
        title=dict(checklist.title),
        required=[_document(document) for document in checklist.required],
        conditional=[_document(document) for document in checklist.conditional],
    )


def _document(document: Document) -> DocumentView:
    return DocumentView(id=document.id, text=dict(document.text))
