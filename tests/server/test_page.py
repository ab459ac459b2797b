"""The visitor's page: one ticket, and nothing of anyone else."""

from __future__ import annotations

import re

import pytest

from kiosk.server.http.throttle import BURST, PER_SECOND, Throttle
from kiosk.server.page.endpoints import HEADERS
from tests.server.office import Office, Person


@pytest.fixture
def phone(office: Office) -> Person:
    return office.person(None)


def _page(phone: Person, path: str) -> str:
    answer = phone("GET", path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.body.decode()


def test_it_shows_number_place_and_state(office: Office, phone: Person) -> None:
    person = office.sign_in()
    person.take()
    token = person.take().body["token"]
    page = _page(phone, f"/T/{token}")
    assert "A-002" in page
    assert "A-001" not in page
    assert "Menunggu giliran" in page
    assert "<dd>1 orang</dd>" in page
    assert "Waiting" in _page(phone, f"/t/{token.lower()}?l=en")
    assert "Menunggu" in _page(phone, f"/t/{token}?l=xx")


def test_it_follows_the_ticket(office: Office, phone: Person) -> None:
    person = office.sign_in()
    taken = person.take(language="en").body
    path = f"/t/{taken['token']}"
    person("POST", "/counters/1/next")
    page = _page(phone, path)
    assert "It is your turn!" in page
    assert "Counter 1" in page
    assert 'http-equiv="refresh"' in page
    person("POST", f"/tickets/{taken['id']}/serve")
    assert "Being served" in _page(phone, path)
    person("POST", f"/tickets/{taken['id']}/finish")
    assert "data-final" in _page(phone, path)
    assert 'http-equiv="refresh"' not in _page(phone, path)


def test_programs_get_json(office: Office, phone: Person) -> None:
    token = office.person().take().body["token"]
    status = phone("GET", f"/t/{token}", Accept="application/json").body
    assert (status["number"], status["state"], status["ahead"]) == ("A-001", "waiting", 0)


def test_an_emergency_is_said(office: Office, phone: Person) -> None:
    person = office.person()
    token = person.take().body["token"]
    person("POST", "/point/emergency")
    assert "dihentikan" in _page(phone, f"/t/{token}")


def test_every_wrong_token_gets_one_answer(office: Office, phone: Person) -> None:
    taken = office.person().take().body
    office.clock.forward(days=2)
    wrong = (taken["token"], "A" * 26, "A" * 25, "x", "%00", "9" * 26)
    answers = [phone("GET", f"/t/{token}") for token in wrong]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
    shown = [sorted((name, text) for name, text in answer.headers.items() if name != "date") for answer in answers]
    assert all(headers == shown[0] for headers in shown)


def test_it_lives_a_day_longer_than_its_day(office: Office, phone: Person) -> None:
    token = office.person().take().body["token"]
    office.clock.forward(hours=37, minutes=59)
    answer = phone("GET", f"/t/{token}")
    assert answer.status == 200
    page = answer.body.decode()
    assert "Nomor ini untuk hari lain" in page or "nomor ini tidak sempat dilayani" in page
    office.clock.forward(minutes=2)
    assert phone("GET", f"/t/{token}").status == 404


def test_strict_headers_and_nothing_from_elsewhere(office: Office, phone: Person) -> None:
    token = office.person().take().body["token"]
    for path in (f"/t/{token}", "/t/none"):
        answer = phone("GET", path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert not re.search(rb'(src|href)="(?!/t/|\?l=)', answer.body)
        assert b"style=" not in answer.body
        assert b"<script>" not in answer.body
    for name in re.findall(r'(?:src|href)="(/t/[^"]+)"', _page(phone, f"/t/{token}")):
        assert phone("GET", name).status == 200
    assert phone("POST", f"/t/{token}").status == 405


def test_the_address_fits_a_small_code(office: Office) -> None:
    url = office.person().take().body["status_url"]
    assert len(url) <= 62
    assert re.fullmatch(r"[0-9A-Z$%*+\-./:]+", url)


def test_guessing_is_slowed_and_right_ones_are_not(office: Office, phone: Person) -> None:
    token = office.person().take().body["token"]
    for _ in range(200):
        assert phone("GET", f"/t/{token}").status == 200
    statuses = [phone("GET", "/t/guess").status for _ in range(BURST * 2)]
    assert 429 in statuses
    assert set(statuses) == {404, 429}


def test_the_throttle_forgives() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for _ in range(BURST):
        assert not throttle.is_blocked("a")
        throttle.record_failure("a")
    assert throttle.is_blocked("a")
    assert not throttle.is_blocked("b")
    now[0] += 1 / PER_SECOND
    assert not throttle.is_blocked("a")
