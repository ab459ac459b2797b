"""The roster of a counter: a schedule of when somebody should be there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.forecast.absences import Presence, learn_presence
from kiosk.forecast.state import NEVER, CounterNow, PointState, ServiceFacts
from kiosk.operations.planning.comparison import with_changes
from kiosk.operations.planning.simulation import WALK_MIN, Visitor, play
from kiosk.operations.tickets.waiting import wait_of_newcomer
from kiosk.rules import Rules
from kiosk.rules.model import WEEKDAYS, Configuration, Hours, Schedule, ScheduleVersion, Week
from tests.operations.office import TUESDAY, Office
from tests.operations.planning.test_simulation import BEKASI, at, chance

H = 3600.0


def rostered(configuration: Configuration, counter: str, *hours: tuple[int, int]) -> Configuration:
    """The counter of ``ulp`` has somebody in these hours of every day."""
    week = Week(dict.fromkeys(WEEKDAYS, tuple(Hours(a * 60, b * 60) for a, b in hours)))
    schedules = configuration.schedules | {"shift": Schedule("shift", (ScheduleVersion(date.min, week),))}
    point = configuration.points["ulp"]
    counters = tuple(replace(one, roster="shift") if one.id == counter else one for one in point.counters)
    return replace(
        configuration, schedules=schedules, points=configuration.points | {"ulp": replace(point, counters=counters)}
    )


def test_whose_roster_is_over_is_not_waited_for(office: Office) -> None:
    office.sign_in("1")
    for _ in range(8):
        office.issue()

    def high() -> int:
        office.point.forecasts.table = None
        found = office.view(lambda context: wait_of_newcomer(context, "paspor")).estimate
        assert found is not None
        return found.high_min

    usual = high()
    office.configure(lambda found: rostered(found, "2", (7, 8)))
    assert high() > usual + 15
    office.configure(lambda found: rostered(found, "2", (8, 16)))
    assert abs(high() - usual) <= 20


@pytest.mark.parametrize(
    ("planned", "present", "earliest", "latest"),
    [
        ([], False, NEVER, NEVER),
        ([(7 * H, 8 * H)], False, NEVER, NEVER),
        ([(13 * H, 16 * H)], False, 12.9 * H, 13.2 * H),
        ([(8 * H, 9 * H), (14 * H, 16 * H)], False, 13.9 * H, 14.2 * H),
        ([(8 * H, 12 * H)], True, 10 * H, 10 * H),
    ],
)
def test_who_comes_when(planned: list[tuple[float, float]], present: bool, earliest: float, latest: float) -> None:
    counter = CounterNow("1", ["a"], present=present, since=8 * H if present else None, planned=planned)
    services = {"a": ServiceFacts(priority=False, minutes=10)}
    state = PointState(at=10 * H, hours={"a": [(8 * H, 16 * H)]}, services=services, counters=[counter], waiting=[])
    presence = Presence(learn_presence({"1": ["a"]}, ()), state, chance(1))
    for _ in range(60):
        ((here, absences),) = presence.draw()
        assert earliest <= here <= latest
        if present:
            assert absences[0] == (12 * H, NEVER), "leaves with the roster"


def test_one_more_counter_from_ten_shortens_the_waits_after_ten() -> None:
    configuration = replace(BEKASI, settings=replace(BEKASI.settings, cutoff="off"))
    counters = len(configuration.points["ulp"].counters)
    changed = with_changes(configuration, "ulp", {"counters": counters + 1}, from_minute=10 * 60)
    visitors = [Visitor(at(n), "paspor", 20 - WALK_MIN) for n in range(0, 120, 8)]
    before = play(Rules(configuration), "ulp", visitors).waits["regular"]
    after = play(Rules(changed), "ulp", visitors).waits["regular"]
    always = play(Rules(with_changes(configuration, "ulp", {"counters": counters + 1})), "ulp", visitors).waits[
        "regular"
    ]
    assert sum(always) < sum(after) < sum(before)
    early = [n for n, one in enumerate(visitors) if one.at.hour < 10 and before[n] < 30][:3]
    assert [after[n] for n in early] == [before[n] for n in early]


def test_without_a_roster_nothing_is_said(office: Office) -> None:
    assert office.point.rules.roster("ulp", "1", TUESDAY.date()) is None
    assert office.point.rules.roster("ulp", "9", TUESDAY.date()) is None
