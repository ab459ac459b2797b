"""Offices as no clerk would think of them: any hours, seasons and special days, in zones that change their clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from msgspec import structs

from kiosk.rules import Configuration, Emergency, LiveState
from kiosk.rules.model import (
    WEEKDAYS,
    Calendar,
    Hours,
    IssueEnd,
    Offer,
    Office,
    Point,
    Schedule,
    ScheduleVersion,
    Season,
    Service,
    Session,
    Settings,
    Special,
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
