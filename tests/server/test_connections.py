"""What one connection may cost: bytes, time, and requests sent ahead of their answers."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.server.http import limits
from tests.server.office import Office, Stream, running, until

ASK = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server that has little patience."""
    with pytest.MonkeyPatch.context() as patch:
        for name, seconds in {"HEAD_S": 0.6, "BODY_S": 0.6, "STALL_S": 0.6, "LINGER_S": 0.6, "SWEEP_S": 0.05}.items():
            patch.setattr(limits, name, seconds)
        with running(tmp_path_factory.mktemp("quick") / "data") as found:
            found.enrol()
            yield found


@contextmanager
def wire(office: Office, sent: bytes = b"") -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", office.port), timeout=30) as link:
        link.sendall(sent)
        yield link


def everything(link: socket.socket) -> bytes:
    got = b""
    try:
        while chunk := link.recv(65536):
            got += chunk
    except ConnectionError:
        pass
    return got


def answer_of(link: socket.socket) -> bytes:
    """The whole answer to ``ASK``."""
    got = b""
    while not got.endswith(b"}"):
        got += link.recv(65536)
    return got


def until_cut_off(link: socket.socket, piece: bytes, pause: float = 0.0) -> int:
    """Send on and on; the bytes that went out before the server ended the connection."""
    sent, began = 0, time.monotonic()
    try:
        while time.monotonic() - began < 20:
            sent += link.send(piece)
            time.sleep(pause)
    except ConnectionError:
        return sent
    raise AssertionError("the connection was never ended")


def refusal(got: bytes) -> tuple[int, str]:
    head, _, body = got.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert b"connection: close" in head
    problem = json.loads(body)
    assert problem["detail"]
    return problem["status"], problem["reason"]


@pytest.mark.parametrize("name", [b"X: ", b"X", b"Cookie: a="])
def test_a_head_is_at_most_16_kb(name: bytes, quick: Office) -> None:
    with wire(quick, b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + name + b"a" * limits.HEAD_LIMIT) as link:
        assert refusal(everything(link)) == (431, "head_too_large")
    fits = limits.HEAD_LIMIT - 200
    with wire(quick, ASK[:-2] + b"Connection: close\r\nX: " + b"a" * fits + b"\r\n\r\n") as link:
        assert everything(link).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [b"\r\n" * 20_000, b"GET /" + b"a" * 20_000, ASK[:-2] + b"A: b\r\n" * 5_000])
def test_other_ways_to_an_endless_head(sent: bytes, quick: Office) -> None:
    with wire(quick, sent) as link:
        assert refusal(everything(link)) == (431, "head_too_large")


def test_the_second_head_of_a_connection_is_bounded_too(quick: Office) -> None:
    with wire(quick, ASK) as link:
        assert answer_of(link).startswith(b"HTTP/1.1 200")
        link.sendall(ASK[:-2] + b"X: " + b"a" * 20_000)
        assert b"HTTP/1.1 431" in everything(link)


def test_an_endless_header_costs_no_memory_and_ends(quick: Office) -> None:
    """A peer that never reads is cut off all the same."""
    with wire(quick, ASK[:-2] + b"X: ") as link:
        sent = until_cut_off(link, b"a" * 65536)
    assert sent < 32 * 1024 * 1024


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n",
        b"POST /api/v1/nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 50_000,
        b"POST /t/none HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n" + b"x" * 65_537,
    ],
)
def test_a_body_is_bounded_before_anybody_reads_it(sent: bytes, quick: Office) -> None:
    with wire(quick, sent) as link:
        got = everything(link)
    assert b"too_large" in got or got.startswith(b"HTTP/1.1 404"), got[:100]


def test_endless_trailers_end(quick: Office) -> None:
    head = "POST /api/v1/tickets HTTP/1.1\r\nAuthorization: Bearer {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    with wire(quick, head.format(quick.person().token).encode() + b"A: b\r\n" * 50_000) as link:
        assert refusal(everything(link)) == (413, "too_large")


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"", b""),
        (b"GET /healthz HT", b"HTTP/1.1 408"),
        (ASK[:-2], b"HTTP/1.1 408"),
        (b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{", b"HTTP/1.1 40"),
    ],
)
def test_who_does_not_finish_is_cut_off(sent: bytes, answer: bytes, quick: Office) -> None:
    began = time.monotonic()
    with wire(quick, sent) as link:
        got = everything(link)
    assert got.startswith(answer)
    assert bool(got) == bool(answer)
    assert time.monotonic() - began < 15


