"""A print server in this process: one queue, its jobs, and whatever state it is told to have (RFC 8010 and 8011)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PENDING, PROCESSING, CANCELED, COMPLETED = 3, 5, 7, 9
IDLE, STOPPED = 3, 5


@dataclass
class Queue:
    name: str = "Loket 1"
    state: int = IDLE
    reasons: list[str] = field(default_factory=lambda: ["none"])
    accepts: bool = True
    jobs: dict[int, int] = field(default_factory=dict[int, int])
    """State by number."""
    documents: list[bytes] = field(default_factory=list[bytes])
    hangs: threading.Event | None = None
    """Set, or no answer comes."""
    asked: list[int] = field(default_factory=list[int])
    """Operations, oldest first."""

    def answer(self, operation: int, attributes: dict[str, bytes], data: bytes) -> bytes:  # noqa: PLR0911  one return an answer
        self.asked.append(operation)
        if operation == 0x4002:
            return _ok(_text(0x42, "printer-name", self.name))
        if attributes["printer-uri"].decode().rpartition("/")[2] != self.name.replace(" ", "%20"):
            return _status(0x0406)
        job = int.from_bytes(attributes.get("job-id", b""), "big")
        match operation:
            case 0x000B:
                reasons = b"".join(
                    _text(0x44, "printer-state-reasons" * (not n), one) for n, one in enumerate(self.reasons)
                )
                return _ok(
                    _number("printer-state", self.state), reasons, _flag("printer-is-accepting-jobs", self.accepts)
                )
            case 0x0002:
                self.documents.append(data)
                self.jobs[len(self.documents)] = PENDING if self.state == STOPPED else COMPLETED
                return _ok(_number("job-id", len(self.documents), tag=0x21))
            case 0x0009:
                return _ok(_number("job-state", self.jobs[job])) if job in self.jobs else _status(0x0406)
            case 0x0008:
                if self.jobs.get(job, COMPLETED) >= CANCELED:
                    return _status(0x0404)
                self.jobs[job] = CANCELED
                return _ok()
            case _:
                return _status(0x0501)


@contextmanager
def print_server(queue: Queue) -> Iterator[str]:
    """Serve the queue; its address, as ``CUPS_SERVER`` has it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            operation, attributes, data = _request(body)
            if queue.hangs is not None:
                queue.hangs.wait(10)
            answer = queue.answer(operation, attributes, data)
            with contextlib.suppress(OSError):  # the client has given up
                self.send_response(200)
                self.send_header("Content-Type", "application/ipp")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(3)


def _request(body: bytes) -> tuple[int, dict[str, bytes], bytes]:
    at, found = 8, {}
    while body[at] != 0x03:
        if body[at] < 0x10:
            at += 1
            continue
        size = int.from_bytes(body[at + 1 : at + 3], "big")
        name = body[at + 3 : at + 3 + size].decode()
        at += 3 + size
        length = int.from_bytes(body[at : at + 2], "big")
        if name:
            found[name] = body[at + 2 : at + 2 + length]
        at += 2 + length
    return int.from_bytes(body[2:4], "big"), found, body[at + 1 :]


def _status(code: int) -> bytes:
    return (
        b"\x02\x00" + code.to_bytes(2, "big") + b"\0\0\0\1\x01" + _text(0x47, "attributes-charset", "utf-8") + b"\x03"
    )


def _ok(*attributes: bytes) -> bytes:
    return _status(0)[:-1] + b"\x04" + b"".join(attributes) + b"\x03"


def _field(tag: int, name: str, value: bytes) -> bytes:
    label = name.encode()
    return bytes((tag,)) + len(label).to_bytes(2, "big") + label + len(value).to_bytes(2, "big") + value


def _text(tag: int, name: str, value: str) -> bytes:
    return _field(tag, name, value.encode())


def _number(name: str, value: int, tag: int = 0x23) -> bytes:
    return _field(tag, name, value.to_bytes(4, "big"))


def _flag(name: str, value: bool) -> bytes:
    return _field(0x22, name, bytes((value,)))
