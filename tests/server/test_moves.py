"""Hold, return, transfer and undo, as a counter sees them through HTTP."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import assets
from tests.server.office import TEN, Answer, Office, Person, Stream, running, until

BEKASI = assets.folder("config/bekasi")
SIX_DIGITS = "729416"
"""A PIN as short as the Bekasi office allows."""


def move(person: Person, ticket: str, what: str, body: Any = None) -> Answer:
    return person("POST", f"/tickets/{ticket}/{what}", body)


def call(person: Person, counter: str = "1") -> Any:
    answer = person("POST", f"/counters/{counter}/next", {"finish": False})
    assert answer.status == 200, answer.body
    return answer.body


def miss(person: Person, counter: str = "1") -> str:
    """Call somebody who does not come."""
    ticket = call(person, counter)["id"]
    for what in ("recall", "recall", "no-show"):
        assert move(person, ticket, what).status == 200
    return ticket


def numbers(person: Person) -> list[str]:
    return [row["number"] for row in person("GET", "/queue").body["tickets"]]


def at(office: Office, **later: float) -> str:
    return (office.clock.now() + timedelta(**later)).isoformat()


# ---------------------------------------------------------------- hold and return


def test_on_hold_until_a_sign_and_back_at_the_old_place(office: Office) -> None:
    person = office.sign_in()
    person.take()
    person.take()
    ticket = call(person)["id"]
    held = move(person, ticket, "hold", {"why": "fotokopi"}).body
    assert (held["state"], held["reason"], held["held_until"]) == ("held", "fotokopi", None)
    assert held["moves"] == ["return", "transfer", "void", "undo"]
    queue = person("GET", "/queue").body
    assert [row["number"] for row in queue["held"]] == ["A-001"]
    assert (queue["serving"], [row["number"] for row in queue["tickets"]]) == ([], ["A-002"])
    assert move(person, ticket, "return").body["state"] == "waiting"
    assert numbers(person) == ["A-001", "A-002"]
    assert call(person)["number"] == "A-001"


def test_on_hold_until_a_time_and_back_by_itself(office: Office) -> None:
    person = office.sign_in()
    ticket = person.take().body["id"]
    assert move(person, ticket, "hold", {"until": at(office, minutes=-1)}).reason == "until_past"
    assert move(person, ticket, "hold", {"until": "2026-09-12T11:00:00"}).reason == "invalid_body"
    assert move(person, ticket, "hold", {"until": at(office, minutes=10)}).body["held_until"].endswith("10:10:00+07:00")
    office.clock.forward(minutes=9)
    assert numbers(person) == []
    office.clock.forward(minutes=2)
    assert until(lambda: numbers(person)) == ["A-001"]


def test_a_late_visitor_goes_in_after_three_other_calls(office: Office) -> None:
    person = office.sign_in()
    for _ in range(6):
        person.take()
    late = miss(person)
    missed = person("GET", "/board").body["missed"]
    assert [(row["number"], row["until"]) for row in missed] == [("A-001", "2026-09-12T23:59:00+07:00")]
    back = person("POST", "/returns", {"code": "a1"}).body
    assert (back["id"], back["state"]) == (late, "waiting")
    assert person("GET", "/queue").body["tickets"][0]["number"] == "A-002"
    row = next(row for row in person("GET", "/queue").body["tickets"] if row["id"] == late)
    assert row["after_calls"] == 3
    called = []
    for _ in range(5):
        called.append(call(person)["number"])
        person("POST", f"/tickets/{person('GET', '/queue').body['serving'][0]['id']}/finish")
    assert called == ["A-002", "A-003", "A-004", "A-001", "A-005"]


def test_those_who_miss_every_call_keep_nobody_waiting(office: Office) -> None:
    """More of them than the calls that a late visitor must let pass, and each comes back at once."""
    person = office.sign_in()
    for _ in range(6):
        person.take()
    called: list[str] = []
    while "A-006" not in called:
        assert len(called) < 12, called
        office.clock.forward(seconds=30)
        ticket = miss(person)
        called.append(f"A-{ticket[-3:]}")
        move(person, ticket, "return")


def test_a_late_visitor_waits_for_nobody_when_nobody_else_waits(office: Office) -> None:
    person = office.sign_in()
    taken = person.take().body
    miss(person)
    assert person("POST", "/returns", {"code": f"HTTP://10.0.0.1:8080/T/{taken['token']}"}).status == 200
    assert call(person)["number"] == "A-001"


def test_who_cannot_come_back(office: Office) -> None:
    person = office.sign_in()
    person.take()
    assert person("POST", "/returns", {"code": "A-009"}).reason == "unknown_ticket"
    assert person("POST", "/returns", {"code": "saya"}).reason == "unknown_ticket"
    waiting = person("POST", "/returns", {"code": "A-001"})
    assert (waiting.reason, waiting.body["state"]) == ("illegal_move", "waiting")
    ticket = miss(person)
    office.clock.forward(hours=13, minutes=59, seconds=10)
    assert move(person, ticket, "return").reason == "return_over"
    assert person("POST", "/returns", {"code": "A-001"}).reason == "return_over"


# ---------------------------------------------------------------- transfer


def test_transfer_to_every_place(office: Office) -> None:
    person = office.sign_in()
    tickets = [person.take().body["id"] for _ in range(4)]
    first = call(person)
    assert move(person, first["id"], "transfer", {"place": "end"}).body["state"] == "waiting"
    assert numbers(person) == ["A-002", "A-003", "A-004", "A-001"]
    move(person, tickets[2], "transfer", {"place": "front"})
    assert numbers(person) == ["A-003", "A-002", "A-004", "A-001"]
    move(person, tickets[0], "transfer")
    assert numbers(person) == ["A-003", "A-001", "A-002", "A-004"]


def test_transfer_to_another_service_keeps_the_number(office: Office) -> None:
    person = office.sign_in()
    ticket = call_of_new(person)
    other = move(person, ticket, "transfer", {"service": "utama"}).body
    assert (other["number"], other["service"], other["priority"]) == ("A-001", "utama", True)
    assert move(person, ticket, "transfer", {"service": "nothing"}).reason == "unknown_service"
    assert move(person, ticket, "transfer", {"stage": "nothing"}).reason == "unknown_stage"
    assert office.point.store.verify() == []


def call_of_new(person: Person) -> str:
    person.take()
    return call(person)["id"]


def test_transfer_to_one_counter_is_seen_by_that_counter_alone(office: Office) -> None:
    person = office.sign_in()
    ticket = call_of_new(person)
    assert move(person, ticket, "transfer", {"counter": "9"}).reason == "unknown_counter"
    assert move(person, ticket, "transfer", {"counter": "2"}).reason == "not_signed_in"
    office.sign_in("2")
    assert move(person, ticket, "transfer", {"counter": "2"}).body["counter"] == "2"
    assert person("POST", "/counters/1/next").status == 204
    assert call(person, "2")["id"] == ticket


def test_who_was_sent_to_a_counter_is_everyones_when_it_closes(office: Office) -> None:
    person = office.sign_in()
    office.sign_in("2")
    ticket = call_of_new(person)
    move(person, ticket, "transfer", {"counter": "2"})
    person("POST", "/counters/2/sign-out")
    assert call(person)["id"] == ticket


def test_the_steps_under_one_number(tmp_path: Path) -> None:
    with running(tmp_path / "data", BEKASI, TEN, "ulp") as office:
        person = office.sign_in(pin=SIX_DIGITS)
        stages = person("GET", "/point").body["services"][0]["stages"]
        assert [stage["id"] for stage in stages] == ["berkas", "biometrik"]
        person.take("paspor")
        called = call(person)
        assert (called["stage"], called["next_stage"]) == ("berkas", "biometrik")
        sent = move(person, called["id"], "transfer", {"stage": called["next_stage"]}).body
        assert (sent["state"], sent["stage"], sent["next_stage"]) == ("waiting", "biometrik", None)
        again = call(person)
        assert (again["id"], again["stage"]) == (called["id"], "biometrik")


def test_papers_that_were_missing_are_counted_without_a_visitor(tmp_path: Path) -> None:
    with running(tmp_path / "data", BEKASI, TEN, "ulp") as office:
        person = office.sign_in(pin=SIX_DIGITS)
        found = person("GET", "/point").body["checklists"][0]
        paper = found["required"][0]["id"]
        body = {"checklist": found["id"], "missing": [paper, paper]}
        assert person("POST", "/point/documents", body).status == 204
        assert person("POST", "/point/documents", body | {"missing": ["nothing"]}).reason == "unknown_papers"
        with office.point.store.read() as tx:
            event = tx.last_event()
        assert event is not None
        assert (event.kind, event.data) == ("documents", {"checklist": found["id"], "missing": [paper]})
        assert (event.ticket, event.counter, event.staff) == (None, None, None)


# ---------------------------------------------------------------- undo


@pytest.mark.parametrize(
    ("before", "what", "body"),
    [
        ("called", "recall", None),
        ("called", "serve", None),
        ("called", "finish", None),
        ("serving", "finish", None),
        ("called", "hold", {"why": "salat"}),
        ("serving", "transfer", {"service": "utama", "place": "end"}),
        ("called", "void", {"why": "salah"}),
        ("waiting", "void", {"why": "salah"}),
        ("waiting", "hold", None),
    ],
)
def test_undo_restores_the_ticket(before: str, what: str, body: Any, office: Office) -> None:
    person = office.sign_in()
    ticket = person.take().body["id"]
    if before != "waiting":
        call(person)
    if before == "serving":
        move(person, ticket, "serve")
    with office.point.store.read() as tx:
        old = tx.ticket(ticket)
    office.clock.forward(seconds=5)
    assert move(person, ticket, what, body).status == 200
    undone = move(person, ticket, "undo")
    assert undone.status == 200, undone.body
    with office.point.store.read() as tx:
        new = tx.ticket(ticket)
    assert old is not None
    assert new is not None
    assert new.version == old.version + 2
    assert {f: getattr(new, f) for f in old.__slots__ if f != "version"} == {
        f: getattr(old, f) for f in old.__slots__ if f != "version"
    }
    assert office.point.store.verify() == []
    again = move(person, ticket, "undo")
    assert (again.reason, again.body["state"]) == ("illegal_move", before)


def test_undo_has_fifteen_seconds(office: Office) -> None:
    person = office.sign_in()
    ticket = call_of_new(person)
    assert person("GET", "/queue").body["serving"][0]["undo_until"] == "2026-09-12T10:00:15+07:00"
    office.clock.forward(seconds=15)
    assert "undo" in until(lambda: person("GET", "/queue").body["serving"])[0]["moves"]
    office.clock.forward(seconds=1)
    assert move(person, ticket, "undo").reason == "undo_over"
    until(lambda: "undo" not in person("GET", "/queue").body["serving"][0]["moves"])


def test_undo_of_a_call_takes_back_counts_board_and_voice(office: Office) -> None:
    person = office.sign_in()
    person.take("utama")
    person.take("utama")
    first = call(person)
    move(person, first["id"], "finish")
    stream = Stream(office, person.token)
    stream.next()
    second = call(person)
    told = stream.until(lambda event: event.name == "call")
    with office.point.store.read() as tx:
        day = tx.business_date("satu")
        assert day is not None
        assert (tx.calls_made("satu", day), tx.runs("satu", day)) == (2, (0, 2))
    assert move(person, second["id"], "undo").body["state"] == "waiting"
    undone = stream.until(lambda event: event.name == "undo")
    assert undone.data["call"] == told.data["id"]
    with office.point.store.read() as tx:
        assert (tx.calls_made("satu", day), tx.runs("satu", day)) == (1, (0, 1))
    board = person("GET", "/board").body
    assert board["current"] == []
    assert [row["number"] for row in board["recent"]] == ["R-001"]
    late = Stream(office, person.token, f"{told.id.partition('-')[0]}-1")
    heard = [late.until(lambda event: event.name in ("call", "undo")) for _ in range(2)]
    assert [(event.name, event.data["number"]) for event in heard] == [("call", "R-001"), ("undo", "R-002")]


def test_undo_of_next_brings_back_who_was_finished_by_it(office: Office) -> None:
    person = office.sign_in()
    person.take()
    person.take()
    first = call(person)
    move(person, first["id"], "serve")
    second = person("POST", "/counters/1/next").body
    assert move(person, first["id"], "undo").reason == "ticket_in_hand"
    assert move(person, second["id"], "undo").status == 200
    queue = person("GET", "/queue").body
    assert [(row["number"], row["state"]) for row in queue["serving"]] == [("A-001", "serving")]
    assert [row["number"] for row in queue["tickets"]] == ["A-002"]


def test_nobody_undoes_what_a_colleague_did_or_puts_a_visitor_at_an_empty_counter(office: Office) -> None:
    office.enrol()
    mine = office.sign_in("1", office.person("counter"))
    ticket = call_of_new(mine)
    made = office.person()("POST", "/devices", {"name": "second", "role": "counter"}).body
    office.tokens["second"] = made["token"]
    other = office.sign_in("2", office.person("second"), "Budi")
    move(mine, ticket, "finish")
    assert move(other, ticket, "undo").reason == "other_counter"
    mine("POST", "/counters/1/sign-out")
    assert move(mine, ticket, "undo").reason == "sign_in_needed"
    assert move(office.person(), ticket, "undo").reason == "not_signed_in"
