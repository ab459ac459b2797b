"""Another program's reading of the same hours: ours exported to OpenStreetMap's syntax, decided by opening-hours-py."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from opening_hours import OpeningHours

from kiosk.rules import Configuration, Rules, load
from kiosk.rules.osm import opening_hours
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


@pytest.mark.parametrize("office", ["night", "forty"])
def test_other_offices_agree(office: str) -> None:
    configuration = load(Path(OFFICES / office))
    offers = _offers(configuration)[:3]
    assert _disagreements(configuration, offers, 3_000) == []


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
