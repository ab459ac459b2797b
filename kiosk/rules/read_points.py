"""``[[point]]`` with its offers and counters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from kiosk.rules import times
from kiosk.rules.model import Counter, HolidayList, Offer, Point, Schedule, Session, TimedValue
from kiosk.rules.read import Table, unique
from kiosk.rules.read_services import read_issue_end, read_stop


def read_points(
    tables: Iterable[Table],
    languages: tuple[str, ...],
    services: Iterable[str],
    schedules: dict[str, Schedule],
    holidays: Callable[[Table], HolidayList | None] = lambda _: None,
) -> dict[str, Point]:
    """``holidays`` reads the holiday files of a point that names a folder of its own."""
    service_ids = tuple(services)
    found: list[tuple[Table, Point]] = []
    for table in tables:
        offers = _offers(table, service_ids, schedules)
        point = Point(
            id=table.identifier(),
            name=table.words("name", languages),
            address=table.text("address", ""),
            offers=offers,
            counters=_counters(table, _offered(table, offers, service_ids), service_ids, languages, tuple(schedules)),
            holidays=holidays(table) if table.has("holidays") else None,
        )
        table.know("holidays")
        table.since_schema_2("holidays")
        table.close()
        found.append((table, point))
    unique([(table, point.id) for table, point in found], "points")
    return {point.id: point for _, point in found}


def _offers(table: Table, services: tuple[str, ...], schedules: dict[str, Schedule]) -> tuple[Offer, ...]:
    found: list[tuple[Table, Offer]] = []
    for entry in table.tables("offers", required=True):
        schedule = entry.reference("schedule", schedules, "a_schedule")
        counters = _by_time(entry, "planned_counters", least=1, most=1000)
        quotas = _by_time(entry, "quota_day", least=0, most=100_000)
        planned = counters[-1].value if counters else 1
        quota = entry.whole("quota_day", least=1) if entry.has("quota_day") and quotas is None else None
        offer = Offer(
            service=entry.reference("service", services, "a_service"),
            schedule=schedule,
            planned_counters=entry.whole("planned_counters", least=1, most=1000) if counters is None else planned,
            quota_day=quota,
            sessions=read_sessions(entry),
            counters_by_time=counters or (),
            quotas_by_time=quotas or (),
            issue_until=read_issue_end(entry),
            issue_stop_min=read_stop(entry),
        )
        entry.know("quota_day")
        entry.since_schema_2("issue_until")
        entry.close()
        if schedule:
            _refuse_idle_sessions(entry, offer, schedules[schedule])
        found.append((entry, offer))
    if table.values.get("offers") == []:
        table.wrong("offers", "no_offers")
    unique([(entry, offer.service) for entry, offer in found], "offers_of_service", "service")
    return tuple(offer for _, offer in found)


def _offered(table: Table, offers: tuple[Offer, ...], services: tuple[str, ...]) -> tuple[str, ...]:
    """The services that counters may name; every one where an offer could not be read, which is told already."""
    listed = table.values.get("offers")
    whole = isinstance(listed, list) and all(offer.service for offer in offers)
    return tuple(offer.service for offer in offers) if whole else services


def _by_time(entry: Table, key: str, *, least: int, most: int) -> tuple[TimedValue, ...] | None:
    """A list of ``{ days, hours, value }``, of which the first that fits holds; ``None`` where it is one number."""
    value = entry.values.get(key)
    if not isinstance(value, list):
        return None
    entry.since_schema_2(key)
    if not value:
        entry.wrong(key, "empty_list")
    found: list[TimedValue] = []
    for position, each in enumerate(entry.tables(key)):
        if found and not found[-1].days and not found[-1].hours:
            entry.wrong(key, "never_reached", at=(position,))
        found.append(
            TimedValue(each.whole("value", least=least, most=most), each.weekdays("days"), each.stretches("hours"))
        )
        each.close()
    return tuple(found)


def read_sessions(table: Table) -> tuple[Session, ...]:
    found: list[tuple[Table, Session]] = []
    for entry in table.tables("sessions"):
        hours = entry.parsed("hours", lambda text: times.hours(text, table.source.latest))
        quota = entry.whole("quota", least=0)
        entry.close()
        if hours is not None:
            found.append((entry, Session(hours, quota)))
    found.sort(key=lambda pair: pair[1].hours)
    for (_, one), (entry, two) in pairwise(found):
        if two.hours.start < one.hours.end:
            entry.wrong("hours", "overlap", text=times.show(two.hours), other=times.show(one.hours))
    return tuple(session for _, session in found)


def _refuse_idle_sessions(entry: Table, offer: Offer, schedule: Schedule) -> None:
    stretches = [hours for version in schedule.versions for day in version.week.days.values() for hours in day]
    for position, session in enumerate(offer.sessions):
        wanted = session.hours
        if stretches and not any(wanted.start < hours.end and hours.start < wanted.end for hours in stretches):
            entry.wrong("sessions", "session_outside", text=times.show(wanted), name=schedule.id, at=(position,))


def _counters(
    table: Table,
    offered: tuple[str, ...],
    services: tuple[str, ...],
    languages: tuple[str, ...],
    schedules: tuple[str, ...],
) -> tuple[Counter, ...]:
    found: list[tuple[Table, Counter]] = []
    for entry in table.tables("counters", required=True):
        serves = entry.references("serves", services, "a_service")
        if entry.values.get("serves") == []:
            entry.wrong("serves", "no_serves")
        rest = entry.references("rest", services, "a_service", default=())
        for key, named in (("serves", serves), ("rest", rest)):
            for position, service in enumerate(named):
                if service not in offered:
                    entry.wrong(key, "not_offered", name=service, at=(position,))
        for position, service in enumerate(rest):
            if service in serves:
                entry.wrong("rest", "served_anyway", name=service, at=(position,))
        name = entry.words("name", languages, required=False)
        roster = entry.reference("roster", schedules, "a_schedule") if entry.has("roster") else None
        entry.know("roster")
        entry.since_schema_2("roster")
        found.append((entry, Counter(entry.identifier(), serves, name, rest, roster or None)))
        entry.close()
    unique([(entry, counter.id) for entry, counter in found], "counters")
    _refuse_rest_alone(found)
    return tuple(counter for _, counter in found)


def _refuse_rest_alone(counters: list[tuple[Table, Counter]]) -> None:
    served = {service for _, counter in counters for service in counter.serves}
    for entry, counter in counters:
        for position, service in enumerate(counter.rest):
            if service not in served:
                entry.wrong("rest", "rest_alone", name=service, at=(position,))
