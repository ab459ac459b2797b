"""Staff, devices, counters, emergencies and small facts."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from kiosk.store.interface import CounterSession, Device, EmergencyStop, IdempotencyRecord, Staff, StoreError
from kiosk.store.sqlite.transaction_base import TransactionBase
from kiosk.store.values import instant, instant_or_none, micros, micros_or_none

_EMERGENCY = "SELECT id, point, start, until, reason, ended_at FROM emergency"


class PeopleQueries(TransactionBase):
    """The methods of a transaction about staff, devices, counters, emergencies, keys and facts."""

    def staff(self, name: str) -> Staff | None:
        row = self._run("SELECT * FROM staff WHERE name = ?", (name,)).fetchone()
        return _staff(row) if row else None

    def all_staff(self) -> list[Staff]:
        return [_staff(row) for row in self._run("SELECT * FROM staff ORDER BY name")]

    def put_staff(self, staff: Staff) -> None:
        created, locked = micros(staff.created_at), micros_or_none(staff.locked_until)
        values = (staff.name, staff.role, staff.pin_hash, created, staff.failures, locked, staff.active)
        self._run("INSERT OR REPLACE INTO staff VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def device_by_token(self, token_hash: str) -> Device | None:
        row = self._run("SELECT * FROM device WHERE token_hash = ?", (token_hash,)).fetchone()
        return _device(row) if row else None

    def all_devices(self) -> list[Device]:
        return [_device(row) for row in self._run("SELECT * FROM device ORDER BY created_at, id")]

    def put_device(self, device: Device) -> None:
        created, revoked = micros(device.created_at), micros_or_none(device.revoked_at)
        values = (device.id, device.name, device.role, device.point, device.token_hash, created, revoked)
        try:
            self._run(
                """INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                (name, role, point, token_hash, created_at, revoked_at) = (excluded.name, excluded.role, excluded.point,
                excluded.token_hash, excluded.created_at, excluded.revoked_at)""",
                values,
            )
        except sqlite3.IntegrityError as error:
            raise StoreError(f"the token of {device.name} belongs to another device") from error

    def counter_session(self, point: str, counter: str) -> CounterSession | None:
        row = self._run("SELECT * FROM counter_session WHERE point = ? AND counter = ?", (point, counter)).fetchone()
        return _session(row) if row else None

    def counter_sessions(self, point: str) -> list[CounterSession]:
        if point not in self._sessions:
            sql = "SELECT * FROM counter_session WHERE point = ? ORDER BY counter"
            self._sessions[point] = [_session(row) for row in self._run(sql, (point,))]
        return self._sessions[point].copy()

    def put_counter_session(self, session: CounterSession) -> None:
        since = micros(session.since)
        values = (session.point, session.counter, session.staff, since, session.paused, session.device)
        self._run("INSERT OR REPLACE INTO counter_session VALUES (?, ?, ?, ?, ?, ?)", values)
        self._sessions.pop(session.point, None)

    def end_counter_session(self, point: str, counter: str) -> None:
        self._run("DELETE FROM counter_session WHERE point = ? AND counter = ?", (point, counter))
        self._sessions.pop(point, None)

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
    name, role, pin_hash, created, failures, locked, active = row
    return Staff(name, role, pin_hash, instant(created), failures, instant_or_none(locked), bool(active))


def _device(row: tuple[Any, ...]) -> Device:
    device, name, role, point, token_hash, created, revoked = row
    return Device(device, name, role, point, token_hash, instant(created), instant_or_none(revoked))


def _session(row: tuple[Any, ...]) -> CounterSession:
    point, counter, staff, since, paused, device = row
    return CounterSession(point, counter, staff, instant(since), paused, device)


def _emergency(row: tuple[Any, ...]) -> EmergencyStop:
    emergency, point, start, until, reason, ended = row
    return EmergencyStop(emergency, point, instant(start), instant_or_none(until), reason, instant_or_none(ended))
