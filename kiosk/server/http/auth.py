"""Who asks: a device by its token, this machine's own user, or anyone."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote

from kiosk.contract.reasons import Reason
from kiosk.operations.people.actor import Actor
from kiosk.operations.people.tokens import hashed
from kiosk.operations.refusal import Refusal
from kiosk.store.interface import Device


class Role(StrEnum):
    KIOSK = "kiosk"
    COUNTER = "counter"
    BOARD = "board"
    SUPERVISOR = "supervisor"
    LOCAL = "local"
    """The user who runs the server, on the same machine: may do everything."""


ANY = frozenset(Role)
"""Any enrolled device."""


@dataclass(frozen=True, slots=True)
class Caller:
    role: Role
    device: str | None = None
    name: str = "local"
    counter: str | None = None
    """Where this machine's own user says to sit."""

    @property
    def actor(self) -> Actor:
        return Actor(self.device, self.counter)

    def at(self, counter: str | None) -> Caller:
        """As a window of this machine's own user says in ``Antrean-Counter``; of no weight for a device."""
        return replace(self, counter=unquote(counter)) if counter and self.role is Role.LOCAL else self

    @property
    def sees_staff_matters(self) -> bool:
        return self.role in (Role.COUNTER, Role.SUPERVISOR, Role.LOCAL)


class Authenticator:
    """Knows the tokens. ``devices`` is replaced whole when one is added or revoked: a revocation acts at once."""

    def __init__(self, point: str, local_token: str) -> None:
        self._point = point
        self._local_token = local_token
        self.devices: Mapping[str, Device] = {}
        """By the hash of the token."""

    def authenticate(self, authorization: str | None, address: str | None) -> Caller:
        """Raises ``Refusal`` 401 for no token and for an unknown one, 403 for a device of another point."""
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise Refusal(Reason.UNAUTHORIZED)
        if hmac.compare_digest(token.encode("utf-8", "replace"), self._local_token.encode()):
            if not is_loopback(address):
                raise Refusal(Reason.UNAUTHORIZED)
            return _LOCAL
        device = self.devices.get(hashed(token))
        if device is None or device.revoked_at is not None:
            raise Refusal(Reason.UNAUTHORIZED)
        if device.point != self._point:
            raise Refusal(Reason.OTHER_POINT)
        return Caller(Role(device.role), device.id, device.name)


_LOCAL = Caller(Role.LOCAL)


@lru_cache(maxsize=64)
def is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
