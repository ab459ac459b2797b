"""``[[schedule]]``, ``[[season]]``, ``[[recurring]]`` and ``[[special]]``: what the hours are on which dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final, Literal, cast

from kiosk.rules import times
from kiosk.rules.model import (
    WEEKDAYS,
    Hours,
    Point,
    Recurring,
    Schedule,
    ScheduleVersion,
    Season,
    Special,
    Week,
    Weekday,
)
from kiosk.rules.problems import Said, SlipError
from kiosk.rules.read import Table, not_days, unique

MOST_DAYS: Final = 3660
"""Of one special day's period."""


def read_schedules(tables: Iterable[Table]) -> dict[str, Schedule]:
    versions: dict[str, list[ScheduleVersion]] = {}
    for table in tables:
        name, day = table.identifier(), table.day("effective_from")
        table.since_schema_2("on_holidays")
        version = ScheduleVersion(
            day or date.max,
            _week(table, "id", "effective_from", "basis", "on_holidays"),
            table.text("basis", ""),
            table.choice("on_holidays", ("closed", "open"), "closed") == "open",
        )
        if day is not None and any(day == other.effective_from for other in versions.get(name, [])):
            table.wrong("effective_from", "version_twice", name=name, day=day)
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
        except SlipError as error:
            table.say(key, error.said)
            continue
        if named is None:
            table.say(key, not_days(key, other))
            continue
        twice: list[Weekday] = [day for day in named if day in days]
        if twice:
            _say_twice(table, key, named, twice)
        days |= dict.fromkeys(named, table.hours(key))
    _refuse_overlap(table, days)
    return Week(days)


def _say_twice(table: Table, key: str, named: Iterable[Weekday], twice: Sequence[Weekday]) -> None:
    """A day that two keys name; where one names several, what is left of it when the other has the day alone."""
    other, days = next(
        (each, found)
        for each in table.values
        if each != key and (found := _named(each)) and any(day in found for day in twice)
    )
    pairs: list[tuple[str, tuple[Weekday, ...]]] = [(other, days), (key, tuple(named))]
    wide, narrow = sorted(pairs, key=lambda pair: -len(pair[1]))
    left: list[Weekday] = [day for day in wide[1] if day not in narrow[1]]
    if not left:
        table.wrong(key, "days_twice", days=", ".join(twice))
        return
    parts: list[list[Weekday]] = [[left[0]]]
    for day in left[1:]:
        if WEEKDAYS.index(day) == WEEKDAYS.index(parts[-1][-1]) + 1:
            parts[-1].append(day)
        else:
            parts.append([day])
    write = ", ".join(part[0] if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)
    table.wrong(key, "days_twice_split", days=", ".join(twice), wide=wide[0], narrow=narrow[0], write=write)


def _named(key: str) -> tuple[Weekday, ...]:
    try:
        return times.days(key) or ()
    except SlipError:
        return ()


def _refuse_overlap(table: Table, days: Mapping[Weekday, tuple[Hours, ...]]) -> None:
    """A night that runs into the next day's hours."""
    for day, following in zip(WEEKDAYS, (*WEEKDAYS[1:], WEEKDAYS[0]), strict=True):
        late = max((hours.end for hours in days.get(day, ())), default=0) - times.DAY_MINUTES
        early = next((hours for hours in days.get(following, ()) if hours.start < late), None)
        if early is not None:
            key = next(key for key in table.values if following in (_days_or_none(key) or ()))
            table.wrong(key, "overlap_night", text=times.show(early), day=day, until=times.clock(late))


def _days_or_none(key: str) -> tuple[Weekday, ...] | None:
    try:
        return times.days(key)
    except SlipError:
        return None


