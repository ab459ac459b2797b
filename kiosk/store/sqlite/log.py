"""The append-only event log and its hash chain."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from kiosk.queue.ticket import Move, Ticket
from kiosk.store.chain import ChainLink, canonical, link_hash, note_hash
from kiosk.store.interface import Event
from kiosk.store.sqlite.days import DayQueries
from kiosk.store.values import day_number, day_of, instant, micros

_PREVIOUS = """coalesce((SELECT hash FROM event p WHERE p.sequence = e.sequence - 1),
    (SELECT head FROM seal WHERE last = e.sequence - 1), zeroblob(32))"""
_NOTE = "(SELECT text FROM note WHERE note.sequence = e.sequence)"
_SELECT = f"""SELECT sequence, epoch, at, kind, point, day, ticket, counter, staff, data, {_PREVIOUS}, hash, {_NOTE}
    FROM event e"""
_SALT_BYTES = 16
_INSERT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PAGE = 500
ROWS = "rows"
"""The kind of an event that holds nothing but fingerprints of rows."""


class LogQueries(DayQueries):
    """The methods of a transaction about the event log."""

    def append(
        self,
        kind: Move | str,
        at: datetime,
        point: str,
        *,
        ticket: str | None = None,
        counter: str | None = None,
        staff: str | None = None,
        data: Mapping[str, Any] | None = None,
        note: str | None = None,
        anonymous: bool = False,
    ) -> Event:
        if self.signature is not None and not anonymous:
            device, person = self.signature
            staff, data = staff or person, {**(data or {}), "on": device}
        sequence, previous = self._head or self._end()
        day = self._newest_day(point)
        values = dict(data or {})
        if self._unlogged and (row := self._unlogged.pop(_row_of(str(kind), ticket, staff, values), None)):
            values["row"] = row
        if note:
            salt = os.urandom(_SALT_BYTES)
            values["note"] = note_hash(salt, note)
            self._run("INSERT INTO note VALUES (?, ?, ?, ?)", (sequence + 1, micros(at), salt, note))
        link = ChainLink(
            sequence + 1, self._epoch, micros(at), str(kind), point, day, ticket, counter, staff, canonical(values)
        )
        this = link_hash(previous, link)
        self._run(_INSERT, (*link, bytes.fromhex(this)))
        self._head = (link.sequence, this)
        self._newest[point] = event = _event(link, previous, this, note or None)
        self.appended.append(event)
        return event

    def record_chain_end(self) -> None:
        """Call before the commit: stores where the chain ends, so that a truncated log is detected.

        Rows that were changed without an event of their own get one in common.
        """
        if self._unlogged and (at := self._last_time()) is not None:
            self.append(ROWS, at, "", data={"rows": self._unlogged})
        self._unlogged = {}
        if self.appended and self._head:
            self._run("UPDATE chain SET sequence = ?, hash = ?", self._head)

    def _last_time(self) -> datetime | None:
        last = self.appended[-1] if self.appended else self.last_event()
        return last.at if last is not None else None

    def last_event(self, point: str | None = None) -> Event | None:
        if point is None:
            row = self._run(f"{_SELECT} WHERE sequence = (SELECT max(sequence) FROM event)").fetchone()
            return _read(row) if row else None
        if point not in self._newest:
            sql = f"{_SELECT} WHERE point = ? AND day <= ? ORDER BY day DESC, sequence DESC LIMIT 1"
            row = self._run(sql, (point, self._newest_day(point))).fetchone()
            if row is None:  # no day was opened, or nothing has happened since
                sql = f"{_SELECT} WHERE point = ? AND day IS NULL ORDER BY sequence DESC LIMIT 1"
                row = self._run(sql, (point,)).fetchone()
            self._newest[point] = _read(row) if row else None
        return self._newest[point]

    def events_after(self, sequence: int, limit: int = 1000) -> list[Event]:
        sql = f"{_SELECT} WHERE sequence > ? ORDER BY sequence LIMIT ?"
        return [_read(row) for row in self._run(sql, (sequence, limit))]

    def events_of_day(self, point: str, day: date) -> Iterator[Event]:
        sql = f"{_SELECT} WHERE point = ? AND day = ? AND sequence > ? ORDER BY sequence LIMIT {_PAGE}"
        last = 0
        while page := self._run(sql, (point, day_number(day), last)).fetchall():
            yield from map(_read, page)
            last = page[-1][0]

    def newest_events(self, point: str, day: date, kinds: Sequence[Move | str], limit: int) -> list[Event]:
        sql = f"""{_SELECT} WHERE point = ? AND day = ? AND kind IN ({", ".join("?" * len(kinds))})
            ORDER BY sequence DESC LIMIT ?"""
        return [_read(row) for row in self._run(sql, (point, day_number(day), *kinds, limit))]

    def newest_event_of(self, ticket: Ticket, kinds: Sequence[Move | str]) -> Event | None:
        sql = f"""{_SELECT} WHERE point = ? AND day = ? AND ticket = ? AND kind IN ({", ".join("?" * len(kinds))})
            ORDER BY sequence DESC LIMIT 1"""
        row = self._run(sql, (ticket.point, day_number(ticket.business_date), ticket.id, *kinds)).fetchone()
        return _read(row) if row else None

    def _end(self) -> tuple[int, str]:
        """Where the chain ends now: sequence and hash."""
        return self._run("SELECT sequence, hash FROM chain").fetchone()


def _row_of(kind: str, ticket: str | None, staff: str | None, data: Mapping[str, Any]) -> str:
    """The key of the row that an event of this kind is about; empty for none."""
    if ticket is not None:
        return f"ticket:{ticket}"
    if kind == "staff":
        return f"staff:{staff}"
    return f"device:{data.get('device')}" if kind == "device" else ""


def _read(row: tuple[Any, ...]) -> Event:
    return _event(ChainLink(*row[:-3]), row[-3].hex(), row[-2].hex(), row[-1])


def _event(link: ChainLink, previous: str, this: str, note: str | None) -> Event:
    return Event(
        link.sequence,
        link.epoch,
        instant(link.at),
        link.kind,
        link.point,
        link.ticket,
        link.counter,
        link.staff,
        msgspec.json.decode(link.data),
        previous,
        this,
        None if link.day is None else day_of(link.day),
        note,
    )
