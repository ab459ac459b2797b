"""Live events: the whole state first, each call once, and what was missed after a cut."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from kiosk.server.live.hub import MAX_QUEUED_CALLS, Hub, Subscriber, encode_event
from kiosk.server.live.views import CurrentViews, LiveViews
from tests.server.office import Answer, Event, Office, Stream
from ui.link.sse import Parser


def _is_call(event: Event) -> bool:
    return event.name == "call"


def test_the_whole_state_comes_first(office: Office) -> None:
    person = office.person()
    person.take()
    stream = Stream(office, person.token)
    assert stream.reply.headers["content-type"].startswith("text/event-stream")
    first = stream.next()
    assert first is not None
    assert first.name == "snapshot"
    assert first.data["point"]["services"][0]["waiting"] == 1
    assert first.data["queue"]["tickets"][0]["number"] == "A-001"
    epoch, _, sequence = first.id.partition("-")
    assert epoch == str(office.point.store.epoch)
    assert int(sequence) >= 1


def test_what_changes_is_told(office: Office) -> None:
    person = office.sign_in()
    stream = Stream(office, person.token)
    stream.next()
    person.take()
    assert stream.until(lambda e: e.name == "point" and e.data["services"][0]["waiting"] == 1)
    assert stream.until(lambda e: e.name == "queue" and len(e.data["tickets"]) == 1)
    person("POST", "/counters/1/next")
    call = stream.until(_is_call).data
    assert (call["number"], call["counter"], call["calls"]) == ("A-001", "1", 1)
    board = stream.until(lambda e: e.name == "board" and bool(e.data["current"])).data
    assert board["current"][0]["id"] == call["id"]


def test_calls_missed_in_a_cut_are_told_once_and_in_order(office: Office) -> None:
    person = office.sign_in()
    for _ in range(4):
        person.take()
    stream = Stream(office, person.token)
    stream.next()

    def serve_next() -> None:
        ticket = person("POST", "/counters/1/next").body["id"]
        for move in ("recall", "serve", "finish"):
            person("POST", f"/tickets/{ticket}/{move}")

    serve_next()
    heard = stream.until(_is_call)
    last = stream.until(_is_call)
    stream.close()
    serve_next()
    serve_next()
    again = Stream(office, person.token, last.id)
    snapshot = again.next()
    assert snapshot is not None
    assert (snapshot.name, snapshot.id) == ("snapshot", last.id)
    missed = [again.until(_is_call) for _ in range(4)]
    assert [event.data["number"] for event in missed] == ["A-002", "A-002", "A-003", "A-003"]
    assert [event.data["calls"] for event in missed] == [1, 2, 1, 2]
    ids = [event.data["id"] for event in (heard, last, *missed)]
    assert ids == sorted(set(ids))
    serve_next()
    assert again.until(_is_call).data["number"] == "A-004"


def test_an_id_of_another_time_tells_nothing_twice(office: Office) -> None:
    person = office.sign_in()
    person.take()
    listening = Stream(office, person.token)
    person("POST", "/counters/1/next")
    listening.until(_is_call)
    listening.close()
    for strange in (
        "1-1",
        "x",
        "-",
        f"{office.point.store.epoch}-99999999",
        f"{office.point.store.epoch}-x",
        "9" * 300,
    ):
        stream = Stream(office, person.token, strange)
        first = stream.next()
        assert first is not None
        assert first.name == "snapshot"
        person("POST", "/tickets/satu-20260912-A-001/recall")
        call = stream.until(_is_call).data
        assert call["calls"] > 1
        stream.close()


def test_a_sign_of_life_within_three_seconds(office: Office) -> None:
    stream = Stream(office, office.person().token)
    stream.next()
    began = time.monotonic()
    while stream.reply.readline() != b":\n":
        pass
    assert time.monotonic() - began < 3


def test_a_state_that_waited_behind_a_call_does_not_take_the_id_back() -> None:
    """Whoever is cut off right then would be told the call again."""
    listener = Subscriber(None, staff=False)
    listener.send_state("board", encode_event("board", "1-10", b"{}"))
    listener.send_once(encode_event("call", "1-11", b"{}"))
    assert [each.id for each in Parser().feed(listener.drain())] == ["1-11", "1-11"]
    listener.send_state("board", encode_event("board", "1-12", b"{}"))
    assert [each.id for each in Parser().feed(listener.drain())] == ["1-12"]


def test_a_call_while_the_views_are_built_does_not_take_the_id_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = office.sign_in()
    stream = Stream(office, person.token)
    assert stream.next() is not None
    build = LiveViews.views

    async def slow(self: LiveViews, *, queue: bool) -> CurrentViews:
        views = await build(self, queue=queue)
        if calls:
            await asyncio.to_thread(calls.pop())
        return views

    calls: list[Callable[[], Answer]] = [lambda: person("POST", "/counters/1/next")]
    monkeypatch.setattr(LiveViews, "views", slow)
    office.person().take()
    ids = [stream.until(_is_call).id]
    while (told := stream.next()) is not None and not (told.name == "board" and told.data["current"]):
        ids.append(told.id)
    assert ids == sorted(ids, key=lambda each: int(each.partition("-")[2]))


def test_a_burst_is_told_in_few_events(office: Office) -> None:
    person = office.person()
    stream = Stream(office, person.token)
    stream.next()
    began = time.monotonic()
    for _ in range(100):
        person.take()
    seconds = time.monotonic() - began
    told = 0
    waiting = 0
    while waiting < 100:
        event = stream.until(lambda e: e.name == "point")
        waiting, told = event.data["services"][0]["waiting"], told + 1
    assert told <= 2 + 12 * seconds


def test_the_stop_ends_every_stream_cleanly(office: Office) -> None:
    streams = [Stream(office, office.person().token) for _ in range(20)]
    for stream in streams:
        stream.next()
    began = time.monotonic()
    office.server.should_exit = True
    for stream in streams:
        while stream.next() is not None:
            pass
    assert time.monotonic() - began < 1.5, "longer than the server's patience with those who stay"


def test_a_listener_that_does_not_listen_costs_little() -> None:
    listener = Subscriber(None, staff=True)
    hub = Hub()
    hub.add(listener)
    for n in range(10_000):
        hub.send_state("point", b"%d" % n)
        hub.send_state("board", b"%d" % n)
    assert listener.drain() == b"99999999"
    for n in range(MAX_QUEUED_CALLS + 1):
        hub.send_once(b"%d" % n)
    assert listener.ended


def test_one_encoding_for_all() -> None:
    hub = Hub()
    listeners = [Subscriber(None, staff=False) for _ in range(3)]
    for listener in listeners:
        hub.add(listener)
    encoded = bytes(bytearray(b"once"))
    hub.send_state("point", encoded)
    hub.send_state("queue", b"staff", staff_only=True)
    assert all(listener._topics == {"point": encoded} for listener in listeners)
    assert all(listener._topics["point"] is encoded for listener in listeners)
