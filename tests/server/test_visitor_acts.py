"""What a visitor does from the phone: late, cancel, the survey; at the server itself and the process for phones."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.contract.status_token import hashed
from kiosk.contract.tickets import VisitorAct
from kiosk.rules.model import Survey, SurveyAnswer
from kiosk.server.page.endpoints import ACTS_BURST
from kiosk.server.phone.door import ACTS_BURST as ACTS_BURST_OF_ALL
from kiosk.server.phone.door import MOST_ACTS, PhoneDoor
from kiosk.server.phone.messages import ActWish, Alive, decode_report, framed
from tests.server.office import Office, Person, running, until
from tests.server.test_listeners import BOTH

FORM = "application/x-www-form-urlencoded"
ASKED = Survey(
    enabled=True,
    question={"id": "Bagaimana pelayanan kami?", "en": "How was our service?"},
    answers=tuple(SurveyAnswer(n, {"id": f"Nilai {n}", "en": f"Score {n}"}) for n in (1, 2, 3, 4)),
)


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Phone:
    """A phone without a login, at one of the doors."""

    office: Office
    port: int

    def __call__(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as link:
            link.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            answer = link.getresponse()
            content = answer.read()
            is_json = "json" in answer.headers.get("content-type", "")
            return Reply(answer.status, json.loads(content) if is_json else content.decode(), dict(answer.headers))

    def act(self, token: str, act: str, **body: Any) -> Reply:
        """As a program, which gets the status."""
        raw = json.dumps(body).encode() if body else None
        return self("POST", f"/t/{token}/{act}", raw, Accept="application/json", Content_Type="application/json")

    def page(self, token: str, language: str = "id") -> str:
        return self("GET", f"/t/{token}?l={language}").body

    def status(self, token: str) -> Any:
        return self("GET", f"/t/{token}", Accept="application/json").body


def _with_survey(office: Office) -> None:
    rules = office.point.rules
    object.__setattr__(rules.configuration, "survey", ASKED)


@pytest.fixture(params=["the server", "the process for phones"])
def phone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Phone]:
    apart = request.param == "the process for phones"
    options = {"network": BOTH} if apart else {}
    with running(tmp_path / "data", **options) as office:
        _with_survey(office)
        port = int(office.server.app.public_url.rpartition(":")[2]) if apart else office.port
        yield Phone(office, port)


def queue(person: Person) -> list[tuple[str, int | None]]:
    return [(row["number"], row["after_calls"]) for row in person("GET", "/queue").body["tickets"]]


def test_late_lets_as_many_go_first_as_a_late_visitor_and_once(phone: Phone) -> None:
    person = phone.office.sign_in()
    tokens = [person.take().body["token"] for _ in range(6)]
    assert phone.status(tokens[0])["acts"] == ["late", "cancel"]
    assert "Saya akan terlambat" in phone.page(tokens[0])
    assert "I will be late" in phone.page(tokens[0], "en")
    said = phone.act(tokens[0], "late")
    assert (said.status, said.body["said_late"], said.body["after_calls"], said.body["acts"]) == (
        200,
        True,
        3,
        ["cancel"],
    )
    assert "setelah paling sedikit 3 panggilan lain" in phone.page(tokens[0])
    assert queue(person)[:4] == [("A-002", None), ("A-003", None), ("A-004", None), ("A-001", 3)]
    assert said.body["ahead"] == 3
    again = phone.act(tokens[0], "late")
    assert (again.status, again.body["reason"]) == (409, "late_once")
    called = [person("POST", "/counters/1/next").body["number"] for _ in range(4)]
    assert called == ["A-002", "A-003", "A-004", "A-001"]
    assert phone.act(tokens[1], "late").body["reason"] == "not_now"


def test_a_cancelled_number_leaves_the_queue_and_the_log_says_who(phone: Phone) -> None:
    person = phone.office.sign_in()
    first, second = (person.take(language="en").body for _ in range(2))
    page = phone.page(first["token"])
    assert f'action="/t/{first["token"]}/cancel' in page
    back = phone("POST", f"/t/{first['token']}/cancel?l=en", b"", Content_Type=FORM)
    assert (back.status, back.headers["location"]) == (303, f"/t/{first['token']}?l=en")
    assert "Cancelled" in phone.page(first["token"], "en")
    assert phone.act(first["token"], "cancel").body["state"] == "void", "a second tap finds it done"
    assert queue(person) == [("A-002", None)]
    assert phone.status(second["token"])["ahead"] == 0
    rows = [row for row in person("GET", "/days/2026-09-12/log").body if row["kind"] == "void"]
    assert [(row["text"]["en"], row["staff"]) for row in rows] == [("A-001 was cancelled by the visitor", None)]
    assert person("POST", f"/tickets/{first['id']}/undo").status == 409, "staff do not take back what visitors did"
    report = person("GET", "/days/2026-09-12/report").body
    assert report["accounted"]
    assert report["services"][0]["void"] == 1


def test_who_is_at_a_counter_cannot_cancel(phone: Phone) -> None:
    person = phone.office.sign_in()
    taken = person.take().body
    person("POST", "/counters/1/next")
    until(lambda: phone.status(taken["token"])["state"] == "called")
    refused = phone.act(taken["token"], "cancel")
    assert (refused.status, refused.body["reason"]) == (409, "not_now")
    assert "Batalkan nomor" not in phone.page(taken["token"])
    assert person("GET", "/queue").body["serving"][0]["number"] == "A-001"


def test_an_answer_counts_once_and_belongs_to_nobody(phone: Phone) -> None:
    office = phone.office
    person = office.sign_in()
    taken = [person.take().body for _ in range(3)]
    assert phone.act(taken[0]["token"], "answer", score=4).body["reason"] == "not_now"
    for one in taken:
        person("POST", "/counters/1/next")
        person("POST", f"/tickets/{one['id']}/finish")
    until(lambda: "Bagaimana pelayanan kami?" in phone.page(taken[0]["token"]))
    before = person("GET", "/days/2026-09-12/log").body
    for bad in (
        {"score": 5},
        {"score": 0},
        {"score": "x"},
        {},
        {"score": 4, "elements": {"u1": 9}},
        {"score": 4, "z": 1},
    ):
        assert phone.act(taken[0]["token"], "answer", **bad).status in (400, 429), bad
    answered = phone("POST", f"/t/{taken[1]['token']}/answer", b"score=4", Content_Type=FORM)
    assert answered.status == 303
    assert "Terima kasih atas jawaban Anda." in phone.page(taken[1]["token"])
    assert phone.act(taken[1]["token"], "answer", score=1).body["reason"] == "not_now"
    assert phone.act(taken[2]["token"], "answer", score=4, elements={"u1": 3, "u9": 2}).status == 200
    report = person("GET", "/days/2026-09-12/report").body
    assert report["survey"] == [{"service": "umum", "answers": {"4": 2}, "elements": {"u1": {"3": 1}, "u9": {"2": 1}}}]
    assert person("GET", "/days/2026-09-12/log").body == before, "the log would say whose it is"
    assert b"score" not in b"".join(json.dumps(dict(e.data)).encode() for e in _events(office))


def _events(office: Office) -> list[Any]:
    with office.point.store.read() as tx:
        return tx.events_after(0, 100_000)


@pytest.mark.parametrize("act", ["late", "cancel", "answer"])
def test_nothing_else_is_reached(phone: Phone, act: str) -> None:
    token = phone.office.person().take().body["token"]
    assert phone("POST", f"/t/{'A' * 26}/{act}").status == 404
    assert phone("POST", f"/t/x/{act}").status == 404
    assert phone("GET", f"/t/{token}/{act}").status == 405
    assert phone("POST", f"/t/{token}/void").status == 404
    for body, kind in (
        (b'{"act": "cancel"}', "application/json"),
        (b"[]", "application/json"),
        (b"{", "application/json"),
        (b"x" * 5000, FORM),
        (b"a=b", FORM),
        (b"<x/>", "text/xml"),
    ):
        wrong = phone("POST", f"/t/{token}/{act}", body, Accept="application/json", Content_Type=kind)
        assert wrong.status in (400, 413, 415), (body, wrong.status)
    assert phone.status(token)["state"] == "waiting"


def test_one_ticket_cannot_keep_the_server_busy(phone: Phone) -> None:
    token = phone.office.person().take().body["token"]
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda _: phone.act(token, "late").status, range(ACTS_BURST + 6)))
    assert statuses.count(200) == 1
    assert statuses.count(429) >= 5
    assert set(statuses) == {200, 409, 429}


def test_the_page_stays_small_and_has_no_data_of_a_person(phone: Phone) -> None:
    person = phone.office.person()
    for _ in range(5):
        token = person.take().body["token"]
    until(lambda: phone("GET", f"/t/{token}").status == 200)
    sizes = [len(phone("GET", path).body.encode()) for path in (f"/t/{token}", "/t/page.css", "/t/page.js")]
    assert sum(sizes) < 30 * 1024
    assert "A-004" not in phone.page(token)


def test_the_process_can_say_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it says is typed and bounded, whatever became of it."""
    wish = ActWish(1, hashed("x"), VisitorAct(act="late"))
    assert decode_report(framed(wish)[4:]) == wish
    assert decode_report(framed(Alive(3))[4:]) == Alive(3)
    for bad in (
        ActWish(-1, hashed("x"), VisitorAct(act="late")),
        ActWish(1, "' OR 1=1", VisitorAct(act="late")),
        ActWish(1, hashed("x"), VisitorAct(act="void")),  # type: ignore[arg-type]  what it may not say
        ActWish(1, hashed("x"), VisitorAct(act="answer", elements={"name": 1})),
    ):
        with pytest.raises(Exception, match=r"Expected|Invalid"):
            decode_report(framed(bad)[4:])


def test_a_flood_of_wishes_is_answered_without_a_write(office: Office) -> None:
    """Though the process asks for a thousand things at once, few reach the writer."""
    most, written, told = 0, 0, list[bytes]()

    class Pipe:
        def is_closing(self) -> bool:
            return False

        def write(self, data: bytes) -> None:
            told.append(data)

    class Process:
        stdin = Pipe()

    class Host:
        point = office.point

        async def write(self, write: Callable[[Any], Any]) -> Any:
            nonlocal written
            written += 1
            return self.point.store.write(write)

    async def flood() -> None:
        nonlocal most
        door = PhoneDoor(Host(), 0, ())  # type: ignore[arg-type]  what this needs of a server
        for n in range(1000):
            door._begin(Process(), ActWish(n, hashed("x"), VisitorAct(act="late")))  # type: ignore[arg-type]  a stand-in
            most = max(most, len(door._acts))
            if n % 20 == 19:
                await asyncio.gather(*door._acts)

    asyncio.run(flood())
    assert len(told) == 1000
    assert most <= MOST_ACTS
    assert written <= ACTS_BURST_OF_ALL + 20
