"""Live events over a real connection that is cut, silent, or speaks nonsense."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import http.client
import time
import urllib.request
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtNetwork import QNetworkReply
from pytestqt.qtbot import QtBot

from kiosk.contract.board import CallView
from tests.ui.link.samples import NOW, snapshot
from tests.ui.link.server import Visit, serving
from ui.link.server_link import Link
from ui.link.stream import BACK_OFF_MS, back_off


def event(name: str, message: object, event_id: str) -> bytes:
    return f"id: {event_id}\nevent: {name}\ndata: ".encode() + msgspec.json.encode(message) + b"\n\n"


HELLO = event("snapshot", snapshot(), "1-7")
A_CALL = CallView(id=8, number="A-008", service="paspor", counter="1", counter_name={}, calls=1, at=NOW)


async def speak_on(visit: Visit) -> None:
    await visit.stream()
    await visit.raw(HELLO)
    while True:
        await asyncio.sleep(0.5)
        await visit.raw(b": here\n\n")


@pytest.fixture
def links() -> Iterator[list[Link]]:
    opened: list[Link] = []
    yield opened
    for link in opened:
        link.close()
        link.deleteLater()


def listen(links: list[Link], url: str) -> Link:
    link = Link(url, "token")
    links.append(link)
    link.open()
    return link


def test_a_snapshot_makes_it_online(qtbot: QtBot, links: list[Link]) -> None:
    with serving(speak_on) as server:
        link = listen(links, server.url)
        assert not link.online
        with qtbot.waitSignal(link.snapshot) as seen:
            pass
        assert seen.args == [snapshot()]
        qtbot.waitUntil(lambda: link.online)
        assert server.visits[0].path == "/api/v1/events"
        assert server.visits[0].headers["authorization"] == "Bearer token"
        link.close()


def test_events_come_as_they_are_named(qtbot: QtBot, links: list[Link]) -> None:
    async def handle(visit: Visit) -> None:
        await visit.stream()
        await visit.raw(HELLO + event("board", snapshot().board, "1-8") + event("point", snapshot().point, "1-8"))
        await visit.raw(event("tomorrow", {"not": "known"}, "1-9") + event("call", A_CALL, "1-9"))
        await asyncio.sleep(5)

    with serving(handle) as server:
        link = listen(links, server.url)
        with qtbot.waitSignals([link.board, link.point, link.call]):
            pass
        link.close()


def test_silence_shows_within_three_seconds_and_heals_by_itself(qtbot: QtBot, links: list[Link]) -> None:
    async def silent_first(visit: Visit) -> None:
        await visit.stream()
        await visit.raw(HELLO)
        if len(server.visits) == 1:
            await asyncio.sleep(30)
        await asyncio.sleep(30)

    with serving(silent_first) as server:
        link = listen(links, server.url)
        qtbot.waitUntil(lambda: link.online)
        cut = time.monotonic()
        qtbot.waitUntil(lambda: not link.online)
        assert time.monotonic() - cut < 3.0
        qtbot.waitUntil(lambda: link.online)
        assert server.visits[-1].headers["last-event-id"] == "1-7"
        link.close()


def test_a_cut_is_seen_at_once_and_the_missed_call_follows(qtbot: QtBot, links: list[Link]) -> None:
    heard: list[object] = []

    async def cut_first(visit: Visit) -> None:
        await visit.stream()
        await visit.raw(HELLO)
        if len(server.visits) == 1:
            while not heard:  # noqa: ASYNC110  it is heard on Qt's thread
                await asyncio.sleep(0.01)
            visit.drop()
        else:
            await visit.raw(event("call", A_CALL, "1-8"))
            await asyncio.sleep(30)

    with serving(cut_first) as server:
        link = listen(links, server.url)
        link.point.connect(heard.append)
        with qtbot.waitSignal(link.call) as seen:
            pass
        assert seen.args == [A_CALL]
        assert server.visits[1].headers["last-event-id"] == "1-7"
        assert link.online
        link.close()


@pytest.mark.parametrize(
    "nonsense",
    [
        b"event: snapshot\ndata: {not json\n\n",
        b'event: snapshot\ndata: {"point": 3}\n\n',
        b"event: board\ndata: \xff\xfe\n\n",
    ],
)
def test_nonsense_is_left_behind_by_coming_back(qtbot: QtBot, links: list[Link], nonsense: bytes) -> None:
    async def handle(visit: Visit) -> None:
        await visit.stream()
        await visit.raw(nonsense if len(server.visits) == 1 else HELLO)
        await asyncio.sleep(30)

    with serving(handle) as server:
        link = listen(links, server.url)
        qtbot.waitUntil(lambda: link.online)
        assert len(server.visits) == 2
        link.close()


def test_a_refused_device_is_told_so(qtbot: QtBot, links: list[Link]) -> None:
    async def handle(visit: Visit) -> None:
        await visit.answer(
            401,
            b'{"type":"about:blank","title":"t","status":401,"reason":"unauthorized","detail":"d"}',
            "application/problem+json",
        )

    with serving(handle) as server:
        link = listen(links, server.url)
        with qtbot.waitSignal(link.refused) as seen:
            pass
        assert seen.args is not None
        assert seen.args[0].reason == "unauthorized"
        assert not link.online
        link.close()


def test_a_server_that_starts_later_is_found(qtbot: QtBot, links: list[Link]) -> None:
    with serving(speak_on) as first:
        port = first.port
    link = listen(links, f"http://127.0.0.1:{port}")
    qtbot.wait(300)
    assert not link.online
    with serving(speak_on, port):
        qtbot.waitUntil(lambda: link.online)
        link.close()


def test_nothing_comes_after_close_and_nothing_is_kept(qtbot: QtBot, links: list[Link]) -> None:
    async def cut_at_once(visit: Visit) -> None:
        await visit.stream()
        await visit.raw(HELLO)
        visit.drop()

    with serving(cut_at_once) as server:
        link = listen(links, server.url)
        qtbot.waitUntil(lambda: len(server.visits) >= 4)
        link.close()
        with contextlib.suppress(OSError, http.client.HTTPException):
            urllib.request.urlopen(f"{server.url}/after", timeout=30)  # noqa: S310  our own; what was under way came before
        seen: list[object] = []
        link.snapshot.connect(seen.append)
        link.onlineChanged.connect(lambda: seen.append("online"))
        visits = len(server.visits)
        qtbot.wait(600)
        assert seen == []
        assert len(server.visits) == visits
        gc.collect()
        assert link.findChildren(QNetworkReply) == []


def test_pauses_grow_from_a_quarter_to_two_seconds_and_differ() -> None:
    assert [back_off(n, 1.0) for n in range(5)] == [250, 500, 1000, 2000, 2000]
    assert back_off(500, 1.0) == BACK_OFF_MS[1]
    assert back_off(0, 0.0) == 125
