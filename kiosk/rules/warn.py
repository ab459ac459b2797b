"""What is allowed but worth a second look: staff see it, nothing is refused. One cause is one warning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiosk.rules import times
from kiosk.rules.model import Configuration, HolidayList, Offer, Point, Schedule, Season
from kiosk.rules.offer_plans import OfferPlans
from kiosk.rules.plan import by_date
from kiosk.rules.recurring import matches

NEAR_DAYS: Final = 14
"""Warnings say what a slip means for so many days."""
YEARS_AWAY: Final = 2
"""A date further ahead is taken for a slip of the year."""


@dataclass(frozen=True, slots=True)
class ConfigWarning:
    """``code`` is stable; the sentence is ``rules.warning.`` + ``kind``. Values are texts, dates, words by language."""

    code: str
    kind: str
    values: Mapping[str, object]


_last: tuple[Configuration, date, tuple[ConfigWarning, ...]] | None = None


def warnings(configuration: Configuration, today: date) -> tuple[ConfigWarning, ...]:
    """Everything to remind staff of on this date. The answer is kept, since a server asks every second."""
    global _last  # noqa: PLW0603  one answer is kept; a second thread at worst makes it twice
    kept = _last
    if kept is not None and kept[0] is configuration and kept[1] == today:
        return kept[2]
    found = (
        *_calendar(configuration, today),
        *_zone(configuration),
        *(warning for season in configuration.seasons if season.last >= today for warning in _season(season, today)),
        *_recurring(configuration, today),
        *_specials(configuration, today),
        *_schedules(configuration, today),
        *(warning for point in configuration.points.values() for warning in _point(configuration, point)),
        *_offers(configuration, today),
    )
    _last = configuration, today, found
    return found


def _calendar(configuration: Configuration, today: date) -> Iterator[ConfigWarning]:
    calendar = configuration.calendar
    lists = {calendar.folder: calendar.list}
    for point in configuration.points.values():
        if point.holidays is not None:
            lists.setdefault(point.holidays.folder, point.holidays)
    for folder, holidays in lists.items():
        mark = "" if folder == calendar.folder else f"_{folder}"
        yield from _holidays(holidays, today, calendar.remind_from, mark)


def _holidays(holidays: HolidayList, today: date, remind_from: tuple[int, int], mark: str) -> Iterator[ConfigWarning]:
    wanted = [today.year]
    if (today.month, today.day) >= remind_from:
        wanted.append(today.year + 1)
    misnamed = {int(re.findall(r"[0-9]{4}", name)[0]) for name in holidays.ignored}
    for year in wanted:
        if year not in holidays.years and year not in misnamed:
            kind = "calendar_missing_folder" if mark else "calendar_missing"
            yield ConfigWarning(f"calendar_missing_{year}{mark}", kind, {"year": year, "folder": holidays.folder})
    for year in sorted(holidays.years):
        values = {"year": year, "folder": holidays.folder}
        if year >= today.year and year in holidays.unverified:
            kind = "calendar_unverified_folder" if mark else "calendar_unverified"
            yield ConfigWarning(f"calendar_unverified_{year}{mark}", kind, values)
        if year >= today.year and not any(day.year == year for day in holidays.days):
            yield ConfigWarning(f"calendar_empty_{year}{mark}", "calendar_empty", values)
    for name in holidays.ignored:
        year = re.findall(r"[0-9]{4}", name)[0]
        if int(year) in holidays.years or int(year) < today.year:
            continue
        values = {"name": name, "folder": holidays.folder, "year": year}
        yield ConfigWarning(f"calendar_ignored_{name}{mark}", "calendar_ignored", values)


def _zone(configuration: Configuration) -> Iterator[ConfigWarning]:
    name = configuration.office.timezone.key
    if match := re.fullmatch(r"Etc/GMT([+-])([1-9][0-9]?)", name):
        real, other = ("-", "-") if match[1] == "+" else ("+", "+")
        values = {
            "zone": name,
            "offset": f"UTC{real}{match[2]}",
            "other": f"Etc/GMT{other}{match[2]}",
            "meant": f"UTC{match[1]}{match[2]}",
        }
        yield ConfigWarning("zone_sign", "zone_sign", values)


def _season(season: Season, today: date) -> Iterator[ConfigWarning]:
    schedules = ", ".join(sorted(season.schedules))
    values = {"season": season.id, "schedules": schedules, "first": season.first, "last": season.last}
    if not any(season.week.days.values()):
        yield ConfigWarning(f"season_empty_{season.id}", "season_empty", values)
    elif "fri" not in season.week.days:
        yield ConfigWarning(f"season_without_friday_{season.id}", "season_without_friday", values)
    if season.first.year > today.year + YEARS_AWAY:
        yield ConfigWarning(f"years_away_{season.id}", "years_away_season", values)


def _recurring(configuration: Configuration, today: date) -> Iterator[ConfigWarning]:
    for rule in configuration.recurring:
        if rule.last is not None and rule.last < today:
            continue
        start = max(today, rule.first or today)
        if start.year > today.year + YEARS_AWAY:
            yield ConfigWarning(f"years_away_{rule.id}", "years_away_recurring", {"id": rule.id, "date": start})
        elif not any(matches(rule, start + timedelta(days=ahead)) for ahead in range(366 * 4 + 1)):
            yield ConfigWarning(f"recurring_never_{rule.id}", "recurring_never", {"id": rule.id})
        elif not any(
            rule.covers(point.id, offer.service, offer.schedule)
            for point in configuration.points.values()
            for offer in point.offers
        ):
            yield ConfigWarning(f"recurring_idle_{rule.id}", "recurring_idle", {"id": rule.id})


def _specials(configuration: Configuration, today: date) -> Iterator[ConfigWarning]:
    for special in configuration.specials:
        ahead = [day for day in special.dates if day >= today]
        if not ahead:
            continue
        holidays = configuration.calendar.days
        opened = next((day for day in ahead if day in holidays), None) if special.hours else None
        if opened is not None:
            values = {"special": special.id, "date": opened.isoformat(), "holiday": holidays[opened][1]}
            yield ConfigWarning(f"special_on_holiday_{special.id}", "special_on_holiday", values)
        if ahead[0].year > today.year + YEARS_AWAY:
            values = {"id": special.id, "date": ahead[0]}
            yield ConfigWarning(f"years_away_{special.id}", "years_away_special", values)
        for point in configuration.points.values() if special.services else ():
            for service in sorted(special.services):
                if point.offer(service) is None and special.covers(point.id, service):
                    values = {"special": special.id, "point": point.id, "service": service}
                    code = f"special_not_offered_{special.id}_{point.id}_{service}"
                    yield ConfigWarning(code, "special_not_offered", values)


def _users(configuration: Configuration, schedule: str) -> int:
    points = configuration.points.values()
    offers = sum(offer.schedule == schedule for point in points for offer in point.offers)
    return offers + sum(counter.roster == schedule for point in points for counter in point.counters)


def _schedules(configuration: Configuration, today: date) -> Iterator[ConfigWarning]:
    for schedule in configuration.schedules.values():
        offers = _users(configuration, schedule.id)
        first = schedule.versions[0].effective_from
        values = {"schedule": schedule.id, "n": offers, "date": first, "days": NEAR_DAYS}
        if not offers:
            yield ConfigWarning(f"schedule_unused_{schedule.id}", "schedule_unused", values)
        elif _is_empty(schedule, today):
            yield ConfigWarning(f"schedule_empty_{schedule.id}", "schedule_empty", values)
        elif first > today:
            yield ConfigWarning(f"schedule_future_{schedule.id}", "schedule_future", values)
        late = next(
            (v.effective_from for v in schedule.versions if v.effective_from.year > today.year + YEARS_AWAY), None
        )
        if offers and late is not None and late != first:
            yield ConfigWarning(f"years_away_{schedule.id}", "years_away_version", {**values, "date": late})
        early = _early(configuration, schedule)
        if offers and early is not None:
            starts = times.clock(configuration.calendar.day_starts)
            values = {"schedule": schedule.id, "hours": early, "starts": starts}
            yield ConfigWarning(f"hours_before_day_{schedule.id}", "hours_before_day", values)


def _is_empty(schedule: Schedule, today: date) -> bool:
    """No version that holds today or later has an hour."""
    current = max((v.effective_from for v in schedule.versions if v.effective_from <= today), default=date.min)
    return not any(any(v.week.days.values()) for v in schedule.versions if v.effective_from >= current)


def _early(configuration: Configuration, schedule: Schedule) -> str | None:
    """Hours that begin before the business day does, without being the rest of a night."""
    starts = configuration.calendar.day_starts
    hours = (each for version in schedule.versions for day in version.week.days.values() for each in day)
    return next((times.show(each) for each in hours if 0 < each.start < starts), None)


def _point(configuration: Configuration, point: Point) -> Iterator[ConfigWarning]:
    served = {service for counter in point.counters for service in counter.serves}
    for offer in point.offers:
        values = {"point": point.id, "service": offer.service}
        if offer.service not in served:
            yield ConfigWarning(f"nobody_serves_{point.id}_{offer.service}", "nobody_serves", values)
        if offer.sessions and _leave_gap(offer, configuration.schedules[offer.schedule]):
            yield ConfigWarning(f"sessions_leave_gap_{point.id}_{offer.service}", "sessions_leave_gap", values)
    services = [configuration.services[offer.service] for offer in point.offers]
    if any(service.checklists for service in services) and not any(service.fallback for service in services):
        yield ConfigWarning(f"no_fallback_{point.id}", "no_fallback", {"point": point.id})


def _leave_gap(offer: Offer, schedule: Schedule) -> bool:
    """Has the newest version a minute of service in no session?"""
    covered = {minute for session in offer.sessions for minute in range(session.hours.start, session.hours.end)}
    days = schedule.versions[-1].week.days.values()
    return any(minute not in covered for hours in days for each in hours for minute in range(each.start, each.end))


def _offers(configuration: Configuration, today: date) -> Iterator[ConfigWarning]:
    """Offers that open and give no number: never, or on some of the next days."""
    specials = by_date(configuration.specials)
    same: dict[tuple[str, object, object], list[ConfigWarning]] = {}
    for point in configuration.points.values():
        for offer in point.offers:
            schedule = configuration.schedules[offer.schedule]
            if _is_empty(schedule, today) or schedule.versions[0].effective_from > today:
                continue
            plans = OfferPlans(configuration, point, offer, specials)
            for warning in _numbers(configuration, point, offer, plans, today):
                key = warning.kind, warning.values.get("date"), warning.values["n"]
                same.setdefault(key, []).append(warning)
    for first, *rest in same.values():
        more = {"more": len(rest), "kind": first.kind, "values": first.values}
        yield ConfigWarning(first.code, "and_others", more) if rest else first


def _numbers(
    configuration: Configuration, point: Point, offer: Offer, plans: OfferPlans, today: date
) -> Iterator[ConfigWarning]:
    near = [plans.plan(today + timedelta(days=ahead)) for ahead in range(NEAR_DAYS)]
    opened = [plan for plan in near if plan.spans]
    dumb = [plan for plan in opened if not plan.takes]
    values: dict[str, object] = {
        "service": configuration.services[offer.service].name or offer.service,
        "point": point.name or point.id,
        "days": NEAR_DAYS,
        "n": len(dumb),
    }
    where = f"{point.id}_{offer.service}"
    if not opened:
        following = plans.issuing_after(today + timedelta(days=NEAR_DAYS - 1))
        if following is None:
            yield ConfigWarning(f"never_opens_{where}", "never_opens", values)
        return
    if not dumb:
        return
    first = dumb[0]
    late = first.issue_ends <= first.opens
    kind = "last_number_early" if late else "quota_zero"
    if len(dumb) < len(opened):
        yield ConfigWarning(f"{kind}_{where}", f"{kind}_some", {**values, "date": first.day})
    else:
        yield ConfigWarning(f"{kind}_{where}", kind, values)
