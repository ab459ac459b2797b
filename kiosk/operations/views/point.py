"""The point as a kiosk shows it: services with their state, waits and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from kiosk.contract.people import StaffRole
from kiosk.contract.point import (
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
    StageView,
)
from kiosk.contract.point import Warning as StaffWarning
from kiosk.operations.counters import help_requests
from kiosk.operations.days import emergency
from kiosk.operations.forecasts import absences
from kiosk.operations.service_point import Context
from kiosk.operations.tickets.waiting import wait_of_newcomer
from kiosk.queue.ticket import State
from kiosk.rules import Decision, times
from kiosk.rules.model import Checklist, Configuration, Hours, Offer, RequiredDocument
from kiosk.wording.closed import why_and_when


def point_view(context: Context, warnings: Sequence[StaffWarning], *, speed: float) -> PointView:
    """Everything that a kiosk needs to know; nothing in it is about one visitor."""
    configuration = context.rules.configuration
    point = configuration.points[context.service_point.id]
    zone = configuration.office.timezone
    services = [_service_view(context, offer) for offer in point.offers]
    stop = emergency.active(list(context.stops), context.recorded_at)
    since = help_requests.asked_since(context.service_point, context.tx)
    return PointView(
        office=OfficeView(id=configuration.office.id, name=dict(configuration.office.name)),
        point=PlaceView(id=point.id, name=dict(point.name), address=point.address),
        languages=list(configuration.office.languages),
        timezone=zone.key,
        now=context.clock_time.astimezone(zone),
        simulated=context.service_point.clock.simulated,
        speed=speed,
        business_date=context.business_date,
        open=any(service.open for service in services),
        services=services,
        checklists=_checklist_views(configuration, point.offers),
        counters=counter_views(context),
        emergency=EmergencyView(
            since=stop.start.astimezone(zone), until=stop.until and stop.until.astimezone(zone), reason=stop.reason
        )
        if stop
        else None,
        warnings=list(warnings),
        staff_exists=any(staff.active for staff in context.tx.all_staff()),
        call_limit=configuration.settings.call_limit,
        help_since=since.astimezone(zone) if since else None,
        on_paper_trouble=configuration.printing.on_trouble,
    )


def alternatives(
    configuration: Configuration, open_elsewhere: Sequence[tuple[str, str, datetime | None]]
) -> list[Alternative]:
    """Services that are open elsewhere, with the names of points and services, times in the office's zone."""
    zone = configuration.office.timezone
    return [
        Alternative(
            point=point,
            point_name=dict(configuration.points[point].name),
            service=service,
            service_name=dict(configuration.services[service].name),
            until=until.astimezone(zone) if until else None,
        )
        for point, service, until in open_elsewhere
    ]


def counter_views(context: Context) -> list[CounterView]:
    point = context.rules.configuration.points[context.service_point.id]
    sessions = {session.counter: session for session in context.sessions}
    away, zone = absences.absences(context), context.rules.configuration.office.timezone
    hands = {ticket.counter: ticket.number for ticket in context.in_state((State.CALLED, State.SERVING))}
    return [
        CounterView(
            id=counter.id,
            name=dict(counter.name),
            serves=list(counter.serves),
            rest=list(counter.rest),
            staff=session.staff if (session := sessions.get(counter.id)) else None,
            paused=session.paused if session else None,
            ticket=hands.get(counter.id),
            role=_role_of_staff(context, session.staff) if session else None,
            absent=counter.id in away,
            absent_until=until.astimezone(zone) if (found := away.get(counter.id)) and (until := found.until) else None,
        )
        for counter in point.counters
    ]


def _role_of_staff(context: Context, staff: str) -> StaffRole | None:
    account = context.tx.staff(staff)
    return cast("StaffRole", account.role) if account else None


def _service_view(context: Context, offer: Offer) -> ServiceView:
    configuration = context.rules.configuration
    service = configuration.services[offer.service]
    wait = wait_of_newcomer(context, service.id)
    live = context.live(service.id, reached=wait.reached)
    decision = context.rules.decide(context.service_point.id, service.id, context.clock_time, live)
    waiting = context.tally(service.id).waiting
    plan = context.rules.plan(context.service_point.id, service.id, context.business_date)
    open_elsewhere = (
        () if decision.issue else context.rules.alternatives(service.id, context.recorded_at, context.service_point.id)
    )
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
        detail=_closure_sentences(context, decision),
        next_opening=decision.next_opening,
        hours=[_hours_view(stretch) for stretch in plan.hours],
        closes_at=decision.closes_at,
        waiting=waiting,
        estimate=wait.estimate if decision.issue or waiting else None,
        alternatives=alternatives(configuration, [(each.point, each.service, each.until) for each in open_elsewhere]),
        stages=[StageView(id=stage, name=dict(configuration.stages[stage].name)) for stage in service.stages],
        appointments=service.appointments,
        target_min=service.sla_wait_min,
        icon=service.icon,
    )


def _closure_sentences(context: Context, decision: Decision) -> dict[str, str]:
    if decision.issue:
        return {}
    configuration = context.rules.configuration
    return {
        language: why_and_when(
            decision.reason,
            decision.next_opening,
            context.recorded_at,
            configuration.office.timezone,
            language,
            note=decision.note,
        )
        for language in configuration.office.languages
    }


def _hours_view(stretch: Hours) -> HoursView:
    return HoursView(start=times.clock(stretch.start), end=times.clock(stretch.end))


def _checklist_views(configuration: Configuration, offers: Sequence[Offer]) -> list[ChecklistView]:
    wanted = dict.fromkeys(
        checklist for offer in offers for checklist in configuration.services[offer.service].checklists
    )
    return [_checklist_view(configuration.checklists[checklist]) for checklist in wanted]


def _checklist_view(checklist: Checklist) -> ChecklistView:
    return ChecklistView(
        id=checklist.id,
        title=dict(checklist.title),
        required=[_document_view(document) for document in checklist.required],
        conditional=[_document_view(document) for document in checklist.conditional],
        icon=checklist.icon,
    )


def _document_view(document: RequiredDocument) -> DocumentView:
    return DocumentView(id=document.id, text=dict(document.text))
