"""From the store's thread to the event loop: in order, and one wake-up for all that one commit carried."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class LoopBridge:
    """``asyncio.wrap_future`` wakes the loop for every future by itself, which costs the writer a tenth of its time."""

    def __init__(self) -> None:
        self._pending: deque[Callable[[], object]] = deque()
        self._waking = False

    def wrap(self, done: Future[T]) -> asyncio.Future[T]:
        """An asyncio future for ``done``. Call it on the event loop."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        done.add_done_callback(lambda _: self.call_in_order(loop, partial(_copy_result, waiting, done)))
        return waiting

    def call_in_order(self, loop: asyncio.AbstractEventLoop, what: Callable[[], object]) -> None:
        """From any thread: run ``what`` on the loop, after everything that was submitted before."""
        self._pending.append(what)
        if not self._waking and not loop.is_closed():
            self._waking = True
            loop.call_soon_threadsafe(self._run_pending)

    def _run_pending(self) -> None:
        self._waking = False  # first: what arrives from here on wakes the loop again
        while self._pending:
            self._pending.popleft()()


def _copy_result(waiting: asyncio.Future[Any], done: Future[Any]) -> None:
    if waiting.done():  # whoever asked has hung up
        return
    error = done.exception()
    if error is None:
        waiting.set_result(done.result())
    else:
        waiting.set_exception(error)
