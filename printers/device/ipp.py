"""The few operations of the Internet Printing Protocol that a print queue is asked for.

RFC 8010 (encoding) and RFC 8011 (operations and attributes). CUPS serves IPP on its socket of the machine and on port
631. Written here because the client libraries need CUPS' headers to build (pycups) or an event loop and a web client
(pyipp), for five operations on one server.
"""

from __future__ import annotations

import getpass
import http.client
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_PRINTER, GET_PRINTERS = 0x0002, 0x0008, 0x0009, 0x000B, 0x4002
"""Operations; the last is CUPS' own, CUPS-Get-Printers."""
NOT_FOUND: Final = 0x0406
NOT_POSSIBLE: Final = 0x0404
SOCKETS: Final = (Path("/run/cups/cups.sock"), Path("/var/run/cups/cups.sock"))
DEFAULT_PORT: Final = 631
_END, _OPERATION = 0x03, 0x01
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_NUMBERS = count(1)

Value = int | bool | str
_Given = tuple[int, str, Sequence[Value]]
"""Tag, name and values of an attribute."""


class IppError(Exception):
    """The server cannot be reached or refuses; ``status`` is the IPP status code, 0 where there is none."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class Reply:
    """``groups`` are the attribute groups behind the operation's own; each attribute is a list of values."""

    status: int
    groups: list[dict[str, list[Value]]] = field(default_factory=list[dict[str, list[Value]]])

    @property
    def first(self) -> dict[str, list[Value]]:
        return self.groups[0] if self.groups else {}


