"""A real server of a real point, here or as a process of its own, and a cable to it that can be cut."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import assets
from kiosk.clock import SimulatedClock
from kiosk.rules import load
from kiosk.server import server_file
from kiosk.server.network.listeners import NetworkOptions
from kiosk.server.process import ServerOptions
from tests.processes import PATIENCE_S, end
from tests.server_thread import quick_pins, serving

OPEN_SATURDAY = "2026-09-12T10:00:00+07:00"


@dataclass
class House:
    url: str
    token: str
    process: subprocess.Popen[bytes] | None = None
    """None where the server is a thread of this process."""
    lan: str = ""
    """For other machines, over TLS; empty where there is no such door."""
    fingerprint: str = ""

    def ask(self, method: str, path: str, body: object = None, key: str | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310  our own server
            f"{self.url}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                **({"Idempotency-Key": key} if key else {}),
            },
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310  our own server
            content = answer.read()
        return json.loads(content) if content else None

    def issue(self, service: str = "paspor") -> str:
        """A visitor takes a number, papers complete."""
        return str(self.ask("POST", "/tickets", self.wish(service), uuid4().hex)["number"])

    def wish(self, service: str) -> dict[str, Any]:
        point = self.ask("GET", "/point")
        lists = next(one for one in point["services"] if one["id"] == service)["checklists"]
        chosen = next((one for one in point["checklists"] if one["id"] in lists), None)
        body: dict[str, Any] = {"service": service}
        if chosen:
            body |= {"checklist": chosen["id"], "have": [one["id"] for one in chosen["required"]]}
        return body

    def numbers(self) -> list[str]:
        """Every number that was given today."""
        return [one["number"] for one in self.ask("GET", f"/days/{OPEN_SATURDAY[:10]}/numbers")]

    def queue(self) -> Any:
        return self.ask("GET", "/queue")

    def staff(self, name: str, pin: str) -> None:
        self.ask("POST", "/staff", {"name": name, "pin": pin})

    def number_at(self, counter: str) -> tuple[str, str] | None:
        """Number and state of the ticket in hand."""
        held = [one for one in self.queue()["serving"] if one["counter"] == counter]
        return (held[0]["number"], held[0]["state"]) if held else None


@contextmanager
def staying(data: Path, at: str = OPEN_SATURDAY, point: str = "ulp") -> Iterator[House]:
    """On a thread of this process, for tests of what a window does with a server that stays."""
    config = assets.folder("config/bekasi")
    clock = SimulatedClock(datetime.fromisoformat(at))
    options = ServerOptions(load(config), config, data, point, clock, network=NetworkOptions(port=0))
    with quick_pins(), serving(options) as server:
        found = server_file.read(data)
        assert found is not None
        yield House(server.url, found.token)


@contextmanager
def living(
    data: Path, at: str = OPEN_SATURDAY, point: str = "ulp", port: int = 0, options: Sequence[str] = ()
) -> Iterator[House]:
    options = [*options, "--data", str(data), "--point", point, "--port", str(port), "--clock", at]
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "serve", "--json", *options],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        said = _said(process.stdout)
        found = json.loads((data / "server.json").read_text())
        yield House(found["url"], found["token"], process, said.get("lan", ""), said.get("fingerprint", ""))
    finally:
        end(process)
        assert process.stdout is not None
        process.stdout.close()


def _said(out: IO[bytes]) -> Any:
    """What the server says of itself, as JSON over several lines."""
    lines = b"".join(iter(out.readline, b"}\n"))
    assert lines, "the server did not start"
    return json.loads(lines + b"}")


class Cable:
    """A TCP line to a server. Cut: open connections carry nothing more, and new ones are not answered."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._whole = threading.Event()
        self._whole.set()
        self._closing = False
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def secure(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def cut(self) -> None:
        self._whole.clear()

    def heal(self) -> None:
        self._whole.set()

    def close(self) -> None:
        self._closing = True
        self._whole.set()
        for line in (self._listener, *self._ends):
            _shut(line)
        for thread in self._threads:
            thread.join(10)

    def _start(self, what: Callable[..., None], *given: socket.socket) -> None:
        thread = threading.Thread(target=what, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closing:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                _shut(near)
                return
            self._ends += [near, far]
            if self._closing:  # `close` may have looked at the ends just before
                for line in (near, far):
                    _shut(line)
                return
            for source, target in ((near, far), (far, near)):
                self._start(self._carry, source, target)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                self._whole.wait()
                target.sendall(data)
        except OSError:
            pass
        finally:
            for line in (source, target):
                _shut(line)


def _shut(line: socket.socket) -> None:
    """Closed alone, it would leave a thread that waits for it waiting."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


@contextmanager
def cable(house: House) -> Iterator[Cable]:
    """To the door for other machines, where there is one."""
    line = Cable(int((house.lan or house.url).rsplit(":", 1)[1]))
    try:
        yield line
    finally:
        line.close()


def connected(pid: int, url: str = "") -> bool:
    """Whether the process holds a TCP connection, to the server at ``url`` where one is named."""
    mine: set[str] = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            mine.add(str(link.readlink()))
    rows = [row.split() for row in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    there = f":{int(url.rsplit(':', 1)[1]):04X}" if url else ""
    return any(row[2].endswith(there) and row[3] == "01" and f"socket:[{row[9]}]" in mine for row in rows)


def until(true: Any, seconds: float = 60.0) -> None:
    """Wait, without Qt, until it holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.02)
