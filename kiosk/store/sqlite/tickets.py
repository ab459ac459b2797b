"""Tickets, their tokens and their tallies. The tallies are kept by the schema's triggers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from kiosk.queue.number import parse_ticket_id, ticket_id
from kiosk.queue.ticket import State, Ticket
from kiosk.store import row_print
from kiosk.store.interface import StoreError, Tally, WaitingLine
from kiosk.store.sqlite.transaction_base import TransactionBase
from kiosk.store.values import day_number, day_of, instant, instant_or_none, micros, micros_or_none

COLUMNS = (
    "point, day, prefix, sequence, service, number, issued_at, language, priority, state, queue_position, stage, "
    "counter, calls, called_at, served_at, ended_at, reason, reentry_after, held_until, staff_flag, version, "
    "appointment"
)
_SELECT = f"SELECT {COLUMNS} FROM ticket WHERE"
_INSERT = f"INSERT INTO ticket ({COLUMNS}, origin) VALUES ({'?, ' * 23}?)"
_UPDATE = """UPDATE ticket SET service = ?, number = ?, language = ?, priority = ?, state = ?, queue_position = ?,
    stage = ?, counter = ?, calls = ?, called_at = ?, served_at = ?, ended_at = ?, reason = ?, reentry_after = ?,
    held_until = ?, staff_flag = ?, version = ?, appointment = ?
    WHERE point = ? AND day = ? AND prefix = ? AND sequence = ? AND version = ?"""
_HERE = "point = ? AND day = ?"
_WAITING = f"SELECT {COLUMNS} FROM ticket INDEXED BY ticket_waiting WHERE {_HERE} AND state = 'waiting'"
_AWAY = f"""SELECT {COLUMNS} FROM ticket INDEXED BY ticket_away
    WHERE {_HERE} AND state IN ('called', 'serving', 'held', 'no_show')"""
_STATES_AWAY = (State.CALLED, State.SERVING, State.HELD, State.NO_SHOW)
_LAST = 2**62
_LINES = """SELECT service, priority, counter, appointment IS NOT NULL AND appointment <= ?1 AS due,
    total(CASE WHEN appointment <= ?1
        THEN (appointment, queue_position, prefix, sequence) < (?2, ?3, ?4, ?5)
        ELSE (queue_position, prefix, sequence) < (?3, ?4, ?5) END),
    count(*),
    total(priority = 0 AND issued_at <= ?6 AND queue_position < (
        SELECT min(queue_position) FROM ticket INDEXED BY ticket_waiting
        WHERE point = ?7 AND day = ?8 AND state = 'waiting' AND priority = 1))
    FROM ticket INDEXED BY ticket_waiting
    WHERE point = ?7 AND day = ?8 AND state = 'waiting' AND (queue_position, prefix, sequence) <> (?3, ?4, ?5)
    GROUP BY service, priority, counter, due"""
_IN_QUEUE_ORDER = "ORDER BY queue_position, prefix, sequence"


class TicketQueries(TransactionBase):
    """The methods of a transaction about tickets."""

    def add_ticket(self, ticket: Ticket, *, token_hash: str, token_expires: datetime) -> None:
        key = (ticket.point, ticket.business_date, ticket.prefix, ticket.sequence)
        if ticket.id != ticket_id(*key):
            raise StoreError(f"the ticket's id {ticket.id} is not that of {key}")
        letter = (ticket.point, day_number(ticket.business_date), ticket.prefix)
        if ticket.sequence <= self._floor(*letter):
            raise StoreError(f"{ticket.number} may have been printed before the backup was restored: take a higher one")
        try:
            self._run(_INSERT, (*_row(ticket), ticket.service))
            self._run("INSERT INTO token VALUES (?, ?, ?)", (token_hash, ticket.id, micros(token_expires)))
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY":
                raise StoreError(f"{ticket.id}: the day was not opened") from error
            raise StoreError(f"{ticket.id} was issued before ({error})") from error
        self._changed_ticket(ticket)
        if letter in self._sequences:
            self._sequences[letter] = max(self._sequences[letter], ticket.sequence)

    def rebook_ticket(self, ticket: Ticket, old: str, token_expires: datetime) -> None:
        letter = (ticket.point, day_number(ticket.business_date), ticket.prefix)
        try:
            self._run(_INSERT, (*_row(ticket), ticket.service))
        except sqlite3.IntegrityError as error:
            raise StoreError(f"{ticket.id} was issued before, or its day was not opened ({error})") from error
        self._run("UPDATE token SET ticket = ?, expires = ? WHERE ticket = ?", (ticket.id, micros(token_expires), old))
        self._run("UPDATE once SET ticket = ? WHERE ticket = ?", (ticket.id, old))
        self._run("INSERT OR REPLACE INTO number_floor VALUES (?, ?, ?, ?)", (*letter, ticket.sequence))
        self._floors = None
        self._sequences.pop(letter, None)
        self._changed_ticket(ticket)

    def save_ticket(self, ticket: Ticket) -> None:
        row = _row(ticket)
        changed = (row[4], row[5], *row[7:], *row[:4], ticket.version - 1)
        if self._run(_UPDATE, changed).rowcount == 0:
            raise StoreError(f"{ticket.id} changed meanwhile, or was never issued: version {ticket.version} is stale")
        self._changed_ticket(ticket)

    def _changed_ticket(self, ticket: Ticket) -> None:
        self._unlogged[f"ticket:{ticket.id}"] = row_print.fingerprint(printed(_row(ticket)))

    def ticket(self, ticket: str) -> Ticket | None:
        key = parse_ticket_id(ticket)
        if key is None:
            return None
        sql = f"{_SELECT} {_HERE} AND prefix = ? AND sequence = ?"
        return _first(self._run(sql, (key.point, day_number(key.day), key.prefix, key.sequence)))

    def ticket_by_token(self, token_hash: str, now: datetime) -> Ticket | None:
        sql = "SELECT ticket FROM token WHERE hash = ? AND expires > ?"
        row = self._run(sql, (token_hash, micros(now))).fetchone()
        return self.ticket(row[0]) if row else None

    def tickets_by_token(self, point: str, now: datetime) -> dict[str, Ticket]:
        hashes = dict(self._run("SELECT ticket, hash FROM token WHERE expires > ?", (micros(now),)).fetchall())
        keys = (parse_ticket_id(ticket) for ticket in hashes)
        days = sorted({key.day for key in keys if key is not None and key.point == point})
        rows = (row for day in days for row in self._run(f"{_SELECT} {_HERE}", (point, day_number(day))))
        tickets = (_ticket(row) for row in rows)
        return {hashes[ticket.id]: ticket for ticket in tickets if ticket.id in hashes}

    def heads(
        self,
        point: str,
        day: date,
        services: Sequence[str],
        counter: str | None = None,
        *,
        until: datetime | None = None,
    ) -> list[Ticket]:
        if not services:
            return []
        values = (point, day_number(day), counter, micros_or_none(until), *services)
        apart = until is not None
        due = self._run(_heads(len(services), due=True, apart=apart), values).fetchall()
        return [_ticket(row) for row in due or self._run(_heads(len(services), due=False, apart=apart), values)]

    def in_state(self, point: str, day: date, states: Sequence[State], *, limit: int | None = None) -> list[Ticket]:
        here = (point, day_number(day))
        queries: list[tuple[str, tuple[Any, ...]]] = [
            (f"{_AWAY} AND state = ?", (*here, state)) for state in states if state in _STATES_AWAY
        ]
        if State.WAITING in states:
            queries.append((_WAITING, here))
        if rest := [state for state in states if state not in (State.WAITING, *_STATES_AWAY)]:
            queries.append((f"{_SELECT} {_HERE} AND state IN ({', '.join('?' * len(rest))})", (*here, *rest)))
        most = -1 if limit is None else limit
        rows = [
            row for sql, values in queries for row in self._run(f"{sql} {_IN_QUEUE_ORDER} LIMIT ?", (*values, most))
        ]
        rows.sort(key=lambda row: (row[10], row[2], row[3]))
        return [_ticket(row) for row in rows[:limit]]

    def waiting_lines(
        self, point: str, day: date, own: Ticket | None, *, due_until: datetime | None, overdue_before: datetime
    ) -> list[WaitingLine]:
        number = day_number(day)
        place = (_LAST, "", 0) if own is None else (own.queue_position, own.prefix, own.sequence)
        appointment = _LAST if own is None or own.appointment is None else micros(own.appointment)
        due = -1 if due_until is None else micros(due_until)
        values = (due, appointment, *place, micros(overdue_before), point, number)
        return [
            WaitingLine(row[0], bool(row[1]), bool(row[3]), int(row[4]), row[5] - int(row[4]), int(row[6]), row[2])
            for row in self._run(_LINES, values)
        ]

    def queue_position_range(self, point: str, day: date, service: str) -> tuple[int, int] | None:
        sql = f"""SELECT min(queue_position), max(queue_position) FROM ticket INDEXED BY ticket_waiting
            WHERE {_HERE} AND state = 'waiting' AND service = ?"""
        first, last = self._run(sql, (point, day_number(day), service)).fetchone()
        return None if first is None else (first, last)

    def at_counter(self, point: str, day: date, counter: str) -> Ticket | None:
        sql = f"{_AWAY} AND state IN ('called', 'serving') AND counter = ? ORDER BY called_at DESC LIMIT 1"
        return _first(self._run(sql, (point, day_number(day), counter)))

    def recent_calls(self, point: str, day: date, limit: int) -> list[Ticket]:
        sql = f"{_SELECT} {_HERE} AND called_at IS NOT NULL ORDER BY called_at DESC, prefix DESC, sequence DESC LIMIT ?"
        return [_ticket(row) for row in self._run(sql, (point, day_number(day), limit))]

    def tally(self, point: str, day: date) -> dict[str, Tally]:
        sql = f"""SELECT service, waiting, called, serving, held, no_show, finished, void, not_served, issued,
            last_sequence FROM tally WHERE {_HERE}"""
        return {row[0]: Tally(*row[1:]) for row in self._run(sql, (point, day_number(day)))}

    def last_sequence(self, point: str, day: date, prefix: str) -> int:
        letter = (point, day_number(day), prefix)
        if letter not in self._sequences:
            sql = f"SELECT sequence FROM ticket WHERE {_HERE} AND prefix = ? ORDER BY sequence DESC LIMIT 1"
            row = self._run(sql, letter).fetchone()
            self._sequences[letter] = max(row[0] if row else 0, self._floor(*letter))
        return self._sequences[letter]

    def issued_since(self, point: str, day: date, service: str, since: datetime) -> tuple[int, int]:
        sql = f"SELECT count(*), total(state = 'void') FROM ticket WHERE {_HERE} AND origin = ? AND issued_at >= ?"
        issued, void = self._run(sql, (point, day_number(day), service, micros(since))).fetchone()
        return issued, int(void)

    def service_minutes(self, point: str, day: date, service: str, limit: int) -> list[float]:
        sql = f"""SELECT (ended_at - served_at) / 60e6 FROM ticket WHERE {_HERE} AND service = ? AND state = 'finished'
            AND served_at IS NOT NULL ORDER BY ended_at DESC LIMIT ?"""
        return [row[0] for row in self._run(sql, (point, day_number(day), service, limit))]

    def _floor(self, point: str, day: int, prefix: str) -> int:
        """Numbers up to here may have been printed after the backup that was restored (see ``restore``) was made."""
        if self._floors is None:
            rows = self._run("SELECT point, day, prefix, sequence FROM number_floor")
            self._floors = {(row[0], row[1], row[2]): row[3] for row in rows}
        return self._floors.get((point, day, prefix), 0) or self._floors.get(("", day, ""), 0)


@cache
def _heads(services: int, *, due: bool, apart: bool) -> str:
    """The first ticket of each line; ?1 point, ?2 day, ?3 counter, ?4 until when appointments count, ?5... services."""
    late = "AND (reentry_after IS NULL OR reentry_after <= (SELECT calls FROM day WHERE point = ?1 AND day = ?2))"
    who = f"(counter IS NULL OR counter = ?3) {late if due else ''}"
    here = "point = ?1 AND day = ?2 AND state = 'waiting'"
    ordinary = "AND (appointment IS NULL OR appointment > ?4)" if apart else ""
    classes = [
        f"service = {{0}} AND priority = {priority} {ordinary} AND {who} {_IN_QUEUE_ORDER}" for priority in (0, 1)
    ]
    if apart:
        classes.append(
            f"service = {{0}} AND appointment <= ?4 AND {who} ORDER BY appointment, queue_position, prefix, sequence"
        )
    lines = [f"SELECT * FROM ({_SELECT} {here} AND {clause} LIMIT 1)" for clause in classes]
    return " UNION ALL ".join(line.format(f"?{5 + n}") for n in range(services) for line in lines)


def printed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Of a row with all columns, those of its fingerprint: without words of staff and without a staff flag."""
    return (*row[:17], row[18], row[19], row[21], row[22])