def read_seasons(tables: Iterable[Table], schedules: Iterable[str]) -> tuple[Season, ...]:
    known = tuple(schedules)
    found: list[tuple[Table, Season]] = []
    for table in tables:
        first, last = _period(table)
        season = Season(
            id=table.identifier(),
            first=first or date.max,
            last=last or date.min,
            schedules=frozenset(table.references("schedules", known, "a_schedule")),
            week=_week(table, "id", "from", "to", "schedules", "basis"),
            basis=table.text("basis", ""),
        )
        if table.values.get("schedules") == []:
            table.wrong("schedules", "no_schedules", words=", ".join(known))
        found.append((table, season))
    for (_, one), (table, two) in combinations(found, 2):
        shared = one.schedules & two.schedules
        if shared and one.first <= two.last and two.first <= one.last:
            table.wrong("from", "seasons_clash", one=one.id, two=two.id, words=", ".join(sorted(shared)))
    return tuple(season for _, season in found)


def _period(table: Table) -> tuple[date | None, date | None]:
    first, last = table.day("from"), table.day("to")
    if first and last and last < first:
        table.wrong("to", "ends_before", first=first, last=last)
        return first, None
    return first, last


def read_recurring(
    tables: Iterable[Table],
    schedules: Iterable[str],
    points: Iterable[str],
    services: Iterable[str],
    languages: tuple[str, ...],
) -> list[tuple[Table, Recurring]]:
    """With the table of each; ``Configuration`` in hand, ``clashes`` finds those of which neither wins."""
    known_schedules, known_points, known_services = tuple(schedules), tuple(points), tuple(services)
    found: list[tuple[Table, Recurring]] = []
    for table in tables:
        for key in ("schedules", "points", "services"):
            if table.values.get(key) == []:
                table.wrong(key, "empty_list")
        rule = Recurring(
            id=table.identifier(),
            hours=table.hours("hours"),
            schedules=frozenset(table.references("schedules", known_schedules, "a_schedule", default=())),
            points=frozenset(table.references("points", known_points, "a_point", default=())),
            services=frozenset(table.references("services", known_services, "a_service", default=())),
            days=table.weekdays("days"),
            nth=_nth(table),
            weeks=cast("Literal['', 'even', 'odd']", table.choice("weeks", ("even", "odd"), "even"))
            if table.has("weeks")
            else "",
            months=_months(table),
            dates=table.month_days("dates"),
            before_holiday=table.flag("before_holiday", default=False),
            first=table.day("from") if table.has("from") else None,
            last=table.day("to") if table.has("to") else None,
            basis=table.text("basis", ""),
            reason=table.words("reason", languages, required=False, whole=False),
        )
        if rule.first and rule.last and rule.last < rule.first:
            table.wrong("to", "ends_before", first=rule.first, last=rule.last)
        if rule.nth and not rule.days:
            table.wrong("nth", "nth_without_days")
        if not rule.days and rule.rank[0] == 0 and not any(map(table.has, ("days", "dates", "before_holiday"))):
            table.wrong(None, "recurring_without_days")
        if table.values.get("dates") == []:
            table.wrong("dates", "empty_list")
        table.know("weeks", "from", "to")
        table.close()
        found.append((table, rule))
    unique([(table, rule.id) for table, rule in found], "recurring_days")
    return found


def _nth(table: Table) -> frozenset[int]:
    return _numbers(table, "nth", "not_nth", frozenset({*range(1, 6), *range(-5, 0)}))


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _months(table: Table) -> frozenset[int]:
    return _numbers(table, "months", "not_month", frozenset(range(1, 13)))


def _numbers(table: Table, key: str, code: str, possible: frozenset[int]) -> frozenset[int]:
    """A number or a list of numbers; months by their first three letters too."""
    table.know(key)
    if not table.has(key):
        return frozenset()
    value = table.values[key]
    listed = cast("list[object]", value) if isinstance(value, list) else [value]
    found: set[int] = set()
    for position, each in enumerate(listed):
        number = _MONTHS.index(each) + 1 if key == "months" and each in _MONTHS else each
        if isinstance(number, bool) or not isinstance(number, int) or number not in possible:
            table.wrong(key, code, text=str(each)[:20], at=(position,) if isinstance(value, list) else ())
        else:
            found.add(number)
    if listed == []:
        table.wrong(key, "empty_list")
    return frozenset(found)


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
    for key in ("points", "services"):
        if table.values.get(key) == []:
            table.wrong(key, "empty_list_all")
    dates = _dates(table)
    return Special(
        id=table.identifier() if table.has("id") else f"special-{dates[0] if dates else None}",
        dates=dates,
        hours=table.hours("hours"),
        points=frozenset(table.references("points", points, "a_point", default=())),
        services=frozenset(table.references("services", services, "a_service", default=())),
        reason=table.words("reason", languages, required=False, whole=False),
    )


