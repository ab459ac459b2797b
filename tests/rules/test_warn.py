from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.rules import Configuration, load, say, warnings

Edit = Callable[[str, str, str], Path]
MAIN = "antrean.toml"


def _codes(configuration: Configuration, today: date) -> list[str]:
    found = warnings(configuration, today)
    for warning in found:
        for language in ("id", "en"):
            assert "{" not in say.warning(warning, language)
    return [warning.code for warning in found]


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2025, 9, 10), ["calendar_unverified_2025", "calendar_unverified_2027"]),
        (date(2026, 12, 31), ["calendar_unverified_2027"]),
        (date(2027, 10, 31), ["calendar_unverified_2027"]),
        (date(2027, 11, 1), ["calendar_missing_2028", "calendar_unverified_2027"]),
        (date(2028, 2, 29), ["calendar_missing_2028"]),
        (date(2028, 11, 1), ["calendar_missing_2028", "calendar_missing_2029"]),
    ],
)
def test_the_calendar_of_this_year_and_from_november_the_next(
    bekasi: Configuration, today: date, codes: list[str]
) -> None:
    assert _codes(bekasi, today) == codes


def test_the_day_of_the_reminder_is_the_offices_own() -> None:
    berlin = load(Path(__file__).parent / "offices/berlin")
    assert _codes(berlin, date(2026, 9, 30)) == []
    assert _codes(berlin, date(2026, 10, 1)) == ["calendar_missing_2027"]


TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            'fri       = ["08:00-11:30", "12:30-15:30"]\nsat',
            "sat",
            "season_without_friday_ramadan-1447",
        ),
        ("date     = 2026-01-25", "date     = 2026-05-01", "special_on_holiday_immigration-day-76"),
        (
            'points   = ["gmm"]\nservices = ["paspor',
            'points   = ["gmm", "mpp"]\nservices = ["percepatan", "paspor',
            "special_not_offered_immigration-day-76_mpp_percepatan",
        ),
        (
            '{ id = "3", serves = ["pengambilan", "informasi"] }',
            '{ id = "3", serves = ["informasi"] }',
            "nobody_serves_mpp_pengambilan",
        ),
        (
            "planned_counters = 2 }",
            'planned_counters = 2, sessions = [{ hours = "08:00-16:00", quota = 9 }] }',
            "sessions_leave_gap_mpp_paspor",
        ),
        ("fallback     = true", "fallback     = false", "no_fallback_mpp"),
    ],
)
def test_what_deserves_a_second_look(edited: Edit, old: str, new: str, code: str) -> None:
    assert code in _codes(load(edited(MAIN, old, new)), TODAY)


def test_what_is_over_is_not_told_again(edited: Edit) -> None:
    configuration = load(edited(MAIN, "date     = 2026-01-25", "date     = 2026-05-01"))
    assert "special_on_holiday_immigration-day-76" not in _codes(configuration, date(2026, 5, 2))
