"""What ``antrean doctor`` asks of the machine: clock, disk, Qt, port. Each check answers with findings."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiosk.private_folder import exposed

OLDEST_YEAR = 2025
"""Before this program was written: the machine has forgotten the time."""
STEP_S = 0.05
"""The wall clock and the monotonic clock may part by this much within ``WATCHED_S``."""
WATCHED_S = 0.2
FULL_MB, LOW_MB = 50, 500
SLOW_SYNCS = 50
"""Syncs a second below which visitors would notice; a worn memory card makes 5 to 20."""
SYNCS = 20
SHOWN = 3
"""Files that a line names."""

Word = Literal["OK", "WARN", "FAIL"]


class Finding(Struct, frozen=True):
    """One line of the report."""

    check: str
    word: Word
    text: str
    """What was found and, unless all is well, what to do."""


def clock(now: datetime, zone: tzinfo | None, *, simulated: bool) -> Iterator[Finding]:
    """``zone`` is the office's; None when the configuration cannot be read."""
    if simulated:
        yield Finding("clock", "WARN", f"simulated: it is {now:%Y-%m-%d %H:%M}; leave --clock out for real tickets")
        now = datetime.now(UTC)
    if now.year < OLDEST_YEAR:
        yield Finding(
            "clock", "FAIL", f"the machine says {now:%Y-%m-%d}; set the time, and let it follow a time server"
        )
        return
    parted = _parted()
    if abs(parted) > STEP_S:
        yield Finding("clock", "WARN", f"it moved by {parted:+.2f} s while being watched; a time server is setting it")
    if _followed() is False:
        yield Finding("clock", "WARN", "it follows no time server; as administrator: timedatectl set-ntp true")
    shown = f", {now.astimezone(zone):%H:%M} in the office" if zone else ""
    yield Finding("clock", "OK", f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC{shown}")


def _parted() -> float:
    wall, steady = time.time(), time.monotonic()
    time.sleep(WATCHED_S)
    return (time.time() - wall) - (time.monotonic() - steady)


def _followed() -> bool | None:
    """Does the system's clock follow a time server; None where nobody can say."""
    program = shutil.which("timedatectl")
    if program is None:
        return None
    try:
        said = subprocess.run(  # noqa: S603  a fixed command of the system
            [program, "show", "--property=NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=3,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return {"yes": True, "no": False}.get(said)


def disk(data: Path) -> Iterator[Finding]:
    """The data folder, or where it would be made."""
    folder = next(path for path in (data, *data.parents) if path.exists())
    if not folder.is_dir():
        yield Finding("disk", "FAIL", f"{folder} is a file where the data folder should be; move it, or give --data")
        return
    try:
        rate = _syncs_a_second(folder)
    except OSError as error:
        yield Finding("disk", "FAIL", f"{folder} cannot be written: {error.strerror}; give it to this user, or --data")
        return
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < LOW_MB:
        word: Word = "FAIL" if free_mb < FULL_MB else "WARN"
        yield Finding("disk", word, f"{free_mb} MB are left in {folder}; make room, or give --data on another disk")
    if rate < SLOW_SYNCS:
        yield Finding("disk", "WARN", f"{rate:.0f} syncs a second in {folder}: numbers come slowly; use a better disk")
    else:
        yield Finding("disk", "OK", f"{folder}: {free_mb / 1000:.1f} GB free, {rate:.0f} syncs a second")


def permissions(data: Path) -> Iterator[Finding]:
    """Tokens, PIN hashes and visitors' addresses are for the user of the data folder alone."""
    open_to_others = exposed(data)
    if open_to_others:
        named = ", ".join(path.name for path in open_to_others[:SHOWN])
        more = f" and {len(open_to_others) - SHOWN} more" if len(open_to_others) > SHOWN else ""
        advice = f"the server closes them when it starts; now: chmod -R go= {data}"
        yield Finding("files", "FAIL", f"other users of this machine can reach {named}{more} in {data}; {advice}")
    elif data.is_dir():
        yield Finding("files", "OK", f"{data} is closed to other users of this machine")


def _syncs_a_second(folder: Path) -> float:
    with tempfile.TemporaryFile(dir=folder) as file:
        began = time.perf_counter()
        for _ in range(SYNCS):
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return SYNCS / (time.perf_counter() - began)


def port(number: int) -> Iterator[Finding]:
    """Is the port free? Asked only when no server of ours runs."""
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", number))
            yield Finding("port", "OK", f"{number} is free")
            return
    yield Finding("port", "WARN", f"{number} is taken by another program; the server would need --port")