def _dates(table: Table) -> tuple[date, ...]:
    """``date``, ``from`` and ``to``, or ``dates``: one of the three."""
    ways = [key for key in ("date", "from", "dates") if table.has(key)]
    table.know("date", "dates", "from", "to")
    table.since_schema_2("from", "to", "dates")
    if len(ways) > 1:
        table.wrong(ways[1], "dates_ways", one=ways[0], two=ways[1])
    if "to" in table.values and "from" not in ways:
        table.wrong("to", "to_without_from")
    if ways[:1] == ["from"]:
        first, last = _period(table)
        if first is None or last is None:
            return ()
        if (last - first).days >= MOST_DAYS:
            table.wrong("to", "period_long", most=MOST_DAYS)
            return ()
        return tuple(first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    if ways[:1] == ["dates"]:
        return _listed_dates(table)
    day = table.day("date")
    return (day,) if day else ()


def _listed_dates(table: Table) -> tuple[date, ...]:
    found: set[date] = set()
    values = table.values["dates"]
    if not isinstance(values, list):
        table.wrong_kind("dates", values, list)
        return ()
    for position, value in enumerate(cast("list[object]", values)):
        if not isinstance(value, date) or hasattr(value, "hour"):
            table.wrong_kind("dates", value, date, at=(position,))
        elif value in found:
            table.wrong("dates", "twice_in_list", text=str(value), at=(position,))
        else:
            found.add(value)
    if values == []:
        table.wrong("dates", "empty_list")
    return tuple(sorted(found))


def refuse_clashes(found: list[tuple[Table, Special]], points: Mapping[str, Point]) -> None:
    """Complain where two special days give one offer and date, two have one id, or one covers no offer."""
    offers = [(point.id, offer.service) for point in points.values() for offer in point.offers]
    of_service: dict[str, list[tuple[str, str]]] = {}
    for offer in offers:
        of_service.setdefault(offer[1], []).append(offer)
    by_date: dict[date, list[tuple[Table, Special]]] = {}
    names: set[str] = set()
    for table, special in found:
        if table.has("id") and special.id in names:
            table.wrong("id", "two_of", what=Said("special_days"), text=special.id)
        names.add(special.id)
        some = (special.points or special.services) and points and special.dates
        if some and next(_covered(special, offers, of_service), None) is None:
            table.wrong(None, "covers_nothing")
        for day in special.dates:
            by_date.setdefault(day, []).append((table, special))
    told: set[int] = set()
    for day, sharing in sorted(by_date.items()):
        taken: dict[tuple[str, str], Special] = {}
        for table, special in sharing if len(sharing) > 1 else ():
            covered = list(_covered(special, offers, of_service))
            both = next((offer for offer in covered if offer in taken), None)
            if both is not None and id(table) not in told:
                told.add(id(table))
                key = next((key for key in ("date", "dates", "from") if table.has(key)), "date")
                table.wrong(key, "special_twice", day=day, point=both[0], service=both[1], other=taken[both].id)
            for offer in covered:
                taken.setdefault(offer, special)


def _covered(
    special: Special, offers: list[tuple[str, str]], of_service: Mapping[str, list[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    """The offers that a special day covers; an office may have thousands of days that name a service each."""
    some = [offer for service in sorted(special.services) for offer in of_service.get(service, ())]
    return (offer for offer in (some if special.services else offers) if special.covers(*offer))
