"""A day played through rules and policy: by hand where it is small, by its promises where it is large."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assets
from kiosk.operations.planning.arrivals import ABSENT, expected_visitors, typical_day
from kiosk.operations.planning.comparison import UnknownChangeError, describe_difference, run_trial, with_changes
from kiosk.operations.planning.simulation import ABSENT_MIN, WALK_MIN, Visitor, play
from kiosk.rules import Rules, load
from kiosk.rules.model import Counter
from tests.examples import examples

SATURDAY = date(2026, 9, 12)
NINE = datetime.fromisoformat("2026-09-12T09:00:00+07:00")
BEKASI = load(assets.folder("config/bekasi"))


def office(*counters: Counter, **policy: int) -> Rules:
    """ULP Plasa Cibubur with these counters, and appointments for ``percepatan``."""
    point = replace(BEKASI.points["ulp"], counters=counters)
    services = BEKASI.services | {"percepatan": replace(BEKASI.services["percepatan"], appointments=True)}
    change = {"settings": replace(BEKASI.settings, cutoff="off", **policy), "services": services}
    return Rules(replace(BEKASI, points=BEKASI.points | {"ulp": point}, **change))


def chance(seed: object) -> Random:
    return Random(f"{seed}")  # noqa: S311  repeatable, not secret


def at(minute: float) -> datetime:
    return NINE + timedelta(minutes=minute)


ALL = Counter("1", ("paspor", "prioritas", "percepatan"))


def test_one_counter_by_hand() -> None:
    """Ten minutes each and the way to the counter; the second does not come."""
    visitors = [Visitor(at(m), "paspor", 10 - WALK_MIN, comes=m != 1) for m in (0, 1, 2)]
    outcome = play(office(ALL), "ulp", visitors)
    assert outcome.waits == {
        "appointment": [],
        "priority": [],
        "regular": pytest.approx([0, 9, 8 + ABSENT_MIN]),
    }
    assert (outcome.turned_away, outcome.not_served) == ({}, 0)


def test_the_policy_decides() -> None:
    visitors = [Visitor(at(n / 10), "paspor", 10 - WALK_MIN) for n in range(3)]
    visitors += [Visitor(at(1 + n / 10), "prioritas", 10 - WALK_MIN) for n in range(3)]
    soon = Visitor(at(2), "percepatan", 10 - WALK_MIN, appointment=at(11))
    once = play(office(ALL, priority_run_max=1), "ulp", [*visitors, soon])
    assert once.waits["appointment"] == pytest.approx([8])
    assert once.waits["priority"] == pytest.approx([19, 38.9, 58.8])
    assert once.waits["regular"] == pytest.approx([0, 29.9, 49.8])
    often = play(office(ALL, priority_run_max=3), "ulp", visitors)
    assert often.waits["priority"] == pytest.approx([9, 18.9, 28.8])


def test_a_counter_helps_out_with_its_rest_list_alone() -> None:
    visitors = [Visitor(at(n / 10), "paspor", 10) for n in range(4)]
    alone = play(office(ALL, Counter("2", ("prioritas",))), "ulp", visitors)
    helped = play(office(ALL, Counter("2", ("prioritas",), rest=("paspor",))), "ulp", visitors)
    assert max(helped.waits["regular"]) < max(alone.waits["regular"]) / 2


def test_the_rules_turn_away_and_leave_unserved() -> None:
    early, late = Visitor(NINE - timedelta(hours=1), "paspor", 5), Visitor(at(301), "paspor", 5)
    queue = [Visitor(at(299), "paspor", 120 - WALK_MIN) for _ in range(5)]
    outcome = play(office(ALL), "ulp", [early, late, *queue])
    assert outcome.turned_away == {"before_open": 1, "after_close": 1}
    assert len(outcome.waits["regular"]) == 2
    assert outcome.not_served == 3


@settings(max_examples=examples(30))
@given(st.integers(0, 10_000), st.integers(1, 200), st.integers(1, 4), st.integers(1, 4))
def test_everyone_is_called_turned_away_or_left_over(seed: int, visitors: int, run_max: int, counters: int) -> None:
    rules = office(*(replace(ALL, id=str(n)) for n in range(counters)), priority_run_max=run_max)
    people = typical_day(rules, "ulp", SATURDAY, chance(seed), visitors)
    outcome = play(rules, "ulp", people)
    called = sum(len(waits) for waits in outcome.waits.values())
    assert called + outcome.turned_away.total() + outcome.not_served == len(people)
    assert all(wait >= 0 for waits in outcome.waits.values() for wait in waits)


def test_the_same_seed_is_the_same_day() -> None:
    rules = Rules(BEKASI)
    days = [typical_day(rules, "ulp", SATURDAY, chance("1-0")) for _ in range(2)]
    assert days[0] == days[1] != typical_day(rules, "ulp", SATURDAY, chance("1-1"))
    assert play(rules, "ulp", days[0]) == play(rules, "ulp", days[1])


def test_who_comes_is_what_the_office_planned_for() -> None:
    rules = Rules(BEKASI)
    parts = expected_visitors(rules, "ulp", SATURDAY, 100)
    assert {part.service for part in parts} == {"paspor", "prioritas", "percepatan"}
    assert sum(part.visitors for part in parts) == pytest.approx(100)
    people = [v for n in range(40) for v in typical_day(rules, "ulp", SATURDAY, chance(n), 100)]
    assert len(people) == pytest.approx(4000, abs=80)
    assert sum(v.at < at(30) for v in people) > len(people) / 5, "the crowd at the door"
    assert sum(not v.comes for v in people) / len(people) == pytest.approx(ABSENT, abs=0.015)
    assert expected_visitors(rules, "ulp", date(2026, 9, 13)) == [], "Sunday"


def test_what_a_change_does_is_said_in_both_languages() -> None:
    rules = Rules(BEKASI)
    days = [typical_day(rules, "ulp", SATURDAY, chance(n), 80) for n in range(6)]
    now, more = (run_trial("x", with_changes(BEKASI, "ulp", change), "ulp", days) for change in ({}, {"counters": 6}))
    for language, shorter in (("en", "shorter"), ("id", "lebih singkat")):
        lines = list(describe_difference(now, more, language))
        assert sum(shorter in line for line in lines) == 2
        assert not any("{" in line for line in lines)
    assert more.classes["regular"].p90 < now.classes["regular"].p90


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"priority": 3}, "priority cannot be tried; write one of counters, priority_run_max"),
        ({"priority_run_max": 0}, "out of range; write 1 to 1000"),
        ({"counters": 1}, "nobody would serve informasi, pengambilan, percepatan; try more"),
        ({"counters": 0}, "write 1 to 200"),
    ],
)
def test_a_change_that_cannot_be_tried_says_what_to_write(change: dict[str, int], words: str) -> None:
    with pytest.raises(UnknownChangeError, match=words):
        with_changes(BEKASI, "ulp", change)
