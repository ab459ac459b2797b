"""A limit on wrong guesses by address. Right ones are never counted: an office's visitors share one address."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

BURST: Final = 40
PER_SECOND: Final = 2.0
_REMEMBERED: Final = 10_000


class Throttle:
    """A bucket of ``burst`` failures for each address, refilled by ``per_second``."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        burst: int = BURST,
        per_second: float = PER_SECOND,
    ) -> None:
        self._monotonic, self._burst, self._per_second = monotonic, burst, per_second
        self._buckets: dict[str, tuple[float, float]] = {}

    def is_blocked(self, address: str) -> bool:
        return self._left(address) < 1

    def record_failure(self, address: str) -> None:
        left = self._left(address)
        if len(self._buckets) >= _REMEMBERED:
            self._buckets.clear()
        self._buckets[address] = (max(0.0, left - 1), self._monotonic())

    def withdraw_failure(self, address: str) -> None:
        """What was counted as a failure was none."""
        self._buckets[address] = (self._left(address) + 1, self._monotonic())

    def _left(self, address: str) -> float:
        left, since = self._buckets.get(address, (float(self._burst), 0.0))
        return min(self._burst, left + (self._monotonic() - since) * self._per_second)
