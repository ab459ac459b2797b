"""Levels corrected by the forecast's own errors."""

from __future__ import annotations

import pytest

from kiosk.forecast.correction import Levels, Outcome, corrected, level_of, time_at


def test_a_few_outcomes_change_nothing() -> None:
    assert corrected([Outcome(0.99, 0)] * 19) == Levels()


def test_a_right_forecast_keeps_its_levels() -> None:
    levels = corrected([Outcome((n + 0.5) / 400, 1) for n in range(400)])
    assert (levels.low, levels.high) == pytest.approx((0.09, 0.91), abs=0.01)


def test_waits_longer_than_forecast_raise_the_levels() -> None:
    late = corrected([Outcome(0.9 + 0.1 * (n + 0.5) / 100, 0) for n in range(100)])
    assert late.low > 0.3
    assert late.high > 0.98


def test_earlier_days_weigh_less_than_today() -> None:
    past = [Outcome(0.95, 10)] * 2000
    today = [Outcome(0.05, 0)] * 200
    assert corrected([*past, *today]).low < 0.2


def test_level_and_time_are_inverse() -> None:
    times = [10.0 * n for n in range(1, 101)]
    for at in (15.0, 505.0, 990.0):
        assert time_at(times, level_of(times, at)) == pytest.approx(at, abs=10)
    assert level_of(times, 5) == 0
    assert level_of(times, 2000) == 1
