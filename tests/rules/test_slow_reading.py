"""The plans against a second, slow reading of the rules, minute by minute: every office, then offices of no clerk."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.rules import Configuration, LiveState, Rules, load
from tests.rules.conftest import BEKASI, OFFICES
from tests.rules.slow import SlowOffice

FOLDERS = [BEKASI, *sorted(path for path in OFFICES.iterdir() if path.is_dir())]
REASONS_OPEN = {"ok", "quota_full", "quota_session_full"}


def _steady(zone: ZoneInfo, day: date) -> bool:
    """No clock change within three days: a minute of the wall clock is one minute there."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    return (noon - timedelta(days=3)).utcoffset() == (noon + timedelta(days=3)).utcoffset()


def _differences(configuration: Configuration, instants: int, seed: int) -> list[str]:
    rules = Rules(configuration)
    zone = configuration.office.timezone
    chance = random.Random(seed)  # noqa: S311  the same instants in every run
    offers = [(point.id, offer) for point in configuration.points.values() for offer in point.offers][:8]
    first = date(min(configuration.calendar.years, default=2026), 1, 5)
    found: list[str] = []
    for number in range(instants):
        point, offer = offers[number % len(offers)]
        day = first + timedelta(days=chance.randrange(350))
        if not _steady(zone, day):
            continue
        slow = SlowOffice(configuration, point, offer)
        minute = chance.choice((chance.randrange(1440), chance.randrange(48) * 30 - chance.randrange(2)))
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  a wall-clock time
        at = wall.replace(tzinfo=zone).astimezone(UTC)
        decision = rules.decide(point, offer.service, at, LiveState(ahead=0, issued=-99, issued_in_session=-99))
        zero = decision.reason in ("quota_full", "quota_session_full")
        got = (decision.issue or zero, decision.call, decision.business_date)
        wanted = (slow.issues(wall), slow.open(wall), slow.business_date(wall))
        if got != wanted:
            found.append(f"{point} {offer.service} {wall}: {got} for {wanted}, {decision.reason}")
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_office_is_read_alike(folder: Path) -> None:
    assert _differences(load(folder), 20, 1) == []


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_two_hundred_thousand_instants_are_read_alike(folder: Path) -> None:
    assert _differences(load(folder), 200_000 // len(FOLDERS), 2) == []


def test_a_wrong_reading_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.rules.plan.matches", lambda *_: False)
    assert _differences(load(OFFICES / "japan"), 150, 3) != []
