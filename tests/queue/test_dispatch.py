"""The policy that decides who is next: each rule by example, the promises for any queue."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue import dispatch
from kiosk.queue.dispatch import CallRuns, QueueLine, choose, heads, is_due, lines, next_runs, order, queue_order_key
from kiosk.queue.ticket import Ticket
from kiosk.rules.model import Settings
from tests.fixtures import NINE, ticket

SETTINGS = Settings(priority_run_max=2, regular_wait_max_min=45, appointment_early_min=5, appointment_run_max=2)
OLD = NINE - timedelta(minutes=46)
SERVICES = {"passport": ("A", False), "lost": ("R", False), "elderly": ("K", True), "migrant": ("J", True)}


def at(minute: float, sequence: int = 1, service: str = "passport", **fields: object) -> Ticket:
    """A ticket issued so many minutes before nine."""
    prefix, priority = SERVICES[service]
    given = {"priority": priority} | fields
    return ticket(sequence, prefix=prefix, at=NINE - timedelta(minutes=minute), service=service, **given)


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
        choice = choose(candidates, now=NINE, runs=CallRuns(0, run), settings=SETTINGS)
        assert choice is not None
        assert (choice.ticket.number, choice.why) == (number, why)
        assert why in dispatch.CODES


def test_the_numbers_behind_a_choice_are_given() -> None:
    long = choose([at(50), at(1, service="elderly")], now=NINE, runs=CallRuns(), settings=SETTINGS)
    over = choose([at(20), at(1, service="elderly")], now=NINE, runs=CallRuns(0, 2), settings=SETTINGS)
    assert long is not None
    assert over is not None
    assert long.facts == {"waited_min": 50, "limit_min": 45}
    assert over.facts == {"waited_min": 20, "run": 2}


def test_nobody_waits() -> None:
    assert choose([], now=NINE, runs=CallRuns(), settings=SETTINGS) is None


def booked(
    minute: float, sequence: int = 1, service: str = "passport", *, came: float = 30, **fields: object
) -> Ticket:
    """A ticket with an appointment so many minutes before nine; after nine where negative."""
    return at(came, sequence, service, appointment=NINE - timedelta(minutes=minute), **fields)


@pytest.mark.parametrize(
    ("waiting", "runs", "number", "why"),
    [
        ([booked(0)], (0, 0), "A-001", dispatch.APPOINTMENT),
        ([booked(0, came=1), at(60, 2), at(60, service="elderly")], (0, 0), "A-001", dispatch.APPOINTMENT),
        ([booked(-5, came=1), at(20, 2)], (0, 0), "A-001", dispatch.APPOINTMENT),
        ([booked(-5.1, came=1), at(20, service="lost")], (0, 0), "R-001", dispatch.OLDEST),
        ([booked(-90)], (0, 0), "A-001", dispatch.ONLY),
        ([booked(1, 1), booked(2, 2, "lost")], (0, 0), "R-002", dispatch.APPOINTMENT),
        ([booked(1, came=1), at(20, service="lost")], (1, 0), "A-001", dispatch.APPOINTMENT),
        ([booked(1, came=1), at(20, service="lost")], (2, 0), "R-001", dispatch.APPOINTMENT_RUN_OVER),
        ([booked(1, came=1), at(20, service="elderly")], (2, 0), "K-001", dispatch.APPOINTMENT_RUN_OVER),
        ([booked(1), booked(2, 2, "lost")], (2, 0), "R-002", dispatch.APPOINTMENT),
        ([booked(1), at(1, service="elderly"), at(20, service="lost")], (2, 2), "R-001", dispatch.APPOINTMENT_RUN_OVER),
    ],
)
def test_an_appointment_goes_first_when_its_time_has_come(
    waiting: list[Ticket], runs: tuple[int, int], number: str, why: str
) -> None:
    for candidates in (waiting, waiting[::-1]):
        choice = choose(candidates, now=NINE, runs=CallRuns(*runs), settings=SETTINGS)
        assert choice is not None
        assert (choice.ticket.number, choice.why) == (number, why)


def test_the_rest_list_is_called_only_when_nobody_else_waits() -> None:
    mine, other = at(1), booked(9, service="lost")
    choice = choose([mine], rest=[other], now=NINE, runs=CallRuns(), settings=SETTINGS)
    assert choice is not None
    assert (choice.ticket, choice.why) == (mine, dispatch.ONLY)
    choice = choose([], rest=[other, at(50, service="elderly")], now=NINE, runs=CallRuns(), settings=SETTINGS)
    assert choice is not None
    assert (choice.ticket, choice.why, choice.facts) == (other, dispatch.REST, {"waited_min": 30})
    assert next_runs(CallRuns(1, 1), choice) == CallRuns(0, 0), "who only helps out takes no turn of the appointments"


def test_a_priority_visitor_sent_on_to_another_service_is_not_lost_in_its_crowd() -> None:
    crowd = [at(30 - n, n) for n in range(1, 5)]
    sent = at(1, 9, priority=True)
    first = order([*crowd, sent], now=NINE, runs=CallRuns(), calls_made=0, settings=SETTINGS)[0]
    assert first == sent


def test_a_clock_that_ran_back_shows_no_negative_wait() -> None:
    choice = choose([at(-3)], now=NINE, runs=CallRuns(), settings=SETTINGS)
    assert choice is not None
    assert choice.facts == {"waited_min": 0}


def waiting_of(tickets: Sequence[Ticket]) -> dict[QueueLine, list[Ticket]]:
    return lines(tickets, now=NINE, settings=SETTINGS)


def test_a_late_visitor_waits_for_the_calls_and_goes_early_only_when_alone() -> None:
    late = at(30, 1, reentry_after=7)
    other = at(5, 2)
    assert heads(waiting_of([late, other]), 6) == [other]
    assert heads(waiting_of([late, other]), 7) == [late]
    assert heads(waiting_of([late]), 0) == [late]
    assert heads(waiting_of([late, at(1, service="lost")]), 0) == [at(1, service="lost")]


minutes = st.integers(0, 90)
people = st.tuples(
    minutes, st.sampled_from([*SERVICES]), st.none() | st.integers(0, 30), st.none() | st.integers(-20, 60)
)


@st.composite
def queues(draw: st.DrawFn) -> list[Ticket]:
    """Waiting tickets of four services: some share a place, some are late, some have an appointment."""
    sequence: Counter[str] = Counter()
    tickets: list[Ticket] = []
    for minute, service, late, appointment in draw(st.lists(people, max_size=25)):
        sequence[service] += 1
        when = None if appointment is None else NINE - timedelta(minutes=appointment)
        tickets.append(at(minute, sequence[service], service, reentry_after=late, appointment=when))
    return tickets


settings_of_offices = st.builds(
    Settings,
    priority_run_max=st.integers(1, 4),
    regular_wait_max_min=st.integers(0, 90),
    appointment_run_max=st.integers(1, 4),
    appointment_early_min=st.integers(0, 15),
)
runs_so_far = st.builds(CallRuns, st.integers(0, 6), st.integers(0, 6))


@given(queues(), settings_of_offices, runs_so_far, st.integers(0, 20))
def test_everyone_is_called_exactly_once(waiting: list[Ticket], settings: Settings, runs: CallRuns, calls: int) -> None:
    called = order(waiting, now=NINE, runs=runs, calls_made=calls, settings=settings)
    assert sorted(called, key=lambda t: t.id) == sorted(waiting, key=lambda t: t.id)


@given(queues(), settings_of_offices, runs_so_far, st.integers(0, 20))
def test_the_order_shown_is_the_order_called(
    waiting: list[Ticket], settings: Settings, runs: CallRuns, calls: int
) -> None:
    """Calling one by one, as a counter does, gives what ``order`` announced."""
    left = list(waiting)
    for expected in order(waiting, now=NINE, runs=runs, calls_made=calls, settings=settings):
        found = heads(lines(left, now=NINE, settings=settings), calls)
        choice = choose(found, now=NINE, runs=runs, settings=settings)
        assert choice is not None
        assert choice.ticket == expected
        left.remove(choice.ticket)
        calls, runs = calls + 1, next_runs(runs, choice)


@given(queues(), settings_of_offices, runs_so_far)
def test_within_a_class_who_came_first_goes_first(waiting: list[Ticket], settings: Settings, runs: CallRuns) -> None:
    on_time = [replace(each, reentry_after=None) for each in waiting]
    called = order(on_time, now=NINE, runs=runs, calls_made=0, settings=settings)
    until = dispatch.appointments_due_until(NINE, settings)
    booked_now = [each for each in called if each.appointment is not None and each.appointment <= until]
    assert booked_now == sorted(booked_now, key=lambda t: (t.appointment, queue_order_key(t)))
    for priority in (True, False):
        one_class = [each for each in called if each.priority is priority and each not in booked_now]
        assert one_class == sorted(one_class, key=queue_order_key)


@given(queues(), settings_of_offices, runs_so_far)
def test_runs_are_bounded_while_somebody_else_waits(waiting: list[Ticket], settings: Settings, runs: CallRuns) -> None:
    called = order(waiting, now=NINE, runs=runs, calls_made=99, settings=settings)
    until = dispatch.appointments_due_until(NINE, settings)
    for place, each in enumerate(called):
        others = [t for t in called[place:] if t.appointment is None or t.appointment > until]
        booked_now = each not in others
        if booked_now and others:
            assert runs.appointment < settings.appointment_run_max
        if not booked_now and each.priority and any(not later.priority for later in others):
            assert runs.priority < settings.priority_run_max
        runs = dispatch.runs_after(runs, appointment=booked_now, priority=each.priority)


@given(st.integers(1, 12), st.integers(1, 3), st.integers(1, 3), st.integers(1, 20))
def test_nobody_starves_however_many_keep_coming(patience: int, run_max: int, booked_max: int, more: int) -> None:
    """One visitor of each class, and before every call one more of each class."""
    settings = Settings(
        priority_run_max=run_max, regular_wait_max_min=patience, appointment_run_max=booked_max, appointment_early_min=0
    )
    first = [at(0, 1), at(0, 1, "elderly"), booked(0, 1, "lost", came=0)]
    left, runs, called = list(first), CallRuns(), list[Ticket]()
    turns = (booked_max + 1) * (patience + run_max + more + 2)
    for minute in range(1, turns):
        now, number = NINE + timedelta(minutes=minute), minute + 1
        left += [at(-minute, number), at(-minute, number, "elderly"), booked(-minute, number, "lost", came=-minute)]
        choice = choose(heads(lines(left, now=now, settings=settings), 0), now=now, runs=runs, settings=settings)
        assert choice is not None
        left.remove(choice.ticket)
        called.append(choice.ticket)
        runs = next_runs(runs, choice)
    regular, priority, appointment = (called.index(each) for each in first)
    assert appointment == 0
    assert regular <= (booked_max + 1) * (run_max + 1)
    assert priority <= (booked_max + 1) * (patience + 2)


@given(queues(), st.integers(0, 30))
def test_only_late_visitors_are_not_due(waiting: list[Ticket], calls: int) -> None:
    for each in waiting:
        assert is_due(each, calls) == (each.reentry_after is None or each.reentry_after <= calls)


def test_after_a_regular_visitor_priority_visitors_go_first_again() -> None:
    waiting = [at(5, n) for n in (1, 2, 3)] + [at(4, n, "elderly") for n in (1, 2, 3, 4, 5)]
    called = order(waiting, now=NINE, runs=CallRuns(), calls_made=0, settings=SETTINGS)
    assert "".join(each.prefix for each in called) == "KKAKKAKA"
