"""Bring a database to this program's version, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.store.interface import StoreError
from kiosk.store.sqlite import schema

if TYPE_CHECKING:
    from sqlite_utils import Database

Versions = Sequence[tuple[str, str]]


def upgrade(connection: sqlite3.Connection, path: Path, epoch: int) -> None:
    """Make or upgrade the tables. A database of a newer program, or not ours, is refused untouched.

    ``epoch``: the first epoch, written when the tables are made.
    """
    versions = schema.VERSIONS
    have = version(connection, path)
    if have > len(versions):
        raise StoreError(
            f"{path} was written by a newer program (version {have}, this one knows {len(versions)}): install that one"
        )
    if have < len(versions):
        connection.execute("BEGIN IMMEDIATE")
        try:
            _migrate(connection, versions, have)
            if have == 0:
                connection.execute("INSERT INTO meta VALUES ('epoch', ?)", (str(epoch),))
            connection.execute(f"PRAGMA user_version={len(versions)}")
            connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def version(connection: sqlite3.Connection, path: Path) -> int:
    """How many versions the database has; 0 for a new file. Refuses a database that is not ours."""
    have: int = connection.execute("PRAGMA user_version").fetchone()[0]
    owner: int = connection.execute("PRAGMA application_id").fetchone()[0]
    tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if owner != schema.APPLICATION_ID and (have or owner or tables):
        raise StoreError(f"{path} is not a database of this program: choose another place")
    return have


def _migrate(connection: sqlite3.Connection, versions: Versions, have: int) -> None:
    from sqlite_utils import Database, Migrations  # noqa: PLC0415  costs 80 ms; only a new version needs it

    migrations = Migrations("antrean")
    for name, script in versions:
        migrations(name=name)(_step(script))
    database = Database(connection)
    applied = [migration.name for migration in migrations.applied(database)]
    if applied != [name for name, _ in versions[:have]]:
        raise StoreError(
            f"the database says version {have} but holds the steps {applied}: `antrean restore` the newest backup"
        )
    migrations.apply(database)


def _step(script: str) -> Callable[[Database], None]:
    def step(database: Database, /) -> None:
        database.executescript(script)

    return step
