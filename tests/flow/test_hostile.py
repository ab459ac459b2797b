"""Whatever comes in on the socket: an answer or a closed connection, a server that goes on, and nothing lost."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.flow.audit import audit
from tests.flow.child import LOST, Server

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("hostile") / "data") as running:
        yield running
    audit(running)


@pytest.fixture
def unharmed(shared: Server) -> Iterator[Server]:
    """Afterwards the next number follows the one before, and both are there."""
    talk = shared.talk()
    before = talk("POST", "/tickets", {"service": "umum"}, key=f"before-{time.monotonic_ns()}")
    talk.close()
    yield shared
    after = talk("POST", "/tickets", {"service": "umum"}, key=f"after-{time.monotonic_ns()}")
    assert _sequence(after.body) == _sequence(before.body) + 1
    assert talk("GET", "/healthz").status == 200
    shared.hang_up()


def _sequence(issued: Any) -> int:
    return int(issued["id"].rpartition("-")[2])


def _raw(server: Server, sent: bytes, *, hang_up: bool = True) -> bytes:
    """Everything that comes back, until the server closes; half closed by us once all is sent."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as link:
        try:
            link.sendall(sent)
            if hang_up:
                link.shutdown(socket.SHUT_WR)
            while chunk := link.recv(65536):
                got += chunk
        except OSError:
            pass
    return got


RUBBISH = {
    "nothing": b"",
    "zeros": b"\0" * 10_000,
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 500,
    "lines": b"hello\r\n\r\n" * 100,
    "half a request": b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
    "a length that lies": b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "length and chunks": b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a bad chunk": b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a header of a megabyte": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * MEGABYTE + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"H%d: 1\r\n" % n for n in range(20_000)) + b"\r\n",
    "a path of a megabyte": b"GET /" + b"a" * MEGABYTE + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "an upgrade": b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
}


@pytest.mark.parametrize("case", RUBBISH)
def test_rubbish_on_the_socket(case: str, unharmed: Server) -> None:
    got = _raw(unharmed, RUBBISH[case])
    assert not got or got.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), got[:200]


BODIES: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"service=umum",
    "half": b'{"service": "um',
    "a list": b"[]",
    "null": b"null",
    "a number for a service": b'{"service": 7}',
    "an unknown field": b'{"service": "umum", "name": "Budi"}',
    "no service": b"{}",
    "not UTF-8": b'{"service": "\xff\xfe"}',
    "deep": b"[" * 30_000 + b"]" * 30_000,
    "a huge number": b'{"service": ' + b"9" * 60_000 + b"}",
    "a lone surrogate": b'{"service": "\\ud800"}',
    "a NUL": b'{"service": "umum\\u0000"}',
    "an unknown service": b'{"service": "../../etc/passwd"}',
    "an unknown checklist": b'{"service": "umum", "checklist": "none"}',
    "SQL": b'{"service": "umum\'; DROP TABLE ticket; --"}',
    "an override from a kiosk's field": b'{"service": "umum", "override": 5}',
}


@pytest.mark.parametrize("case", BODIES)
def test_bad_bodies_are_problems_with_a_reason(case: str, unharmed: Server) -> None:
    reply = _post(unharmed, BODIES[case], key=f"bad-{list(BODIES).index(case)}")
    assert 400 <= reply[0] < 500, reply
    problem = json.loads(reply[1])
    assert problem["status"] == reply[0]
    assert problem["reason"]
    assert problem["detail"]


def _head(server: Server, key: str) -> str:
    """The lines of a good request for a ticket, but for the length of its body."""
    return (
        f"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}\r\n"
        f"Idempotency-Key: {key}\r\nContent-Type: application/json\r\n"
    )


def _post(server: Server, body: bytes, *, key: str) -> tuple[int, bytes]:
    head = _head(server, key) + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    got = _raw(server, head.encode() + body, hang_up=False)
    head_got, _, rest = got.partition(b"\r\n\r\n")
    return int(head_got[9:12]), rest


def test_a_huge_body_is_refused_before_it_is_read(unharmed: Server) -> None:
    """A gigabyte is announced; the answer comes while the first megabytes go out."""
    head = _head(unharmed, "huge") + "Content-Length: 1073741824\r\n\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", unharmed.port), timeout=10) as link:
        link.sendall(head.encode())
        try:
            while sent < 32 * MEGABYTE:
                link.sendall(b" " * 65536)
                sent += 65536
            got = link.recv(65536)
        except OSError:
            got = b"closed"
    assert sent < 32 * MEGABYTE or got.startswith(b"HTTP/1.1 413")
    assert got == b"closed" or got.startswith(b"HTTP/1.1 413")


def test_chunks_without_end_are_refused(unharmed: Server) -> None:
    head = _head(unharmed, "endless") + "Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", unharmed.port), timeout=10) as link:
        link.sendall(head.encode())
        try:
            while sent < 32 * MEGABYTE:
                link.sendall(chunk)
                sent += len(chunk)
        except OSError:
            return
        assert link.recv(100).startswith(b"HTTP/1.1 413")


def test_slow_clients_hold_nobody_up(unharmed: Server) -> None:
    """200 connections that send a byte now and then; a visitor's answer still comes at once."""
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", unharmed.port))) for _ in range(200)]
        for link in slow:
            link.sendall(b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\n")
        for turn in range(5):
            for link in slow:
                link.sendall(b"X")
            reply = unharmed.talk(timeout=5)("POST", "/tickets", {"service": "utama"}, key=f"quick-{turn}")
            assert reply.status in {200, 201}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("DELETE", "/tickets", 405),
        ("GET", "/tickets/none/recall", 405),
        ("POST", "/tickets/none/recall", 404),
        ("POST", "/tickets/none/explode", 404),
        ("POST", "/counters/99/next", 404),
        ("POST", "/counters/%00/next", 400),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "/t/AAAA", 404),
        ("GET", "/t/../point", 404),
    ],
)
def test_what_is_not_there(method: str, path: str, status: int, unharmed: Server) -> None:
    reply = unharmed.talk()(method, path)
    assert reply.status == status
    if not path.startswith("/t/"):
        assert reply.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("token", ["", "wrong", "x" * 10_000, "\xff", "a b"])
def test_without_a_good_token_nothing(token: str, unharmed: Server) -> None:
    talk = unharmed.talk()
    try:
        taken = talk("POST", "/tickets", {"service": "umum"}, key="stranger", token=token)
        assert taken.status in {400, 401}
        assert talk("POST", "/counters/1/next", token=token).status in {400, 401}
    except LOST:
        return


@pytest.mark.parametrize("key", ["", "x" * 5_000])
def test_a_ticket_needs_a_sensible_key(key: str, unharmed: Server) -> None:
    assert unharmed.talk()("POST", "/tickets", {"service": "umum"}, key=key).status in {400, 431}


def test_one_key_with_another_body_is_refused(unharmed: Server, tmp_path: Path) -> None:
    talk = unharmed.talk()
    first = talk("POST", "/tickets", {"service": "utama"}, key="once")
    other = talk("POST", "/tickets", {"service": "umum"}, key="once")
    again = talk("POST", "/tickets", {"service": "utama"}, key="once")
    assert (first.status, other.status, again.status) == (201, 409, 200)
    assert again.body == first.body
