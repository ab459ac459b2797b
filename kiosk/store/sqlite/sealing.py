"""Seals: the log's oldest days give way to what proves that they were there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import msgspec

from kiosk.store.chain import HEAD_DIGITS, START, Seal, canonical, seal_hash
from kiosk.store.interface import SETBACKS_FACT
from kiosk.store.sqlite.log import ROWS, LogQueries
from kiosk.store.sqlite.row_faults import PRINTS, logged_prints
from kiosk.store.values import micros

_MOST = 20_000
_OLD = "SELECT sequence, at, kind, point, day, hash FROM event WHERE sequence <= ? ORDER BY sequence"
_LoggedEvent = tuple[int, int, str, str, int | None, bytes]


class SealQueries(LogQueries):
    """The method of a transaction that seals the log."""

    def seal_log(self, before: datetime, at: datetime) -> int:
        first = self._run("SELECT min(sequence) FROM event").fetchone()[0]
        last = self._last_before(first or 0, micros(before))
        if first is None or last < first:
            return 0
        rows: list[_LoggedEvent] = self._run(_OLD, (min(last, first + _MOST),)).fetchall()
        for run in _days(rows):
            self._seal(run, at)
        return len(rows)

    def _last_before(self, first: int, cutoff: int) -> int:
        """The last of the oldest events that all happened before ``cutoff``.

        What a clock that was too far ahead wrote counts as written when staff set it right at the latest.
        """
        row = self._run("SELECT value FROM fact WHERE key = ?", (SETBACKS_FACT,)).fetchone()
        setbacks: list[tuple[int, int]] = msgspec.json.decode(row[0]) if row else []
        begin = first
        for index, (end, _) in enumerate(setbacks):
            if min(at for _, at in setbacks[index:]) >= cutoff:
                break
            begin = end
        sql = "SELECT sequence FROM event WHERE sequence >= ? AND at >= ? ORDER BY sequence LIMIT 1"
        kept = self._run(sql, (begin, cutoff)).fetchone()
        newest = self._end()[0]
        return (kept[0] if kept else newest) - 1

    def _seal(self, rows: list[_LoggedEvent], at: datetime) -> None:
        first, last = rows[0][0], rows[-1][0]
        newest = self._run("SELECT last, head, hash FROM seal ORDER BY last DESC LIMIT 1").fetchone()
        sums: dict[str, dict[str, int]] = {}
        for (point, kind), count in Counter((row[3], row[2]) for row in rows).items():
            sums.setdefault(point, {})[kind] = count
        previous, before = (newest[1].hex(), newest[2].hex()) if newest else (START, START)
        heads = "".join(row[5].hex()[:HEAD_DIGITS] for row in rows)
        seal = Seal(first, last, rows[0][4], previous, rows[-1][5].hex(), heads, canonical(sums))
        this = seal_hash(before, seal)
        self._run(
            "INSERT INTO seal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                last,
                first,
                seal.day,
                bytes.fromhex(previous),
                rows[-1][5],
                bytes.fromhex(heads),
                seal.sums,
                bytes.fromhex(this),
            ),
        )
        kept = self._prints_to_keep(last)
        self._run("DELETE FROM note WHERE sequence <= ?", (last,))
        self._run("DELETE FROM event WHERE sequence <= ?", (last,))
        self._newest.clear()
        if kept:
            self.append(ROWS, at, "", data={"rows": kept})
        self.append(
            "seal", at, "", data={"first": first, "last": last, "day": seal.day, "head": seal.head, "hash": this}
        )

    def _prints_to_keep(self, last: int) -> dict[str, str]:
        """Fingerprints of accounts and devices in the events up to ``last`` that no later event replaces."""
        prints: dict[str, tuple[int, str]] = {}
        for sequence, key, row in logged_prints(self._run(PRINTS).fetchall()):
            if not key.startswith("ticket:"):
                prints[key] = (sequence, row)
        return {key: row for key, (sequence, row) in prints.items() if sequence <= last}


def _days(rows: list[_LoggedEvent]) -> Iterator[list[_LoggedEvent]]:
    """One list for each stretch of events of one service day."""
    for _, run in groupby(rows, key=lambda row: row[4]):
        yield list(run)
