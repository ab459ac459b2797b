"""Verification of the database: the chain is recomputed, the tallies are counted again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from kiosk.store.chain import HEAD_DIGITS, START, ChainLink, Seal, link_hash, note_hash, seal_hash
from kiosk.store.interface import StoreError
from kiosk.store.sqlite.connection import connect_reader
from kiosk.store.sqlite.errors import store_error
from kiosk.store.sqlite.row_faults import row_faults

_EVENTS = """SELECT sequence, epoch, at, kind, point, day, ticket, counter, staff, data, hash
    FROM event ORDER BY sequence"""
_SEALS = "SELECT first, last, day, previous, head, heads, sums, hash FROM seal ORDER BY last"
_NOTES = "SELECT n.sequence, n.salt, n.text, e.data FROM note n LEFT JOIN event e USING (sequence)"
_STATES = ("waiting", "called", "serving", "held", "no_show", "finished", "void", "not_served")
_COUNTED = " UNION ALL ".join(
    (
        *(
            f"SELECT point, day, service, '{state}' AS what, count(*) AS counted FROM ticket WHERE state = '{state}' "
            "GROUP BY point, day, service"
            for state in _STATES
        ),
        "SELECT point, day, origin, 'issued', count(*) FROM ticket GROUP BY point, day, origin",
    )
)
_NOTED = " UNION ALL ".join(
    f"SELECT point, day, service, '{what}' AS what, {what} AS noted FROM tally WHERE NOT forgotten AND {what} <> 0"
    for what in (*_STATES, "issued")
)
_TALLIES = f"""
    WITH counted AS ({_COUNTED}), noted AS ({_NOTED})
    SELECT point, day, service, what, noted, ifnull(counted, 0) FROM noted LEFT JOIN counted
        USING (point, day, service, what) WHERE noted <> ifnull(counted, 0)
    UNION ALL
    SELECT point, day, service, what, 0, counted FROM counted LEFT JOIN noted
        USING (point, day, service, what) LEFT JOIN tally USING (point, day, service)
        WHERE noted IS NULL AND NOT ifnull(forgotten, 0)
    """


_NUMBERS = """
    SELECT point, day, prefix, count(*), max(sequence), ifnull(
        (SELECT sequence FROM number_floor f
            WHERE f.day = t.day AND f.point IN (t.point, '') AND f.prefix IN (t.prefix, '')), 0) AS floor
    FROM ticket t WHERE NOT EXISTS (SELECT * FROM tally WHERE tally.point = t.point AND tally.day = t.day AND forgotten)
    GROUP BY point, day, prefix HAVING count(*) <> max(sequence) AND floor = 0"""


def find_faults(path: Path) -> list[str]:
    """A line per fault, empty when sound. Reads one snapshot; may run beside the service."""
    return _found(path, (_file_faults, chain_faults, _note_faults, _tally_faults, _number_faults))


def find_edited_rows(path: Path) -> list[str]:
    """A line for each ticket, account and device that is not what the log says. May run beside the service."""
    return _found(path, (row_faults,))


def _found(path: Path, checks: Sequence[Callable[[sqlite3.Connection], Iterator[str]]]) -> list[str]:
    try:
        with closing(connect_reader(path)) as reader:
            reader.execute("BEGIN")
            return [fault for check in checks for fault in check(reader)]
    except StoreError as error:
        return [str(error)]
    except sqlite3.Error as error:
        return [str(store_error(error, path))]


def _file_faults(reader: sqlite3.Connection) -> Iterator[str]:
    for (line,) in reader.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the database file is damaged: {line}"


def chain_faults(reader: sqlite3.Connection) -> Iterator[str]:
    """The faults of the event log's chain."""
    yield from _seal_faults(reader)
    previous, expected = sealed_until(reader)
    expected += 1
    for row in reader.execute(_EVENTS):
        link, this = ChainLink(*row[:-1]), row[-1].hex()
        if link.sequence != expected:
            yield f"event log: {_span(expected, link.sequence - 1)} missing"
        elif link_hash(previous, link) != this:
            yield f"event log: event {link.sequence} is not what was written"
        previous, expected = this, link.sequence + 1
    end, head = reader.execute("SELECT sequence, hash FROM chain").fetchone()
    if expected <= end:
        yield f"event log: {_span(expected, end)} missing at the end"
    elif (expected - 1, previous) != (end, head):
        yield f"event log: it ends at event {expected - 1}, but the last one written was {end}"


