"""The server's hold on the process for phones: started, fed, started again when it dies, ended with the server."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol, TypeVar

import msgspec

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.visitors import acts
from kiosk.server.health.conditions import Conditions, Severity
from kiosk.server.http.throttle import Throttle
from kiosk.server.phone.messages import MAX_REPORT_FRAME, ActDone, ActWish, Door, decode_report, framed
from kiosk.server.phone.publisher import Publisher
from kiosk.store.interface import Transaction

T = TypeVar("T")

PHONES_DOWN: Final = "phones_down"
FEED_S: Final = 0.2
"""Between two feeds: whoever scans a ticket at once waits so long for the page."""
SHARE: Final = 0.05
"""Of one processor's time, at most, goes into making feeds: a busy day's feed is made less often instead."""
LONGEST_S: Final = 5.0
"""Views age by themselves: services open and close."""
SILENT_S: Final = 20.0
"""A process that says nothing for so long is ended and started again."""
BACK_OFF_S: Final = (0.1, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Waits before it is started again; the last one is repeated."""
STEADY_S: Final = 60.0
"""A process that lived so long had nothing wrong from its start."""
STOP_S: Final = 3.0
MOST_ACTS: Final = 16
"""Of visitors, that are being written at one time; the process is told at once that another one is too many."""
ACTS_BURST: Final = 40
ACTS_PER_SECOND: Final = 10.0
"""Whatever the process says, it cannot make the server write more often."""

_log = logging.getLogger("antrean.server")


class PhoneDoorHost(Protocol):
    """What the door needs of the server. ``kiosk.server.app_state.AppState`` provides it."""

    point: ServicePoint
    conditions: Conditions
    generation: int

    async def read(self, read: Callable[[Transaction], T]) -> T: ...
    async def write(self, write: Callable[[Transaction], T]) -> T: ...


class PhoneDoor:
    """``listener``: the file of the listening socket, which stays open here too, so that phones wait meanwhile."""

    def __init__(self, app: PhoneDoorHost, listener: int, trusted_proxies: Sequence[str]) -> None:
        self._app, self._listener, self._proxies = app, listener, tuple(trusted_proxies)
        self._heard = 0.0
        self._acts = set[asyncio.Task[None]]()
        self._rate = Throttle(burst=ACTS_BURST, per_second=ACTS_PER_SECOND)
        self.process: Process | None = None

    async def run(self) -> None:
        """Until cancelled."""
        fast_deaths = 0
        while True:
            began = time.monotonic()
            why = await self._run_once()
            self._app.conditions.report(PHONES_DOWN, Severity.URGENT)
            fast_deaths = 0 if time.monotonic() - began > STEADY_S else fast_deaths + 1
            wait = BACK_OFF_S[min(fast_deaths, len(BACK_OFF_S)) - 1] if fast_deaths else BACK_OFF_S[0]
            _log.warning("the process for phones ended (%s); it is started again in %g s", why, wait)
            await asyncio.sleep(wait)

    async def _run_once(self) -> str:
        """Start the process and feed it until it ends; why it did."""
        try:
            process = await self._spawn()
        except OSError as error:
            return error.strerror or str(error)
        self.process, self._heard = process, time.monotonic()
        tasks = [asyncio.ensure_future(one) for one in (self._feed(process), self._listen(process), process.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(process)
            for task in (*tasks, *self._acts):
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            self.process = None
        told = [one for one in outcomes if isinstance(one, (TimeoutError, ValueError))]
        return str(told[0]) if told else f"exit code {process.returncode}"

    async def _spawn(self) -> Process:
        more: dict[str, Any] = {"pass_fds": (self._listener,)} if os.name == "posix" else {"close_fds": False}
        if os.name != "posix":
            os.set_handle_inheritable(self._listener, True)  # noqa: FBT003  # pyright: ignore[reportAttributeAccessIssue]  Windows alone has it
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kiosk.server.phone.child", stdin=PIPE, stdout=PIPE, start_new_session=True, **more
        )

    async def _feed(self, process: Process) -> None:
        pipe = process.stdin
        if pipe is None:
            return
        publisher = Publisher(self._app.point)
        pipe.write(framed(Door(self._listener, self._proxies)))
        generation, made_at, cost = -1, 0.0, 0.0
        while True:
            began = time.monotonic()
            age = began - made_at
            if age >= LONGEST_S or (generation != self._app.generation and age >= cost / SHARE):
                generation = self._app.generation
                try:
                    feed = await self._app.read(publisher.next)
                except Refusal:
                    feed = publisher.unchanged(complete=False)  # the pages stay as they are; staff hear of the store
                made_at, cost = began, time.monotonic() - began
            else:
                feed = publisher.unchanged(complete=generation == self._app.generation)
            pipe.write(framed(feed))
            async with asyncio.timeout(SILENT_S):
                await pipe.drain()
            if time.monotonic() - self._heard > SILENT_S:
                raise TimeoutError(f"silent for {SILENT_S:.0f} s")
            await asyncio.sleep(FEED_S)

    async def _listen(self, process: Process) -> None:
        """Its signs of life. A frame that is too long, or none of the messages, ends the process."""
        pipe = process.stdout
        if pipe is None:
            return
        with suppress(asyncio.IncompleteReadError):
            while True:
                size = int.from_bytes(await pipe.readexactly(4), "big")
                if size > MAX_REPORT_FRAME:
                    raise ValueError("it said what it may not say")
                try:
                    message = decode_report(await pipe.readexactly(size))
                except msgspec.MsgspecError:
                    raise ValueError("it said what it may not say") from None
                if isinstance(message, ActWish):
                    self._begin(process, message)
                    continue
                self._heard = time.monotonic()
                self._app.conditions.clear(PHONES_DOWN)

    def _begin(self, process: Process, wish: ActWish) -> None:
        if len(self._acts) >= MOST_ACTS or self._rate.is_blocked(""):
            _tell(process, ActDone(wish.id, Reason.PAGE_TOO_MANY))
            return
        self._rate.record_failure("")
        task = asyncio.ensure_future(self._act(process, wish))
        self._acts.add(task)
        task.add_done_callback(self._acts.discard)

    async def _act(self, process: Process, wish: ActWish) -> None:
        point = self._app.point
        try:
            await self._app.write(lambda tx: acts.act(point, tx, wish.token_hash, wish.act))
        except Refusal as refusal:
            _tell(process, ActDone(wish.id, refusal.reason))
        except Exception:  # noqa: BLE001  the visitor is answered, and the door goes on
            _log.exception("a visitor's wish failed")
            _tell(process, ActDone(wish.id, Reason.INTERNAL))
        else:
            _tell(process, ActDone(wish.id, None))


def _tell(process: Process, done: ActDone) -> None:
    if process.stdin is not None and not process.stdin.is_closing():
        process.stdin.write(framed(done))


async def _end(process: Process) -> None:
    """The end of its feed ends it; a signal, where that does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
