"""A real server on a port of its own, in a thread, with a clock that a test moves; and plain clients for it."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from kiosk.client.pinned_connection import PinnedConnection
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import load
from kiosk.server.network.listeners import NetworkOptions
from kiosk.server.process import QueueServer, ServerOptions
from kiosk.server.server_file import read
from tests.fixtures import FixedClock
from tests.server_thread import serving

OFFICE = Path(__file__).parents[1] / "flow" / "office"
TEN = datetime.fromisoformat("2026-09-12T10:00:00+07:00")
ROLES = ("kiosk", "counter", "board", "supervisor")
_keys = count()


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: http.client.HTTPMessage

    @property
    def reason(self) -> str:
        return self.body["reason"]


@dataclass
class Person:
    """One device with its token, on one keep-alive connection."""

    port: int
    token: str | None
    language: str = "id"
    _link: http.client.HTTPConnection | None = None

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        link = self._link or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._link = link
        given = {"Accept-Language": self.language} | {name.replace("_", "-"): text for name, text in headers.items()}
        if self.token is not None:
            given["Authorization"] = f"Bearer {self.token}"
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if body is not None:
            given.setdefault("Content-Type", "application/json")
        prefix = "" if path.startswith(("/t/", "/T/", "/healthz", "/metrics", "/api")) else "/api/v1"
        link.request(method, prefix + path, raw, given)
        reply = link.getresponse()
        content = reply.read()
        is_json = "json" in reply.headers.get("content-type", "")
        return Answer(reply.status, json.loads(content) if is_json else content, reply.headers)

    def take(self, service: str = "umum", key: str | None = None, **body: Any) -> Answer:
        key = key or f"key-{next(_keys)}"
        return self("POST", "/tickets", {"service": service, **body}, Idempotency_Key=key)

    def close(self) -> None:
        if self._link is not None:
            self._link.close()


@dataclass
class Office:
    server: QueueServer
    data: Path
    clock: FixedClock
    config: Path
    tokens: dict[str, str] = field(default_factory=dict[str, str])
    people: list[Person | Stream] = field(default_factory=list[Any])

    @property
    def point(self) -> ServicePoint:
        return self.server.app.point

    @property
    def port(self) -> int:
        return int(self.server.url.rpartition(":")[2])

    def person(self, role: str | None = "local", language: str = "id") -> Person:
        if role == "local":
            found = read(self.data)
            assert found is not None
            token: str | None = found.token
        else:
            token = None if role is None else self.tokens[role]
        person = Person(self.port, token, language)
        self.people.append(person)
        return person

    def enrol(self) -> None:
        """A device of every role."""
        local = self.person()
        for role in ROLES:
            made = local("POST", "/devices", {"name": f"the {role}", "role": role})
            assert made.status == 201
            self.tokens[role] = made.body["token"]

    def sign_in(
        self, counter: str = "1", person: Person | None = None, staff: str = "Ani", pin: str = "7294"
    ) -> Person:
        person = person or self.person()
        local = self.person()
        if staff not in local("GET", "/staff/names").body["names"]:
            assert local("POST", "/staff", {"name": staff, "pin": pin}).status == 201
        assert person("POST", f"/counters/{counter}/sign-in", {"staff": staff, "pin": pin}).status == 200
        return person


@contextmanager
def running(
    data: Path,
    config: Path = OFFICE,
    at: datetime = TEN,
    point: str | None = None,
    network: NetworkOptions = NetworkOptions(port=0),  # noqa: B008  frozen
) -> Iterator[Office]:
    clock = FixedClock(at, origin=at)
    configuration = load(config)
    options = ServerOptions(
        configuration, config, data, point or next(iter(configuration.points)), clock, network=network
    )
    with serving(options) as server:
        office = Office(server, data, clock, config)
        try:
            yield office
        finally:
            for person in office.people:
                person.close()


def until(what: Callable[[], Any], seconds: float = 60) -> Any:
    """The first true answer of ``what``."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, f"still {found!r}"
        time.sleep(0.01)
    return found


@dataclass(frozen=True)
class Event:
    id: str
    name: str
    data: Any


class Stream:
    """An open stream of live events."""

    def __init__(
        self,
        office: Office,
        token: str | None,
        last_id: str | None = None,
        *,
        pin: str | None = None,
        port: int | None = None,
    ) -> None:
        """``port``: the door to go through; ``pin``: over TLS, to this certificate."""
        plain = http.client.HTTPConnection("127.0.0.1", port or office.port, timeout=60)
        self._link = PinnedConnection("127.0.0.1", port, pin=pin, timeout=60) if pin else plain
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if last_id is not None:
            headers["Last-Event-ID"] = last_id
        self._link.request("GET", "/api/v1/events", headers=headers)
        self.reply = self._link.getresponse()
        office.people.append(self)

    def next(self) -> Event | None:
        """The next event; None at a clean end. Comments are passed over."""
        fields: dict[str, str] = {}
        while line := self.reply.readline():
            text = line.decode().rstrip("\n")
            if not text and fields:
                return Event(fields["id"], fields["event"], json.loads(fields["data"]))
            name, _, value = text.partition(": ")
            if name and not text.startswith(":"):
                fields[name] = value
        return None

    def until(self, wanted: Callable[[Event], bool]) -> Event:
        while (event := self.next()) is not None:
            if wanted(event):
                return event
        raise AssertionError("the stream ended")

    def close(self) -> None:
        self.reply.close()
        self._link.close()
