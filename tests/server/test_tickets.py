"""Taking a number: once for each key, never twice, and every refusal with what helps."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest

import assets
from tests.server.office import Answer, Office, running, until

BEKASI = assets.folder("config/bekasi")


def test_a_ticket_holds_what_the_contract_says(office: Office) -> None:
    taken = office.person().take()
    assert taken.status == 201
    assert taken.body["number"] == "A-001"
    assert taken.body["id"] == "satu-20260912-A-001"
    assert taken.body["business_date"] == "2026-09-12"
    assert taken.body["issued_at"].endswith("+07:00")
    assert taken.body["ahead"] == 0
    assert taken.body["status_url"].endswith("/T/" + taken.body["token"])
    assert len(taken.body["token"]) == 26
    rows = taken.body["receipt"]["rows"]
    assert any(row.get("data") == taken.body["status_url"] for row in rows)
    assert any(row.get("text") == "A-001" for row in rows)


def test_letters_count_for_themselves(office: Office) -> None:
    person = office.person()
    numbers = [person.take(service).body["number"] for service in ("umum", "utama", "umum", "utama")]
    assert numbers == ["A-001", "R-001", "A-002", "R-002"]


def test_the_same_key_is_the_same_ticket(office: Office) -> None:
    person = office.person()
    first, other = person.take(key="one"), person.take()
    again = person.take(key="one")
    assert (first.status, again.status) == (201, 200)
    assert again.body == first.body
    assert other.body["number"] == "A-002"


def test_the_same_key_for_something_else_is_refused(office: Office) -> None:
    person = office.person()
    person.take(key="one")
    refused = person.take("utama", key="one")
    assert (refused.status, refused.reason) == (409, "key_reused")
    assert person.take("utama").body["number"] == "R-001"


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "\xe9"])
def test_a_key_is_wanted(key: str, shared: Office) -> None:
    headers = {"Idempotency_Key": key} if key else {}
    answer = shared.person()("POST", "/tickets", {"service": "umum"}, **headers)
    assert (answer.status, answer.reason) == (400, "key_missing")


def test_dropped_replies_make_no_second_ticket(office: Office) -> None:
    """The client hangs up before the answer comes and asks again, as a kiosk on a bad line does."""
    person, numbers = office.person(), list[str]()
    for turn in range(20):
        body = b'{"service":"umum"}'
        head = (
            f"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.token}\r\n"
            f"Idempotency-Key: turn-{turn}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", office.port)) as link:
            link.sendall(head.encode() + body)
        numbers.append(person.take(key=f"turn-{turn}").body["number"])
    assert numbers == [f"A-{n:03d}" for n in range(1, 21)]


def test_one_key_from_many_at_once_is_one_ticket(office: Office) -> None:
    answers: list[Answer] = []
    people = [office.person() for _ in range(8)]
    threads = [threading.Thread(target=lambda p=p: answers.append(p.take(key="one"))) for p in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.body["number"] for answer in answers} == {"A-001"}
    assert sorted(answer.status for answer in answers) == [200] * 7 + [201]


def test_many_at_once_get_numbers_without_a_gap(office: Office) -> None:
    numbers: list[str] = []

    def take() -> None:
        person = office.person()
        numbers.extend(person.take().body["number"] for _ in range(25))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"A-{n:03d}" for n in range(1, 201)]


BAD: dict[str, tuple[Any, str]] = {
    "no body": (b"", "malformed_json"),
    "not JSON": (b"service=umum", "malformed_json"),
    "half of it": (b'{"service":', "malformed_json"),
    "not UTF-8": (b'{"service":"\xff"}', "malformed_json"),
    "half a surrogate": (b'{"service":"\\ud800"}', "malformed_json"),
    "too deep": (b"[" * 60_000, "malformed_json"),
    "a list": (b"[]", "invalid_body"),
    "nothing in it": ({}, "invalid_body"),
    "a number": ({"service": 1}, "invalid_body"),
    "an unknown field": ({"service": "umum", "naem": "x"}, "invalid_body"),
    "too long": ({"service": "x" * 65}, "invalid_body"),
    "a control character": ({"service": "um\x1bum"}, "invalid_body"),
    "too many": ({"service": "umum", "have": ["x"] * 101}, "invalid_body"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_body_is_named(case: str, shared: Office) -> None:
    body, reason = BAD[case]
    answer = shared.person()("POST", "/tickets", body, Idempotency_Key="k")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status == 400
    assert answer.reason in {reason, "invalid_body"}
    if case == "an unknown field":
        assert "naem" in answer.body["detail"]


def test_only_json_and_not_too_much(shared: Office) -> None:
    person = shared.person()
    text = person("POST", "/tickets", b"{}", Idempotency_Key="k", Content_Type="text/plain")
    assert (text.status, text.reason) == (415, "unsupported_media_type")
    large = person("POST", "/tickets", b"x" * 70_000, Idempotency_Key="k")
    assert (large.status, large.reason) == (413, "too_large")


def test_what_is_not_there(shared: Office) -> None:
    person = shared.person()
    assert person("GET", "/nothing").reason == "not_found"
    wrong = person("PUT", "/tickets", {})
    assert (wrong.status, wrong.reason, wrong.headers["allow"]) == (405, "method_not_allowed", "POST")
    assert person("POST", "/tickets/none/recall").reason == "unknown_ticket"
    assert person("POST", "/counters/9/next").reason == "unknown_counter"


def test_refusals_speak_the_language_asked_for(shared: Office) -> None:
    assert shared.person(language="en-GB,en;q=0.9,id;q=0.1").take("nope").body["detail"].startswith("This service")
    assert shared.person(language="fr").take("nope").body["detail"].startswith("Layanan ini")


@pytest.fixture(scope="module")
def saturday(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with running(tmp_path_factory.mktemp("ulp") / "data", BEKASI, point="ulp") as found:
        found.enrol()
        yield found


def test_a_closed_service_says_when_next(saturday: Office) -> None:
    refused = saturday.person("kiosk").take("informasi")
    assert (refused.status, refused.reason) == (409, "no_hours_today")
    assert refused.body["next_opening"] == "2026-09-14T08:00:00+07:00"
    assert "Nomor dapat diambil lagi Senin pukul 08.00." in refused.body["detail"]
    assert "overridable" not in refused.body


def test_missing_documents_are_named_and_nothing_of_them_is_kept(saturday: Office) -> None:
    kiosk = saturday.person("kiosk")
    refused = kiosk.take("paspor", checklist="dewasa-baru", have=["ktp"])
    assert (refused.status, refused.reason) == (409, "docs_incomplete")
    assert refused.body["missing"] == ["kk", "akta"]
    assert refused.body["overridable"] is True
    assert "Kartu Keluarga" in refused.body["detail"]
    assert kiosk.take("paspor", checklist="none").reason == "unknown_checklist"
    taken = kiosk.take("paspor", checklist="cpmi", have=["ktp", "kk", "akta"])
    assert taken.status == 201
    assert "wawancara" not in str(taken.body)
    with saturday.point.store.read() as tx:
        events = str(tx.events_after(0))
        assert "dewasa" not in events
        assert "cpmi" not in events
        assert "wawancara" not in events
    rows = saturday.person("counter")("GET", "/queue").body["tickets"]
    (row,) = [row for row in rows if row["id"] == taken.body["id"]]
    assert row["staff_flag"] == "wawancara-mendalam"
    assert row["staff_flag_name"] == {"id": "Wawancara mendalam", "en": "In-depth interview"}
    public = (
        kiosk("GET", "/point"),
        saturday.person("board")("GET", "/board"),
        kiosk("GET", f"/t/{taken.body['token']}"),
    )
    for seen in public:
        assert seen.status == 200
        assert "mendalam" not in str(seen.body)
        assert "In-depth" not in str(seen.body)


def test_staff_may_override_documents_and_it_is_logged(saturday: Office) -> None:
    counter = saturday.sign_in("1", saturday.person("counter"), pin="729416")
    asked = {"checklist": "dewasa-baru", "have": ["ktp"], "override": "kehilangan, ada surat polisi"}
    assert saturday.person("kiosk").take("paspor", **asked).reason == "forbidden"
    assert counter.take("paspor", **asked).status == 201
    with saturday.point.store.read() as tx:
        logged = [event for event in tx.events_after(0) if event.kind == "override"]
    assert [event.data["reasons"] for event in logged] == [["docs_incomplete"]]
    assert (logged[0].staff, logged[0].counter) == ("Ani", "1")
    assert counter.take("informasi", override="tetap").reason == "no_hours_today"


def test_paper_is_reported_into_the_log(office: Office) -> None:
    person = office.person()
    ticket = person.take().body["id"]
    assert person("POST", f"/tickets/{ticket}/paper", {"state": "unconfirmed"}).status == 204
    assert person("POST", f"/tickets/{ticket}/paper", {"state": "eaten"}).reason == "invalid_body"
    with office.point.store.read() as tx:
        last = tx.last_event()
    assert last is not None
    assert (last.kind, last.data["state"]) == ("print", "unconfirmed")


def test_help_is_asked_for_once_and_seen(office: Office) -> None:
    person = office.person()
    assert person("POST", "/point/help").status == 204
    since = person("GET", "/point").body["help_since"]
    assert since is not None
    office.clock.forward(seconds=5)
    person("POST", "/point/help")
    assert person("GET", "/point").body["help_since"] == since
    person("DELETE", "/point/help")
    assert person("GET", "/point").body["help_since"] is None


def test_an_emergency_stops_numbers_and_ends_by_itself(office: Office) -> None:
    person = office.person()
    until_ = "2026-09-12T10:30:00+07:00"
    assert person("POST", "/point/emergency", {"until": "2026-09-12T09:00:00+07:00"}).reason == "until_past"
    assert person("POST", "/point/emergency", {"until": "2026-09-12T11:00:00"}).reason == "invalid_body"
    assert person("POST", "/point/emergency", {"until": until_, "reason": "listrik"}).status == 200
    refused = person.take()
    assert (refused.reason, refused.body["next_opening"]) == ("emergency", until_)
    assert person("GET", "/point").body["emergency"]["reason"] == "listrik"
    office.clock.forward(minutes=30)
    assert person.take().status == 201
    until(lambda: person("GET", "/point").body["emergency"] is None)
    person("POST", "/point/emergency")
    assert person.take().reason == "emergency_unknown"
    assert person("DELETE", "/point/emergency").status == 204
    assert person("DELETE", "/point/emergency").status == 204
    assert person.take().status == 201


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path / "data") as office:
        first = office.person().take(key="one")
    with running(tmp_path / "data") as office:
        assert office.person().take(key="one").body["token"] == first.body["token"]
        assert office.person().take().body["number"] == "A-002"
