"""Open pairing codes. They live in this process alone: no restart, backup or database ever holds one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Final

from kiosk.contract import pairing_code
from kiosk.contract.devices import DeviceRole
from kiosk.contract.pairing import Pair
from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.server.http.throttle import Throttle

MAX_OPEN: Final = 8
"""Each costs a slow check at every attempt."""
MAX_WAITING: Final = 4
"""Attempts that may wait for their check, from whatever addresses."""
BURST: Final = 5
PER_SECOND: Final = 0.1
"""Wrong codes of one address: five, then one in ten seconds. All of a code's life is 65 guesses at 10,000 million."""


@dataclass(frozen=True, slots=True)
class OpenCode:
    code: str = field(repr=False)
    name: str
    role: DeviceRole
    until: float
    """Monotonic: setting the clock back makes no code last longer."""
    created_by: str
    created_by_staff: str | None
    created_by_device: str | None


class OpenPairingCodes:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._open: list[OpenCode] = []
        self._throttle = Throttle(monotonic, burst=BURST, per_second=PER_SECOND)
        self._waiting = 0
        self._slow = ThreadPoolExecutor(1, "pairing")

    def create(
        self, name: str, role: DeviceRole, *, by: str, by_staff: str | None = None, by_device: str | None
    ) -> OpenCode:
        """A code of ten minutes. An earlier one for the same name is void. Refused where too many are open."""
        self._open = [one for one in self._still_open() if one.name != name]
        if len(self._open) >= MAX_OPEN:
            raise Refusal(Reason.TOO_MANY_REQUESTS, retry_after_s=60)
        taken = {one.code for one in self._open}
        code = next(code for code in iter(pairing_code.new_code, "") if code not in taken)
        invited = OpenCode(code, name, role, self._monotonic() + pairing_code.LIFE_S, by, by_staff, by_device)
        self._open.append(invited)
        return invited

    def void_codes_of(self, devices: Collection[str]) -> None:
        """What a revoked device gave out is void with it."""
        self._open = [one for one in self._open if one.created_by_device not in devices]

    async def redeem(self, body: Pair, fingerprint: str, address: str) -> tuple[OpenCode, bytes]:
        """The invitation that the proof is right for, used up by it, and the key.

        The attempt counts as wrong before it is checked, so that a hundred guesses at once are still five.
        """
        if self._throttle.is_blocked(address) or self._waiting >= MAX_WAITING:
            raise Refusal(Reason.TOO_MANY_REQUESTS, retry_after_s=10)
        self._throttle.record_failure(address)
        self._waiting += 1
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._slow, _matching_code, self._still_open(), body, fingerprint
            )
        finally:
            self._waiting -= 1
        if found is None or found[0] not in self._still_open():
            raise Refusal(Reason.WRONG_CODE)
        self._throttle.withdraw_failure(address)
        if found[0].role != body.role:
            raise Refusal(Reason.CODE_OF_OTHER_ROLE, {"role": found[0].role, "wanted": body.role})
        self._open.remove(found[0])
        return found

    def reopen(self, invited: OpenCode) -> None:
        """It could not be written down."""
        self._open.append(invited)

    def _still_open(self) -> list[OpenCode]:
        now = self._monotonic()
        self._open = [one for one in self._open if one.until > now]
        return self._open.copy()


def _matching_code(invitations: list[OpenCode], body: Pair, fingerprint: str) -> tuple[OpenCode, bytes] | None:
    for one in invitations:
        key = pairing_code.derive_key(one.code, fingerprint, body.nonce)
        if compare_digest(pairing_code.proof(key, "window"), body.proof.lower()):
            return one, key
    return None
