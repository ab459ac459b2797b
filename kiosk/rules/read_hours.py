"""``[[schedule]]``, ``[[season]]`` and ``[[special]]``: what the hours are on which dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations

from kiosk.rules import times
from kiosk.rules.model import WEEKDAYS, Hours, Point, Schedule, ScheduleVersion, Season, Special, Week, Weekday
from kiosk.rules.problems import suggest
from kiosk.rules.read import Table


def read_schedules(tables: Iterable[Table]) -> dict[str, Schedule]:
    versions: dict[str, list[ScheduleVersion]] = {}
    for table in tables:
        name, day = table.identifier(), table.day("effective_from")
        version = ScheduleVersion(
            day or date.max, _week(table, "id", "effective_from", "basis"), table.text("basis", "")
        )
        if day is not None and any(day == other.effective_from for other in versions.get(name, [])):
            table.wrong("effective_from", f'"{name}" already has a version from {day}; change one of the two dates')
        if name:
            versions.setdefault(name, []).append(version)
    return {
        name: Schedule(name, tuple(sorted(found, key=lambda version: version.effective_from)))
        for name, found in versions.items()
    }


def _week(table: Table, *other: str) -> Week:
    """Every key that is not one of ``other`` names days."""
    table.know(*other)
    days: dict[Weekday, tuple[Hours, ...]] = {}
    for key in table.values:
        if key in other:
            continue
        try:
            named = times.days(key)
        except ValueError as error:
            table.wrong(key, str(error))
            continue
        if named is None:
            table.wrong(key, f"is neither a known key nor a day; {suggest(key, (*other, *WEEKDAYS))}")
            continue
        twice = [day for day in named if day in days]
        if twice:
            table.wrong(key, f"gives {', '.join(twice)} a second time; write each day once")
        days |= dict.fromkeys(named, table.hours(key))
    return Week(days)


def read_seasons(tables: Iterable[Table], schedules: Iterable[str]) -> tuple[Season, ...]:
    known = tuple(schedules)
    found: list[tuple[Table, Season]] = []
    for table in tables:
        first, last = table.day("from"), table.day("to")
        if first and last and last < first:
            table.wrong("to", f"the season ends on {last}, before it starts on {first}; correct one of the dates")
        season = Season(
            id=table.identifier(),
            first=first or date.max,
            last=last or date.min,
            schedules=frozenset(table.references("schedules", known, "schedule")),
            week=_week(table, "id", "from", "to", "schedules", "basis"),
            basis=table.text("basis", ""),
        )
        if table.values.get("schedules") == []:
            table.wrong("schedules", f"is empty; name the schedules that it replaces: {', '.join(known)}")
        found.append((table, season))
    for (_, one), (table, two) in combinations(found, 2):
        shared = one.schedules & two.schedules
        if shared and one.first <= two.last and two.first <= one.last:
            table.wrong("from", f'"{two.id}" and "{one.id}" both replace {", ".join(sorted(shared))} on the same dates')
    return tuple(season for _, season in found)


def read_specials(
    tables: Iterable[Table], points: dict[str, Point], services: Iterable[str], languages: tuple[str, ...]
) -> tuple[Special, ...]:
    known = tuple(services)
    found: list[tuple[Table, Special]] = []
    for table in tables:
        found.append((table, read_special(table, tuple(points), known, languages)))
        table.close()
    refuse_clashes(found, points)
    return tuple(special for _, special in found)


def read_special(
    table: Table, points: tuple[str, ...], services: tuple[str, ...], languages: tuple[str, ...]
) -> Special:
    day = table.day("date")
    for key in ("points", "services"):
        if table.values.get(key) == []:
            table.wrong(key, "is empty; name some, or leave the key away to cover them all")
    return Special(
        id=table.identifier() if table.has("id") else f"special-{day}",
        date=day or date.max,
        hours=table.hours("hours"),
        points=frozenset(table.references("points", points, "point", default=())),
        services=frozenset(table.references("services", services, "service", default=())),
        reason=table.words("reason", languages, required=False, whole=False),
    )


def refuse_clashes(found: list[tuple[Table, Special]], points: Mapping[str, Point]) -> None:
    """Complain where two special days give one offer and date, two have one id, or one covers no offer."""
    taken: dict[tuple[date, str, str], Special] = {}
    names: set[str] = set()
    for table, special in found:
        if table.has("id") and special.id in names:
            table.wrong("id", f'there are two special days "{special.id}"; change one')
        names.add(special.id)
        offers = [
            (point.id, offer.service)
            for point in points.values()
            for offer in point.offers
            if special.covers(point.id, offer.service)
        ]
        if not offers and points and special.date != date.max:
            table.wrong(None, "covers nothing: none of its points offers any of its services")
        for point, service in offers:
            first = taken.setdefault((special.date, point, service), special)
            if first is not special and special.date != date.max:
                table.wrong(
                    "date", f'{special.date} at {point} for {service} is already given by "{first.id}"; keep one'
                )
                break
