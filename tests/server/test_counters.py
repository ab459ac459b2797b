"""Counters: signing in, calling, every move, and two counters on one queue."""

from __future__ import annotations

import threading

from tests.server.office import Office, until


def test_a_visitor_from_call_to_finish(office: Office) -> None:
    person = office.sign_in()
    ticket = person.take().body["id"]
    called = person("POST", "/counters/1/next")
    assert called.status == 200
    assert (called.body["state"], called.body["counter"], called.body["calls"]) == ("called", "1", 1)
    assert called.body["why"]["code"] == "only"
    assert called.body["moves"] == ["recall", "serve", "finish", "hold", "transfer", "void", "undo"]
    assert person("POST", f"/tickets/{ticket}/recall").body["calls"] == 2
    assert person("POST", f"/tickets/{ticket}/serve").body["state"] == "serving"
    assert person("GET", "/point").body["counters"][0]["ticket"] == "A-001"
    assert person("POST", f"/tickets/{ticket}/finish").body["state"] == "finished"
    refused = person("POST", f"/tickets/{ticket}/recall")
    assert (refused.status, refused.reason, refused.body["state"]) == (409, "illegal_move", "finished")
    assert person("POST", "/counters/1/next").status == 204


def test_absent_only_after_the_calls_that_the_office_wants(office: Office) -> None:
    person = office.sign_in()
    ticket = person.take().body["id"]
    person("POST", "/counters/1/next")
    refused = person("POST", f"/tickets/{ticket}/no-show")
    assert refused.reason == "illegal_move"
    assert "2 kali lagi" in refused.body["detail"]
    person("POST", f"/tickets/{ticket}/recall")
    assert "no-show" in person("POST", f"/tickets/{ticket}/recall").body["moves"]
    assert person("POST", f"/tickets/{ticket}/no-show").body["state"] == "no_show"
    assert person("GET", "/board").body["missed"][0]["number"] == "A-001"


def test_void_says_why(office: Office) -> None:
    person = office.sign_in()
    ticket = person.take().body["id"]
    assert person("POST", f"/tickets/{ticket}/void", {}).reason == "invalid_body"
    assert person("POST", f"/tickets/{ticket}/void", {"why": "salah layanan"}).body["reason"] == "salah layanan"
    assert person("GET", "/queue").body["tickets"] == []
    assert person.take().body["number"] == "A-002"


def test_next_with_a_ticket_in_hand(office: Office) -> None:
    """What officers expect is in kiosk/README.md."""
    person = office.sign_in()
    first, second = person.take().body["id"], person.take().body["id"]
    called = person("POST", "/counters/1/next").body
    refused = person("POST", "/counters/1/next", {"finish": False})
    assert (refused.reason, refused.body["state"]) == ("illegal_move", "called")
    assert "A-001" in refused.body["detail"]
    person("POST", f"/tickets/{first}/serve")
    assert person("POST", "/counters/1/next", {"finish": False}).body["state"] == "serving"
    assert person("POST", "/counters/1/next").body["id"] == second
    assert person("POST", "/counters/1/next", {"finish": True}).status == 204
    with office.point.store.read() as tx:
        states = [(done.state, done.served_at is not None) for done in map(tx.ticket, (first, second)) if done]
    assert states == [("finished", True), ("finished", True)]
    assert called["id"] == first


def test_priority_first_and_why(office: Office) -> None:
    person = office.sign_in()
    person.take()
    person.take("utama")
    called = person("POST", "/counters/1/next").body
    assert (called["number"], called["why"]["code"]) == ("R-001", "priority")
    assert called["why"]["text"]["id"] == "Antrean prioritas didahulukan."


def test_nobody_calls_without_having_signed_in(office: Office) -> None:
    office.enrol()
    counter = office.person("counter")
    office.person("kiosk").take()
    assert counter("POST", "/counters/1/next").reason == "not_signed_in"
    office.sign_in("1", counter)
    counter("POST", "/counters/1/pause", {"reason": "salat"})
    assert counter("POST", "/counters/1/next").reason == "paused"
    assert counter("POST", "/counters/1/resume").body["paused"] is None
    assert counter("POST", "/counters/1/next").status == 200
    refused = counter("POST", "/counters/1/sign-out")
    assert (refused.reason, refused.body["state"]) == ("ticket_in_hand", "called")


def test_another_computer_may_not_act_for_this_counter(office: Office) -> None:
    office.enrol()
    mine = office.sign_in("1", office.person("counter"))
    ticket = mine.take().body["id"]
    mine("POST", "/counters/1/next")
    made = office.person()("POST", "/devices", {"name": "second", "role": "counter"}).body
    office.tokens["second"] = made["token"]
    other = office.person("second")
    assert other("POST", "/counters/1/next").reason == "signed_in_elsewhere"
    assert other("POST", f"/tickets/{ticket}/serve").reason == "sign_in_needed"
    office.sign_in("2", other, "Budi")
    assert other("POST", f"/tickets/{ticket}/serve").reason == "other_counter"
    office.sign_in("1", other, "Budi")
    assert other("POST", f"/tickets/{ticket}/serve").status == 200
    assert mine("POST", "/counters/1/next").reason == "signed_in_elsewhere"


