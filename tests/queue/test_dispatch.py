"""The policy that decides who is next: each rule by example, the promises for any queue."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue import dispatch
from kiosk.queue.dispatch import choose, heads, in_line, is_due, next_run, order
from kiosk.queue.ticket import Ticket
from kiosk.rules.model import Settings
from tests.fixtures import NINE, ticket

SETTINGS = Settings(priority_run_max=2, regular_wait_max_min=45)
OLD = NINE - timedelta(minutes=46)
SERVICES = {"passport": ("A", False), "lost": ("R", False), "elderly": ("K", True), "migrant": ("J", True)}


def at(minute: float, sequence: int = 1, service: str = "passport", **fields: object) -> Ticket:
    """A ticket issued so many minutes before nine."""
    prefix, priority = SERVICES[service]
    issued = NINE - timedelta(minutes=minute)
    return ticket(sequence, prefix=prefix, at=issued, service=service, priority=priority, **fields)


@pytest.mark.parametrize(
    ("waiting", "run", "number", "why"),
    [
        ([at(5)], 0, "A-001", dispatch.ONLY),
        ([at(5), at(6, service="lost")], 0, "R-001", dispatch.OLDEST),
        ([at(5, service="elderly"), at(6, service="migrant")], 9, "J-001", dispatch.PRIORITY),
        ([at(20), at(1, service="elderly")], 0, "K-001", dispatch.PRIORITY),
        ([at(20), at(1, service="elderly")], 1, "K-001", dispatch.PRIORITY),
        ([at(20), at(1, service="elderly")], 2, "A-001", dispatch.PRIORITY_RUN_OVER),
        ([at(45), at(1, service="elderly")], 0, "K-001", dispatch.PRIORITY),
        ([at(46), at(1, service="elderly")], 0, "A-001", dispatch.WAITED_TOO_LONG),
        ([at(46), at(47, service="elderly")], 0, "K-001", dispatch.PRIORITY),
        ([at(50), at(60, service="lost"), at(1, service="elderly")], 0, "R-001", dispatch.WAITED_TOO_LONG),
    ],
)
def test_each_rule(waiting: Sequence[Ticket], run: int, number: str, why: str) -> None:
    for candidates in (waiting, waiting[::-1]):
        choice = choose(candidates, now=NINE, priority_run=run, settings=SETTINGS)
        assert choice is not None
        assert (choice.ticket.number, choice.why) == (number, why)
        assert why in dispatch.CODES


def test_the_numbers_behind_a_choice_are_given() -> None:
    long = choose([at(50), at(1, service="elderly")], now=NINE, priority_run=0, settings=SETTINGS)
    over = choose([at(20), at(1, service="elderly")], now=NINE, priority_run=2, settings=SETTINGS)
    assert long is not None
    assert over is not None
    assert long.facts == {"waited_min": 50, "limit_min": 45}
    assert over.facts == {"waited_min": 20, "run": 2}


def test_nobody_waits() -> None:
    assert choose([], now=NINE, priority_run=0, settings=SETTINGS) is None


def test_a_clock_that_ran_back_shows_no_negative_wait() -> None:
    choice = choose([at(-3)], now=NINE, priority_run=0, settings=SETTINGS)
    assert choice is not None
    assert choice.facts == {"waited_min": 0}


def test_a_late_visitor_waits_for_the_calls_and_goes_early_only_when_alone() -> None:
    late = at(30, 1, reentry_after=7)
    other = at(5, 2)
    assert heads({"passport": [late, other]}, 6) == [other]
    assert heads({"passport": [late, other]}, 7) == [late]
    assert heads({"passport": [late]}, 0) == [late]
    assert heads({"passport": [late], "lost": [at(1, service="lost")]}, 0) == [at(1, service="lost")]


@st.composite
def queues(draw: st.DrawFn) -> list[Ticket]:
    """Waiting tickets of four services, some sharing a place, some late."""
    sequence: Counter[str] = Counter()
    tickets: list[Ticket] = []
    for minute, service, late in draw(
        st.lists(
            st.tuples(st.integers(0, 90), st.sampled_from([*SERVICES]), st.none() | st.integers(0, 30)), max_size=25
        )
    ):
        sequence[service] += 1
        tickets.append(at(minute, sequence[service], service, reentry_after=late))
    return tickets


settings_of_offices = st.builds(Settings, priority_run_max=st.integers(0, 4), regular_wait_max_min=st.integers(0, 90))
runs = st.integers(0, 6)


@given(queues(), settings_of_offices, runs, st.integers(0, 20))
def test_everyone_is_called_exactly_once(waiting: list[Ticket], settings: Settings, run: int, calls: int) -> None:
    called = order(waiting, now=NINE, priority_run=run, calls_made=calls, settings=settings)
    assert sorted(called, key=lambda t: t.id) == sorted(waiting, key=lambda t: t.id)


@given(queues(), settings_of_offices, runs, st.integers(0, 20))
def test_the_order_shown_is_the_order_called(waiting: list[Ticket], settings: Settings, run: int, calls: int) -> None:
    """Calling one by one, as a counter does, gives what ``order`` announced."""
    left = list(waiting)
    for expected in order(waiting, now=NINE, priority_run=run, calls_made=calls, settings=settings):
        by_service = {
            name: sorted((t for t in left if t.service == name), key=in_line) for name in {t.service for t in left}
        }
        choice = choose(heads(by_service, calls), now=NINE, priority_run=run, settings=settings)
        assert choice is not None
        assert choice.ticket == expected
        left.remove(choice.ticket)
        calls, run = calls + 1, next_run(run, priority=choice.ticket.priority)


@given(queues(), settings_of_offices, runs)
def test_within_a_class_who_came_first_goes_first(waiting: list[Ticket], settings: Settings, run: int) -> None:
    on_time = [replace(each, reentry_after=None) for each in waiting]
    called = order(on_time, now=NINE, priority_run=run, calls_made=0, settings=settings)
    for priority in (True, False):
        one_class = [each for each in called if each.priority is priority]
        assert one_class == sorted(one_class, key=in_line)


@given(queues(), settings_of_offices, runs)
def test_a_run_of_priority_calls_is_bounded_while_a_regular_visitor_waits(
    waiting: list[Ticket], settings: Settings, run: int
) -> None:
    called = order(waiting, now=NINE, priority_run=run, calls_made=99, settings=settings)
    for place, each in enumerate(called):
        if each.priority and any(not later.priority for later in called[place:]):
            assert run < settings.priority_run_max
        run = next_run(run, priority=each.priority)


@given(st.integers(1, 12), st.integers(0, 3), st.integers(1, 20))
def test_nobody_starves_however_many_keep_coming(patience: int, run_max: int, regulars: int) -> None:
    """One visitor of each class, and before every call a new priority and a new regular visitor."""
    settings = Settings(priority_run_max=run_max, regular_wait_max_min=patience)
    first_regular, first_priority = at(0, 1), at(0, 1, "elderly")
    left = {"passport": [first_regular], "elderly": [first_priority]}
    run, called = 0, list[Ticket]()
    for minute in range(1, 4 * (run_max + regulars)):
        for service, queue in left.items():
            queue.append(at(-minute, minute + 1, service))
        choice = choose(heads(left, 0), now=NINE + timedelta(minutes=minute), priority_run=run, settings=settings)
        assert choice is not None
        left[choice.ticket.service].remove(choice.ticket)
        called.append(choice.ticket)
        run = next_run(run, priority=choice.ticket.priority)
    assert called.index(first_regular) <= run_max
    if run_max:
        assert first_priority in called[: patience + 2]


@given(queues(), st.integers(0, 30))
def test_only_late_visitors_are_not_due(waiting: list[Ticket], calls: int) -> None:
    for each in waiting:
        assert is_due(each, calls) == (each.reentry_after is None or each.reentry_after <= calls)


def test_after_a_regular_visitor_priority_visitors_go_first_again() -> None:
    waiting = [at(5, n) for n in (1, 2, 3)] + [at(4, n, "elderly") for n in (1, 2, 3, 4, 5)]
    called = order(waiting, now=NINE, priority_run=0, calls_made=0, settings=SETTINGS)
    assert "".join(each.prefix for each in called) == "KKAKKAKA"
