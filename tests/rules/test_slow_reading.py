"""The decisions against a second, slow reading of the rules, minute by minute: real offices, then any."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.rules import Configuration, LiveState, Rules, load
from kiosk.rules.model import Offer
from tests.examples import examples
from tests.rules.conftest import BEKASI, OFFICES
from tests.rules.slow import SlowOffice
from tests.rules.strategies import FIRST, SPAN, modern_configurations

FOLDERS = [BEKASI, *sorted(path for path in OFFICES.iterdir() if path.is_dir())]
AHEAD = 4
"""Days in which the next opening is looked for; a later one is only asked to be later."""
DAY = timedelta(days=1)


def _differences(rules: Rules, point: str, offer: Offer, day: date, every: int = 1) -> Iterator[str]:
    """Every minute of a business day, or every so many of them."""
    slow = SlowOffice(rules.configuration, point, offer)
    found = slow.day(day)
    for number in range(0, len(found.minutes), every):
        at = found.minutes[number]
        decision = rules.decide(point, offer.service, at, LiveState(ahead=0))
        got = (decision.issue, decision.call, decision.business_date)
        wanted = (found.takes[number], found.open[number], day)
        if got != wanted:
            yield f"{point} {offer.service} {at}: {got} for {wanted}, {decision.reason}"
        if not decision.issue and number % (7 * every) == 0:
            opens = slow.next_taking(day, number, AHEAD)
            following = decision.next_opening
            later = opens is None and (following is None or following > at + (AHEAD - 2) * DAY)
            if not later and (opens and opens.timestamp()) != (following and following.timestamp()):
                yield f"{point} {offer.service} {at}: opens {following} for {opens}, {decision.reason}"
    if offer.counters_by_time:
        for at, shown, is_open in list(zip(found.minutes, found.shown, found.open, strict=True))[:: 29 * every]:
            if not is_open:
                continue
            counters = slow.timed(offer.counters_by_time, day, shown) or offer.planned_counters
            figures = rules.figures(point, offer.service, at, LiveState())
            if figures is None or figures.counters != counters:
                yield f"{point} {offer.service} {at}: {figures} for {counters} counters"


def _changes(configuration: Configuration, year: int) -> list[date]:
    """The dates of the year on which the office's clocks change."""
    noons = [datetime(year, 1, 1, 12, tzinfo=configuration.office.timezone) + n * DAY for n in range(365)]
    return [one.date() for one, two in zip(noons[1:], noons, strict=False) if one.utcoffset() != two.utcoffset()]


def _days(configuration: Configuration, count: int, seed: int) -> list[date]:
    """Clock changes and holidays with the days beside them first, then any."""
    year = min(configuration.calendar.years, default=2026)
    chance = random.Random(seed)  # noqa: S311  the same days in every run
    special = [*_changes(configuration, year), *configuration.calendar.days]
    special += [day for each in configuration.specials for day in each.dates]
    special += [edge for each in configuration.seasons for edge in (each.first, each.last)]
    near = [day + shift * DAY for day in special for shift in (0, -1, 1)]
    chance.shuffle(near)
    first = [day + shift * DAY for day in _changes(configuration, year) for shift in (0, -1, 1)]
    other = [date(year, 1, 5) + chance.randrange(350) * DAY for _ in range(count)]
    return list(dict.fromkeys((*first, *near[: count // 2], *other)))[:count]


def _office(folder: Path, days: int, seed: int, every: int) -> list[str]:
    configuration = load(folder)
    rules = Rules(configuration)
    offers = [(point.id, offer) for point in configuration.points.values() for offer in point.offers][:8]
    found: list[str] = []
    for number, day in enumerate(_days(configuration, days, seed)):
        point, offer = offers[number % len(offers)]
        found += _differences(rules, point, offer, day, every)
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_office_is_read_alike(folder: Path) -> None:
    assert _office(folder, 6, 1, 19) == []


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_two_hundred_thousand_instants_are_read_alike(folder: Path) -> None:
    """Of 13 offices, 12 days whole each: 224,640 instants."""
    assert _office(folder, 12, 2, 1) == []


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow])
@given(configuration=modern_configurations(), ahead=st.integers(0, SPAN))
def test_any_office_is_read_alike(configuration: Configuration, ahead: int) -> None:
    offer = configuration.points["p"].offers[0]
    assert list(_differences(Rules(configuration), "p", offer, FIRST + ahead * DAY, 23)) == []


@pytest.mark.long
@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(configuration=modern_configurations(), ahead=st.integers(0, SPAN))
def test_a_thousand_offices_are_read_alike(configuration: Configuration, ahead: int) -> None:
    offer = configuration.points["p"].offers[0]
    assert list(_differences(Rules(configuration), "p", offer, FIRST + ahead * DAY, 7)) == []


def test_a_wrong_reading_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.rules.plan.matches", lambda *_: False)
    assert _office(OFFICES / "japan", 80, 3, 97) != []
