import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.wait import SAMPLE, average_minutes, estimate

people = st.integers(0, 500)
counters = st.integers(1, 40)
minutes = st.floats(0.5, 120)


@pytest.mark.parametrize(
    ("ahead", "serving", "open_counters", "avg", "expected"),
    [
        (0, 0, 1, 12, (0, 0)),  # a free counter
        (0, 1, 1, 12, (1, 15)),  # one visit under way, half done
        (1, 1, 2, 12, (0, 6)),  # the free counter takes who is ahead
        (4, 1, 1, 12, (40, 70)),
        (4, 2, 2, 12, (20, 35)),
        (10, 0, 3, 8, (15, 25)),
        (60, 4, 4, 10, (140, 170)),
    ],
)
def test_what_a_visitor_is_told(
    ahead: int, serving: int, open_counters: int, avg: float, expected: tuple[int, int]
) -> None:
    assert estimate(ahead, serving, open_counters, avg) == expected


def test_with_no_counter_open_nobody_can_tell() -> None:
    assert estimate(3, 0, 0, 10) is None


@given(people, people, counters, minutes)
def test_the_range_is_a_range_and_holds_the_expected_wait(ahead: int, serving: int, open_: int, avg: float) -> None:
    told = estimate(ahead, serving, open_, avg)
    assert told is not None
    low, high = told
    free = max(0, open_ - serving)
    expected = 0 if ahead < free else (ahead - free + 0.5) * avg / open_
    assert 0 <= low <= expected <= high


@given(people, people, counters, minutes)
def test_more_people_never_shorten_and_more_counters_never_lengthen_it(
    ahead: int, serving: int, open_: int, avg: float
) -> None:
    now = estimate(ahead, serving, open_, avg)
    longer = estimate(ahead + 1, serving, open_, avg)
    shorter = estimate(ahead, serving, open_ + 1, avg)
    assert now is not None
    assert longer is not None
    assert shorter is not None
    assert now[1] <= longer[1]
    assert shorter[1] <= now[1]


def test_the_average_is_the_median_of_today_and_the_plan_before_that() -> None:
    assert average_minutes([], 12) == 12
    assert average_minutes([5, 90, 6], 12) == 6
    assert average_minutes([4.0] * SAMPLE + [60.0] * 99, 12) == 4
    assert average_minutes([0.0], 12) == 0.5
