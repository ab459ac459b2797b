"""Live events: one encoding for all listeners, and at most one waiting state of each topic for a slow one."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Iterable
from typing import Final

MAX_QUEUED_CALLS: Final = 1_000
"""Calls that may wait for one listener; whoever is further behind is cut off and comes back with ``Last-Event-ID``."""
HEARTBEAT_S: Final = 2.0
COMMENT: Final = b":\n\n"


def encode_event(name: str, event_id: str, data: bytes) -> bytes:
    """One server-sent event. JSON as we write it holds no line break."""
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (event_id.encode(), name.encode(), data)


def without_id(encoded: bytes) -> bytes:
    """The same event; whoever reads it keeps the id of the one before."""
    return encoded.partition(b"\n")[2] if encoded.startswith(b"id:") else encoded


class Subscriber:
    """One open stream. Topics are conflated: only the newest state of each waits."""

    def __init__(self, device: str | None, *, staff: bool) -> None:
        self.device = device
        self.staff = staff
        self.wake = asyncio.Event()
        self.ended = False
        self._calls: deque[bytes] = deque()
        self._topics: dict[str, bytes] = {}
        self._beat = False

    def send_once(self, encoded: bytes) -> None:
        if len(self._calls) >= MAX_QUEUED_CALLS:
            self.end()
            return
        self._calls.append(encoded)
        for name, state in self._topics.items():  # sent behind the call, its older id would have the call told again
            self._topics[name] = without_id(state)
        self.wake.set()

    def send_state(self, name: str, encoded: bytes) -> None:
        self._topics[name] = encoded
        self.wake.set()

    def send_heartbeat(self) -> None:
        self._beat = True
        self.wake.set()

    def end(self) -> None:
        self.ended = True
        self.wake.set()

    def drain(self) -> bytes:
        """What waits, to be sent in one piece; a comment where that is all."""
        parts = [*self._calls, *self._topics.values()]
        if self._beat and not parts:
            parts = [COMMENT]
        self._calls.clear()
        self._topics.clear()
        self._beat = False
        return b"".join(parts)


class Hub:
    """All open streams."""

    def __init__(self) -> None:
        self.subscribers: set[Subscriber] = set()
        self._by_device: Counter[str] = Counter()
        self.closed = False

    def add(self, listener: Subscriber) -> None:
        self.subscribers.add(listener)
        if listener.device is not None:
            self._by_device[listener.device] += 1
        if self.closed:
            listener.end()

    def remove(self, listener: Subscriber) -> None:
        if listener not in self.subscribers:
            return
        self.subscribers.remove(listener)
        if listener.device is not None:
            self._by_device[listener.device] -= 1
            if not self._by_device[listener.device]:
                del self._by_device[listener.device]

    def streams_of(self, device: str | None) -> int:
        """Open streams of a device; 0 for None, this machine's own user."""
        return 0 if device is None else self._by_device[device]

    def send_once(self, encoded: bytes) -> None:
        for listener in self.subscribers:
            listener.send_once(encoded)

    def send_state(self, name: str, encoded: bytes, *, staff_only: bool = False) -> None:
        for listener in self.subscribers:
            if listener.staff or not staff_only:
                listener.send_state(name, encoded)

    def has_staff(self) -> bool:
        return any(listener.staff for listener in self.subscribers)

    def send_heartbeat(self) -> None:
        for listener in self.subscribers:
            listener.send_heartbeat()

    def end_streams_of(self, devices: Iterable[str]) -> None:
        """Cut off the streams of revoked devices."""
        gone = set(devices)
        for listener in self.subscribers:
            if listener.device in gone:
                listener.end()

    def close(self) -> None:
        """End every stream; no new one lasts."""
        self.closed = True
        for listener in self.subscribers:
            listener.end()
