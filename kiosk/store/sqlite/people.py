"""Staff, devices, counters, emergencies and small facts."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from kiosk.store import row_print
from kiosk.store.interface import (
    CounterSession,
    Device,
    EmergencyStop,
    IdempotencyRecord,
    PinFailures,
    Staff,
    StoreError,
)
from kiosk.store.sqlite.transaction_base import TransactionBase
from kiosk.store.values import instant, instant_or_none, micros, micros_or_none

_STAFF = "SELECT name, role, pin_hash, created_at, active FROM staff"
"""Wrong PINs were counted here before version 5; now in ``pin_failure``."""
_DEVICE = "SELECT id, name, role, point, token_hash, created_at, revoked_at, added_by, added_on FROM device"
_SESSION = """SELECT point, counter, staff, since, paused, device, token_hash, used_at, proved_at
    FROM counter_session WHERE point = ?"""
_EMERGENCY = "SELECT id, point, start, until, reason, ended_at FROM emergency"


class PeopleQueries(TransactionBase):
    """The methods of a transaction about staff, devices, counters, emergencies, keys and facts."""

    def staff(self, name: str) -> Staff | None:
        row = self._run(f"{_STAFF} WHERE name = ?", (name,)).fetchone()
        return _staff(row) if row else None

    def all_staff(self) -> list[Staff]:
        return [_staff(row) for row in self._run(f"{_STAFF} ORDER BY name")]

    def put_staff(self, staff: Staff) -> None:
        values = (staff.name, staff.role, staff.pin_hash, micros(staff.created_at), staff.active)
        self._run(
            """INSERT OR REPLACE INTO staff (name, role, pin_hash, created_at, failures, active)
            VALUES (?, ?, ?, ?, 0, ?)""",
            values,
        )
        self._unlogged[f"staff:{staff.name}"] = row_print.fingerprint(values)

    def device_by_token(self, token_hash: str) -> Device | None:
        row = self._run(f"{_DEVICE} WHERE token_hash = ?", (token_hash,)).fetchone()
        return _device(row) if row else None

    def all_devices(self) -> list[Device]:
        return [_device(row) for row in self._run(f"{_DEVICE} ORDER BY created_at, id")]

    def put_device(self, device: Device) -> None:
        created, revoked = micros(device.created_at), micros_or_none(device.revoked_at)
        who = (device.added_by, device.added_on)
        values = (device.id, device.name, device.role, device.point, device.token_hash, created, revoked, *who)
        try:
            self._run(
                """INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                (name, role, point, token_hash, created_at, revoked_at, added_by, added_on) = (excluded.name,
                excluded.role, excluded.point, excluded.token_hash, excluded.created_at, excluded.revoked_at,
                excluded.added_by, excluded.added_on)""",
                values,
            )
        except sqlite3.IntegrityError as error:
            raise StoreError(f"the token of {device.name} belongs to another device") from error
        self._unlogged[f"device:{device.id}"] = row_print.fingerprint(values)

    def counter_session(self, point: str, counter: str) -> CounterSession | None:
        return next((session for session in self.counter_sessions(point) if session.counter == counter), None)

    def counter_sessions(self, point: str) -> list[CounterSession]:
        return [session for session in self.sign_ins(point) if session.counter]

    def sign_ins(self, point: str) -> list[CounterSession]:
        if point not in self._sessions:
            rows = self._run(f"{_SESSION} ORDER BY counter, device", (point,))
            self._sessions[point] = [_session(row) for row in rows]
        return self._sessions[point].copy()

    def put_counter_session(self, session: CounterSession) -> None:
        if session.counter:
            self._run("DELETE FROM counter_session WHERE point = ? AND counter = ?", (session.point, session.counter))
        values = (
            session.point,
            session.counter,
            session.device or "",
            session.staff,
            micros(session.since),
            session.paused,
            session.token_hash,
            micros(session.used_at or session.since),
            micros(session.proved_at or session.since),
        )
        self._run("INSERT OR REPLACE INTO counter_session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        self._sessions.pop(session.point, None)

    def end_counter_session(self, session: CounterSession) -> None:
        sql = "DELETE FROM counter_session WHERE point = ? AND counter = ? AND device = ?"
        self._run(sql, (session.point, session.counter, session.device or ""))
        self._sessions.pop(session.point, None)

    def pin_failures(self, staff: str) -> list[PinFailures]:
        sql = "SELECT device, staff, failures, last_at, locked_until FROM pin_failure WHERE staff = ? ORDER BY device"
        return [
            PinFailures(row[0], row[1], row[2], instant(row[3]), instant_or_none(row[4]))
            for row in self._run(sql, (staff,))
        ]

    def put_pin_failures(self, failures: PinFailures) -> None:
        last, locked = micros(failures.last_at), micros_or_none(failures.locked_until)
        values = (failures.device, failures.staff, failures.failures, last, locked)
        self._run("INSERT OR REPLACE INTO pin_failure VALUES (?, ?, ?, ?, ?)", values)

    def clear_pin_failures(self, staff: str, device: str | None = None) -> None:
        self._run("DELETE FROM pin_failure WHERE staff = ? AND ifnull(?, device) = device", (staff, device))

    def emergencies(self, point: str) -> list[EmergencyStop]:
        if point not in self._stops:
            sql = f"{_EMERGENCY} WHERE point = ? AND ended_at IS NULL ORDER BY start, id"
            self._stops[point] = [_emergency(row) for row in self._run(sql, (point,))]
        return self._stops[point].copy()

    def start_emergency(self, point: str, start: datetime, until: datetime | None, reason: str) -> EmergencyStop:
        sql = "INSERT INTO emergency (point, start, until, reason) VALUES (?, ?, ?, ?)"
        row = self._run(sql, (point, micros(start), micros_or_none(until), reason)).lastrowid
        self._stops.pop(point, None)
        return _emergency(self._run(f"{_EMERGENCY} WHERE id = ?", (row,)).fetchone())

    def end_emergency(self, emergency: int, at: datetime) -> None:
        sql = "UPDATE emergency SET ended_at = ? WHERE id = ? AND ended_at IS NULL"
        self._run(sql, (micros(at), emergency))
        self._stops.clear()

    def idempotency_record(self, key_hash: str) -> IdempotencyRecord | None:
        row = self._run("SELECT * FROM once WHERE key_hash = ?", (key_hash,)).fetchone()
        return IdempotencyRecord(row[0], row[1], row[2], instant(row[3])) if row else None

    def add_idempotency_record(self, entry: IdempotencyRecord) -> None:
        values = (entry.key_hash, entry.body_hash, entry.ticket, micros(entry.at))
        try:
            self._run("INSERT INTO once VALUES (?, ?, ?, ?)", values)
        except sqlite3.IntegrityError as error:
            raise StoreError("this idempotency key was used before") from error

    def fact(self, key: str) -> str | None:
        row = self._run("SELECT value FROM fact WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def put_fact(self, key: str, value: str) -> None:
        self._run("INSERT OR REPLACE INTO fact VALUES (?, ?)", (key, value))


def _staff(row: tuple[Any, ...]) -> Staff:
    name, role, pin_hash, created, active = row
    return Staff(name, role, pin_hash, instant(created), bool(active))


def _device(row: tuple[Any, ...]) -> Device:
    device, name, role, point, token_hash, created, revoked, by, on = row
    return Device(device, name, role, point, token_hash, instant(created), instant_or_none(revoked), by, on)


def _session(row: tuple[Any, ...]) -> CounterSession:
    point, counter, staff, since, paused, device, token_hash, used, proved = row
    return CounterSession(
        point, counter, staff, instant(since), paused, device or None, token_hash, instant(used), instant(proved)
    )


def _emergency(row: tuple[Any, ...]) -> EmergencyStop:
    emergency, point, start, until, reason, ended = row
    return EmergencyStop(emergency, point, instant(start), instant_or_none(until), reason, instant_or_none(ended))
