"""A consistent copy while the service runs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import mkstemp

from kiosk.store.interface import StoreError
from kiosk.store.sqlite import verify
from kiosk.store.sqlite.connection import connect_reader
from kiosk.store.sqlite.errors import store_error
from printers.durable_file import replace_durably

_PAGES = 2_560
"""10 MB a step: the writer is never held up, and progress moves."""


def back_up(source: Path, target: Path, progress: Callable[[float], None] | None, *, force: bool = False) -> None:
    """Copy one snapshot of ``source`` into the single file ``target``, whole and verified, or not at all.

    ``force`` replaces a file that is there. Nothing in the folder of ``source`` is ever written: that is the live
    database with its ``-wal`` and ``-shm``, under whatever name or link. Raises ``StoreError``.
    """
    _check_target(source, target, force=force)
    try:
        handle, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be written: {error.strerror or error}") from error
    unfinished = Path(name)
    try:
        copy_snapshot(source, unfinished, progress)
        found = verify.find_faults(unfinished)
        if found:
            raise StoreError(f"no backup was written: {source} is not sound ({found[0]}); run antrean doctor")
        replace_durably(unfinished, target)
    except sqlite3.Error as error:
        raise store_error(error, target) from error
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _check_target(source: Path, target: Path, *, force: bool) -> None:
    """Raises ``StoreError`` for a target that must not be written."""
    data = source.parent.resolve()
    try:
        inside = target.resolve().is_relative_to(data)
        live = target.exists() and any(file.is_file() and file.samefile(target) for file in data.iterdir())
        if inside or live:
            raise StoreError(f"the backup {target} would be in the data folder itself; name a file outside {data}")
        if target.is_dir():
            raise StoreError(f"the backup {target} is a folder; name a file in it")
        if target.exists() and not force:
            raise StoreError(f"the backup {target} is there already; name another file, or replace it with --force")
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be written: {error.strerror or error}") from error


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
