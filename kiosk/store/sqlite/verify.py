"""Does the database still say what was written? The chain is walked, the tallies are counted again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kiosk.store.chain import START, ChainLink, link_hash
from kiosk.store.sqlite.connection import connect_reader
from kiosk.store.sqlite.errors import store_error

_EVENTS = """SELECT sequence, epoch, at, kind, point, day, ticket, counter, staff, data, hash
    FROM event ORDER BY sequence"""
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
    try:
        with closing(connect_reader(path)) as reader:
            reader.execute("BEGIN")
            return [*_file_faults(reader), *chain_faults(reader), *_tally_faults(reader), *_number_faults(reader)]
    except sqlite3.Error as error:
        return [str(store_error(error, path))]


def _file_faults(reader: sqlite3.Connection) -> Iterator[str]:
    for (line,) in reader.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the database file is damaged: {line}"


def chain_faults(reader: sqlite3.Connection) -> Iterator[str]:
    """The faults of the chain alone."""
    previous, expected = START, 1
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


def _span(first: int, last: int) -> str:
    return f"event {first} is" if first >= last else f"events {first} to {last} are"


def _tally_faults(reader: sqlite3.Connection) -> Iterator[str]:
    for point, day, service, what, noted, counted in reader.execute(_TALLIES):
        yield f"tally of {point} {day} {service}: {what} is noted as {noted}, tickets say {counted}"


def _number_faults(reader: sqlite3.Connection) -> Iterator[str]:
    """Numbers have no gap, but for days on which a backup was restored."""
    for point, day, prefix, count, last, _floor in reader.execute(_NUMBERS):
        yield f"numbers of {point} {day} {prefix}: {last - count} of {last} missing"
