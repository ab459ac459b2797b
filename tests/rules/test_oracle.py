"""Another program's reading of the same hours: ours exported to OpenStreetMap's syntax, decided by opening-hours-py."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours

import assets
from kiosk.rules import Configuration, Rules, load
from kiosk.rules.osm import opening_hours, short_value
from tests.rules.conftest import OFFICES

INSTANTS = (15_000, pytest.param(60_000, marks=pytest.mark.long))
FIRST, LAST = date(2023, 12, 1), date(2028, 2, 1)


def _offers(configuration: Configuration) -> list[tuple[str, str]]:
    return [(point.id, offer.service) for point in configuration.points.values() for offer in point.offers]


def _disagreements(configuration: Configuration, offers: list[tuple[str, str]], instants: int) -> list[str]:
    """Random instants, and the seconds around every edge of a random date."""
    rules = Rules(configuration)
    zone = configuration.office.timezone
    chance = random.Random(20250901)  # noqa: S311  the same instants in every run
    found: list[str] = []
    for point, service in offers:
        oracle = OpeningHours(opening_hours(configuration, point, service))
        for _ in range(instants // len(offers)):
            day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
            second = chance.choice((chance.randrange(86_400), chance.randrange(96) * 900 - chance.randrange(2)))
            wall = datetime(day.year, day.month, day.day) + timedelta(seconds=second)  # noqa: DTZ001  a wall-clock time
            if not _exists(wall, zone):
                continue
            ours = rules.decide(point, service, wall.replace(tzinfo=zone).astimezone(UTC)).call
            if ours != oracle.is_open(wall):
                found.append(f"{point} {service} {wall}: ours {ours}")
    return found


@pytest.mark.parametrize("instants", INSTANTS)
def test_instants_of_every_offer_agree(bekasi: Configuration, instants: int) -> None:
    assert _disagreements(bekasi, _offers(bekasi), instants) == []


def test_an_oracle_that_is_wrong_somewhere_is_noticed(bekasi: Configuration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kiosk.rules.osm.times.show", lambda hours: f"{hours.start // 60:02}:00-{hours.end // 60:02}:01"
    )
    assert len(_disagreements(bekasi, _offers(bekasi), 4_000)) > 5


@pytest.mark.parametrize("office", sorted(path.name for path in OFFICES.iterdir()))
def test_other_offices_agree(office: str) -> None:
    """Zones that change their clocks are judged by the wall clock, which is all that the syntax knows."""
    configuration = load(Path(OFFICES / office))
    offers = _offers(configuration)[:3]
    assert _disagreements(configuration, offers, 600) == []


@pytest.mark.parametrize("office", ["bekasi", *sorted(path.name for path in OFFICES.iterdir())])
@pytest.mark.parametrize("first", [date(2025, 9, 1), date(2026, 1, 10), date(2026, 11, 28)])
def test_a_short_value_agrees_for_as_long_as_it_says(office: str, first: date) -> None:
    configuration = load(assets.folder("config/bekasi") if office == "bekasi" else OFFICES / office)
    zone, rules = configuration.office.timezone, Rules(configuration)
    chance = random.Random(7)  # noqa: S311  the same instants in every run
    for point, service in _offers(configuration)[:3]:
        value = short_value(configuration, point, service, first)
        assert value.fits
        holidays = configuration.holidays_of(point).days if value.names_public_holidays else {}
        oracle = OpeningHours(value.text)
        last = value.until or date(2027, 12, 31)
        for _ in range(40):
            day = first + timedelta(days=chance.randrange(1, (last - first).days + 1))
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  a wall-clock time
            wall = midnight + timedelta(minutes=chance.randrange(1440))
            if day not in holidays and _exists(wall, zone):
                at = wall.replace(tzinfo=zone).astimezone(UTC)
                assert oracle.is_open(wall) == rules.decide(point, service, at).call, (wall, value.text)


def _exists(wall: datetime, zone: ZoneInfo) -> bool:
    """No change of the clocks within a day."""
    before, after = ((wall + timedelta(days=days)).replace(tzinfo=zone).utcoffset() for days in (-1, 1))
    return before == after


def test_a_year_without_a_file_is_closed_in_the_export_too() -> None:
    configuration = load(OFFICES / "berlin")
    oracle = OpeningHours(opening_hours(configuration, "mitte", "notfall"))
    for wall, is_open in (
        (datetime(2026, 12, 31, 23, 59), True),  # noqa: DTZ001  a wall-clock time
        (datetime(2027, 1, 1, 9), False),  # noqa: DTZ001  a wall-clock time
        (datetime(2027, 1, 1, 10), True),  # noqa: DTZ001  a wall-clock time
        (datetime(2027, 6, 1, 10), False),  # noqa: DTZ001  a wall-clock time
    ):
        assert oracle.is_open(wall) == is_open


@pytest.mark.parametrize(
    ("office", "offer", "wall", "is_open"),
    [
        ("gulf", ("amer", "visa"), datetime(2026, 2, 20, 0, 30), True),  # noqa: DTZ001  Thursday's night
        ("gulf", ("amer", "visa"), datetime(2026, 2, 20, 1), False),  # noqa: DTZ001  after its end
        ("hospital", ("rs", "obat"), datetime(2026, 3, 18, 3), True),  # noqa: DTZ001  the night before a holiday
        ("hospital", ("rs", "obat"), datetime(2026, 3, 19, 3), False),  # noqa: DTZ001  the holiday's own
    ],
)
def test_a_night_goes_on_after_midnight_in_the_export(
    office: str, offer: tuple[str, str], wall: datetime, is_open: bool
) -> None:
    configuration = load(OFFICES / office)
    ours = Rules(configuration).decide(*offer, wall.replace(tzinfo=configuration.office.timezone)).call
    assert (OpeningHours(opening_hours(configuration, *offer)).is_open(wall), ours) == (is_open, is_open)
