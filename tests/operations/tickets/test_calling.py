"""The next visitor is called to a counter, in one commit with the end of the visit before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.days import emergency
from kiosk.operations.tickets.calling import call_next, next_for
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.queue.dispatch import ONLY, REST, CallRuns
from kiosk.queue.ticket import Move, State
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office


def test_the_call_is_on_the_ticket_in_the_log_and_in_the_counts(office: Office) -> None:
    ticket = office.issue()
    office.sign_in(staff="Ani", actor=TABLET)
    office.pass_time(minutes=7)
    called = office.run(call_next, TABLET, "1", finish=False)
    assert called is not None
    assert (called.ticket.id, called.why, called.facts) == (ticket.id, ONLY, {"waited_min": 7})
    after = office.ticket(ticket)
    assert (after.state, after.counter, after.calls, after.called_at) == (State.CALLED, "1", 1, office.clock.now())
    event = office.last("call")
    assert (event.ticket, event.counter, event.staff, event.at) == (ticket.id, "1", "Ani", office.clock.now())
    assert event.data["why"] == ONLY
    assert event.data["facts"] == {"waited_min": 7}
    assert (event.data["priority"], event.data["finished"]) == (False, None)
    assert event.data["before"] == {"state": "waiting", "counter": None, "calls": 0, "called_at": None}
    assert (office.tally().waiting, office.tally().called) == (0, 1)
    with office.context() as context:
        assert context.tx.calls_made("ulp", context.business_date) == 1


def test_nobody_waits(office: Office) -> None:
    office.sign_in()
    assert office.run(call_next, HERE, "1", finish=False) is None
    office.issue("informasi")
    assert office.run(call_next, HERE, "1", finish=False) is None, "counter 1 does not serve it"


def test_the_visit_before_is_finished_in_the_same_commit(office: Office) -> None:
    first, second = office.issue(), office.issue()
    office.sign_in()
    office.call()
    office.pass_time(minutes=10)
    assert office.call(finish=True).id == second.id
    done = office.ticket(first)
    assert (done.state, done.ended_at, done.served_at) == (State.FINISHED, office.clock.now(), TUESDAY)
    finish, call = office.events()[-2:]
    assert (finish.kind, call.kind, call.data["finished"]) == ("finish", "call", first.id)


def test_a_counter_that_believes_itself_free_does_not_send_a_visitor_away(office: Office) -> None:
    first = office.issue()
    office.issue()
    office.sign_in()
    office.call()
    refusal = office.refused(call_next, HERE, "1", finish=False)
    assert (refusal.reason, refusal.state) == ("illegal_move", "called")
    assert refusal.values["number"] == "A-001"
    assert office.ticket(first).state is State.CALLED


def test_the_visit_is_finished_where_nobody_waits_too(office: Office) -> None:
    first = office.issue()
    office.sign_in()
    office.call()
    assert office.run(call_next, HERE, "1", finish=True) is None
    assert office.ticket(first).state is State.FINISHED


def test_a_paused_counter_calls_nobody(office: Office) -> None:
    office.issue()
    office.sign_in()
    office.run(sessions.pause, HERE, "1", "istirahat")
    assert office.refused(call_next, HERE, "1", finish=False).reason == "paused"
    office.run(sessions.resume, HERE, "1")
    assert office.call().number == "A-001"


@pytest.mark.parametrize(
    ("counter", "actor", "reason"),
    [("1", TABLET, "not_signed_in"), ("9", TABLET, "unknown_counter"), ("2", OTHER_TABLET, "signed_in_elsewhere")],
)
def test_only_who_sits_there_calls(office: Office, counter: str, actor: object, reason: str) -> None:
    office.issue()
    office.sign_in("2", actor=TABLET)
    assert office.refused(call_next, actor, counter, finish=False).reason == reason  # type: ignore[arg-type]  a table of arguments


def test_what_the_rules_forbid_is_refused_with_their_reason(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.run(emergency.start, HERE, until=None, reason="")
    refusal = office.refused(call_next, HERE, "1", finish=False)
    assert refusal.reason == "emergency_unknown"
    assert office.ticket(ticket).state is State.WAITING


def test_one_service_may_be_called_while_another_may_not(office: Office) -> None:
    """At a quarter past twelve the drain of the break of ``informasi`` is over."""
    office.issue("informasi")
    office.sign_in("3")
    office.pass_time(hours=3, minutes=14)
    with office.context() as context:
        assert next_for(context, "3") is not None
    office.pass_time(minutes=1)
    with office.context() as context:
        assert next_for(context, "3") is None
    assert office.refused(call_next, HERE, "3", finish=False).reason == "break"


def test_priority_runs_are_counted(office: Office) -> None:
    for service in ("paspor", "prioritas", "prioritas", "prioritas"):
        office.issue(service)
    office.sign_in("2")
    runs: list[CallRuns] = []
    order: list[str] = []
    for _ in range(4):
        order.append(office.call("2", finish=True).number)
        with office.context() as context:
            runs.append(context.tx.runs("ulp", context.business_date))
    assert order == ["R-001", "R-002", "A-001", "R-003"], "priority_run_max is 2"
    assert runs == [(0, 1), (0, 2), (0, 0), (0, 1)]


def test_an_appointment_whose_time_has_come_goes_first_and_is_counted(office: Office) -> None:
    office.set_service("prioritas", appointments=True)
    office.issue("paspor")
    office.issue("prioritas", appointment=TUESDAY.replace(minute=30))
    office.sign_in()
    assert office.view(lambda context: context.appointments_due_until) == TUESDAY.replace(minute=5)
    office.pass_time(minutes=24)
    with office.context() as context:
        choice = next_for(context, "1")
        assert choice is not None
        assert choice.ticket.number == "R-001", "it is a priority visitor until then"
        assert choice.why == "priority"
    office.pass_time(minutes=1)
    called = office.run(call_next, HERE, "1", finish=False)
    assert called is not None
    assert (called.ticket.number, called.why) == ("R-001", "appointment")
    with office.context() as context:
        assert context.tx.runs("ulp", context.business_date) == (1, 0)


def test_the_rest_list_is_called_when_nobody_waits_for_what_the_counter_serves(office: Office) -> None:
    def with_rest(found):  # noqa: ANN001, ANN202  a change of the configuration
        point = found.points["ulp"]
        first, *others = point.counters
        return replace(
            found,
            points=found.points | {"ulp": replace(point, counters=(replace(first, rest=("informasi",)), *others))},
        )

    office.configure(with_rest)
    office.issue("informasi")
    passport = office.issue("paspor")
    office.sign_in()
    assert office.call().id == passport.id
    called = office.run(call_next, HERE, "1", finish=True)
    assert called is not None
    assert (called.ticket.number, called.why) == ("U-001", REST)


def test_a_ticket_sent_to_another_counter_is_not_called_here(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("1")
    office.sign_in("2", staff="Budi")
    office.run(transfer, HERE, ticket.id, TransferTarget(counter="2"))
    assert office.run(call_next, HERE, "1", finish=False) is None
    assert office.call("2").id == ticket.id


def test_what_is_shown_as_next_is_what_is_called(office: Office) -> None:
    for service in ("paspor", "prioritas", "percepatan", "paspor", "prioritas", "prioritas"):
        office.issue(service)
    office.sign_in("2")
    for _ in range(6):
        with office.context() as context:
            shown = next_for(context, "2")
        called = office.run(call_next, HERE, "2", finish=True)
        assert shown is not None
        assert called is not None
        assert (shown.ticket.id, shown.why, shown.facts) == (called.ticket.id, called.why, called.facts)
    assert office.view(lambda context: next_for(context, "2")) is None
    assert office.view(lambda context: next_for(context, "9")) is None


def test_yesterday_is_never_called(office: Office) -> None:
    office.issue()
    office.sign_in()
    office.pass_time(days=1)
    office.sign_in()
    assert office.run(call_next, HERE, "1", finish=False) is None


def test_a_late_visitor_is_called_after_other_calls(office: Office) -> None:
    late = office.issue()
    office.sign_in()
    office.call()
    office.miss(late)
    office.move(late, Move.RETURN)
    for _ in range(4):
        office.issue()
    assert office.order("1") == ["A-002", "A-003", "A-004", "A-001", "A-005"]
