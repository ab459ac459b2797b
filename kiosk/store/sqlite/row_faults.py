"""Rows compared with the log: what each ticket, account and device was after its newest change, and what it is now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import msgspec

from kiosk.queue.number import parse_ticket_id, ticket_id
from kiosk.store import row_print
from kiosk.store.values import day_number, day_of

PRINTS: Final = """SELECT sequence, kind, ticket, staff, data FROM event
    WHERE kind IN ('staff', 'device', 'rows') ORDER BY sequence"""
"""The events that may hold a fingerprint of an account or a device."""
_TICKET_PRINTS: Final = """SELECT sequence, kind, ticket, staff, data FROM event
    WHERE point = ? AND day >= ? AND ticket IS NOT NULL ORDER BY sequence"""
_DAYS: Final = """SELECT point, min(day) FROM (
        SELECT point, day FROM day WHERE closed_at IS NULL UNION ALL SELECT point, max(day) FROM day GROUP BY point
    ) GROUP BY point"""
"""The oldest day of each point whose tickets are compared: that are days that are open, and the newest."""
_TICKETS: Final = f"SELECT {', '.join(row_print.TICKET)} FROM ticket WHERE point = ? AND day >= ?"
_SEALED: Final = "SELECT ifnull(max(day), 0) FROM seal"
_PEOPLE: Final = {"staff": ("account", row_print.STAFF), "device": ("device", row_print.DEVICE)}
"""By table: the word for its rows, and the columns of their fingerprints."""
_WORDS: Final = {
    "queue_position": "its place in the queue",
    "pin_hash": "the PIN",
    "token_hash": "the token",
    "active": "whether it is removed",
    "revoked_at": "whether it is revoked",
}
_LoggedRow = tuple[int, str, str | None, str | None, str]


def logged_prints(events: Iterable[_LoggedRow]) -> Iterator[tuple[int, str, str]]:
    """Sequence, key of the row, and fingerprint; the newest of a row comes last."""
    for sequence, kind, ticket, staff, data in events:
        said: dict[str, Any] = msgspec.json.decode(data)
        if kind == "rows":
            for key, row in said["rows"].items():
                yield sequence, key, row
        elif "row" in said:
            key = f"ticket:{ticket}" if ticket else f"staff:{staff}" if kind == "staff" else f"device:{said['device']}"
            yield sequence, key, said["row"]


def row_faults(reader: sqlite3.Connection) -> Iterator[str]:
    """A line for each ticket, account or device that is not what the log says, or that the log does not know.

    What only events of an older version tell, without a fingerprint, is not compared.
    """
    events = reader.execute(PRINTS).fetchall()
    prints = {key: row for _, key, row in logged_prints(events)}
    known = {f"staff:{staff}" for _, kind, _, staff, _ in events if kind == "staff"}
    known |= {f"device:{msgspec.json.decode(data)['device']}" for _, kind, _, _, data in events if kind == "device"}
    yield from _people_faults(reader, prints, known, "staff")
    yield from _people_faults(reader, prints, known, "device")
    tickets = {key.partition(":")[2]: row for key, row in prints.items() if key.startswith("ticket:")}
    for point, day in reader.execute(_DAYS).fetchall():
        yield from _ticket_faults(reader, point, day, tickets)


def _people_faults(
    reader: sqlite3.Connection, prints: dict[str, str], known: set[str], kind: Literal["staff", "device"]
) -> Iterator[str]:
    what, columns = _PEOPLE[kind]
    is_complete = not reader.execute("SELECT 1 FROM seal LIMIT 1").fetchone()
    found = {f"{kind}:{row[0]}": row for row in reader.execute(f"SELECT {', '.join(columns)} FROM {kind}")}
    for key, row in found.items():
        name = row[0] if kind == "staff" else row[1]
        logged = prints.get(key)
        if logged is None:
            if is_complete and key not in known:
                yield f"{what} {name}: it is not in the log"
            continue
        if fields := row_print.differing(columns, logged, row):
            yield f"{what} {name}: {_named(fields)} not what the log says"
    for key in prints.keys() - found.keys():
        if key.startswith(f"{kind}:"):
            yield f"{what} {key.partition(':')[2]}: the log knows it, and it is gone"


def _ticket_faults(reader: sqlite3.Connection, point: str, first: int, logged: dict[str, str]) -> Iterator[str]:
    """Of the tickets since the day ``first``; ``logged``: fingerprints that stand in no event of their own."""
    events = reader.execute(_TICKET_PRINTS, (point, first)).fetchall()
    known = {name for _, _, name, _, _ in events if name}
    prints = logged | {key.partition(":")[2]: row for _, key, row in logged_prints(events)}
    sealed: int = reader.execute(_SEALED).fetchone()[0]
    rows = {ticket_id(row[0], day_of(row[1]), row[2], row[3]): row for row in reader.execute(_TICKETS, (point, first))}
    for name, row in rows.items():
        about = f"ticket {row[5]} of {day_of(row[1]).isoformat()}"
        if name not in prints:
            if name not in known and row[1] > sealed:
                yield f"{about}: it is not in the log"
        elif fields := row_print.differing(row_print.TICKET, prints[name], row):
            yield f"{about}: {_named(fields)} not what the log says"
    for name in sorted(known - rows.keys()):
        key = parse_ticket_id(name)
        if key is not None and day_number(key.day) >= first > sealed:
            yield f"ticket {name}: the log knows it, and it is gone"


def _named(columns: list[str]) -> str:
    words = [_WORDS.get(column, column.replace("_", " ")) for column in columns]
    return f"{', '.join(words)} {'is' if len(words) == 1 else 'are'}"
