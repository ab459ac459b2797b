"""Days, restarts and the clock: numbers run on, a new day begins at 001, and a wrong clock loses nothing."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.flow.child import SATURDAY, Server
from tests.flow.people import call, move, sign_in, take


def test_a_second_start_goes_on_with_the_numbers(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        assert [take(server, f"a{n}")["number"] for n in range(3)] == ["A-001", "A-002", "A-003"]
    with Server(data, clock=SATURDAY + timedelta(hours=1)) as server:
        assert take(server, "b")["number"] == "A-004"
        assert take(server, "a0")["number"] == "A-001"


def test_the_next_morning_begins_at_001_and_yesterday_is_not_called(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        yesterday = [take(server, f"a{n}") for n in range(3)]
        status = yesterday[0]["status_url"].partition("/t/")[2] or yesterday[0]["token"]
    with Server(data, clock=SATURDAY + timedelta(days=1)) as server:
        sign_in(server)
        assert call(server) is None
        today = take(server, "b")
        assert (today["number"], today["business_date"]) == ("A-001", "2026-09-13")
        called = call(server)
        assert called["id"] == today["id"]
        assert server.talk()("GET", f"/t/{status}").status in {200, 404, 410}


def test_midnight_passes_while_it_runs(tmp_path: Path) -> None:
    """At 120 times the speed, from three starts of a server before midnight; the office closes a minute before."""
    midnight = datetime.fromisoformat("2026-09-13T00:00:00+07:00")
    began = time.monotonic()
    with Server(tmp_path / "data", clock=midnight - timedelta(hours=6)) as server:
        started = time.monotonic() - began
        assert take(server, "evening")["number"] == "A-001"
    late = midnight - timedelta(seconds=120 * min(3 * started, 90))
    with Server(tmp_path / "data", clock=late, options=("--clock-speed", "120")) as server:
        talk, deadline = server.talk(), time.monotonic() + 150
        assert talk("GET", "/point").body["business_date"] == "2026-09-12"
        while talk("GET", "/point").body["business_date"] != "2026-09-13":
            assert time.monotonic() < deadline, "the new day never came"
        morning = take(server, "morning")
        assert (morning["number"], morning["business_date"]) == ("A-001", "2026-09-13")
        assert take(server, "evening")["business_date"] == "2026-09-12"


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(hours=1), timedelta(days=3)])
def test_a_clock_set_back_never_gives_a_number_again(back: timedelta, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        first = take(server, "before")
        sign_in(server)
    with Server(data, clock=SATURDAY - back) as server:
        reply = server.talk()("POST", "/tickets", {"service": "umum"}, key="after")
        if back <= timedelta(minutes=2):
            assert (reply.status, reply.body["number"]) == (201, "A-002")
        else:
            assert (reply.status, reply.body["reason"]) == (409, "clock_suspect")
            assert server.talk()("GET", "/point").body["business_date"] == "2026-09-12"
        sign_in(server)
        called = call(server)
        assert called["id"] == first["id"], "staff may still call those who wait"
        move(server, called["id"], "serve")


def test_a_machine_that_lost_its_clock_says_so_and_loses_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        take(server, "before")
    lost = Server(data, clock=datetime.fromisoformat("1970-01-01T10:00:00+07:00"))
    assert lost.spawn().wait(60) == 1
    assert len(lost.stderr.splitlines()) == 1
    assert "1970" in lost.stderr
    with Server(data, clock=SATURDAY + timedelta(minutes=5)) as server:
        assert take(server, "healed")["number"] == "A-002"
