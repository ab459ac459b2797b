"""Waiting for a condition, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable

WAIT_S = 60.0


def until(true: Callable[[], object], seconds: float = WAIT_S) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