def _row(ticket: Ticket) -> tuple[Any, ...]:
    return (
        ticket.point,
        day_number(ticket.business_date),
        ticket.prefix,
        ticket.sequence,
        ticket.service,
        ticket.number,
        micros(ticket.issued_at),
        ticket.language,
        ticket.priority,
        ticket.state,
        ticket.queue_position,
        ticket.stage,
        ticket.counter,
        ticket.calls,
        micros_or_none(ticket.called_at),
        micros_or_none(ticket.served_at),
        micros_or_none(ticket.ended_at),
        ticket.reason,
        ticket.reentry_after,
        micros_or_none(ticket.held_until),
        ticket.staff_flag,
        ticket.version,
        micros_or_none(ticket.appointment),
    )


def _ticket(row: tuple[Any, ...]) -> Ticket:
    point, day, prefix, sequence, service, number, issued_at, language, priority, state, queue_position, *more = row
    stage, counter, calls, called_at, served_at, ended_at, reason, reentry_after, held_until, *rest = more
    staff_flag, version, appointment = rest
    business_date = day_of(day)
    return Ticket(
        id=ticket_id(point, business_date, prefix, sequence),
        point=point,
        service=service,
        prefix=prefix,
        sequence=sequence,
        number=number,
        business_date=business_date,
        issued_at=instant(issued_at),
        language=language,
        priority=bool(priority),
        state=State(state),
        queue_position=queue_position,
        stage=stage,
        counter=counter,
        calls=calls,
        called_at=instant_or_none(called_at),
        served_at=instant_or_none(served_at),
        ended_at=instant_or_none(ended_at),
        reason=reason,
        reentry_after=reentry_after,
        held_until=instant_or_none(held_until),
        staff_flag=staff_flag,
        version=version,
        appointment=instant_or_none(appointment),
    )


def _first(rows: sqlite3.Cursor) -> Ticket | None:
    row = rows.fetchone()
    return _ticket(row) if row else None
