"""A consistent copy while the service runs."""

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
from printers.durable_file import replace_durably

_PAGES = 2_560
"""10 MB a step: the writer is never held up, and progress moves."""


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
        replace_durably(unfinished, target)
    except sqlite3.Error as error:
        raise store_error(error, target) from error
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def copy_snapshot(source: Path, target: Path, progress: Callable[[float], None] | None) -> None:
    """The snapshot is held open meanwhile: commits do not make the copy start again."""

    def tell(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(1.0 if total == 0 else (total - remaining) / total)

    with closing(connect_reader(source)) as reader, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        reader.backup(copy, pages=_PAGES, progress=tell)
        copy.execute("PRAGMA journal_mode=DELETE")
        found: str = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"the copy of {source} is damaged ({found}): check the disk")