def test_a_byte_now_and_then_gains_no_time(quick: Office) -> None:
    with wire(quick, b"GET /healthz HTTP/1.1\r\n") as link:
        until_cut_off(link, b"X", 0.05)


def test_idle_between_requests_is_no_slowness(quick: Office) -> None:
    with wire(quick, ASK) as link:
        assert answer_of(link).startswith(b"HTTP/1.1 200")
        link.settimeout(2.0)
        with pytest.raises(TimeoutError):
            link.recv(1)
        link.settimeout(30)
        link.sendall(ASK)
        assert answer_of(link).startswith(b"HTTP/1.1 200")


def test_who_takes_no_answers_is_cut_off(quick: Office) -> None:
    """Ten thousand requests at once: answered one after the other, and dropped when the peer does not read."""
    token = (quick.person().token or "").encode()
    ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n" % token
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect(("127.0.0.1", quick.port))
        link.setblocking(False)
        sent, began = 0, time.monotonic()
        gone = False
        while not gone and time.monotonic() - began < 30:
            try:
                sent += link.send(ask * 100)
            except BlockingIOError:
                time.sleep(0.05)
            except OSError:
                gone = True
        assert gone, sent


def test_requests_ahead_of_their_answers_are_answered_in_order(quick: Office) -> None:
    person = quick.person()
    head = "GET /t/{} HTTP/1.1\r\nHost: x\r\n\r\n"
    tokens = [person.take().body["token"] for _ in range(3)]
    with wire(quick, "".join(head.format(tokens[n % 3]) for n in range(600)).encode() + ASK) as link:
        got = b""
        while b"uptime_s" not in got:
            got += link.recv(65536)
    assert got.count(b"HTTP/1.1 200") == 601
    numbers = [int(part[:3]) for part in got.split(b"<title>")[1:] if part[:3].isdigit()] or None
    assert numbers is None or numbers == sorted(numbers)


def test_a_body_that_never_came_does_nothing(quick: Office) -> None:
    """A counter's *next* may have no body; one that was announced and cut off is not the same."""
    person = quick.sign_in()
    person.take()
    token = (person.token or "").encode()
    for length in (b"Content-Length: 17\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"):
        head = b"POST /api/v1/counters/1/next HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        with wire(quick, head + b"Authorization: Bearer " + token + b"\r\n" + length):
            pass
    time.sleep(0.3)
    assert person("GET", "/queue").body["serving"] == []


def test_a_stop_waits_for_no_peer_that_says_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "data") as office, wire(office), wire(office, ASK[:-2]):
        office.server.should_exit = True
        began = time.monotonic()
        until(lambda: not office.server.server_state.connections)
        assert time.monotonic() - began < 3


def test_one_device_has_a_few_streams(quick: Office) -> None:
    token = quick.tokens["board"]
    opened = [Stream(quick, token) for _ in range(20)]
    statuses = [one.reply.status for one in opened]
    assert statuses == [200] * 16 + [429] * 4
    other = Stream(quick, quick.tokens["counter"])
    assert other.reply.status == 200
    for one in [*opened, other]:
        one.close()
    devices = quick.server.app.authenticator.devices.values()
    until(lambda: not any(quick.server.app.hub.streams_of(device.id) for device in devices))


def test_wrong_tokens_are_slowed_and_right_ones_are_not(quick: Office) -> None:
    def status(token: str) -> int:
        link = http.client.HTTPConnection("127.0.0.1", quick.port, timeout=60)
        link.request("GET", "/api/v1/point", headers={"Authorization": f"Bearer {token}"})
        answer: Any = link.getresponse().status
        link.close()
        return answer

    wrong = [status("guess") for _ in range(60)]
    assert (wrong[0], wrong[-1]) == (401, 429)
    assert status(quick.tokens["counter"]) == 200
    assert quick.person(None)("GET", "/point").status == 401
