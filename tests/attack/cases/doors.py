"""Whoever can reach a door, with a hundred connections or five thousand, keeps no counter waiting."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

from tests.attack.registry import Extent, Finding, attack
from tests.flow.child import Server
from tests.ports import free_port

MOST_TIMES_SLOWER: Final = 2.0
LEAST_MS: Final = 10.0
"""A p99 below this is no delay that anybody could notice, whatever it was before: a few requests decide it."""
MOST_MB: Final = 15.0
"""What the main process may grow by while it also gives a few hundred numbers."""

Address = tuple[str, int]


def office(folder: Path, *, phones: int, secure: int = 0) -> Server:
    doors = ("--page-port", str(phones), "--tls-port", str(secure or free_port()), "--no-announce")
    return Server(folder / "data", options=doors)


def memory_mb(process: int) -> float:
    """Resident, of this process alone."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def issue(server: Server, count: int, mark: str) -> tuple[list[int], float]:
    """Take tickets one after the other: their statuses, and the p99 of their times in milliseconds."""
    talk, times, statuses = server.talk(), list[float](), list[int]()
    for n in range(count):
        began = time.perf_counter()
        statuses.append(talk("POST", "/tickets", {"service": "umum"}, key=f"{mark}-{n}").status)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.005)
    return statuses, statistics.quantiles(times, n=100)[98]


class Crowd:
    """Connections that are kept up: one that ends is opened again."""

    def __init__(self, at: Address) -> None:
        self._at = at
        self._tasks: list[asyncio.Task[None]] = []
        self.opened = 0

    def add(self, count: int, first: bytes, then: bytes, pause: float) -> None:
        """``first`` once, ``then`` after each ``pause`` seconds."""
        self._tasks += [asyncio.ensure_future(self._keep(first, then, pause)) for _ in range(count)]

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(self, first: bytes, then: bytes, pause: float) -> None:
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._once(first, then, pause)
            await asyncio.sleep(0.5)

    async def _once(self, first: bytes, then: bytes, pause: float) -> None:
        reader, writer = await asyncio.open_connection(*self._at)
        self.opened += 1
        try:
            writer.write(first)
            while not reader.at_eof():
                await writer.drain()
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await reader.read(65536)
                writer.write(then)
        finally:
            writer.transport.abort()


async def _besiege(
    server: Server, at: Address, token: str, crowd: dict[str, int], tickets: int
) -> tuple[list[int], float, int]:
    page = f"GET /t/{token} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    crowds = Crowd(at)
    crowds.add(crowd["slow"], b"GET /t/x HTTP/1.1\r\nHost: x\r\nX: ", b"a", 1.0)
    crowds.add(crowd["silent"], b"", b"", 60.0)
    crowds.add(crowd["streaming"], page, page, 4.0)
    crowds.add(crowd["endless"], b"GET /t/x HTTP/1.1\r\nX: ", b"a" * 65536, 0.0)
    crowds.add(crowd["pipelined"], page * 1000, page * 1000, 0.1)
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as pool:
        try:
            await asyncio.sleep(2.0)
            statuses, p99 = await loop.run_in_executor(pool, issue, server, tickets, "during")
        finally:
            await crowds.end()
    return statuses, p99, crowds.opened


