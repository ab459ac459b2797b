"""What a changed configuration would do to tickets and counters in use (operating rule 44)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.contract.pending import Touched
from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets.transfer import release_reserved
from kiosk.queue.ticket import State, Ticket
from kiosk.rules import Rules
from kiosk.store.interface import Transaction
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

_IN_USE: Final = (State.WAITING, State.HELD, State.CALLED, State.SERVING, State.NO_SHOW)
_SHOWN: Final = 200
"""Numbers that a line names; more of them say nothing more."""


@dataclass(frozen=True, slots=True)
class _Change:
    context: Context
    new: Rules

    @property
    def point(self) -> str:
        return self.context.service_point.id

    def touched(self, kind: str, what: str, tickets: Sequence[Ticket], **values: object) -> Touched:
        texts: dict[str, str] = {}
        for language in self.context.rules.configuration.office.languages:
            known = self.context.rules.configuration.services.get(what)
            name = localized(known.name, language) if known else what
            texts[language] = translate(f"server.change.{kind}", language, what=name, n=len(tickets), **values)
        return Touched(kind=kind, what=what, text=texts, tickets=[ticket.number for ticket in tickets[:_SHOWN]])


def touches(point: ServicePoint, tx: Transaction, new: Rules) -> list[Touched]:
    """Everything in use that ``new`` would end, move or hide; empty where it may be taken at once.

    Quotas, cut-offs and whatever else is about new numbers alone touches nothing.
    """
    context = read_context(point, tx)
    change = _Change(context, new)
    tickets = tx.in_state(point.id, context.business_date, _IN_USE)
    if tickets and new.business_date(context.clock_time, context.last_event_at) != context.business_date:
        return [change.touched("other_date", point.id, tickets)]
    services = dict.fromkeys(ticket.service for ticket in tickets)
    by_service = {service: [ticket for ticket in tickets if ticket.service == service] for service in services}
    return [
        *(found for service, mine in by_service.items() for found in _about_service(change, service, mine)),
        *_about_counters(change, tickets),
    ]


def take(point: ServicePoint, tx: Transaction, new: Rules, touched: Sequence[Touched], actor: Actor | None) -> None:
    """Log that ``new`` holds from now on, and sign out who sits at counters that are gone. Set ``point.rules`` then.

    ``actor``: who accepted it; None where it touches nothing.
    """
    context = read_context(point, tx)
    at, counters = context.recorded_at, new.configuration.points[point.id]
    staff = staff_of(context, actor, None) if actor else None
    data = {"touched": [[each.kind, each.what, len(each.tickets)] for each in touched]} if actor else {}
    tx.append("configuration", at, point.id, staff=staff, data=data)
    gone = [one.id for one in context.rules.configuration.points[point.id].counters if counters.counter(one.id) is None]
    for counter in gone:
        release_reserved(context, counter, staff)
    for session in context.sessions:
        if session.counter in gone:
            tx.end_counter_session(session)
            tx.append("sign_out", at, point.id, counter=session.counter, staff=session.staff, data={"by": "change"})


def _about_service(change: _Change, service: str, tickets: list[Ticket]) -> Iterator[Touched]:
    old, new, point = change.context.rules, change.new, change.point
    before = old.configuration.points[point].offer(service)
    if before is None:  # it is gone already
        return
    definition = new.configuration.services.get(service)
    if definition is None or new.configuration.points[point].offer(service) is None:
        yield change.touched("service_gone", service, tickets)
        return
    yield from _about_hours(change, service, tickets)
    if definition.prefix != old.configuration.services[service].prefix:
        yield change.touched("other_letter", service, tickets, letter=definition.prefix)
    lost = [ticket for ticket in tickets if ticket.stage is not None and ticket.stage not in definition.stages]
    if lost:
        yield change.touched("stage_gone", service, lost)
    if _is_served(old, point, service) and not _is_served(new, point, service):
        yield change.touched("no_counter", service, tickets)


def _about_hours(change: _Change, service: str, tickets: list[Ticket]) -> Iterator[Touched]:
    """One line at most: that these tickets end earlier, or cannot be called now."""
    context, old, new = change.context, change.context.rules, change.new
    day = context.business_date
    before, after = (rules.plan(change.point, service, day) for rules in (old, new))
    if not before.spans:
        return
    if not after.spans:
        yield change.touched("closed_today", service, tickets)
    elif _ends_earlier(old.last_call(change.point, service, day), new.last_call(change.point, service, day)):
        zone = new.configuration.office.timezone
        language = new.configuration.office.languages[0]
        closes = dates.clock_time(context.recorded_at.fromtimestamp(after.closes, zone), language)
        yield change.touched("shorter_hours", service, tickets, time=closes)
    elif _may_call(context, old, service) and not _may_call(context, new, service):
        yield change.touched("no_calls_now", service, tickets)


def _ends_earlier(before: datetime | None, after: datetime | None) -> bool:
    """Whether waiting tickets would end before they do now; None: they do not end by themselves."""
    return after is not None and (before is None or after < before)


def _may_call(context: Context, rules: Rules, service: str) -> bool:
    live = context.live(service, ticket_day=context.business_date)
    return rules.may_call(context.service_point.id, service, context.clock_time, live)


def _is_served(rules: Rules, point: str, service: str) -> bool:
    counters = rules.configuration.points[point].counters
    return any(service in (*counter.serves, *counter.rest) for counter in counters)


def _about_counters(change: _Change, tickets: Sequence[Ticket]) -> Iterator[Touched]:
    place = change.new.configuration.points[change.point]
    before = change.context.rules.configuration.points[change.point]
    staffed = {session.counter for session in change.context.sessions}
    for counter in before.counters:
        mine = [ticket for ticket in tickets if ticket.counter == counter.id and ticket.state is not State.NO_SHOW]
        if counter.id not in staffed and not mine:
            continue
        after = place.counter(counter.id)
        if after is None:
            yield change.touched("counter_gone", counter.id, mine)
            continue
        serves = (*after.serves, *after.rest)
        lost = [ticket for ticket in mine if ticket.service not in serves]
        if lost and any(ticket.service in (*counter.serves, *counter.rest) for ticket in lost):
            yield change.touched("counter_changed", counter.id, lost)
