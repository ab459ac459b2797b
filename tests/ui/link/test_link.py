"""Requests over a real connection: each has one answer, in time, or a problem in words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from PySide6.QtNetwork import QNetworkReply
from pytestqt.qtbot import QtBot

import ui.link.server_link
from kiosk.contract.people import StaffNames
from kiosk.contract.tickets import TakeTicket
from tests.ui.link.server import Visit, serving
from ui.link.server_link import Answer, Link, new_key

PROBLEM = b'{"type":"about:blank","title":"t","status":409,"reason":"before_open","detail":"d"}'
NAMES = b'{"names":["Sari"]}'


class Asked:
    """One link and what came back."""

    def __init__(self, url: str) -> None:
        self.link = Link(url, "secret", "en")
        self.answers: list[Answer[StaffNames]] = []

    def get(
        self, qtbot: QtBot, path: str = "/staff/names", key: str | None = None, timeout: int = 5000
    ) -> Answer[StaffNames]:
        before = len(self.answers)
        method = "GET" if key is None else "POST"
        body = None if key is None else TakeTicket(service="paspor")
        self.link.request(method, path, self.answers.append, StaffNames, body=body, key=key)
        qtbot.waitUntil(lambda: len(self.answers) > before, timeout=timeout)
        return self.answers[-1]


@pytest.fixture
def asked() -> Iterator[list[Asked]]:
    all_of_them: list[Asked] = []
    yield all_of_them
    for one in all_of_them:
        one.link.close()
        one.link.deleteLater()


def ask(asked: list[Asked], url: str) -> Asked:
    asked.append(Asked(url))
    return asked[-1]


def test_an_answer_is_decoded_and_the_request_says_who_asks(qtbot: QtBot, asked: list[Asked]) -> None:
    async def handle(visit: Visit) -> None:
        await visit.answer(200, NAMES)

    with serving(handle) as server:
        answer = ask(asked, server.url).get(qtbot)
        assert answer.ok
        assert answer.value == StaffNames(names=["Sari"])
        headers = server.visits[0].headers
        assert headers["authorization"] == "Bearer secret"
        assert headers["accept-language"] == "en"
        assert "idempotency-key" not in headers


def test_no_content_is_an_answer_without_a_value(qtbot: QtBot, asked: list[Asked]) -> None:
    async def handle(visit: Visit) -> None:
        await visit.raw(b"HTTP/1.1 204 No Content\r\n\r\n")

    with serving(handle) as server:
        assert ask(asked, server.url).get(qtbot) == Answer(204)


def test_a_refusal_is_the_servers_problem(qtbot: QtBot, asked: list[Asked]) -> None:
    async def handle(visit: Visit) -> None:
        await visit.answer(409, PROBLEM, "application/problem+json")

    with serving(handle) as server:
        answer = ask(asked, server.url).get(qtbot)
        assert answer.status == 409
        assert answer.problem is not None
        assert answer.problem.reason == "before_open"


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"\xff\xfe"])
@pytest.mark.parametrize("status", [404, 500, 301])
def test_an_answer_of_another_program_is_a_problem_in_words(
    qtbot: QtBot, asked: list[Asked], status: int, content: bytes
) -> None:
    async def handle(visit: Visit) -> None:
        await visit.answer(status, content)

    with serving(handle) as server:
        answer = ask(asked, server.url).get(qtbot)
        assert answer.problem is not None
        assert answer.problem.reason == "bad_answer"
        assert answer.problem.detail


def test_garbage_where_a_message_should_be_is_a_problem(qtbot: QtBot, asked: list[Asked]) -> None:
    async def handle(visit: Visit) -> None:
        await visit.answer(200, b'{"names": 3}')

    with serving(handle) as server:
        answer = ask(asked, server.url).get(qtbot)
        assert answer.problem is not None
        assert answer.problem.reason == "bad_answer"


def test_nobody_there_is_a_problem_in_words(qtbot: QtBot, asked: list[Asked]) -> None:
    answer = ask(asked, "http://127.0.0.1:1").get(qtbot)
    assert answer.status == 0
    assert answer.problem is not None
    assert answer.problem.reason == "server_away"
    assert "server" in answer.problem.detail


def test_a_stall_ends_in_time(qtbot: QtBot, asked: list[Asked], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.link.server_link, "TIMEOUT_MS", 200)

    async def handle(visit: Visit) -> None:
        await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{")
        await asyncio.sleep(30)

    with serving(handle) as server:
        start = time.monotonic()
        answer = ask(asked, server.url).get(qtbot)
        assert answer.status == 0
        assert time.monotonic() - start < 2
        assert len(server.visits) == 1


def test_a_keyed_request_is_sent_again_with_its_key_until_it_is_answered(
    qtbot: QtBot, asked: list[Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.link.server_link, "TIMEOUT_MS", 300)

    async def handle(visit: Visit) -> None:
        turn = len(server.visits)
        if turn == 1:
            visit.drop()
        elif turn == 2:
            await asyncio.sleep(30)
        elif turn == 3:
            await visit.answer(503, PROBLEM)
        else:
            await visit.answer(201, NAMES)

    with serving(handle) as server:
        key = new_key()
        answer = ask(asked, server.url).get(qtbot, "/tickets", key=key, timeout=10_000)
        assert answer.status == 201
        assert {visit.headers["idempotency-key"] for visit in server.visits} == {key}
        assert {visit.body for visit in server.visits} == {server.visits[0].body}


def test_a_keyed_request_gives_up_when_patience_is_over(
    qtbot: QtBot, asked: list[Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.link.server_link, "PATIENCE_MS", 400)
    answer = ask(asked, "http://127.0.0.1:1").get(qtbot, "/tickets", key="k")
    assert answer.problem is not None
    assert answer.problem.reason == "server_away"


def test_a_request_without_a_key_is_never_sent_twice(qtbot: QtBot, asked: list[Asked]) -> None:
    async def handle(visit: Visit) -> None:
        visit.drop()

    with serving(handle) as server:
        one = ask(asked, server.url)
        one.link.request("POST", "/counters/1/next", one.answers.append, StaffNames)
        qtbot.waitUntil(lambda: one.answers != [])
        assert len(server.visits) == 1


@pytest.mark.parametrize("gently", [True, False])
def test_a_request_on_a_kept_connection_is_never_sent_twice_either(
    qtbot: QtBot, asked: list[Asked], gently: bool
) -> None:
    """Qt by itself repeats a request whose kept connection closed before the answer."""

    async def handle(visit: Visit) -> None:
        if len(server.visits) == 1:
            await visit.answer(200, NAMES)
        elif gently:
            visit.writer.close()
        else:
            visit.drop()

    with serving(handle) as server:
        one = ask(asked, server.url)
        one.get(qtbot)
        one.link.request("POST", "/counters/1/next", one.answers.append, StaffNames)
        qtbot.waitUntil(lambda: len(one.answers) == 2)
        assert len(server.visits) == 2


def test_nothing_is_delivered_after_close(qtbot: QtBot, asked: list[Asked]) -> None:
    async def handle(visit: Visit) -> None:
        await asyncio.sleep(0.2)
        await visit.answer(200, NAMES)

    with serving(handle) as server:
        one = ask(asked, server.url)
        one.link.request("GET", "/x", one.answers.append, StaffNames)
        qtbot.waitUntil(lambda: server.visits != [])
        one.link.close()
        one.link.request("GET", "/y", one.answers.append, StaffNames)
        qtbot.wait(500)
        assert one.answers == []


def test_a_thousand_requests_leave_nothing_behind(qtbot: QtBot, asked: list[Asked]) -> None:
    async def handle(visit: Visit) -> None:
        if len(server.visits) % 10 == 0:
            visit.drop()
        else:
            await visit.answer(200, NAMES)

    with serving(handle) as server:
        one = ask(asked, server.url)
        for _ in range(10):
            for _ in range(100):
                one.link.request("GET", "/x", one.answers.append, StaffNames)
            qtbot.waitUntil(lambda: one.link.under_way == 0)
        assert len(one.answers) == 1000
        qtbot.waitUntil(lambda: one.link.findChildren(QNetworkReply) == [])
        assert len(one.link.children()) <= 2
