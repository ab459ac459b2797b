"""The expected wait: ahead by the policy that calls, clock times by the forecast."""

from __future__ import annotations

from datetime import timedelta

from kiosk.operations.counters import sessions
from kiosk.operations.tickets.issue import issue
from kiosk.operations.tickets.waiting import Wait, wait_of, wait_of_newcomer
from kiosk.queue.ticket import Move
from tests.operations.office import HERE, TUESDAY, Office


def newcomer(office: Office, service: str = "paspor") -> Wait:
    office.point.forecasts.table = None  # as if a server had made one since
    return office.view(lambda context: wait_of_newcomer(context, service))


def both(office: Office) -> None:
    for counter, staff in (("1", "Ani"), ("2", "Budi")):
        office.sign_in(counter, staff)


def test_priority_visitors_are_ahead_as_the_policy_calls_them(office: Office) -> None:
    """Row 1 of what was found: six wait for priority at the counters of passports, and nobody was said to be ahead."""
    both(office)
    for _ in range(6):
        office.issue("prioritas")
    taken = office.run(issue, office.request("paspor"))
    assert taken.wait.ahead == 2, "two in a row, then a regular visitor"
    found = office.view(lambda context: wait_of(context, taken.ticket))
    assert found.ahead == 2
    assert newcomer(office, "prioritas").ahead == 7, "six before, and the regular visitor between them"


def test_ahead_is_the_number_that_is_called_before(office: Office) -> None:
    """Each visitor's number is checked against the calls of a counter that serves all."""
    office.sign_in()
    for service in ("paspor", "prioritas", "paspor", "prioritas", "prioritas", "prioritas", "paspor", "prioritas"):
        office.issue(service)
    waiting = office.view(lambda context: context.tx.in_state("ulp", context.business_date, ["waiting"]))  # type: ignore[list-item]  a state is its text
    told = {ticket.number: office.view(lambda context, t=ticket: wait_of(context, t).ahead) for ticket in waiting}
    called = [office.call(finish=True).number for _ in waiting]
    assert {number: called.index(number) for number in told} == told


def test_other_counters_do_not_count(office: Office) -> None:
    both(office)
    for _ in range(5):
        office.issue("informasi")
    assert newcomer(office, "paspor").ahead == 0


def test_the_range_is_clock_times_rounded_outward(office: Office) -> None:
    both(office)
    for _ in range(8):
        office.issue()
    found = newcomer(office).estimate
    assert found is not None
    assert found.start is not None
    assert found.end is not None
    assert (found.start.minute % 5, found.end.minute % 5) == (0, 0)
    assert TUESDAY + timedelta(minutes=15) < found.start < found.end < TUESDAY + timedelta(hours=4)
    assert (found.low_min, found.kind, found.if_open) == ((found.start - TUESDAY).seconds // 60, "range", False)


def test_nobody_ahead_is_soon_and_says_if_no_counter_is_open(office: Office) -> None:
    found = newcomer(office).estimate
    assert found is not None
    assert found.if_open
    both(office)
    found = newcomer(office).estimate
    assert found is not None
    assert (found.kind, found.if_open, found.high_min) == ("soon", False, 5)


def test_paused_counters_make_it_later(office: Office) -> None:
    both(office)
    for _ in range(6):
        office.issue()
    before = newcomer(office).estimate
    office.run(sessions.pause, HERE, "2", "rapat")
    after = newcomer(office).estimate
    assert before is not None
    assert after is not None
    assert after.high_min >= before.high_min


def test_a_break_is_told(office: Office) -> None:
    """Row 2: information at 11.20, a break from 11.30 on Fridays until 13.00, fifth in line."""
    office.pass_time(days=3, hours=2, minutes=20)
    office.sign_in("3", "Cici")
    for _ in range(4):
        office.issue("informasi")
    found = newcomer(office, "informasi").estimate
    assert found is not None
    assert found.kind in ("before_break", "after_break", "around_break")
    assert found.resumes is not None
    assert (found.resumes.hour, found.resumes.minute) == (13, 0)


def test_a_thousand_ahead_are_not_before_closing(office: Office) -> None:
    """Row 8."""
    office.set_rules(cutoff="off")
    both(office)
    for _ in range(120):
        office.issue()
    found = newcomer(office).estimate
    assert found is not None
    assert (found.kind, found.start) == ("not_reached", None)
    assert found.low_min == found.high_min >= 7 * 60, "as minutes, not before calling ends"


def test_the_quote_is_in_the_log_and_its_level_at_the_call(office: Office) -> None:
    both(office)
    ticket = office.issue("prioritas")
    issued = office.events()[-1]
    assert issued.data["priority"] is True
    assert issued.data["quote"]["reached"] == 1
    office.pass_time(minutes=3)
    office.call("1")
    assert 0 <= office.events()[-1].data["level"] <= 1
    assert office.events()[-1].ticket == ticket.id


def test_a_late_visitor_is_called_after_so_many(office: Office) -> None:
    office.sign_in()
    missed = office.issue()
    for _ in range(6):
        office.issue()
    office.miss(office.call())
    back = office.move(missed, Move.RETURN)
    assert office.view(lambda context: wait_of(context, back)).ahead == 3


def test_a_service_that_is_not_offered_has_no_estimate(office: Office) -> None:
    assert newcomer(office, "nikah") == Wait(0, None)
