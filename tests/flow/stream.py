"""A plain reader of server-sent events, one connection at a time."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from tests.flow.child import Server


@dataclass(frozen=True, slots=True)
class Heard:
    event: str
    id: str
    data: Any


class Stream:
    """``GET /api/v1/events``; chunked transfer is undone here."""

    def __init__(self, server: Server, last: str = "", token: str | None = None) -> None:
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        resume = f"Last-Event-ID: {last}\r\n" if last else ""
        who = f"Authorization: Bearer {server.token if token is None else token}\r\n"
        self._socket.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\n{who}{resume}\r\n".encode())
        self._raw = b""
        self._text = b""
        self.heard: list[Heard] = []
        head = self._until(b"\r\n\r\n")
        self.status = int(head[9:12])
        self.chunked = b"chunked" in head.lower()

    def _more(self) -> None:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionError("the stream ended")
        self._raw += chunk

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._raw:
            self._more()
        head, _, self._raw = self._raw.partition(mark)
        return head

    def _bytes(self) -> bytes:
        if not self.chunked:
            if not self._raw:
                self._more()
            got, self._raw = self._raw, b""
            return got
        size = int(self._until(b"\r\n").split(b";")[0], 16)
        if size == 0:
            raise ConnectionError("the stream ended")
        while len(self._raw) < size + 2:
            self._more()
        got, self._raw = self._raw[:size], self._raw[size + 2 :]
        return got

    def next(self) -> Heard:
        """The next event, comments passed over. Raises ``ConnectionError`` at the end, ``TimeoutError`` in silence."""
        while True:
            self._text = self._text.replace(b"\r\n", b"\n")
            block, separator, rest = self._text.partition(b"\n\n")
            if not separator:
                self._text += self._bytes()
                continue
            self._text = rest
            fields = [line.partition(":") for line in block.decode().split("\n") if line and not line.startswith(":")]
            said = {name: value.removeprefix(" ") for name, _, value in fields}
            if "data" in said:
                heard = Heard(said.get("event", "message"), said.get("id", ""), json.loads(said["data"]))
                self.heard.append(heard)
                return heard

    def until(self, wanted: Callable[[Heard], bool], seconds: float = 60) -> Heard:
        """The first event that is wanted, within a deadline."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            heard = self.next()
            if wanted(heard):
                return heard
        raise TimeoutError(f"not heard in {seconds} s; heard {[heard.event for heard in self.heard]}")

    @property
    def last(self) -> str:
        return next((heard.id for heard in reversed(self.heard) if heard.id), "")

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
