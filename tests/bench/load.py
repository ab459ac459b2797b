"""A cheap HTTP client for measuring: raw sockets, one loop, one process, so that it leaves the core to the server.

``python -m tests.bench.load`` reads one job as JSON on standard input and writes one result as JSON.
Each of ``clients`` connections keeps one request in flight; latencies are seconds from the first byte sent to the last
one read.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, TypedDict


class Job(TypedDict):
    host: str
    port: int
    token: str
    clients: int
    requests: int
    kind: str
    """``issue``, ``next`` (it finishes the ticket before; the serving between two calls is not measured) or ``get``."""
    bodies: list[str]
    """Of the tickets that are taken, one after the other."""
    counters: list[str]
    path: str
    run: str
    """Part of every idempotency key, so that no two runs share one."""


class Result(TypedDict):
    seconds: float
    """Of what was measured."""
    whole_seconds: float
    """With what was not."""
    latencies: list[float]
    statuses: dict[str, int]
    example: str
    """The body of the first answer that was not a success."""


class Connection:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, job: Job, number: int) -> None:
        self.number = number
        self.socket = socket.create_connection((job["host"], job["port"]))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pending = b""
        self.began = 0.0
        self.ticket = ""

    def send(self, request: bytes) -> None:
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, bytes] | None:
        """Status and body once both are whole."""
        chunk = self.socket.recv(65536)
        if not chunk:
            raise ConnectionError("the server hung up")
        self.pending += chunk
        head, separator, body = self.pending.partition(b"\r\n\r\n")
        if not separator:
            return None
        lower = head.lower()
        at = lower.find(b"content-length:")
        length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(body) < length:
            return None
        self.pending = body[length:]
        return int(head[9:12]), body[:length]


class Script:
    """What each connection asks."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.head = f"Host: {job['host']}\r\nAuthorization: Bearer {job['token']}\r\n"
        self.asked = 0

    def next(self, connection: Connection) -> bool:
        """Send one more request; false when the run is over."""
        if self.asked >= self.job["requests"]:
            return False
        self.asked += 1
        match self.job["kind"]:
            case "issue":
                key = f"Idempotency-Key: {self.job['run']}-{self.asked}\r\n"
                body = self.job["bodies"][self.asked % len(self.job["bodies"])]
                self._post(connection, "/api/v1/tickets", body, key)
            case "next":
                counter = self.job["counters"][connection.number % len(self.job["counters"])]
                self._post(connection, f"/api/v1/counters/{counter}/next", '{"finish": true}')
            case _:
                connection.send(f"GET {self.job['path']} HTTP/1.1\r\n{self.head}\r\n".encode())
        return True

    def serve(self, connection: Connection) -> bool:
        """Say that the visitor just called has come, so that the next call may finish the visit."""
        if connection.ticket:
            self._post(connection, f"/api/v1/tickets/{connection.ticket}/serve")
        return bool(connection.ticket)

    def _post(self, connection: Connection, path: str, body: str = "", extra: str = "") -> None:
        kind = "Content-Type: application/json\r\n" if body else ""
        head = f"POST {path} HTTP/1.1\r\n{self.head}{kind}{extra}Content-Length: {len(body)}\r\n\r\n"
        connection.send((head + body).encode())


class Run:
    """One job under way."""

    def __init__(self, job: Job) -> None:
        self.script = Script(job)
        self.connections = [Connection(job, number) for number in range(job["clients"])]
        self.result = Result(seconds=0, whole_seconds=0, latencies=[], statuses={}, example="")

    def steady(self) -> None:
        """Every connection asks again as soon as it is answered."""
        began = time.perf_counter()
        self._exchange(self.script.next, again=True)
        self.result["seconds"] = time.perf_counter() - began

    def rounds(self) -> None:
        """All counters call at once; when all have a visitor, all serve; the second half is not measured."""
        while self.script.asked < self.script.job["requests"]:
            began = time.perf_counter()
            self._exchange(self.script.next)
            self.result["seconds"] += time.perf_counter() - began
            self._exchange(self.script.serve, measured=False)

    def _exchange(self, send: Callable[[Connection], bool], *, again: bool = False, measured: bool = True) -> None:
        with selectors.DefaultSelector() as selector:
            for connection in self.connections:
                if send(connection):
                    selector.register(connection.socket, selectors.EVENT_READ, connection)
            while selector.get_map():
                for key, _ in selector.select(timeout=30):
                    connection = key.data
                    answer = connection.receive()
                    if answer is None:
                        continue
                    self._note(connection, *answer, measured=measured)
                    if not (again and send(connection)):
                        selector.unregister(connection.socket)

    def _note(self, connection: Connection, status: int, body: bytes, *, measured: bool) -> None:
        if measured:
            self.result["latencies"].append(time.perf_counter() - connection.began)
            self.result["statuses"][str(status)] = self.result["statuses"].get(str(status), 0) + 1
            if self.script.job["kind"] == "next":
                connection.ticket = json.loads(body)["id"] if status == 200 else ""
        if status >= 300 and not self.result["example"]:
            self.result["example"] = body[:400].decode(errors="replace")


def run(job: Job) -> Result:
    run = Run(job)
    began = time.perf_counter()
    if job["kind"] == "next":
        run.rounds()
    else:
        run.steady()
    run.result["whole_seconds"] = time.perf_counter() - began
    for connection in run.connections:
        connection.socket.close()
    return run.result


def main() -> None:
    job: Any = json.load(sys.stdin)
    json.dump(run(job), sys.stdout)


if __name__ == "__main__":
    main()
