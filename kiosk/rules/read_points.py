"""``[[point]]`` with its offers and counters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from kiosk.rules import times
from kiosk.rules.model import Counter, Offer, Point, Schedule, Session
from kiosk.rules.read import Table, unique


def read_points(
    tables: Iterable[Table], languages: tuple[str, ...], services: Iterable[str], schedules: dict[str, Schedule]
) -> dict[str, Point]:
    service_ids = tuple(services)
    found: list[tuple[Table, Point]] = []
    for table in tables:
        offers = _offers(table, service_ids, schedules)
        point = Point(
            id=table.identifier(),
            name=table.words("name", languages),
            address=table.text("address", ""),
            offers=offers,
            counters=_counters(table, tuple(offer.service for offer in offers), service_ids, languages),
        )
        table.close()
        found.append((table, point))
    unique([(table, point.id) for table, point in found], "points")
    return {point.id: point for _, point in found}


def _offers(table: Table, services: tuple[str, ...], schedules: dict[str, Schedule]) -> tuple[Offer, ...]:
    found: list[tuple[Table, Offer]] = []
    for entry in table.tables("offers", required=True):
        schedule = entry.reference("schedule", schedules, "schedule")
        offer = Offer(
            service=entry.reference("service", services, "service"),
            schedule=schedule,
            planned_counters=entry.whole("planned_counters", least=1, most=1000),
            quota_day=entry.whole("quota_day", least=1) if entry.has("quota_day") else None,
            sessions=read_sessions(entry),
        )
        entry.know("quota_day")
        entry.close()
        if schedule:
            _refuse_idle_sessions(entry, offer, schedules[schedule])
        found.append((entry, offer))
    if table.values.get("offers") == []:
        table.wrong("offers", "is empty; offer at least one service here")
    unique([(entry, offer.service) for entry, offer in found], "offers of the service", "service")
    return tuple(offer for _, offer in found)


def read_sessions(table: Table) -> tuple[Session, ...]:
    found: list[tuple[Table, Session]] = []
    for entry in table.tables("sessions"):
        hours = entry.parsed("hours", times.hours)
        quota = entry.whole("quota", least=0)
        entry.close()
        if hours is not None:
            found.append((entry, Session(hours, quota)))
    found.sort(key=lambda pair: pair[1].hours)
    for (_, one), (entry, two) in pairwise(found):
        if two.hours.start < one.hours.end:
            entry.wrong("hours", f'"{times.show(two.hours)}" overlaps "{times.show(one.hours)}"; give each minute once')
    return tuple(session for _, session in found)


def _refuse_idle_sessions(entry: Table, offer: Offer, schedule: Schedule) -> None:
    stretches = [hours for version in schedule.versions for day in version.week.days.values() for hours in day]
    for position, session in enumerate(offer.sessions):
        wanted = session.hours
        if stretches and not any(wanted.start < hours.end and hours.start < wanted.end for hours in stretches):
            text = f'"{times.show(wanted)}" is outside all hours of "{schedule.id}"; no visitor could ever use it'
            entry.wrong("sessions", text, at=(position,))


def _counters(
    table: Table, offered: tuple[str, ...], services: tuple[str, ...], languages: tuple[str, ...]
) -> tuple[Counter, ...]:
    found: list[tuple[Table, Counter]] = []
    for entry in table.tables("counters", required=True):
        serves = entry.references("serves", services, "service")
        if entry.values.get("serves") == []:
            entry.wrong("serves", "is empty; name the services that are called here")
        rest = entry.references("rest", services, "service", default=())
        for key, named in (("serves", serves), ("rest", rest)):
            for position, service in enumerate(named):
                if service not in offered:
                    wrong = f'this point does not offer "{service}"; add it to offers or take it out'
                    entry.wrong(key, wrong, at=(position,))
        for position, service in enumerate(rest):
            if service in serves:
                entry.wrong("rest", f'"{service}" is served here anyway; take it out of one of them', at=(position,))
        name = entry.words("name", languages, required=False)
        found.append((entry, Counter(entry.identifier(), serves, name, rest)))
        entry.close()
    unique([(entry, counter.id) for entry, counter in found], "counters")
    _refuse_rest_alone(found)
    return tuple(counter for _, counter in found)


def _refuse_rest_alone(counters: list[tuple[Table, Counter]]) -> None:
    served = {service for _, counter in counters for service in counter.serves}
    for entry, counter in counters:
        for position, service in enumerate(counter.rest):
            if service not in served:
                wrong = f'no counter serves "{service}" otherwise: on a busy day nobody would call it; let one serve it'
                entry.wrong("rest", wrong, at=(position,))
