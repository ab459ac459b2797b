"""What ``antrean doctor`` asks of the machine: clock, disk, files, port. Each check answers with findings.

``language``: of their sentences, which are ``doctor.*`` of the translations.
"""

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
from kiosk.wording.translate import FALLBACK, translate

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


def finding(check: str, word: Word, said: str, language: str, /, **values: object) -> Finding:
    """The sentence ``doctor.CHECK.SAID``."""
    return Finding(check, word, translate(f"doctor.{check}.{said}", language, **values))


def clock(now: datetime, zone: tzinfo | None, *, simulated: bool, language: str = FALLBACK) -> Iterator[Finding]:
    """``zone`` is the office's; None when the configuration cannot be read."""
    if simulated:
        yield finding("clock", "WARN", "simulated", language, at=f"{now:%Y-%m-%d %H:%M}")
        now = datetime.now(UTC)
    if now.year < OLDEST_YEAR:
        yield finding("clock", "FAIL", "lost", language, day=f"{now:%Y-%m-%d}")
        return
    parted = _parted()
    if abs(parted) > STEP_S:
        yield finding("clock", "WARN", "moved", language, seconds=f"{parted:+.2f}")
    if _followed() is False:
        yield finding("clock", "WARN", "alone", language)
    utc = f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if zone is None:
        yield finding("clock", "OK", "ok", language, utc=utc)
    else:
        yield finding("clock", "OK", "ok_office", language, utc=utc, here=f"{now.astimezone(zone):%H:%M}")


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


def disk(data: Path, language: str = FALLBACK) -> Iterator[Finding]:
    """The data folder, or where it would be made."""
    folder = next(path for path in (data, *data.parents) if path.exists())
    if not folder.is_dir():
        yield finding("disk", "FAIL", "no_folder", language, folder=folder)
        return
    try:
        rate = _syncs_a_second(folder)
    except OSError as error:
        yield finding("disk", "FAIL", "closed", language, folder=folder, why=error.strerror)
        return
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < LOW_MB:
        word: Word = "FAIL" if free_mb < FULL_MB else "WARN"
        yield finding("disk", word, "full", language, folder=folder, mb=free_mb)
    if rate < SLOW_SYNCS:
        yield finding("disk", "WARN", "slow", language, folder=folder, rate=f"{rate:.0f}")
    else:
        yield finding("disk", "OK", "ok", language, folder=folder, gb=f"{free_mb / 1000:.1f}", rate=f"{rate:.0f}")


def permissions(data: Path, language: str = FALLBACK) -> Iterator[Finding]:
    """Tokens, PIN hashes and visitors' addresses are for the user of the data folder alone."""
    open_to_others = exposed(data)
    if open_to_others:
        named = ", ".join(path.name for path in open_to_others[:SHOWN])
        named += ", …" if len(open_to_others) > SHOWN else ""
        yield finding("files", "FAIL", "open", language, named=named, n=len(open_to_others), folder=data)
    elif data.is_dir():
        yield finding("files", "OK", "ok", language, folder=data)


def _syncs_a_second(folder: Path) -> float:
    with tempfile.TemporaryFile(dir=folder) as file:
        began = time.perf_counter()
        for _ in range(SYNCS):
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return SYNCS / (time.perf_counter() - began)


def port(number: int, language: str = FALLBACK) -> Iterator[Finding]:
    """Is the port free? Asked only when no server of ours runs."""
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", number))
            yield finding("port", "OK", "ok", language, number=number)
            return
    yield finding("port", "WARN", "taken", language, number=number)
