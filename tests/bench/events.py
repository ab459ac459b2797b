"""How long after a call's commit the listeners hear it: from the caller's request to the event on each stream."""

from __future__ import annotations

import selectors
import socket
import statistics
import time

from tests.bench.machine import fsync_rate, percentile
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.bench.throughput import PIN
from tests.flow.child import Server, Talk

TARGETS = {50: 10.0, 500: 60.0}
CALLS = 40
SILENCE_S = 5.0


class Ears:
    """Many streams in one loop; tells when each heard a call."""

    def __init__(self, server: Server, count: int) -> None:
        self.selector = selectors.DefaultSelector()
        self.links: list[socket.socket] = []
        ask = f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode()
        for _ in range(count):
            link = socket.create_connection(("127.0.0.1", server.port))
            link.sendall(ask)
            self.links.append(link)
            self.selector.register(link, selectors.EVENT_READ)
        self.drain(0.5)

    def drain(self, quiet: float) -> None:
        """Read on until nothing came for ``quiet`` seconds; the server's own comments come every 2 s."""
        while ready := self.selector.select(timeout=quiet):
            for key, _ in ready:
                key.fileobj.recv(1 << 20)

    def hear(self, mark: bytes) -> list[float]:
        """The instant at which each stream had ``mark`` in it."""
        instants: dict[int, float] = {}
        tails: dict[int, bytes] = {}
        deadline = time.perf_counter() + SILENCE_S
        while len(instants) < len(self.links) and time.perf_counter() < deadline:
            for key, _ in self.selector.select(timeout=0.1):
                chunk = key.fileobj.recv(1 << 20)
                now = time.perf_counter()
                text = tails.get(key.fd, b"") + chunk
                if mark in text:
                    instants.setdefault(key.fd, now)
                tails[key.fd] = text[-len(mark) :]
        if len(instants) < len(self.links):
            raise RuntimeError(f"{len(self.links) - len(instants)} of {len(self.links)} streams heard nothing")
        return list(instants.values())

    def close(self) -> None:
        for link in self.links:
            link.close()


def measure(settings: Settings) -> list[Row]:
    return [_listen(settings, count) for count in settings.listeners]


def _listen(settings: Settings, count: int) -> Row:
    medians: list[float] = []
    everything: list[float] = []
    with Server(settings.folder / f"events-{count}") as server:
        talk = server.talk()
        talk("POST", "/staff", {"name": "petugas", "pin": PIN})
        talk("POST", "/counters/1/sign-in", {"staff": "petugas", "pin": PIN})
        talk("POST", "/tickets", {"service": "umum"}, key="only")
        ticket = talk("POST", "/counters/1/next").body["id"]
        ears = Ears(server, count)
        for _ in range(settings.repetitions):
            delays: list[float] = []
            for _ in range(CALLS // 4):
                delays += _recall(server, talk, ears, ticket)
            medians.append(percentile(delays, 0.99) * 1000)
            everything += delays
        ears.close()
    return Row(
        group="live events",
        name=f"a recall heard by {count} listeners, p99",
        unit="ms",
        value=statistics.median(medians),
        low=min(medians),
        high=max(medians),
        repetitions=len(medians),
        target=TARGETS.get(count),
        p50=percentile(everything, 0.5) * 1000,
        p99=percentile(everything, 0.99) * 1000,
        fsync=fsync_rate(settings.folder),
        note="the commit and the request are in it",
    )


def _recall(server: Server, talk: Talk, ears: Ears, ticket: str) -> list[float]:
    ears.drain(0.15)  # the snapshots of the recall before, which come at most ten times a second
    began = time.perf_counter()
    talk.send("POST", f"/tickets/{ticket}/recall")
    instants = ears.hear(b"event: call")
    talk.close()
    return [instant - began for instant in instants]
