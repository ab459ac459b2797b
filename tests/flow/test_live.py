"""Streams: across a restart nothing is missed, and a stop does not wait for them."""

from __future__ import annotations

from contextlib import ExitStack

from tests.flow.child import Server
from tests.flow.people import call, move, sign_in, take
from tests.flow.stream import Stream


def test_a_stop_ends_fifty_streams_within_three_seconds(server: Server) -> None:
    with ExitStack() as stack:
        streams = [stack.enter_context(Stream(server)) for _ in range(50)]
        assert {stream.next().event for stream in streams} == {"snapshot"}
        taken = take(server, "last-one")
        assert server.stop() < 3
        assert server.exit_code == 0
    server.start()
    assert take(server, "last-one")["id"] == taken["id"]


def test_a_stream_resumes_across_a_kill_with_the_calls_it_missed(server: Server) -> None:
    sign_in(server)
    for visitor in range(3):
        take(server, f"visitor-{visitor}")
    with Stream(server) as stream:
        assert stream.next().event == "snapshot"
        first = call(server)
        heard = stream.until(lambda event: event.event == "call")
        assert heard.data["number"] == first["number"]
        last = stream.last
    move(server, first["id"], "serve")
    move(server, first["id"], "finish")
    second = call(server)
    server.kill()
    server.start()
    with Stream(server, last) as stream:
        snapshot = stream.next()
        assert snapshot.event == "snapshot"
        assert snapshot.data["board"]["current"][0]["number"] == second["number"]
        missed = stream.until(lambda event: event.event == "call")
        assert missed.data["number"] == second["number"]
        move(server, second["id"], "recall")
        again = stream.until(lambda event: event.event == "call")
        assert (again.data["number"], again.data["calls"]) == (second["number"], 2)
    numbers = [heard.data["number"] for heard in stream.heard if heard.event == "call"]
    assert numbers == [second["number"]] * 2, "each call is announced once"


def test_every_window_hears_of_a_ticket(server: Server) -> None:
    with ExitStack() as stack:
        streams = [stack.enter_context(Stream(server)) for _ in range(10)]
        for stream in streams:
            assert stream.next().event == "snapshot"
        take(server, "seen-by-all")
        for stream in streams:
            stream.until(lambda event: event.event == "point" and event.data["services"][0]["waiting"] == 1)
