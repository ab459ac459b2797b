"""Deletes what the privacy settings no longer allow to be kept."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.store.sqlite.transaction_base import TransactionBase
from kiosk.store.values import day_number, micros

_MOST = 5_000
_OLDEST = """SELECT point, day FROM tally WHERE day < ? AND NOT forgotten ORDER BY day, point LIMIT 1"""
_TAKE = """DELETE FROM ticket WHERE (point, day, prefix, sequence) IN
    (SELECT point, day, prefix, sequence FROM ticket WHERE point = ? AND day = ? LIMIT ?)"""


class RetentionQueries(TransactionBase):
    """The method of a transaction that deletes old tickets, flags and keys."""

    def forget(self, *, tickets_before: date, flags_before: date, keys_before: datetime) -> int:
        over = (micros(keys_before),)
        self._run("DELETE FROM once WHERE at < ?", over)
        self._run("DELETE FROM token WHERE expires < ?", over)
        flags = "UPDATE ticket SET staff_flag = NULL WHERE day < ? AND staff_flag IS NOT NULL"
        self._run(flags, (day_number(flags_before),))
        self._sequences.clear()
        deleted = 0
        while deleted < _MOST and (row := self._run(_OLDEST, (day_number(tickets_before),)).fetchone()):
            taken = self._run(_TAKE, (*row, _MOST - deleted)).rowcount
            deleted += taken
            if deleted < _MOST:
                self._run("UPDATE tally SET forgotten = 1 WHERE point = ? AND day = ?", row)
        return deleted

    def forget_notes(self, before: datetime) -> int:
        deleted = self._run("DELETE FROM note WHERE at < ?", (micros(before),)).rowcount
        if deleted:
            self._newest.clear()
        return deleted
