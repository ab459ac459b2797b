"""Offices as no clerk would think of them: any hours, seasons and special days, in zones that change their clocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from msgspec import structs

from kiosk.rules import Configuration, Emergency, LiveState
from kiosk.rules.model import (
    WEEKDAYS,
    Calendar,
    HolidayList,
    Hours,
    IssueEnd,
    Offer,
    Office,
    Point,
    Recurring,
    Schedule,
    ScheduleVersion,
    Season,
    Service,
    Session,
    Settings,
    Special,
    TimedValue,
    Week,
)

ZONES = ("Asia/Jakarta", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")
FIRST = date(2026, 3, 20)
"""Dates are drawn near clock changes: 29 March in Berlin, 5 April on Lord Howe Island."""
SPAN = 24

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def stretches(draw: Draw, most: int = 3) -> tuple[Hours, ...]:
    """Hours of one day, none overlapping; some touch."""
    count = draw(st.integers(0, most))
    edges = sorted(draw(st.lists(st.integers(0, 96), min_size=2 * count, max_size=2 * count, unique=True)))
    return tuple(Hours(edges[2 * i] * 15, edges[2 * i + 1] * 15) for i in range(count))


weeks = st.dictionaries(st.sampled_from(WEEKDAYS), stretches(), min_size=3).map(Week)
days = st.integers(0, SPAN).map(lambda ahead: FIRST + timedelta(days=ahead))
instants = st.integers(0, SPAN * 86_400).map(
    lambda seconds: datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) + timedelta(seconds=seconds)
)


@st.composite
def configurations(draw: Draw, zones: tuple[str, ...] = ZONES) -> Configuration:
    """One point with one service, and every layer that can speak."""
    versions = (ScheduleVersion(date(2020, 1, 1), draw(weeks)), ScheduleVersion(draw(days), draw(weeks)))
    first = draw(days)
    season = Season("s", first, first + timedelta(days=draw(st.integers(0, 9))), frozenset({"a"}), draw(weeks))
    specials = {day: Special(f"x{day}", (day,), draw(stretches())) for day in draw(st.lists(days, max_size=3))}
    holidays = {
        day: (draw(st.sampled_from(("public_holiday", "collective_leave"))), "") for day in draw(st.lists(days))
    }
    closed_on = draw(st.sets(st.sampled_from(("public_holiday", "collective_leave"))))
    settings = Settings(
        issue_lead_min=draw(st.sampled_from((0, 15, 600))),
        issue_during_break=draw(st.booleans()),
        break_drain_min=draw(st.sampled_from((0, 15, 90))),
        close_drain_min=draw(st.sampled_from((0, 120, 600))),
        cutoff=draw(st.sampled_from(("estimate", "off"))),
    )
    until = draw(st.none() | st.integers(0, 96).map(lambda n: IssueEnd(n * 15)))
    service = Service("v", "A", {}, {}, 15, 60, issue_until=until)
    sessions = tuple(Session(hours, draw(st.integers(0, 5))) for hours in draw(stretches(2)))
    offer = Offer("v", "a", draw(st.integers(1, 3)), draw(st.none() | st.integers(1, 9)), sessions)
    return Configuration(
        office=Office("o", {}, ZoneInfo(draw(st.sampled_from(zones))), ("id",)),
        calendar=Calendar(holidays, frozenset({2026}), frozenset(), frozenset(closed_on), "warn", (11, 1)),
        settings=settings,
        schedules={"a": Schedule("a", versions)},
        seasons=(season,) if draw(st.booleans()) else (),
        specials=tuple(specials.values()),
        services={"v": service},
        stages={},
        points={"p": Point("p", {}, "", (offer,), ())},
        checklists={},
    )


month_days = days.map(lambda day: (day.month, day.day))
small_sets = st.sets(st.sampled_from(WEEKDAYS), max_size=3).map(frozenset)


@st.composite
def nights(draw: Draw, starts: int) -> tuple[Hours, ...]:
    """Hours of one date that may go on until the next business day begins, a quarter of an hour being the grid."""
    found = [each for each in draw(stretches(2)) if each.start >= starts]
    late = draw(st.integers(0, starts // 15)) * 15
    begin = max((each.end for each in found), default=starts)
    return (*found, Hours(begin, 1440 + late)) if late and begin < 1440 else tuple(found)


@st.composite
def recurring_days(draw: Draw, name: str, hours: tuple[Hours, ...]) -> Recurring:
    """A rule of any conditions, that at least one date may meet."""
    nth = draw(st.sets(st.sampled_from((1, 2, 3, 4, 5, -1, -2)), max_size=2).map(frozenset))
    first = draw(st.none() | days)
    return Recurring(
        name,
        hours,
        days=draw(small_sets) or (frozenset({"sat"}) if nth else frozenset()),
        nth=nth,
        weeks=draw(st.sampled_from(("", "", "even", "odd"))),
        months=draw(st.sampled_from((frozenset(), frozenset(), frozenset({3}), frozenset({4})))),
        dates=draw(st.just(frozenset[tuple[int, int]]()) | st.sets(month_days, max_size=3).map(frozenset)),
        before_holiday=draw(st.booleans()),
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 20))) if first and draw(st.booleans()) else None,
    )


def timed_values(least: int) -> st.SearchStrategy[tuple[TimedValue, ...]]:
    """Values by day and hour, the last of them without conditions or not."""
    one = st.builds(TimedValue, st.integers(least, 4), small_sets, stretches(1))
    return st.lists(one, max_size=2).map(tuple)


@st.composite
def modern_configurations(draw: Draw, zones: tuple[str, ...] = ZONES) -> Configuration:
    """As ``configurations``, with the keys of schema 2: nights, recurring days, values by time, last numbers by day."""
    office = draw(configurations(zones))
    starts = draw(st.sampled_from((0, 0, 120, 300, 480)))

    def late(week: Week) -> Week:
        """The week's hours with nights; none runs into the next date's first hours, which begin at ``starts``."""
        return Week({day: draw(nights(starts)) for day in week.days}) if starts else week

    versions = tuple(
        replace(version, week=late(version.week), open_on_holidays=draw(st.booleans()))
        for version in office.schedules["a"].versions
    )
    rules: list[Recurring] = []
    for number in range(draw(st.integers(0, 2))):
        rule = draw(recurring_days(f"r{number}", draw(nights(starts)) if starts else draw(stretches(2))))
        if (rule.rank[0] or rule.days) and all(rule.rank != other.rank for other in rules):
            rules.append(rule)
    by_day = draw(st.dictionaries(st.sampled_from(WEEKDAYS), st.integers(0, 95).map(lambda n: n * 15), max_size=3))
    until = draw(st.none() | st.just(IssueEnd(draw(st.none() | st.integers(0, 95).map(lambda n: n * 15)), by_day)))
    offer = replace(
        office.points["p"].offers[0],
        quota_day=None,
        quotas_by_time=draw(timed_values(0)),
        counters_by_time=draw(timed_values(1)),
        issue_until=until,
        issue_stop_min=draw(st.sampled_from((None, 0, 30))),
        sessions=() if starts else office.points["p"].offers[0].sessions,
    )
    own = HolidayList(dict.fromkeys(draw(st.lists(days, max_size=2)), ("public_holiday", "")), frozenset({2026}))
    return replace(
        office,
        calendar=replace(office.calendar, day_starts=starts),
        settings=replace(office.settings, issue_stop_min=draw(st.sampled_from((0, 15)))),
        schedules={"a": Schedule("a", versions)},
        seasons=tuple(replace(season, week=late(season.week)) for season in office.seasons),
        specials=tuple(
            replace(special, hours=draw(nights(starts)) if starts else special.hours) for special in office.specials
        ),
        points={"p": replace(office.points["p"], offers=(offer,), holidays=draw(st.none() | st.just(own)))},
        recurring=tuple(rules),
    )


@st.composite
def moments(draw: Draw) -> tuple[datetime, LiveState]:
    """An instant and a state of the queue that fits it."""
    at = draw(instants)
    shift = st.integers(-86_400, 86_400).map(lambda seconds: at + timedelta(seconds=seconds))
    emergencies = tuple(
        Emergency(draw(st.sampled_from(("p", "q"))), draw(shift), draw(st.none() | shift))
        for _ in range(draw(st.integers(0, 2)))
    )
    small = st.integers(0, 12)
    live = LiveState(
        waiting=draw(small),
        serving=draw(small),
        ahead=draw(st.none() | small),
        active_counters=draw(st.none() | st.integers(0, 3)),
        avg_min=draw(st.none() | st.floats(0, 90)),
        issued=draw(small),
        issued_in_session=draw(small),
        voided=draw(st.integers(0, 2)),
        last_sequence=draw(small),
        last_event_at=draw(st.none() | st.integers(-300, 3600).map(lambda back: at - timedelta(seconds=back))),
        emergencies=emergencies,
        ticket_day=draw(st.none() | days),
    )
    return at, live


def quiet(live: LiveState) -> LiveState:
    """The same queue on a day without trouble: only the layers decide."""
    return structs.replace(live, emergencies=(), last_event_at=None, issued=0, issued_in_session=0, ahead=0)
