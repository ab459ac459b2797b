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
        self._arrived: deque[Callable[[], object]] = deque()
        self._waking = False

    def receive(self, done: Future[T]) -> asyncio.Future[T]:
        """On the loop: what ``done`` will hold."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        done.add_done_callback(lambda _: self.call(loop, partial(_settle, waiting, done)))
        return waiting

    def call(self, loop: asyncio.AbstractEventLoop, what: Callable[[], object]) -> None:
        """From any thread: run ``what`` on the loop, behind all that was handed over before."""
        self._arrived.append(what)
        if not self._waking and not loop.is_closed():
            self._waking = True
            loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._waking = False  # first: what arrives from here on wakes the loop again
        while self._arrived:
            self._arrived.popleft()()


def _settle(waiting: asyncio.Future[Any], done: Future[Any]) -> None:
    if waiting.done():  # whoever asked has hung up
        return
    error = done.exception()
    if error is None:
        waiting.set_result(done.result())
    else:
        waiting.set_exception(error)
