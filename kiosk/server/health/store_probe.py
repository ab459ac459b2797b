"""Whether the store can write, found out by writing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from kiosk.contract.reasons import Reason
from kiosk.server.health.conditions import Conditions, Severity
from kiosk.store.interface import Store, StoreError, StoreFull, Transaction

STORE_FULL: Final = "store_full"
STORE_FAILING: Final = "store_failing"
STORE_STALLED: Final = "store_stalled"

OF_THE_STORE: Final = (STORE_FULL, STORE_FAILING, STORE_STALLED)

PROBE_FACT: Final = "probe"
MIN_INTERVAL_S: Final = 1.0
"""However often ``/healthz`` is asked."""
IDLE_INTERVAL_S: Final = 15.0
"""While nothing is wrong and nobody asks."""
_TICKET_BYTES: Final = 48 * 1024
"""As many pages as a ticket changes at most: a disk with room for one small row only is full."""
PATIENCE_S: Final = 5.0
"""A commit that takes longer counts as a store that cannot write."""


class StoreProbe:
    """Commits a row, synced like a ticket, and reports or clears the three conditions of the store.

    Call it on the event loop.
    """

    def __init__(self, store: Store, conditions: Conditions, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store, self._conditions, self._monotonic = store, conditions, monotonic
        self._last = float("-inf")
        self._lock = asyncio.Lock()
        self._doubted = False
        self._count = 0

    def doubt(self) -> None:
        """A write has failed: the next ``check_when_due`` is due at once."""
        self._doubted = True

    def report_full(self) -> None:
        """A write was refused for want of room."""
        self._doubted = True
        self._conditions.report(STORE_FULL, Severity.STOPPED, reason=Reason.STORE_FULL)

    async def check_when_due(self) -> None:
        """Once a second while something is wrong, else now and then."""
        wrong = self._doubted or self._conditions.stopping is not None
        if wrong or self._monotonic() - self._last >= IDLE_INTERVAL_S:
            await self.check(_TICKET_BYTES if wrong else 1)

    async def check(self, size: int = _TICKET_BYTES) -> None:
        """Write ``size`` bytes, unless it was done a second ago or less. Callers that come together share one."""
        async with self._lock:
            if not self._doubted and self._monotonic() - self._last < MIN_INTERVAL_S:
                return
            stopping = self._conditions.stopping
            if stopping is not None and stopping.code not in OF_THE_STORE:
                return  # such as a damaged file, which nothing may write to
            self._doubted = False
            await self._write(size)
            self._last = self._monotonic()

    async def _write(self, size: int) -> None:
        self._count += 1
        value = str(self._count).ljust(size, ".")

        def write(tx: Transaction) -> None:
            tx.put_fact(PROBE_FACT, value)

        try:
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.wrap_future(self._store.submit(write))
        except StoreFull:
            self._conditions.report(STORE_FULL, Severity.STOPPED, reason=Reason.STORE_FULL)
            self._conditions.clear(STORE_FAILING, STORE_STALLED)
        except StoreError as error:
            self._conditions.report(STORE_FAILING, Severity.STOPPED, error=str(error))
            self._conditions.clear(STORE_FULL, STORE_STALLED)
        except TimeoutError:
            self._conditions.report(STORE_STALLED, Severity.STOPPED, seconds=round(PATIENCE_S))
        else:
            self._conditions.clear(*OF_THE_STORE)
