"""The roll of paper in a printer: millimetres used, and the estimated number of tickets left.

Kept in a small file, which is read anew for every ticket: another program may say that a new roll is in.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from printers.durable_file import write_atomically

TICKET_MM = 120.0
"""A ticket, before any was printed."""
NEWEST_WEIGHT = 0.1
"""Of the newest ticket in the mean."""
NEW_ROLL_FRACTION = 0.25
"""A roll of which less was used cannot be near its end."""


class RollUsage(Struct, frozen=True, omit_defaults=True):
    """``before_mm`` was used when the roll was last thought to be changed."""

    mm: float = 0.0
    ticket_mm: float = TICKET_MM
    near_end: bool = False
    empty: bool = False
    before_mm: float = 0.0


class Roll:
    """Usage of a roll of ``length_mm`` millimetres. An unreadable file counts as a new roll."""

    def __init__(self, path: Path, length_mm: float) -> None:
        self._path, self._length_mm = path, length_mm

    def tickets_left(self) -> int:
        """About how many; in fives from ten on, since it is an estimate."""
        used = self._load()
        left = int(max(0.0, self._length_mm - used.mm) / used.ticket_mm)
        return left if left < 10 else left - left % 5

    def add_ticket(self, mm: float) -> None:
        """Count a ticket of ``mm`` millimetres that was sent. An unwritable file is ignored."""
        used = self._load()
        mean = used.ticket_mm + NEWEST_WEIGHT * (mm - used.ticket_mm) if used.mm or used.before_mm else mm
        self._save(msgspec.structs.replace(used, mm=used.mm + mm, ticket_mm=mean))

    def on_sensors(self, *, near_end: bool, empty: bool) -> None:
        """Take over the paper sensors. A sensor that clears means a new roll.

        A near-end sensor that triggers again before ``NEW_ROLL_FRACTION`` of the new roll was used had only wavered.
        """
        used = self._load()
        now = msgspec.structs.replace(used, near_end=near_end, empty=empty)
        if (used.near_end or used.empty) and not near_end and not empty:
            now = RollUsage(0.0, used.ticket_mm, before_mm=used.mm)
        elif (
            near_end
            and not used.near_end
            and not used.empty
            and used.before_mm
            and used.mm < NEW_ROLL_FRACTION * self._length_mm
        ):
            now = msgspec.structs.replace(now, mm=used.before_mm + used.mm, before_mm=0.0)
        if now != used:
            self._save(now)

    def start_new_roll(self) -> None:
        """Start counting a new roll, as staff reported it. Raises ``OSError``."""
        used = self._load()
        self._write(RollUsage(0.0, used.ticket_mm, used.near_end, used.empty))

    def _load(self) -> RollUsage:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=RollUsage)
        except (OSError, msgspec.MsgspecError):
            return RollUsage()

    def _save(self, used: RollUsage) -> None:
        try:
            self._write(used)
        except OSError:
            return

    def _write(self, used: RollUsage) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(self._path, msgspec.json.encode(used))
