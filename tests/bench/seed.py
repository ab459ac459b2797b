"""A data folder with a long history, written in bulk while no server owns it.

The product's own store makes the tables; the rows are what a finished day leaves: a ticket, its four events, the day's
tally. The chain's hashes are random, so such a folder does not pass ``verify``: it is for measuring alone.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

from tests.flow.child import Server

A_DAY = 2_500
"""Tickets of one old day; the newest old day is the day before the measured one."""
POINT, SERVICE, PREFIX = "satu", "umum", "A"

_DAYS = """INSERT INTO day (point, day, opened_at, closed_at, calls)
    SELECT :point, day, micros, micros + 43200000000, :a_day FROM past"""

_TICKETS = """INSERT INTO ticket (point, day, prefix, sequence, service, number, issued_at, language, priority, state,
        queue_position, counter, calls, called_at, served_at, ended_at, version, origin)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :a_day)
    SELECT :point, day, :prefix, i, :service, printf('%s-%03d', :prefix, i), micros + i * 10000000, 'id', 0, 'finished',
        micros + i * 10000000, CAST(i % 4 + 1 AS TEXT), 1, micros + i * 10000000 + 600000000,
        micros + i * 10000000 + 630000000, micros + i * 10000000 + 930000000, 3, :service
    FROM past, n ORDER BY day, i"""

_EVENTS = """INSERT INTO event (sequence, epoch, at, kind, point, day, ticket, counter, staff, data, hash)
    SELECT :first + row_number() OVER (ORDER BY t.day, t.sequence, k.place), :epoch, t.issued_at + k.place * 300000000,
        k.kind, t.point, t.day, printf('%s-%d-%s-%03d', t.point, t.day, t.prefix, t.sequence),
        CASE k.place WHEN 0 THEN NULL ELSE t.counter END, CASE k.place WHEN 0 THEN NULL ELSE 'petugas-1' END,
        CASE k.place WHEN 0 THEN printf('{"language":"id","number":"%s","service":"%s"}', t.number, t.service)
            ELSE '{"facts":{"waited_min":10},"why":"only"}' END, randomblob(32)
    FROM ticket t, (SELECT 0 AS place, 'issue' AS kind UNION ALL SELECT 1, 'call' UNION ALL SELECT 2, 'serve'
        UNION ALL SELECT 3, 'finish') k
    WHERE t.point = :point AND t.day = :day ORDER BY t.day, t.sequence, k.place"""

_TALLIES = """INSERT INTO tally (point, day, service, finished, issued, last_sequence)
    SELECT :point, day, :service, :a_day, :a_day, :a_day FROM past"""


def seed(folder: Path, tickets: int, *, before: date) -> None:
    """Leave ``tickets`` finished tickets on the days before ``before``. The folder must not be in use."""
    with Server(folder) as server:
        server.stop()
    database = sqlite3.connect(_database(folder), isolation_level=None)
    try:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-200000")
        database.execute("BEGIN IMMEDIATE")
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        _fill(database, tickets // A_DAY, before)
        for _, sql in triggers:
            database.execute(sql)
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        database.close()


def _fill(database: sqlite3.Connection, days: int, before: date) -> None:
    facts = {"point": POINT, "service": SERVICE, "prefix": PREFIX, "a_day": A_DAY}
    database.execute("CREATE TEMP TABLE past (day INTEGER PRIMARY KEY, micros INTEGER NOT NULL)")
    dates = [before - timedelta(days=back) for back in range(days, 0, -1)]
    database.executemany("INSERT INTO past VALUES (?, ?)", [(_number(day), _micros(day)) for day in dates])
    database.execute(_DAYS, facts)
    database.execute(_TICKETS, facts)
    database.execute(_TALLIES, facts)
    (last,) = database.execute("SELECT ifnull(max(sequence), 0) FROM event").fetchone()
    (epoch,) = database.execute("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'epoch'").fetchone()
    for day in dates:
        database.execute(_EVENTS, facts | {"first": last, "epoch": epoch, "day": _number(day)})
        last += A_DAY * 4
    (head,) = database.execute("SELECT lower(hex(hash)) FROM event WHERE sequence = ?", (last,)).fetchone()
    database.execute("UPDATE chain SET sequence = ?, hash = ?", (last, head))
    database.execute("DROP TABLE past")


def _database(folder: Path) -> Path:
    found = [path for path in folder.iterdir() if path.is_file() and _starts(path) == b"SQLite format 3"]
    return max(found, key=lambda path: path.stat().st_size)


def _starts(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(15)


def _number(day: date) -> int:
    return (day.year * 100 + day.month) * 100 + day.day


def _micros(day: date) -> int:
    """08.00 in Jakarta."""
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000_000 + 3_600_000_000
