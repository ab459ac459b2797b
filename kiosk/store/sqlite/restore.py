"""Replace the database by a backup, so that no number and no event id is used twice.

What was printed after the backup was made is known only where the database that is replaced can still be read. Then the
numbers of the day go on above its own. Else they go on above the next full thousand (``A-1001``), which is higher than
any number printed that day unless more than a thousand of one letter were printed since the backup; a higher last
number, read off a paper, can be given. The replaced database is never deleted: it is kept beside the new one.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp

from kiosk.store.interface import RestoreResult, StoreError
from kiosk.store.sqlite.backup import copy_snapshot
from kiosk.store.sqlite.connection import connect, connect_reader
from kiosk.store.sqlite.errors import store_error
from kiosk.store.sqlite.folder_lock import DataFolderLock
from kiosk.store.sqlite.store import DATABASE, open_database, read_epoch
from kiosk.store.sqlite.transaction import SqliteTransaction
from kiosk.store.sqlite.upgrade import version
from kiosk.store.sqlite.verify import find_faults
from kiosk.store.values import day_number
from printers.durable_file import replace_durably, sync_file, sync_folder

GAP = 1_000
"""Numbers of one letter that may have been printed since a backup whose day cannot be read any more."""


@dataclass(frozen=True, slots=True)
class _ReplacedDatabase:
    """What can be read of the database that is replaced."""

    sound: bool
    epoch: int
    numbers: dict[tuple[str, str], int]
    """The last sequence of the day by point and letter."""


def restore(backup: Path, data: Path, *, day: date, at: datetime, last_number: int = 0) -> RestoreResult:
    """Replace the data folder's database by ``backup``. Raises ``StoreError``; then nothing has changed.

    ``day``: the business date on which numbers go on. ``last_number``: the highest one known from paper.
    """
    if not backup.is_file():
        raise StoreError(f"{backup} is not there, or is no file")
    owner = DataFolderLock(data)
    owner.acquire()
    try:
        work = Path(mkdtemp(prefix=".restore-", dir=data))
        try:
            new = _copy_backup(backup, work / DATABASE)
            restored = _begin_epoch(
                new, _read_replaced(data / DATABASE, day_number(day)), day_number(day), at, last_number
            )
            sync_file(new)  # before anything of the old database is touched
            return replace(restored, kept=_put_in_place(new, data / DATABASE, at))
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except sqlite3.Error as error:
        raise store_error(error, backup) from error
    except OSError as error:
        raise StoreError(f"the backup {backup} cannot be restored: {error.strerror or error}") from error
    finally:
        owner.release()


def _copy_backup(backup: Path, new: Path) -> Path:
    """A copy of the backup, of this program's version and sound."""
    with closing(connect_reader(backup)) as reader:
        if version(reader, backup) == 0:
            raise StoreError(f"the backup {backup} is empty: take another one")
    new.touch(mode=0o600)
    copy_snapshot(backup, new, None)
    open_database(new, 0).close()
    if found := find_faults(new):
        raise StoreError(f"the backup {backup} is not sound ({found[0]}): take an older one")
    return new


def _begin_epoch(new: Path, old: _ReplacedDatabase, day: int, at: datetime, last_number: int) -> RestoreResult:
    """Begin a new epoch in the copy, with numbers above the old ones, and log it."""
    with closing(open_database(new, 0)) as connection:
        epoch = max(read_epoch(connection) + 1, old.epoch + 1, int(at.timestamp()))
        connection.execute("BEGIN IMMEDIATE")
        floors = _write_number_floors(connection, old, day, last_number)
        connection.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (str(epoch),))
        transaction = SqliteTransaction(connection, epoch)
        newest = transaction.last_event()
        backed_up_at = None if newest is None else newest.at.isoformat()
        transaction.append("restore", at, "", data={"backup_until": backed_up_at, "numbers_above": floors})
        transaction.record_chain_end()
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=DELETE")
    return RestoreResult(epoch, None, floors)


def _read_replaced(current: Path, day: int) -> _ReplacedDatabase:
    """Read the database that is replaced as far as possible; its numbers are trusted only when it is sound."""
    old = _ReplacedDatabase(sound=False, epoch=0, numbers={})
    if not current.is_file():
        return old
    with suppress(sqlite3.Error, TypeError, ValueError), closing(connect_reader(current)) as reader:
        sound = not find_faults(current)
        rows = reader.execute(
            "SELECT point, prefix, max(sequence) FROM ticket WHERE day = ? GROUP BY point, prefix", (day,)
        )
        numbers = {(row[0], row[1]): row[2] for row in rows}
        for point, prefix, sequence in reader.execute(
            "SELECT point, prefix, sequence FROM number_floor WHERE day = ?", (day,)
        ):
            numbers[point, prefix] = max(sequence, numbers.get((point, prefix), 0))
        return _ReplacedDatabase(sound, read_epoch(reader), numbers)
    return old


def _write_number_floors(
    connection: sqlite3.Connection, old: _ReplacedDatabase, day: int, last_number: int
) -> dict[str, int]:
    """Store the numbers above which the day continues; returned by ``point/letter``, or ``*`` for all."""
    if old.sound and not last_number:
        numbers = old.numbers
    else:
        rows = connection.execute(
            """SELECT max(sequence) FROM (SELECT sequence FROM ticket WHERE day = ?1
            UNION ALL SELECT sequence FROM number_floor WHERE day = ?1)""",
            (day,),
        )
        highest = max(rows.fetchone()[0] or 0, *old.numbers.values(), 0)
        numbers = {("", ""): max(last_number, (highest // GAP + 1) * GAP)}
    connection.execute("DELETE FROM number_floor WHERE day = ?", (day,))
    connection.executemany(
        "INSERT INTO number_floor VALUES (?, ?, ?, ?)",
        [(point, day, prefix, sequence) for (point, prefix), sequence in numbers.items()],
    )
    return {f"{point}/{prefix}" if point else "*": sequence for (point, prefix), sequence in numbers.items()}


def _put_in_place(new: Path, current: Path, at: datetime) -> Path | None:
    """Copy the old database to a name of its own, then rename the new one over it.

    Each step is on the disk before the next begins, so that a power cut loses neither.
    """
    kept = None
    if current.exists():
        with suppress(sqlite3.Error), closing(connect(current)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = current.with_name(f"{current.stem}-replaced-{at:%Y%m%dT%H%M%SZ}.db")
        for suffix in ("", "-wal"):
            old = current.with_name(current.name + suffix)
            if old.exists():
                shutil.copy2(old, kept.with_name(kept.name + suffix))
                sync_file(kept.with_name(kept.name + suffix))
        sync_folder(current.parent)
        for suffix in ("-wal", "-shm"):  # they belong to the old file alone; over the new one they would damage it
            current.with_name(current.name + suffix).unlink(missing_ok=True)
        sync_folder(current.parent)
    replace_durably(new, current)
    return kept
