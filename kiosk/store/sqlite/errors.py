"""SQLite's errors as ``StoreError``, with what to do about them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kiosk.store.interface import Obstacle, StoreError, StoreFull, StoreUnsafe

_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE")
_WORDS = (
    (
        ("SQLITE_CORRUPT", "SQLITE_NOTADB"),
        "is damaged: stop the service, then `antrean restore` the newest backup",
    ),
    (("SQLITE_READONLY",), "cannot be written: check the permissions of the file and its folder"),
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "is held by another program: close that; writing goes on by itself"),
    (("SQLITE_CANTOPEN",), "cannot be opened: check that its folder is there and may be written"),
    (("SQLITE_IOERR",), "is on a disk that fails: check the disk, then `antrean restore` the newest backup"),
)


_UNSAFE: dict[Obstacle, str] = {
    "gone": "is gone: stop the service, then put it back or `antrean restore` the newest backup",
    "replaced": "is another file than the one that was opened: stop the service, then `antrean restore` the right one",
    "changed": "was changed by another program: stop the service, then `antrean restore` the newest backup",
    "read_only": "may not be written any more: check the permissions of the file and its folder, and the disk",
    "damaged": "is damaged or was edited: `antrean doctor` says where; `antrean restore` the newest backup",
}


def unsafe(obstacle: Obstacle, where: Path) -> StoreUnsafe:
    """The refusal of a write while this stands in the way. Nothing was written."""
    return StoreUnsafe(f"the database {where} {_UNSAFE[obstacle]}")


def store_error(error: sqlite3.Error, where: object) -> StoreError:
    """The error as one line: what happened to the database ``where``, and what to do. Nothing was written."""
    name: str = getattr(error, "sqlite_errorname", "")
    if name in _FULL:
        return StoreFull(f"no room to write to {where}: free disk space or raise the quota; writing goes on by itself")
    for names, words in _WORDS:
        if name.startswith(names):
            return StoreError(f"the database {where} {words} ({error})")
    return StoreError(f"the database {where} refused: {error}")
