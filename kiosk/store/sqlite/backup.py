"""Online backup: a consistent copy while the service runs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import mkstemp

from kiosk.store.interface import StoreError
from kiosk.store.sqlite.connection import connect_reader
from kiosk.store.sqlite.errors import store_error

_PAGES = 2_560
"""10 MB a step, so that progress is reported often."""


def back_up(source: Path, target: Path, progress: Callable[[float], None] | None) -> None:
    """Copy one snapshot of ``source`` into the single file ``target``, whole or not at all. Raises ``StoreError``."""
    try:
        handle, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be written: {error.strerror or error}") from error
    unfinished = Path(name)
    try:
        copy_snapshot(source, unfinished, progress)
        sync_file(unfinished)
        unfinished.replace(target)
        sync_folder(target.parent)
    except sqlite3.Error as error:
        raise store_error(error, target) from error
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def copy_snapshot(source: Path, target: Path, progress: Callable[[float], None] | None) -> None:
    """Copy one snapshot and check the copy. The snapshot stays open, so that commits do not restart the copy."""

    def report(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(1.0 if total == 0 else (total - remaining) / total)

    with closing(connect_reader(source)) as reader, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        reader.backup(copy, pages=_PAGES, progress=report)
        copy.execute("PRAGMA journal_mode=DELETE")
        found: str = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"the copy of {source} is damaged ({found}): check the disk")


def sync_file(path: Path) -> None:
    """Write the file's content to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Write the folder's names to the disk, which makes a rename or deletion last. Windows has no such call."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
