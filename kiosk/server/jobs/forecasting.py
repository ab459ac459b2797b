"""Keeps the forecast table fresh: made when the state has changed, at most once a second, in a process beside."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import msgspec

from kiosk.forecast.correction import Outcome
from kiosk.forecast.past import PastDay
from kiosk.forecast.table import ForecastTable
from kiosk.operations.forecasts.day_log import DayLog
from kiosk.operations.forecasts.state import (
    HISTORY_DAYS,
    LOOK_BACK_DAYS,
    counters_of,
    empty_log,
    past_day_of,
    point_state,
    services_of,
    step_seconds,
)
from kiosk.operations.service_point import read_context
from kiosk.rules import Rules
from kiosk.server.app_state import AppState
from kiosk.server.jobs.forecast_worker import ANSWER, LENGTH_BYTES, PastDayMessage, TableRequest
from kiosk.store.interface import StoreError, Transaction

INTERVAL_S: Final = 1.0
"""Also before the first table, so that a start is not slower for it."""
AGE_S: Final = 30.0
"""A table is made anew so often where nothing changed: time passes."""
BETWEEN_DAYS_S: Final = 0.2
"""Pause between two earlier days that are read, so that requests come first."""
STOP_S: Final = 2.0
AT_REST_S: Final = 600.0
"""The process ends when nothing has changed for so long."""

_log = logging.getLogger("antrean.server")
_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class _Now:
    request: TableRequest
    issued: Mapping[str, int]
    step_s: Mapping[str, float]
    rules: Rules
    quotes: Mapping[str, tuple[int, int]]


class Forecasting:
    """``run`` until cancelled. Nothing fails without a table: then no range is told."""

    def __init__(self, app: AppState) -> None:
        self._app = app
        self._process: subprocess.Popen[bytes] | None = None
        self._log: DayLog | None = None
        self._day: date | None = None
        self._past: list[PastDay] = []
        self._outcomes: list[Outcome] = []
        self._learnt = False
        self._rules: Rules | None = None
        self._generation = -1
        self._made = 0.0
        self._changed = time.monotonic()
        self._learning: asyncio.Task[None] | None = None

    async def run(self) -> None:
        try:
            while True:
                await asyncio.sleep(INTERVAL_S)
                try:
                    await self._update()
                except (StoreError, OSError) as error:
                    _log.warning("no forecast: %s", error)
                    self._stop()
                except Exception:  # noqa: BLE001  a forecast that fails must not end the job
                    _log.exception("no forecast")
                    self._stop()
        finally:
            if self._learning is not None:
                self._learning.cancel()
            self._stop()

    async def _update(self) -> None:
        generation, now = self._app.generation, time.monotonic()
        if generation != self._generation:
            self._changed = now
        elif now - self._changed > AT_REST_S:
            self._stop()
            return
        elif self._learnt and now - self._made < AGE_S:
            return
        self._start()
        found = await self._app.read(self._read)
        self._learnt, self._rules = True, found.rules
        asked = time.monotonic()
        table = await asyncio.to_thread(self._exchange, _encode(found.request))
        self._generation, self._made = generation, now
        forecasts = self._app.point.forecasts
        forecasts.replace(table, found.issued, found.step_s)
        forecasts.quotes, forecasts.made_in_s = found.quotes, time.monotonic() - asked
        if self._learning is None:
            self._learning = asyncio.ensure_future(self._learn(found.rules))

    def _read(self, tx: Transaction) -> _Now:
        """The state of now, as the process is asked for it. On another thread."""
        point = self._app.point
        context = read_context(point, tx)
        rules, day = context.rules, context.business_date
        if self._log is None or self._day != day:
            self._day, self._log = day, empty_log(rules, day)
            self._past, self._outcomes, self._learnt, self._learning = [], [], False, None
            self._log.extend(tx.events_of_day(point.id, day))
        else:
            last = self._log.last_sequence
            while events := tx.events_after(last, 500):
                self._log.extend(event for event in events if event.point == point.id and event.day == day)
                last = events[-1].sequence
            self._log.last_sequence = last
        learn = None
        if not self._learnt or rules is not self._rules:
            learn = [PastDayMessage(day.hours, day.visits, day.taken, day.presence) for day in self._past]
        request = TableRequest(
            day=day.isoformat(),
            state=point_state(context, self._log),
            outcomes=[*self._outcomes, *(Outcome(level, 0) for level in self._log.levels)],
            learn=learn,
            services=services_of(rules, point.id),
            counters=counters_of(rules, point.id),
        )
        issued = {name: tally.issued for name, tally in context.tallies.items()}
        return _Now(request, issued, step_seconds(context), rules, dict(self._log.quotes))

    async def _learn(self, rules: Rules) -> None:
        """Read the earlier days one by one; the next table knows them all."""
        today, point = self._day, self._app.point.id
        if today is None:
            return
        found: list[tuple[PastDay, list[float]]] = []
        for back in range(1, LOOK_BACK_DAYS + 1):
            day = today - timedelta(days=back)
            past = await self._app.read(lambda tx, day=day: past_day_of(tx, rules, point, day))
            if past is not None:
                found.append(past)
                await asyncio.sleep(BETWEEN_DAYS_S)
            if len(found) == HISTORY_DAYS:
                break
        if found and today == self._day:
            self._past = [past for past, _ in reversed(found)]
            self._outcomes = [Outcome(level, ago) for ago, (_, levels) in enumerate(found, 1) for level in levels]
            self._learnt = False

    # ------------------------------------------------------------ the process

    def _start(self) -> None:
        if self._process is None or self._process.poll() is not None:
            self._learnt = False
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kiosk.server.jobs.forecast_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )

    def _exchange(self, message: bytes) -> ForecastTable:
        """Ask the process. It blocks, so another thread does it; ``OSError`` when the process has ended."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise OSError("the forecast's process has ended")
        process.stdin.write(len(message).to_bytes(LENGTH_BYTES) + message)
        process.stdin.flush()
        length = int.from_bytes(process.stdout.read(LENGTH_BYTES))
        answer = process.stdout.read(length)
        if not answer or len(answer) < length:
            raise OSError("the forecast's process has ended")
        return ANSWER.decode(answer)

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()  # it holds nothing that must be kept
        process.wait(STOP_S)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