@dataclass(frozen=True, slots=True)
class IppServer:
    """``address``: a host, ``host:port``, or the path of a socket; as CUPS' own ``CUPS_SERVER``."""

    address: str
    timeout_s: float = 10.0

    @classmethod
    def of_machine(cls, timeout_s: float = 10.0) -> IppServer:
        """``CUPS_SERVER``, else the machine's own socket, else port 631 of it."""
        named = os.environ.get("CUPS_SERVER")
        found = next((str(path) for path in SOCKETS if path.exists()), "localhost")
        return cls(named or found, timeout_s)

    def printer(self, queue: str) -> dict[str, list[Value]]:
        """The attributes of a queue. Raises ``IppError``."""
        wanted = ("printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs")
        return self._ask(GET_PRINTER, queue, [(_KEYWORD, "requested-attributes", wanted)]).first

    def queues(self) -> list[str]:
        """The names of every queue. Raises ``IppError``."""
        reply = self._ask(GET_PRINTERS, None, [(_KEYWORD, "requested-attributes", ("printer-name",))])
        return [str(group["printer-name"][0]) for group in reply.groups if "printer-name" in group]

    def print_raw(self, queue: str, name: str, data: bytes) -> int:
        """Hand over a job of raw bytes; its number. Raises ``IppError``."""
        about = [(_NAME, "job-name", (name,)), (_MIME, "document-format", ("application/vnd.cups-raw",))]
        job = self._ask(PRINT_JOB, queue, about, data).first.get("job-id", [0])[0]
        return int(job)

    def job_state(self, queue: str, job: int) -> int:
        """RFC 8011, 5.3.7: 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled, 8 aborted, 9 completed."""
        wanted = [(_INTEGER, "job-id", (job,)), (_KEYWORD, "requested-attributes", ("job-state",))]
        return int(self._ask(GET_JOB, queue, wanted).first.get("job-state", [0])[0])

    def cancel(self, queue: str, job: int) -> None:
        """Raises ``IppError``, with ``NOT_POSSIBLE`` for a job that has ended."""
        self._ask(CANCEL_JOB, queue, [(_INTEGER, "job-id", (job,))])

    def _ask(self, operation: int, queue: str | None, attributes: Sequence[_Given], data: bytes = b"") -> Reply:
        body = bytearray(b"\x02\x00" + operation.to_bytes(2, "big") + (next(_NUMBERS) & 0x7FFFFFFF).to_bytes(4, "big"))
        body.append(_OPERATION)
        body += _attribute(_CHARSET, "attributes-charset", ("utf-8",))
        body += _attribute(_LANGUAGE, "attributes-natural-language", ("en",))
        path = "/"
        if queue is not None:
            path = f"/printers/{_quoted(queue)}"
            body += _attribute(_URI, "printer-uri", (f"ipp://localhost{path}",))
        late: list[_Given] = []
        for tag, name, values in attributes:  # RFC 8011, 4.1.5: the target's attributes stand first
            if name == "job-id":
                body += _attribute(tag, name, values)
            else:
                late.append((tag, name, values))
        body += _attribute(_NAME, "requesting-user-name", (_user(),))
        for tag, name, values in late:
            body += _attribute(tag, name, values)
        body.append(_END)
        reply = _parse(self._post(path, bytes(body) + data))
        if reply.status >= 0x0100:
            raise IppError(f"the print server refuses (IPP status 0x{reply.status:04x})", reply.status)
        return reply

    def _post(self, path: str, body: bytes) -> bytes:
        line = self._connection()
        try:
            line.request("POST", path, body, {"Content-Type": "application/ipp", "Host": "localhost"})
            answer = line.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            said = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
            raise IppError(
                f"no answer from the print server {self.address}: {said}; is CUPS installed and on?"
            ) from None
        finally:
            line.close()
        if answer.status != http.HTTPStatus.OK:
            raise IppError(f"the print server {self.address} answers HTTP {answer.status}")
        return data

    def _connection(self) -> http.client.HTTPConnection:
        if self.address.startswith("/"):
            return _SocketConnection(self.address, self.timeout_s)
        host, _, port = self.address.removesuffix("/").partition(":")
        number = int(port) if port.isdigit() else DEFAULT_PORT
        return http.client.HTTPConnection(host, number, timeout=self.timeout_s)


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a socket of the machine."""

    def __init__(self, path: str, timeout_s: float) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "antrean"


def _quoted(queue: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415  with a queue alone

    return quote(queue, safe="")


def _attribute(tag: int, name: str, values: Sequence[Value]) -> bytes:
    out = bytearray()
    for place, value in enumerate(values):
        label = b"" if place else name.encode("ascii")
        data = value.to_bytes(4, "big", signed=True) if isinstance(value, int) else value.encode()
        out += bytes((tag,)) + len(label).to_bytes(2, "big") + label + len(data).to_bytes(2, "big") + data
    return bytes(out)


def _parse(data: bytes) -> Reply:
    """An IPP response. Raises ``IppError`` for anything else."""
    if len(data) < 9:
        raise IppError("the print server's answer is not IPP")
    reply = Reply(int.from_bytes(data[2:4], "big"))
    at, name = 8, ""
    group: dict[str, list[Value]] = {}
    try:
        while data[at] != _END:
            tag = data[at]
            at += 1
            if tag < 0x10:
                group = {}
                if tag != _OPERATION:
                    reply.groups.append(group)
                continue
            name, at = _field(data, at, name)
            value, at = _bytes(data, at)
            group.setdefault(name, []).append(_value(tag, value))
    except (IndexError, UnicodeDecodeError):
        raise IppError("the print server's answer is not IPP") from None
    return reply


def _field(data: bytes, at: int, before: str) -> tuple[str, int]:
    """A name, or the one before where another value of it follows."""
    name, at = _bytes(data, at)
    return (name.decode("ascii") or before), at


def _bytes(data: bytes, at: int) -> tuple[bytes, int]:
    end = at + 2 + int.from_bytes(data[at : at + 2], "big")
    if end > len(data):
        raise IndexError(end)
    return data[at + 2 : end], end


def _value(tag: int, value: bytes) -> Value:
    if tag == _BOOLEAN:
        return value != b"\x00"
    if tag in (_INTEGER, _ENUM):
        return int.from_bytes(value, "big", signed=True)
    return value.decode("utf-8", "replace")
