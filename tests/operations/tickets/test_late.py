"""A visitor who missed the calls comes back: once after some calls, then at the end, and not after the hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.operations.refusal import Refusal
from kiosk.operations.tickets import late
from kiosk.operations.tickets.issue import issue
from kiosk.operations.tickets.moving import move
from kiosk.queue.ticket import Move, State, Ticket
from tests.operations.office import HERE, TUESDAY, Office


@pytest.fixture
def missed(office: Office) -> Ticket:
    """``A-001`` was called by counter 1, in vain."""
    ticket = office.issue()
    office.sign_in()
    office.call()
    return office.miss(ticket)


def test_the_first_return_waits_for_other_calls_at_the_old_position(office: Office, missed: Ticket) -> None:
    back = office.move(missed, Move.RETURN)
    assert (back.state, back.reentry_after, back.queue_position) == (State.WAITING, 1 + 3, missed.queue_position)
    assert office.last("return").data["late"] == {"reentry_after": 4}
    assert office.view(lambda context: late.calls_before(context, back)) == 3
    for _ in range(2):
        office.issue()
    office.call(finish=True)
    assert office.view(lambda context: late.calls_before(context, back)) == 2


def test_the_second_return_goes_to_the_end(office: Office, missed: Ticket) -> None:
    office.move(missed, Move.RETURN)
    office.call()
    office.miss(missed)
    last = office.issue()
    office.pass_time(minutes=1)
    back = office.move(missed, Move.RETURN)
    assert back.reentry_after is None
    assert back.queue_position > last.queue_position
    assert office.last("return").data["late"] == {"queue_position": back.queue_position}
    assert office.view(lambda context: late.calls_before(context, back)) is None
    office.pass_time(minutes=1)
    office.issue()
    assert office.order("1") == ["A-002", "A-001", "A-003"]


def test_the_end_is_behind_everyone_even_who_was_sent_further_back(office: Office, missed: Ticket) -> None:
    office.move(missed, Move.RETURN)
    office.call()
    office.miss(missed)
    far = office.clock.now() + timedelta(hours=1)
    other = office.issue()
    office.point.store.write(
        lambda tx: tx.save_ticket(_at(other, int(far.timestamp() * 1_000_000))),
    )
    assert office.move(missed, Move.RETURN).queue_position == int(far.timestamp() * 1_000_000) + 1


def _at(ticket: Ticket, position: int) -> Ticket:
    from dataclasses import replace  # noqa: PLC0415  of this helper alone

    return replace(ticket, queue_position=position, version=ticket.version + 1)


def test_a_return_that_was_undone_does_not_count(office: Office, missed: Ticket) -> None:
    from kiosk.operations.tickets.undoing import undo  # noqa: PLC0415  of this test alone

    office.move(missed, Move.RETURN)
    office.run(undo, HERE, missed.id)
    assert office.move(missed, Move.RETURN).reentry_after is not None


def test_who_missed_the_call_loses_the_appointment(office: Office) -> None:
    office.set_service("prioritas", appointments=True)
    ticket = office.issue("prioritas", appointment=TUESDAY)
    office.sign_in()
    office.call()
    assert office.miss(ticket).appointment == TUESDAY
    assert office.move(ticket, Move.RETURN).appointment is None


def test_nobody_comes_back_after_the_hours(office: Office, missed: Ticket) -> None:
    rules = office.point.rules
    closing = TUESDAY.replace(hour=16)
    assert late.deadline(rules, missed) == closing
    assert late.may_return(rules, missed, closing - timedelta(seconds=1))
    assert not late.may_return(rules, missed, closing)
    office.pass_time(hours=7)
    refusal = office.refused(move, HERE, missed.id, Move.RETURN)
    assert (refusal.reason, refusal.state, refusal.values) == ("return_over", "no_show", {"number": "A-001"})


def test_nobody_comes_back_on_another_day(office: Office, missed: Ticket) -> None:
    office.pass_time(days=1, hours=-8)
    assert office.refused(move, HERE, missed.id, Move.RETURN).reason == "return_over"


def test_a_service_without_hours_has_no_deadline(office: Office, missed: Ticket) -> None:
    from dataclasses import replace  # noqa: PLC0415  of this test alone

    assert late.deadline(office.point.rules, replace(missed, service="nikah")) is None
    assert late.deadline(office.point.rules, replace(missed, service="informasi", business_date=_saturday())) is None
    assert late.may_return(office.point.rules, replace(missed, service="nikah"), TUESDAY + timedelta(days=9))


def _saturday():  # noqa: ANN202  a date
    return (TUESDAY + timedelta(days=4)).date()


@pytest.mark.parametrize("code", ["A-001", "a 1", "A1", " a001 "])
def test_a_ticket_is_found_by_the_number_that_was_typed(office: Office, missed: Ticket, code: str) -> None:
    assert office.view(lambda context: late.find_by_code(context, code)).id == missed.id


def test_a_ticket_is_found_by_the_code_that_was_scanned(office: Office) -> None:
    issued = office.run(issue, office.request())
    for code in (issued.token, f"http://192.168.1.9:8081/t/{issued.token}", f" HTTP://X/T/{issued.token.lower()}\n"):
        assert office.view(lambda context, code=code: late.find_by_code(context, code)) == issued.ticket


@pytest.mark.parametrize("code", ["A-002", "", "nonsense", "A" * 26, "R-001"])
def test_any_other_code_is_unknown(office: Office, missed: Ticket, code: str) -> None:
    with office.context() as context, pytest.raises(Refusal) as refused:
        late.find_by_code(context, code)
    assert (refused.value.reason, refused.value.status) == ("unknown_ticket", 404)
    assert missed.number == "A-001"


def test_yesterdays_number_is_unknown_today(office: Office, missed: Ticket) -> None:
    office.pass_time(days=1)
    with office.context() as context, pytest.raises(Refusal):
        late.find_by_code(context, missed.number)


def test_only_who_missed_the_call_or_is_on_hold_comes_back(office: Office, missed: Ticket) -> None:
    assert office.view(lambda context: late.find_returnable(context, "A-001")).id == missed.id
    held = office.move(office.issue(), Move.HOLD)
    assert office.view(lambda context: late.find_returnable(context, "A-002")).id == held.id
    office.issue()
    with office.context() as context, pytest.raises(Refusal) as refused:
        late.find_returnable(context, "A-003")
    assert (refused.value.reason, refused.value.state) == ("illegal_move", "waiting")