def sealed_until(reader: sqlite3.Connection) -> tuple[str, int]:
    """Hash and sequence of the last event that a seal stands for; ``START`` and 0 without one."""
    row = reader.execute("SELECT head, last FROM seal ORDER BY last DESC LIMIT 1").fetchone()
    return (row[0].hex(), row[1]) if row else (START, 0)


def _seal_faults(reader: sqlite3.Connection) -> Iterator[str]:
    """The seals follow each other without a gap, each as it was written, and the log names those that it can."""
    before, previous, expected = START, START, 1
    written: dict[int, str] = {}
    for row in reader.execute(_SEALS):
        first, last, day, chain_before, head, heads, sums, own = row
        seal = Seal(first, last, day, chain_before.hex(), head.hex(), heads.hex(), sums)
        this: str = own.hex()
        if seal.first != expected:
            yield f"event log: the seal of {_span(expected, seal.first - 1)} missing"
        elif seal.previous != previous or seal_hash(before, seal) != this:
            yield f"event log: the seal of events {seal.first} to {seal.last} is not what was written"
        before, previous, expected = this, seal.head, seal.last + 1
        written[seal.last] = this
    for (data,) in reader.execute("SELECT data FROM event WHERE kind = 'seal' ORDER BY sequence"):
        said = msgspec.json.decode(data)
        if written.get(said["last"]) != said["hash"]:
            yield f"event log: the seal of events {said['first']} to {said['last']} is not the one that was logged"


def _note_faults(reader: sqlite3.Connection) -> Iterator[str]:
    """A note is what its event says."""
    for sequence, salt, text, data in reader.execute(_NOTES):
        if data is None or msgspec.json.decode(data).get("note") != note_hash(salt, text):
            yield f"event log: the note of event {sequence} is not what was written"


def knows_head(path: Path, head: str) -> bool:
    """Whether the event log had this hash as its end at some time: on a closing slip, or at head office.

    ``head``: its first 16 hex digits or more. Of events that were sealed no more than 16 are kept. Raises
    ``StoreError``.
    """
    try:
        with closing(connect_reader(path)) as reader:
            return _knows_head(reader, head.lower())
    except sqlite3.Error as error:
        raise store_error(error, path) from error


def _knows_head(reader: sqlite3.Connection, noted: str) -> bool:
    low, high = bytes.fromhex(noted.ljust(64, "0")), bytes.fromhex(noted.ljust(64, "f"))
    if reader.execute("SELECT 1 FROM event WHERE hash BETWEEN ? AND ? LIMIT 1", (low, high)).fetchone():
        return True
    begin = noted[:HEAD_DIGITS]
    for (heads,) in reader.execute("SELECT heads FROM seal"):
        text: str = heads.hex()
        if any(text[at : at + HEAD_DIGITS] == begin for at in range(0, len(text), HEAD_DIGITS)):
            return True
    return False


def _span(first: int, last: int) -> str:
    return f"event {first} is" if first >= last else f"events {first} to {last} are"


def _tally_faults(reader: sqlite3.Connection) -> Iterator[str]:
    for point, day, service, what, noted, counted in reader.execute(_TALLIES):
        yield f"tally of {point} {day} {service}: {what} is noted as {noted}, tickets say {counted}"


def _number_faults(reader: sqlite3.Connection) -> Iterator[str]:
    """Numbers have no gap, but for days on which a backup was restored."""
    for point, day, prefix, count, last, _floor in reader.execute(_NUMBERS):
        yield f"numbers of {point} {day} {prefix}: {last - count} of {last} missing"
