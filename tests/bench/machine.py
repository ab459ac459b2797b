"""What the figures were measured on, and how fast its disk really is."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    processor: str
    cores: int
    memory_gb: float
    kernel: str
    python: str
    sqlite: str
    disk: str
    load: float
    """The run queue's length over the last minute, as the run began."""

    def __str__(self) -> str:
        return (
            f"{self.cores} cores of {self.processor}, {self.memory_gb:.0f} GB, {self.kernel}, Python {self.python}, "
            f"SQLite {self.sqlite}, disk {self.disk}, load {self.load:.1f}"
        )


def describe(folder: Path) -> Machine:
    return Machine(
        processor=_field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory_gb=int((_field(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0]) / 1024**2,
        kernel=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        disk=_mount(folder),
        load=os.getloadavg()[0],
    )


def _field(path: Path, name: str) -> str:
    if not path.exists():
        return ""
    lines = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "")


def _mount(folder: Path) -> str:
    mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    above = [(where, kind) for _, where, kind, *_ in mounts if folder.resolve().is_relative_to(where)]
    return max(above, key=lambda mount: len(mount[0]))[1]


def fsync_rate(folder: Path, seconds: float = 0.5) -> float:
    """Appends of 4 KiB that reach the disk, a second: what no durable queue can beat without sharing commits."""
    block, count = b"\0" * 4096, 0
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            file.write(block)
            os.fsync(file.fileno())
            count += 1
        return count / (time.perf_counter() - began)


def memory_mb(pid: int) -> tuple[float, float]:
    """Proportional and resident memory of a process in megabytes (10**6 bytes)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    return tuple(int(_field(rollup, name).split()[0]) * 1024 / 1e6 for name in ("Pss", "Rss"))


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if sys.platform != "linux":  # pragma: no cover
    raise SystemExit("tests.bench reads /proc: run it on Linux")
