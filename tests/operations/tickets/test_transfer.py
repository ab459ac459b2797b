"""A visitor is sent on under the same number, only to where somebody can call the ticket."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.tickets.transfer import TransferPosition, TransferTarget, next_stage, transfer
from kiosk.queue.ticket import Move, State, Ticket
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office


def _send(office: Office, ticket: Ticket, **target: str) -> Ticket:
    return office.run(transfer, HERE, ticket.id, TransferTarget(**target))  # type: ignore[arg-type]  a table of arguments  of a table


def test_to_another_service_the_number_stays_and_the_class_is_never_lost(office: Office) -> None:
    ticket = office.issue("prioritas")
    office.sign_in(staff="Ani")
    office.call()
    sent = _send(office, ticket, service="paspor")
    assert (sent.id, sent.number, sent.service) == (ticket.id, "R-001", "paspor")
    assert (sent.state, sent.priority, sent.counter, sent.calls) == (State.WAITING, True, None, 0)
    event = office.last("transfer")
    assert (event.counter, event.staff) == ("1", "Ani")
    assert {key: event.data[key] for key in ("service", "from", "to", "stage", "place")} == {
        "service": "paspor",
        "from": "prioritas",
        "to": None,
        "stage": "berkas",
        "place": "arrival",
    }
    assert (office.tally("prioritas").called, office.tally("paspor").waiting) == (0, 1)
    assert (office.tally("prioritas").issued, office.tally("paspor").issued) == (1, 0)


def test_a_regular_visitor_gets_the_class_of_a_priority_service(office: Office) -> None:
    assert _send(office, office.issue("paspor"), service="prioritas").priority
    assert not _send(office, office.issue("paspor"), service="informasi").priority


@pytest.mark.parametrize(
    ("service", "to", "wanted", "stage"),
    [
        ("paspor", "paspor", "biometrik", "biometrik"),
        ("paspor", "paspor", None, "berkas"),
        ("paspor", "prioritas", None, "berkas"),
        ("paspor", "informasi", None, None),
        ("informasi", "paspor", None, "berkas"),
        ("informasi", "informasi", None, None),
    ],
)
def test_the_stage(office: Office, service: str, to: str, wanted: str | None, stage: str | None) -> None:
    ticket = office.issue(service)
    sent = office.run(transfer, HERE, ticket.id, TransferTarget(service=to, stage=wanted))
    assert (sent.service, sent.stage) == (to, stage)


def test_the_second_stage_is_kept_in_another_service_that_has_it(office: Office) -> None:
    ticket = _send(office, office.issue("paspor"), stage="biometrik")
    assert _send(office, ticket, service="percepatan").stage == "biometrik"


def test_the_next_stage_is_offered_until_the_last(office: Office) -> None:
    ticket = office.issue("paspor")
    rules = office.point.rules
    assert next_stage(rules, ticket) == "biometrik"
    assert next_stage(rules, _send(office, ticket, stage="biometrik")) is None
    assert next_stage(rules, office.issue("informasi")) is None


@pytest.mark.parametrize(
    ("target", "reason", "status"),
    [
        ({"service": "nikah"}, "unknown_service", 400),
        ({"stage": "nikah"}, "unknown_stage", 400),
        ({"service": "informasi", "stage": "berkas"}, "unknown_stage", 400),
        ({"counter": "9"}, "unknown_counter", 404),
        ({"counter": "3"}, "not_served_there", 409),
        ({"service": "percepatan", "counter": "1"}, "not_served_there", 409),
        ({"counter": "2"}, "not_signed_in", 409),
    ],
)
def test_where_nobody_could_call_it_the_transfer_is_refused(
    office: Office, target: dict[str, str], reason: str, status: int
) -> None:
    ticket = office.issue()
    office.sign_in("1")
    refusal = office.refused(transfer, HERE, ticket.id, TransferTarget(**target))  # type: ignore[arg-type]  a table of arguments
    assert (refusal.reason, refusal.status) == (reason, status)
    assert office.ticket(ticket) == ticket


def test_a_ticket_that_ended_is_not_sent_on(office: Office) -> None:
    ticket = office.move(office.issue(), Move.VOID, why="salah")
    refusal = office.refused(transfer, HERE, ticket.id, TransferTarget())
    assert (refusal.reason, refusal.state) == ("illegal_move", "void")


def test_a_colleagues_visitor_is_not_sent_on(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Budi", OTHER_TABLET)
    office.call(actor=TABLET)
    assert office.refused(transfer, OTHER_TABLET, ticket.id, TransferTarget()).reason == "other_counter"


def test_an_unknown_ticket_is_refused(office: Office) -> None:
    assert office.refused(transfer, HERE, "ulp-20260915-A-001", TransferTarget()).reason == "unknown_ticket"


@pytest.mark.parametrize(
    ("position", "order"),
    [
        ("front", ["A-003", "A-001", "A-002", "A-004"]),
        ("end", ["A-001", "A-002", "A-004", "A-003"]),
        ("arrival", ["A-001", "A-002", "A-003", "A-004"]),
    ],
)
def test_the_position(office: Office, position: TransferPosition, order: list[str]) -> None:
    tickets = []
    for _ in range(4):
        tickets.append(office.issue())
        office.pass_time(minutes=1)
    _send(office, tickets[2], position=position)
    assert office.last("transfer").data["place"] == position
    office.sign_in("2")
    assert office.order() == order


def test_arrival_is_the_time_of_issue_again_after_an_earlier_end(office: Office) -> None:
    first, _ = office.issue(), office.issue()
    assert _send(office, first, position="end").queue_position > first.queue_position
    assert _send(office, first, position="arrival").queue_position == first.queue_position


def test_front_and_end_of_an_empty_queue(office: Office) -> None:
    ticket = office.issue("paspor")
    office.pass_time(minutes=1)
    front = _send(office, ticket, service="informasi", position="front")
    assert front.queue_position == ticket.queue_position
    end = _send(office, ticket, service="prioritas", position="end")
    assert end.queue_position == int(office.clock.now().timestamp() * 1_000_000)


def test_the_end_is_behind_everyone_and_loses_the_appointment(office: Office) -> None:
    office.set_service("prioritas", appointments=True)
    at = TUESDAY + timedelta(hours=1)
    first, second = (office.issue("prioritas", appointment=at) for _ in range(2))
    _send(office, second, position="end")
    sent = _send(office, first, position="end")
    assert sent.queue_position > office.ticket(second).queue_position
    assert sent.appointment is None
    third = office.issue("prioritas", appointment=at)
    assert _send(office, third, position="front").appointment == at


def test_to_one_counter_until_nobody_sits_there(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("1", "Ani")
    office.sign_in("2", "Budi")
    sent = _send(office, ticket, counter="2")
    assert (sent.counter, office.last("transfer").data["to"]) == ("2", "2")
    other = office.issue()
    office.run(sessions.sign_out, HERE, "2")
    released = office.ticket(ticket)
    assert (released.counter, released.queue_position) == (None, sent.queue_position)
    event = office.last("transfer")
    assert (event.counter, event.staff) == ("2", "Budi")
    assert (event.data["place"], event.data["by"], event.data["to"]) == ("same", "sign_out", None)
    assert office.ticket(other) == other, "it was for everyone all along"
    assert office.call("1").id == ticket.id


def test_a_late_visitor_who_was_sent_to_a_counter_is_still_late_when_it_signs_out(office: Office) -> None:
    ticket = office.issue()
    office.sign_in("1", "Ani")
    office.call()
    office.miss(ticket)
    back = office.move(ticket, Move.RETURN)
    office.point.store.write(lambda tx: tx.save_ticket(_reserved(back)))
    office.run(sessions.sign_out, HERE, "1")
    assert office.ticket(ticket).reentry_after == back.reentry_after is not None


def _reserved(ticket: Ticket) -> Ticket:
    from dataclasses import replace  # noqa: PLC0415  of this helper alone

    return replace(ticket, counter="1", version=ticket.version + 1)
