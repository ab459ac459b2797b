"""Fingerprints of rows: the log says what a ticket, an account or a device was after each change, without saying it.

A fingerprint is 16 hex digits over the whole row, by which any change is found, and then two for each field, by which
the fields that changed are named. It holds neither words of staff (``reason``) nor a staff flag: both are forgotten
before the log is.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from zlib import crc32

TICKET: Final = (
    *("point", "day", "prefix", "sequence", "service", "number", "issued_at", "language", "priority", "state"),
    *("queue_position", "stage", "counter", "calls", "called_at", "served_at", "ended_at", "reentry_after"),
    *("held_until", "version", "appointment"),
)
STAFF: Final = ("name", "role", "pin_hash", "created_at", "active")
DEVICE: Final = ("id", "name", "role", "point", "token_hash", "created_at", "revoked_at", "added_by", "added_on")
_WHOLE: Final = 16
_NONE: Final = "\0"

CellValue = str | int | None


def fingerprint(row: Sequence[CellValue]) -> str:
    """Of the row's values as the database keeps them, in the order of the table's columns above."""
    texts = [_NONE if value is None else f"{value:d}" if isinstance(value, int) else value for value in row]
    whole = "\x1f".join(texts).encode()
    parts = bytes([crc32(part) & 255 for part in whole.split(b"\x1f")])
    return sha256(whole).hexdigest()[:_WHOLE] + parts.hex()


def differing(columns: Sequence[str], logged: str, row: Sequence[CellValue]) -> list[str]:
    """The columns in which ``row`` is not what was ``logged``; empty where it is the same row.

    Of a change that two digits do not show, all columns are named.
    """
    now = fingerprint(row)
    if now == logged:
        return []
    pairs = [(logged[at : at + 2], now[at : at + 2]) for at in range(_WHOLE, len(now), 2)]
    found = [column for column, (before, after) in zip(columns, pairs, strict=False) if before != after]
    return found or list(columns)
