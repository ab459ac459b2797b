"""Who asks: a device by its token, this machine's own user, or anyone."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import hashed
from kiosk.operations.people.actor import Actor
from kiosk.operations.refusal import Refusal
from kiosk.server.http.client_address import is_loopback_address
from kiosk.store.interface import Device

COUNTER_LENGTH: Final = 64
_SESSION = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


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
    session: str | None = None
    """The hash of the session token that came with the request."""

    @property
    def actor(self) -> Actor:
        return Actor(self.device, self.counter, self.session)

    def with_sign_in(self, counter: str | None, session: str | None) -> Caller:
        """As the headers ``Antrean-Counter`` and ``Antrean-Session`` say.

        The counter is where a window of this machine's own user is; it has no weight for a device. Raises ``Refusal``.
        """
        if counter is None and session is None:
            return self
        if session is not None and not _SESSION.fullmatch(session):
            raise Refusal(Reason.SIGN_IN_NEEDED)
        at = unquote(counter) if counter and self.role is Role.LOCAL else None
        if at is not None and len(at) > COUNTER_LENGTH:
            raise Refusal(Reason.UNKNOWN_COUNTER, {"counter": at[:COUNTER_LENGTH]})
        return replace(self, counter=at, session=hashed(session) if session else None)

    @property
    def is_staff(self) -> bool:
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
            if not is_loopback_address(address):
                raise Refusal(Reason.UNAUTHORIZED)
            return _LOCAL
        device = self.devices.get(hashed(token))
        if device is None or device.revoked_at is not None:
            raise Refusal(Reason.UNAUTHORIZED)
        if device.point != self._point:
            raise Refusal(Reason.OTHER_POINT)
        return Caller(Role(device.role), device.id, device.name)


_LOCAL = Caller(Role.LOCAL)
