"""From the command to the first answer, and what the server weighs then and after work."""

from __future__ import annotations

import json
import socket
import statistics
import time
from pathlib import Path

from tests.bench.machine import fsync_rate, memory_mb
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.bench.throughput import ask, job
from tests.flow.child import Server

FIRST_ANSWER_S, MEMORY_MB = 0.8, 60.0


def measure(settings: Settings) -> list[Row]:
    fresh, second, idle = list[float](), list[float](), list[tuple[float, float]]()
    worked: list[tuple[float, float]] = []
    for turn in range(settings.repetitions):
        server = Server(settings.folder / f"start-{turn}")
        fresh.append(_first_answer(server))
        server.stop()
        second.append(_first_answer(server))
        _token(server)
        idle.append(memory_mb(server.pid))
        ask(job(server, "issue", 8, settings.requests, "work"))
        worked.append(memory_mb(server.pid))
        server.stop()
    disk = fsync_rate(settings.folder)
    return [
        _row("serve: first answer, a new data folder", "s", fresh, FIRST_ANSWER_S, disk),
        _row("serve: first answer, second start", "s", second, FIRST_ANSWER_S, disk),
        _row("serve: memory at rest (PSS)", "MB", [pss for pss, _ in idle], MEMORY_MB),
        _row("serve: memory at rest (RSS)", "MB", [rss for _, rss in idle]),
        _row(f"serve: memory after {settings.requests:,} tickets (PSS)", "MB", [pss for pss, _ in worked], MEMORY_MB),
    ]


def _first_answer(server: Server) -> float:
    began = time.perf_counter()
    process = server.spawn()
    while time.perf_counter() - began < 20 and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as link:
                link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if link.recv(1024).startswith(b"HTTP/1.1 200"):
                    return time.perf_counter() - began
        except OSError:
            time.sleep(0.002)
    raise RuntimeError(f"no answer: {server.stderr}")


def _token(server: Server) -> None:
    server.token = json.loads((Path(server.data) / "server.json").read_text(encoding="utf-8"))["token"]


def _row(name: str, unit: str, values: list[float], target: float | None = None, disk: float | None = None) -> Row:
    return Row(
        group="start and memory",
        name=name,
        unit=unit,
        value=statistics.median(values),
        low=min(values),
        high=max(values),
        repetitions=len(values),
        target=target,
        fsync=disk,
    )
