from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.zone import business_date, instant

ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Jakarta",
        "Asia/Kathmandu",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",  # until 2019 the clocks jumped over midnight
        "Australia/Lord_Howe",  # by half an hour
        "Pacific/Apia",  # 30 December 2011 never was
        "Africa/Casablanca",
    )
]
DAYS = st.dates(date(2005, 1, 1), date(2037, 12, 31))


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


@pytest.mark.parametrize(
    ("zone", "day", "minute", "expected"),
    [
        ("Asia/Jakarta", date(2025, 9, 10), 480, "2025-09-10T01:00:00+00:00"),
        ("Asia/Jakarta", date(2025, 9, 10), 1440, "2025-09-10T17:00:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), 119, "2026-03-29T00:59:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), 120, "2026-03-29T01:00:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), 150, "2026-03-29T01:00:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), 180, "2026-03-29T01:00:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), 181, "2026-03-29T01:01:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), 150, "2026-10-25T00:30:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), 180, "2026-10-25T02:00:00+00:00"),
        ("America/New_York", date(2026, 11, 1), 90, "2026-11-01T05:30:00+00:00"),
        ("America/Sao_Paulo", date(2018, 11, 4), 0, "2018-11-04T03:00:00+00:00"),
        ("America/Sao_Paulo", date(2018, 11, 4), 30, "2018-11-04T03:00:00+00:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 135, "2026-10-03T15:30:00+00:00"),
        ("Asia/Kathmandu", date(2026, 10, 4), 0, "2026-10-03T18:15:00+00:00"),
    ],
)
def test_edges(zone: str, day: date, minute: int, expected: str) -> None:
    assert _utc(instant(ZoneInfo(zone), day, minute)) == expected


@given(zone=st.sampled_from(ZONES), day=DAYS, minute=st.integers(0, 1439))
def test_an_edge_is_the_first_instant_that_shows_its_time_or_a_later_one(
    zone: ZoneInfo, day: date, minute: int
) -> None:
    wanted = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  a wall-clock time
    seconds = instant(zone, day, minute)
    assert datetime.fromtimestamp(seconds, zone).replace(tzinfo=None) >= wanted
    for earlier in (1, 60, 1800, 3600, 7200):
        assert datetime.fromtimestamp(seconds - earlier, zone).replace(tzinfo=None) < wanted


@given(zone=st.sampled_from(ZONES), day=DAYS, minutes=st.tuples(st.integers(0, 1440), st.integers(0, 1440)))
def test_edges_of_a_date_never_run_backwards(zone: ZoneInfo, day: date, minutes: tuple[int, int]) -> None:
    first, last = sorted(minutes)
    assert instant(zone, day, first) <= instant(zone, day, last)
    assert instant(zone, day, 1440) == instant(zone, day + timedelta(days=1), 0)


@given(zone=st.sampled_from(ZONES), day=DAYS, minute=st.integers(0, 1439))
def test_an_edge_lies_on_its_date_unless_the_date_never_was(zone: ZoneInfo, day: date, minute: int) -> None:
    seconds = instant(zone, day, minute)
    if seconds < instant(zone, day, 1440):
        assert business_date(zone, seconds, 0) == day