def test_an_emergency_stops_calls_and_leaves_places(office: Office) -> None:
    person = office.sign_in()
    person.take()
    person("POST", "/point/emergency")
    refused = person("POST", "/counters/1/next")
    assert (refused.status, refused.reason) == (409, "emergency_unknown")
    assert len(person("GET", "/queue").body["tickets"]) == 1
    person("DELETE", "/point/emergency")
    assert person("POST", "/counters/1/next").status == 200


def test_two_counters_never_call_the_same_visitor(office: Office) -> None:
    numbers: list[str] = []
    visitors = 120
    person = office.person()
    for _ in range(visitors):
        person.take()
    people = {counter: office.sign_in(counter) for counter in ("1", "2", "3", "4")}

    def work(counter: str) -> None:
        while (called := people[counter]("POST", f"/counters/{counter}/next")).status == 200:
            numbers.append(called.body["number"])
            people[counter]("POST", f"/tickets/{called.body['id']}/serve")
            people[counter]("POST", f"/tickets/{called.body['id']}/finish")

    threads = [threading.Thread(target=work, args=(counter,)) for counter in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"A-{n:03d}" for n in range(1, visitors + 1)]


def test_a_removed_account_is_signed_out(office: Office) -> None:
    person = office.sign_in()
    assert person("DELETE", "/staff/Ani").status == 204
    assert person("POST", "/counters/1/next").reason == "not_signed_in"
    assert person("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "7294"}).reason == "wrong_pin"


def test_five_wrong_pins_lock_the_account_for_longer_and_longer(office: Office) -> None:
    person = office.sign_in()

    def attempt(pin: str) -> tuple[str, int | None]:
        answer = person("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": pin})
        return ("ok", None) if answer.status == 200 else (answer.reason, answer.body.get("retry_after_s"))

    for _ in range(5):
        assert attempt("0000") == ("wrong_pin", None)
    reason, seconds = attempt("7294")
    assert reason == "locked"
    assert 295 <= (seconds or 0) <= 301
    office.clock.forward(minutes=5, seconds=1)
    assert attempt("0000") == ("wrong_pin", None)
    reason, seconds = attempt("7294")
    assert (reason, 590 <= (seconds or 0) <= 601) == ("locked", True)
    office.clock.forward(minutes=10, seconds=1)
    assert attempt("7294") == ("ok", None)
    assert attempt("0000") == ("wrong_pin", None)
    assert attempt("7294") == ("ok", None)


def test_guesses_at_once_are_still_only_five(office: Office) -> None:
    office.sign_in()
    reasons: list[str] = []

    def guess() -> None:
        answer = office.person()("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "9999"})
        reasons.append(answer.reason)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reasons) == ["locked"] * 7 + ["wrong_pin"] * 5


def test_an_unknown_name_is_told_nothing(office: Office) -> None:
    person = office.sign_in()
    answers = [
        person("POST", "/counters/1/sign-in", {"staff": name, "pin": "0000"}).body["detail"] for name in ("Ani", "Zed")
    ]
    assert answers[0] == answers[1]


def test_after_hours_tickets_are_not_served_and_yesterdays_never_called(office: Office) -> None:
    """The proving office closes at 23.59; midnight comes before its drain ends."""
    person = office.sign_in()
    waiting, serving = person.take().body["id"], person.take("utama").body["id"]
    person("POST", "/counters/1/next")
    person("POST", f"/tickets/{serving}/serve")
    office.clock.forward(hours=14, minutes=1)
    office.server.app.point.watch._wall = office.clock.now()
    office.server.app.point.watch._monotonic = office.clock.monotonic()

    def ended() -> list[str] | None:
        with office.point.store.read() as tx:
            states = [str(ticket.state) for one in (waiting, serving) if (ticket := tx.ticket(one))]
        return states if "waiting" not in states else None

    assert until(ended) == ["not_served", "finished"]
    assert person("POST", "/counters/1/next").reason == "not_signed_in", "the day is over, and the sign-in with it"
    office.sign_in(person=person)
    assert person("POST", "/counters/1/next").status == 204
    assert person.take().body["id"] == "satu-20260913-A-001"


def test_the_queue_says_whom_each_counter_calls_next_and_why(office: Office) -> None:
    """Before the call, in the words of the call."""
    person = office.sign_in("1")
    office.sign_in("2", staff="Budi")
    for service in ("umum", "utama", "umum", "utama", "utama"):
        person.take(service)
    for counter in ("1", "2", "1", "2", "1"):
        told = {one["counter"]: one for one in person("GET", "/queue").body["next"]}
        called = person("POST", f"/counters/{counter}/next").body
        said = told[counter]
        assert (said["ticket"], said["number"]) == (called["id"], called["number"])
        assert said["why"]["code"] == called["why"]["code"]
        assert said["why"]["text"]["en"]
    assert person("GET", "/queue").body["next"] == []
    person.take()
    person("POST", "/counters/2/pause")
    assert [one["counter"] for one in person("GET", "/queue").body["next"]] == ["1"]
