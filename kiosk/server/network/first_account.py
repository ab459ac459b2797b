"""The one-time code with which a device makes the first account; the server shows it on its own machine."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable

from kiosk.contract import pairing_code

WRONG_CODES = 5
"""Then the code is void."""


class FirstAccount:
    """At most one code is good."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._code: str | None = None
        self._until = 0.0
        self._wrong = 0

    def new_code(self) -> str:
        """Good for ten minutes; the one before is void."""
        self._code, self._until, self._wrong = pairing_code.new_code(), self._monotonic() + pairing_code.LIFE_S, 0
        return self._code

    def redeem(self, code: str | None) -> bool:
        """Whether it is the code; it is then void."""
        if self._code is None or code is None or self._monotonic() > self._until:
            return False
        if hmac.compare_digest(code, self._code):
            self._code = None
            return True
        self._wrong += 1
        if self._wrong >= WRONG_CODES:
            self._code = None
        return False
