"""The roll of paper in a printer: what was used of it, and about how many tickets are left.

Kept in a small file, which is read anew for every ticket: another program may say that a new roll is in.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from printers.durable_file import write_atomically

TICKET_MM = 120.0
"""A ticket, before any was printed."""
WEIGHT = 0.1
"""Of the newest ticket in the mean."""
FRESH = 0.25
"""A roll of which less was used cannot be near its end."""


class Used(Struct, frozen=True, omit_defaults=True):
    """``before_mm`` was used when the roll was last thought to be changed."""

    mm: float = 0.0
    ticket_mm: float = TICKET_MM
    near_end: bool = False
    empty: bool = False
    before_mm: float = 0.0


class Roll:
    """``length_mm`` is that of a new roll. An unreadable file is a new roll; an unwritable one forgets."""

    def __init__(self, path: Path, length_mm: float) -> None:
        self._path, self._length_mm = path, length_mm

    def tickets_left(self) -> int:
        """About how many; in fives from ten on, since it is an estimate."""
        used = self._load()
        left = int(max(0.0, self._length_mm - used.mm) / used.ticket_mm)
        return left if left < 10 else left - left % 5

    def took(self, mm: float) -> None:
        """A ticket of so many millimetres was sent."""
        used = self._load()
        mean = used.ticket_mm + WEIGHT * (mm - used.ticket_mm) if used.mm or used.before_mm else mm
        self._save(msgspec.structs.replace(used, mm=used.mm + mm, ticket_mm=mean))

    def seen(self, *, near_end: bool, empty: bool) -> None:
        """What the printer says of its paper. A sensor that clears is a new roll.

        One that tells of a near end again, while hardly anything of the new roll was used, had only wavered.
        """
        used = self._load()
        now = msgspec.structs.replace(used, near_end=near_end, empty=empty)
        if (used.near_end or used.empty) and not near_end and not empty:
            now = Used(0.0, used.ticket_mm, before_mm=used.mm)
        elif near_end and not used.near_end and not used.empty and used.before_mm and used.mm < FRESH * self._length_mm:
            now = msgspec.structs.replace(now, mm=used.before_mm + used.mm, before_mm=0.0)
        if now != used:
            self._save(now)

    def renew(self) -> None:
        """Somebody says that a new roll is in. Raises ``OSError``."""
        used = self._load()
        self._write(Used(0.0, used.ticket_mm, used.near_end, used.empty))

    def _load(self) -> Used:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Used)
        except (OSError, msgspec.MsgspecError):
            return Used()

    def _save(self, used: Used) -> None:
        try:
            self._write(used)
        except OSError:
            return

    def _write(self, used: Used) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, msgspec.json.encode(used))