def _siege(extent: Extent, crowd: dict[str, int]) -> Iterator[Finding]:
    tickets, port = extent.of(100, 1000), free_port()
    with office(extent.folder, phones=port) as server:
        token = server.talk()("POST", "/tickets", {"service": "umum"}, key="first").body["token"]
        _, before = issue(server, tickets, "before")
        memory = memory_mb(server.pid)
        statuses, during, opened = asyncio.run(_besiege(server, ("127.0.0.1", port), token, crowd, tickets))
        grown = memory_mb(server.pid) - memory
        said = server.stderr
    allowed = max(LEAST_MS, MOST_TIMES_SLOWER * before)
    refused = [status for status in statuses if status != 201]
    yield Finding("connections made", str(opened), f">= {sum(crowd.values()) // 2}", opened >= sum(crowd.values()) // 2)
    yield Finding("tickets refused", str(len(refused)), "0", held=not refused)
    if extent.long:  # a time is judged on a machine that does nothing else
        seen = f"{during:.1f} ms, {before:.1f} before"
        yield Finding("issue p99", seen, f"<= {allowed:.1f}", held=during <= allowed)
    yield Finding("memory of the server", f"{grown:+.1f} MB", f"<= {MOST_MB}", held=grown <= MOST_MB)
    yield Finding("tracebacks", str(said.count("Traceback")), "0", held="Traceback" not in said)


@attack("phone door: a crowd of slow, silent and streaming connections and an endless header", row=6)
def crowd_at_the_phone_door(extent: Extent) -> Iterator[Finding]:
    small = {"slow": 40, "silent": 20, "streaming": 60, "endless": 1, "pipelined": 1}
    large = {"slow": 2000, "silent": 1000, "streaming": 3000, "endless": 1, "pipelined": 4}
    yield from _siege(extent, extent.of(small, large))


@attack("every door: silent connections up to the limit of files", row=5)
def silent_connections(extent: Extent) -> Iterator[Finding]:
    count, port, secure = extent.of(150, 1500), free_port(), free_port()
    with office(extent.folder, phones=port, secure=secure) as server:

        async def hold() -> dict[str, list[int]]:
            found: dict[str, list[int]] = {}
            loop = asyncio.get_running_loop()
            for name, door in {"loopback": server.port, "TLS": secure, "phones": port}.items():
                crowd = Crowd(("127.0.0.1", door))
                crowd.add(count, b"", b"", 60.0)
                try:
                    await asyncio.sleep(1.0)
                    found[name] = (await loop.run_in_executor(None, issue, server, 20, name))[0]
                finally:
                    await crowd.end()
            return found

        for door, statuses in asyncio.run(hold()).items():
            good = statuses.count(201)
            yield Finding(f"tickets while {door} is full", f"{good} of 20", "20 of 20", held=good == 20)
        yield Finding("tracebacks", str(server.stderr.count("Traceback")), "0", held="Traceback" not in server.stderr)


_PARTS: Final = (
    *(b"GET ", b"POST ", b"/t/", b"/api/v1/tickets", b" ", b":", b"\t", b"\0", b"\xff\xfe", b"\r\n", b"\r\n\r\n"),
    *(b" HTTP/1.1\r\n", b" HTTP/9.9\r\n", b"Host: x\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"%00%ff%2e%2e/"),
    *(b"Content-Length: 5\r\n", b"Content-Length: 99999999999999999999\r\n", b"Content-Length: -1\r\n"),
    *(b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n", b"fffffffffffffffff\r\n"),
    *(b"Expect: 100-continue\r\n", b"Connection: Upgrade\r\nUpgrade: websocket\r\n", b'{"service": "umum"}'),
    *(b"Authorization: Bearer \xc3\x28\r\n", b"X: " + b"a" * 5000 + b"\r\n"),
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
)


def malformed(chance: Random) -> bytes:
    return b"".join(chance.choices(_PARTS, k=chance.randint(1, 12)))


async def _one(at: Address, sent: bytes) -> bytes:
    """What comes back to it, at most the first lines."""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(30):
            reader, writer = await asyncio.open_connection(*at)
            try:
                writer.write(sent)
                with suppress(OSError, NotImplementedError):
                    writer.write_eof()
                return await reader.read(4096)
            finally:
                writer.transport.abort()
    return b""


@attack("every door: malformed requests", row=4)
def malformed_requests(extent: Extent) -> Iterator[Finding]:
    count, port, secure = extent.of(150, 10_000), free_port(), free_port()
    chance = Random(extent.seed)  # noqa: S311  the same faults again for the same seed
    with office(extent.folder, phones=port, secure=secure) as server:
        memory = memory_mb(server.pid)

        async def ask(door: int) -> list[bytes]:
            gate = asyncio.Semaphore(50)

            async def limited(sent: bytes) -> bytes:
                async with gate:
                    return await _one(("127.0.0.1", door), sent)

            return await asyncio.gather(*(limited(malformed(chance)) for _ in range(count)))

        for name, door in {"loopback": server.port, "TLS": secure, "phones": port}.items():
            answers = asyncio.run(ask(door))
            bad = [one for one in answers if b" 500 " in one[:20]]
            yield Finding(f"{name}: answers of a fault", str(len(bad)), "0", held=not bad)
        statuses, _ = issue(server, 20, "after")
        grown, said = memory_mb(server.pid) - memory, server.stderr
        yield Finding("tickets afterwards", f"{statuses.count(201)} of 20", "20 of 20", held=statuses.count(201) == 20)
        yield Finding("memory of the server", f"{grown:+.1f} MB", "<= 20", held=grown <= 20)
        yield Finding("tracebacks", str(said.count("Traceback")), "0", held="Traceback" not in said)


@attack("live events: one board's token, many streams", row=18)
def streams_of_one_device(extent: Extent) -> Iterator[Finding]:
    count = extent.of(60, 2000)
    with office(extent.folder, phones=free_port()) as server:
        talk = server.talk()
        board = talk("POST", "/devices", {"name": "board", "role": "board"}).body["token"]
        counter = talk("POST", "/devices", {"name": "counter", "role": "counter"}).body["token"]

        def ask(token: str) -> bytes:
            return f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()

        async def listen() -> tuple[int, bytes]:
            links = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(count)]
            for _, writer in links:
                writer.write(ask(board))
            heads = [await reader.readline() for reader, _ in links]
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(ask(counter))
            last = await reader.readline()
            for _, one in [*links, (reader, writer)]:
                one.transport.abort()
            return sum(b" 200 " in head for head in heads), last

        taken, last = asyncio.run(listen())
    yield Finding("streams of the board", str(taken), "16", held=taken == 16)
    yield Finding("the counter's", json.dumps(last.decode()[:12]), "200", held=b" 200 " in last)
