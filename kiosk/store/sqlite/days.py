"""Service days, their calls and runs."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.queue.dispatch import CallRuns
from kiosk.store.interface import StoreError
from kiosk.store.sqlite.transaction_base import TransactionBase
from kiosk.store.values import day_number, day_of, micros

_HERE = "point = ? AND day = ?"
_WRONG = "EXISTS (SELECT 1 FROM day_of_wrong_clock w WHERE w.point = day.point AND w.day = day.day)"


class DayQueries(TransactionBase):
    """The methods of a transaction about service days."""

    def business_date(self, point: str) -> date | None:
        number = self._newest_day(point)
        return None if number is None else day_of(number)

    def open_day(self, point: str, day: date, at: datetime) -> None:
        newest = self._newest_day(point)
        if newest is not None and day_number(day) < newest:
            raise StoreError(f"{day} cannot be opened at {point}: {day_of(newest)} was, and days do not run backwards")
        if self._run(f"DELETE FROM day_of_wrong_clock WHERE {_HERE}", (point, day_number(day))).rowcount:
            self.reopen_day(point, day)
        sql = "INSERT INTO day (point, day, opened_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        self._run(sql, (point, day_number(day), micros(at)))
        self._days.pop(point, None)
        self._sequences.clear()  # of days that are over

    def mark_days_of_wrong_clock(self, point: str, after: date) -> list[date]:
        sql = """INSERT INTO day_of_wrong_clock SELECT point, day FROM day WHERE point = ? AND day > ?
            ON CONFLICT DO NOTHING RETURNING day"""
        found = [day_of(row[0]) for row in self._run(sql, (point, day_number(after))).fetchall()]
        self._days.pop(point, None)
        self._newest.pop(point, None)
        self._sequences.clear()
        return sorted(found)

    def days_of_wrong_clock(self, point: str) -> list[date]:
        sql = "SELECT day FROM day_of_wrong_clock WHERE point = ? ORDER BY day"
        return [day_of(row[0]) for row in self._run(sql, (point,))]

    def reopen_day(self, point: str, day: date) -> None:
        self._run(f"UPDATE day SET closed_at = NULL WHERE {_HERE}", (point, day_number(day)))

    def close_day(self, point: str, day: date, at: datetime) -> None:
        sql = f"UPDATE day SET closed_at = ? WHERE {_HERE} AND closed_at IS NULL"
        self._run(sql, (micros(at), point, day_number(day)))

    def open_days(self, point: str) -> list[date]:
        newest = self._newest_day(point)
        days = {day_number(day) for day in self.unclosed_days(point)}
        if newest is not None:
            days.add(newest)
        sql = f"SELECT 1 FROM tally WHERE {_HERE} AND waiting + called + serving + held > 0 LIMIT 1"
        return [day_of(day) for day in sorted(days) if self._run(sql, (point, day)).fetchone()]

    def unclosed_days(self, point: str) -> list[date]:
        sql = "SELECT day FROM day WHERE point = ? AND closed_at IS NULL ORDER BY day"
        return [day_of(row[0]) for row in self._run(sql, (point,))]

    def is_closed(self, point: str, day: date) -> bool:
        sql = f"SELECT closed_at FROM day WHERE {_HERE} AND closed_at IS NOT NULL"
        return self._run(sql, (point, day_number(day))).fetchone() is not None

    def calls_made(self, point: str, day: date) -> int:
        row = self._run(f"SELECT calls FROM day WHERE {_HERE}", (point, day_number(day))).fetchone()
        return row[0] if row else 0

    def runs(self, point: str, day: date) -> CallRuns:
        sql = f"SELECT appointment_run, priority_run FROM day WHERE {_HERE}"
        row = self._run(sql, (point, day_number(day))).fetchone()
        return CallRuns(*row) if row else CallRuns()

    def count_call(self, point: str, day: date, *, priority: bool, appointment: bool = False) -> None:
        runs = "appointment_run = appointment_run + 1" if appointment else "appointment_run = 0"
        if not appointment:
            runs += ", priority_run = priority_run + 1" if priority else ", priority_run = 0"
        sql = f"UPDATE day SET calls = calls + 1, {runs} WHERE {_HERE}"
        if self._run(sql, (point, day_number(day))).rowcount == 0:
            raise StoreError(f"{day} was not opened at {point}")

    def uncount_call(self, point: str, day: date, *, runs: CallRuns) -> None:
        sql = f"UPDATE day SET calls = calls - 1, appointment_run = ?, priority_run = ? WHERE {_HERE} AND calls > 0"
        if self._run(sql, (*runs, point, day_number(day))).rowcount == 0:
            raise StoreError(f"no call was counted at {point} on {day}")

    def _newest_day(self, point: str) -> int | None:
        if point not in self._days:
            sql = f"SELECT day FROM day WHERE point = ? AND NOT {_WRONG} ORDER BY day DESC LIMIT 1"
            row = self._run(sql, (point,)).fetchone()
            self._days[point] = row[0] if row else None
        return self._days[point]
